// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) undertakeCommands() *cobra.Command {
	return a.noun("undertake", "What somebody said they would do, read back and confirmed",
		`An undertaking is kept in the words as spoken, read back to the seat that
undertook, and confirmed, corrected or disowned by it.`,
		`  parley undertake list
  parley undertake add --by a --words "We will send the list by Friday" --due-says "by Friday" --to a
  parley undertake answer 7f3a09c41b22 confirmed --to mediator`,
		a.undertakeList(), a.undertakeShow(), a.undertakeAdd(), a.undertakeAnswer())
}

func (a *app) undertakeList() *cobra.Command {
	var open bool
	c := a.listing(verb{
		use:   "list",
		short: "List who undertook what, and how it stands",
		long: `Lists undertakings in the words as spoken, the oldest first: whether they were
read back and confirmed, when they are due, and who says that they were kept or
not. Views of different seats stand side by side and are not weighed.`,
		example: "  parley undertake list\n  parley undertake list --open --csv undertakings.csv",
	}, func(d *desk) (report, *listing, error) {
		s, r, h, w := d.basis()
		x := brief.Undertakings(s, r, h, w, d.app.now())
		if open {
			x.Undertakings = openUndertakings(x.Undertakings)
			x.Found = len(x.Undertakings)
		}
		out := report{name: "undertake.list", data: x, texts: texts("undertakings", len(x.Undertakings) > 0)}
		out.grounds(x.Footing)
		return out, undertakingListing(x.Undertakings), nil
	})
	c.Flags().BoolVar(&open, "open", false, "only those that not all who speak of them call kept, and that were not taken back or disowned")
	return c
}

// openUndertakings leaves out what is over in the view of all who speak of it.
func openUndertakings(list []brief.UndertakingStanding) []brief.UndertakingStanding {
	out := []brief.UndertakingStanding{}
	for _, x := range list {
		over := x.State == brief.UndertakingWithdrawn || x.State == brief.UndertakingDisowned
		if !over && !x.Kept() {
			out = append(out, x)
		}
	}
	return out
}

func undertakingListing(list []brief.UndertakingStanding) *listing {
	l := newListing("undertakings", col{name: "spoken"}, col{name: "seat"}, col{name: "to"}, col{name: "stands"}, col{name: "due"}, col{name: "clock"}, col{name: "kept"}, col{name: "words"})
	for i := range list {
		x := &list[i]
		clock := x.Due.Clock.Says
		if x.Overdue {
			clock = "overdue: " + clock
		}
		l.add(&x.Written, momentSays(x.Spoken), seatName(x.Undertakes), seatNames(x.To), x.State,
			dueSays(act.Due{When: x.Due.When, Says: x.Due.Words}), clock, outcomeSays(x.Outcome), quotes(x.Words, x.Quoted))
	}
	return l
}

// outcomeSays sets side by side who says that something was kept or not.
func outcomeSays(replies []brief.Reply) string {
	var out []string
	for _, r := range replies {
		if r.Withdrawn == nil {
			out = append(out, r.Answer+" (says "+seatName(r.By)+")")
		}
	}
	if len(out) == 0 {
		return "nobody has said"
	}
	return strings.Join(out, "; ")
}

func (a *app) undertakeShow() *cobra.Command {
	return showing(a, act.KindUndertaking, "undertake.show", verb{
		use:     "show REF",
		short:   "Show one undertaking and everything said to it",
		long:    "Shows one undertaking in its words, with every read-back and answer, and who says\nthat it was kept or not.",
		example: "  parley undertake show 7f3a09c41b22",
	}, func(d *desk) ([]brief.UndertakingStanding, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Undertakings(s, r, h, w, d.app.now())
		return x.Undertakings, x.Footing
	}, func(x *brief.UndertakingStanding) *brief.Written { return &x.Written }, undertakingCard)
}

func undertakingCard(x *brief.UndertakingStanding) []table {
	t := table{title: "undertaking", card: true}
	t.add("seat", seatName(x.Undertakes))
	t.add("to", seatNames(x.To))
	t.add("spoken", momentSays(x.Spoken))
	t.add("stands", x.State)
	t.add("due", dueSays(act.Due{When: x.Due.When, Says: x.Due.Words}))
	t.add("clock", x.Due.Clock.Says)
	t.add("kept", outcomeSays(x.Outcome))
	t.add("contact", linkName(x.Contact))
	t.add("issue", issueName(x.Issue))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = quotes(x.Words, x.Quoted)
	out := []table{t}
	for _, list := range []struct {
		title   string
		replies []brief.Reply
	}{{"answers", x.Answers}, {"kept or not", x.Outcome}} {
		if len(list.replies) == 0 {
			continue
		}
		l := newListing(list.title, col{name: "by"}, col{name: "on"}, col{name: "answer"}, col{name: "own"}, col{name: "words"})
		for i := range list.replies {
			r := &list.replies[i]
			l.add(&r.Written, seatName(r.By), momentSays(r.On), r.Answer, yes(r.Own), r.Words)
		}
		out = append(out, l.table())
	}
	return out
}
