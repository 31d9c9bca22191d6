// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"slices"
)

// sortPiece is how many entries are sorted between two looks at a context.
const sortPiece = 1 << 13

// sortStable sorts a long list stably, in pieces that are merged, so that it can be
// cancelled; then it returns the error of ctx, and the list is in no order.
func sortStable[T any](ctx context.Context, list []T, compare func(a, b T) int) error {
	for from := 0; from < len(list); from += sortPiece {
		if err := ctx.Err(); err != nil {
			return err
		}
		slices.SortStableFunc(list[from:min(from+sortPiece, len(list))], compare)
	}
	var spare []T
	if len(list) > sortPiece {
		spare = make([]T, 0, len(list))
	}
	for width := sortPiece; width < len(list); width *= 2 {
		for from := 0; from+width < len(list); from += 2 * width {
			a, b := list[from:from+width], list[from+width:min(from+2*width, len(list))]
			merged := spare[:0]
			for len(a) > 0 && len(b) > 0 {
				if len(merged)%sortPiece == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				if compare(a[0], b[0]) <= 0 {
					merged, a = append(merged, a[0]), a[1:]
				} else {
					merged, b = append(merged, b[0]), b[1:]
				}
			}
			merged = append(append(merged, a...), b...)
			copy(list[from:], merged)
		}
	}
	return nil
}
