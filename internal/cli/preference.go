// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) preferenceCommands() *cobra.Command {
	return a.noun("preference", "What the ways to settle the issues are worth to a seat",
		`A preference says what matters most to a seat, what the options of each issue
are worth to it, how the issues weigh beside each other, what it could live with,
and the least of it. What was said is kept apart from what somebody estimates,
and no party reads what another prefers unless that party shows it. What is left
out is not stated, which is not zero. The pages of the desk ask for it step by
step.`,
		`  parley preference list
  parley preference add --order 7f3a09c41b22,41c09b7f22aa --weight 7f3a09c41b22=100 --worth "7f3a09c41b22:30 days=40" --to OWN-SEAT
  parley preference show 7f3a09c41b22`,
		a.preferenceList(), a.preferenceShow(), a.preferenceAdd())
}

func (a *app) preferenceList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List what seats prefer, yours first, and what is not stated",
		long: `Lists what is held of each seat: what it said of itself or is reported to have
said, then what somebody estimates. Weights say what going from the worst to the
best option of an issue counts beside the same in another; worths are of 100
within the issue. Numbers of two seats are not to be compared.`,
		example: "  parley preference list\n  parley preference list --csv preferences.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Preferences(s, r, h, w, at)
		all := x.All()
		out := report{name: "preference.list", data: x}
		out.texts = append(texts("seats", len(all) > len(x.Withdrawn)), texts("withdrawn", len(x.Withdrawn) > 0)...)
		out.texts = append(out.texts, texts("agenda", len(x.Agenda) > 0)...)
		out.texts = append(out.texts, texts("bare", len(x.Bare) > 0)...)
		out.grounds(x.Footing)
		l := newListing("preferences", col{name: "of"}, col{name: "basis"}, col{name: "view"}, col{name: "issues stated"}, col{name: "not stated"}, col{name: "readers"})
		for i := range all {
			p := &all[i]
			l.add(&p.Written, seatName(p.Of), p.Basis, p.View, fmt.Sprintf("%d of %d", p.Stated, p.Agenda), fmt.Sprint(len(p.Missing)), seatNames(p.Readers))
		}
		l.note = x.Says
		silent := table{title: "nothing held", cols: []col{{name: "seat"}}}
		for _, s := range x.Seats {
			if len(s.Said)+len(s.Estimated) == 0 {
				silent.add(seatName(s.Seat))
			}
		}
		out.tables = append(out.tables, silent)
		return out, l, nil
	})
	day.flags(c)
	return c
}

func (a *app) preferenceShow() *cobra.Command {
	return showing(a, act.KindPreference, "preference.show", verb{
		use:   "show REF",
		short: "Show one preference, what it leaves out and what raises a doubt",
		long: `Shows what the ways to settle the issues are worth to a seat, issue by issue and
option by option, the least that it could live with, what is not stated, and what
does not seem to sit well together, as questions to whoever stated it.`,
		example: "  parley preference show 7f3a09c41b22",
	}, func(d *desk) ([]brief.PreferenceLine, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Preferences(s, r, h, w, a.today())
		return x.All(), x.Footing
	}, func(x *brief.PreferenceLine) *brief.Written { return &x.Written }, preferenceTables)
}

func preferenceTables(x *brief.PreferenceLine) []table {
	t := table{title: "preference", card: true}
	t.add("of", seatName(x.Of))
	t.add("basis", x.Basis)
	t.add("view", x.View)
	t.add("order", issueNames(x.Order))
	t.add("limit", limitSays(x.Limit))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Words
	worth := table{title: "worth", cols: []col{{name: "issue"}, {name: "weight"}, {name: "option"}, {name: "of 100"}, {name: "could live with"}}}
	for _, i := range x.Issues {
		for _, o := range i.Options {
			worth.add(issueName(&i.IssueRef), spanSays(i.Weight), o.Option, spanSays(o.Worth), stated(o.Live))
		}
	}
	missing := table{title: "not stated", cols: []col{{name: "issue"}, {name: "what"}, {name: "option"}}}
	for _, g := range x.Missing {
		issue := "the whole"
		if g.Issue != nil {
			issue = issueName(g.Issue)
		}
		missing.add(issue, g.What, g.Option)
	}
	doubts := table{title: "is that so?", cols: []col{{name: "what"}, {name: "question"}}}
	for _, d := range x.Doubts {
		doubts.add(d.Code, d.Says)
	}
	return []table{t, worth, missing, doubts}
}

// spanSays prints a number or a range; what is not stated is said to be so.
func spanSays(s act.Span) string {
	if s.High == "" {
		return stated(s.Low)
	}
	return s.Low + " .. " + s.High
}

func stated(s string) string {
	if s == "" {
		return "not stated"
	}
	return s
}

// limitSays prints the least that a seat could live with.
func limitSays(l brief.PreferenceLimit) string {
	var out []string
	if l.Worth != (act.Span{}) {
		out = append(out, spanSays(l.Worth)+" of 100")
	}
	for _, k := range l.Package {
		out = append(out, issueName(&k.Issue)+": "+k.Option)
	}
	if l.Words != "" {
		out = append(out, quotes(l.Words, true))
	}
	return strings.Join(out, "; ")
}
