// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"slices"
	"strings"

	"parley/internal/act"
)

// preferenceHome is where a preference is stated, step by step.
const preferenceHome = "/preferences/"

// preferenceForm has a field for all that a preference says, so that it is
// checked and written again as every act is. People fill it in on the pages of
// the elicitation.
func preferenceForm() form {
	return form{
		name: "preference", kind: act.KindPreference, title: phrase.T("State what the ways to settle the issues are worth"), about: placePackages, after: "/preferences",
		intro: phrase.T("What a seat said is kept apart from what somebody estimates of it. No party reads what another prefers unless that party shows it."),
		seal:  phrase.T("Seal this preference to {seats}", "seats", ""), aside: true, home: preferenceHome, whole: true,
		fields: slices.Concat(preferenceAbout(), []field{
			{name: "order", label: phrase.T("What matters most first"), kind: linesField},
			{name: "issues", label: phrase.T("What each issue is worth"), kind: groupField, fields: slices.Concat([]field{
				{name: "issue", label: phrase.T("Issue"), kind: hiddenField},
			}, spanFields("weight", phrase.T("Weight")), []field{
				{name: "options", label: phrase.T("What each option is worth"), kind: groupField, fields: slices.Concat([]field{
					{name: "option", label: phrase.T("Option"), kind: lineField, most: 200},
				}, spanFields("worth", phrase.T("Worth")), []field{
					{name: "live", label: phrase.T("Could live with it"), kind: choiceField, options: liveOptions},
				})},
			})},
			{name: "limit.words", label: phrase.T("The least it could live with, in words"), kind: shortField, most: 1000},
		}, spanFields("limit.worth", phrase.T("The least it could live with, of 100")), []field{
			{name: "limit.package", label: phrase.T("A package it could just live with"), kind: groupField, fields: []field{
				{name: "issue", label: phrase.T("Issue"), kind: hiddenField},
				{name: "option", label: phrase.T("Option"), kind: lineField, most: 200},
			}},
		}),
	}
}

// preferenceAbout are the fields of whose preference it is and what it rests on.
func preferenceAbout() []field {
	return slices.Concat([]field{amendsField()}, preferenceWhose(), groundFields(false, false))
}

func preferenceWhose() []field {
	return []field{
		{name: "of", label: phrase.T("Whose preference it is"), kind: selectField, required: true, options: seatOptions},
		{name: "basis", label: phrase.T("On what it rests"), hint: phrase.T("What a seat told you is said, with its mark. What you make of it yourself is inferred: an estimate, and never more."), kind: choiceField, required: true, options: termOptions("basis", act.PositionBases())},
		{name: "view", label: phrase.T("Who within the seat sees it so"), hint: phrase.T("Leave it out if the seat speaks with one voice. Advisers may differ: each view is an entry of its own."), kind: lineField, most: 80},
		{name: "words", label: phrase.T("What should be known beside the numbers"), kind: shortField, most: 2000},
	}
}

func spanFields(name, label string) []field {
	return []field{{name: name + ".low", label: label, kind: decimalField, half: true}, {name: name + ".high", label: label, kind: decimalField, half: true}}
}

func liveOptions(r *request) []option {
	var out []option
	for _, w := range act.LiveWords() {
		out = append(out, option{w, r.p.T(map[string]string{"yes": phrase.T("yes"), "no": phrase.T("no")}[w])})
	}
	return out
}

// preferenceIn is as much of a preference as stands in a draft. Nothing is
// checked: it is not finished yet.
func preferenceIn(v values) act.Preference {
	var x act.Preference
	body, err := json.Marshal(treeOf(preferenceForm().fields, v, ""))
	if err == nil {
		err = json.Unmarshal(body, &x)
	}
	if err != nil {
		return act.Preference{}
	}
	return x
}

// putPreference writes what is stated into a draft, and leaves out what states
// nothing.
func putPreference(v values, x act.Preference) error {
	x = trimmed(x)
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := json.Unmarshal(body, &tree); err != nil {
		return err
	}
	f := preferenceForm()
	for name := range v {
		if labelOf(f.fields, name) != "" {
			delete(v, name)
		}
	}
	fillTree(f.fields, tree, "", v)
	return nil
}

// trimmed leaves out the options and issues of which nothing is stated, and puts
// the rest in the order that acts ask for.
func trimmed(x act.Preference) act.Preference {
	issues := x.Issues
	x.Issues = nil
	for _, i := range issues {
		options := i.Options
		i.Options = nil
		for _, o := range options {
			if o.Worth != (act.Span{}) || o.Live != "" {
				i.Options = append(i.Options, o)
			}
		}
		if i.Weight != (act.Span{}) || len(i.Options) > 0 {
			x.Issues = append(x.Issues, i)
		}
	}
	slices.SortFunc(x.Issues, func(a, b act.IssueWorth) int { return strings.Compare(a.Issue, b.Issue) })
	x.Limit.Package = slices.Clone(x.Limit.Package)
	slices.SortFunc(x.Limit.Package, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	return x
}

// showPreference puts the words first; the numbers are a table of their own.
func showPreference(a act.Preference) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.seats(phrase.T("Whose preference it is"), a.Of)
	rows.text(phrase.T("Who within the seat sees it so"), a.View)
	rows.term(phrase.T("On what it rests"), "basis", a.Basis)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...), Preference: &a}
}
