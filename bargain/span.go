// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"slices"
)

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
			low, high = new(big.Rat).Sub(low, to), new(big.Rat).Sub(high, from)
			if r.Package != nil { // what both packages choose alike cancels out
				low, high = v.between(x, r.Package, w)
			}
			s.LeastGain, s.MostGain = least(s.LeastGain, low), greatest(s.MostGain, high)
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
	return v.between(x, nil, weights)
}

// between is the range of what x is worth more than another package; nil stands
// for one that is worth nothing.
func (v View) between(x, other Package, weights []Number) (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	lows, highs := make([]*big.Rat, len(x)), make([]*big.Rat, len(x))
	for i := range x {
		a, b := new(big.Rat), new(big.Rat)
		if v.Values != nil && v.Values[i] != nil && (other == nil || x[i] != other[i]) {
			a, b = bounds(v.Values[i][x[i]])
			if other != nil {
				c, d := bounds(v.Values[i][other[i]])
				a, b = a.Sub(a, d), b.Sub(b, c)
			}
		}
		lows[i], highs[i] = a, b
	}
	switch {
	case v.unweighed(): // a mean of the values, with any weights
		var smallest, largest *big.Rat
		for i := range x {
			smallest, largest = least(smallest, lows[i]), greatest(largest, highs[i])
		}
		if smallest != nil {
			low.Add(low, smallest)
			high.Add(high, largest)
		}
	case v.Shares && v.Weights != nil:
		from, to := make([]*big.Rat, len(weights)), make([]*big.Rat, len(weights))
		for i, w := range weights {
			from[i], to[i] = bounds(w)
		}
		low.Add(low, LeastMean(lows, from, to))
		high.Add(high, GreatestMean(highs, from, to))
	default:
		for i := range x {
			a, b := lows[i], highs[i]
			if v.Weights != nil {
				a, b = product(weights[i], a, b)
			}
			low.Add(low, a)
			high.Add(high, b)
		}
	}
	for _, t := range v.Terms {
		in, out := t.When.Matches(x), other != nil && t.When.Matches(other)
		a, b := bounds(t.Add)
		switch {
		case in && !out:
			low.Add(low, a)
			high.Add(high, b)
		case out && !in:
			low.Sub(low, b)
			high.Sub(high, a)
		}
	}
	return low, high
}

// LeastMean is the least mean of some values whose weights lie between low and high
// and are not negative; 0 where all weights can only be 0. All three lists are of one
// length, one number for each issue. The mean grows in a weight exactly if the value
// is above it, so the least is reached where the weights of the smallest values stand
// at their upper ends and the others at their lower ones. Cost: sorting the values.
func LeastMean(values, low, high []*big.Rat) *big.Rat { return extremeMean(values, low, high, 1) }

// GreatestMean is the greatest such mean.
func GreatestMean(values, low, high []*big.Rat) *big.Rat { return extremeMean(values, low, high, -1) }

func extremeMean(values, low, high []*big.Rat, sign int) *big.Rat {
	order := make([]int, len(values))
	sum, all := new(big.Rat), new(big.Rat)
	for i, w := range low {
		order[i] = i
		all.Add(all, w)
		sum.Add(sum, new(big.Rat).Mul(w, values[i]))
	}
	slices.SortStableFunc(order, func(a, b int) int { return values[a].Cmp(values[b]) * sign })
	var best *big.Rat
	for n := 0; ; n++ {
		if all.Sign() > 0 {
			if x := new(big.Rat).Quo(sum, all); best == nil || x.Cmp(best)*sign < 0 {
				best = x
			}
		}
		if n == len(order) {
			break
		}
		i := order[n]
		more := new(big.Rat).Sub(high[i], low[i])
		all.Add(all, more)
		sum.Add(sum, more.Mul(more, values[i]))
	}
	if best == nil {
		return new(big.Rat)
	}
	return best
}

// shares are the ranges of each weight's share of their sum.
func shares(weights []Number) []Number {
	lows, highs := new(big.Rat), new(big.Rat)
	for _, w := range weights {
		low, high := bounds(w)
		lows.Add(lows, low)
		highs.Add(highs, high)
	}
	out := make([]Number, len(weights))
	for i, w := range weights {
		low, high := bounds(w)
		most := new(big.Rat).Sub(highs, high)
		most.Add(most, low)
		rest := new(big.Rat).Sub(lows, low)
		rest.Add(rest, high)
		if most.Sign() > 0 {
			low.Quo(low, most)
		}
		if rest.Sign() > 0 {
			high.Quo(high, rest)
		}
		out[i] = Number{lo: low, hi: high}
	}
	return out
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
