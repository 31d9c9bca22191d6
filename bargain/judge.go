// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// A trial is what one sample says about each package.
type trial struct {
	marks           []mark
	rounded, proven bool
}

type mark struct {
	efficient, acceptable, nash, ks, egalitarian bool
	regret                                       *big.Rat // nil: none
}

func (t *trial) judge(ctx context.Context, s *sampled, packages []Package) error {
	t.rounded, t.proven = s.rounded, s.f.proven
	for _, x := range packages {
		u := s.p.sums(x)
		k := mark{acceptable: s.p.rational(u), efficient: true}
		same := func(sol *Solution) bool { return sol != nil && slices.Equal(s.f.last.at(sol.Index), u) }
		k.nash, k.ks, k.egalitarian = same(s.s.Nash), same(s.s.KalaiSmorodinsky), same(s.s.Egalitarian)
		for i := range s.f.Len() {
			if i%stride == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			v := s.f.last.at(i)
			if !covers(v, u) || slices.Equal(v, u) {
				continue
			}
			k.efficient = false
			least := ascending(s.p.difference(v, u))[0]
			if k.regret == nil || least.Cmp(k.regret) > 0 {
				k.regret = least
			}
		}
		t.marks = append(t.marks, k)
	}
	return nil
}

// add counts one sample.
func (r *RobustPackage) add(k mark) {
	for _, c := range []struct {
		to *int
		is bool
	}{{&r.Efficient, k.efficient}, {&r.Acceptable, k.acceptable}, {&r.Nash, k.nash},
		{&r.KalaiSmorodinsky, k.ks}, {&r.Egalitarian, k.egalitarian}} {
		if c.is {
			*c.to++
		}
	}
	if k.regret != nil && k.regret.Cmp(r.Regret) > 0 {
		r.Regret = k.regret
	}
}

// always decides whether x is efficient for all, or for some, preferences within
// the ranges. With one view per party and no order the numbers of a party vary
// independently, so the greatest (least) difference of any package to x is again a
// sum over issues and terms, and the question is one of feasibility.
func (m *Model) always(ctx context.Context, x Package, r RobustPackage, o RobustOptions) (possibly, necessarily Verdict, err error) {
	possibly, necessarily = Undecided, Undecided
	if r.Efficient > 0 {
		possibly = Yes
	}
	if r.Efficient < o.Samples {
		necessarily = No
	}
	for _, party := range m.Parties {
		if len(party.Views) > 1 || len(party.Views[0].Order) > 0 || len(party.Views[0].Better) > 0 {
			return possibly, necessarily, nil
		}
	}
	if necessarily == Undecided {
		beaten, known, err := m.beaten(ctx, x, true, o)
		if err != nil {
			return "", "", err
		}
		if known {
			necessarily = Yes
			if beaten {
				necessarily = No
			}
		}
	}
	if possibly == Undecided {
		beaten, known, err := m.beaten(ctx, x, false, o)
		if err != nil {
			return "", "", err
		}
		if known && beaten {
			possibly = No
		}
	}
	return possibly, necessarily, nil
}

// Efficiency says whether package x is efficient for some, and whether for all,
// preferences within the ranges. No sample is drawn: what one package decides
// whatever the numbers are is proven, and all else is not known, as it is where a
// party has several views or an order. It is an error if the model is faulty, x is
// incomplete or a constraint excludes it. Cost: at most two frontiers.
func (m *Model) Efficiency(ctx context.Context, x Package, o Options) (possibly, necessarily Verdict, err error) {
	if err := m.check(); err != nil {
		return "", "", err
	}
	if err := m.CheckPackage(x); err != nil {
		return "", "", err
	}
	for i, c := range m.Constraints {
		if !c.Allows(x) {
			return "", "", fmt.Errorf("constraint %d excludes the package", i)
		}
	}
	// Not one sample: the two questions of a sample are both open.
	possibly, necessarily, err = m.always(ctx, x, RobustPackage{}, RobustOptions{Frontier: o})
	if necessarily == Yes {
		possibly = Yes
	}
	if possibly == No {
		necessarily = No
	}
	return possibly, necessarily, err
}

// beaten reports whether some package has, in every party's greatest (or least)
// difference to x, at least 0, and more for somebody.
func (m *Model) beaten(ctx context.Context, x Package, greatest bool, o RobustOptions) (beaten, known bool, err error) {
	d := &Model{Issues: m.Issues, Constraints: m.Constraints}
	for _, party := range m.Parties {
		d.Parties = append(d.Parties, Party{ID: party.ID, Views: []View{party.Views[0].against(x, greatest)}})
	}
	p, err := Compile(d)
	if errors.Is(err, ErrTooFine) {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	options := o.Frontier
	options.RationalOnly = true
	f, err := p.Frontier(ctx, options)
	if err != nil {
		return false, false, err
	}
	zero := p.sums(x)
	for i := range f.Len() {
		if !slices.Equal(f.last.at(i), zero) {
			return true, true, nil
		}
	}
	return false, f.proven, nil
}

// against is the view whose utility of a package is the greatest or least
// difference of its utility to that of x.
func (v View) against(x Package, greatest bool) View {
	out := View{Reservation: &Reservation{}}
	choose := func(low, high *big.Rat) *big.Rat {
		if greatest {
			return high
		}
		return low
	}
	for i, row := range v.Values {
		if row == nil {
			out.Values = append(out.Values, nil)
			continue
		}
		low, high := bounds(row[x[i]])
		var changed []Number
		for o, n := range row {
			if o == x[i] {
				changed = append(changed, Number{})
				continue
			}
			a, b := bounds(n)
			a, b = a.Sub(a, high), b.Sub(b, low)
			if v.Weights != nil {
				a, b = product(v.Weights[i], a, b)
			}
			changed = append(changed, Rational(choose(a, b)))
		}
		out.Values = append(out.Values, changed)
	}
	constant := new(big.Rat)
	for _, t := range v.Terms {
		low, high := bounds(t.Add)
		if t.When.Matches(x) { // not matching any more takes it away
			gone := choose(high, low) // the greatest difference loses the least
			constant.Sub(constant, gone)
			out.Terms = append(out.Terms, Term{t.When, Rational(gone)})
		} else {
			out.Terms = append(out.Terms, Term{t.When, Rational(choose(low, high))})
		}
	}
	out.Terms = append(out.Terms, Term{nil, Rational(constant)})
	return out
}

// product is the range of a weight times a range.
func product(weight Number, a, b *big.Rat) (low, high *big.Rat) {
	wl, wh := bounds(weight)
	list := ascending([]*big.Rat{new(big.Rat).Mul(wl, a), new(big.Rat).Mul(wl, b), new(big.Rat).Mul(wh, a), new(big.Rat).Mul(wh, b)})
	return list[0], list[3]
}
