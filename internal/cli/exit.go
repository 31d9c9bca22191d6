// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) exitCommands() *cobra.Command {
	return a.noun("exit", "The mediator's leaving: considered, announced, done, returned",
		`What was said of a mediator's leaving, with its condition, and who carries on.
The process and its record go on without the mediator.`,
		`  parley exit say considered --on 2025-05-19 --condition "if nothing moves" --to all`,
		a.exitSay())
}
