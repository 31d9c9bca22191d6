// SPDX-License-Identifier: Apache-2.0

package bargain

import "testing"

// sameHunt: branch and bound selects what the frontier selects, ties included.
func sameHunt(t *testing.T, c *proof) {
	s := c.s
	for k, want := range map[Criterion]*Solution{Egalitarian: s.Egalitarian, Nash: s.Nash,
		KalaiSmorodinsky: s.KalaiSmorodinsky, Utilitarian: s.Utilitarian} {
		got, err := c.p.Fair(t.Context(), k, Options{})
		c.fatal(t, err)
		if k == Nash && want != nil && zeroGain(s, want) {
			if got.Solution != nil {
				t.Fatalf("seed %d, %s: a solution with a gain of 0", c.seed, k)
			}
			continue
		}
		if (got.Solution == nil) != (want == nil) || !got.Proven && want != nil {
			t.Fatalf("seed %d, %s: %+v, want %v of %d", c.seed, k, got, want, c.f.Len())
		}
		if want == nil {
			continue
		}
		if ratKey(got.Solution.Utility) != ratKey(want.Utility) || got.Solution.Ties != want.Ties || got.Bound < got.Value {
			t.Fatalf("seed %d, %s: %s with %d ties, want %s with %d", c.seed, k,
				ratKey(got.Solution.Utility), got.Solution.Ties, ratKey(want.Utility), want.Ties)
		}
		if u, err := c.p.Utility(got.Solution.Package); err != nil || ratKey(u) != ratKey(got.Solution.Utility) || !c.p.feasible(got.Solution.Package) {
			t.Fatalf("seed %d, %s: package %v, %v", c.seed, k, got.Solution.Package, err)
		}
	}
}

// TestHuntSteps: a search that is cut short has a package, a bound above it, and
// says that it is not proven.
func TestHuntSteps(t *testing.T) {
	p, err := Compile(opposedModel(6, 20, 5, 6, 1))
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Fair(t.Context(), Egalitarian, Options{Steps: 20})
	if err != nil || f.Proven || f.Solution == nil || f.Bound <= f.Value {
		t.Fatalf("%+v, %v", f, err)
	}
	whole, err := p.Fair(t.Context(), Egalitarian, Options{})
	if err != nil || !whole.Proven || whole.Value < f.Value || whole.Value > f.Bound {
		t.Fatalf("%+v, %v", whole, err)
	}
}
