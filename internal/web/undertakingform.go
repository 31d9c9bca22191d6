// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

func undertakingForm() form {
	return form{
		name: "undertaking", kind: act.KindUndertaking, title: phrase.T("Record an undertaking"), about: placeUndertakings, after: "/undertakings",
		intro: phrase.T("What somebody said they would do. Write the words as spoken, then read them back: until they are confirmed they rest on the notes of whoever enters them."),
		seal:  phrase.T("Seal this undertaking to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "by", label: phrase.T("Seat that undertakes"), kind: selectField, required: true, options: seatOptions},
			{name: "to", label: phrase.T("Seats that it was said to"), kind: seatsField},
			{name: "words", label: phrase.T("Words as spoken"), kind: shortField, required: true, most: 2000},
			{name: "quoted", label: phrase.T("The words are verbatim"), kind: yesField},
		}, momentFields("spoken", phrase.T("Said on"), false), []field{
			{name: "contact", label: phrase.T("Contact in which it was said"), kind: entryField, options: contactOptions, half: true},
			{name: "issue", label: phrase.T("Issue"), kind: entryField, options: issueOptions, half: true},
		}, dueFields("due"), groundFields(false, false)),
	}
}

func answerForm() form {
	return form{
		name: "answer", kind: act.KindUndertakingAnswer, title: phrase.T("Answer an undertaking"), about: placeUndertakings, after: "/undertakings",
		intro: phrase.T("That its words were read back, that they are right or were others, or that it was kept or not. Only the seat that undertook can own or correct the words; whether it was kept is the view of whoever says so."),
		seal:  phrase.T("Seal this answer to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "undertaking", label: phrase.T("Undertaking"), kind: entryField, required: true, options: undertakingOptions},
			{name: "answer", label: phrase.T("Answer"), kind: choiceField, required: true, options: termOptions("answer", act.UndertakingAnswers())},
			{name: "words", label: phrase.T("The right words, or a remark"), kind: shortField, most: 2000},
		}, momentFields("on", phrase.T("Day"), false), groundFields(false, false)),
	}
}

func showUndertaking(a act.Undertaking) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.seats(phrase.T("Seat that undertakes"), a.By)
	rows.seats(phrase.T("Seats that it was said to"), a.To...)
	rows.moment(phrase.T("Said on"), a.Spoken)
	rows.entry(phrase.T("Contact in which it was said"), a.Contact)
	rows.entry(phrase.T("Issue"), a.Issue)
	rows.due(phrase.T("Due on"), a.Due)
	return shownAct{Words: a.Words, Quoted: a.Quoted, Rows: append(rows, groundRows(a.Ground)...)}
}

func showAnswer(a act.UndertakingAnswer) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Undertaking"), a.Undertaking)
	rows.term(phrase.T("Answer"), "answer", a.Answer)
	rows.moment(phrase.T("Day"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
