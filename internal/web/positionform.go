// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

func positionForm() form {
	return form{
		name: "position", kind: act.KindPosition, title: phrase.T("Enter where a seat stands"), about: placePositions, after: "/positions",
		intro: phrase.T("An interest, a position, a red line, a range, or what is done if there is no agreement. What a seat said is kept apart from what somebody infers of it; what is inferred goes to no other party."),
		seal:  phrase.T("Seal this position to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "of", label: phrase.T("Whose position it is"), hint: phrase.T("Of your own seat you say it. Of another it is what that seat said, with its mark, or what you infer."), kind: selectField, required: true, options: seatOptions},
			{name: "basis", label: phrase.T("On what it rests"), kind: choiceField, required: true, options: termOptions("basis", act.PositionBases())},
			{name: "sort", label: phrase.T("What it is"), kind: choiceField, required: true, options: termOptions("position", act.PositionSorts())},
			{name: "issue", label: phrase.T("Issue"), hint: phrase.T("None: it concerns the whole."), kind: entryField, options: issueOptions},
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 2000},
			{name: "quoted", label: phrase.T("The words are verbatim"), kind: yesField},
			{name: "number.says", label: phrase.T("Of a range: from what to what, in words"), kind: lineField, most: 120, half: true},
			{name: "number.unit", label: phrase.T("Of what"), kind: lineField, most: 40, half: true},
			{name: "number.low", label: phrase.T("That is at least"), kind: decimalField, half: true},
			{name: "number.high", label: phrase.T("That is at most"), kind: decimalField, half: true},
			{name: "contact", label: phrase.T("Contact in which it was heard"), kind: entryField, options: contactOptions},
		}, momentFields("on", phrase.T("Day on which it was stated"), false), groundFields(false, false)),
	}
}

func showPosition(a act.Position) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.seats(phrase.T("Whose position it is"), a.Of)
	rows.term(phrase.T("On what it rests"), "basis", a.Basis)
	rows.term(phrase.T("What it is"), "position", a.Sort)
	rows.entry(phrase.T("Issue"), a.Issue)
	rows.text(phrase.T("Of a range: from what to what, in words"), a.Number.Says)
	rows.text(phrase.T("That is at least"), a.Number.Low)
	rows.text(phrase.T("That is at most"), a.Number.High)
	rows.text(phrase.T("Of what"), a.Number.Unit)
	rows.entry(phrase.T("Contact in which it was heard"), a.Contact)
	rows.moment(phrase.T("Day on which it was stated"), a.On)
	return shownAct{Words: a.Words, Quoted: a.Quoted, Rows: append(rows, groundRows(a.Ground)...)}
}
