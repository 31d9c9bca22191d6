// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"sync/atomic"
)

// shelf is a list that only grows, as a value: adding gives a longer shelf and
// leaves the shorter one as it was. States that follow one another share one
// array. When two grow out of the same one, the second takes a copy: tip counts
// how much of the array is taken, and whoever moves it owns the next place. So
// a state may be read, and even applied to, from several goroutines.
type shelf[T any] struct {
	items []T
	tip   *atomic.Int64
}

func (s shelf[T]) add(x T) shelf[T] {
	n := int64(len(s.items))
	if s.tip != nil && s.tip.CompareAndSwap(n, n+1) {
		return shelf[T]{append(s.items, x), s.tip}
	}
	tip := new(atomic.Int64)
	tip.Store(n + 1)
	return shelf[T]{append(slices.Clip(s.items), x), tip}
}

func (s shelf[T]) len() int { return len(s.items) }

// view returns the items. Appending to the result does not touch the shelf.
func (s shelf[T]) view() []T { return slices.Clip(s.items) }
