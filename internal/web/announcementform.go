// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
)

func announcementForm() form {
	return form{
		name: "announcement", kind: act.KindAnnouncement, title: phrase.T("Enter a public statement"), about: placeAnnouncements, after: "/announcements",
		intro: phrase.T("What somebody said in public: who, in what capacity, where, when, in which words, and where that can be read. The words are the speaker’s; you tell them."),
		seal:  phrase.T("Seal this statement to {seats}", "seats", ""),
		fields: slices.Concat([]field{amendsField()}, []field{
			{name: "speaker.name", label: phrase.T("Speaker"), kind: lineField, required: true, most: 120, half: true},
			{name: "speaker.capacity", label: phrase.T("In what capacity"), kind: lineField, most: 120, half: true},
			{name: "speaker.seat", label: phrase.T("Seat that the speaker acted for"), hint: phrase.T("Leave it out for somebody who has no seat here."), kind: selectField, options: seatOptions},
		}, momentFields("when", phrase.T("Day"), true), []field{
			{name: "where", label: phrase.T("Where it was said"), hint: phrase.T("A place, or a medium."), kind: lineField, most: 160},
			{name: "words", label: phrase.T("Words"), kind: textField, required: true, most: 4000},
			{name: "quoted", label: phrase.T("The words are verbatim"), hint: phrase.T("Else they are a paraphrase."), kind: yesField},
			{name: "language", label: phrase.T("Language in which it was said"), hint: phrase.T("A tag such as uk or ar-EG."), kind: lineField, most: 35, half: true},
			{name: "contact", label: phrase.T("Contact that it speaks of"), kind: entryField, options: contactOptions, half: true},
			{name: "points", label: phrase.T("Points that it speaks of"), hint: phrase.T("One on a line, by the names that accounts use."), kind: linesField, most: 1400},
			{name: "issues", label: phrase.T("Issues that it speaks of"), kind: checksField, options: issueOptions},
		}, groundFields(true, false)),
	}
}

func showAnnouncement(a act.Announcement) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("Speaker"), personText(a.Speaker))
	rows.seats(phrase.T("Seat that the speaker acted for"), a.Speaker.Seat)
	rows.moment(phrase.T("When"), a.When)
	rows.text(phrase.T("Where it was said"), a.Where)
	rows.text(phrase.T("Language in which it was said"), a.Language)
	rows.entry(phrase.T("Contact that it speaks of"), a.Contact)
	rows.lines(phrase.T("Points that it speaks of"), a.Points)
	rows.entry(phrase.T("Issue"), a.Issues...)
	return shownAct{Words: a.Words, Quoted: a.Quoted, Rows: append(rows, groundRows(a.Ground)...)}
}
