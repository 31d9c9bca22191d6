// SPDX-License-Identifier: Apache-2.0

package bargain

import "slices"

// order chooses the order in which issues are settled: issues that share a
// pattern come together, so that few patterns are half matched at any time
// (variable elimination along a path), and issues that share none come last.
// Greedy: at each step the issue that leaves the fewest patterns open, then the
// one that opens fewest, then the least index.
func (p *Problem) order() []int {
	n := len(p.sizes)
	patterns := p.patterns()
	of := make([][]int, n) // patterns of an issue
	left := make([]int, len(patterns))
	opened := make([]bool, len(patterns))
	for t, pat := range patterns {
		left[t] = len(pat.scope)
		for _, i := range pat.scope {
			of[i] = append(of[i], t)
		}
	}
	var tangled, free []int
	for i := range n {
		if len(of[i]) > 0 {
			tangled = append(tangled, i)
		} else {
			free = append(free, i)
		}
	}
	var out []int
	for len(tangled) > 0 {
		best, bestOpen, bestNew := -1, 0, 0
		for at, i := range tangled {
			open, fresh := 0, 0
			for _, t := range of[i] {
				if !opened[t] {
					fresh++
					open++
				}
				if left[t] == 1 {
					open--
				}
			}
			if best < 0 || open < bestOpen || open == bestOpen && fresh < bestNew {
				best, bestOpen, bestNew = at, open, fresh
			}
		}
		i := tangled[best]
		tangled = slices.Delete(tangled, best, best+1)
		out = append(out, i)
		for _, t := range of[i] {
			opened[t] = true
			left[t]--
		}
	}
	return append(out, free...)
}

// patterns lists terms, then forbidden combinations.
func (p *Problem) patterns() []pattern {
	return append(slices.Clone(p.terms), p.forbids...)
}
