// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"flag"
	"fmt"
	"math/big"
	"runtime/debug"
	"testing"
)

// -bargain.cases=200000 is a longer run of the property tests.
var cases = flag.Int("bargain.cases", 20000, "random cases that are compared with brute force")

// count is how many random cases a test looks at: a share of all of them, and a
// tenth of that in short runs.
func count(share int) uint64 {
	n := uint64(*cases / share)
	if testing.Short() {
		n /= 10
	}
	return n
}

// A proof is one random case, solved by definition and by the engine.
type proof struct {
	seed uint64
	m    *Model
	b    *brute
	cut  *brute // with utilities cut off
	p    *Problem
	f    *Frontier
	s    *Solutions
}

func (c *proof) fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
}

// TestBruteForce guards every exact result: each random case is solved by
// definition and by the engine. Results that cost more are compared on every few
// cases.
func TestBruteForce(t *testing.T) {
	checks := []struct {
		name  string
		every uint64
		same  func(*testing.T, *proof)
	}{
		{"frontier", 1, sameFrontiers}, {"fair points", 1, sameSolutions}, {"zone", 1, sameZone},
		{"packages", 1, samePackages}, {"gains", 1, sameGains}, {"prices", 1, samePrices},
		{"rules", 1, sameRule}, {"core", 1, sameCore}, {"fair points without the frontier", 2, sameHunt},
		{"scan", 4, sameScan}, {"fine numbers", 1, sameFine}, {"cut", 1, sameCut}, {"conflict", 1, sameConflict},
		{"robustness", 8, sameRobust}, {"draws", 16, sameDraws},
	}
	before := debug.SetGCPercent(400) // most of the work makes small numbers
	t.Cleanup(func() { debug.SetGCPercent(before) })
	const lanes = 4
	for lane := range uint64(lanes) {
		t.Run(fmt.Sprint("lane ", lane), func(t *testing.T) {
			t.Parallel()
			for seed := lane; seed < count(1); seed += lanes {
				c := newProof(t, seed, randomModel(seed))
				for _, k := range checks {
					if seed/lanes%k.every == 0 {
						k.same(t, c)
					}
				}
			}
		})
	}
}

func newProof(t *testing.T, seed uint64, m *Model) *proof {
	t.Helper()
	c := &proof{seed: seed, m: m, b: solveBrute(m)}
	c.cut = c.b.cut()
	var err error
	c.p, err = Compile(m)
	c.fatal(t, err)
	c.f, err = c.p.Frontier(t.Context(), Options{})
	c.fatal(t, err)
	c.s, err = c.f.Solve(t.Context())
	c.fatal(t, err)
	return c
}

// sameFrontiers compares the frontier found in layers, in several pieces, package
// by package, and cut to rational packages.
func sameFrontiers(t *testing.T, c *proof) {
	sameFrontier(t, c, "layers", c.f)
	pieces, err := c.p.Frontier(t.Context(), Options{splitAt: 1})
	c.fatal(t, err)
	sameFrontier(t, c, "pieces", pieces)
	search, err := c.p.searchFrontier(t.Context(), Options{})
	c.fatal(t, err)
	sameFrontier(t, c, "search", search)
	for how, find := range map[string]func(o Options) (*Frontier, error){
		"rational":           func(o Options) (*Frontier, error) { return c.p.Frontier(t.Context(), o) },
		"rational by search": func(o Options) (*Frontier, error) { return c.p.searchFrontier(t.Context(), o) },
	} {
		f, err := find(Options{RationalOnly: true})
		c.fatal(t, err)
		n := 0
		for i := range f.Len() {
			u := f.Point(i)
			if !c.b.rational(u.Utility) || u.Packages.Cmp(big.NewInt(int64(c.b.frontier[ratKey(u.Utility)]))) != 0 {
				t.Fatalf("seed %d, %s: %s with %s packages", c.seed, how, ratKey(u.Utility), u.Packages)
			}
		}
		for _, u := range c.b.vectors {
			if c.b.rational(u) {
				n++
			}
		}
		if f.Len() != n || f.RationalLen() != n {
			t.Fatalf("seed %d, %s: %d vectors, brute force %d", c.seed, how, f.Len(), n)
		}
	}
}

func sameFrontier(t *testing.T, c *proof, how string, f *Frontier) {
	t.Helper()
	seed, b := c.seed, c.b
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
	for q, most := range f.Ceiling() {
		for _, u := range b.utility {
			if u[q].Cmp(most) > 0 {
				t.Fatalf("seed %d, %s: party %d gets %s, above the ceiling %s", seed, how, q, u[q], most)
			}
		}
	}
}

func sameSolutions(t *testing.T, c *proof) { comparedSolutions(t, c.seed, c.b, c.s) }

func comparedSolutions(t *testing.T, seed uint64, b *brute, s *Solutions) {
	t.Helper()
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
	if len(b.packages) > 0 && ratKey(s.Limits) != ratKey(b.from) {
		t.Fatalf("seed %d: limits %s, brute force %s", seed, ratKey(s.Limits), ratKey(b.from))
	}
	for q, stated := range s.Stated {
		if stated != (b.limit[q] != nil) {
			t.Fatalf("seed %d: party %d has stated a reservation: %v", seed, q, stated)
		}
	}
}
