// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/big"
	"math/bits"
	"slices"
)

// Inverse says which strict rankings of one decision maker make a state an
// equilibrium, the preferences of the others being as they are.
type Inverse struct {
	State   State
	DM      int
	Concept Concept
	// Requirements must all be met for State to be stable for DM; none if it is
	// stable under every ranking.
	Requirements []Requirement
	// OwnSatisfying counts the rankings under which State is stable for DM,
	// Satisfying those under which it is an equilibrium, of Of = (states)!.
	OwnSatisfying, Satisfying, Of *big.Int
	// LeastSwaps is the least number of exchanges of neighbours that lead from the
	// preference of the model to a satisfying ranking; states that are equal now
	// may be put in any order for nothing. -1 if no ranking satisfies.
	LeastSwaps int
}

// Requirement is one temptation: one of the alternatives must hold, each a list
// of states that must all rank below State. The first alternative is the
// temptation itself.
type Requirement struct {
	Temptation   State
	Alternatives [][]State
}

const (
	maxWindow  = 20 // states that matter for DM's own stability
	maxPermute = 9  // states that matter, where every order must be tried
)

// Inverse answers the ordinal inverse question for s, DM i and one concept; see
// docs/methods/stability-inverse.md. It is exact. After J. Wang, K. W. Hipel, L.
// Fang, Y. Dang, European J. Operational Research 270 (2018). Under Nash,
// GMR and SMR it costs 2^r for the r states that matter, at most 20; under SEQ
// and SSEQ, where others' stability can hang on i's improvements, it may have to
// try all orders of the states that matter, at most 9. More is ErrBudget, SIM ErrUnsupported.
func (m *Model) Inverse(ctx context.Context, i int, s State, c Concept) (*Inverse, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	if c >= SIM {
		return nil, fmt.Errorf("inverse of %v: %w", c, ErrUnsupported)
	}
	v := &inverter{m: m, ctx: ctx, i: i, p: p, c: c}
	if err := v.require(); err != nil {
		return nil, err
	}
	if len(v.window) > maxWindow {
		return nil, fmt.Errorf("inverse with %d states that matter, at most %d: %w", len(v.window), maxWindow, ErrBudget)
	}
	out := v.report()
	hold, depends, err := v.othersHold()
	switch {
	case err != nil:
		return nil, err
	case depends:
		return out, v.permute(out)
	}
	if err := v.count(out); err != nil {
		return nil, err
	}
	if hold {
		out.Satisfying.Set(out.OwnSatisfying)
	} else {
		out.LeastSwaps = -1
	}
	return out, nil
}

// inverter turns requirements into sets of states that must rank below p. A set
// is a mask over window.
type inverter struct {
	m      *Model
	ctx    context.Context
	i, p   int
	c      Concept
	window []int32 // positions that matter
	index  map[int32]uint
	needs  []need
}

// need is one temptation with the alternatives as masks; the first is itself.
type need struct {
	to  int32
	any []uint64
}

func (v *inverter) mask(states []int32) (mask uint64) {
	for _, q := range states {
		k, ok := v.index[q]
		if !ok {
			k = uint(len(v.window))
			v.index[q] = k
			v.window = append(v.window, q)
		}
		mask |= 1 << min(k, 63)
	}
	return mask
}

func (v *inverter) require() error {
	v.index = map[int32]uint{}
	w := walk{m: v.m, sequences: v.m.def.Settings.Sequences}
	if v.c == SEQ || v.c == SSEQ {
		w.may = v.m.improves
	}
	for _, q := range v.m.moves(v.i, v.p, nil) {
		n := need{to: q, any: []uint64{v.mask([]int32{q})}}
		if v.c != Nash {
			if err := w.from(v.ctx, v.m.others(v.i), int(q)); err != nil {
				return err
			}
			for _, end := range w.nodes[1:] {
				if mask, ok := v.sanction(end.at); ok && !slices.Contains(n.any, mask) {
					n.any = append(n.any, mask)
				}
			}
		}
		if !slices.Contains(n.any, 0) { // the empty set: deterred whatever the ranking
			v.needs = append(v.needs, n)
		}
	}
	return nil
}

// sanction is what must rank below p for an answer that ends in end to deter.
func (v *inverter) sanction(end int32) (mask uint64, ok bool) {
	var below []int32
	if int(end) != v.p {
		below = append(below, end)
	} else if v.m.def.Settings.Sanction == Worse {
		return 0, false
	}
	if v.c == SMR || v.c == SSEQ {
		for _, e := range v.m.moves(v.i, int(end), nil) {
			if int(e) != v.p {
				below = append(below, e)
			}
		}
	}
	return v.mask(below), true
}

func (v *inverter) met(below uint64) bool {
	for _, n := range v.needs {
		if !slices.ContainsFunc(n.any, func(mask uint64) bool { return mask&^below == 0 }) {
			return false
		}
	}
	return true
}

func (v *inverter) report() *Inverse {
	out := &Inverse{State: v.m.at(v.p), DM: v.i, Concept: v.c, LeastSwaps: -1,
		OwnSatisfying: new(big.Int), Satisfying: new(big.Int), Of: factorial(v.m.count)}
	for _, n := range v.needs {
		r := Requirement{Temptation: v.m.at(int(n.to))}
		for _, mask := range n.any {
			var states []int32
			for x := mask; x != 0; x &= x - 1 {
				states = append(states, v.window[bits.TrailingZeros64(x)])
			}
			r.Alternatives = append(r.Alternatives, v.m.names(states))
		}
		out.Requirements = append(out.Requirements, r)
	}
	return out
}

func factorial(n int) *big.Int { return new(big.Int).MulRange(1, int64(n)) }

// count adds up the rankings by the set of window states below p: below! ways
// to order them, above! ways for the rest, and the states outside the window
// anywhere. The least swaps are the least over the minimal sets.
func (v *inverter) count(out *Inverse) error {
	r := len(v.window)
	order := make([]*big.Int, r+1) // order[b] = b!·(r−b)!
	for b := range order {
		order[b] = new(big.Int).Mul(factorial(b), factorial(r-b))
	}
	for below := range uint64(1) << r {
		if below&0xfff == 0 && v.ctx.Err() != nil {
			return v.ctx.Err()
		}
		if !v.met(below) {
			continue
		}
		out.OwnSatisfying.Add(out.OwnSatisfying, order[bits.OnesCount64(below)])
		minimal := true
		for x := below; x != 0 && minimal; x &= x - 1 {
			minimal = !v.met(below &^ (x & -x))
		}
		if minimal {
			if n := v.swaps(below); out.LeastSwaps < 0 || n < out.LeastSwaps {
				out.LeastSwaps = n
			}
		}
	}
	out.OwnSatisfying.Mul(out.OwnSatisfying, out.Of)
	out.OwnSatisfying.Quo(out.OwnSatisfying, factorial(r+1))
	return nil
}

// swaps is the least number of pairs that a ranking with the forced states
// below p must turn round. The states are read from the best group to the
// worst; cost[b] is the least so far with b states put below p. A state left
// above p passes every state from a better group that was put below.
func (v *inverter) swaps(forced uint64) int {
	own := v.m.level(v.i, v.p)
	type group struct{ all, forced int }
	groups := make([]group, v.m.worth[v.i].levels)
	for q := range v.m.size {
		if q == v.p || !v.m.isState(q) {
			continue
		}
		g := &groups[v.m.level(v.i, q)]
		g.all++
		if k, ok := v.index[int32(q)]; ok && forced>>k&1 == 1 {
			g.forced++
		}
	}
	const none = 1 << 60
	cost := []int{0}
	for l := len(groups) - 1; l >= 0; l-- {
		g := groups[l]
		next := make([]int, len(cost)+g.all)
		for b := range next {
			next[b] = none
		}
		for b, x := range cost {
			for k := g.forced; k <= g.all; k++ {
				y := x + (g.all-k)*b
				if int32(l) > own {
					y += k
				} else if int32(l) < own {
					y += g.all - k
				}
				next[b+k] = min(next[b+k], y)
			}
		}
		cost = next
	}
	return slices.Min(cost)
}
