// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// fairVectors are the solutions as text; frontierText is the frontier.
func fairVectors(s *Solutions) (out []string) {
	for _, x := range []*Solution{s.Nash, s.KalaiSmorodinsky, s.Egalitarian} {
		if x == nil {
			out = append(out, "none")
		} else {
			out = append(out, ratKey(x.Utility))
		}
	}
	return out
}

func frontierText(f *Frontier) (out []string) {
	for i := range f.Len() {
		out = append(out, fmt.Sprint(ratKey(f.Point(i).Utility), " x ", f.Packages(i)))
	}
	return out
}

func affine(n Number, by, plus *big.Rat) Number {
	v, _ := n.Exact()
	return Rational(v.Add(v.Mul(v, by), plus))
}

// TestAffine: a positive affine change of one party's utility changes nothing in
// Nash and Kalai–Smorodinsky but that party's entry. Ties are left out, because
// which of tied vectors is shown depends on the scales.
func TestAffine(t *testing.T) {
	by, plus := big.NewRat(7, 3), big.NewRat(-5, 2)
	for seed := range count(8) {
		m := randomModel(seed)
		_, f, s, _ := solve(t, m)
		v := &m.Parties[0].Views[0]
		w := View{Terms: []Term{{nil, Rational(plus)}}, Weights: v.Weights}
		for _, row := range v.Values {
			var changed []Number
			for _, n := range row {
				changed = append(changed, affine(n, by, new(big.Rat)))
			}
			w.Values = append(w.Values, changed)
		}
		for _, term := range v.Terms {
			w.Terms = append(w.Terms, Term{term.When, affine(term.Add, by, new(big.Rat))})
		}
		if r := v.Reservation; r != nil {
			w.Reservation = &Reservation{Package: r.Package}
			if r.Package == nil {
				w.Reservation.Value = affine(r.Value, by, plus)
			}
		}
		m.Parties[0].Views[0] = w
		_, g, s2, _ := solve(t, m)
		if f.Len() != g.Len() {
			t.Fatalf("seed %d: %d and %d vectors", seed, f.Len(), g.Len())
		}
		for _, pair := range [][2]*Solution{{s.Nash, s2.Nash}, {s.KalaiSmorodinsky, s2.KalaiSmorodinsky}} {
			if (pair[0] == nil) != (pair[1] == nil) {
				t.Fatalf("seed %d: %v and %v", seed, pair[0], pair[1])
			}
			if pair[0] == nil || pair[0].Ties > 0 || pair[1].Ties > 0 || zeroGain(s, pair[0]) {
				continue
			}
			want := slices.Clone(pair[0].Utility)
			want[0] = new(big.Rat).Add(new(big.Rat).Mul(want[0], by), plus)
			if ratKey(want) != ratKey(pair[1].Utility) {
				t.Fatalf("seed %d: %s, want %s", seed, ratKey(pair[1].Utility), ratKey(want))
			}
		}
	}
}

// zeroGain: with a party that gains nothing the number of gainers decides, then a
// product over some parties, which does depend on scales when sets differ.
func zeroGain(s *Solutions, x *Solution) bool {
	for q, u := range x.Utility {
		if u.Cmp(s.Limits[q]) == 0 {
			return true
		}
	}
	return false
}

// TestRelabelling: the order of issues does not matter; a twin of an option adds
// packages and no vectors; an option that everybody likes less than another, and
// that no pattern names, changes nothing on the frontier, nor a solution.
func TestRelabelling(t *testing.T) {
	for seed := range count(8) {
		r := rand.New(rand.NewPCG(seed, 11))
		a := randomPoints(r)
		limits := slices.Repeat([]int64{3}, len(a))
		_, f, s, _ := solve(t, pointsModel(limits, a))
		order := r.Perm(len(a[0]))
		permuted := make([][][]int64, len(a))
		for p := range a {
			for _, i := range order {
				permuted[p] = append(permuted[p], a[p][i])
			}
		}
		_, g, s2, _ := solve(t, pointsModel(limits, permuted))
		if !slices.Equal(frontierText(f), frontierText(g)) || !slices.Equal(fairVectors(s), fairVectors(s2)) {
			t.Fatalf("seed %d: permuted issues change the result", seed)
		}
		worse, twin := make([][][]int64, len(a)), make([][][]int64, len(a))
		for p := range a {
			worse[p], twin[p] = slices.Clone(a[p]), slices.Clone(a[p])
			worse[p][0] = append(slices.Clone(a[p][0]), a[p][0][0]-1)
			twin[p] = append(twin[p], []int64{4, 4})
		}
		_, g, s2, _ = solve(t, pointsModel(limits, worse))
		if !slices.Equal(frontierText(f), frontierText(g)) || !slices.Equal(fairVectors(s), fairVectors(s2)) {
			t.Fatalf("seed %d: a dominated option changes the result", seed)
		}
		_, g, _, _ = solve(t, pointsModel(limits, twin))
		if g.Len() != f.Len() || g.Total().Cmp(new(big.Int).Lsh(f.Total(), 1)) != 0 {
			t.Fatalf("seed %d: twins: %d vectors of %s packages, want %d of twice %s", seed, g.Len(), g.Total(), f.Len(), f.Total())
		}
	}
}

func randomPoints(r *rand.Rand) [][][]int64 {
	parties, issues := 2+r.IntN(3), 1+r.IntN(4)
	out := make([][][]int64, parties)
	for i := range issues {
		k := 1 + r.IntN(4)
		for p := range out {
			out[p] = append(out[p], nil)
			for range k {
				out[p][i] = append(out[p][i], r.Int64N(6))
			}
		}
	}
	return out
}
