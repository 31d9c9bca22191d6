// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) leverageAdd() *cobra.Command {
	var x act.Leverage
	f := newForm(a, &x)
	f.word(&x.Sort, "sort", "which of the two", act.LeverageSorts())
	f.text(&x.Title, "title", "one `line` that names it")
	f.text(&x.Holder, "holder", "who holds it")
	f.seat(&x.HolderSeat, "holder-seat", "`seat` of the holder, when there is one")
	f.text(&x.Target, "target", "whom it is meant to move")
	f.seat(&x.TargetSeat, "target-seat", "`seat` of the target, when there is one")
	f.text(&x.Does, "does", "what would happen")
	f.text(&x.Condition, "condition", "what it hangs on")
	f.text(&x.Trigger, "trigger", "what would set it off")
	f.text(&x.Evidence, "evidence", "by what that would be seen")
	f.text(&x.Decides, "decides", "who decides that it has come")
	f.word(&x.Reversible, "reversible", "whether it can be undone", act.Reversibilities())
	f.text(&x.Snapback, "snapback", "how it would come back")
	f.moment(&x.Set, "set", "the `moment` it was said or set")
	f.due(&x.Deadline, "deadline", "until when, as a `moment`")
	f.entries(&x.Issues, "issue", act.KindIssue, "issue `REF` that it is about; repeat it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "add --sort SORT --title TEXT --holder WHO --target WHOM --does TEXT --set MOMENT --to WHO",
		short: "Put a threat or an incentive on the list",
		long: `Registers a threat or an incentive: who holds it, over whom, what would happen,
on what it hangs and until when. What becomes of it is told in steps, so that a
deadline that is moved stays one deadline with its history.`,
		example: `  parley leverage add --sort incentive --title "Reopening of the crossing" --holder "State C" \
    --target "Delegation A" --target-seat a --does "the crossing opens for goods" \
    --set 2025-07-14 --deadline 2025-09-02 --deadline-says "in 50 days" --to mediator`,
	})
}

func (a *app) leverageStep() *cobra.Command {
	var x act.LeverageStep
	f := newForm(a, &x)
	f.subject(&x.Leverage, act.KindLeverage)
	f.say(&x.Step, "STEP", act.LeverageSteps())
	f.moment(&x.On, "on", "the `moment` it happened")
	f.due(&x.Deadline, "deadline", "of a move: the new `moment`")
	f.text(&x.Words, "words", "what was said")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "step REF STEP --on MOMENT --to WHO",
		short: "Say what became of a threat, an incentive or its deadline",
		long: `Adds one step: repeated, moved (with the new --deadline), enacted, lapsed,
suspended, lifted, restored or withdrawn.`,
		example: `  parley leverage step 7f3a09c41b22 moved --on 2025-07-28 --deadline 2025-08-07..2025-08-09 \
    --deadline-says "10 or 12 days from today" --to mediator
  parley leverage step 7f3a09c41b22 lapsed --on 2025-08-08 --to mediator`,
	})
}
