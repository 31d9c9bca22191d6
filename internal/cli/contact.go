// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) contactCommands() *cobra.Command {
	return a.noun("contact", "Contacts between sides, and each side's account of them",
		`A contact is a call, meeting, visit or message between sides. A readout is one
account of it, split into claims on named points. Where two accounts state a
point differently is computed and shown; what one does not state is shown as
silent.`,
		`  parley contact add --form call --title "Call of the leaders" --when 2025-05-19 --to mediator
  parley contact readout 7f3a09c41b22 --teller "Delegation A" --claim 'point=Length; number="two hours"' --to mediator`,
		a.contactAdd(), a.contactReadout())
}
