// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/process"
)

func (a *app) roundOpen() *cobra.Command {
	var x act.Round
	f := newForm(a, &x)
	f.text(&x.Title, "title", "one `line` that names it")
	f.entries(&x.Packages, "package", act.KindProposal, "package `REF` that is put; repeat it")
	f.seats(&x.Asked, "ask", "`seat` that answers; repeat it, or separate with commas")
	f.moment(&x.Closes, "closes", "the `moment` at which it closes")
	f.text(&x.Words, "words", "words to those who are asked")
	return f.command(verb{
		use:   "open --title TEXT --package REF --ask SEATS --closes MOMENT --to WHO",
		short: "Put packages to several seats, each of which answers in confidence",
		long: `Opens a confidential acceptance round on packages that were tabled. All who can
read it learn of each package, when it is closed, whether all accept it; the
mediator who opens it counts, and so learns every answer. Its packages and the
seats that are asked stay as they are once it is open.`,
		example: `  parley round open --title "Two lengths" --package 7f3a09c41b22 --package 41b227f3a09c --ask a,b,c --closes 2026-03-20 --to all`,
	})
}

func (a *app) roundAnswer() *cobra.Command {
	var x act.RoundAnswer
	var round process.Version
	f := newForm(a, &x)
	f.subject(&x.Round, act.KindRound)
	var before string
	// Who has answered answers again in the place of that.
	f.start = func(d *desk, word string) error {
		e, err := d.entryOf(word, act.KindRound)
		if err != nil {
			return err
		}
		t, ok := d.view.State.Tally(e.ID)
		if !ok {
			return usageError("the entry %s is no round any more", word)
		}
		round = t.Round
		for _, s := range t.Answers {
			if s.Seat == d.seat.Name && len(s.By) > 0 {
				x, before, f.opened = s.By[0].Act.(act.RoundAnswer), ref(s.By[0].ID), true
			}
		}
		return nil
	}
	f.packageAnswers(&x, &round, "yes", act.Yes, "package `REF` that you accept; repeat it")
	f.packageAnswers(&x, &round, "yes-if", act.YesIf, "`REF=CONDITION`: package that you accept if a condition is met; repeat it")
	f.packageAnswers(&x, &round, "no", act.No, "package `REF` that you do not accept; repeat it")
	f.text(&x.Words, "words", "words to the mediator")
	f.last = func() {
		if x.Amends == "" {
			x.Amends = before
		}
	}
	return f.command(verb{
		use:   "answer REF --yes PACKAGE --to mediator",
		short: "Answer in confidence, package by package; again to change it",
		long: `Answers in a round: --to names the mediator who opened it, and may name further
mediators; no other seat can read an answer.
A package without an answer counts as not accepted when the round is closed.
Until then you answer again to change what you say: packages that you do not name
stay as you answered them. The mediator learns every answer; the other seats
learn of each package whether all accept it.`,
		example: `  parley round answer 7f3a09c41b22 --yes 41b227f3a09c --no 09c41b227f3a --to mediator
  parley round answer 7f3a09c41b22 --yes-if "41b227f3a09c=the list comes first" --to mediator`,
	})
}

// packageAnswers is a flag by which packages are answered in one way.
func (f *form) packageAnswers(x *act.RoundAnswer, round *process.Version, flag, answer, usage string) {
	v := f.flags.StringArray(flag, nil, usage)
	f.add(&x.Answers, flag, nil, func(d *desk) error {
		for _, word := range *v {
			word, condition, cut := strings.Cut(word, "=")
			if cut != (answer == act.YesIf) {
				return usageError("--%s %q: want a package, and with --yes-if also its condition: REF=CONDITION", flag, word)
			}
			id, err := d.packageIn(*round, word)
			if err != nil {
				return err
			}
			x.Answers = slices.DeleteFunc(slices.Clone(x.Answers), func(a act.PackageAnswer) bool { return a.Package == id })
			x.Answers = append(x.Answers, act.PackageAnswer{Package: id, Answer: answer, Condition: strings.TrimSpace(condition)})
		}
		slices.SortFunc(x.Answers, func(a, b act.PackageAnswer) int { return strings.Compare(a.Package, b.Package) })
		return nil
	})
}

// packageIn finds the package of a round that a word names: the id by which the
// round puts it.
func (d *desk) packageIn(round process.Version, word string) (string, error) {
	e, err := d.entryOf(word, act.KindProposal)
	if err != nil {
		return "", err
	}
	v, _ := d.view.State.Version(e.ID)
	body, _ := round.Act.(act.Round)
	for _, id := range body.Packages {
		if o, err := d.entry(id); err == nil && v.Is(o.ID) {
			return id, nil
		}
	}
	return "", usageError("the package %s is not in the round %q", word, body.Title).hint(d.app.line("round show " + shortRef(round.ID)))
}

func (a *app) roundClose() *cobra.Command {
	var x act.RoundResult
	f := newForm(a, &x)
	f.subject(&x.Round, act.KindRound)
	f.text(&x.Words, "words", "closing words, which all who read the round read")
	f.start = func(d *desk, word string) error {
		e, err := d.entryOf(word, act.KindRound)
		if err != nil {
			return err
		}
		t, ok := d.view.State.Tally(e.ID)
		if !ok {
			return usageError("the entry %s is no round any more", word)
		}
		for _, p := range t.Packages {
			x.Outcomes = append(x.Outcomes, act.PackageOutcome{Package: p.Package, Outcome: p.Outcome()})
		}
		f.opened = true
		return nil
	}
	return f.command(verb{
		use:   "close REF --to WHO",
		short: "Count the answers and say of each package whether all accept it",
		long: `Closes a round: what is said of each package is counted from the answers and
cannot be typed. Look with --dry-run first: once it has left this machine, no
further answer counts unless the closing is taken back, and what all have read
cannot be unread. A seat that was asked and has left counts as not accepting.
Sync before, so that no answer is missed.`,
		example: `  parley sync
  parley round close 7f3a09c41b22 --dry-run --to all
  parley round close 7f3a09c41b22 --words "Thank you" --to all`,
	})
}
