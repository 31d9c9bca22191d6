// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"encoding/binary"
	"slices"
)

// A layerBuilder follows the sets of patterns that may still match.
type layerBuilder struct {
	p        *Problem
	order    []int
	patterns []pattern
	first    []int   // position at which a pattern opens
	last     []int   // position at which it is decided
	at       [][]use // per position
	words    int
	most     int // arcs of one layer
}

// A use is one pattern as one issue sees it.
type use struct {
	pattern int
	place   int // of the issue in the pattern's scope
	set     []bool
}

func newLayerBuilder(p *Problem, order []int) *layerBuilder {
	b := &layerBuilder{p: p, order: order, patterns: p.patterns(), at: make([][]use, len(order))}
	b.words = (len(b.patterns) + 63) / 64
	position := make([]int, len(order))
	for at, i := range order {
		position[i] = at
	}
	for t, pat := range b.patterns {
		first, last := len(order), -1
		for j, i := range pat.scope {
			first, last = min(first, position[i]), max(last, position[i])
			b.at[position[i]] = append(b.at[position[i]], use{t, j, pat.sets[j]})
		}
		b.first, b.last = append(b.first, first), append(b.last, last)
	}
	return b
}

func (b *layerBuilder) emptyKey() string { return string(make([]byte, 8*b.words)) }

// advance settles the issue at a position for every node before it.
func (b *layerBuilder) advance(ctx context.Context, at int, nodes []string, keep bool) (next []string, arcs [][]arc, err error) {
	issue := b.order[at]
	parties := b.p.parties
	index := map[string]int{}
	set, then := make([]uint64, b.words), make([]uint64, b.words)
	key := make([]byte, 8*b.words)
	total := 0
	for from, node := range nodes {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		for w := range set {
			set[w] = binary.LittleEndian.Uint64([]byte(node[8*w : 8*w+8]))
		}
		for o := range b.p.sizes[issue] {
			if b.p.banned[issue][o] {
				continue
			}
			copy(then, set)
			shift := slices.Clone(b.p.unary[issue][o*parties : (o+1)*parties])
			if !b.settle(at, o, then, shift) {
				continue
			}
			for w, v := range then {
				binary.LittleEndian.PutUint64(key[8*w:], v)
			}
			to, ok := index[string(key)]
			if !ok {
				to = len(next)
				index[string(key)] = to
				next = append(next, string(key))
				arcs = append(arcs, nil)
			}
			arcs[to] = append(arcs[to], arc{from: int32(from), option: uint16(o), same: 1, shift: shift})
			if total++; total > b.most {
				return nil, nil, errTangled
			}
		}
	}
	for to := range arcs {
		arcs[to] = pruneArcs(arcs[to], keep)
		if len(arcs[to]) > 1<<16 {
			return nil, nil, errTangled
		}
	}
	return next, arcs, nil
}

// settle updates the open patterns for one option and adds what is decided to
// shift. It reports false if a forbidden combination is complete.
func (b *layerBuilder) settle(at, o int, open []uint64, shift []int64) bool {
	for _, u := range b.at[at] {
		w, bit := u.pattern/64, uint64(1)<<(u.pattern%64)
		alive := u.set[o] && (b.first[u.pattern] == at || open[w]&bit != 0)
		if !alive || b.last[u.pattern] == at {
			open[w] &^= bit
		} else {
			open[w] |= bit
		}
		if !alive || b.last[u.pattern] != at {
			continue
		}
		add := b.patterns[u.pattern].add
		if add == nil {
			return false
		}
		for q, v := range add {
			shift[q] += v
		}
	}
	return true
}
