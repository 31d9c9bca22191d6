// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"context"
	"slices"

	"parley/stability"
)

// A SweptState is a state and the number of runs in which it was an equilibrium.
type SweptState struct {
	State   StateNumber `json:"state"`
	Pattern string      `json:"pattern"`
	Runs    int         `json:"runs"`
	Base    bool        `json:"base"` // of the model as it is stated
}

// A SweptConcept is what a sweep found under one concept.
type SweptConcept struct {
	Base   *StateList   `json:"base"`
	Same   int          `json:"same"`   // runs with exactly the equilibria of the model
	All    int          `json:"all"`    // equilibria over all runs
	States []SweptState `json:"states"` // most frequent first
	// Taken is, by option, the number of those equilibria that take it.
	Taken Named[int] `json:"taken"`
}

// A VariationPart says how one preference was varied.
type VariationPart struct {
	DM     string `json:"dm"`
	Swaps  int    `json:"swaps,omitempty"`
	Order  int    `json:"order,omitempty"`
	Within int64  `json:"within,omitempty"`
}

// A SweepReport says how often equilibria survive when preferences vary.
type SweepReport struct {
	StabilityBasis
	Runs     int                 `json:"runs"`
	Seed     uint64              `json:"seed"`
	Varied   []VariationPart     `json:"varied"`
	Concepts Named[SweptConcept] `json:"concepts"`
}

// SweepModel solves the model again and again with preferences varied. done, unless
// nil, is told how many runs are finished.
func SweepModel(ctx context.Context, m *stability.Model, runs int, seed uint64, vary []stability.Variation, concepts []stability.Concept, list int, done func(int)) (*SweepReport, error) {
	if len(concepts) == 0 {
		concepts = pricedConcepts(nil)
	}
	x, err := m.SweepProgress(ctx, runs, seed, vary, done, concepts...)
	if err != nil {
		return nil, err
	}
	r := &SweepReport{StabilityBasis: stabilityBasis(m), Runs: x.Runs, Seed: x.Seed, Varied: []VariationPart{}, Concepts: Named[SweptConcept]{}}
	for _, v := range vary {
		r.Varied = append(r.Varied, VariationPart{r.DMs[v.DM], v.Swaps, v.Order, v.Within})
	}
	told := map[stability.Concept]bool{}
	for _, c := range concepts {
		if told[c] {
			continue
		}
		told[c] = true
		part := SweptConcept{Base: statesOf(x.Base[c], list), Same: x.Same[c], All: x.All[c], States: []SweptState{}, Taken: Named[int]{}}
		for s, n := range x.Count[c] {
			part.States = append(part.States, SweptState{StateNumber(s), m.Pattern(s), n, x.Base[c].Has(s)})
		}
		for s := range x.Base[c].All() { // an equilibrium of the model that no run kept is said too
			if x.Count[c][s] == 0 && len(part.States) < ListedStates {
				part.States = append(part.States, SweptState{StateNumber(s), m.Pattern(s), 0, true})
			}
		}
		slices.SortFunc(part.States, func(a, b SweptState) int {
			return cmp.Or(cmp.Compare(b.Runs, a.Runs), cmp.Compare(a.State, b.State))
		})
		if list >= 0 && len(part.States) > list {
			part.States = part.States[:list]
		}
		for k, n := range x.Taken[c] {
			part.Taken = append(part.Taken, NamedValue[int]{m.Definition().Options[k].ID, n})
		}
		r.Concepts = append(r.Concepts, NamedValue[SweptConcept]{c.String(), part})
	}
	return r, nil
}
