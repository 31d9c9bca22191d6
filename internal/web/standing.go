// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"slices"

	"parley/internal/brief"
)

// How much of each part stands on the first page; the rest is one step away.
const (
	maxNews      = 8
	maxQuestions = 6
	maxClocks    = 8
)

// standingPage is where every role begins: how things stand for this seat, on
// two sheets of paper at the most.
type standingPage struct {
	dayed
	brief.StandingReport
	Unconfirmed []brief.SeatRef // seats whose keys nobody here has compared
	Untold      int             // names that some seat has not been told, at a mediator's desk
	Alarms      []string
	Quarantine  bool

	Visit     visit              // how far somebody here has read
	News      []brief.EntryLine  // what is new since, the newest first
	Found     int                // of these in all
	Seen      int64              // the size that is marked as read
	Questions []brief.Question   // those spoken of last
	Silent    int                // open questions on which no party is known to have spoken
	Parties   []brief.SeatRef    // the own one first
	Next      []brief.FormatPlan // meetings that did not take place yet
	More      int                // clocks that are not shown
	Turns     int                // acceptance rounds that wait for this seat
}

func buildStanding(r *request) (any, lane, error) {
	v := r.view
	at, day := r.asOf()
	out := standingPage{
		dayed: day, StandingReport: brief.StandingAt(v.State, v.Roster, r.head, v.Withheld, at), Quarantine: v.Quarantine, Seen: v.Size,
	}
	for _, x := range out.Rounds {
		if x.Waits {
			out.Turns++
		}
	}
	unconfirmed, err := r.node.Unconfirmed()
	if err != nil {
		return nil, lane{}, err
	}
	out.Unconfirmed = r.refs(unconfirmed)
	if out.Untold, err = r.untold(); err != nil {
		return nil, lane{}, err
	}
	for _, a := range v.Alarms {
		out.Alarms = append(out.Alarms, r.p.T("Leaf {index}: {why}", "index", a.Index, "why", a.Why))
	}
	if err := r.news(&out); err != nil {
		return nil, lane{}, err
	}
	for _, q := range r.questions() {
		if len(out.Parties) == 0 {
			for _, w := range q.Words {
				out.Parties = append(out.Parties, w.Party)
			}
		}
		switch {
		case q.Newest == "":
			out.Silent++
		case len(out.Questions) < maxQuestions:
			out.Questions = append(out.Questions, q)
		}
	}
	for _, p := range brief.Formats(v.State, v.Roster, r.head, v.Withheld, at).Formats {
		past := p.State == brief.MeetingConfirmed && p.Clock.State == brief.ClockPassed
		if p.State != brief.MeetingWithdrawn && !past {
			out.Next = append(out.Next, p)
		}
	}
	if len(out.Clocks) > maxClocks {
		out.Clocks = soonest(out.Clocks)
		out.More = len(out.Clocks) - maxClocks
		out.Clocks = out.Clocks[:maxClocks]
	}
	return out, r.ownLane(), nil
}

// news is what nobody here has marked as read. Of an earlier day there is none:
// what is new is new today.
func (r *request) news(out *standingPage) (err error) {
	if out.On != "" {
		return nil
	}
	if out.Visit, err = r.lastVisit(); err != nil {
		return err
	}
	rep := brief.Changes(r.view.State, r.view.Roster, r.head, r.view.Withheld, brief.ChangesQuery{Size: out.Visit.Size, Limit: maxNews})
	out.Found = rep.Found
	if out.Visit.Size == 0 {
		// To who was never here all is new, and where the log ends is chance: the
		// times at which entries were written say more.
		out.News = out.Changes[:min(len(out.Changes), maxNews)]
		return nil
	}
	for _, g := range rep.Groups {
		for _, c := range g.Changes {
			out.News = append(out.News, c.EntryLine)
		}
	}
	slices.SortStableFunc(out.News, func(a, b brief.EntryLine) int { return -cmp.Compare(a.Index, b.Index) })
	return nil
}

// soonest puts first what is still ahead, the nearest first, then what has no
// date, then what has passed, the newest first.
func soonest(clocks []brief.ClockBrief) []brief.ClockBrief {
	rank := func(c brief.Clock) int {
		switch c.State {
		case brief.ClockToday, brief.ClockAhead:
			return 0
		case brief.ClockPassed:
			return 2
		}
		return 1
	}
	out := slices.Clone(clocks)
	slices.SortStableFunc(out, func(a, b brief.ClockBrief) int {
		return cmp.Or(rank(a.Clock)-rank(b.Clock), cmp.Compare(a.Clock.Days, b.Clock.Days))
	})
	return out
}
