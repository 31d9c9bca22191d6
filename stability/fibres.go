// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"context"
	"slices"
)

// fibres groups the listed states by what one decision maker cannot change: it
// can move only within a group. Inside a group its best states come first.
type fibres struct {
	order []int32 // positions, group after group
	start []int32 // of each group in order, and the end of the last
	group []int32 // of each position; -1 if the decision maker does not see it
	fresh []uint64
}

// group builds the fibres of every DM. Cost: one sort of the states for each.
func (m *Model) group(ctx context.Context) error {
	m.fibres = make([]fibres, len(m.def.DMs))
	return parallel(ctx, m.def.Limits.Workers, len(m.def.DMs), 1, func(from, _ int) {
		m.fibres[from] = m.groupFor(ctx, from)
	})
}

func (m *Model) groupFor(ctx context.Context, i int) fibres {
	type entry struct {
		key   uint64
		level int32
		p     int32
	}
	mask, blind := m.control[i].mask, m.def.DMs[i].Blind
	all := make([]entry, 0, m.size)
	f := fibres{group: make([]int32, m.size)}
	for p, s := range m.decimal {
		if p&0xffff == 0 && ctx.Err() != nil {
			return f
		}
		if slices.ContainsFunc(blind, func(c Condition) bool { return c.Holds(s) }) {
			f.group[p] = -1
			continue
		}
		all = append(all, entry{uint64(s) &^ mask, m.level(i, p), int32(p)})
	}
	all = sortFunc(ctx, all, func(a, b entry) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		if a.level != b.level {
			return cmp.Compare(b.level, a.level)
		}
		return cmp.Compare(a.p, b.p)
	})
	f.order = make([]int32, len(all))
	f.fresh = make([]uint64, (len(all)+63)/64)
	for k, e := range all {
		if k == 0 || all[k-1].key != e.key {
			f.start = append(f.start, int32(k))
		}
		if k == 0 || all[k-1].key != e.key || all[k-1].level != e.level {
			f.fresh[k>>6] |= 1 << (k & 63)
		}
		f.order[k] = e.p
		f.group[e.p] = int32(len(f.start) - 1)
	}
	f.start = append(f.start, int32(len(all)))
	return f
}

// begins reports whether order[k] is worse than order[k-1], or first in its group.
func (f *fibres) begins(k int32) bool { return f.fresh[k>>6]>>(k&63)&1 == 1 }
