// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"slices"
)

// An AssumptionKind says what sort of number an assumption is about.
type AssumptionKind string

// The kinds of assumptions.
const (
	OfWeight AssumptionKind = "weight" // of an issue
	OfValue  AssumptionKind = "value"  // of an option
	OfTerm   AssumptionKind = "term"   // of what holds over several issues
	OfLimit  AssumptionKind = "limit"  // a reservation
	OfView   AssumptionKind = "view"   // another reading of what the party wants
)

// An Assumption is one thing that a case takes for granted about a party and that
// may be otherwise.
type Assumption struct {
	Party int
	Kind  AssumptionKind
	// Issue, Option, Term and View say which number it is, and are -1 where they do
	// not. View is the reading that would replace the first.
	Issue, Option, Term, View int
	// Low and High are the ends of what is thinkable while all else is at its middle,
	// and Middle is where it stands otherwise; all are nil for a view.
	Low, Middle, High *big.Rat
}

// assumptions lists what is not certain in the first views, then the other views.
// With spread > 0 the exact weights and reservations are thought to be off by that
// share of themselves, either way; a party that gives points has the points of each
// issue stretched instead, as by a weight of 1.
func (m *Model) assumptions(middle *Model, spread *big.Rat) ([]Assumption, error) {
	var out []Assumption
	for q, party := range m.Parties {
		v, mid := party.Views[0], middle.Parties[q].Views[0]
		blank := Assumption{Party: q, Issue: -1, Option: -1, Term: -1, View: -1}
		weights, err := v.weightAssumptions(blank, mid, spread)
		if err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
		out = append(out, weights...)
		add := func(a Assumption, n, at Number) {
			if !n.isExact() {
				a.Low, a.High = bounds(n)
				a.Middle = copyRat(at.exact())
				out = append(out, a)
			}
		}
		for i, row := range v.Values {
			for o, n := range row {
				a := blank
				a.Kind, a.Issue, a.Option = OfValue, i, o
				add(a, n, mid.Values[i][o])
			}
		}
		for t, term := range v.Terms {
			a := blank
			a.Kind, a.Term = OfTerm, t
			add(a, term.Add, mid.Terms[t].Add)
		}
		if r := v.Reservation; r != nil && r.Package == nil && !r.Value.unknown {
			a := blank
			a.Kind = OfLimit
			add(a, r.Value.stretched(spread), mid.Reservation.Value)
		}
		for k := range party.Views[1:] {
			a := blank
			a.Kind, a.View = OfView, k+1
			out = append(out, a)
		}
	}
	return out, nil
}

// stretched is an exact number made a range, by a share of itself either way. Zero
// and what is not exact stay as they are.
func (n Number) stretched(spread *big.Rat) Number {
	if spread == nil || spread.Sign() == 0 || !n.isExact() || n.exact().Sign() == 0 {
		return n
	}
	by := new(big.Rat).Mul(n.exact(), spread)
	by.Abs(by)
	return Number{lo: new(big.Rat).Sub(n.exact(), by), hi: new(big.Rat).Add(n.exact(), by)}
}

// weightAssumptions lists the weights that may be otherwise. Each moves as far as
// its range and the order let it while the others stay at their middle; of weights
// that add up to 1 the others keep their proportions.
func (v View) weightAssumptions(blank Assumption, mid View, spread *big.Rat) (out []Assumption, err error) {
	weights := v.Weights
	if weights == nil {
		if spread == nil || spread.Sign() == 0 {
			return nil, nil
		}
		for _, row := range v.Values {
			one := Number{}
			if row != nil {
				one = Int(1)
			}
			weights = append(weights, one)
		}
		mid.Weights = weights
	}
	for i, w := range weights {
		w = w.stretched(spread)
		if w.isExact() || (v.unweighed() || v.Shares) && mid.Weights[i].exact().Cmp(big.NewRat(1, 1)) == 0 { // the only weight there is
			continue
		}
		a := blank
		a.Kind, a.Issue = OfWeight, i
		a.Low, a.High = bounds(w)
		a.Middle = copyRat(mid.Weights[i].exact())
		for _, pair := range v.Order {
			for _, bound := range []struct {
				mine, other int
				below       bool
			}{{pair[0], pair[1], false}, {pair[1], pair[0], true}} {
				if bound.mine != i || bound.other == i {
					continue
				}
				at := copyRat(mid.Weights[bound.other].exact())
				if v.unweighed() { // the other keeps its share of the rest: t against r(1-t)
					rest := new(big.Rat).Sub(big.NewRat(1, 1), a.Middle)
					if rest.Sign() == 0 {
						continue
					}
					r := at.Quo(at, rest)
					at = new(big.Rat).Quo(r, new(big.Rat).Add(big.NewRat(1, 1), r))
				}
				if bound.below && at.Cmp(a.High) < 0 {
					a.High = at
				}
				if !bound.below && at.Cmp(a.Low) > 0 {
					a.Low = at
				}
			}
		}
		if a.Low.Cmp(a.High) < 0 {
			out = append(out, a)
		}
	}
	return out, nil
}

// assume returns the middle model with one number, or one view, put otherwise.
func (m *Model) assume(middle *Model, a Assumption, to *big.Rat) (*Model, error) {
	out := *middle
	out.Parties = slices.Clone(middle.Parties)
	v := middle.Parties[a.Party].Views[0]
	switch a.Kind {
	case OfWeight:
		v.Weights = m.Parties[a.Party].Views[0].reweighed(v, a.Issue, to)
	case OfValue:
		v.Values = slices.Clone(v.Values)
		v.Values[a.Issue] = slices.Clone(v.Values[a.Issue])
		v.Values[a.Issue][a.Option] = Rational(to)
	case OfTerm:
		v.Terms = slices.Clone(v.Terms)
		v.Terms[a.Term].Add = Rational(to)
	case OfLimit:
		v.Reservation = &Reservation{Value: Rational(to)}
	case OfView:
		var err error
		if v, err = m.Parties[a.Party].Views[a.View].middle(len(m.Issues)); err != nil {
			return nil, err
		}
	}
	out.Parties[a.Party].Views = []View{v}
	return &out, nil
}

// reweighed are the weights of a middle view with one put otherwise.
func (v View) reweighed(mid View, issue int, to *big.Rat) []Number {
	out := slices.Clone(mid.Weights)
	if out == nil {
		for range mid.Values {
			out = append(out, Int(1))
		}
	}
	if v.unweighed() {
		rest := new(big.Rat).Sub(big.NewRat(1, 1), out[issue].exact())
		left := new(big.Rat).Sub(big.NewRat(1, 1), to)
		for j, w := range out {
			if j != issue && rest.Sign() > 0 {
				share := new(big.Rat).Quo(w.exact(), rest)
				out[j] = Rational(share.Mul(share, left))
			}
		}
	}
	out[issue] = Rational(to)
	if v.Shares {
		sum := new(big.Rat)
		for _, w := range out {
			sum.Add(sum, w.exact())
		}
		for j, w := range out {
			if sum.Sign() > 0 {
				out[j] = Rational(new(big.Rat).Quo(w.exact(), sum))
			}
		}
	}
	return out
}
