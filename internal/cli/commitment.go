// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) commitmentCommands() *cobra.Command {
	return a.noun("commitment", "What seats commit themselves to, also one if the other does",
		`A commitment binds the seat that gives it, and may stand only while commitments
of others stand: mine holds if yours does.`,
		`  parley commitment list
  parley commitment add --words "We release as many" --if 7f3a09c41b22 --to mediator
  parley commitment step 7f3a09c41b22 kept --on 2025-06-09 --to all`,
		a.commitmentList(), a.commitmentShow(), a.commitmentAdd(), a.commitmentStep())
}

func (a *app) commitmentList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List commitments, what each hangs on, and who says it was kept",
		long: `Lists commitments by when they were given, with how each stands: it stands, it
stands together with others (each holds if the others do), it waits for
something, it was released or withdrawn. Whether it was kept is for each side to
say.`,
		example: "  parley commitment list\n  parley commitment list --until 2025-06-09 --csv commitments.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Commitments(s, r, h, w, at)
		out := report{name: "commitment.list", data: x, texts: texts("commitments", len(x.Commitments) > 0)}
		out.grounds(x.Footing)
		l := newListing("commitments", col{name: "on"}, col{name: "seat"}, col{name: "standing"}, col{name: "due"}, col{name: "clock"}, col{name: "kept"}, col{name: "words"})
		for i := range x.Commitments {
			c := &x.Commitments[i]
			l.add(&c.Written, momentSays(c.On), seatName(c.Seat), c.Says, dueSays(c.Due), c.Clock.Says, claimsSay(c.Claims), c.Words)
		}
		if len(x.Circles) > 0 {
			t := table{title: "circles", note: x.Says, cols: []col{{name: "seats"}, {name: "stands"}, {name: "commitments"}, {name: "says"}}}
			for _, c := range x.Circles {
				t.add(seatNames(c.Seats), yes(c.Stands), shortened(c.Commitments), c.Says)
			}
			out.tables = append(out.tables, t)
		}
		return out, l, nil
	})
	day.flags(c)
	return c
}

// shortened writes ids as a terminal shows them.
func shortened(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, id[:refDigits])
	}
	return strings.Join(out, " ")
}

// claimsSay sets side by side who says that a commitment was kept or not.
func claimsSay(claims []brief.CommitmentClaim) string {
	var out []string
	for _, c := range claims {
		out = append(out, c.Step+" (says "+seatName(c.By)+")")
	}
	if len(out) == 0 {
		return "nobody has said"
	}
	return strings.Join(out, "; ")
}

func (a *app) commitmentShow() *cobra.Command {
	return showing(a, act.KindCommitment, "commitment.show", verb{
		use:     "show REF",
		short:   "Show one commitment, what it hangs on and what hangs on it",
		long:    "Shows one commitment in its words: how it stands and why, what it hangs on, and\neverything that was said to have become of it.",
		example: "  parley commitment show 7f3a09c41b22",
	}, func(d *desk) ([]brief.CommitmentStanding, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Commitments(s, r, h, w, a.today())
		return x.Commitments, x.Footing
	}, func(x *brief.CommitmentStanding) *brief.Written { return &x.Written }, commitmentCard)
}

func commitmentCard(x *brief.CommitmentStanding) []table {
	t := table{title: "commitment", card: true}
	t.add("seat", seatName(x.Seat))
	t.add("on", momentSays(x.On))
	t.add("standing", x.Standing+": "+x.Says)
	t.add("due", dueSays(x.Due))
	t.add("clock", x.Clock.Says)
	t.add("condition", x.Condition)
	t.add("issue", issueName(x.Issue))
	t.add("kept", claimsSay(x.Claims))
	t.add("together with", shortened(x.Circle))
	t.add("hangs on it", shortened(x.Needed))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Words
	out := []table{t}
	if len(x.If) > 0 {
		on := table{title: "hangs on", cols: []col{{name: "entry", ref: true}, {name: "seat"}, {name: "holds"}, {name: "why"}, {name: "words"}}}
		for _, c := range x.If {
			seat := "(not opened here)"
			if c.Seat != nil {
				seat = seatName(*c.Seat)
			}
			on.add(c.Entry, seat, yes(c.Holds), c.Why, c.Words)
		}
		out = append(out, on)
	}
	if len(x.History) > 0 {
		l := newListing("what became of it", col{name: "by"}, col{name: "on"}, col{name: "step"}, col{name: "words"})
		for i := range x.History {
			c := &x.History[i]
			l.add(&c.Written, seatName(c.By), momentSays(c.On), c.Step, c.Words)
		}
		out = append(out, l.table())
	}
	return out
}
