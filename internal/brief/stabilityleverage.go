// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"parley/stability"
)

// A BindingPart is a comparison that holds with nothing to spare: what breaks first.
type BindingPart struct {
	Role string      `json:"role"` // temptation, threat, no_escape, credible
	DM   string      `json:"dm"`
	To   StateNumber `json:"to"`
	Than StateNumber `json:"than"`
	Says string      `json:"says"`
}

// An OutlayReport is the least outlay on instruments that makes a state an
// equilibrium.
type OutlayReport struct {
	StabilityBasis
	Target   StateNumber   `json:"target"`
	Pattern  string        `json:"pattern"`
	Concepts Named[string] `json:"concepts"` // of each decision maker
	Possible bool          `json:"possible"`
	Cost     *string       `json:"cost"` // nil if not possible
	// Instruments are how much of each; those not used are 0.
	Instruments Named[string] `json:"instruments"`
	Payers      Named[string] `json:"payers"` // what each payer spends
	// Attained is false where exactly this is not enough, only anything above it.
	Attained bool `json:"attained"`
	// Proven is false where there are too many sequences of answers to look at all.
	Proven  bool          `json:"proven"`
	Binding []BindingPart `json:"binding"`
	// ByConcept is the cost if everybody thinks under one concept; nil: not possible.
	ByConcept Named[*string] `json:"by_concept"`
	// Before and After are the equilibria, each decision maker under its concept.
	Before *StateList    `json:"before"`
	After  *StateList    `json:"after"` // nil where the cost is not attained, or it is not possible
	Gone   []StateNumber `json:"gone"`  // listed equilibria that are none any more
	New    []StateNumber `json:"new"`
}

// Outlay finds the least outlay. concepts is one for all or one for each; p says what
// breaks first.
func Outlay(ctx context.Context, p Speaker, m *stability.Model, target stability.State, concepts []stability.Concept, tools stability.Toolbox, list int) (*OutlayReport, error) {
	x, err := m.Leverage(ctx, target, concepts, tools)
	if err != nil {
		return nil, err
	}
	r := &OutlayReport{StabilityBasis: stabilityBasis(m), Target: StateNumber(x.Target), Pattern: m.Pattern(x.Target), Concepts: Named[string]{},
		Possible: x.Possible, Attained: x.Attained, Proven: x.Proven, Instruments: Named[string]{}, Payers: Named[string]{}, Binding: []BindingPart{},
		Before: statesOf(x.Before, list), After: statesOf(x.After, list), Gone: []StateNumber{}, New: []StateNumber{}}
	for i, c := range x.Concepts {
		r.Concepts = append(r.Concepts, NamedValue[string]{r.DMs[i], c.String()})
	}
	if x.Possible {
		r.Cost = optionalAmount(x.Cost)
		r.spend(m, x, tools)
	}
	for _, b := range x.Binding {
		r.Binding = append(r.Binding, bindingPart(teller{p, m}, b))
	}
	if r.After != nil {
		for _, s := range r.Before.States {
			if !x.After.Has(stability.State(s)) {
				r.Gone = append(r.Gone, s)
			}
		}
		for _, s := range r.After.States {
			if !x.Before.Has(stability.State(s)) {
				r.New = append(r.New, s)
			}
		}
	}
	return r, r.compare(ctx, m, target, tools)
}

// spend writes down how much of each instrument there is and who pays.
func (r *OutlayReport) spend(m *stability.Model, x *stability.Leverage, tools stability.Toolbox) {
	spent := map[string]*big.Rat{}
	var payers []string
	for k, tool := range tools.Instruments {
		z := x.Intensity[k]
		r.Instruments = append(r.Instruments, NamedValue[string]{tool.ID, Amount(z)})
		if tool.Payer == "" {
			continue
		}
		if spent[tool.Payer] == nil {
			spent[tool.Payer] = new(big.Rat)
			payers = append(payers, tool.Payer)
		}
		unit := tool.Readiness
		if tool.When.Holds(x.Target) {
			unit = tool.Cost
		}
		if unit != nil {
			spent[tool.Payer].Add(spent[tool.Payer], new(big.Rat).Mul(unit, z))
		}
		if tool.Fixed != nil && z.Sign() > 0 {
			spent[tool.Payer].Add(spent[tool.Payer], tool.Fixed)
		}
	}
	slices.Sort(payers)
	for _, p := range payers {
		r.Payers = append(r.Payers, NamedValue[string]{p, Amount(spent[p])})
	}
}

// compare finds the cost under each concept: what a threat saves that others
// believe. A concept that takes too long is left out.
func (r *OutlayReport) compare(ctx context.Context, m *stability.Model, target stability.State, tools stability.Toolbox) error {
	r.ByConcept = Named[*string]{}
	for _, c := range pricedConcepts(nil) {
		x, err := m.Leverage(ctx, target, []stability.Concept{c}, tools)
		switch {
		case errors.Is(err, stability.ErrBudget):
			continue
		case err != nil:
			return err
		}
		v := NamedValue[*string]{Name: c.String()}
		if x.Possible {
			v.Value = optionalAmount(x.Cost)
		}
		r.ByConcept = append(r.ByConcept, v)
	}
	return nil
}

func bindingPart(t teller, b stability.Binding) BindingPart {
	return BindingPart{Role: [...]string{"temptation", "threat", "no_escape", "credible"}[b.Role], DM: t.m.Definition().DMs[b.DM].ID,
		To: StateNumber(b.To), Than: StateNumber(b.Than), Says: t.binding(b)}
}
