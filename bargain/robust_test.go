// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"reflect"
	"slices"
	"testing"
)

func between(t *testing.T, low, high int64) Number {
	t.Helper()
	n, err := Between(Int(low), Int(high))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sameRobust: without uncertainty every share is all or nothing, and equals the
// plain solution.
func sameRobust(t *testing.T, c *proof) {
	if len(c.b.packages) == 0 {
		return
	}
	r, err := c.m.Robust(t.Context(), RobustOptions{Samples: 2, Seed: 5, Packages: c.b.packages})
	c.fatal(t, err)
	for i, p := range r.Packages {
		want := map[bool]Verdict{true: Yes, false: No}[c.b.efficient[i]]
		if (p.Efficient == 2) != c.b.efficient[i] || p.Necessarily != want || p.Possibly != want || (p.Acceptable == 2) != c.b.rational(c.b.utility[i]) {
			t.Fatalf("seed %d: package %v: %+v, efficient %v", c.seed, p.Package, p, c.b.efficient[i])
		}
	}
}

// TestRobustRange: one issue, two options. The first party prefers option 0; the
// second has -1 to 3 for it against 0. Option 1 is efficient when the number is
// negative, a quarter of the range; option 0 always is.
func TestRobustRange(t *testing.T) {
	m := pointsModel([]int64{-1, -1}, [][][]int64{{{1, 0}}, {{0, 0}}})
	m.Parties[1].Views[0].Values[0][0] = between(t, -1, 3)
	o := RobustOptions{Samples: 2000, Seed: 1, Packages: []Package{{0}, {1}}}
	r, err := m.Robust(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	first, second := r.Packages[0], r.Packages[1]
	if first.Efficient != 2000 || first.Necessarily != Yes || first.Possibly != Yes || first.Regret.Sign() != 0 {
		t.Errorf("option 0: %+v", first)
	}
	// 2000 draws of chance 1/4 lie within 400 to 600 but for 5 standard deviations of 19.4.
	if second.Efficient < 400 || second.Efficient > 600 || second.Necessarily != No || second.Possibly != Yes {
		t.Errorf("option 1: %+v", second)
	}
	again, err := m.Robust(t.Context(), o)
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("a second run differs: %v", err)
	}
}

// TestOrder: two unknown weights, the first at least the second. The mean of the
// larger of two uniform numbers is twice that of the smaller: shares 2/3 and 1/3.
func TestOrder(t *testing.T) {
	v := View{Weights: []Number{Unknown(), Unknown()}, Order: [][2]int{{0, 1}}}
	sum := new(big.Rat)
	for i := range 2000 {
		w, err := v.sampleWeights(newDice(3, i), 2)
		if err != nil {
			t.Fatal(err)
		}
		if w[0].exact().Cmp(w[1].exact()) < 0 {
			t.Fatalf("sample %d breaks the order: %s, %s", i, w[0], w[1])
		}
		sum.Add(sum, w[1].exact())
	}
	// The smaller share of two uniform numbers has the mean 1 - ln 2 = 0.307 and a standard
	// deviation below 0.15, so that 0.02 are 6 of the mean of 2000.
	mean, _ := sum.Quo(sum, big.NewRat(2000, 1)).Float64()
	if mean < 0.287 || mean > 0.327 {
		t.Errorf("mean share %v", mean)
	}
	v.Weights = []Number{Int(1), Int(2)}
	if _, err := v.sampleWeights(newDice(3, 0), 2); err == nil {
		t.Error("a contradicting order was accepted")
	}
}

// TestRobustViews: two advisers who disagree are drawn about equally often.
func TestRobustViews(t *testing.T) {
	m := pointsModel([]int64{-1, -1}, [][][]int64{{{1, 0}}, {{1, 0}}})
	other := View{Values: [][]Number{{Int(0), Int(1)}}}
	m.Parties[1].Views = append(slices.Clone(m.Parties[1].Views), other)
	r, err := m.Robust(t.Context(), RobustOptions{Samples: 1000, Seed: 2, Packages: []Package{{1}}})
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Packages[0].Efficient; n < 420 || n > 580 || r.Packages[0].Necessarily != No {
		t.Errorf("%+v", r.Packages[0])
	}
}
