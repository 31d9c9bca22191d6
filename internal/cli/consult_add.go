// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) consultAdd() *cobra.Command {
	var x act.Consultation
	f := newForm(a, &x)
	f.text(&x.Topic, "topic", "one `line` that says about what")
	f.entries(&x.Issues, "issue", act.KindIssue, "issue `REF` that it was about; repeat it")
	f.seats(&x.With, "with", "`seat` that was consulted; repeat it, or separate with commas")
	f.text(&x.Circle, "circle", "others that were consulted")
	f.moment(&x.On, "on", "the `moment` of it")
	f.text(&x.Words, "words", "what was put to them")
	f.entry(&x.Contact, "contact", act.KindContact, "contact `REF` in which it was")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "add --topic TEXT --with SEAT --on MOMENT --to WHO",
		short: "Record that somebody was consulted before it went further",
		long: `Records a consultation. A proposal is tabled only after the seats that own its
issues were consulted on them: parley consult gate shows what waits for whom.`,
		example: `  parley consult add --topic "Access to the plant" --issue 7f3a09c41b22 --with b --on 2025-05-18 --to b`,
	})
}

func (a *app) consultAnswer() *cobra.Command {
	var x act.ConsultationAnswer
	f := newForm(a, &x)
	f.subject(&x.Consultation, act.KindConsultation)
	f.say(&x.Answer, "ANSWER", act.ConsultationAnswers())
	f.seat(&x.For, "for", "`seat` whose answer is reported (default: it is your own)")
	f.text(&x.Words, "words", "what was said back")
	f.moment(&x.On, "on", "the `moment` of it")
	f.ground(&x.Ground)
	return f.command(verb{
		use:   "answer REF ANSWER --to WHO",
		short: "Say what came back from a consultation",
		long: `Says what was said back: agrees, comments, reserves or objects. What another
seat answered is reported with --for, --mark and --source.`,
		example: `  parley consult answer 7f3a09c41b22 reserves --words "We wait for instructions" --to mediator`,
	})
}
