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
	r := &GraphReport{StabilityBasis: stabilityBasis(m), Names: []string{}, Concepts: []string{}, States: []GraphState{}, Moves: []GraphMove{}}
	for i := range m.DMs() {
		r.Names = append(r.Names, DMSays(m, i))
	}
	for _, c := range concepts {
		r.Concepts = append(r.Concepts, c.String())
	}
	today := stability.State(0)
	quo := m.Definition().StatusQuo
	if quo != nil {
		if today, err = m.Canonical(*quo); err != nil {
			return nil, err
		}
	}
	in := map[stability.State]bool{}
	for x := range m.States() {
		if len(r.States) == many {
			break
		}
		in[x] = true
		g := GraphState{State: StateNumber(x), Pattern: m.Pattern(x), Taken: takenOptions(m, x), StatusQuo: quo != nil && x == today, Holds: []string{}}
		for _, c := range concepts {
			leaves := []int{}
			for i := range m.DMs() {
				if !s.Stable(i, c).Has(x) {
					leaves = append(leaves, i)
				}
			}
			if len(leaves) == 0 {
				g.Holds = append(g.Holds, c.String())
			}
			g.Leaves = append(g.Leaves, NamedValue[[]int]{c.String(), leaves})
		}
		r.States = append(r.States, g)
	}
	for _, g := range r.States {
		from := stability.State(g.State)
		for i := range m.DMs() {
			to, err := m.Reachable(i, from)
			if err != nil {
				return nil, err
			}
			for _, x := range to {
				if !in[x] {
					continue
				}
				pays, err := better(m, i, from, x)
				if err != nil {
					return nil, err
				}
				r.Moves = append(r.Moves, GraphMove{i, g.State, StateNumber(x), pays})
			}
		}
	}
	return r, nil
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
