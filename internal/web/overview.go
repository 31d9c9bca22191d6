// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/act"
	"parley/internal/brief"
)

// overviewPage is one page for a seat that is not at the table itself: what was
// released to it, which meetings are agreed, what is due.
type overviewPage struct {
	Told     []brief.Known
	May      []brief.Allowed // may be shown to it and was not
	Meetings []brief.FormatPlan
	Planned  int // meetings that are not agreed
	Due      []brief.Owed
	Open     int // duties of which nobody says that they were kept, dated or not
	Tabled   []brief.ProposalGate
	Issues   int
	Phase    []brief.PhaseLine
}

func buildOverview(r *request) (any, lane, error) {
	v := r.view
	at, _ := r.asOf()
	known := brief.Knowledge(v.State, v.Roster, r.head, v.Withheld, brief.KnowledgeQuery{Seat: r.node.Seat()})
	out := overviewPage{Told: known.Told, May: append(known.Permitted, known.OwnWords...)}
	for _, p := range brief.Formats(v.State, v.Roster, r.head, v.Withheld, at).Formats {
		switch p.State {
		case brief.MeetingConfirmed:
			out.Meetings = append(out.Meetings, p)
		case brief.MeetingTentative:
			out.Planned++
		}
	}
	owed := brief.WhoOwes(v.State, v.Roster, r.head, v.Withheld, r.server.opt.Now())
	out.Open = owed.Open
	for _, o := range owed.Owed {
		if o.Open && o.Due.When.Known() {
			out.Due = append(out.Due, o)
		}
	}
	for _, p := range brief.Consultations(v.State, v.Roster, r.head, v.Withheld, at).Proposals {
		if p.Stage == act.Tabled && p.Withdrawn == nil {
			out.Tabled = append(out.Tabled, p)
		}
	}
	for _, s := range brief.Issues(v.State, v.Roster, r.head, v.Withheld, at).Sheets {
		for _, b := range s.Baskets {
			out.Issues += len(b.Issues)
		}
	}
	out.Phase = brief.StandingAt(v.State, v.Roster, r.head, v.Withheld, at).Phase
	return out, r.ownLane(), nil
}
