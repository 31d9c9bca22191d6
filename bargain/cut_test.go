// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"testing"
)

// sameCut compares the frontier, its counts, fair points and zone after utilities
// were cut off at their ends.
func sameCut(t *testing.T, c *proof) {
	f := c.f.Cut()
	b := c.cut
	if f.Len() != len(b.frontier) || f.Proven() != c.f.Proven() {
		t.Fatalf("seed %d: %d vectors after the cut, want %d", c.seed, f.Len(), len(b.frontier))
	}
	for i := range f.Len() {
		x := f.Point(i)
		n := int64(b.frontier[ratKey(x.Utility)])
		if got := x.Packages.Int64(); n == 0 || got > n || got < n && !f.AtLeast(i) || f.Rational(i) != b.rational(x.Utility) {
			t.Fatalf("seed %d: %s has %d packages after the cut, want %d; a lower bound: %v", c.seed, ratKey(x.Utility), got, n, f.AtLeast(i))
		}
		if i > 0 && compareLists(f.Point(i-1).Utility, x.Utility) <= 0 {
			t.Fatalf("seed %d: points %d and %d are not in descending order", c.seed, i-1, i)
		}
		at := slices.IndexFunc(b.packages, func(y Package) bool { return slices.Equal(x.Package, y) })
		if at < 0 || ratKey(b.utility[at]) != ratKey(x.Utility) {
			t.Fatalf("seed %d: the package %v of %s", c.seed, x.Package, ratKey(x.Utility))
		}
	}
	s, err := f.Solve(t.Context())
	c.fatal(t, err)
	comparedSolutions(t, c.seed, b, s)
	sameZone(t, &proof{seed: c.seed, m: c.m, b: b, p: f.p, f: f, s: s})
}
