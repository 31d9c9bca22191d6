// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"slices"
)

// coarseFrontier is what is left when the memory budget does not hold the exact
// frontier: the frontier on the finest points scale that it does hold, with
// exact utilities of the packages found, and a proven distance.
func (p *Problem) coarseFrontier(ctx context.Context, o Options) (*Frontier, error) {
	for resolution := int64(1 << 20); resolution >= 2; resolution /= 4 {
		q, err := CompileAt(p.model, resolution)
		if err != nil {
			return nil, err
		}
		f, err := q.exactFrontier(ctx, o)
		if errors.Is(err, errMemory) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return p.refine(f, o), nil
	}
	f := &Frontier{p: p, last: &vectors{parties: p.parties}, why: "memory", ceiling: p.ups}
	return f, nil
}

// refine gives the packages of a coarse frontier their exact sums and keeps
// those that no other dominates.
func (p *Problem) refine(coarse *Frontier, o Options) *Frontier {
	list := make([]visited, 0, coarse.Len())
	for i := range coarse.Len() {
		x := coarse.Package(i)
		short := make([]uint16, len(x))
		for j, option := range x {
			short[j] = uint16(option)
		}
		if u := p.sums(x); !o.RationalOnly || p.rational(u) {
			list = append(list, visited{u: u, x: short, count: 1})
		}
	}
	s := searcher{p: p, list: list}
	f := &Frontier{p: p, why: "memory", rational: o.RationalOnly, ceiling: slices.Clone(p.ups), gap: coarse.p.gaps()}
	if g := coarse.layers; g != nil && g.feasible() {
		for q := range f.ceiling { // what the coarse frontier cannot exceed, on our scale
			most := new(big.Rat).Add(coarse.p.rat(q, g.best[0][q]), coarse.p.rounding[q])
			most.Sub(most, p.offset[q])
			f.ceiling[q] = min(f.ceiling[q], steps(most, p.unit[q], false))
		}
	}
	f.last, f.packages = s.finish()
	return f
}

// gaps is twice the rounding error of each party.
func (p *Problem) gaps() []*big.Rat {
	out := make([]*big.Rat, p.parties)
	for q := range out {
		out[q] = new(big.Rat).Add(p.rounding[q], p.rounding[q])
	}
	return out
}

// Gap returns, per party, how much more than some point of the frontier a
// feasible package may give all parties at once: for every feasible package y
// there is a point x with x ≥ y − gap in every entry. It is zero if the frontier
// is proven and nil if nothing can be said (a search that ran out of steps, or a
// frontier cut to rational packages on a coarse scale).
func (f *Frontier) Gap() []*big.Rat {
	switch {
	case f.proven:
		out := make([]*big.Rat, f.p.parties)
		for q := range out {
			out[q] = new(big.Rat)
		}
		return out
	case f.why == "steps" || f.rational:
		return nil
	case f.gap != nil:
		out := make([]*big.Rat, len(f.gap))
		for q := range out {
			out[q] = copyRat(f.gap[q])
		}
		return out
	case f.why == "resolution":
		return f.p.gaps()
	}
	return nil
}

// restrict is the problem of some of the parties, in the given order, with all
// utilities negated if negate is set. Reservations stay where they have a
// meaning.
func (p *Problem) restrict(parties []int, negate bool) *Problem {
	q := &Problem{model: p.model, parties: len(parties), sizes: p.sizes, forbids: p.forbids,
		banned: p.banned, resolution: p.resolution}
	sign := int64(1)
	if negate {
		sign = -1
	}
	pick := func(row []int64) []int64 {
		out := make([]int64, len(parties))
		for j, i := range parties {
			out[j] = sign * row[i]
		}
		return out
	}
	for _, row := range p.unary {
		var flat []int64
		for o := 0; o < len(row); o += p.parties {
			flat = append(flat, pick(row[o:o+p.parties])...)
		}
		q.unary = append(q.unary, flat)
	}
	for _, t := range p.terms {
		add := pick(t.add)
		if slices.ContainsFunc(add, func(v int64) bool { return v != 0 }) {
			q.terms = append(q.terms, pattern{t.scope, t.sets, add})
		}
	}
	for _, i := range parties {
		q.unit, q.offset = append(q.unit, p.unit[i]), append(q.offset, p.offset[i])
		q.stated = append(q.stated, p.stated[i] && !negate)
		q.limit, q.limitRat = append(q.limit, p.limit[i]), append(q.limitRat, p.limitRat[i])
		q.hopeless, q.rounding = append(q.hopeless, p.hopeless[i]), append(q.rounding, p.rounding[i])
		q.lows, q.ups = append(q.lows, p.lows[i]), append(q.ups, p.ups[i])
	}
	return q
}

// least returns, per party, the least sum of a feasible package, or nil if none
// is feasible. proven is false if a search ran out of steps.
func (p *Problem) least(ctx context.Context, o Options) (sums []int64, proven bool, err error) {
	g, err := p.layer(ctx, true, fewArcs)
	if errors.Is(err, errTangled) {
		trial := o
		trial.Steps = min(trialSteps/32, o.steps()) // the steps of a hunt are dear
		if sums, proven, err := p.huntLeast(ctx, trial); err != nil || proven {
			return sums, proven, err
		}
		g, err = p.layer(ctx, true, maxArcs)
	}
	switch {
	case errors.Is(err, errTangled):
		return p.huntLeast(ctx, o)
	case err != nil || !g.feasible():
		return nil, true, err
	}
	return slices.Clone(g.worst[0][:p.parties]), true, nil
}

// huntLeast is least by branch and bound.
func (p *Problem) huntLeast(ctx context.Context, o Options) (sums []int64, proven bool, err error) {
	proven = true
	for i := range p.parties {
		one := p.restrict([]int{i}, true)
		// Gains over a bound that no sum goes below are not negative.
		h := one.newHunt([]int64{-p.ups[i] - 1}, nil, o)
		h.d.aim, h.d.c, h.ahead = aimSum, []float64{1}, h.unit[0]/2 // sums are whole units
		h.rule.compare = func(a, b []int64) int { return cmp.Compare(a[0], b[0]) }
		h.value = func(u []int64) float64 { return h.chooser.gain(u, 0) * (1 - 1e-12) }
		if err := h.run(ctx); err != nil {
			return nil, false, err
		}
		if h.best == nil {
			return nil, h.finished, nil
		}
		proven = proven && h.finished
		sums = append(sums, -h.best[0])
	}
	return sums, proven, nil
}
