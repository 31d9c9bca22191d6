// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"slices"
)

// sortRun is how many entries are sorted without asking whether to stop.
const sortRun = 1 << 14

// sortFunc sorts all, as slices.SortFunc, and asks ctx between runs and merges.
// Entries that compare equal must be the same. If ctx ends the order is not
// defined.
func sortFunc[E any](ctx context.Context, all []E, compare func(a, b E) int) []E {
	for from := 0; from < len(all); from += sortRun {
		if ctx.Err() != nil {
			return all
		}
		slices.SortFunc(all[from:min(from+sortRun, len(all))], compare)
	}
	if len(all) <= sortRun {
		return all
	}
	other := make([]E, len(all))
	for run := sortRun; run < len(all); run *= 2 {
		for from := 0; from < len(all); from += 2 * run {
			middle, end := min(from+run, len(all)), min(from+2*run, len(all))
			a, b, out := all[from:middle], all[middle:end], other[from:end]
			for k := range out {
				if k&(sortRun-1) == 0 && ctx.Err() != nil {
					return all
				}
				if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) <= 0 {
					out[k], a = a[0], a[1:]
				} else {
					out[k], b = b[0], b[1:]
				}
			}
		}
		all, other = other, all
	}
	return all
}
