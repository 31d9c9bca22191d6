// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"context"
	"slices"
)

// graphEngine spreads values along explicit arcs, where two moves of one
// decision maker need not compose to one.
type graphEngine[T level] struct {
	m    *Model
	ctx  context.Context
	back []arcs // the arcs of each DM by where they end
}

// askedEvery is how many places of a queue are gone on from before ctx is asked.
const askedEvery = 1 << 10

func newGraphEngine[T level](ctx context.Context, m *Model) *graphEngine[T] {
	e := &graphEngine[T]{m: m, ctx: ctx}
	for _, a := range m.arcs {
		e.back = append(e.back, a.back())
	}
	return e
}

func (e *graphEngine[T]) own(i int, f []T) error {
	before, a := slices.Clone(f), &e.m.arcs[i]
	for p := range f {
		if p&0xfff == 0 && e.ctx.Err() != nil {
			break
		}
		for _, q := range a.to[a.start[p]:a.start[p+1]] {
			f[p] = max(f[p], before[q])
		}
	}
	return e.ctx.Err()
}

func (e *graphEngine[T]) step(j int, f []T, improving bool) (bool, error) {
	before, a := slices.Clone(f), &e.m.arcs[j]
	changed := false
	for p := range f {
		if p&0xfff == 0 && e.ctx.Err() != nil {
			break
		}
		for _, q := range a.to[a.start[p]:a.start[p+1]] {
			if before[q] < f[p] && (!improving || e.m.level(j, int(q)) > e.m.level(j, p)) {
				f[p], changed = before[q], true
			}
		}
	}
	return changed, e.ctx.Err()
}

// legal walks back from the states of least value first. A pair (state, first
// mover) is settled once, by the least value that a sequence beginning there
// can end in; it is extended by a move of somebody else in front of it.
func (e *graphEngine[T]) legal(i int, f []T, improving bool) error {
	movers, n := e.m.others(i), len(e.m.def.DMs)
	ends := make([]int32, len(f))
	for p := range ends {
		ends[p] = int32(p)
	}
	slices.SortFunc(ends, func(a, b int32) int {
		return cmp.Or(cmp.Compare(f[a], f[b]), cmp.Compare(a, b))
	})
	settled := make([]bool, len(f)*n)
	out := slices.Clone(f)
	var queue [][2]int32
	reach := func(q int32, not int, value T) {
		for _, j := range movers {
			if j == not {
				continue
			}
			a := &e.back[j]
			for _, p := range a.to[a.start[q]:a.start[q+1]] {
				if settled[int(p)*n+j] || improving && e.m.level(j, int(q)) <= e.m.level(j, int(p)) {
					continue
				}
				settled[int(p)*n+j] = true
				out[p] = min(out[p], value)
				queue = append(queue, [2]int32{p, int32(j)})
			}
		}
	}
	left := askedEvery // places to go on from before ctx is asked again
	for k, end := range ends {
		if k&0xff == 0 && e.ctx.Err() != nil {
			return e.ctx.Err()
		}
		reach(end, -1, f[end])
		for ; len(queue) > 0; left-- {
			if left == 0 {
				if left = askedEvery; e.ctx.Err() != nil {
					return e.ctx.Err()
				}
			}
			last := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			reach(last[0], int(last[1]), f[end])
		}
	}
	copy(f, out)
	return nil
}
