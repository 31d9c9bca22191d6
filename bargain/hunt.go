// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math"
	"slices"
)

const (
	rootRounds = 400 // of λ at the start
	nodeRounds = 6   // at every further node, from the λ of its parent
)

// A hunt finds the package that is best by a rule, by branch and bound: options of
// one issue after another are fixed, and a branch is left when its dual bound,
// rounding error included, is below the best package known. What is compared at
// the ends is exact, so a hunt that comes to its end proves its result.
type hunt struct {
	s      *searcher
	d      dual
	limits []int64
	unit   []float64   // of a gain, per party
	unary  [][]float64 // per issue, options × parties, in those units
	terms  [][]float64 // per pattern; forbidden combinations have zeros
	shares [][]float64 // per pattern, a weight for each issue of its scope
	extra  [][]float64 // per issue and option, shares granted there
	active []int       // terms that take part in the present evaluation
	worth  []float64   // of the active terms
	free   []int
	isFree []bool
	value  func(u []int64) float64
	rule   rule
	may    func(u []int64) bool // what the package must satisfy

	best     []int64 // sums of the best package known
	bestAt   Package
	bestIs   float64
	ties     map[string]bool // vectors as good as the best
	compared map[string]bool // vectors compared with the best of their time
	chooser  *chooser
	ahead    float64 // only packages better than the best by this much are sought; 0: ties too
	rootIs   float64
	steps    int64
	finished bool
}

// run searches from the root.
func (h *hunt) run(ctx context.Context) error {
	p := h.s.p
	n := p.parties
	h.d.h, h.bestIs, h.ties, h.compared = h, math.Inf(-1), map[string]bool{}, map[string]bool{}
	for i := range p.sizes {
		h.free, h.isFree = append(h.free, i), append(h.isFree, true)
		row := make([]float64, len(p.unary[i]))
		for j, v := range p.unary[i] {
			row[j] = float64(v) * h.unit[j%n]
		}
		h.unary = append(h.unary, row)
		h.extra = append(h.extra, make([]float64, p.sizes[i]))
	}
	for _, t := range h.s.patterns {
		add := make([]float64, n)
		for q := range t.add {
			add[q] = float64(t.add[q]) * h.unit[q]
		}
		h.terms = append(h.terms, add)
		h.shares = append(h.shares, slices.Repeat([]float64{1}, len(t.scope)))
	}
	lambda := make([]float64, n)
	for q := range lambda {
		lambda[q] = 1 / float64(n)
		if h.d.aim == aimSum {
			lambda[q] = h.d.c[q]
		}
	}
	err := h.node(ctx, lambda, rootRounds, true)
	if h.s.stopped != "" {
		return nil
	}
	h.finished = err == nil
	return err
}

// node bounds the open issues and branches.
func (h *hunt) node(ctx context.Context, lambda []float64, rounds int, root bool) error {
	if h.steps++; h.steps%64 == 0 && ctx.Err() != nil {
		return ctx.Err()
	}
	if h.steps > h.s.limit {
		h.s.stopped = "steps"
		return errMemory
	}
	if len(h.free) == 0 {
		h.offer(h.s.x)
		return nil
	}
	r := h.relax(ctx, lambda, rounds)
	if root {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.rootIs = r.value + r.error
		if len(h.s.patterns) > 0 && h.rootIs > h.bestIs {
			h.kick(ctx)
		}
	}
	// Gains are not negative in any package that counts, so neither is the least
	// of them, nor a sum.
	if r.value+r.error < h.bestIs+h.ahead || h.d.aim != aimProduct && r.value+r.error < 0 {
		return nil
	}
	i := h.branch(r)
	type child struct {
		option int
		value  float64
	}
	var children []child
	n := h.s.p.parties
	for o := range h.s.p.sizes[i] {
		if h.s.p.banned[i][o] {
			continue
		}
		score := h.extra[i][o]
		for q, l := range r.lambda {
			score += l * h.unary[i][o*n+q]
		}
		children = append(children, child{o, r.value - r.score[i] + score})
	}
	slices.SortStableFunc(children, func(a, b child) int {
		switch {
		case a.value > b.value:
			return -1
		case a.value < b.value:
			return 1
		}
		return 0
	})
	at := slices.Index(h.free, i)
	h.free, h.isFree[i] = slices.Delete(h.free, at, at+1), false
	defer func() { h.free, h.isFree[i] = slices.Insert(h.free, at, i), true }()
	for _, c := range children {
		if c.value+2*r.error < h.bestIs+h.ahead {
			break // as are all that follow
		}
		h.s.x[i] = c.option
		allowed := h.s.choose(i, c.option, 1)
		var err error
		if allowed {
			err = h.node(ctx, r.lambda, nodeRounds, false)
		}
		h.s.choose(i, c.option, -1)
		if err != nil {
			return err
		}
	}
	return nil
}

// relax improves λ for some rounds and returns the best bound, trying each
// relaxed package as a solution on the way.
func (h *hunt) relax(ctx context.Context, lambda []float64, rounds int) *relaxed {
	fresh := func() *relaxed {
		return &relaxed{lambda: slices.Clone(lambda), gain: make([]float64, len(lambda)),
			pick: slices.Clone(h.s.x), score: make([]float64, len(h.s.x))}
	}
	r, best := fresh(), fresh()
	best.value = math.Inf(1)
	var shares [][]float64
	step := 0.5
	if rounds < rootRounds {
		step = 0.08
	}
	for k := range rounds {
		if k%16 == 15 && ctx.Err() != nil {
			break
		}
		h.d.evaluate(r)
		h.tryPick(ctx, r)
		if r.value < best.value {
			best.value, best.error = r.value, r.error
			copy(best.lambda, r.lambda)
			copy(best.gain, r.gain)
			copy(best.pick, r.pick)
			copy(best.score, r.score)
			shares = h.keepShares(shares)
			if best.value < h.bestIs+h.ahead+8*best.error {
				break // below the best, or as near to it as rounding tells
			}
		}
		h.d.move(r, step/(1+0.05*float64(k)))
		h.moveShares(r, step/(1+0.05*float64(k)))
	}
	if len(h.terms) > 0 && shares != nil { // the scores of the best round, for branching
		for t := range shares {
			copy(h.shares[t], shares[t])
		}
		h.d.evaluate(best)
	}
	return best
}

// tryPick offers the package of a relaxation if it looks better than the best.
func (h *hunt) tryPick(ctx context.Context, r *relaxed) {
	value := 0.0
	switch h.d.aim {
	case aimLeast:
		value = slices.Min(r.gain)
	case aimProduct:
		for _, g := range r.gain {
			value += math.Log(max(g, 0))
		}
	case aimSum:
		for q, g := range r.gain {
			value += h.d.c[q] * g
			if h.d.bound[q] && g < 0 {
				return
			}
		}
	}
	if value > h.bestIs {
		if h.s.p.feasible(r.pick) && h.offer(r.pick) {
			h.climb(ctx)
		}
	}
}

// branch chooses the open issue on which the best two options are nearest, per
// difference of the gains that depend on it: the undecided one.
func (h *hunt) branch(r *relaxed) int {
	n := h.s.p.parties
	issue, least := h.free[0], math.Inf(1)
	for _, i := range h.free {
		second, apart := math.Inf(-1), 0.0
		for o := range h.s.p.sizes[i] {
			if h.s.p.banned[i][o] || o == r.pick[i] {
				continue
			}
			score := h.extra[i][o]
			d := math.Abs(score - h.extra[i][r.pick[i]])
			for q, l := range r.lambda {
				score += l * h.unary[i][o*n+q]
				d += l * math.Abs(h.unary[i][o*n+q]-h.unary[i][r.pick[i]*n+q])
			}
			if score > second {
				second, apart = score, d
			}
		}
		if gap := (r.score[i] - second) / (apart + 1e-300); second > math.Inf(-1) && gap < least {
			issue, least = i, gap
		}
	}
	return issue
}
