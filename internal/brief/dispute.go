// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// Dispute is what is told of one day and marked disputed, side by side. That
// accounts are of one day does not mean that they are of one happening; their
// figures are never added, averaged or ranked.
type Dispute struct {
	Date     string    `json:"date"`
	Accounts []Account `json:"accounts"`

	// Alone says that one account only is opened here. Others may exist.
	Alone bool `json:"alone"`
}

// Account is one account of an event.
type Account struct {
	Entry   string       `json:"entry"`
	Teller  string       `json:"teller"` // empty when the entry names nobody
	Until   string       `json:"until,omitempty"`
	Title   string       `json:"title"`
	Text    string       `json:"text"`
	Sources []act.Source `json:"sources"`
	By      SeatRef      `json:"by"`      // the seat that entered it
	Readers []SeatRef    `json:"readers"` // who can read this account
	Relayed bool         `json:"relayed,omitempty"`
}

// Disputes shows what is marked disputed, by day.
func Disputes(s process.State, r *record.Roster) []Dispute {
	return newFaces(s, r).disputes(s.Events())
}

func (f faces) disputes(events []process.Line) []Dispute {
	events = slices.DeleteFunc(slices.Clone(events), func(l process.Line) bool { return event(l).Mark != act.Disputed })
	slices.SortFunc(events, func(a, b process.Line) int {
		x, y := event(a), event(b)
		return cmp.Or(strings.Compare(x.Date, y.Date), strings.Compare(x.Teller, y.Teller), slices.Compare(a.ID[:], b.ID[:]))
	})
	out := []Dispute{}
	for _, l := range events {
		e := event(l)
		if n := len(out); n == 0 || out[n-1].Date != e.Date {
			out = append(out, Dispute{Date: e.Date})
		}
		d := &out[len(out)-1]
		d.Accounts = append(d.Accounts, Account{
			process.Ref(l.ID), e.Teller, e.Until, e.Title, e.Text, list(e.Sources),
			f.seat(l.Author.Seat), f.readers(l), l.Relayed,
		})
		d.Alone = len(d.Accounts) == 1
	}
	return out
}
