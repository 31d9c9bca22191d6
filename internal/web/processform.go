// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

// The forms about the process as a whole: its issues and phase, who takes part,
// and whether the mediator goes on.

func issueForm() form {
	return form{
		name: "issue", kind: act.KindIssue, title: phrase.T("Enter an issue"), about: placeIssues, after: "/issues",
		intro: phrase.T("An issue is something the parties could settle in more than one way. Nothing about it is put to the parties before its owners were consulted."),
		seal:  phrase.T("Seal this issue to {seats}", "seats", ""),
		fields: []field{
			amendsField(),
			{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 120},
			{name: "says", label: phrase.T("What it is about"), kind: shortField, most: 4000},
			{name: "basket", label: phrase.T("Basket"), hint: phrase.T("Issues of one basket are worked on together; three baskets are shown at a time."), kind: lineField, most: 80},
			{name: "owners", label: phrase.T("Seats that own it"), kind: seatsField},
			{name: "options", label: phrase.T("Ways to settle it"), hint: phrase.T("One on a line."), kind: linesField, most: 4900},
			{name: "links", label: phrase.T("Issues that it hangs together with"), kind: checksField, options: issueOptions},
		},
	}
}

func phaseForm() form {
	return form{
		name: "phase", kind: act.KindPhase, title: phrase.T("Say where the process is"), about: placeStanding, after: "/standing",
		intro: phrase.T("In the view of the mediator. What was said before stays in the history."),
		seal:  phrase.T("Seal this phase to {seats}", "seats", ""),
		fields: []field{
			{name: "phase", label: phrase.T("Phase"), kind: choiceField, required: true, options: termOptions("phase", act.Phases())},
			{name: "since", label: phrase.T("Since"), kind: dateField, required: true},
			{name: "words", label: phrase.T("Why"), kind: shortField, most: 1000},
		},
	}
}

func consentForm() form {
	return form{
		name: "consent", kind: act.KindConsent, title: phrase.T("Say whether this seat takes part"), about: placePeople, after: "/consents",
		intro: phrase.T("In the process as a whole or in one meeting. Each seat speaks for itself alone. Taking it back is a later word and deletes nothing."),
		seal:  phrase.T("Seal this word on taking part to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "format", label: phrase.T("Planned meeting"), hint: phrase.T("Leave it out for the process as a whole."), kind: entryField, options: formatOptions},
			{name: "stand", label: phrase.T("This seat"), kind: choiceField, required: true, options: termOptions("consent", act.ConsentStands())},
			{name: "condition", label: phrase.T("On what condition"), kind: shortField, most: 1000},
		}, momentFields("on", phrase.T("Day"), true), []field{
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 1000},
		}, groundFields(false, false)),
	}
}

func exitForm() form {
	return form{
		name: "exit", kind: act.KindExit, title: phrase.T("Say that the mediator may leave, or hands over"), about: placePeople, after: "/exit",
		intro: phrase.T("An event with its condition: it changes no right, and the process and its record go on. Who carries on must be a mediator of the roster already."),
		seal:  phrase.T("Seal this word on leaving to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "stage", label: phrase.T("How far it is"), kind: choiceField, required: true, options: termOptions("exit", act.ExitStages())},
			{name: "condition", label: phrase.T("On what condition"), kind: shortField, most: 1000},
		}, momentFields("on", phrase.T("Day on which it was said or came about"), true), dueFields("effect"), []field{
			{name: "successor", label: phrase.T("Seat that carries on"), kind: selectField, options: seatOptions, half: true},
			{name: "host", label: phrase.T("Who is to keep the hub"), kind: lineField, most: 160, half: true},
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 2000},
		}, groundFields(false, false)),
	}
}

func showIssue(a act.Issue) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.text(phrase.T("Basket"), a.Basket)
	rows.seats(phrase.T("Seats that own it"), a.Owners...)
	rows.lines(phrase.T("Ways to settle it"), a.Options)
	rows.entry(phrase.T("Issues that it hangs together with"), a.Links...)
	return shownAct{Words: a.Says, Rows: rows}
}

func showPhase(a act.Phase) shownAct {
	var rows shownRows
	rows.term(phrase.T("Phase"), "phase", a.Phase)
	rows.moment(phrase.T("Since"), act.Moment{Day: a.Since})
	return shownAct{Words: a.Words, Rows: rows}
}

func showConsent(a act.Consent) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Planned meeting"), a.Format)
	rows.term(phrase.T("This seat"), "consent", a.Stand)
	rows.text(phrase.T("On what condition"), a.Condition)
	rows.moment(phrase.T("Day"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}

func showExit(a act.Exit) shownAct {
	var rows shownRows
	rows.term(phrase.T("How far it is"), "exit", a.Stage)
	rows.text(phrase.T("On what condition"), a.Condition)
	rows.moment(phrase.T("Day on which it was said or came about"), a.On)
	rows.due(phrase.T("From when"), a.Effect)
	rows.seats(phrase.T("Seat that carries on"), a.Successor)
	rows.text(phrase.T("Who is to keep the hub"), a.Host)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
