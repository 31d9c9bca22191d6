// SPDX-License-Identifier: Apache-2.0

package bargain

import "math/big"

// A Span holds the ends between which a party's utility of a package lies while
// its numbers are ranges. It lies between them for certain; where an order ties
// weights together, not every value between them need occur.
type Span struct {
	Low, High *big.Rat
	// Stated says that every view of the party has a reservation. LeastGain and
	// MostGain are then the ends of the utility less the reservation, else nil.
	Stated              bool
	LeastGain, MostGain *big.Rat
}

// Spans returns the span of a package for each party, over all its views. It is an
// error if the model is faulty, an order contradicts the ranges of weights, or x
// does not settle every issue. Cost: linear in the numbers of the model.
func (m *Model) Spans(x Package) ([]Span, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if err := m.CheckPackage(x); err != nil {
		return nil, err
	}
	var out []Span
	for _, party := range m.Parties {
		s := Span{Stated: true}
		for _, v := range party.Views {
			w, err := v.weightSpans(len(m.Issues))
			if err != nil {
				return nil, err
			}
			low, high := v.span(x, w)
			s.Low, s.High = least(s.Low, low), greatest(s.High, high)
			r := v.Reservation
			if s.Stated = s.Stated && r != nil && (r.Package != nil || !r.Value.unknown); !s.Stated {
				continue
			}
			from, to := bounds(r.Value)
			if r.Package != nil {
				from, to = v.span(r.Package, w)
			}
			s.LeastGain = least(s.LeastGain, new(big.Rat).Sub(low, to))
			s.MostGain = greatest(s.MostGain, new(big.Rat).Sub(high, from))
		}
		if !s.Stated {
			s.LeastGain, s.MostGain = nil, nil
		}
		out = append(out, s)
	}
	return out, nil
}

// weightSpans are the ranges of weights with an order applied; nil without
// weights.
func (v View) weightSpans(issues int) ([]Number, error) {
	if v.Weights == nil {
		return nil, nil
	}
	low, high := make([]*big.Rat, issues), make([]*big.Rat, issues)
	for i, w := range v.Weights {
		low[i], high[i] = bounds(w)
	}
	if err := narrow(v.Order, low, high); err != nil {
		return nil, err
	}
	out := make([]Number, issues)
	for i := range out {
		out[i] = Number{lo: low[i], hi: high[i]}
	}
	return out, nil
}

// unweighed says that nothing is known of the weights but that they add up to 1.
func (v View) unweighed() bool {
	for _, w := range v.Weights {
		if !w.unknown {
			return false
		}
	}
	return v.Weights != nil
}

// span is the range of the utility of x under ranges of weights.
func (v View) span(x Package, weights []Number) (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	var leastPart, greatestPart *big.Rat
	for i := range x {
		a, b := new(big.Rat), new(big.Rat)
		if v.Values != nil && v.Values[i] != nil {
			a, b = bounds(v.Values[i][x[i]])
		}
		if v.unweighed() { // a mean of the values
			leastPart, greatestPart = least(leastPart, a), greatest(greatestPart, b)
			continue
		}
		if v.Weights != nil {
			a, b = product(weights[i], a, b)
		}
		low.Add(low, a)
		high.Add(high, b)
	}
	if leastPart != nil {
		low.Add(low, leastPart)
		high.Add(high, greatestPart)
	}
	for _, t := range v.Terms {
		if t.When.Matches(x) {
			a, b := bounds(t.Add)
			low.Add(low, a)
			high.Add(high, b)
		}
	}
	return low, high
}

func least(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) < 0 {
		return b
	}
	return a
}

func greatest(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) > 0 {
		return b
	}
	return a
}
