// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
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

// TestAdjustedWinnerProperties holds random divisions to the theorem of Brams and
// Taylor: equal points, no envy, at least half, at most one item split, and
// efficient. A division of divisible items is efficient if no swap helps: whatever
// the first holds some of is worth at least as much to it, beside what it is worth
// to the second, as anything the second holds some of.
func TestAdjustedWinnerProperties(t *testing.T) {
	for seed := range count(10) {
		r := rand.New(rand.NewPCG(seed, 19))
		n := 1 + r.IntN(6)
		claims := [2][]int64{make([]int64, n), make([]int64, n)}
		for range 5 + r.IntN(40) {
			claims[0][r.IntN(n)]++
			claims[1][r.IntN(n)]++
		}
		a, b := ints(claims[0]...), ints(claims[1]...)
		d, err := AdjustedWinner(a, b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		one, splits := big.NewRat(1, 1), 0
		for i, share := range d.First {
			if share.Sign() < 0 || share.Cmp(one) > 0 {
				t.Fatalf("seed %d: share %s of item %d", seed, share, i)
			}
			if part := share.Sign() > 0 && share.Cmp(one) < 0; part {
				splits++
				if d.Split != i {
					t.Fatalf("seed %d: item %d is split, and %d is said to be", seed, i, d.Split)
				}
			}
			for j, other := range d.First {
				if share.Sign() > 0 && other.Cmp(one) < 0 && claims[0][i]*claims[1][j] < claims[0][j]*claims[1][i] {
					t.Fatalf("seed %d: %v and %v: %s; a swap of %d and %d helps both", seed, claims[0], claims[1], ratKey(d.First), i, j)
				}
			}
		}
		if splits > 1 || d.Points[0].Cmp(d.Points[1]) != 0 {
			t.Fatalf("seed %d: %d items split, points %s", seed, splits, ratKey(d.Points[:]))
		}
		f, err := Judge(a, b, d.First)
		if err != nil {
			t.Fatal(err)
		}
		for who := range 2 { // own share and the other's, as each sees them
			mine, theirs := new(big.Rat), new(big.Rat)
			for i, share := range d.First {
				part := new(big.Rat).Set(share)
				if who == 1 {
					part.Sub(one, share)
				}
				worth := big.NewRat(claims[who][i], 1)
				mine.Add(mine, new(big.Rat).Mul(worth, part))
				theirs.Add(theirs, worth.Mul(worth, part.Sub(one, part)))
			}
			if f.Envy[who].Cmp(theirs.Sub(theirs, mine)) != 0 || f.Envy[who].Sign() > 0 || f.Proportional[who].Sign() < 0 || mine.Cmp(d.Points[who]) != 0 {
				t.Fatalf("seed %d: %+v of %+v", seed, f, d)
			}
		}
	}
}
