// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"slices"
	"testing"
)

// sameScan: a scan of the same utilities finds the same frontier as the engine.
func sameScan(t *testing.T, c *proof) {
	points, err := ScanFrontier(t.Context(), c.p.sizes, c.p.parties, func(x Package, u []int64) bool {
		copy(u, c.p.sums(x))
		return c.p.feasible(x)
	})
	if err != nil || len(points) != c.f.Len() {
		t.Fatalf("seed %d: %d points, want %d (%v)", c.seed, len(points), c.f.Len(), err)
	}
	for i, e := range points {
		if !slices.Equal(e.Utility, c.f.last.at(i)) || c.f.Packages(i).Cmp(new(big.Int).SetUint64(e.Packages)) != 0 || !slices.Equal(c.p.sums(e.Package), e.Utility) {
			t.Fatalf("seed %d: point %d is %+v", c.seed, i, e)
		}
	}
}

// TestScanSample: with enough packages some are visited beforehand, which changes
// nothing.
func TestScanSample(t *testing.T) {
	for parties := 1; parties <= 4; parties++ {
		m := opposedModel(parties, 6, 10, 2, 7)
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		sameScan(t, &proof{p: p, f: f})
	}
}

// TestScanRefuses: shapes that cannot be scanned are named.
func TestScanRefuses(t *testing.T) {
	none := func(Package, []int64) bool { return false }
	for name, sizes := range map[string][]int{"no issue": {}, "empty issue": {2, 0}, "too many": {1 << 20, 1 << 20, 1 << 20, 1 << 20}} {
		if _, err := ScanFrontier(t.Context(), sizes, 2, none); err == nil {
			t.Errorf("%s was scanned", name)
		}
	}
	if points, err := ScanFrontier(t.Context(), []int{3, 3}, 2, none); err != nil || len(points) != 0 {
		t.Errorf("%d points of no feasible package, %v", len(points), err)
	}
}
