// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) withdrawCommand() *cobra.Command {
	var x act.Withdrawal
	f := newForm(a, &x)
	f.subject(&x.Entry, "")
	f.text(&x.Why, "why", "the reason")
	return f.command(verb{
		use:   "withdraw REF --to WHO",
		short: "Take back an entry of a register that your seat wrote",
		long: `Takes back a contact, readout, announcement, undertaking or other entry of a
register. It stays in the record and is shown as withdrawn. Only the seat that
wrote it can do this; a mistake is put right with --amend of the command that
wrote it.`,
		example: `  parley withdraw 7f3a09c41b22 --why "It was another meeting" --to mediator`,
	})
}
