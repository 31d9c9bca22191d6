// SPDX-License-Identifier: Apache-2.0

package bargain

import (
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

// climb improves the best package by changing one or two issues at a time.
func (h *hunt) climb() {
	p := h.s.p
	for improved := true; improved; {
		improved = false
		x := slices.Clone(h.bestAt)
		for i := range x {
			for o := range p.sizes[i] {
				was := x[i]
				x[i] = o
				for j := i + 1; j < len(x) && !improved; j++ {
					old := x[j]
					for k := range p.sizes[j] {
						x[j] = k
						if h.value(p.sums(x)) > h.bestIs && p.feasible(x) && h.offer(x) {
							improved = true
							break
						}
					}
					x[j] = old
				}
				x[i] = was
				if improved {
					break
				}
			}
			if improved {
				break
			}
		}
	}
}
