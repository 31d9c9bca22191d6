// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

// groundFields ask for what an entry rests on. With reported, it always reports
// something from outside the record, and a mark is required.
func groundFields(reported, teller bool) []field {
	mark := field{
		name: "mark", label: phrase.T("How sure it is"), kind: choiceField, options: groundOptions,
		hint: phrase.T("Without a source an account is uncertain."),
	}
	if reported {
		mark.required, mark.options = true, markOptions
	}
	return []field{
		mark,
		{name: "teller", label: phrase.T("Whose account it is"), hint: phrase.T("For example a ministry, a newspaper, or your own delegation."), kind: lineField, required: teller, most: 120},
		{name: "sources", label: phrase.T("Sources"), kind: groupField, most: 12, fields: []field{
			{name: "key", label: phrase.T("Short name"), kind: lineField, required: true, most: 16, half: true},
			{name: "at", label: phrase.T("Where it can be read"), kind: lineField, required: true, most: 300, half: true},
		}},
		{name: "illustrative", label: phrase.T("Invented, to show what an entry looks like"), kind: hiddenField},
	}
}

// groundOptions are the marks, and none for what this seat says itself.
func groundOptions(r *request) []option {
	return append([]option{{"", r.p.T("It is said here, by this seat itself")}}, markOptions(r)...)
}

// amendsField is the entry whose place an entry takes. It is filled in by the
// page that begins a second writing.
func amendsField() field {
	return field{name: "amends", label: phrase.T("In place of"), kind: hiddenField}
}

// byKey joins the sources of one short name: they are one source at several
// addresses.
func byKey(sources []act.Source) []act.Source {
	var out []act.Source
	for _, s := range sources {
		if i := slices.IndexFunc(out, func(x act.Source) bool { return x.Key == s.Key }); i >= 0 {
			out[i].At += " · " + s.At
		} else {
			out = append(out, s)
		}
	}
	return out
}

// groundRows shows what an act rests on.
func groundRows(g act.Ground) []shownRow {
	var out []shownRow
	if g.Mark != "" {
		out = append(out, shownRow{Label: phrase.T("How sure it is"), Word: string(g.Mark)})
	}
	if g.Illustrative {
		out = append(out, shownRow{Label: phrase.T("Invented"), Word: "illustrative"})
	}
	if g.Teller != "" {
		out = append(out, shownRow{Label: phrase.T("Whose account it is"), Text: g.Teller})
	}
	if len(g.Sources) > 0 {
		out = append(out, shownRow{Label: phrase.T("Sources"), Text: sourcesText(g.Sources)})
	}
	return out
}
