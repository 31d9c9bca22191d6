// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) commitmentCommands() *cobra.Command {
	return a.noun("commitment", "What seats commit themselves to, also one if the other does",
		`A commitment binds the seat that gives it, and may stand only while commitments
of others stand: mine holds if yours does.`,
		`  parley commitment add --words "We release as many" --if 7f3a09c41b22 --to mediator
  parley commitment step 7f3a09c41b22 kept --on 2025-06-09 --to all`,
		a.commitmentAdd(), a.commitmentStep())
}
