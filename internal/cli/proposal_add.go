// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) proposalAdd() *cobra.Command {
	var x act.Proposal
	f := newForm(a, &x)
	f.word(&x.Stage, "stage", "internal unless you say otherwise", act.ProposalStages())
	f.proposal(&x)
	f.last = func() { x.Stage = cmp.Or(x.Stage, act.Internal) }
	return f.command(verb{
		use:   "add --title TEXT {--text TEXT | --choice ISSUE=OPTION} --to WHO",
		short: "Write a proposal, internal until it is tabled",
		long: `Writes a way to settle one or more issues. An internal proposal is read by no
other party; parley proposal table puts it to the parties, once the owners of
its issues were consulted. With --choice it is a package, which settles each
issue by one of its options; the option may be cut short where that tells it
apart.`,
		example: `  parley proposal add --title "Phased access" --text "In three steps …" --issue 7f3a09c41b22 --to mediator
  parley proposal add --title "A first package" --choice "7f3a09c41b22=30 days" --choice "90c1d2e3f405=none" --by OWN-SEAT --to OWN-SEAT`,
	})
}

// proposal are the fields that both ways of writing one have.
func (f *form) proposal(x *act.Proposal) {
	f.text(&x.Title, "title", "one `line` that names it")
	f.text(&x.Text, "text", "the proposal; a package can do without")
	f.entries(&x.Issues, "issue", act.KindIssue, "issue `REF` that it touches; repeat it")
	f.choices(&x.Choices, &x.Issues, "choice", "settle an issue by one of its options, as `ISSUE=OPTION`; repeat it for a package")
	f.seat(&x.By, "by", "`seat` whose offer it is (default: nobody's, a suggestion)")
	f.moment(&x.On, "on", "the `moment` it was made, when that is not now")
	f.text(&x.Override, "override", "why it is tabled although an owner was not consulted; every reader reads this")
	f.ground(&x.Ground)
}

func (a *app) proposalTable() *cobra.Command {
	var x act.Proposal
	f := newForm(a, &x)
	f.subject(&x.From, act.KindProposal)
	f.proposal(&x)
	// What the mediator tables of a party's own internal proposal is that
	// party's to release: its words are not carried over from its channel.
	f.start = func(d *desk, word string) error {
		e, err := d.entryOf(word, act.KindProposal)
		if err != nil {
			return err
		}
		v, _ := d.view.State.Version(e.ID)
		old, _ := v.Act.(act.Proposal)
		x = act.Proposal{Issues: old.Issues}
		if v.Author.Seat == d.seat.Name {
			x = old
			x.Amends, x.Override = "", ""
			f.opened = true
		} else if f.file == "" && !(f.flags.Changed("title") && f.flags.Changed("text")) {
			return failure(exitWithheld, "the entry %s is by %s, and its words are not tabled for it; give --title and --text in your own words", shortRef(v.ID), d.name(v.Author.Seat)).
				hint(d.app.line("disclose ask " + shortRef(v.ID) + " --to WHO --own-words"))
		}
		return nil
	}
	f.last = func() { x.Stage = act.Tabled }
	return f.command(verb{
		use:   "table REF --to WHO",
		short: "Put an internal proposal to the parties",
		long: `Tables an internal proposal: a new entry, which begins as the internal one when
that is by your seat. Nothing about an issue is tabled before its owners were
consulted on it, or with --override and the reason, which every reader reads.`,
		example: `  parley proposal table 7f3a09c41b22 --to all
  parley proposal table 7f3a09c41b22 --override "B asked us not to wait" --to all`,
	})
}
