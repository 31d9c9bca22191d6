// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/process"
)

func (a *app) roundCommands() *cobra.Command {
	return a.noun("round", "Confidential acceptance rounds: packages, sealed answers, what all learn",
		`A mediator puts packages to several seats. Each answers the mediator who asks;
when the round is closed, all who read it learn of each package whether all
accept it, and no more. The mediator's machine counts, so the mediator learns the
answers. With two seats asked, whoever accepts and reads "not all accept" knows
that the other did not. A count that the mediator cannot read comes later.`,
		`  parley round open --title "Two lengths" --package 7f3a09c41b22 --ask a,b,c --closes 2026-03-20 --to all
  parley round answer 7f3a09c41b22 --yes 41b227f3a09c --to mediator
  parley round show 7f3a09c41b22 --count
  parley round close 7f3a09c41b22 --to all`,
		a.roundList(), a.roundShow(), a.roundOpen(), a.roundAnswer(), a.roundClose())
}

func (a *app) roundList() *cobra.Command {
	return a.listing(verb{
		use:     "list",
		short:   "List acceptance rounds, and which wait for your answer",
		long:    "Lists acceptance rounds, open ones first: who is asked, when each closes, and of\na closed one what all learned. What others answer is not in it.",
		example: "  parley round list\n  parley round list --csv rounds.csv",
	}, func(d *desk) (report, *listing, error) {
		s, r, h, w := d.basis()
		x := brief.Rounds(s, r, h, w, a.today())
		out := report{name: "round.list", data: x, texts: texts("rounds", len(x.Rounds) > 0)}
		out.grounds(x.Footing)
		l := newListing("rounds", col{name: "state"}, col{name: "closes"}, col{name: "asked"}, col{name: "waits for you"}, col{name: "packages"}, col{name: "title"})
		for i := range x.Rounds {
			y := &x.Rounds[i]
			waits := "no"
			if y.Waits {
				waits = "yes"
			}
			var packages []string
			for _, p := range y.Packages {
				packages = append(packages, p.Title+": "+learnSays(p.Outcome))
			}
			l.add(&y.Written, y.State, momentSays(y.Closes), askedSay(y.Asked), waits, strings.Join(packages, "; "), y.Title)
		}
		l.note = x.Says
		return out, l, nil
	})
}

func learnSays(outcome string) string {
	if outcome == "" {
		return "not told"
	}
	return outcome
}

func askedSay(asked []brief.RoundSeat) string {
	var out []string
	for _, s := range asked {
		name := seatName(s.Seat)
		if s.Answered != brief.AnsweredUnknown {
			name += " (" + s.Answered + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, "; ")
}

func (a *app) roundShow() *cobra.Command {
	var count bool
	c := a.readingOf(act.KindRound, verb{
		use:   "show REF",
		short: "Show one round: its rules, its packages, your answer, what all learned",
		long: `Shows one round, its rules first. What others answer is not in it. With --count
the seat that opened the round prints who answered what, with conditions and
words, and so does another mediator whom every seat has answered. No other seat
can.`,
		example: "  parley round show 7f3a09c41b22\n  parley round show 7f3a09c41b22 --count",
	}, func(d *desk, e opened) (report, error) {
		if count {
			return d.roundCount(e)
		}
		v, ok := d.view.State.Version(e.ID)
		if !ok {
			return report{}, brief.ErrNotOpened
		}
		s, r, h, w := d.basis()
		all := brief.Rounds(s, r, h, w, a.today())
		x, ok := all.Round(process.Ref(v.First))
		if !ok {
			return report{}, brief.ErrNotOpened
		}
		out := report{name: "round.show", data: x, tables: roundCard(&x), texts: openedFields(x)}
		out.grounds(all.Footing)
		return out, nil
	})
	c.Flags().BoolVar(&count, "count", false, "print who answered what; for a mediator whom all have answered")
	return c
}

func roundCard(x *brief.RoundLine) []table {
	t := table{title: "round", card: true}
	t.add("title", x.Title)
	t.add("state", x.State)
	t.add("closes", momentSays(x.Closes)+" ("+x.Clock.Says+")")
	t.add("asked", askedSay(x.Asked))
	if x.Result != nil {
		t.add("closing words", x.Result.Words)
	}
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Words
	rules := table{title: "rules", cols: []col{{name: "rule"}}}
	for _, r := range x.Rules {
		rules.add(r)
	}
	packages := table{title: "packages", cols: []col{{name: "package", ref: true}, {name: "all learn"}, {name: "you answer"}, {name: "chooses"}, {name: "title"}}}
	for _, p := range x.Packages {
		own := p.Own
		switch {
		case x.Part != brief.PartAsked:
			own = "not asked"
		case own == "":
			own = brief.AnsweredNot
		case p.Condition != "":
			own += ": " + p.Condition
		}
		learn := learnSays(p.Outcome)
		if p.Differs {
			learn += ", and your answer as counted here does not accept it: ask the mediator"
		}
		packages.add(p.Package, learn, own, choicesSay(p.Choices), p.Title)
	}
	return []table{t, rules, packages}
}

func choicesSay(choices []brief.PackageChoice) string {
	var out []string
	for _, c := range choices {
		out = append(out, issueName(&c.Issue)+": "+c.Option)
	}
	return strings.Join(out, "; ")
}

// roundCount prints who answered what.
func (d *desk) roundCount(e opened) (report, error) {
	s, r, h, w := d.basis()
	x, err := brief.RoundCount(s, r, h, w, d.app.today(), e.ID)
	if errors.Is(err, brief.ErrNotCounted) || errors.Is(err, brief.ErrCountsPart) {
		return report{}, failure(exitWithheld, "%v", err).hint(d.app.line("round show " + shortRef(e.ID)))
	}
	if err != nil {
		return report{}, err
	}
	note := x.Says
	if x.Beside {
		note += " " + x.Round.By.Name + " opened the round; this is the count of what this seat reads, which may be less."
	}
	packages := table{title: "count", note: note, cols: []col{{name: "package", ref: true}, {name: "outcome"}, {name: "told"}, {name: act.Yes}, {name: act.YesIf}, {name: act.No}, {name: "not answered"}, {name: "left"}, {name: "title"}}}
	for _, p := range x.Packages {
		var conditions []string
		for _, c := range p.YesIf {
			conditions = append(conditions, seatName(c.Seat)+": "+c.Condition)
		}
		packages.add(p.Package, p.Outcome, learnSays(p.Told), seatNames(p.Yes), strings.Join(conditions, "; "), seatNames(p.No), seatNames(p.None), seatNames(p.Left), p.Title)
	}
	seats := table{title: "seats", cols: []col{{name: "answer", ref: true}, {name: "seat"}, {name: "answered"}, {name: "late"}, {name: "words"}}}
	for _, c := range x.Seats {
		late := "no"
		if len(c.Late) > 0 {
			late = number(len(c.Late)) + " after the count"
		}
		if len(c.By) == 0 {
			seats.add("", seatName(c.Seat), c.Answered, late, "")
		}
		for _, b := range c.By {
			seats.add(b.Entry, seatName(c.Seat), c.Answered, late, b.Words)
		}
	}
	out := report{name: "round.count", data: x, tables: []table{packages, seats}, texts: []string{"round", "packages", "seats"}}
	out.grounds(x.Footing)
	return out, nil
}
