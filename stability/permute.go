// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"fmt"
)

// othersHold reports whether the state is stable for every other decision
// maker, and whether that depends on the ranking of i.
func (v *inverter) othersHold() (hold, depends bool, err error) {
	hold = true
	for j := range v.m.DMs() {
		if j == v.i {
			continue
		}
		r, err := v.m.Explain(v.ctx, v.m.at(v.p), j, v.c)
		if err != nil {
			return false, false, err
		}
		if v.c != SEQ && v.c != SSEQ {
			hold = hold && r.Stable
			continue
		}
		// More improvements of i only add sanctions: with all its moves the answer
		// is yes at most, with none of them at least.
		with := func(may bool) bool {
			rel := v.relations(func(int, int) bool { return may })
			return v.m.stableUnder(v.ctx, rel, j, v.p, v.c)
		}
		switch {
		case with(false):
		case with(true):
			depends = true
		default:
			hold = false
		}
	}
	return hold, depends && hold, v.ctx.Err()
}

// relations are those of the model, with improvements of i decided by improves.
func (v *inverter) relations(improves func(from, to int) bool) relations {
	return relations{
		leaves: func(j, from, to int) bool {
			if j == v.i {
				return improves(from, to)
			}
			return v.m.improves(j, from, to)
		},
		tempts:  v.m.improves,
		deters:  v.m.deters,
		escapes: v.m.improves,
	}
}

// permute tries every ranking of i.
func (v *inverter) permute(out *Inverse) error {
	n := v.m.count
	if n > maxPermute {
		return fmt.Errorf("inverse under %v that depends on all rankings of %d states, at most %d: %w", v.c, n, maxPermute, ErrBudget)
	}
	var states []int // positions, best first under the present preference
	for p := range v.m.size {
		if v.m.isState(p) {
			states = append(states, p)
		}
	}
	rank := make([]int, v.m.size)
	rel := v.relations(func(from, to int) bool { return rank[to] > rank[from] })
	placed, used := make([]int, 0, n), uint64(0)
	var place func(swaps int) error
	place = func(swaps int) error {
		if err := v.ctx.Err(); err != nil {
			return err
		}
		if len(placed) == n {
			v.try(out, rel, rank, swaps)
			return nil
		}
		for k, p := range states {
			if used>>uint(k)&1 == 1 {
				continue
			}
			turned := 0
			for other, q := range states { // worse states placed before it were turned round
				if used>>uint(other)&1 == 1 && v.m.level(v.i, q) < v.m.level(v.i, p) {
					turned++
				}
			}
			used |= 1 << uint(k)
			rank[p] = n - len(placed)
			placed = append(placed, p)
			if err := place(swaps + turned); err != nil {
				return err
			}
			placed = placed[:len(placed)-1]
			used &^= 1 << uint(k)
		}
		return nil
	}
	return place(0)
}

// try counts one ranking.
func (v *inverter) try(out *Inverse, rel relations, rank []int, swaps int) {
	below := uint64(0)
	for k, q := range v.window {
		if rank[q] < rank[v.p] {
			below |= 1 << uint(k)
		}
	}
	if !v.met(below) {
		return
	}
	one := factorial(1)
	out.OwnSatisfying.Add(out.OwnSatisfying, one)
	for j := range v.m.DMs() {
		if j != v.i && !v.m.stableUnder(v.ctx, rel, j, v.p, v.c) {
			return
		}
	}
	out.Satisfying.Add(out.Satisfying, one)
	if out.LeastSwaps < 0 || swaps < out.LeastSwaps {
		out.LeastSwaps = swaps
	}
}
