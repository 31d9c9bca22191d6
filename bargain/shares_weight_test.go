// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestShares: weights that count by their share of their sum make the best options
// worth 1 whatever they are, no sample leaves the span of a package, and the ends
// of the span are reached by weights at the ends of their ranges.
func TestShares(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 5))
		n := 1 + r.IntN(4)
		v := View{Shares: true}
		m := &Model{}
		for i := range n {
			low := 1 + r.IntN(5)
			a, b := Int(int64(low)), Int(int64(low+r.IntN(4)))
			w, err := Between(a, b)
			if err != nil {
				t.Fatal(err)
			}
			v.Weights = append(v.Weights, w)
			v.Values = append(v.Values, []Number{Int(0), Rational(big.NewRat(int64(r.IntN(101)), 100)), Int(1)})
			m.Issues = append(m.Issues, Issue{ID: string(rune('a' + i)), Options: []Option{{ID: "x"}, {ID: "y"}, {ID: "z"}}})
		}
		m.Parties = []Party{{ID: "p", Views: []View{v}}}
		best, x := make(Package, n), make(Package, n)
		for i := range n {
			best[i], x[i] = 2, r.IntN(3)
		}
		span := func(m *Model, x Package) Span {
			s, err := m.Spans(x)
			if err != nil {
				t.Fatal(seed, err)
			}
			return s[0]
		}
		if s := span(m, best); s.Low.Cmp(big.NewRat(1, 1)) != 0 || s.High.Cmp(s.Low) != 0 {
			t.Fatalf("seed %d: the best package is worth %s to %s", seed, s.Low, s.High)
		}
		got := span(m, x)
		worth := func(weights []Number) *big.Rat {
			sum, all := new(big.Rat), new(big.Rat)
			for i, w := range weights {
				all.Add(all, w.exact())
				sum.Add(sum, new(big.Rat).Mul(w.exact(), v.Values[i][x[i]].exact()))
			}
			return sum.Quo(sum, all)
		}
		for k := range 40 {
			one, err := m.sample(newDice(seed, k))
			if err != nil {
				t.Fatal(seed, err)
			}
			if u := worth(one.Parties[0].Views[0].Weights); u.Cmp(got.Low) < 0 || u.Cmp(got.High) > 0 {
				t.Fatalf("seed %d: a sample is worth %s, outside %s to %s", seed, u, got.Low, got.High)
			}
		}
		var low, high *big.Rat
		for ends := range 1 << n {
			w := make([]Number, n)
			for i := range w {
				from, to := bounds(v.Weights[i])
				if w[i] = Rational(from); ends>>i&1 == 1 {
					w[i] = Rational(to)
				}
			}
			low, high = least(low, worth(w)), greatest(high, worth(w))
		}
		if low.Cmp(got.Low) != 0 || high.Cmp(got.High) != 0 {
			t.Fatalf("seed %d: spans %s to %s, corners %s to %s", seed, got.Low, got.High, low, high)
		}
		// A limit that is the package itself is met, and just met.
		m.Parties[0].Views[0].Reservation = &Reservation{Package: x}
		if s := span(m, x); s.LeastGain.Sign() != 0 || s.MostGain.Sign() != 0 {
			t.Fatalf("seed %d: gains %s to %s over itself", seed, s.LeastGain, s.MostGain)
		}
	}
}
