// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
)

// Certain reports that every number of the model is one number, no weights are
// merely ordered and every party has one view: [Compile] takes such a model.
func (m *Model) Certain() bool {
	for _, party := range m.Parties {
		if len(party.Views) != 1 || party.Views[0].certain(m) != nil {
			return false
		}
	}
	return true
}

// Middle returns the exact model in the middle of what is stated: the first view
// of each party, each range at its middle, an unknown value at 1/2 and an unknown
// reservation as not stated. A weight under an order stands as high in its range as
// its place in the order is expected to be, (1 + those below it) out of (2 + those
// below and above it): the mean of ordered draws. Weights of which nothing is known
// are scaled to add up to 1, as in [Model.Robust]. It is a point of reference, not
// a likely case. Errors: a faulty model, contradicting orders. Cost: linear in the
// numbers of the model and cubic in the issues under an order.
func (m *Model) Middle() (*Model, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	out := *m
	out.Parties = make([]Party, len(m.Parties))
	for p, party := range m.Parties {
		view, err := party.Views[0].middle(len(m.Issues))
		if err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
		out.Parties[p] = Party{ID: party.ID, Name: party.Name, Views: []View{view}}
	}
	return &out, nil
}

// middle is the number half way between the ends.
func (n Number) middle() Number {
	if n.isExact() {
		return n
	}
	low, high := bounds(n)
	return Rational(low.Mul(low.Add(low, high), big.NewRat(1, 2)))
}

func (v View) middle(issues int) (View, error) {
	out := View{Name: v.Name, Most: v.Most, Shares: v.Shares}
	var err error
	if out.Weights, err = v.middleWeights(issues); err != nil {
		return View{}, err
	}
	for _, row := range v.Values {
		var exact []Number
		for _, n := range row {
			exact = append(exact, n.middle())
		}
		out.Values = append(out.Values, exact)
	}
	for _, t := range v.Terms {
		out.Terms = append(out.Terms, Term{When: t.When, Add: t.Add.middle()})
	}
	switch r := v.Reservation; {
	case r == nil || r.Package == nil && r.Value.unknown:
	case r.Package != nil:
		out.Reservation = r
	default:
		out.Reservation = &Reservation{Value: r.Value.middle()}
	}
	return out, nil
}

func (v View) middleWeights(issues int) ([]Number, error) {
	if len(v.Order) > 0 && v.Weights == nil {
		return nil, fmt.Errorf("an order of weights needs weights")
	}
	spans, err := v.weightSpans(issues)
	if spans == nil || err != nil {
		return nil, err
	}
	above := v.above(issues)
	out, sum := make([]Number, issues), new(big.Rat)
	for i, s := range spans {
		up, down := int64(0), int64(0)
		for k := range issues {
			if k != i && above[k][i] && !above[i][k] {
				up++
			}
			if k != i && above[i][k] && !above[k][i] {
				down++
			}
		}
		low, high, _ := s.Bounds()
		w := high.Sub(high, low)
		w.Mul(w, big.NewRat(1+down, 2+down+up)).Add(w, low)
		sum.Add(sum, w)
		out[i] = Rational(w)
	}
	if (v.unweighed() || v.Shares) && sum.Sign() > 0 {
		for i, w := range out {
			out[i] = Rational(new(big.Rat).Quo(w.exact(), sum))
		}
	}
	return out, nil
}

// above says for each pair of issues whether the order puts the first above the
// second, at once or through others.
func (v View) above(issues int) [][]bool {
	out := make([][]bool, issues)
	for i := range out {
		out[i] = make([]bool, issues)
	}
	for _, pair := range v.Order {
		out[pair[0]][pair[1]] = true
	}
	for k := range issues {
		for i := range issues {
			if !out[i][k] {
				continue
			}
			for j := range issues {
				out[i][j] = out[i][j] || out[k][j]
			}
		}
	}
	return out
}
