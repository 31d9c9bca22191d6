// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) issueAdd() *cobra.Command {
	var x act.Issue
	f := newForm(a, &x)
	f.text(&x.Title, "title", "one `line` that names it")
	f.text(&x.Says, "says", "what it is, in a few sentences")
	f.text(&x.Basket, "basket", "group of issues that are worked on together")
	f.seats(&x.Owners, "owner", "`seat` without which nothing about it is put forward; repeat it, or separate with commas")
	f.lines(&x.Options, "option", "a way to settle it; repeat it")
	f.entries(&x.Links, "link", act.KindIssue, "issue `REF` that it hangs together with; repeat it")
	return f.command(verb{
		use:   "add --title TEXT --to WHO",
		short: "Put an issue on the agenda",
		long: `An issue is something the parties could settle in more than one way. Its owners
are consulted before a proposal that touches it is tabled.`,
		example: `  parley issue add --title "Access to the plant" --basket Energy --owner b \
    --option "joint inspection" --option "inspection by a third state" --to all`,
	})
}
