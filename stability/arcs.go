// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
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
	m.arcs = make([]arcs, len(m.def.DMs))
	for i := range m.def.DMs {
		if err := ctx.Err(); err != nil {
			return err
		}
		moves, err := m.classMoves(ctx, i)
		if err != nil {
			return err
		}
		m.arcs[i] = newArcs(m.size, moves)
	}
	return nil
}

func (m *Model) classMoves(ctx context.Context, i int) (moves [][2]int32, err error) {
	c, blind := m.control[i], make([]bool, m.size)
	for p, s := range m.decimal {
		blind[p] = slices.ContainsFunc(m.def.DMs[i].Blind, func(c Condition) bool { return c.Holds(s) })
	}
	groups := map[State][]int32{}
	for k, s := range m.member {
		key := s &^ State(c.mask)
		groups[key] = append(groups[key], int32(k))
	}
	for _, group := range groups { // newArcs sorts, so the order of the map is not seen
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, a := range group {
			for _, b := range group {
				from, to := m.memberClass[a], m.memberClass[b]
				if from != to && !blind[from] && !blind[to] && c.allows(uint64(m.member[a]), uint64(m.member[b])) {
					moves = append(moves, [2]int32{from, to})
				}
			}
		}
		if int64(len(moves))*16 > m.def.Limits.Bytes {
			return nil, fmt.Errorf("coalesced states with more than %d moves: %w", len(moves), ErrBudget)
		}
	}
	return moves, nil
}
