// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/calendar"
	"parley/internal/node"
)

// calendarFile answers with what has a date, as a file for the calendar that a
// person already uses: meetings, deadlines, undertakings and commitments,
// tentative where they are tentative. With ?of= it holds one of them.
func (s *Server) calendarFile(w http.ResponseWriter, hr *http.Request) {
	r, err := s.read(hr)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	at, _ := r.asOf()
	rep := brief.CalendarItems(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	of := hr.URL.Query().Get("of")
	c := calendar.Calendar{Product: "-//Parley//EN", Name: r.view.State.Title()}
	for _, x := range rep.Items {
		if of == "" || x.Of == of {
			c.Events = append(c.Events, r.calendarEvent(x))
		}
	}
	for _, x := range rep.LeftOut {
		// A meeting without a date is still to be settled, and calendars have a
		// place for that.
		if x.Open && x.Kind == brief.DatedFormat && (of == "" || x.Of == of) {
			c.Events = append(c.Events, r.dateless(x))
		}
	}
	body, _ := c.Bytes()
	sendFile(w, "text/calendar; charset=utf-8", "parley.ics", body)
}

// calendarEvent is one thing with a date.
func (r *request) calendarEvent(x brief.CalendarItem) calendar.Event {
	e := calendar.Event{
		UID: x.Source + "@parley", Summary: x.Title, Location: strings.Join(x.Places, " / "), Categories: []string{termFor(r.p, "dated", x.Kind)},
		Sequence: x.Sequence, Stamp: r.stampOf(x.Entry), Status: calendar.Tentative,
	}
	switch x.Certainty {
	case brief.CertaintyConfirmed:
		e.Status = calendar.Confirmed
	case brief.CertaintyCancelled:
		e.Status = calendar.Cancelled
	}
	e.Start, e.End, e.Zone = calendarMoment(x.When)
	about := []string{x.Details, termFor(r.p, "dated", x.Kind) + ": " + r.calendarState(x)}
	if x.When.Clock != "" && e.Start.Day != "" {
		about = append(about, momentText(r.p, x.When))
	}
	if x.Says != "" {
		about = append(about, "“"+x.Says+"”")
	}
	about = append(about, calledSeats(x.Who))
	if x.Illustrative {
		about = append(about, wordFor(r.p, "illustrative"))
	} else if x.Mark != "" {
		about = append(about, strings.TrimSpace(wordFor(r.p, x.Mark)+" "+sourcesText(x.Sources)))
	}
	about = append(about, r.p.T("Can be read by {seats}", "seats", calledSeats(x.Readers)))
	e.Description = strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), "\n")
	return e
}

// calendarState is how a thing stands, in the words of its register.
func (r *request) calendarState(x brief.CalendarItem) string {
	return termFor(r.p, map[string]string{
		brief.DatedFormat: "meeting", brief.DatedDeadline: "step", brief.DatedUndertaking: "undertaking", brief.DatedCommitment: "standing",
		brief.DatedRound: "round",
	}[x.Kind], x.State)
}

// dateless is a meeting of which nobody has named a date.
func (r *request) dateless(x brief.LeftOut) calendar.Event {
	about := r.p.T("no date was stated")
	if x.Says != "" {
		about = "“" + x.Says + "”: " + r.p.T("in words only, which is no date")
	}
	return calendar.Event{
		UID: x.Of + "@parley", Summary: x.Title, Description: about + "\n" + calledSeats(x.Who),
		Categories: []string{termFor(r.p, "dated", x.Kind)}, Stamp: r.stampOf(x.Of), Status: calendar.Tentative,
	}
}

// stampOf is when an entry was written, as its author claims.
func (r *request) stampOf(ref string) time.Time {
	id, err := node.ParseID(ref)
	if err != nil {
		return time.Time{}
	}
	l, _ := r.view.State.Line(id)
	return l.Time
}

// calendarMoment turns a moment into the times of a calendar. Where this machine
// does not know the zone, the day is kept and the time left to the description:
// a wrong hour is worse than none.
func calendarMoment(m act.Moment) (start, end calendar.Moment, zone string) {
	if m.Clock == "" {
		return calendar.Moment{Day: m.Day}, calendar.Moment{Day: m.Until}, ""
	}
	if place, err := zoneNamed(m.Zone); err == nil {
		if t, err := time.ParseInLocation(time.DateOnly+" 15:04", m.Day+" "+m.Clock, place); err == nil {
			return calendar.Moment{At: t}, calendar.Moment{}, m.Clock + " " + m.Zone
		}
	}
	return calendar.Moment{Day: m.Day}, calendar.Moment{}, ""
}

// zoneNamed finds a zone written as UTC, UTC+03:00 or Europe/Istanbul.
func zoneNamed(name string) (*time.Location, error) {
	if t, err := time.Parse("UTC-07:00", name); err == nil {
		_, seconds := t.Zone()
		return time.FixedZone(name, seconds), nil
	}
	return time.LoadLocation(name)
}
