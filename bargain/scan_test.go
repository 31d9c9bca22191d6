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
