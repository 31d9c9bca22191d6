// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) formatCommands() *cobra.Command {
	return a.noun("format", "Meetings that may take place, and what is known of them",
		`A format is a meeting or round that is being planned. Each side says how it
stands to a venue, level, date, participants or agenda; what nobody has said is
unknown, and everything is tentative until every key has confirmed it.`,
		`  parley format add --title "Second round" --key a,b --to all
  parley format point 7f3a09c41b22 offered --aspect venue --value Istanbul --to all`,
		a.formatAdd(), a.formatPoint())
}
