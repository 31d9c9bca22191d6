// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"flag"
	"math/big"
	"testing"
)

// -bargain.cases=20000 is the long run of the property test.
var cases = flag.Int("bargain.cases", 1000, "random cases that are compared with brute force")

// TestBruteForce guards every exact result: each random case is solved by
// definition and by the engine, in one piece, in several pieces and package by
// package.
func TestBruteForce(t *testing.T) {
	for seed := range uint64(*cases) {
		m := randomModel(seed)
		b := solveBrute(m)
		p, err := Compile(m)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		one, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		sameFrontier(t, seed, "layers", b, one)
		sameSolutions(t, seed, b, one)
		sameZone(t, seed, b, one)
		pieces, err := p.Frontier(t.Context(), Options{splitAt: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		sameFrontier(t, seed, "pieces", b, pieces)
		search, err := p.searchFrontier(t.Context(), Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		sameFrontier(t, seed, "search", b, search)
		rationalFrontier(t, seed, b, p)
		if t.Failed() {
			return
		}
	}
}

func sameFrontier(t *testing.T, seed uint64, how string, b *brute, f *Frontier) {
	t.Helper()
	if !f.Proven() || f.Len() != len(b.frontier) {
		t.Fatalf("seed %d, %s: %d vectors, proven %v; brute force has %d", seed, how, f.Len(), f.Proven(), len(b.frontier))
	}
	total := 0
	for i := range f.Len() {
		point := f.Point(i)
		n, ok := b.frontier[ratKey(point.Utility)]
		if !ok || point.Packages.Cmp(big.NewInt(int64(n))) != 0 {
			t.Fatalf("seed %d, %s: vector %s has %s packages, brute force %d", seed, how, ratKey(point.Utility), point.Packages, n)
		}
		total += n
		u, err := f.p.Utility(point.Package)
		if err != nil || ratKey(u) != ratKey(point.Utility) || !f.p.feasible(point.Package) {
			t.Fatalf("seed %d, %s: witness %v of %s gives %s, %v", seed, how, point.Package, ratKey(point.Utility), ratKey(u), err)
		}
		if ok, broken, _ := f.p.Feasible(point.Package); !ok {
			t.Fatalf("seed %d, %s: witness %v breaks constraint %d", seed, how, point.Package, broken)
		}
		if i > 0 && compareLists(f.Point(i-1).Utility, point.Utility) <= 0 {
			t.Fatalf("seed %d, %s: points %d and %d are not in descending order", seed, how, i-1, i)
		}
		if f.Rational(i) != b.rational(point.Utility) {
			t.Fatalf("seed %d, %s: rational %v", seed, how, f.Rational(i))
		}
	}
	if f.Total().Cmp(big.NewInt(int64(total))) != 0 {
		t.Fatalf("seed %d, %s: total %s, want %d", seed, how, f.Total(), total)
	}
}

func sameSolutions(t *testing.T, seed uint64, b *brute, f *Frontier) {
	t.Helper()
	s, err := f.Solve(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	want := b.solutions()
	for name, got := range map[string]*Solution{"nash": s.Nash, "egalitarian": s.Egalitarian,
		"equal": s.EqualGain, "utilitarian": s.Utilitarian, "ks": s.KalaiSmorodinsky} {
		w := want[name]
		switch {
		case got == nil && w == nil:
		case got == nil || w == nil:
			t.Fatalf("seed %d: %s is %v, brute force %v", seed, name, got, w)
		case ratKey(got.Utility) != ratKey(w[0]) || got.Ties != len(w)-1 || !got.Proven:
			t.Fatalf("seed %d: %s is %s with %d ties, brute force %s with %d", seed, name,
				ratKey(got.Utility), got.Ties, ratKey(w[0]), len(w)-1)
		}
	}
}

func rationalFrontier(t *testing.T, seed uint64, b *brute, p *Problem) {
	t.Helper()
	f, err := p.Frontier(t.Context(), Options{RationalOnly: true})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	n := 0
	for key, u := range b.vectors {
		if b.rational(u) {
			n++
			_ = key
		}
	}
	if f.Len() != n || f.RationalLen() != n {
		t.Fatalf("seed %d: the rational frontier has %d vectors, brute force %d", seed, f.Len(), n)
	}
}

func sameZone(t *testing.T, seed uint64, b *brute, f *Frontier) {
	t.Helper()
	z, err := f.Zone(t.Context(), 0)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	inside := int64(0)
	relax := make([]*big.Rat, len(b.limit))
	var best []*big.Rat
	for _, u := range b.utility {
		short := -1
		n := 0
		for q, d := range b.limit {
			if d != nil && u[q].Cmp(d) < 0 {
				short = q
				n++
			}
		}
		if n == 0 {
			inside++
			if best == nil {
				best = append(best, u...)
			}
			for q := range best {
				if u[q].Cmp(best[q]) > 0 {
					best[q] = u[q]
				}
			}
		}
		if n == 1 {
			r := new(big.Rat).Sub(b.limit[short], u[short])
			if relax[short] == nil || r.Cmp(relax[short]) < 0 {
				relax[short] = r
			}
		}
	}
	feasible := int64(len(b.packages))
	if z.Feasible.Exact.Int64() != feasible || z.Packages.Exact.Int64() != inside || z.Exists != (inside > 0) {
		t.Fatalf("seed %d: zone %s of %s packages, exists %v; brute force %d of %d", seed, z.Packages.Exact, z.Feasible.Exact, z.Exists, inside, feasible)
	}
	if inside > 0 {
		if ratKey(z.Best) != ratKey(best) {
			t.Fatalf("seed %d: best %s, brute force %s", seed, ratKey(z.Best), ratKey(best))
		}
	} else {
		for q, r := range relax {
			if (r == nil) != (z.Relaxations[q] == nil) || r != nil && r.Cmp(z.Relaxations[q]) != 0 {
				t.Fatalf("seed %d: relaxation of party %d is %v, brute force %v", seed, q, z.Relaxations[q], r)
			}
		}
	}
	_, narrow, err := f.p.count(t.Context(), 1) // bounds instead of a count
	if err != nil || narrow.AtLeast.Cmp(z.Packages.Exact) > 0 || narrow.AtMost.Cmp(z.Packages.Exact) < 0 {
		t.Fatalf("seed %d: bounds %s to %s do not hold %s (%v)", seed, narrow.AtLeast, narrow.AtMost, z.Packages.Exact, err)
	}
}
