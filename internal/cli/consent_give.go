// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

// The words of [act.ConsentStands] that the two verbs write; "given" becomes
// "conditional" with a condition.
const (
	consentGiven       = "given"
	consentConditional = "conditional"
	consentWithdrawn   = "withdrawn"
)

func (a *app) consentGive() *cobra.Command {
	var x act.Consent
	f := newForm(a, &x)
	f.consent(&x)
	f.text(&x.Condition, "condition", "on what it hangs")
	f.last = func() {
		x.Stand = consentGiven
		if x.Condition != "" {
			x.Stand = consentConditional
		}
	}
	return f.command(verb{
		use:   "give --on MOMENT --to WHO",
		short: "Say that your seat takes part, in the process or a format",
		long: `Gives the consent of your seat: to the process as a whole or, with --format, to
one meeting. It can be withdrawn at any time by parley consent withdraw.`,
		example: `  parley consent give --on 2025-05-12 --to all
  parley consent give --format 7f3a09c41b22 --condition "at expert level" --on 2025-05-12 --to mediator`,
	})
}

func (a *app) consentWithdraw() *cobra.Command {
	var x act.Consent
	f := newForm(a, &x)
	f.consent(&x)
	f.last = func() { x.Stand = consentWithdrawn }
	return f.command(verb{
		use:   "withdraw --on MOMENT --to WHO",
		short: "Say that your seat takes part no more",
		long: `Withdraws the consent of your seat, to the process as a whole or to one format.
The earlier consent stays in the record, and nothing is deleted.`,
		example: `  parley consent withdraw --format 7f3a09c41b22 --on 2025-05-14 --words "The agenda has changed" --to all`,
	})
}

func (f *form) consent(x *act.Consent) {
	f.entry(&x.Format, "format", act.KindFormat, "format `REF` (default: the process as a whole)")
	f.moment(&x.On, "on", "the `moment` from which it holds")
	f.text(&x.Words, "words", "the reason")
	f.ground(&x.Ground)
}
