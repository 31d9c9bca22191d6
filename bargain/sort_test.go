// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSortStable: pieces that are merged give what one sort gives, ties in their
// order, at lengths around those of the pieces.
func TestSortStable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	byFirst := func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) }
	for _, n := range []int{0, 1, 2, sortPiece - 1, sortPiece, sortPiece + 1, 2 * sortPiece, 5*sortPiece + 7} {
		list := make([][2]int, n)
		for i := range list {
			list[i] = [2]int{r.IntN(100), i}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, byFirst)
		if err := sortStable(t.Context(), list, byFirst); err != nil || !slices.Equal(list, want) {
			t.Errorf("%d entries: %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	looked := 0
	err := sortStable(ctx, make([][2]int, 9*sortPiece), func(a, b [2]int) int {
		if looked++; looked == sortPiece {
			cancel()
		}
		return 0
	})
	if err != context.Canceled || looked > 4*sortPiece {
		t.Errorf("cancelled: %v after %d comparisons", err, looked)
	}
}
