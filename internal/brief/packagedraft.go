// SPDX-License-Identifier: Apache-2.0

package brief

import (
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

// Draft looks at choices that are no package yet.
func Draft(s process.State, r *record.Roster, at AsOf, choices []act.Choice) DraftPackage {
	c := newFaces(s, r).wholeAgenda(at)
	x := CasePackage{Choices: []PackageChoice{}, Open: []IssueRef{}, Refused: []CaseRefusal{}}
	c.choose(&x, choices)
	return DraftPackage{x.Choices, x.Open, x.Refused}
}

// Refusals lists the options of the agenda that some could not live with, as far
// as this seat holds it.
func Refusals(s process.State, r *record.Roster, at AsOf) []CaseRefusal {
	return newFaces(s, r).wholeAgenda(at).out.Excluded
}

// wholeAgenda makes a case of every issue that has options, whatever is stated of
// them, and of every party of which a preference is held. It has no numbers.
func (f faces) wholeAgenda(at AsOf) *caseMaker {
	held := f.preferences(at, CaseQuery{})
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
