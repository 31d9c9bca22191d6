// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// DraftPackage is what this seat can say of choices before they are sealed.
type DraftPackage struct {
	Choices []PackageChoice `json:"choices"` // in the order of the agenda
	Open    []IssueRef      `json:"open"`    // issues of the agenda that have options and that are left open
	Refused []CaseRefusal   `json:"refused"` // what somebody could not live with, as far as this seat holds it
}

// Draft looks at choices that are no package yet, and that some readers are to
// read. Refusals are those of [Refusals].
func Draft(s process.State, r *record.Roster, at AsOf, readers []string, choices []act.Choice) DraftPackage {
	f := newFaces(s, r)
	c := f.wholeAgenda(at, f.sayable(readers, f.preferences(at, CaseQuery{})))
	x := CasePackage{Choices: []PackageChoice{}, Open: []IssueRef{}, Refused: []CaseRefusal{}}
	c.choose(&x, choices)
	return DraftPackage{x.Choices, x.Open, x.Refused}
}

// Refusals lists the options of the agenda that some could not live with, as far
// as this seat holds it and may say it beside what some readers are to read: what
// the own seat refuses, and of others what each of the readers reads as well.
func Refusals(s process.State, r *record.Roster, at AsOf, readers []string) []CaseRefusal {
	f := newFaces(s, r)
	return f.wholeAgenda(at, f.sayable(readers, f.preferences(at, CaseQuery{}))).out.Excluded
}

// sayable keeps of the preferences that are held those of the own seat, and those of
// others that every one of some readers reads.
func (f faces) sayable(readers []string, held map[string][]dated[act.Preference]) map[string][]dated[act.Preference] {
	out := map[string][]dated[act.Preference]{}
	for seat, list := range held {
		for _, d := range list {
			hidden := slices.ContainsFunc(readers, func(reader string) bool { return !slices.Contains(d.Audience, reader) })
			if seat == f.state.Seat() || !hidden {
				out[seat] = append(out[seat], d)
			}
		}
	}
	return out
}

// wholeAgenda makes a case of every issue that has options, whatever is stated of
// them, and of every party of which a preference is given. It has no numbers.
func (f faces) wholeAgenda(at AsOf, held map[string][]dated[act.Preference]) *caseMaker {
	c := f.caseMaker(at, held, f.caseSeats(CaseQuery{}, held))
	for i := range c.agenda {
		v := &c.agenda[i]
		x := v.Act.(act.Issue)
		if len(x.Options) == 0 {
			continue
		}
		ref := c.issue(process.Ref(v.First))
		c.out.Issues = append(c.out.Issues, CaseIssue{ref, c.baskets[i], x.Options})
		c.issues = append(c.issues, x)
		c.refusals(v, ref, x.Options)
	}
	return c
}
