// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
)

// RoundRules says in words what who learns in a round in which so many seats are
// asked. People read it before the round is opened and before they answer.
func RoundRules(asked int) []string {
	out := []string{
		"Each seat that is asked answers package by package: yes; yes, if; or no. Its answer goes to the mediator who opened the round, and to no seat but mediators whom it names. It can change its answer until the round is closed.",
		"The mediator’s machine counts, and so the mediator learns every answer, condition and word. A count that the mediator cannot read comes later.",
		"When the round is closed, its readers learn of each package one of two things: all accept, or not all accept. A refusal, a condition and no answer are the same word. How many there were, and whose, they do not learn from the record.",
	}
	if asked == 2 {
		out = append(out, "Two seats are asked: whoever accepts a package and reads “not all accept” knows that the other did not accept it.")
	} else {
		out = append(out, "Whoever accepts a package and reads “not all accept” knows that at least one of the others did not accept it. Seats that tell each other what they answered can know more.")
	}
	out = append(out,
		"Where a package is the offer of a seat that is asked, it is taken that this seat accepts it: with three asked, whoever of the others accepts it and reads “not all accept” knows who did not.",
		"Where a package was in another round with other seats asked, the two words together tell more: with one seat fewer, what that seat answered.",
		"Where packages of a round differ in little, their words together tell what was not accepted in that little. Put few, and such as differ.")
	return append(out, "“All accept” says what was answered in confidence. It binds nobody before it is agreed in the open.")
}

// roundPackages shows the packages of a round by when they were put.
func (f faces) roundPackages(t *process.Tally) []RoundPackage {
	outcomes := map[string]string{}
	if t.Result != nil {
		for _, o := range t.Result.Act.(act.RoundResult).Outcomes {
			outcomes[o.Package] = o.Outcome
		}
	}
	type placed struct {
		RoundPackage
		at happened
	}
	var all []placed
	for _, p := range t.Packages {
		x := placed{RoundPackage: RoundPackage{Package: p.Package, First: p.Package, Choices: []PackageChoice{}, Outcome: outcomes[p.Package]}}
		id, _ := entryID(p.Package)
		l, ok := f.state.Line(id)
		if body, is := l.Act.(act.Proposal); ok && is {
			x.Title, x.Text, x.Offer, x.Opened = body.Title, body.Text, f.seatIf(body.By), true
			x.Choices = f.roundChoices(body.Choices)
			x.at = happens(body.On, &l)
		}
		if v, ok := f.state.Version(id); ok {
			x.First, x.Rewritten, x.Withdrawn = process.Ref(v.First), v.ID != id, v.Withdrawn != nil
		}
		x.Own, x.Condition = f.ownTo(t, p.Package)
		x.Differs = x.Outcome == act.AllAccept && x.Own != act.Yes && slices.Contains(t.Round.Act.(act.Round).Asked, f.state.Seat())
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at.compare(&b.at) })
	out := []RoundPackage{}
	for _, x := range all {
		out = append(out, x.RoundPackage)
	}
	return out
}

// ownTo is what this seat answers to a package, as it is counted.
func (f faces) ownTo(t *process.Tally, ref string) (answer, condition string) {
	for _, a := range t.Answers {
		if a.Seat != f.state.Seat() {
			continue
		}
		if answer = a.To(ref); answer == act.YesIf {
			condition = conditionOf(a.By, ref)
		}
	}
	return answer, condition
}

// conditionOf is on what a seat would accept a package: where its devices wrote
// more than one, all of them.
func conditionOf(by []process.Version, ref string) string {
	var out []string
	for _, v := range by {
		for _, l := range append([]process.Line{v.Line}, v.Rivals...) {
			for _, a := range l.Act.(act.RoundAnswer).Answers {
				if a.Package == ref && a.Condition != "" && !slices.Contains(out, a.Condition) {
					out = append(out, a.Condition)
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

// roundChoices puts choices in the order of the agenda; those of issues that are
// not on it come last.
func (f faces) roundChoices(choices []act.Choice) []PackageChoice {
	place := map[string]int{}
	for _, b := range f.agenda(AsOf{}) {
		for _, v := range b.issues {
			place[process.Ref(v.First)] = len(place) + 1
		}
	}
	out := make([]PackageChoice, 0, len(choices))
	for _, k := range choices {
		out = append(out, PackageChoice{f.issue(k.Issue), k.Option})
	}
	rank := func(k PackageChoice) int {
		if n, ok := place[k.Issue.Issue]; ok {
			return n
		}
		return len(place) + 1
	}
	slices.SortStableFunc(out, func(a, b PackageChoice) int { return rank(a) - rank(b) })
	return out
}
