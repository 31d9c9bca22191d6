// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) exitSay() *cobra.Command {
	var x act.Exit
	f := newForm(a, &x)
	f.say(&x.Stage, "STAGE", act.ExitStages())
	f.text(&x.Condition, "condition", "on what it hangs")
	f.moment(&x.On, "on", "the `moment` it was said, or came about")
	f.due(&x.Effect, "effect", "the `moment` from which it is to hold")
	f.seat(&x.Successor, "successor", "mediator's `seat` that carries on")
	f.text(&x.Host, "host", "who is to keep the hub")
	f.text(&x.Words, "words", "what was said")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "say STAGE --on MOMENT --to WHO",
		short: "Say that a mediator may leave, leaves, or comes back",
		long: `Records that the mediator's leaving is considered, announced, done, or that the
mediator has returned. The process and its record go on; a successor is a seat
that is a mediator's already. Another seat reports it with --mark and --source.`,
		example: `  parley exit say considered --on 2025-05-19 --condition "if nothing moves" --to all
  parley exit say announced --on 2025-06-01 --effect 2025-07-01 --successor k7m2p --host "Office C" --to all`,
	})
}
