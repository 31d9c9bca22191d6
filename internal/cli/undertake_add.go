// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) undertakeAdd() *cobra.Command {
	var x act.Undertaking
	f := newForm(a, &x)
	f.seat(&x.By, "by", "`seat` that undertakes (default: your own)")
	f.seats(&x.To, "said-to", "`seat` it was said to; repeat it, or separate with commas")
	f.text(&x.Words, "words", "the words as spoken")
	f.yes(&x.Quoted, "quoted", "the words are verbatim")
	f.moment(&x.Spoken, "spoken", "the `moment` it was said")
	f.entry(&x.Contact, "contact", act.KindContact, "contact `REF` in which it was said")
	f.entry(&x.Issue, "issue", act.KindIssue, "issue `REF` that it belongs to")
	f.due(&x.Due, "due", "until when, as a `moment`")
	f.ground(&x.Ground)
	f.orOwn(&x.By)
	return f.command(verb{
		use:   "add --by SEAT --words TEXT --to WHO",
		short: "Write down what somebody said they would do",
		long: `Writes down an undertaking in the words as spoken. It rests on your notes until
it was read back and the seat that undertook has confirmed it.`,
		example: `  parley undertake add --by a --said-to mediator --words "We will send the list by Friday" --quoted \
    --spoken "2025-05-19 18:00 Europe/Istanbul" --due 2025-05-23 --due-says "by Friday" --to a`,
	})
}

func (a *app) undertakeAnswer() *cobra.Command {
	var x act.UndertakingAnswer
	f := newForm(a, &x)
	f.subject(&x.Undertaking, act.KindUndertaking)
	f.say(&x.Answer, "ANSWER", act.UndertakingAnswers())
	f.text(&x.Words, "words", "the right words, of a correction; else a remark")
	f.moment(&x.On, "on", "the `moment` of it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "answer REF ANSWER --to WHO",
		short: "Read back, confirm, correct, or say whether it was kept",
		long: `Answers an undertaking. read-back: its words were read to the seat that
undertook. confirmed, corrected, disowned: what that seat says of its words.
kept, not-kept: the view of your seat, beside those of others.`,
		example: `  parley undertake answer 7f3a09c41b22 read-back --on 2025-05-19 --to a
  parley undertake answer 7f3a09c41b22 corrected --words "by Friday week" --to mediator`,
	})
}
