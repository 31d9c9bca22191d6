// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

func contactForm() form {
	return form{
		name: "contact", kind: act.KindContact, title: phrase.T("Enter a contact"), about: placeContacts, after: "/contacts",
		intro: phrase.T("A call, a meeting, a visit or a message between sides. What was said in it is told afterwards, in one account for each teller."),
		seal:  phrase.T("Seal this contact to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "form", label: phrase.T("How they met"), kind: choiceField, required: true, options: termOptions("form", act.ContactForms())},
			{name: "title", label: phrase.T("What it is called, in one line"), hint: phrase.T("For example: call of the two presidents."), kind: lineField, required: true, most: 160},
		}, momentFields("when", phrase.T("Day"), true), []field{
			{name: "level", label: phrase.T("Level"), kind: choiceField, options: unknownOptions("level", act.Levels())},
			{name: "at_least", label: phrase.T("Minutes that it lasted at the least"), kind: numberField, half: true},
			{name: "at_most", label: phrase.T("Minutes that it lasted at the most"), hint: phrase.T("Leave out what is not known: nothing is not zero."), kind: numberField, half: true},
			{name: "place", label: phrase.T("Place"), kind: lineField, most: 160, half: true},
			{name: "through", label: phrase.T("Through whom or what"), kind: lineField, most: 160, half: true},
			{name: "seats", label: phrase.T("Seats that took part"), kind: seatsField},
			{name: "who", label: phrase.T("Persons who took part"), kind: groupField, most: 24, fields: personFields("")},
			{name: "about", label: phrase.T("What it was about"), hint: phrase.T("What was said on it belongs in the accounts."), kind: shortField, most: 4000},
		}, groundFields(false, false)),
	}
}

// personFields ask for somebody who took part or spoke; with a prefix they are
// of one person and not of a row.
func personFields(prefix string) []field {
	return []field{
		{name: prefix + "name", label: phrase.T("Name"), kind: lineField, required: true, most: 120, half: true},
		{name: prefix + "capacity", label: phrase.T("In what capacity"), kind: lineField, most: 120, half: true},
		{name: prefix + "seat", label: phrase.T("Acted for"), kind: selectField, options: seatOptions},
	}
}

// termOptions are the words of one vocabulary.
func termOptions(vocabulary string, words []string) func(*request) []option {
	return func(r *request) []option {
		var out []option
		for _, w := range words {
			out = append(out, option{w, termFor(r.p, vocabulary, w)})
		}
		return out
	}
}

// unknownOptions are the words of one vocabulary, and that none was stated.
func unknownOptions(vocabulary string, words []string) func(*request) []option {
	return func(r *request) []option {
		return append([]option{{"", r.p.T("not stated")}}, termOptions(vocabulary, words)(r)...)
	}
}

func showContact(a act.Contact) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.term(phrase.T("How they met"), "form", a.Form)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.moment(phrase.T("When"), a.When)
	rows.term(phrase.T("Level"), "level", a.Level)
	rows = append(rows, shownRow{Label: phrase.T("Length"), Minutes: &[2]int64{a.AtLeast, a.AtMost}})
	rows.text(phrase.T("Place"), a.Place)
	rows.text(phrase.T("Through whom or what"), a.Through)
	rows.seats(phrase.T("Seats that took part"), a.Seats...)
	var who []string
	for _, p := range a.Who {
		who = append(who, personText(p))
	}
	rows.lines(phrase.T("Persons who took part"), who)
	return shownAct{Words: a.About, Rows: append(rows, groundRows(a.Ground)...)}
}

// personText is a person with the capacity in which they acted.
func personText(p act.Person) string { return p.Name + after(", ", p.Capacity) }
