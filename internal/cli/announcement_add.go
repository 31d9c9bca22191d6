// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) announcementAdd() *cobra.Command {
	var x act.Announcement
	f := newForm(a, &x)
	f.person(&x.Speaker, "speaker", "who spoke, as `\"NAME;SEAT;CAPACITY\"`")
	f.moment(&x.When, "when", "the `moment` it was said")
	f.text(&x.Where, "where", "place or medium")
	f.text(&x.Words, "words", "what was said")
	f.yes(&x.Quoted, "quoted", "the words are verbatim, not a paraphrase")
	f.text(&x.Language, "language", "of verbatim words, as a `tag` such as uk or ar-EG")
	f.entry(&x.Contact, "contact", act.KindContact, "contact `REF` that it speaks of")
	f.lines(&x.Points, "point", "name of a point that it speaks of; repeat it")
	f.entries(&x.Issues, "issue", act.KindIssue, "issue `REF` that it speaks of; repeat it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "add --speaker PERSON --when MOMENT --words TEXT --mark MARK --to WHO",
		short: "Register what somebody said in public",
		long: `Registers a public statement: in a press conference, on social media, through a
spokesperson. It carries how well it is known and where it can be checked.`,
		example: `  parley announcement add --speaker "N. N.;a;spokesperson" --when 2025-05-19 --where "press conference" \
    --words "We are ready for talks." --quoted --mark one-source --source "C19=https://example.org/19-may" --to all`,
	})
}
