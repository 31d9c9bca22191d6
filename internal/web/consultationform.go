// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"

	"parley/internal/act"
)

func consultationForm() form {
	return form{
		name: "consultation", kind: act.KindConsultation, title: phrase.T("Record a consultation"), about: placeConsultation, after: "/consultation",
		intro: phrase.T("Who was asked about what, before it went further. It opens the gate of proposals on these issues for the seats that were asked."),
		seal:  phrase.T("Seal this consultation to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "topic", label: phrase.T("Topic, in one line"), kind: lineField, required: true, most: 160},
			{name: "issues", label: phrase.T("Issues that it was about"), kind: checksField, options: issueOptions},
			{name: "with", label: phrase.T("Seats that were consulted"), kind: seatsField},
			{name: "circle", label: phrase.T("Others that were consulted"), kind: lineField, most: 200},
		}, momentFields("on", phrase.T("Day"), true), []field{
			{name: "words", label: phrase.T("What was put to them"), kind: shortField, most: 4000},
			{name: "contact", label: phrase.T("Contact in which it was"), kind: entryField, options: contactOptions},
		}, groundFields(false, false)),
	}
}

func consultedForm() form {
	return form{
		name: "consulted", kind: act.KindConsultationAnswer, title: phrase.T("Answer a consultation"), about: placeConsultation, after: "/consultation",
		intro: phrase.T("What is said back. For another seat it is a report, with its mark and sources."),
		seal:  phrase.T("Seal this answer to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "consultation", label: phrase.T("Consultation"), kind: entryField, required: true, options: consultationOptions},
			{name: "answer", label: phrase.T("Answer"), kind: choiceField, required: true, options: termOptions("consulted", act.ConsultationAnswers())},
			{name: "for", label: phrase.T("Seat whose answer is reported"), hint: phrase.T("Leave it out for your own seat."), kind: selectField, options: seatOptions},
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 4000},
		}, momentFields("on", phrase.T("Day"), false), groundFields(false, false)),
	}
}

// consultationOptions are the consultations that this seat reads, the newest
// first.
func consultationOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindConsultation)) {
		if x, ok := v.Act.(act.Consultation); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.First[:]), momentText(r.p, x.On) + ": " + lineOf(x.Topic)})
		}
	}
	return out
}

func showConsultation(a act.Consultation) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("Topic, in one line"), a.Topic)
	rows.entry(phrase.T("Issue"), a.Issues...)
	rows.seats(phrase.T("Seats that were consulted"), a.With...)
	rows.text(phrase.T("Others that were consulted"), a.Circle)
	rows.moment(phrase.T("Day"), a.On)
	rows.entry(phrase.T("Contact in which it was"), a.Contact)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}

func showConsulted(a act.ConsultationAnswer) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Consultation"), a.Consultation)
	rows.term(phrase.T("Answer"), "consulted", a.Answer)
	rows.seats(phrase.T("Seat whose answer is reported"), a.For)
	rows.moment(phrase.T("Day"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
