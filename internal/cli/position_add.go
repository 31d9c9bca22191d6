// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) positionAdd() *cobra.Command {
	var x act.Position
	f := newForm(a, &x)
	f.seat(&x.Of, "of", "`seat` whose position it is (default: your own)")
	f.word(&x.Sort, "sort", "`what` it is", act.PositionSorts())
	f.entry(&x.Issue, "issue", act.KindIssue, "issue `REF` that it is on (default: the whole)")
	f.text(&x.Words, "words", "the position")
	f.yes(&x.Quoted, "quoted", "the words are verbatim")
	f.figure(&x.Number, "range", "from what to what, in the `words` in which it was stated")
	f.word(&x.Basis, "basis", "on `what` it rests (default: said)", act.PositionBases())
	f.entry(&x.Contact, "contact", act.KindContact, "contact `REF` in which it was heard")
	f.moment(&x.On, "on", "the `moment` it was stated, when that is not now")
	f.ground(&x.Ground)
	f.orOwn(&x.Of)
	f.last = func() { x.Basis = cmp.Or(x.Basis, act.Said) }
	return f.command(verb{
		use:   "add --sort SORT --words TEXT --to WHO",
		short: "Enter where your seat stands, or what you heard or infer of another",
		long: `Enters one thing about where a seat stands. Of your own seat it is said by you;
of another it is what that seat said, as a report with --mark and --source, or
what you infer, with --basis inferred. What is inferred of a seat goes to no
other party. To keep it among yourselves name your own seat with --to.`,
		example: `  parley position add --sort red-line --words "No text in one language only" --to OWN-SEAT
  parley position add --sort range --range "800 to 1,200 persons" --low 800 --high 1200 --unit persons --to OWN-SEAT
  parley position add --of a --basis inferred --sort interest --words "A pause that holds" --to OWN-SEAT
  parley position add --of b --sort position --words "A ceasefire first." --mark confirmed --source "C28=example.org/text" --to all`,
	})
}
