// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// maxCube is the greatest number of options of a cube; above it, and where few
// settings are feasible, the states are listed instead.
const maxCube = 28

// enumerate finds the feasible settings.
func (m *Model) enumerate(ctx context.Context) error {
	d := &m.def
	switch {
	case d.States != nil:
		return nil
	case d.Feasible != nil:
		return m.enumerateList()
	case len(d.Options) > maxCube:
		return m.enumerateTree(ctx)
	}
	return m.enumerateCube(ctx)
}

func (m *Model) enumerateList() error {
	n := uint(len(m.def.Options))
	m.kind = list
	m.decimal = make([]State, 0, len(m.def.Feasible))
	for _, s := range m.def.Feasible {
		if s>>n != 0 {
			return fmt.Errorf("feasible: state %d has more than %d options", s, n)
		}
		if !slices.ContainsFunc(m.def.Infeasible, func(c Condition) bool { return c.Holds(s) }) {
			m.decimal = append(m.decimal, s)
		}
	}
	slices.Sort(m.decimal)
	m.decimal = slices.Compact(m.decimal)
	m.size, m.count = len(m.decimal), len(m.decimal)
	return nil
}

func (m *Model) enumerateCube(ctx context.Context) error {
	n := uint(len(m.def.Options))
	m.kind, m.size, m.count = cube, 1<<n, 1<<n
	if m.size > m.def.Limits.States {
		return m.enumerateTree(ctx)
	}
	if len(m.def.Infeasible) > 0 {
		m.feas = make([]uint64, (m.size+63)/64)
		err := parallel(ctx, m.def.Limits.Workers, len(m.feas), 1<<10, func(from, to int) {
			var w block
			for k := from; k < to; k++ {
				w.cells(uint64(k) << 6)
				bad := uint64(0)
				for c := range m.def.Infeasible {
					bad |= m.def.Infeasible[c].in(&w)
				}
				m.feas[k] = ^bad
			}
		})
		if err != nil {
			return err
		}
		if n < 6 {
			m.feas[0] &= 1<<(1<<n) - 1
		}
		m.count = popcount(m.feas)
	}
	blind := slices.ContainsFunc(m.def.DMs, func(dm DM) bool { return len(dm.Blind) > 0 })
	if !blind && m.def.Coalesce == nil && (n <= 12 || m.count >= m.size/16) {
		if m.count == m.size {
			m.feas = nil
		}
		return nil
	}
	m.decimal = make([]State, 0, m.count)
	for p := range m.size {
		if m.isState(p) {
			m.decimal = append(m.decimal, State(p))
		}
	}
	m.kind, m.size, m.feas = list, m.count, nil
	return nil
}

// enumerateTree settles one option after the other and leaves a branch as soon
// as a condition of Infeasible holds whatever the rest is.
func (m *Model) enumerateTree(ctx context.Context) error {
	n, visited := len(m.def.Options), 0
	m.kind = list
	if len(m.def.Infeasible) == 0 { // no need to count them
		return fmt.Errorf("2^%d states, none of them infeasible: %w", n, ErrBudget)
	}
	order := m.settling()
	var settle func(k int, yes, no uint64) error
	settle = func(k int, yes, no uint64) error {
		if visited++; visited&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		for c := range m.def.Infeasible {
			if m.def.Infeasible[c].decided(yes, no) == 1 {
				return nil
			}
		}
		if k == n {
			if len(m.decimal) >= m.def.Limits.States || int64(len(m.decimal))*16 > m.def.Limits.Bytes {
				return fmt.Errorf("more than %d feasible states: %w", len(m.decimal), ErrBudget)
			}
			m.decimal = append(m.decimal, State(yes))
			return nil
		}
		if err := settle(k+1, yes, no|1<<uint(order[k])); err != nil {
			return err
		}
		return settle(k+1, yes|1<<uint(order[k]), no)
	}
	if err := settle(0, 0, 0); err != nil {
		return err
	}
	if !slices.IsSorted(m.decimal) {
		m.decimal = sortFunc(ctx, m.decimal, cmp.Compare[State])
	}
	m.size, m.count = len(m.decimal), len(m.decimal)
	return ctx.Err()
}

// settling is the order in which options are settled: next always the one that
// completes most conditions, then the one that stands in most, then the highest.
// A condition is decided at the latest when all its options are.
func (m *Model) settling() []int {
	n := len(m.def.Options)
	sets := make([]uint64, len(m.def.Infeasible))
	for c := range m.def.Infeasible {
		sets[c], _ = m.def.Infeasible[c].options(n)
	}
	order := make([]int, 0, n)
	var settled uint64
	for len(order) < n {
		best, completes, stands := -1, 0, 0
		for k := n - 1; k >= 0; k-- {
			bit := uint64(1) << uint(k)
			if settled&bit != 0 {
				continue
			}
			done, in := 0, 0
			for _, set := range sets {
				switch {
				case set&bit == 0:
				case set&^(settled|bit) == 0:
					done++
				default:
					in++
				}
			}
			if best < 0 || done > completes || done == completes && in > stands {
				best, completes, stands = k, done, in
			}
		}
		settled |= 1 << uint(best)
		order = append(order, best)
	}
	return order
}
