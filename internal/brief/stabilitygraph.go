// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"

	"parley/stability"
)

// A GraphMove is a move that a decision maker could make.
type GraphMove struct {
	DM   int         `json:"dm"` // a place in DMs
	From StateNumber `json:"from"`
	To   StateNumber `json:"to"`
	Pays bool        `json:"pays"` // it is better for who moves
}

// A GraphState is a state with who would stay in it.
type GraphState struct {
	State     StateNumber `json:"state"`
	Pattern   string      `json:"pattern"`
	Taken     []string    `json:"taken"`
	StatusQuo bool        `json:"status_quo"`
	Holds     []string    `json:"holds"` // concepts under which it is an equilibrium
	// Leaves are, by concept, the decision makers (places in DMs) who would leave it.
	Leaves Named[[]int] `json:"leaves"`
}

// A GraphReport is a conflict as states and moves, for pictures of it.
type GraphReport struct {
	StabilityBasis
	Names    []string     `json:"names"` // of decision makers
	Concepts []string     `json:"concepts"`
	States   []GraphState `json:"states"`
	Moves    []GraphMove  `json:"moves"`
}

// Graph lists the first states of a conflict, at most many, with the moves between
// them.
func Graph(ctx context.Context, m *stability.Model, concepts []stability.Concept, many int) (*GraphReport, error) {
	if len(concepts) == 0 {
		concepts = DefinedConcepts(m)
	}
	s, err := m.Solve(ctx, concepts...)
	if err != nil {
		return nil, err
	}
	var states []stability.State
	for x := range m.States() {
		if len(states) == many {
			break
		}
		states = append(states, x)
	}
	return (&SolvedModel{Model: m, Solution: s, Concepts: concepts}).Graph(states)
}

// Graph lists some states of a model with the moves between them.
func (x *SolvedModel) Graph(states []stability.State) (*GraphReport, error) {
	m := x.Model
	r := &GraphReport{StabilityBasis: stabilityBasis(m), Names: x.DMNames(), Concepts: []string{}, States: []GraphState{}, Moves: []GraphMove{}}
	for _, c := range x.Concepts {
		r.Concepts = append(r.Concepts, c.String())
	}
	today, known := x.Today()
	in := map[stability.State]bool{}
	for _, s := range states {
		in[s] = true
		r.States = append(r.States, x.graphState(s, known && s == today))
	}
	for _, from := range states {
		for i := range m.DMs() {
			to, err := m.Reachable(i, from)
			if err != nil {
				return nil, err
			}
			for _, s := range to {
				if !in[s] {
					continue
				}
				pays, err := better(m, i, from, s)
				if err != nil {
					return nil, err
				}
				r.Moves = append(r.Moves, GraphMove{i, StateNumber(from), StateNumber(s), pays})
			}
		}
	}
	return r, nil
}

func (x *SolvedModel) graphState(s stability.State, today bool) GraphState {
	g := GraphState{State: StateNumber(s), Pattern: x.Pattern(s), Taken: takenOptions(x.Model, s), StatusQuo: today, Holds: []string{}}
	for _, c := range x.Concepts {
		leaves := []int{}
		for i := range x.DMs() {
			if !x.Solution.Stable(i, c).Has(s) {
				leaves = append(leaves, i)
			}
		}
		if len(leaves) == 0 {
			g.Holds = append(g.Holds, c.String())
		}
		g.Leaves = append(g.Leaves, NamedValue[[]int]{c.String(), leaves})
	}
	return g
}

// better reports whether a decision maker strictly prefers the second state.
func better(m *stability.Model, i int, from, to stability.State) (bool, error) {
	a, _, err := m.Worth(i, from)
	if err != nil {
		return false, err
	}
	b, _, err := m.Worth(i, to)
	return err == nil && b.Cmp(a) > 0, err
}
