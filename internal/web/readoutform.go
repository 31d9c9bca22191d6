// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

func readoutForm() form {
	return form{
		name: "readout", kind: act.KindReadout, title: phrase.T("Add an account of a contact"), about: placeContacts, after: "/contacts",
		intro: phrase.T("What one teller says of a contact, point by point. Where accounts differ is computed from their points and never typed in; a part that the account does not state is left empty."),
		seal:  phrase.T("Seal this account to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "contact", label: phrase.T("Contact"), kind: entryField, required: true, options: contactOptions},
			{name: "side", label: phrase.T("Seat whose account it is"), hint: phrase.T("Leave it out for an account of the press or of anybody else."), kind: selectField, options: seatOptions},
		}, momentFields("given", phrase.T("Given on"), false), []field{
			{name: "text", label: phrase.T("The account as a whole"), kind: shortField, most: 8000},
			{name: "claims", label: phrase.T("Points"), kind: groupField, most: 40, suggest: pointsOf, fields: claimFields(),
				hint: phrase.T("One row for each point. Points with one name are compared with each other; words are shown, and what stands in the fields below them is compared.")},
		}, groundFields(false, true)),
	}
}

func claimFields() []field {
	return []field{
		{name: "point", label: phrase.T("Point"), hint: phrase.T("A name that other accounts use too, such as: what starts, or: length of the call."), kind: lineField, required: true, most: 80},
		{name: "words", label: phrase.T("Words"), kind: shortField, most: 1000},
		{name: "quoted", label: phrase.T("The words are verbatim"), kind: yesField},
		{name: "number.says", label: phrase.T("Number, as the account gives it"), kind: lineField, most: 120, half: true},
		{name: "number.unit", label: phrase.T("Of what"), kind: lineField, most: 40, half: true},
		{name: "number.low", label: phrase.T("That is at least"), kind: decimalField, half: true},
		{name: "number.high", label: phrase.T("That is at most"), kind: decimalField, half: true},
		{name: "scope", label: phrase.T("What it covers"), kind: lineField, most: 200, half: true},
		{name: "time", label: phrase.T("From when, until when"), kind: lineField, most: 200, half: true},
		{name: "condition", label: phrase.T("On what condition"), hint: phrase.T("Write none when the account states the point outright; leave it empty when it is silent on conditions."), kind: lineField, most: 200, half: true},
		{name: "actor", label: phrase.T("Who acts, or did"), kind: lineField, most: 200, half: true},
		{name: "status", label: phrase.T("How far it is, in the view of the account"), kind: selectField, options: termOptions("status", act.Statuses()), half: true},
		{name: "issue", label: phrase.T("Issue that it belongs to"), kind: entryField, options: issueOptions, half: true},
	}
}

// pointsOf are the points of which other accounts of the chosen contact speak
// and this one not yet.
func pointsOf(r *request, v values) []string {
	id, err := node.ParseID(v.Get("contact"))
	if err != nil {
		return nil
	}
	rep, err := brief.Contact(r.view.State, r.view.Roster, r.head, r.view.Withheld, id, r.server.opt.Now())
	if err != nil {
		return nil
	}
	var named []string
	for _, row := range v.Rows("claims") {
		named = append(named, strings.ToLower(row.Get("point")))
	}
	var out []string
	for _, row := range rep.Table.Rows {
		if !slices.Contains(named, strings.ToLower(row.Point)) {
			out = append(out, row.Point)
		}
	}
	return out
}

func showReadout(a act.Readout) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.entry(phrase.T("Contact"), a.Contact)
	rows.seats(phrase.T("Seat whose account it is"), a.Side)
	rows.moment(phrase.T("Given on"), a.Given)
	return shownAct{Words: a.Text, Claims: a.Claims, Rows: append(rows, groundRows(a.Ground)...)}
}
