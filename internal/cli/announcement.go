// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) announcementCommands() *cobra.Command {
	return a.noun("announcement", "What somebody said in public",
		`An announcement is a public statement by a person, with the capacity in which
the person spoke, where and when, how well it is known and where it can be
checked.`,
		`  parley announcement add --speaker "N. N.;a;spokesperson" --when 2025-05-19 --words "…" --mark uncertain --to all`,
		a.announcementAdd())
}
