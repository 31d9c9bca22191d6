// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) issueCommands() *cobra.Command {
	return a.noun("issue", "What the parties could settle in more than one way",
		`An issue is something the parties could settle in more than one way. Its owners
are the seats without which nothing about it is put forward.`,
		`  parley issue list
  parley issue add --title "Access to the plant" --basket Energy --owner b --to all`,
		a.issueList(), a.issueShow(), a.issueAdd())
}

func (a *app) issueList() *cobra.Command {
	return a.listing(verb{
		use:     "list",
		short:   "List the agenda: issues by basket, with their owners",
		long:    "Lists the issues by basket: who owns each, who reads it, and how many entries\nspeak of it.",
		example: "  parley issue list\n  parley issue list --csv agenda.csv",
	}, func(d *desk) (report, *listing, error) {
		s, r, h, w := d.basis()
		x := brief.Issues(s, r, h, w, a.today())
		all := issuesOf(x)
		out := report{name: "issue.list", data: x}
		out.texts = append(texts("sheets", len(x.Sheets) > 0), texts("withdrawn", len(x.Withdrawn) > 0)...)
		out.grounds(x.Footing)
		l := newListing("issues", col{name: "basket"}, col{name: "owners"}, col{name: "readers"}, col{name: "options", right: true}, col{name: "spoken of", right: true}, col{name: "title"})
		for i := range all {
			q := &all[i]
			l.add(&q.Written, q.Basket, seatNames(q.Owners), seatNames(q.Readers), number(len(q.Options)), number(len(wordsOn(q))), q.Title)
		}
		l.note = x.Says
		return out, l, nil
	})
}

// issuesOf returns the issues of the agenda in its order, those that were taken
// back last.
func issuesOf(x brief.IssuesReport) []brief.AgendaIssue {
	var out []brief.AgendaIssue
	for _, s := range x.Sheets {
		for _, b := range s.Baskets {
			out = append(out, b.Issues...)
		}
	}
	return append(out, x.Withdrawn...)
}

// wordsOn returns everything that speaks of an issue.
func wordsOn(x *brief.AgendaIssue) []brief.IssueWord {
	return slices.Concat(x.Announcements, x.Claims, x.Undertakings, x.Commitments, x.Leverage, x.Consultations, x.Proposals)
}

func (a *app) issueShow() *cobra.Command {
	return showing(a, act.KindIssue, "issue.show", verb{
		use:     "show REF",
		short:   "Show one issue, its options, and everything that speaks of it",
		long:    "Shows one issue with its owners, options and links, and each entry that this seat\ncan read which speaks of it.",
		example: "  parley issue show 7f3a09c41b22",
	}, func(d *desk) ([]brief.AgendaIssue, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Issues(s, r, h, w, a.today())
		return issuesOf(x), x.Footing
	}, func(x *brief.AgendaIssue) *brief.Written { return &x.Written }, issueCard)
}

func issueCard(x *brief.AgendaIssue) []table {
	t := table{title: "issue", card: true}
	t.add("title", x.Title)
	t.add("basket", x.Basket)
	t.add("owners", seatNames(x.Owners))
	for _, o := range x.Options {
		t.add("option", o)
	}
	t.add("hangs together with", issueNames(x.Links))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Text
	said := table{title: "spoken of", cols: []col{{name: "register"}, {name: "entry", ref: true}, {name: "day"}, {name: "by"}, {name: "ground"}, {name: "who"}, {name: "says"}}}
	for _, list := range []struct {
		register string
		words    []brief.IssueWord
	}{
		{"announcement", x.Announcements}, {"claim", x.Claims}, {"undertaking", x.Undertakings}, {"commitment", x.Commitments},
		{"leverage", x.Leverage}, {"consultation", x.Consultations}, {"proposal", x.Proposals},
	} {
		for _, w := range list.words {
			said.add(list.register, w.Entry, w.Day, seatName(w.By), ground(&brief.Written{Mark: w.Mark, Illustrative: w.Illustrative}), w.Who, w.Says)
		}
	}
	return []table{t, said}
}
