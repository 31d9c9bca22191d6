// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
)

// overviewPage is one page for a seat that is not at the table itself: what was
// released to it, which meetings are agreed, what is due.
type overviewPage struct {
	paging
	Told     []brief.Known
	Shown    int             // disclosures in all
	May      []brief.Allowed // may be shown to it and was not
	Meetings []brief.FormatPlan
	Planned  int // meetings that are not agreed
	Due      []brief.Owed
	Dated    int // duties with a date of which nobody says that they were kept
	Open     int // duties of which nobody says that they were kept, dated or not
	Tabled   []brief.ProposalGate
	Texts    int // proposals that are tabled, in all
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
	slices.SortStableFunc(out.Meetings, func(a, b brief.FormatPlan) int { return strings.Compare(a.Clock.Day, b.Clock.Day) })
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
	out.Phase = brief.Exits(v.State, v.Roster, r.head, v.Withheld, at).Phases.Now
	out.Shown, out.Dated, out.Texts = len(out.Told), len(out.Due), len(out.Tabled)
	out.paging = r.paging("/overview", longRows, 1, out.Shown, out.Dated, out.Texts)
	out.Told, out.Due, out.Tabled = cut(out.paging, out.Told), cut(out.paging, out.Due), cut(out.paging, out.Tabled)
	return out, r.ownLane(), nil
}
