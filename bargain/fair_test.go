// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"testing"
)

func ints(v ...int64) (out []Number) {
	for _, x := range v {
		out = append(out, Int(x))
	}
	return out
}

// TestAdjustedWinner is the known answer of the specification: Alice gets item 1
// and 95/156 of item 2, and both have 131.673… points.
func TestAdjustedWinner(t *testing.T) {
	a, b := ints(86, 75, 30, 9), ints(19, 81, 60, 40)
	d, err := AdjustedWinner(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if got := ratKey(d.First); got != "1 95/156 0 0" || d.Split != 1 {
		t.Errorf("shares %s, split %d", got, d.Split)
	}
	if d.Points[0].Cmp(d.Points[1]) != 0 || d.Points[0].FloatString(3) != "131.673" {
		t.Errorf("points %s", ratKey(d.Points[:]))
	}
	f, err := Judge(a, b, d.First)
	if err != nil || f.Inequity.Sign() != 0 || f.Envy[0].Sign() > 0 || f.Envy[1].Sign() > 0 ||
		f.Proportional[0].Sign() < 0 || f.Proportional[1].Sign() < 0 {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := AdjustedWinner(ints(1, 2), ints(1, 1)); err == nil {
		t.Error("unequal sums were accepted")
	}
	// The same with the parties exchanged: the second now holds the same shares.
	d, err = AdjustedWinner(b, a)
	if err != nil || ratKey(d.First) != "0 61/156 1 1" {
		t.Errorf("exchanged: %s, %v", ratKey(d.First), err)
	}
}

// TestClassify goes through the kinds at and around the threshold of 0.03.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		own, other int64 // hundredths
		want       Kind
	}{
		{2, -2, Silent}, {-2, 5, Nice}, {2, 3, Nice}, {-3, 0, Concession}, {-10, 5, Concession},
		{-10, -1, Unfortunate}, {2, -3, Selfish}, {-2, -3, Unfortunate}, {3, 0, Selfish}, {10, -5, Selfish}, {3, 1, Fortunate},
	} {
		if got := classify(big.NewRat(c.own, 100), big.NewRat(c.other, 100), DefaultThreshold()); got != c.want {
			t.Errorf("own %d, other %d: %s, want %s", c.own, c.other, got, c.want)
		}
	}
}

// TestMovement: a pie of ten. The first gives 2, the second answers with 1, the
// first gives 4, the second answers with 2: reciprocity 1/2.
func TestMovement(t *testing.T) {
	a, b := make([]int64, 11), make([]int64, 11)
	for i := range a {
		a[i], b[i] = int64(i), int64(10-i)
	}
	p, err := Compile(pointsModel([]int64{-1, -1}, [][][]int64{{a}, {b}}))
	if err != nil {
		t.Fatal(err)
	}
	var offers []Offer
	for i, x := range []int{10, 0, 8, 1, 4, 3} {
		offers = append(offers, Offer{i % 2, Package{x}})
	}
	m, err := p.Movement(offers, [2]int{0, 1}, DefaultThreshold(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if m.Counts[0][Concession] != 2 || m.Counts[1][Concession] != 2 || len(m.Steps) != 4 {
		t.Errorf("%v", m.Counts)
	}
	if m.ConcessionRate[0].RatString() != "3/10" || m.ConcessionRate[1].RatString() != "3/20" {
		t.Errorf("rates %s", ratKey(m.ConcessionRate[:]))
	}
	if m.Reciprocity[1] == nil || m.Reciprocity[1].RatString() != "1/2" || m.Reciprocity[0] != nil {
		t.Errorf("reciprocity %v", m.Reciprocity)
	}
}
