// SPDX-License-Identifier: Apache-2.0

package bargain

import "testing"

// TestHunt: branch and bound selects what the frontier selects, ties included.
func TestHunt(t *testing.T) {
	for seed := range uint64(*cases / 2) {
		p, f, s, _ := solve(t, randomModel(seed))
		for c, want := range map[Criterion]*Solution{Egalitarian: s.Egalitarian, Nash: s.Nash,
			KalaiSmorodinsky: s.KalaiSmorodinsky, Utilitarian: s.Utilitarian} {
			got, err := p.Fair(t.Context(), c, Options{})
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, c, err)
			}
			if c == Nash && want != nil && zeroGain(s, want) {
				if got.Solution != nil {
					t.Fatalf("seed %d, %s: a solution with a gain of 0", seed, c)
				}
				continue
			}
			if (got.Solution == nil) != (want == nil) || !got.Proven && want != nil {
				t.Fatalf("seed %d, %s: %+v, want %v of %d", seed, c, got, want, f.Len())
			}
			if want != nil && (ratKey(got.Solution.Utility) != ratKey(want.Utility) || got.Solution.Ties != want.Ties) {
				t.Fatalf("seed %d, %s: %s with %d ties, want %s with %d", seed, c,
					ratKey(got.Solution.Utility), got.Solution.Ties, ratKey(want.Utility), want.Ties)
			}
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
