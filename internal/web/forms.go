// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/act"
	"parley/internal/node"
)

// forms is everything that can be written, in the order in which it is offered.
func forms() []form {
	return []form{
		noteForm(), eventForm(), contactForm(), readoutForm(), announcementForm(), undertakingForm(), answerForm(),
		issueForm(), formatForm(), pointForm(), leverageForm(), leverageStepForm(), commitmentForm(), commitmentStepForm(),
		consultationForm(), consultedForm(), proposalForm(), packageForm(), tableForm(), positionForm(), preferenceForm(), roundForm(), roundAnswerForm(), roundResultForm(), modelForm(), consentForm(), phaseForm(), exitForm(),
		titleForm(), seatNameForm(), askForm(), grantForm(), adoptForm(), showForm(), withdrawalForm(),
	}
}

func noteForm() form {
	return form{
		name: "note", kind: act.KindNote, title: phrase.T("Write a note"),
		intro: phrase.T("A note is what is said in a channel: it holds your words and nothing else."),
		seal:  phrase.T("Seal this note to {seats}", "seats", ""),
		fields: []field{
			{name: "text", label: phrase.T("Words"), kind: textField, required: true, most: maxText},
		},
		parse: func(_ *request, v values) (act.Act, error) { return node.Note(v.Get("text")), nil },
	}
}

func eventForm() form {
	return form{
		name: "event", kind: act.KindEvent, title: phrase.T("Enter an account of an event"),
		intro: phrase.T("One account of something that happened outside the record. Another account of the same event is another entry: they stand side by side."),
		seal:  phrase.T("Seal this account to {seats}", "seats", ""),
		fields: []field{
			{name: "date", label: phrase.T("Day"), kind: dateField, required: true},
			{name: "until", label: phrase.T("Last day, if it lasted longer"), kind: dateField},
			{name: "title", label: phrase.T("What happened, in one line"), kind: lineField, required: true, most: 160},
			{name: "text", label: phrase.T("The account"), kind: textField, required: true, most: 4000},
			{name: "teller", label: phrase.T("Whose account it is"), hint: phrase.T("For example a ministry, a newspaper, or your own delegation."), kind: lineField, most: 120},
			{name: "mark", label: phrase.T("How sure it is"), hint: phrase.T("An account without a source is uncertain."), kind: choiceField, required: true, options: markOptions},
			{name: "sources", label: phrase.T("Sources"), kind: groupField, most: 12, fields: []field{
				{name: "key", label: phrase.T("Short name"), kind: lineField, required: true, most: 16},
				{name: "at", label: phrase.T("Where it can be read"), kind: lineField, required: true, most: 300},
			}},
		},
		parse: func(_ *request, v values) (act.Act, error) {
			e := act.Event{
				Date: v.Get("date"), Until: v.Get("until"), Title: v.Get("title"), Text: v.Get("text"),
				Mark: act.Mark(v.Get("mark")), Teller: v.Get("teller"),
			}
			for _, s := range v.Rows("sources") {
				e.Sources = append(e.Sources, act.Source{Key: s.Get("key"), At: s.Get("at")})
			}
			return e, nil
		},
	}
}

func markOptions(r *request) []option {
	var out []option
	for _, m := range act.Marks() {
		out = append(out, option{string(m), wordFor(r.p, string(m))})
	}
	return out
}

func titleForm() form {
	return form{
		name: "title", kind: act.KindTitle, title: phrase.T("Give the process a title"), all: true,
		intro: phrase.T("Only a mediator gives the title. It is said to every seat."),
		seal:  phrase.T("Seal this title to every seat"),
		fields: []field{
			{name: "title", label: phrase.T("Title"), kind: lineField, required: true, most: 120},
			{name: "summary", label: phrase.T("What the process is about"), kind: shortField, most: 2000},
		},
		parse: func(_ *request, v values) (act.Act, error) { return node.Title(v.Get("title"), v.Get("summary")), nil },
	}
}

func seatNameForm() form {
	return form{
		name: "seat", kind: act.KindSeat, title: phrase.T("Say what a seat is called"), all: true, about: placePeople, after: "/people",
		intro: phrase.T("A seat says its own name; a mediator may say that of others. The hub does not learn it."),
		seal:  phrase.T("Seal this name to every seat"),
		fields: []field{
			{name: "seat", label: phrase.T("Seat"), kind: selectField, required: true, options: seatOptions},
			{name: "name", label: phrase.T("Name"), kind: lineField, required: true, most: 80},
			{name: "says", label: phrase.T("How it describes its part"), kind: lineField, most: 80},
			{name: "short", label: phrase.T("Short word for the command line"), hint: phrase.T("Lower-case letters, digits and hyphens."), kind: lineField, most: 16},
		},
		parse: func(_ *request, v values) (act.Act, error) {
			return node.SeatName(v.Get("seat"), v.Get("name"), v.Get("says"), v.Get("short")), nil
		},
	}
}
