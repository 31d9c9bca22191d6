// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"math/bits"
)

// listEngine sweeps a field over listed states, fibre by fibre. It keeps the
// components of one decision maker at a time, so it serves one goroutine.
type listEngine[T level] struct {
	m      *Model
	ctx    context.Context
	parts  []int32 // with joined: the component of each position under the others' moves
	joined int
}

// widestPattern is the most one-way options of one decision maker for which
// values are spread through a table of patterns; with more, pair by pair.
const widestPattern = 12

func (e *listEngine[T]) own(i int, f []T) error {
	e.plain(i, f, true)
	return e.ctx.Err()
}

func (e *listEngine[T]) step(j int, f []T, improving bool) (bool, error) {
	if improving {
		return e.improve(j, f), e.ctx.Err()
	}
	return e.plain(j, f, false), e.ctx.Err()
}

func (e *listEngine[T]) legal(i int, f []T, improving bool) error {
	movers, twoWay := e.m.others(i), true
	for _, j := range movers {
		twoWay = twoWay && e.m.control[j].forward|e.m.control[j].back == 0
	}
	if improving || !twoWay {
		return settle(e, movers, f, improving)
	}
	e.join(i, movers)
	low := make([]T, len(f))
	for p := range low {
		low[p] = most[T]()
	}
	for p, c := range e.parts {
		low[c] = min(low[c], f[p])
	}
	for p, c := range e.parts {
		f[p] = low[c]
	}
	return e.ctx.Err()
}

// join finds what the others than i can reach when all their moves go both
// ways: components, by union and find over their fibres.
func (e *listEngine[T]) join(i int, movers []int) {
	if e.joined == i {
		return
	}
	e.joined = i
	parent := make([]int32, e.m.size)
	for p := range parent {
		parent[p] = int32(p)
	}
	find := func(p int32) int32 {
		for parent[p] != p {
			parent[p] = parent[parent[p]]
			p = parent[p]
		}
		return p
	}
	for _, j := range movers {
		fib := &e.m.fibres[j]
		for g := range len(fib.start) - 1 {
			if g&0x3fff == 0 && e.ctx.Err() != nil {
				e.joined = -1
				break
			}
			group := fib.order[fib.start[g]:fib.start[g+1]]
			a := find(group[0])
			for _, q := range group[1:] {
				if b := find(q); b < a {
					parent[a], a = b, b
				} else {
					parent[b] = a
				}
			}
		}
	}
	for p := range parent {
		parent[p] = find(int32(p))
	}
	e.parts = parent
}

// plain spreads the greatest or the least value within each fibre of i.
func (e *listEngine[T]) plain(i int, f []T, greatest bool) bool {
	fib, c := &e.m.fibres[i], e.m.control[i]
	ways := newWays[T](c, greatest)
	changed := false
	for g := range len(fib.start) - 1 {
		if g&0xfff == 0 && e.ctx.Err() != nil {
			return changed
		}
		group := fib.order[fib.start[g]:fib.start[g+1]]
		switch {
		case len(group) == 1:
		case c.forward|c.back != 0:
			changed = ways.spread(e.m.decimal, group, f) || changed
		default:
			x := f[group[0]]
			for _, p := range group[1:] {
				if greatest {
					x = max(x, f[p])
				} else {
					x = min(x, f[p])
				}
			}
			for _, p := range group {
				changed = changed || f[p] != x
				f[p] = x
			}
		}
	}
	return changed
}

// ways spreads values in a fibre some of whose options go one way.
type ways[T level] struct {
	control
	greatest bool
	table    []T // extreme over what each pattern of one-way options can reach
	before   []T
}

func newWays[T level](c control, greatest bool) *ways[T] {
	w := &ways[T]{control: c, greatest: greatest}
	if n := bits.OnesCount64(c.forward | c.back); n > 0 && n <= widestPattern {
		w.table = make([]T, 1<<n)
	}
	return w
}

// pattern compresses the one-way options of s to the low bits, read so that a
// move can only add to them.
func (c control) pattern(s State) (p int) {
	x := uint64(s) ^ c.back
	bit := 1
	for way := c.forward | c.back; way != 0; way &= way - 1 {
		if x&way&-way != 0 {
			p |= bit
		}
		bit <<= 1
	}
	return p
}

func (w *ways[T]) spread(decimal []State, group []int32, f []T) bool {
	if w.table == nil || len(group)*len(group) < len(w.table) {
		return w.pairs(decimal, group, f)
	}
	hole := most[T]()
	if w.greatest {
		hole = least[T]()
	}
	for k := range w.table {
		w.table[k] = hole
	}
	for _, p := range group {
		k := w.pattern(decimal[p])
		if w.greatest {
			w.table[k] = max(w.table[k], f[p])
		} else {
			w.table[k] = min(w.table[k], f[p])
		}
	}
	for apart := 1; apart < len(w.table); apart *= 2 {
		flip(w.table, apart, true, false, w.greatest)
	}
	changed := false
	for _, p := range group {
		x := w.table[w.pattern(decimal[p])]
		changed = changed || x != f[p]
		f[p] = x
	}
	return changed
}

func (w *ways[T]) pairs(decimal []State, group []int32, f []T) bool {
	w.before = w.before[:0]
	for _, p := range group {
		w.before = append(w.before, f[p])
	}
	changed := false
	for _, p := range group {
		x := f[p]
		for k, q := range group {
			if y := w.before[k]; (w.greatest && y > x || !w.greatest && y < x) && w.allows(uint64(decimal[p]), uint64(decimal[q])) {
				x = y
			}
		}
		changed = changed || x != f[p]
		f[p] = x
	}
	return changed
}

// improve walks each fibre from its best states to its worst.
func (e *listEngine[T]) improve(j int, f []T) bool {
	fib, c := &e.m.fibres[j], e.m.control[j]
	changed := false
	var table *oneWay[T]
	if n := bits.OnesCount64(c.forward | c.back); n > 0 && n <= widestPattern {
		table = &oneWay[T]{least: make([]T, 1<<n)}
	}
	for g := range len(fib.start) - 1 {
		if g&0xfff == 0 && e.ctx.Err() != nil {
			return changed
		}
		from, to := fib.start[g], fib.start[g+1]
		if to == from+1 {
			continue
		}
		if c.forward|c.back != 0 {
			if n := int(to - from); table != nil && n*n >= len(table.least) {
				changed = e.improveTable(table, fib, c, from, to, f) || changed
			} else {
				changed = e.improvePairs(fib, c, from, to, f) || changed
			}
			continue
		}
		better, seen := most[T](), most[T]()
		for k := from; k < to; k++ {
			if fib.begins(k) {
				better = seen
			}
			p := fib.order[k]
			if better < f[p] {
				f[p] = better
				changed = true
			}
			seen = min(seen, f[p])
		}
	}
	return changed
}

// improveTable keeps the least value of the better states for each pattern of
// one-way options from which they can be reached.
func (e *listEngine[T]) improveTable(w *oneWay[T], fib *fibres, c control, from, to int32, f []T) bool {
	for k := range w.least {
		w.least[k] = most[T]()
	}
	changed := false
	worse := from // first of the group of k
	for k := from; k < to; k++ {
		if fib.begins(k) {
			for _, q := range fib.order[worse:k] {
				w.put(uint32(c.pattern(e.m.decimal[q])), f[q])
			}
			worse = k
		}
		p := fib.order[k]
		if x := w.least[c.pattern(e.m.decimal[p])]; x < f[p] {
			f[p] = x
			changed = true
		}
	}
	return changed
}

func (e *listEngine[T]) improvePairs(fib *fibres, c control, from, to int32, f []T) bool {
	changed := false
	worse := from // first of the group of k
	for k := from; k < to; k++ {
		if fib.begins(k) {
			worse = k
		}
		p := fib.order[k]
		x := f[p]
		for _, q := range fib.order[from:worse] {
			if f[q] < x && c.allows(uint64(e.m.decimal[p]), uint64(e.m.decimal[q])) {
				x = f[q]
			}
		}
		changed = changed || x != f[p]
		f[p] = x
	}
	return changed
}
