// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) formatAdd() *cobra.Command {
	var x act.Format
	f := newForm(a, &x)
	f.text(&x.Title, "title", "one `line` that names the meeting")
	f.text(&x.Purpose, "purpose", "what it is for")
	f.seats(&x.Keys, "key", "`seat` that must confirm a point for it to be agreed, two at least; repeat it, or separate with commas")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "add --title TEXT --key SEAT,SEAT --to WHO",
		short: "Put a meeting that may take place on the list",
		long: `Begins the planning of a meeting or round. Its venue, level, date, participants
and agenda are unknown until somebody says something of them with parley format
point, and tentative until every key has confirmed the same.`,
		example: `  parley format add --title "Second round, expert level" --key a,b --to all`,
	})
}

func (a *app) formatPoint() *cobra.Command {
	var x act.FormatPoint
	f := newForm(a, &x)
	f.subject(&x.Format, act.KindFormat)
	f.say(&x.Stand, "STAND", act.FormatStands())
	f.word(&x.Aspect, "aspect", "of what", act.Aspects())
	f.text(&x.Value, "value", "the `value`, in one line; a level is one of the words of parley contact add --level")
	f.moment(&x.When, "when", "the `moment` that a date stands for")
	f.seat(&x.For, "for", "`seat` whose stand is reported (default: it is your own)")
	f.text(&x.Words, "words", "the reason, or a quotation")
	f.moment(&x.On, "on", "the `moment` it was said, when that is not now")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "point REF STAND --aspect ASPECT --value TEXT --to WHO",
		short: "Offer, confirm or object to a venue, date, level or agenda",
		long: `Says how your seat stands to one value of one aspect of a meeting. STAND is
offered, claimed (reported as settled), confirmed, objected, or withdrawn (what
you said of it before holds no more). What you report of another seat with --for
carries --mark and --source, and counts as a claim, never as its key.`,
		example: `  parley format point 7f3a09c41b22 offered --aspect venue --value Istanbul --to all
  parley format point 7f3a09c41b22 confirmed --aspect date --value "2 June" --when 2025-06-02 --to all
  parley format point 7f3a09c41b22 objected --aspect venue --value Istanbul --words "too far" --to mediator`,
	})
}
