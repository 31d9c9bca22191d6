// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) commitmentAdd() *cobra.Command {
	var x act.Commitment
	f := newForm(a, &x)
	f.seat(&x.By, "by", "`seat` that commits itself (default: your own)")
	f.text(&x.Words, "words", "to what")
	f.moment(&x.On, "on", "the `moment` it was given, when that is not now")
	f.entry(&x.Issue, "issue", act.KindIssue, "issue `REF` that it belongs to")
	f.due(&x.Due, "due", "until when, as a `moment`")
	f.entries(&x.If, "if", act.KindCommitment, "commitment `REF` that must stand for this one to stand; repeat it")
	f.text(&x.Condition, "condition", "a further condition, in words")
	f.ground(&x.Ground)
	f.orOwn(&x.By)
	return f.command(verb{
		use:   "add --words TEXT --to WHO",
		short: "Commit your seat, alone or if others commit theirs",
		long: `Commits your seat to something. With --if it stands only while the commitments
named stand: mine holds if yours does. What another seat committed itself to is
reported with --by, --mark and --source.`,
		example: `  parley commitment add --words "We release 50 persons" --due 2025-06-09 --to mediator
  parley commitment add --words "We release as many" --if 7f3a09c41b22 --to mediator`,
	})
}

func (a *app) commitmentStep() *cobra.Command {
	var x act.CommitmentStep
	f := newForm(a, &x)
	f.subject(&x.Commitment, act.KindCommitment)
	f.say(&x.Step, "STEP", act.CommitmentSteps())
	f.moment(&x.On, "on", "the `moment` it came about")
	f.text(&x.Words, "words", "what is to be said of it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "step REF STEP --on MOMENT --to WHO",
		short: "Say whether a commitment was kept, in your view",
		long: `Says what became of a commitment in the view of your seat: kept, partly-kept,
not-kept or released. The views of different seats stand side by side.`,
		example: `  parley commitment step 7f3a09c41b22 kept --on 2025-06-09 --to all`,
	})
}
