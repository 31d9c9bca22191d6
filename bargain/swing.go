// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"math/big"
	"slices"
)

// A doubt is one analysis of sensitivity.
type doubt struct {
	m, middle *Model
	o         SensitivityOptions
	// better are packages that dominated the package when they were found. One that
	// still does proves it without a search.
	better []Package
}

// bisections is how often the place of a change of efficiency is closed in on: to
// less than a ten-thousandth of the distance between two places.
const bisections = 14

// judge says how the package stands in an exact model, and which packages dominate
// it if a search was needed to find some.
func (d *doubt) judge(ctx context.Context, m *Model, better []Package) (a *Answer, found []Package, rounded bool, err error) {
	p, err := Compile(m)
	if errors.Is(err, ErrTooFine) {
		rounded = true
		p, err = CompileAt(m, 1e9)
	}
	if err != nil {
		return nil, nil, false, err
	}
	a = &Answer{Acceptable: true, Proven: true}
	if a.Utility, err = p.Utility(d.o.Package); err != nil {
		return nil, nil, false, err
	}
	for q, u := range a.Utility {
		limit := p.Reservation(q)
		if limit == nil {
			a.Gains = append(a.Gains, nil)
			continue
		}
		gain := limit.Sub(u, limit)
		a.Gains = append(a.Gains, gain)
		a.LeastGain = least(a.LeastGain, gain)
		a.Acceptable = a.Acceptable && gain.Sign() >= 0
	}
	if d.o.Question != Unused && slices.ContainsFunc(better, func(x Package) bool { return p.dominates(x, d.o.Package) }) {
		return a, nil, rounded, ctx.Err()
	}
	g, err := p.Gains(ctx, d.o.Package, d.o.Frontier)
	if err != nil {
		return nil, nil, false, err
	}
	a.Efficient, a.Proven = g.Efficient, g.Proven
	if d.o.Question == Unused {
		a.Unused = new(big.Rat)
	}
	if g.Step != nil {
		found = append(found, g.Step.Package)
		for q, u := range g.Step.Utility {
			gain := new(big.Rat).Sub(u, a.Utility[q])
			if d.o.Question == Unused && (q == 0 || gain.Cmp(a.Unused) < 0) {
				a.Unused = gain
			}
		}
	}
	for _, s := range g.More {
		if s != nil {
			found = append(found, s.Package)
		}
	}
	return a, found, rounded, nil
}

// dominates reports whether feasible package x gives nobody less than y and
// somebody more.
func (p *Problem) dominates(x, y Package) bool {
	u, v := p.sums(x), p.sums(y)
	return covers(u, v) && !slices.Equal(u, v)
}

// at judges with one assumption put otherwise.
func (d *doubt) at(ctx context.Context, a Assumption, to *big.Rat, better []Package) (*Answer, []Package, bool, error) {
	m, err := d.m.assume(d.middle, a, to)
	if err != nil {
		return nil, nil, false, err
	}
	return d.judge(ctx, m, better)
}

// swing fills in how the answer moves with one assumption.
func (d *doubt) swing(ctx context.Context, s *Swing, a Assumption, base *Answer) (rounded int, err error) {
	s.Assumption = a
	better := slices.Clone(d.better)
	ask := func(to *big.Rat) (*Answer, error) {
		x, found, r, err := d.at(ctx, a, to, better)
		if r {
			rounded++
		}
		better = append(better, found...)
		return x, err
	}
	low := base
	if a.Kind != OfView {
		if low, err = ask(a.Low); err != nil {
			return rounded, err
		}
	}
	high, err := ask(a.High)
	if err != nil {
		return rounded, err
	}
	s.AtLow, s.AtHigh = *low, *high
	s.Swing = new(big.Rat)
	// A view may state no reservation where the first did: then there is no value.
	if x, y := low.value(d.o.Question, d.o.Party), high.value(d.o.Question, d.o.Party); x != nil && y != nil {
		s.Swing.Sub(y, x)
		s.Swing.Abs(s.Swing)
	}
	if low.Acceptable != high.Acceptable {
		at := root(a, low, high)
		s.Flips = append(s.Flips, Flip{Holds: high.Acceptable, After: at, Before: at})
	}
	if a.Kind == OfView {
		if low.Efficient != high.Efficient {
			s.Flips = append(s.Flips, Flip{Efficient: true, Holds: high.Efficient})
		}
		return rounded, nil
	}
	return rounded, d.efficiency(a, s, ask)
}

// root is where a gain that changes its sign is 0. Only the party of the
// assumption gains otherwise, and it does so linearly.
func root(a Assumption, low, high *Answer) *big.Rat {
	from, to := low.Gains[a.Party], high.Gains[a.Party]
	if a.Kind == OfView || from == nil || to == nil {
		return nil
	}
	t := new(big.Rat).Sub(from, to)
	t.Quo(from, t)
	t.Mul(t, new(big.Rat).Sub(a.High, a.Low))
	return t.Add(t, a.Low)
}

// efficiency looks for changes of efficiency between the ends. A value or a term
// moves every other package against this one in one direction only, by the same
// amount or not at all, so that efficiency changes once or never; a weight may
// change it to and fro, and is looked at in Steps parts.
func (d *doubt) efficiency(a Assumption, s *Swing, ask func(*big.Rat) (*Answer, error)) error {
	steps := d.o.Steps
	switch a.Kind {
	case OfLimit: // what a party would do without an agreement dominates nothing
		return nil
	case OfValue, OfTerm:
		steps = 1
	}
	last, was := a.Low, s.AtLow.Efficient
	for i := 1; i <= steps; i++ {
		to := new(big.Rat).Sub(a.High, a.Low)
		to.Mul(to, big.NewRat(int64(i), int64(steps))).Add(to, a.Low)
		is := s.AtHigh.Efficient
		if i < steps {
			x, err := ask(to)
			if err != nil {
				return err
			}
			is = x.Efficient
		}
		if is != was {
			after, before := last, to
			for range bisections {
				half := new(big.Rat).Add(after, before)
				half.Mul(half, big.NewRat(1, 2))
				x, err := ask(half)
				if err != nil {
					return err
				}
				if x.Efficient == was {
					after = half
				} else {
					before = half
				}
			}
			s.Flips = append(s.Flips, Flip{Efficient: true, Holds: is, After: after, Before: before})
		}
		last, was = to, is
	}
	return nil
}
