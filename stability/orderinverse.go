// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// OrderInverse says which orders of the statements of one decision maker make a
// state an equilibrium, the statements themselves and the preferences of the
// others being as they are.
type OrderInverse struct {
	State   State
	DM      int
	Concept Concept
	// OwnSatisfying counts the orders under which State is stable for DM, Satisfying
	// those under which it is an equilibrium, of Of.
	OwnSatisfying, Satisfying, Of int
	// LeastSwaps is the least number of exchanges of neighbouring statements that
	// lead to a satisfying order, and Nearest the first such order, as indices into
	// the statements of the model. -1 and nil if no order satisfies.
	LeastSwaps int
	Nearest    []int
}

const (
	maxOrdered   = 8       // statements
	maxOrderWork = 1 << 30 // orders times states
)

// InverseOrder tries every order of the statements of DM i: see
// docs/methods/stability-inverse.md. It is ErrUnsupported for a decision maker
// without statements and under SIM, and ErrBudget with more than 8 statements or
// where orders times states exceed 2^30. Cost: for each order one compilation of
// the preference of i.
func (m *Model) InverseOrder(ctx context.Context, i int, s State, c Concept) (*OrderInverse, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	all := m.def.DMs[i].Preference.Statements
	switch {
	case c >= SIM:
		return nil, fmt.Errorf("inverse of %v: %w", c, ErrUnsupported)
	case all == nil:
		return nil, fmt.Errorf("decision maker %q states its preference in another way than by statements: %w", m.def.DMs[i].ID, ErrUnsupported)
	case len(all) > maxOrdered:
		return nil, fmt.Errorf("orders of %d statements, at most %d: %w", len(all), maxOrdered, ErrBudget)
	}
	out := &OrderInverse{State: m.at(p), DM: i, Concept: c, Of: 1, LeastSwaps: -1}
	for k := range all {
		out.Of *= k + 1
	}
	if int64(out.Of)*int64(m.size) > maxOrderWork {
		return nil, fmt.Errorf("%d orders of statements on %d states: %w", out.Of, m.size, ErrBudget)
	}
	v := *m
	v.worth = slices.Clone(m.worth)
	order := make([]int, 0, len(all))
	var place func(used uint64, swaps int) error
	place = func(used uint64, swaps int) error {
		if len(order) == len(all) {
			return v.tryOrder(ctx, p, order, swaps, all, out)
		}
		turned := 0 // statements before the next one that are still to come
		for k := range all {
			if used>>uint(k)&1 == 1 {
				continue
			}
			order = append(order, k)
			if err := place(used|1<<uint(k), swaps+turned); err != nil {
				return err
			}
			order = order[:len(order)-1]
			turned++
		}
		return nil
	}
	return out, place(0, 0)
}

// tryOrder counts one order.
func (m *Model) tryOrder(ctx context.Context, p int, order []int, swaps int, all []Condition, out *OrderInverse) error {
	told := make([]Condition, len(order))
	for at, k := range order {
		told[at] = all[k]
	}
	k, err := m.statementKeys(ctx, told)
	if err != nil {
		return err
	}
	r, err := m.newRanker(ctx, k)
	if err != nil {
		return err
	}
	m.worth[out.DM] = worth{}
	if err := m.fill(ctx, &m.worth[out.DM], r); err != nil {
		return err
	}
	own, err := m.staysIn(ctx, p, out.DM, out.Concept)
	if err != nil || !own {
		return err
	}
	out.OwnSatisfying++
	for j := range m.DMs() {
		if j == out.DM {
			continue
		}
		if stays, err := m.staysIn(ctx, p, j, out.Concept); err != nil || !stays {
			return err
		}
	}
	out.Satisfying++
	if out.LeastSwaps < 0 || swaps < out.LeastSwaps {
		out.LeastSwaps, out.Nearest = swaps, slices.Clone(order)
	}
	return nil
}

// staysIn reports whether p is stable for i, by the identity, for one state.
func (m *Model) staysIn(ctx context.Context, p, i int, c Concept) (bool, error) {
	for _, q := range m.moves(i, p, nil) {
		if !m.improves(i, p, int(q)) {
			continue
		}
		x, err := m.value(ctx, i, int(q), c)
		if err != nil || x > 2*m.level(i, p) {
			return false, err
		}
	}
	return true, ctx.Err()
}
