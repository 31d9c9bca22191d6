// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"fmt"
	"strings"

	"parley/stability"
)

// A RequirementPart is one temptation and the ways in which it can be met.
type RequirementPart struct {
	Temptation StateNumber `json:"temptation"`
	// Alternatives are lists of states; all states of one of them must rank below
	// the target.
	Alternatives [][]StateNumber `json:"alternatives"`
	Says         string          `json:"says"`
}

// A RankingsReport says which rankings of one decision maker make a state an
// equilibrium.
type RankingsReport struct {
	StabilityBasis
	Target  StateNumber `json:"target"`
	Pattern string      `json:"pattern"`
	DM      string      `json:"dm"`
	Concept string      `json:"concept"`
	// Satisfying counts the strict rankings under which the state is an
	// equilibrium, OwnSatisfying those under which it is stable for DM.
	Satisfying    string            `json:"satisfying"`
	OwnSatisfying string            `json:"own_satisfying"`
	Of            string            `json:"of"`
	LeastSwaps    *int              `json:"least_swaps"` // nil if no ranking will do
	Requirements  []RequirementPart `json:"requirements"`
}

// Rankings answers the ordinal inverse question.
func Rankings(ctx context.Context, m *stability.Model, dm int, target stability.State, c stability.Concept) (*RankingsReport, error) {
	x, err := m.Inverse(ctx, dm, target, c)
	if err != nil {
		return nil, err
	}
	r := &RankingsReport{StabilityBasis: stabilityBasis(m), Target: StateNumber(x.State), Pattern: m.Pattern(x.State), DM: m.Definition().DMs[dm].ID,
		Concept: c.String(), Satisfying: x.Satisfying.String(), OwnSatisfying: x.OwnSatisfying.String(), Of: x.Of.String(), Requirements: []RequirementPart{}}
	if x.LeastSwaps >= 0 {
		r.LeastSwaps = &x.LeastSwaps
	}
	for _, q := range x.Requirements {
		part := RequirementPart{Temptation: StateNumber(q.Temptation), Alternatives: [][]StateNumber{}}
		var ways []string
		for _, a := range q.Alternatives {
			part.Alternatives = append(part.Alternatives, stateNumbers(a))
			var names []string
			for _, s := range a {
				names = append(names, StateSays(m, s))
			}
			ways = append(ways, strings.Join(names, " and "))
		}
		part.Says = fmt.Sprintf("%s must rank below %s: %s", dmSays(m, dm), StateSays(m, x.State), strings.Join(ways, ", or "))
		r.Requirements = append(r.Requirements, part)
	}
	return r, nil
}
