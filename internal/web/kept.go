// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
)

// keptPage is every duty that this seat reads, what it rests on, and who says
// that it was kept or not. The verdict is always somebody's.
type keptPage struct {
	paging
	Ours   dutyTable // of this seat
	Others dutyTable
	Silent int // of both, on which nobody has said anything
}

// dutyTable is one table of duties, or as much of it as stands on a page.
type dutyTable struct {
	paging
	Duties []duty
}

// duty is one undertaking or commitment.
type duty struct {
	brief.Written        // what it rests on
	Home          string // its page below the desk
	Kind          string
	Owes          brief.SeatRef
	To            []brief.SeatRef
	Words         string
	Quoted        bool
	Due           brief.DueStanding
	Overdue       bool
	State         string // its vocabulary is that of its kind
	Verdicts      []verdict
	Record        begun
}

// verdict is what one seat says became of a duty.
type verdict struct {
	brief.Written
	Says  string
	On    act.Moment
	Words string
}

func buildKept(r *request) (any, lane, error) {
	out := keptPage{}
	var ours, others []duty
	for _, d := range r.duties() {
		if len(d.Verdicts) == 0 {
			out.Silent++
		}
		if d.Owes.Seat == r.node.Seat() {
			ours = append(ours, d)
		} else {
			others = append(others, d)
		}
	}
	out.paging = r.paging("/kept", longRows, 1, len(ours), len(others))
	out.Ours, out.Others = out.part(ours), out.part(others)
	return out, r.ownLane(), nil
}

func (k keptPage) part(all []duty) dutyTable {
	out := dutyTable{k.paging, cut(k.paging, all)}
	out.Of = len(all)
	return out
}

// duties are what seats said they would do and did not take back: dated ones
// first, by date.
func (r *request) duties() []duty {
	v, now := r.view, r.server.opt.Now()
	at, _ := r.asOf()
	label := r.p.T("Record verification")
	var out []duty
	for _, u := range brief.Undertakings(v.State, v.Roster, r.head, v.Withheld, now).Undertakings {
		if u.State == brief.UndertakingWithdrawn || u.State == brief.UndertakingDisowned {
			continue
		}
		d := duty{
			Written: u.Written, Home: "/undertaking/" + u.First, Kind: act.KindUndertaking, Owes: u.Undertakes, To: u.To, Words: u.Words,
			Quoted: u.Quoted, Due: u.Due, Overdue: u.Overdue, State: termFor(r.p, "undertaking", u.State),
			Record: beginAbout(u.Written, "answer", label, "undertaking", u.Entry),
		}
		for _, o := range u.Outcome {
			if o.Withdrawn == nil {
				d.Verdicts = append(d.Verdicts, verdict{o.Written, o.Answer, o.On, o.Words})
			}
		}
		out = append(out, d)
	}
	overdue := map[string]bool{}
	for _, o := range brief.WhoOwes(v.State, v.Roster, r.head, v.Withheld, now).Owed {
		overdue[o.First] = o.Overdue
	}
	for _, c := range brief.Commitments(v.State, v.Roster, r.head, v.Withheld, at).Commitments {
		if c.Standing == brief.StandsWithdrawn || c.Standing == brief.StandsReleased {
			continue
		}
		d := duty{
			Written: c.Written, Home: "/commitments?of=" + c.First + "#c-" + c.First, Kind: act.KindCommitment, Owes: c.Seat, Words: c.Words,
			Due: brief.DueStanding{When: c.Due.When, Words: c.Due.Says, Clock: c.Clock}, Overdue: overdue[c.First],
			State: termFor(r.p, "standing", c.Standing), Record: beginAbout(c.Written, "commitment-step", label, "commitment", c.First),
		}
		for _, x := range c.History {
			if x.Withdrawn == nil && x.Step != brief.StandsReleased {
				d.Verdicts = append(d.Verdicts, verdict{x.Written, x.Step, x.On, x.Words})
			}
		}
		out = append(out, d)
	}
	day := func(d duty) string {
		if d.Due.When.Known() {
			return d.Due.When.Day
		}
		return "~"
	}
	slices.SortStableFunc(out, func(a, b duty) int { return strings.Compare(day(a), day(b)) })
	return out
}
