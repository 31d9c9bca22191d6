// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// Hypergame solves a conflict in which each decision maker reasons in its own
// picture of it: its own preference is its true one, those of others are as in
// its Views, and true where it has none. A state is stable for a decision maker
// if it is so in its own picture; the equilibria are stable for each in its own.
// P. G. Bennett, Omega 5 (1977); M. Wang, K. W. Hipel, N. M. Fraser, Behavioral
// Science 33 (1988). Cost: one more compilation and solution for each DM that
// has views. Only preferences are misperceived, not options.
func (m *Model) Hypergame(ctx context.Context, concepts ...Concept) (*Solution, error) {
	var out *Solution
	for i := range m.def.DMs {
		own, err := m.seenBy(ctx, i)
		if err != nil {
			return nil, err
		}
		s, err := own.Solve(ctx, concepts...)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = &Solution{Settings: s.Settings, Concepts: s.Concepts, m: m, stable: map[Concept][]*Set{}}
		}
		for _, c := range s.Concepts {
			out.stable[c] = append(out.stable[c], s.Stable(i, c))
		}
	}
	return out, nil
}

// seenBy is the model as DM i sees it.
func (m *Model) seenBy(ctx context.Context, i int) (*Model, error) {
	views := m.def.DMs[i].Views
	if len(views) == 0 {
		return m, nil
	}
	d := m.def
	d.DMs = slices.Clone(d.DMs)
	for _, v := range views {
		if v.DM == i {
			return nil, fmt.Errorf("decision maker %q: a view of its own preference", d.DMs[i].ID)
		}
		d.DMs[v.DM].Preference = v.Preference
		d.DMs[v.DM].MuchBetter = nil // they belong to the true preference
	}
	own, err := New(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("as seen by %q: %w", d.DMs[i].ID, err)
	}
	return own, nil
}
