// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// undertakingsPage is who owes what: what was undertaken, and what was committed
// to.
type undertakingsPage struct {
	paging
	Undertakings []brief.UndertakingStanding
	Commitments  []brief.Owed
	Given        int // commitments in all
	Total        int
	Open         int // of both, that not all who speak of them call kept
	Overdue      int
	Seat         string // that owes, or to which it is owed
	Seats        []option
	State        string
	States       []option
	Filtered     bool
	Says         string
}

func buildUndertakings(r *request) (any, lane, error) {
	q, now := r.URL.Query(), r.server.opt.Now()
	rep := brief.Undertakings(r.view.State, r.view.Roster, r.head, r.view.Withheld, now)
	owed := brief.WhoOwes(r.view.State, r.view.Roster, r.head, r.view.Withheld, now)
	out := undertakingsPage{
		Total: rep.Found, Open: owed.Open, Overdue: owed.Overdue, Seat: q.Get("seat"), Seats: seatOptions(r), State: q.Get("state"),
		States: []option{
			{"open", r.p.T("not said to be kept")}, {"overdue", r.p.T("overdue")}, {"unconfirmed", r.p.T("not confirmed")}, {"kept", r.p.T("said to be kept")},
		},
	}
	out.Filtered = out.Seat != "" || out.State != ""
	list := slices.DeleteFunc(rep.Undertakings, func(u brief.UndertakingStanding) bool {
		return !out.takes(u.Undertakes, u.To) || !inState(u, out.State)
	})
	for _, o := range owed.Owed {
		if o.Kind == "commitment" && out.takes(o.Owes, o.To) && out.State != "unconfirmed" &&
			(out.State == "" || out.State == "open" && o.Open || out.State == "overdue" && o.Overdue || out.State == "kept" && !o.Open) {
			out.Commitments = append(out.Commitments, o)
		}
	}
	out.Given = len(out.Commitments)
	out.paging = r.paging("/undertakings", longRows, 1, len(list), out.Given)
	out.Undertakings, out.Commitments = cut(out.paging, list), cut(out.paging, out.Commitments)
	return out, r.ownLane(), nil
}

// takes reports whether a seat that is asked for owes something or is owed it.
func (u undertakingsPage) takes(by brief.SeatRef, to []brief.SeatRef) bool {
	return u.Seat == "" || by.Seat == u.Seat || slices.ContainsFunc(to, func(s brief.SeatRef) bool { return s.Seat == u.Seat })
}

func inState(u brief.UndertakingStanding, state string) bool {
	switch state {
	case "open":
		return !u.Kept() && u.Withdrawn == nil
	case "overdue":
		return u.Overdue
	case "unconfirmed":
		return !confirmed(u) && u.Withdrawn == nil
	case "kept":
		return u.Kept()
	}
	return true
}

// confirmed reports whether the words are those of the seat that undertakes.
func confirmed(u brief.UndertakingStanding) bool {
	return u.State == brief.UndertakingConfirmed || u.State == brief.UndertakingOwnWords
}

// undertakingPage is one undertaking with what was said to it.
type undertakingPage struct {
	brief.UndertakingStanding
	Choices  []answerChoice // what this seat can say to it now
	Audience []string       // the readers, as a form sends them
	Again    bool
	Back     bool
}

// answerChoice is one answer that this seat can give.
type answerChoice struct{ Answer, Label string }

func buildUndertaking(r *request) (any, lane, error) {
	id, err := node.ParseID(r.PathValue("ref"))
	if err != nil {
		return nil, lane{}, brief.ErrNotOpened
	}
	v, ok := r.view.State.Version(id)
	if !ok {
		return nil, lane{}, brief.ErrNotOpened
	}
	for _, u := range brief.Undertakings(r.view.State, r.view.Roster, r.head, r.view.Withheld, r.server.opt.Now()).Undertakings {
		if first, err := node.ParseID(u.First); err != nil || first != v.First {
			continue
		}
		out := undertakingPage{UndertakingStanding: u, Choices: r.answers(u)}
		for _, s := range u.Readers {
			out.Audience = append(out.Audience, s.Seat)
		}
		out.Again, out.Back = r.rewrites(u.Entry)
		r.title = lineOf(u.Words)
		return out, r.ownLane(), nil
	}
	return nil, lane{}, brief.ErrNotOpened
}

// answers are what this seat can say to an undertaking as it stands.
func (r *request) answers(u brief.UndertakingStanding) []answerChoice {
	if u.Withdrawn != nil {
		return nil
	}
	var out []answerChoice
	add := func(answer, label string) { out = append(out, answerChoice{answer, label}) }
	if u.Undertakes.Seat == r.node.Seat() {
		if u.State != brief.UndertakingConfirmed && u.State != brief.UndertakingOwnWords {
			add("confirmed", r.p.T("These are our words"))
		}
		if u.State != brief.UndertakingOwnWords {
			add("corrected", r.p.T("Our words were others"))
			add("disowned", r.p.T("We did not say so"))
		}
	} else if u.ReadBack == nil {
		add("read-back", r.p.T("We have read the words back"))
	}
	add("kept", r.p.T("It was kept"))
	add("not-kept", r.p.T("It was not kept"))
	return out
}

// dueIn says how far off a date is.
func dueIn(p *lang.Printer, c brief.Clock) string {
	switch c.State {
	case brief.ClockAhead:
		if c.Most > c.Days {
			return p.N("{least} to {n} days left", c.Most, "least", p.Number(c.Days))
		}
		return p.N("{n} days left", c.Days)
	case brief.ClockToday:
		if c.Most > 0 {
			return p.N("within these days, {n} left at the most", c.Most)
		}
		return p.T("today")
	case brief.ClockPassed:
		return p.N("passed {n} days ago", c.Days)
	case brief.ClockWords:
		return p.T("in words only, which is no date")
	}
	return ""
}
