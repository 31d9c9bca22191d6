// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/big"
	"slices"

	"parley/bargain"
)

// A worthView is a preference over the issues of a case, ready for worths: the
// worth of a package is the mean of the worths of its options, weighed by the
// weights of the issues.
type worthView struct {
	low, high []*big.Rat // of the weights; nil in a view that has an order alone
	chain     []int      // issues in their order, what matters most first, when there are no weights
	rest      []int      // issues of which neither weight nor place is stated, when there are no weights
	middle    []*big.Rat
	values    [][]valueSpan
}

// valueSpan is the worth of an option, from 0 to 1.
type valueSpan struct{ low, middle, high *big.Rat }

// newWorthView reads the two views that a case makes of a preference: with single
// figures, and as stated.
func newWorthView(middle, ranges bargain.View) worthView {
	var v worthView
	for i, n := range middle.Weights {
		w, _ := n.Exact()
		v.middle = append(v.middle, w)
		if low, high, known := ranges.Weights[i].Bounds(); known {
			v.low, v.high = append(v.low, low), append(v.high, high)
		}
		var row []valueSpan
		for o, n := range middle.Values[i] {
			m, _ := n.Exact()
			low, high, _ := ranges.Values[i][o].Bounds()
			row = append(row, valueSpan{low, m, high})
		}
		v.values = append(v.values, row)
	}
	if len(v.low) == len(v.middle) {
		return v
	}
	v.low, v.high = nil, nil // where one weight follows from the order all do
	for _, p := range ranges.Order {
		if len(v.chain) == 0 {
			v.chain = append(v.chain, p[0])
		}
		v.chain = append(v.chain, p[1])
	}
	for i := range v.middle {
		if !slices.Contains(v.chain, i) {
			v.rest = append(v.rest, i)
		}
	}
	return v
}

// span is the least and the most that the mean of some values can be, and what it
// is at the middle. vals has one value for each issue.
func (v worthView) span(vals []valueSpan) valueSpan {
	out := valueSpan{middle: v.mean(v.middle, func(i int) *big.Rat { return vals[i].middle })}
	if v.exact(vals) {
		out.low, out.high = out.middle, out.middle
		return out
	}
	out.low = v.extreme(func(i int) *big.Rat { return vals[i].low }, 1)
	out.high = v.extreme(func(i int) *big.Rat { return vals[i].high }, -1)
	return out
}

func (v worthView) exact(vals []valueSpan) bool {
	for i, x := range vals {
		if v.low == nil || v.low[i].Cmp(v.high[i]) != 0 || x.low.Cmp(x.high) != 0 {
			return false
		}
	}
	return true
}

func (v worthView) mean(weights []*big.Rat, value func(int) *big.Rat) *big.Rat {
	sum, all := new(big.Rat), new(big.Rat)
	for i, w := range weights {
		all.Add(all, w)
		sum.Add(sum, new(big.Rat).Mul(w, value(i)))
	}
	if all.Sign() == 0 {
		return all
	}
	return sum.Quo(sum, all)
}

// extreme is the least mean of some values over all weights that are possible,
// or with sign -1 the most. Under an order it is reached at a corner of the weights
// that keep it, which are equal for the first few issues and zero for the rest.
func (v worthView) extreme(value func(int) *big.Rat, sign int) *big.Rat {
	var best *big.Rat
	take := func(x *big.Rat) {
		if best == nil || x.Cmp(best)*sign < 0 {
			best = x
		}
	}
	if v.low == nil {
		sum := new(big.Rat)
		for n, i := range v.chain {
			sum.Add(sum, value(i))
			take(new(big.Rat).Quo(sum, big.NewRat(int64(n+1), 1)))
		}
		for _, i := range v.rest {
			take(value(i))
		}
		return best
	}
	values := make([]*big.Rat, len(v.low))
	for i := range values {
		values[i] = value(i)
	}
	if sign > 0 {
		return bargain.LeastMean(values, v.low, v.high)
	}
	return bargain.GreatestMean(values, v.low, v.high)
}

// join widens one span by another, and keeps its middle: views of one party that
// differ.
func (x valueSpan) join(y valueSpan) valueSpan {
	if y.low.Cmp(x.low) < 0 {
		x.low = y.low
	}
	if y.high.Cmp(x.high) > 0 {
		x.high = y.high
	}
	return x
}

// A Worth is a number of 100 and what it lies between.
type Worth struct {
	Middle string `json:"middle"`
	Low    string `json:"low"`
	High   string `json:"high"`
}

// Ranged reports whether it is not one number.
func (w Worth) Ranged() bool { return w.Low != w.High }

func (x valueSpan) worth() Worth {
	of := func(r *big.Rat) string { return Rounded(new(big.Rat).Mul(r, hundred())) }
	return Worth{of(x.middle), of(x.low), of(x.high)}
}
