// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestExtremesOfWeights compares with every corner of the box of weights, where a
// mean with ranges of weights has its ends.
func TestExtremesOfWeights(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 1 + rng.IntN(5)
		v := worthView{}
		var vals []valueSpan
		for range n {
			low := rng.Int64N(5)
			v.low, v.high = append(v.low, big.NewRat(low, 1)), append(v.high, big.NewRat(low+rng.Int64N(4), 1))
			v.middle = append(v.middle, middleOf(v.low[len(v.low)-1], v.high[len(v.high)-1]))
			a, b := rng.Int64N(11)-3, rng.Int64N(11)-3
			from, to := big.NewRat(min(a, b), 7), big.NewRat(max(a, b), 7)
			vals = append(vals, valueSpan{from, middleOf(from, to), to})
		}
		var least, most *big.Rat
		for corner := range 1 << n {
			weights := make([]*big.Rat, n)
			sum := new(big.Rat)
			for i := range n {
				weights[i] = []*big.Rat{v.low[i], v.high[i]}[corner>>i&1]
				sum.Add(sum, weights[i])
			}
			if sum.Sign() == 0 {
				continue
			}
			if x := v.mean(weights, func(i int) *big.Rat { return vals[i].low }); least == nil || x.Cmp(least) < 0 {
				least = x
			}
			if x := v.mean(weights, func(i int) *big.Rat { return vals[i].high }); most == nil || x.Cmp(most) > 0 {
				most = x
			}
		}
		if least == nil {
			continue
		}
		got := v.span(vals)
		if got.low.Cmp(least) != 0 || got.high.Cmp(most) != 0 {
			t.Fatalf("seed %d: from %s to %s, want %s to %s", seed, got.low, got.high, least, most)
		}
		if got.middle.Cmp(least) < 0 || got.middle.Cmp(most) > 0 {
			t.Fatalf("seed %d: the middle %s is outside of %s to %s", seed, got.middle, least, most)
		}
	}
}

// TestExtremesOfOrder: no weights that keep an order pass its ends, and the ends
// are reached by weights that keep it.
func TestExtremesOfOrder(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 1))
		n := 2 + rng.IntN(4)
		v := worthView{chain: rng.Perm(n)}
		free := rng.IntN(2) == 0
		if free { // one issue without a place
			v.rest, v.chain = v.chain[n-1:], v.chain[:n-1]
		}
		vals := make([]*big.Rat, n)
		for i := range vals {
			vals[i] = big.NewRat(rng.Int64N(9), 3)
		}
		value := func(i int) *big.Rat { return vals[i] }
		least, most := v.extreme(value, 1), v.extreme(value, -1)
		for range 50 {
			drawn := make([]int64, len(v.chain))
			for i := range drawn {
				drawn[i] = rng.Int64N(20)
			}
			slices.Sort(drawn)
			slices.Reverse(drawn)
			weights := make([]*big.Rat, n)
			for place, i := range v.chain {
				weights[i] = big.NewRat(drawn[place]+1, 1)
			}
			for _, i := range v.rest {
				weights[i] = big.NewRat(rng.Int64N(20), 1)
			}
			if x := v.mean(weights, value); x.Cmp(least) < 0 || x.Cmp(most) > 0 {
				t.Fatalf("seed %d: %s is outside of %s to %s", seed, x, least, most)
			}
		}
		if least.Cmp(most) > 0 {
			t.Fatalf("seed %d: %s is above %s", seed, least, most)
		}
	}
	// By hand: with a before b before c, worths 0, 60 and 90 can make 0 (all on a) to
	// 50 (a third each), and never 60.
	v := worthView{chain: []int{0, 1, 2}}
	vals := []*big.Rat{big.NewRat(0, 1), big.NewRat(60, 1), big.NewRat(90, 1)}
	value := func(i int) *big.Rat { return vals[i] }
	if low, high := v.extreme(value, 1), v.extreme(value, -1); low.RatString() != "0" || high.RatString() != "50" {
		t.Errorf("from %s to %s, want 0 to 50", low.RatString(), high.RatString())
	}
}

// TestAloneIsTheSpanOfOneIssue: the short way for one issue is the long one with
// nothing in all others.
func TestAloneIsTheSpanOfOneIssue(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 2))
		n := 1 + rng.IntN(5)
		v := worthView{}
		for range n {
			low := 1 + rng.Int64N(5)
			v.low, v.high = append(v.low, big.NewRat(low, 1)), append(v.high, big.NewRat(low+rng.Int64N(4), 1))
			v.middle = append(v.middle, middleOf(v.low[len(v.low)-1], v.high[len(v.high)-1]))
		}
		issue, low := rng.IntN(n), rng.Int64N(10)
		x := valueSpan{big.NewRat(low, 9), big.NewRat(2*low+1, 18), big.NewRat(low+1, 9)}
		vals := make([]valueSpan, n)
		for i := range vals {
			vals[i] = valueSpan{new(big.Rat), new(big.Rat), new(big.Rat)}
		}
		vals[issue] = x
		got, want := v.alone(issue, x), v.span(vals)
		if got.low.Cmp(want.low) != 0 || got.middle.Cmp(want.middle) != 0 || got.high.Cmp(want.high) != 0 {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}
