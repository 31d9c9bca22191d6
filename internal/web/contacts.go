// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

// contactsPage is the register of contacts.
type contactsPage struct {
	paging
	Contacts []brief.ContactLine
	Total    int // without a filter
	Days     days
	Seat     string
	Seats    []option
	Form     string
	Forms    []option
	Filtered bool
}

func buildContacts(r *request) (any, lane, error) {
	q := r.URL.Query()
	list := brief.Contacts(r.view.State, r.view.Roster, r.head, r.view.Withheld).Contacts
	out := contactsPage{
		Total: len(list), Days: r.days(), Seat: q.Get("seat"), Seats: seatOptions(r), Form: q.Get("form"), Forms: termOptions("form", act.ContactForms())(r),
	}
	out.Filtered = out.Seat != "" || out.Form != "" || out.Days.set()
	list = slices.DeleteFunc(list, func(c brief.ContactLine) bool {
		return out.Seat != "" && !tookPart(c, out.Seat) || out.Form != "" && c.Form != out.Form || !out.Days.takes(c.When)
	})
	out.Contacts, out.paging = paged(r, "/contacts", list, pageRows)
	return out, r.ownLane(), nil
}

// tookPart reports whether a seat, or somebody who acted for it, took part.
func tookPart(c brief.ContactLine, seat string) bool {
	return slices.ContainsFunc(c.Seats, func(s brief.SeatRef) bool { return s.Seat == seat }) ||
		slices.ContainsFunc(c.Who, func(a brief.Attendee) bool { return a.Seat != nil && a.Seat.Seat == seat })
}

// days is a span of days that a person asked for. An end that is empty is open.
type days struct {
	From, Until string
	Wrong       string // what cannot be understood
}

// days reads the span of days of an address.
func (r *request) days() days {
	q := r.URL.Query()
	out := days{From: strings.TrimSpace(q.Get("from")), Until: strings.TrimSpace(q.Get("until"))}
	for _, x := range []struct {
		day   *string
		label string
	}{{&out.From, r.p.T("From the day")}, {&out.Until, r.p.T("To the day")}} {
		if _, err := time.Parse(time.DateOnly, *x.day); *x.day != "" && err != nil {
			out.Wrong = r.p.T("{field} must be a day such as 2025-05-19", "field", x.label)
			*x.day = ""
		}
	}
	return out
}

func (d days) set() bool { return d.From != "" || d.Until != "" }

// takes reports whether a moment touches the span. One that is not known is in
// no span.
func (d days) takes(m act.Moment) bool {
	if !d.set() {
		return true
	}
	return m.Known() && (d.Until == "" || m.Day <= d.Until) && (d.From == "" || max(m.Day, m.Until) >= d.From)
}
