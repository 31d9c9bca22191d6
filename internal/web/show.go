// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

// shownAct is the content of an act for reading: words first, then facts.
type shownAct struct {
	Words string
	Rows  []shownRow
}

type shownRow struct {
	Label string // marked with phrase.T
	Text  string
	Day   string // 2025-05-19
	Entry string
	Seats []string
}

// fieldsOf lays out an act. A kind that it does not know is shown by the form
// that writes it, when there is one with a page of its own.
func fieldsOf(a act.Act) shownAct {
	var out shownAct
	add := func(label, text string) {
		if text != "" {
			out.Rows = append(out.Rows, shownRow{Label: label, Text: text})
		}
	}
	day := func(label, iso string) {
		if iso != "" {
			out.Rows = append(out.Rows, shownRow{Label: label, Day: iso})
		}
	}
	switch a := a.(type) {
	case act.Note:
		out.Words = a.Text
	case act.Event:
		out.Words = a.Text
		add(phrase.T("What happened, in one line"), a.Title)
		day(phrase.T("Day"), a.Date)
		day(phrase.T("Last day"), a.Until)
		add(phrase.T("Whose account it is"), a.Teller)
		var sources []string
		for _, s := range a.Sources {
			sources = append(sources, "["+s.Key+"] "+s.At)
		}
		add(phrase.T("Sources"), strings.Join(sources, "; "))
	case act.Title:
		out.Words = a.Summary
		add(phrase.T("Title"), a.Title)
	case act.SeatName:
		add(phrase.T("Seat"), a.Seat)
		add(phrase.T("Name"), a.Name)
		add(phrase.T("How it describes its part"), a.Says)
		add(phrase.T("Short word for the command line"), a.Short)
	case act.Ask:
		out.Words = a.Why
		out.Rows = append(out.Rows,
			shownRow{Label: phrase.T("Entry"), Entry: a.Entry}, shownRow{Label: phrase.T("Who is to be shown it"), Seats: a.To})
		add(phrase.T("Parts asked for"), numbersText(a.Parts))
	}
	return out
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// Has reports whether a seat is ticked for a new channel.
func (w writePage) Has(seat string) bool {
	for _, s := range w.Chosen {
		if s == seat {
			return true
		}
	}
	return false
}

// Own reports whether a seat is the own one.
func (f *frame) Own(seat string) bool { return f.Me.Seat == seat }

// Ref names a seat.
func (f *frame) Ref(seat string) brief.SeatRef { return f.r.refs([]string{seat})[0] }
