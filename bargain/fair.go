// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
)

// A Criterion names a fair point that can be found without a frontier.
type Criterion string

// The criteria; see [Solutions] for their definitions.
const (
	Nash             Criterion = "nash"
	KalaiSmorodinsky Criterion = "kalai_smorodinsky"
	Egalitarian      Criterion = "egalitarian"
	Utilitarian      Criterion = "utilitarian"
)

// A Fair is a fair point found by branch and bound.
type Fair struct {
	// Solution is the best package found, or nil: no package meets all stated
	// reservations, some ideal gain is 0 (Kalai–Smorodinsky), or nobody but some can
	// gain (Nash; then only the frontier decides).
	Solution *Solution
	// Value is the objective of Solution, rounded: the least gain, the least ratio,
	// the sum of natural logarithms of gains, or the weighted sum of gains. Bound is
	// a proven upper bound of it, whether the search ended or not.
	Value, Bound float64
	Proven       bool
}

// ErrScales says that a sum over parties was asked of a case that does not declare
// its scales comparable.
var ErrScales = errors.New("the case does not declare its scales comparable")

// Fair finds one fair point for any number of parties without the frontier, by
// branch and bound with a Lagrangian bound. Solution.Index is -1, its Packages nil,
// and Ties counts the other selected vectors. Options.Steps bounds the nodes (0
// means [DefaultSteps]); if they are used up the best package so far, with Proven
// false and a bound, is the result. Errors: [ErrScales] for the utilitarian
// point, an unknown criterion, the context's. Cost: exponential at worst.
func (p *Problem) Fair(ctx context.Context, c Criterion, o Options) (*Fair, error) {
	switch {
	case !slices.Contains([]Criterion{Nash, KalaiSmorodinsky, Egalitarian, Utilitarian}, c):
		return nil, fmt.Errorf("criterion %q is not known", c)
	case c == Utilitarian && !p.model.ComparableScales:
		return nil, ErrScales
	}
	least, proven, err := p.least(ctx, o)
	if err != nil {
		return nil, err
	}
	f, err := p.fair(ctx, c, least, proven, o)
	if err == nil && !proven {
		f.Proven = false
		if f.Solution != nil {
			f.Solution.Proven = false
		}
	}
	return f, err
}

func (p *Problem) fair(ctx context.Context, c Criterion, least []int64, proven bool, o Options) (*Fair, error) {
	if least == nil || slices.Contains(p.hopeless, true) && p.anyHopeless() {
		return &Fair{Proven: proven}, nil
	}
	limits := slices.Clone(least)
	for q := range limits {
		if p.stated[q] {
			limits[q] = p.limit[q]
		}
	}
	switch c {
	case Egalitarian:
		return p.hunted(ctx, c, limits, nil, o)
	case Nash:
		first, err := p.hunted(ctx, Egalitarian, limits, nil, o)
		if err != nil || first.Solution == nil || first.Value <= 0 {
			return &Fair{Proven: err == nil && first.Proven && first.Solution == nil}, err
		}
		return p.hunted(ctx, c, limits, nil, o)
	case Utilitarian:
		return p.hunted(ctx, c, limits, nil, o)
	}
	ideal, ok, err := p.ideal(ctx, limits, o)
	if err != nil || ideal == nil {
		return &Fair{Proven: ok}, err
	}
	for q := range ideal {
		if ideal[q] <= limits[q] {
			return &Fair{Proven: ok}, nil
		}
	}
	f, err := p.hunted(ctx, c, limits, ideal, o)
	if f != nil && !ok {
		f.Proven = false
		if f.Solution != nil {
			f.Solution.Proven = false
		}
	}
	return f, err
}

func (p *Problem) anyHopeless() bool {
	for q, h := range p.hopeless {
		if h && p.stated[q] {
			return true
		}
	}
	return false
}

// ideal is the most each party gets among packages that meet all reservations.
func (p *Problem) ideal(ctx context.Context, limits []int64, o Options) (sums []int64, proven bool, err error) {
	for q := range p.parties {
		h := p.newHunt(limits, nil, o)
		h.d.aim, h.d.c = aimSum, make([]float64, p.parties)
		h.d.c[q], h.ahead = 1, h.unit[q]/2 // sums are whole units
		h.rule.compare = func(a, b []int64) int { return big.NewInt(a[q]).Cmp(big.NewInt(b[q])) }
		h.value = func(u []int64) float64 { return h.chooser.gain(u, q) }
		if err := h.run(ctx); err != nil {
			return nil, false, err
		}
		if h.best == nil {
			return nil, h.finished, nil
		}
		if !h.finished {
			return nil, false, nil // a ratio to an ideal that is not known means nothing
		}
		sums = append(sums, h.best[q])
	}
	return sums, p.resolution == 0, nil
}

// newHunt prepares a hunt for gains over limits.
func (p *Problem) newHunt(limits, ideal []int64, o Options) *hunt {
	h := &hunt{s: newSearcher(p, o), limits: limits, may: p.rational}
	h.chooser = &chooser{p: p, limits: limits, ideal: ideal}
	h.d.bound = p.stated
	for q := range limits {
		unit, _ := p.unit[q].Float64()
		h.chooser.unit = append(h.chooser.unit, unit)
		if ideal != nil {
			unit = 1 / float64(ideal[q]-limits[q])
		}
		h.unit = append(h.unit, unit)
	}
	return h
}

func (p *Problem) hunted(ctx context.Context, c Criterion, limits, ideal []int64, o Options) (*Fair, error) {
	h := p.newHunt(limits, ideal, o)
	switch c {
	case Egalitarian:
		h.rule = h.chooser.egalitarian()
	case KalaiSmorodinsky:
		h.rule = h.chooser.kalaiSmorodinsky()
	case Nash:
		h.d.aim = aimProduct
		h.rule = rule{compare: h.chooser.compareProducts, size: func([]int64) float64 { return 64 * 64 }}
		h.rule.key = func(u []int64) (sum float64) {
			for q := range u {
				sum += math.Log(max(0, h.chooser.gain(u, q)))
			}
			return sum
		}
	case Utilitarian:
		h.d.aim = aimSum
		h.rule = h.chooser.utilitarian()
		for q := range limits {
			w := 1.0
			if s := p.model.SocialWeights; s != nil {
				w, _ = s[q].exact().Float64()
			}
			h.d.c = append(h.d.c, w)
		}
		h.rule.key = func(u []int64) (sum float64) {
			for q := range u {
				sum += h.d.c[q] * h.chooser.gain(u, q)
			}
			return sum
		}
	}
	h.value = func(u []int64) float64 { // a little low, so that rounding cuts nothing off
		v := h.rule.key(u)
		return v - 1e-12*(math.Abs(v)+h.rule.size(u))
	}
	if err := h.run(ctx); err != nil {
		return nil, err
	}
	f := &Fair{Value: math.Inf(-1), Bound: h.rootIs, Proven: h.finished && p.resolution == 0}
	if h.best == nil {
		return f, nil
	}
	f.Value = h.rule.key(h.best)
	if h.finished {
		f.Bound = f.Value + 2e-12*(math.Abs(f.Value)+h.rule.size(h.best))
	}
	u := make([]*big.Rat, p.parties)
	for q := range u {
		u[q] = p.utility(q, h.bestAt)
	}
	f.Solution = &Solution{Point: Point{Utility: u, Package: h.bestAt}, Index: -1, Ties: len(h.ties) - 1, Proven: f.Proven}
	return f, nil
}

// compareProducts compares products of gains, none of which is negative.
func (c *chooser) compareProducts(a, b []int64) int {
	product := func(u []int64) *big.Int {
		v := big.NewInt(1)
		for q := range u {
			v.Mul(v, big.NewInt(u[q]-c.limits[q]))
		}
		return v
	}
	return product(a).Cmp(product(b))
}
