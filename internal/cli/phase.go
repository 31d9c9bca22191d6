// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) phaseCommands() *cobra.Command {
	return a.noun("phase", "Where the process is, in the view of its mediator",
		`A mediator says in which phase the process is, to every seat that has accepted.`,
		`  parley phase set positions --since 2025-05-16 --to all`,
		a.phaseSet())
}

func (a *app) phaseSet() *cobra.Command {
	var x act.Phase
	f := newForm(a, &x)
	f.say(&x.Phase, "PHASE", act.Phases())
	f.day(&x.Since, "since", "the `day` from which it holds, as in 2025-05-12")
	f.text(&x.Words, "words", "what is to be said of it")
	return f.command(verb{
		use:   "set PHASE --since DAY --to all",
		short: "Say where the process is, as its mediator",
		long: `Says in which phase the process is, in the view of a mediator, to every seat
that has accepted: contact, design, confidence, positions, text, pressure,
signature, implementation or breakdown.`,
		example: `  parley phase set positions --since 2025-05-16 --to all`,
	})
}
