// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) issueCommands() *cobra.Command {
	return a.noun("issue", "What the parties could settle in more than one way",
		`An issue is something the parties could settle in more than one way. Its owners
are the seats without which nothing about it is put forward.`,
		`  parley issue add --title "Access to the plant" --basket Energy --owner b --to all`,
		a.issueAdd())
}
