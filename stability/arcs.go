// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// arcs are the moves of one decision maker in a graph model, by where they start.
type arcs struct {
	start []int32 // of each position in to, and the end of the last
	to    []int32
}

// newArcs sorts moves by start, then end, and drops duplicates and loops.
func newArcs(size int, moves [][2]int32) arcs {
	slices.SortFunc(moves, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	moves = slices.Compact(moves)
	a := arcs{start: make([]int32, size+1)}
	for _, e := range moves {
		if e[0] != e[1] {
			a.to = append(a.to, e[1])
			a.start[e[0]+1]++
		}
	}
	for p := range size {
		a.start[p+1] += a.start[p]
	}
	return a
}

// freeForm takes the arcs of a model with named states.
func (m *Model) freeForm(context.Context) error {
	if m.def.States == nil {
		return nil
	}
	n := len(m.def.States)
	m.kind, m.size, m.count = graph, n, n
	m.decimal = make([]State, n)
	for p := range m.decimal {
		m.decimal[p] = State(p)
	}
	for i, dm := range m.def.DMs {
		moves := make([][2]int32, 0, len(dm.Arcs))
		for _, a := range dm.Arcs {
			if a[0] >= State(n) || a[1] >= State(n) {
				return m.fault(i, fmt.Errorf("arc from %d to %d leaves the %d states", a[0], a[1], n))
			}
			moves = append(moves, [2]int32{int32(a[0]), int32(a[1])})
		}
		m.arcs = append(m.arcs, newArcs(n, moves))
	}
	return nil
}

// coalesce makes one state of all settings that match a condition, and finds
// the moves between such classes: one exists if any member has it. Blindness is
// read at the least decimal of a class.
func (m *Model) coalesce(ctx context.Context) error {
	if len(m.def.Coalesce) == 0 {
		return nil
	}
	m.member = m.decimal
	m.memberClass = make([]int32, len(m.member))
	m.decimal = nil
	class := make([]int32, len(m.def.Coalesce)) // 1 + class of each condition, 0 if none yet
	for k, s := range m.member {
		if k&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := slices.IndexFunc(m.def.Coalesce, func(c Condition) bool { return c.Holds(s) })
		if c >= 0 && class[c] > 0 {
			m.memberClass[k] = class[c] - 1
			continue
		}
		m.memberClass[k] = int32(len(m.decimal))
		m.decimal = append(m.decimal, s) // the members come in ascending order, so this is the least
		if c >= 0 {
			class[c] = int32(len(m.decimal))
		}
	}
	m.kind, m.size, m.count = graph, len(m.decimal), len(m.decimal)
	members := arcs{start: make([]int32, m.size+1), to: make([]int32, len(m.member))}
	for _, p := range m.memberClass {
		members.start[p+1]++
	}
	members.fill(func(put func(p, k int32)) {
		for k, p := range m.memberClass {
			put(p, int32(k))
		}
	})
	moves := 0
	for i := range m.def.DMs {
		a, err := m.classArcs(ctx, i, members, moves)
		if err != nil {
			return err
		}
		m.arcs, moves = append(m.arcs, a), moves+len(a.to)
	}
	return nil
}

// fill puts every end in its place, where start[p+1] is how many begin in p. The ends
// of each p stand as they are put.
func (a arcs) fill(each func(put func(p, q int32))) {
	for p := range len(a.start) - 1 {
		a.start[p+1] += a.start[p]
	}
	next := slices.Clone(a.start)
	each(func(p, q int32) {
		a.to[next[p]] = q
		next[p]++
	})
}

// back is the same moves by where they end.
func (a arcs) back() arcs {
	b := arcs{start: make([]int32, len(a.start)), to: make([]int32, len(a.to))}
	for _, q := range a.to {
		b.start[q+1]++
	}
	b.fill(func(put func(p, q int32)) {
		for p := range len(a.start) - 1 {
			for _, q := range a.to[a.start[p]:a.start[p+1]] {
				put(q, int32(p))
			}
		}
	})
	return b
}

// arcBytes is what a move takes: forward and back, and while the list of them grows.
const arcBytes = 16

// classArcs finds the moves of one decision maker between classes. moves is how many
// those before it have.
func (m *Model) classArcs(ctx context.Context, i int, members arcs, moves int) (arcs, error) {
	c, blind := m.control[i], make([]bool, m.size)
	groups := map[State][]int32{} // the settings that differ in its own options only
	for k, s := range m.member {
		if k&0xfff == 0 && ctx.Err() != nil {
			return arcs{}, ctx.Err()
		}
		key := s &^ State(c.mask)
		groups[key] = append(groups[key], int32(k))
		if p := m.memberClass[k]; m.decimal[p] == s {
			blind[p] = slices.ContainsFunc(m.def.DMs[i].Blind, func(c Condition) bool { return c.Holds(s) })
		}
	}
	a := arcs{start: make([]int32, m.size+1)}
	seen := make([]int32, m.size) // 1 + the class from which it was last reached
	tried := 0
	for p := range m.size {
		for _, k := range members.to[members.start[p]:members.start[p+1]] {
			if blind[p] {
				break
			}
			for _, l := range groups[m.member[k]&^State(c.mask)] {
				if tried++; tried&0xffff == 0 && ctx.Err() != nil {
					return arcs{}, ctx.Err()
				}
				q := m.memberClass[l]
				if int(q) != p && seen[q] != int32(p)+1 && !blind[q] && c.allows(uint64(m.member[k]), uint64(m.member[l])) {
					seen[q] = int32(p) + 1
					a.to = append(a.to, q)
				}
			}
		}
		slices.Sort(a.to[a.start[p]:])
		a.start[p+1] = int32(len(a.to))
		if n := moves + len(a.to); int64(n)*arcBytes > m.def.Limits.Bytes || len(a.to) > math.MaxInt32-m.size {
			return arcs{}, fmt.Errorf("coalesced states with more than %d moves: %w", n, ErrBudget)
		}
	}
	return a, nil
}
