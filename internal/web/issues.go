// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// issuesPage is one sheet of the agenda: three baskets at the most.
type issuesPage struct {
	dayed
	brief.IssuesReport
	Sheet  int // from 1
	Shown  brief.AgendaSheet
	Others []sheetLink
}

// sheetLink leads to the other sheets of the agenda.
type sheetLink struct {
	Number int
	Names  []string
	Here   bool
}

func (r *request) agenda() (brief.IssuesReport, dayed) {
	at, day := r.asOf()
	return brief.Issues(r.view.State, r.view.Roster, r.head, r.view.Withheld, at), day
}

func buildIssues(r *request) (any, lane, error) {
	rep, day := r.agenda()
	out := issuesPage{dayed: day, IssuesReport: rep, Sheet: 1}
	if n, err := strconv.Atoi(r.URL.Query().Get("sheet")); err == nil {
		out.Sheet = min(max(n, 1), max(len(rep.Sheets), 1))
	}
	for i, s := range rep.Sheets {
		x := sheetLink{Number: i + 1, Here: i+1 == out.Sheet}
		for _, b := range s.Baskets {
			name := b.Basket
			if name == "" {
				name = r.p.T("In no basket")
			}
			x.Names = append(x.Names, name)
		}
		out.Others = append(out.Others, x)
		if x.Here || r.whole {
			out.Shown.Baskets = append(out.Shown.Baskets, s.Baskets...)
		}
	}
	if r.whole {
		out.Others = nil
	}
	return out, r.ownLane(), nil
}

// issuePage is one issue: the newest word of each party, then everything that
// was said on it.
type issuePage struct {
	dayed
	brief.AgendaIssue
	Says     string
	Parties  []brief.PartyWord
	Said     []saidOn
	Again    bool
	MayAmend bool
}

// saidOn is what was said on an issue in one register.
type saidOn struct {
	Group string // a word of brief.ChangeGroups
	Words []brief.IssueWord
}

func buildIssue(r *request) (any, lane, error) {
	first, err := r.firstOf(act.KindIssue)
	if err != nil {
		return nil, lane{}, err
	}
	rep, day := r.agenda()
	all := slices.Clone(rep.Withdrawn)
	for _, s := range rep.Sheets {
		for _, b := range s.Baskets {
			all = append(all, b.Issues...)
		}
	}
	i := slices.IndexFunc(all, func(x brief.AgendaIssue) bool { return x.First == first })
	if i < 0 {
		return nil, lane{}, errNotFound
	}
	out := issuePage{dayed: day, AgendaIssue: all[i], Says: rep.Says}
	for _, q := range r.questions() {
		if q.Issue == first {
			out.Parties = q.Words
		}
	}
	for _, x := range []saidOn{
		{"announcements", out.Announcements}, {"contacts", out.Claims}, {"undertakings", out.Undertakings}, {"commitments", out.Commitments},
		{"leverage", out.Leverage}, {"consultation", append(slices.Clone(out.Consultations), out.Proposals...)},
	} {
		if len(x.Words) > 0 {
			out.Said = append(out.Said, x)
		}
	}
	out.Again, out.MayAmend = r.rewrites(out.Entry)
	r.title = out.Title
	return out, r.entryLaneOf(out.Entry), nil
}

// questions are the issues with the newest word of each party, the own one
// first.
func (r *request) questions() []brief.Question {
	at, _ := r.asOf()
	rep := brief.Questions(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	for _, q := range rep.Questions {
		slices.SortStableFunc(q.Words, func(a, b brief.PartyWord) int {
			return rankOwn(a.Party.Seat, r.node.Seat()) - rankOwn(b.Party.Seat, r.node.Seat())
		})
	}
	return rep.Questions
}
