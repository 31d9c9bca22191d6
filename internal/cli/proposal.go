// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) proposalCommands() *cobra.Command {
	return a.noun("proposal", "Ways to settle issues, internal until they are tabled",
		`A proposal is internal until it is tabled, and is tabled only after the owners
of the issues that it touches were consulted.`,
		`  parley proposal list
  parley proposal add --title "Phased access" --text "In three steps …" --issue 7f3a09c41b22 --to mediator
  parley proposal table 7f3a09c41b22 --to all`,
		a.proposalList(), a.proposalShow(), a.proposalAdd(), a.proposalTable())
}

func (a *app) proposalList() *cobra.Command {
	return a.listing(verb{
		use:     "list",
		short:   "List proposals, with the stage of each and its gate",
		long:    "Lists proposals by when they were entered: internal or tabled, and whether the\nowners of the issues that they touch were consulted.",
		example: "  parley proposal list\n  parley proposal list --csv proposals.csv",
	}, func(d *desk) (report, *listing, error) {
		s, r, h, w := d.basis()
		x := brief.Consultations(s, r, h, w, a.today())
		out := report{name: "proposal.list", data: x.Proposals}
		if len(x.Proposals) > 0 {
			out.texts = openedFields(x.Proposals)
		}
		out.grounds(x.Footing)
		return out, proposalListing(x.Proposals), nil
	})
}

func proposalListing(list []brief.ProposalGate) *listing {
	l := newListing("proposals", col{name: "stage"}, col{name: "gate"}, col{name: "issues"}, col{name: "why"}, col{name: "title"})
	for i := range list {
		p := &list[i]
		why := p.Says
		if p.Override != "" {
			why += ": " + p.Override
		}
		l.add(&p.Written, p.Stage, p.Gate, issueNames(p.Issues), why, p.Title)
	}
	return l
}

func (a *app) proposalShow() *cobra.Command {
	return showing(a, act.KindProposal, "proposal.show", verb{
		use:     "show REF",
		short:   "Show one proposal in full, and what it waits for",
		long:    "Shows one proposal in full, with the issues that it touches and its gate.",
		example: "  parley proposal show 7f3a09c41b22",
	}, func(d *desk) ([]brief.ProposalGate, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Consultations(s, r, h, w, a.today())
		return x.Proposals, x.Footing
	}, func(x *brief.ProposalGate) *brief.Written { return &x.Written }, proposalCard)
}

func proposalCard(x *brief.ProposalGate) []table {
	t := table{title: "proposal", card: true}
	t.add("title", x.Title)
	t.add("stage", x.Stage)
	t.add("gate", x.Gate+": "+x.Says)
	t.add("override", x.Override)
	if x.Offer != nil {
		t.add("offer of", x.Offer.Name)
	}
	t.add("made", momentSays(x.On))
	t.add("issues", issueNames(x.Issues))
	if x.From != "" {
		t.add("from", x.From[:refDigits])
	}
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Text
	if len(x.Choices) == 0 {
		return []table{t}
	}
	settles := table{title: "choices", cols: []col{{name: "settled by"}, {name: "issue"}}}
	for _, k := range x.Choices {
		settles.add(k.Option, k.Issue.Title)
	}
	return []table{t, settles}
}
