// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math"
	"slices"
)

// maxCompared bounds the vectors that a hunt remembers to have compared.
const maxCompared = 1 << 12

// offer compares a feasible package with the best, exactly.
func (h *hunt) offer(x Package) bool {
	u := h.s.p.sums(x)
	key := vectorKey(u)
	if !h.may(u) || h.compared[key] {
		return false
	}
	if len(h.compared) > maxCompared {
		clear(h.compared)
	}
	h.compared[key] = true // and never better than the best from now on
	order, is := 1, h.value(u)
	if h.best != nil {
		if size := h.rule.size; size != nil && is < h.bestIs-slack*(size(u)+size(h.best)+math.Abs(is)) {
			return false
		}
		order = h.rule.compare(u, h.best)
	}
	switch {
	case order < 0:
		return false
	case order == 0:
		h.ties[key] = true
		if d := compareLists(h.chooser.sortedGains(u), h.chooser.sortedGains(h.best)); d < 0 || d == 0 && slices.Compare(u, h.best) <= 0 {
			return false
		}
	default:
		h.ties = map[string]bool{key: true}
	}
	h.best, h.bestAt, h.bestIs = u, slices.Clone(x), is
	return order > 0
}

// maxPairs bounds the options of a case up to which climb changes two issues at a
// time.
const maxPairs = 600

// climb improves the best package by changing one or two issues at a time. What
// two changes bring is the sum of what each brings alone, unless they share a
// pattern.
func (h *hunt) climb(ctx context.Context) {
	p := h.s.p
	options := 0
	for _, k := range p.sizes {
		options += k
	}
	for improved := true; improved && ctx.Err() == nil; {
		improved = false
		x, u := slices.Clone(h.bestAt), slices.Clone(h.best)
		alone := make([][]int64, 0, options) // per option of all issues, what changing to it brings
		try := func() bool { return h.value(p.sums(x)) > h.bestIs && p.feasible(x) && h.offer(x) }
		for i, was := range x {
			for o := range p.sizes[i] {
				x[i] = o
				if improved = improved || o != was && try(); improved {
					break
				}
				d := p.sums(x)
				for q := range d {
					d[q] -= u[q]
				}
				alone = append(alone, d)
			}
			x[i] = was
			if improved || ctx.Err() != nil {
				break
			}
		}
		if !improved && options <= maxPairs {
			improved = h.climbPair(ctx, x, u, alone, try)
		}
	}
}

// climbPair looks for one change of two issues that improves x, whose sums are u.
func (h *hunt) climbPair(ctx context.Context, x Package, u []int64, alone [][]int64, try func() bool) bool {
	sizes := h.s.p.sizes
	both := make([]int64, len(u))
	first := 0
	for i, was := range x {
		if ctx.Err() != nil {
			return false
		}
		second := first + sizes[i]
		for j := i + 1; j < len(x); j++ {
			old, joined := x[j], h.s.joined(i, j)
			for o := range sizes[i] {
				for k := range sizes[j] {
					if o == was || k == old {
						continue
					}
					for q := range both {
						both[q] = u[q] + alone[first+o][q] + alone[second+k][q]
					}
					if !joined && h.value(both) <= h.bestIs {
						continue
					}
					if x[i], x[j] = o, k; try() {
						return true
					}
					x[i], x[j] = was, old
				}
			}
			second += sizes[j]
		}
		first += sizes[i]
	}
	return false
}

// joined reports whether some pattern is over both issues.
func (s *searcher) joined(i, j int) bool {
	return slices.ContainsFunc(s.touch[i], func(u use) bool { return slices.Contains(s.patterns[u.pattern].scope, j) })
}
