// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) leverageCommands() *cobra.Command {
	return a.noun("leverage", "Threats, incentives and deadlines, and what became of them",
		`Leverage is a threat or an incentive: who holds it, over whom, on what it hangs
and until when. A deadline that is moved stays one deadline with its history.`,
		`  parley leverage add --sort threat --title "…" --holder "State C" --target "Delegation A" --does "…" --set 2025-07-14 --to mediator
  parley leverage step 7f3a09c41b22 lapsed --on 2025-08-08 --to mediator`,
		a.leverageAdd(), a.leverageStep())
}
