// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) contactAdd() *cobra.Command {
	var x act.Contact
	f := newForm(a, &x)
	f.word(&x.Form, "form", "how they met", act.ContactForms())
	f.text(&x.Title, "title", "one `line` that names it")
	f.moment(&x.When, "when", "the `moment` it began, or its days")
	f.word(&x.Level, "level", "at what level", act.Levels())
	f.minutes(&x.AtLeast, "at-least", "`minutes` that it lasted at the least; leave out what is not known")
	f.minutes(&x.AtMost, "at-most", "`minutes` that it lasted at the most")
	f.text(&x.Place, "place", "where")
	f.text(&x.Through, "through", "through whom or what")
	f.seats(&x.Seats, "seat", "`seat` that took part; repeat it, or separate with commas")
	f.persons(&x.Who, "person", "who took part, as `\"NAME;SEAT;CAPACITY\"`; repeat it")
	f.text(&x.About, "about", "what it was about")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "add --form FORM --title TEXT --when MOMENT --to WHO",
		short: "Register a call, meeting, visit or message",
		long: `Registers one contact between sides. What was said in it is told in readouts,
one for each account: parley contact readout.`,
		example: `  parley contact add --form call --title "Call of the leaders" --when 2025-05-19 \
    --at-least 120 --seat a,mediator --person "N. N.;a;head of delegation" --to mediator
  parley contact add --amend 7f3a09c41b22 --place Geneva --to mediator`,
	})
}

func (a *app) contactReadout() *cobra.Command {
	var x act.Readout
	f := newForm(a, &x)
	f.subject(&x.Contact, act.KindContact)
	f.seat(&x.Side, "side", "`seat` whose account it is, when it is a seat's")
	f.moment(&x.Given, "given", "the `moment` the account was given")
	f.text(&x.Text, "text", "the account as a whole")
	f.claims(&x.Claims, "claim", "what it says on one point, as `'point=A; words=B'` (parley help writing); repeat it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "readout REF --teller NAME --claim CLAIM --to WHO",
		short: "Add one account of a contact, point by point",
		long: `Adds what one teller says of a contact, split into claims on named points. Where
accounts state a point differently is computed from the claims and never typed
in: parley contact divergences. A part that an account does not state is left
out; condition=none says that it states the point and names no condition.`,
		example: `  parley contact readout 7f3a09c41b22 --side a --teller "Delegation A" --to mediator \
    --claim 'point=Length; number="over two hours"; low=120; unit=minutes' \
    --claim 'point=What starts; words="talks on a memorandum"; status=proposed'
  parley contact readout 7f3a09c41b22 --file account.json --to mediator`,
	})
}
