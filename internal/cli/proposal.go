// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) proposalCommands() *cobra.Command {
	return a.noun("proposal", "Ways to settle issues, internal until they are tabled",
		`A proposal is internal until it is tabled, and is tabled only after the owners
of the issues that it touches were consulted.`,
		`  parley proposal add --title "Phased access" --text "In three steps …" --issue 7f3a09c41b22 --to mediator
  parley proposal table 7f3a09c41b22 --to all`,
		a.proposalAdd(), a.proposalTable())
}
