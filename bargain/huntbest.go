// SPDX-License-Identifier: Apache-2.0

package bargain

import "slices"

// offer compares a feasible package with the best, exactly.
func (h *hunt) offer(x Package) bool {
	u := h.s.p.sums(x)
	if !h.may(u) {
		return false
	}
	order := 1
	if h.best != nil {
		order = h.rule.compare(u, h.best)
	}
	switch {
	case order < 0:
		return false
	case order == 0:
		h.ties[vectorKey(u)] = true
		if d := compareLists(h.chooser.sortedGains(u), h.chooser.sortedGains(h.best)); d < 0 || d == 0 && slices.Compare(u, h.best) <= 0 {
			return false
		}
	default:
		h.ties = map[string]bool{vectorKey(u): true}
	}
	h.best, h.bestAt, h.bestIs = u, slices.Clone(x), h.value(u)
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
