// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

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

// TestMovementByDefinition compares random courses of offers with the definitions:
// kinds in the order of the tests, rates, answers and their slope as the ratio of
// covariance and variance.
func TestMovementByDefinition(t *testing.T) {
	kinds := map[Kind]int{}
	for seed := range count(20) {
		r := rand.New(rand.NewPCG(seed, 17))
		m := randomModel(seed)
		if len(m.Parties) < 2 {
			continue
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		threshold, lag := big.NewRat(r.Int64N(3)*3, 100), 1+r.IntN(2)
		pair := [2]int{1, 0}
		var offers []Offer
		var u [][2]*big.Rat
		for range r.IntN(12) {
			x := randomPackage(r, m)
			offers = append(offers, Offer{r.IntN(2), x})
			u = append(u, [2]*big.Rat{bruteUtility(m.Parties[1].Views[0], x), bruteUtility(m.Parties[0].Views[0], x)})
		}
		got, err := p.Movement(offers, pair, threshold, lag)
		if err != nil {
			t.Fatal(seed, err)
		}
		var scale [2]*big.Rat
		for side, q := range pair {
			scale[side] = new(big.Rat).Mul(big.NewRat(p.width(q), 1), p.unit[q])
		}
		steps := 0
		type pairing struct{ x, y *big.Rat }
		answers, given := [2][]pairing{}, [2][]*big.Rat{}
		for to, offer := range offers {
			from := -1
			for i := range to {
				if offers[i].Party == offer.Party {
					from = i
				}
			}
			if from < 0 {
				continue
			}
			side := 1 - offer.Party // the first of the pair is party 1
			s := got.Steps[steps]
			own := new(big.Rat).Sub(u[to][side], u[from][side])
			other := new(big.Rat).Sub(u[to][1-side], u[from][1-side])
			own.Quo(own, scale[side])
			other.Quo(other, scale[1-side])
			if want := kindByDefinition(own, other, threshold); s.From != from || s.To != to || s.Own.Cmp(own) != 0 || s.Other.Cmp(other) != 0 || s.Kind != want {
				t.Fatalf("seed %d: step %+v, want %s", seed, s, want)
			}
			kinds[s.Kind]++
			answered := -1
			for j := range steps {
				if got.Steps[j].Party != offer.Party && got.Steps[j].To+lag <= to {
					answered = j
				}
			}
			if s.Responds != answered {
				t.Fatalf("seed %d: step %d answers %d, want %d", seed, steps, s.Responds, answered)
			}
			if answered >= 0 {
				answers[side] = append(answers[side], pairing{got.Steps[answered].Surrender, s.Surrender})
			}
			given[side] = append(given[side], own)
			steps++
		}
		if len(got.Steps) != steps {
			t.Fatalf("seed %d: %d steps, want %d", seed, len(got.Steps), steps)
		}
		for side := range pair {
			rate := new(big.Rat)
			for _, g := range given[side] {
				rate.Sub(rate, g)
			}
			if n := len(given[side]); n > 0 != (got.ConcessionRate[side] != nil) || n > 0 && rate.Quo(rate, big.NewRat(int64(n), 1)).Cmp(got.ConcessionRate[side]) != 0 {
				t.Fatalf("seed %d: rate %v, want %s", seed, got.ConcessionRate[side], rate)
			}
			var x, y []*big.Rat
			for _, k := range answers[side] {
				x, y = append(x, k.x), append(y, k.y)
			}
			if want := slopeByMeans(x, y); (want == nil) != (got.Reciprocity[side] == nil) || want != nil && want.Cmp(got.Reciprocity[side]) != 0 {
				t.Fatalf("seed %d: reciprocity %v, want %v", seed, got.Reciprocity[side], want)
			}
		}
	}
	for _, k := range []Kind{Silent, Nice, Concession, Unfortunate, Selfish, Fortunate} {
		if kinds[k] < 10 {
			t.Errorf("only %d steps were %s", kinds[k], k)
		}
	}
}

// kindByDefinition is the table of docs/methods/movement.md. What does not change
// at all is below every threshold.
func kindByDefinition(own, other, t *big.Rat) Kind {
	small := func(x *big.Rat) bool { return x.Sign() == 0 || new(big.Rat).Abs(x).Cmp(t) < 0 }
	for _, row := range []struct {
		kind Kind
		is   bool
	}{
		{Silent, small(own) && small(other)},
		{Nice, small(own) && other.Sign() > 0},
		{Concession, own.Sign() < 0 && other.Sign() >= 0},
		{Unfortunate, own.Sign() <= 0 && other.Sign() < 0},
		{Selfish, own.Sign() > 0 && other.Sign() <= 0},
		{Fortunate, own.Sign() > 0 && other.Sign() > 0},
	} {
		if row.is {
			return row.kind
		}
	}
	return ""
}

// slopeByMeans is the sum of products of deviations from the means over the sum of
// squares.
func slopeByMeans(x, y []*big.Rat) *big.Rat {
	if len(x) < 2 {
		return nil
	}
	mean := func(list []*big.Rat) *big.Rat {
		s := new(big.Rat)
		for _, v := range list {
			s.Add(s, v)
		}
		return s.Quo(s, big.NewRat(int64(len(list)), 1))
	}
	mx, my := mean(x), mean(y)
	up, down := new(big.Rat), new(big.Rat)
	for i := range x {
		dx, dy := new(big.Rat).Sub(x[i], mx), new(big.Rat).Sub(y[i], my)
		up.Add(up, dy.Mul(dy, dx))
		down.Add(down, dx.Mul(dx, dx))
	}
	if down.Sign() == 0 {
		return nil
	}
	return up.Quo(up, down)
}
