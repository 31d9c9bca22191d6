// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"runtime"
	"slices"
	"testing"
)

// samePackages: all packages behind every point are found, and no others.
func samePackages(t *testing.T, c *proof) {
	for i := range c.f.Len() {
		list, err := c.f.PackagesOf(t.Context(), i, 1000, 0)
		if err != nil || int64(len(list)) != c.f.Packages(i).Int64() {
			t.Fatalf("seed %d: %d packages, want %s (%v)", c.seed, len(list), c.f.Packages(i), err)
		}
		for k, x := range list {
			if !slices.Equal(c.p.sums(x), c.f.last.at(i)) || !c.p.feasible(x) || k > 0 && slices.Compare(list[k-1], x) >= 0 {
				t.Fatalf("seed %d: package %v", c.seed, x)
			}
		}
	}
}

// TestProcessors: the result is the same, witnesses included, on one processor
// and on several.
func TestProcessors(t *testing.T) {
	for parties := 2; parties <= 5; parties++ {
		p, err := Compile(opposedModel(parties, 10, 5, 4, 3))
		if err != nil {
			t.Fatal(err)
		}
		var packages [2][]Package
		for k, n := range []int{1, 4} {
			before := runtime.GOMAXPROCS(n)
			f, err := p.Frontier(t.Context(), Options{splitAt: 50})
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(err)
			}
			for i := range f.Len() {
				packages[k] = append(packages[k], f.Package(i))
			}
		}
		if !slices.EqualFunc(packages[0], packages[1], slices.Equal) {
			t.Errorf("%d parties: results differ", parties)
		}
	}
}
