// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
	"slices"
)

// A Solution is the vector that a definition selects from the rational frontier.
type Solution struct {
	Point
	Index  int  // of the point in the frontier
	Ties   int  // other vectors that the definition selects as well
	Proven bool // the frontier and the limits behind it are proven
}

// Solutions are the selections of docs/methods/fair-points.md. A nil entry means
// that the definition selects nothing: no package meets all stated reservations,
// some party cannot gain (Kalai–Smorodinsky), or scales were not declared to be
// comparable (utilitarian). Of tied vectors the one with the leximin-best gains is
// shown, then the lexicographically greatest in the order of the parties.
type Solutions struct {
	Nash             *Solution // Nash 1950: greatest product of gains
	KalaiSmorodinsky *Solution // Kalai and Smorodinsky 1975, leximin of gain over ideal gain (Imai 1983)
	Egalitarian      *Solution // Kalai 1977, leximin of gains
	EqualGain        *Solution // least spread of gains
	Utilitarian      *Solution // greatest weighted sum; dominated vectors are tied too where a weight is zero
	// Limits are the utilities from which gains are measured: the stated
	// reservation, or the least feasible utility where Stated is false.
	Limits []*big.Rat
	Stated []bool
	// Ideal is the greatest utility of each party among the packages that meet all
	// stated reservations; nil if there is none.
	Ideal []*big.Rat
}

// Solve selects the fair points of the frontier. The errors are those of the
// context. Cost: linear in the points, with exact comparisons only among those
// that floating point cannot tell apart.
func (f *Frontier) Solve(ctx context.Context) (*Solutions, error) {
	c, proven, err := f.chooser(ctx)
	if err != nil {
		return nil, err
	}
	s := &Solutions{Stated: append([]bool(nil), f.p.stated...)}
	if c.limits == nil {
		return s, nil // no package is feasible
	}
	for q, d := range c.limits {
		if f.p.stated[q] {
			s.Limits = append(s.Limits, copyRat(f.p.limitRat[q]))
		} else {
			s.Limits = append(s.Limits, f.p.rat(q, d))
		}
	}
	if len(c.rows) == 0 {
		return s, nil
	}
	for q, most := range c.ideal {
		s.Ideal = append(s.Ideal, f.p.rat(q, most))
	}
	make1 := func(r rule) *Solution {
		if ctx.Err() != nil {
			return nil
		}
		at, ties := c.choose(r)
		return &Solution{Point: f.Point(at), Index: at, Ties: ties, Proven: proven}
	}
	s.Nash = make1(c.nash())
	s.Egalitarian = make1(c.egalitarian())
	s.EqualGain = make1(c.equalGain())
	if c.canKalaiSmorodinsky() {
		s.KalaiSmorodinsky = make1(c.kalaiSmorodinsky())
	}
	if f.p.model.ComparableScales {
		s.Utilitarian = make1(c.utilitarian())
		if err := f.tied(ctx, s.Utilitarian); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// chooser prepares the selection: limits, rational points and ideal.
func (f *Frontier) chooser(ctx context.Context) (*chooser, bool, error) {
	p := f.p
	least, proven := make([]int64, p.parties), true
	if f.Len() == 0 || slices.Contains(p.stated, false) { // else nobody asks for it
		var err error
		if least, proven, err = p.least(ctx, Options{}); err != nil || least == nil {
			return &chooser{}, false, err
		}
	}
	c := &chooser{p: p, f: f, limits: least, ideal: make([]int64, p.parties)}
	for q := range c.limits {
		if p.stated[q] {
			c.limits[q] = p.limit[q]
		} else if f.whole != nil && p.cuts[q] {
			c.limits[q] = min(c.limits[q], p.cut[q])
		}
		unit, _ := p.unit[q].Float64()
		c.unit = append(c.unit, unit)
		c.ideal[q] = -1 << 63
	}
	for i := range f.Len() {
		if i%stride == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if u := f.last.at(i); p.rational(u) {
			c.rows = append(c.rows, i)
			for q, v := range u {
				c.ideal[q] = max(c.ideal[q], v)
			}
		}
	}
	return c, proven && f.proven, nil
}
