// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

// modelForm has a field for all that a model says, so that it is checked and
// written again as every act is.
func modelForm() form {
	return form{
		name: "model", kind: act.KindModel, title: phrase.T("Keep a model of stability"), about: placeModels, after: "/models",
		intro: phrase.T("A model is your picture of who could leave an outcome and who would answer. No party reads it but its author."),
		seal:  phrase.T("Seal this model to {seats}", "seats", ""), aside: true, home: modelHome,
		fields: slices.Concat([]field{
			amendsField(),
			{name: "title", label: phrase.T("What it asks, in one line"), kind: lineField, required: true, most: 160},
			{name: "document", label: phrase.T("The model, as a model file"), kind: textField, required: true, most: 40_000},
			{name: "dms", label: phrase.T("Who the decision makers are"), kind: groupField, most: 16, fields: []field{
				{name: "id", label: phrase.T("Its word in the model file"), kind: lineField, required: true, most: 64},
				{name: "seat", label: phrase.T("Its seat"), hint: phrase.T("None: it takes no part in the process."), kind: selectField, options: seatOptions},
				{name: "basis", label: phrase.T("On what it rests"), kind: choiceField, required: true, options: termOptions("basis", act.PositionBases())},
				{name: "words", label: phrase.T("Why it is thought to prefer so"), kind: shortField, most: 1000},
			}},
			{name: "links", label: phrase.T("What options and instruments stand for"), kind: groupField, most: 64, fields: []field{
				{name: "item", label: phrase.T("Its word in the model file"), kind: lineField, required: true, most: 64},
				{name: "entry", label: phrase.T("Entry"), kind: lineField, required: true, most: 64},
			}},
			{name: "words", label: phrase.T("What should be known beside it"), kind: shortField, most: 2000},
		}, groundFields(false, false)),
	}
}

func showModel(a act.Model) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("What it asks, in one line"), a.Title)
	for _, d := range a.DMs {
		rows.text(phrase.T("Decision maker"), d.ID)
		rows.seats(phrase.T("Its seat"), d.Seat)
		rows.term(phrase.T("On what it rests"), "basis", d.Basis)
		rows.text(phrase.T("Why it is thought to prefer so"), d.Words)
	}
	for _, l := range a.Links {
		rows.text(phrase.T("Stands for an entry"), l.Item)
		rows.entry(phrase.T("Entry"), l.Entry)
	}
	rows.text(phrase.T("The model, as a model file"), a.Document)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
