// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"

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
	// Orders answers the same for the orders of the statements of DM, if it states
	// its preference so and there are not too many.
	Orders *OrdersPart `json:"orders,omitempty"`
}

// An OrdersPart says which orders of statements make a state an equilibrium.
type OrdersPart struct {
	Satisfying    int      `json:"satisfying"`
	OwnSatisfying int      `json:"own_satisfying"`
	Of            int      `json:"of"`
	LeastSwaps    *int     `json:"least_swaps"` // of neighbouring statements; nil if no order will do
	Nearest       []string `json:"nearest"`     // the statements in the first such order
}

// Rankings answers the ordinal inverse question; p says what it requires.
func Rankings(ctx context.Context, p Speaker, m *stability.Model, dm int, target stability.State, c stability.Concept) (*RankingsReport, error) {
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
		for _, a := range q.Alternatives {
			part.Alternatives = append(part.Alternatives, stateNumbers(a))
		}
		part.Says = teller{p, m}.requirement(dm, x.State, q.Alternatives)
		r.Requirements = append(r.Requirements, part)
	}
	return r, r.orders(ctx, m, dm, target, c)
}

func (r *RankingsReport) orders(ctx context.Context, m *stability.Model, dm int, target stability.State, c stability.Concept) error {
	d := m.Definition()
	if d.DMs[dm].Preference.Statements == nil {
		return nil
	}
	x, err := m.InverseOrder(ctx, dm, target, c)
	if err != nil {
		if errors.Is(err, stability.ErrBudget) {
			return nil
		}
		return err
	}
	var ids []string
	for _, o := range d.Options {
		ids = append(ids, o.ID)
	}
	r.Orders = &OrdersPart{Satisfying: x.Satisfying, OwnSatisfying: x.OwnSatisfying, Of: x.Of, Nearest: []string{}}
	if x.LeastSwaps >= 0 {
		r.Orders.LeastSwaps = &x.LeastSwaps
	}
	for _, k := range x.Nearest {
		r.Orders.Nearest = append(r.Orders.Nearest, d.DMs[dm].Preference.Statements[k].Text(ids))
	}
	return nil
}
