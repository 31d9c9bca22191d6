// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) consultCommands() *cobra.Command {
	return a.noun("consult", "Who was consulted on what, and what came back",
		`Seats own issues. Nothing about an issue is tabled before its owners were
consulted on it, or with a reason that every reader reads.`,
		`  parley consult add --topic "Access to the plant" --issue 7f3a09c41b22 --with b --on 2025-05-18 --to b
  parley consult answer 7f3a09c41b22 agrees --to mediator`,
		a.consultAdd(), a.consultAnswer())
}
