// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
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

// asked finds the positions whose order in i's ranking can matter: its own window,
// the state, and the ends of every move of i that could be a step of an answer to
// somebody else, whatever i prefers.
func (v *inverter) asked() ([]int, error) {
	in := make(map[int]bool, len(v.window)+1)
	in[v.p] = true
	for _, q := range v.window {
		in[int(q)] = true
	}
	w := walk{m: v.m, sequences: v.m.def.Settings.Sequences, pairwise: v.m.kind != graph && v.m.def.Settings.Sequences == Legal}
	w.may = func(j, from, to int) bool {
		if j != v.i {
			return v.m.improves(j, from, to)
		}
		in[from], in[to] = true, true
		return true
	}
	for j := range v.m.DMs() {
		if j == v.i {
			continue
		}
		for _, q := range v.m.moves(j, v.p, nil) {
			if !v.m.improves(j, v.p, int(q)) {
				continue
			}
			if err := w.from(v.ctx, v.m.others(j), int(q)); err != nil {
				return nil, err
			}
		}
	}
	return slices.Sorted(maps.Keys(in)), nil
}

// permutation is a search through the rankings of the positions that matter.
type permutation struct {
	v      *inverter
	out    *Inverse
	rel    relations
	states []int // the positions
	rank   []int // by position
	placed []int // indices into states, best first
	used   uint64
	worth  []sides // of the positions that do not matter
}

// sides are positions that compare alike with all that matter: +1 better, −1 worse
// than each of them. many of them can be put anywhere at the same cost.
type sides struct {
	than []int
	many int
}

// permute tries every order of the positions that matter. Those that do not can
// stand anywhere.
func (v *inverter) permute(out *Inverse) error {
	states, err := v.asked()
	if err != nil {
		return err
	}
	n := len(states)
	if n > maxPermute {
		return fmt.Errorf("inverse under %v that depends on all rankings of %d states, at most %d: %w", v.c, n, maxPermute, ErrBudget)
	}
	s := &permutation{v: v, out: out, states: states, rank: make([]int, v.m.size), placed: make([]int, 0, n)}
	s.rel = v.relations(func(from, to int) bool { return s.rank[to] > s.rank[from] })
	s.worth = v.sidesOf(states)
	if err := s.place(0); err != nil {
		return err
	}
	for _, count := range []*big.Int{out.OwnSatisfying, out.Satisfying} {
		count.Mul(count, out.Of)
		count.Quo(count, factorial(n))
	}
	return nil
}

// sidesOf groups the positions that do not matter by how they compare now.
func (v *inverter) sidesOf(states []int) (all []sides) {
	index := map[string]int{}
	for q := range v.m.size {
		if !v.m.isState(q) || slices.Contains(states, q) {
			continue
		}
		than := make([]int, len(states))
		for k, p := range states {
			than[k] = cmp.Compare(v.m.level(v.i, q), v.m.level(v.i, p))
		}
		key := fmt.Sprint(than)
		k, ok := index[key]
		if !ok {
			k = len(all)
			index[key] = k
			all = append(all, sides{than: than})
		}
		all[k].many++
	}
	return all
}

// outside is the least number of pairs that the other positions turn round with
// the placed ones. Each is put where it turns fewest; a better one is then never
// put below a worse one, because what speaks for a lower place of the better one
// speaks for one of the worse one as well.
func (s *permutation) outside() (swaps int) {
	for _, x := range s.worth {
		cost := 0
		for _, k := range s.placed { // put above all
			if x.than[k] < 0 {
				cost++
			}
		}
		least := cost
		for _, k := range s.placed { // and below one more
			cost += x.than[k]
			least = min(least, cost)
		}
		swaps += least * x.many
	}
	return swaps
}

func (s *permutation) place(swaps int) error {
	if err := s.v.ctx.Err(); err != nil {
		return err
	}
	n := len(s.states)
	if len(s.placed) == n {
		s.try(swaps)
		return nil
	}
	for k, p := range s.states {
		if s.used>>uint(k)&1 == 1 {
			continue
		}
		turned := 0
		for other, q := range s.states { // worse states placed before it were turned round
			if s.used>>uint(other)&1 == 1 && s.v.m.level(s.v.i, q) < s.v.m.level(s.v.i, p) {
				turned++
			}
		}
		s.used |= 1 << uint(k)
		s.rank[p] = n - len(s.placed)
		s.placed = append(s.placed, k)
		if err := s.place(swaps + turned); err != nil {
			return err
		}
		s.placed = s.placed[:len(s.placed)-1]
		s.used &^= 1 << uint(k)
	}
	return nil
}

// try counts one order.
func (s *permutation) try(swaps int) {
	v, below := s.v, uint64(0)
	for k, q := range v.window {
		if s.rank[q] < s.rank[v.p] {
			below |= 1 << uint(k)
		}
	}
	if !v.met(below) {
		return
	}
	one := factorial(1)
	s.out.OwnSatisfying.Add(s.out.OwnSatisfying, one)
	for j := range v.m.DMs() {
		if j != v.i && !v.m.stableUnder(v.ctx, s.rel, j, v.p, v.c) {
			return
		}
	}
	s.out.Satisfying.Add(s.out.Satisfying, one)
	if swaps += s.outside(); s.out.LeastSwaps < 0 || swaps < s.out.LeastSwaps {
		s.out.LeastSwaps = swaps
	}
}
