// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"slices"
)

// ErrTangled says that constraints overlap too much to be judged.
var ErrTangled = errors.New("the constraints overlap too much to find those that exclude each other")

// maxSubsets bounds the sets of constraints that are tried for a smaller one.
const maxSubsets = 5000

// Conflict finds constraints that cannot hold together, as ascending indices into
// the model; nil if some package is feasible. Without any one of them the others
// can. smallest says that no fewer constraints exclude every package, which is
// proven while there are not too many sets to be tried. Errors: those of a model
// that does not check, [ErrTangled], the context's. Cost: a count of packages for
// each constraint, and for each set that is tried.
func (m *Model) Conflict(ctx context.Context) (set []int, smallest bool, err error) {
	if err := m.check(); err != nil {
		return nil, false, err
	}
	for c := range m.Constraints {
		set = append(set, c)
	}
	if open, err := m.opens(ctx, set); err != nil || open {
		return nil, err == nil, err
	}
	for _, c := range slices.Clone(set) { // leave out what is not needed
		rest := slices.DeleteFunc(slices.Clone(set), func(x int) bool { return x == c })
		open, err := m.opens(ctx, rest)
		if err != nil {
			return nil, false, err
		}
		if !open {
			set = rest
		}
	}
	tried := 0
	for size := 1; size < len(set); size++ {
		found, err := m.smaller(ctx, nil, size, &tried)
		if err != nil || found != nil {
			return found, err == nil, err
		}
		if tried > maxSubsets {
			return set, false, nil
		}
	}
	return set, true, nil
}

// smaller tries the sets of a size that begin with chosen.
func (m *Model) smaller(ctx context.Context, chosen []int, size int, tried *int) ([]int, error) {
	if len(chosen) == size {
		if *tried++; *tried > maxSubsets {
			return nil, nil
		}
		open, err := m.opens(ctx, chosen)
		if err != nil || open {
			return nil, err
		}
		return slices.Clone(chosen), nil
	}
	from := 0
	if len(chosen) > 0 {
		from = chosen[len(chosen)-1] + 1
	}
	for c := from; c < len(m.Constraints) && *tried <= maxSubsets; c++ {
		if found, err := m.smaller(ctx, append(slices.Clone(chosen), c), size, tried); err != nil || found != nil {
			return found, err
		}
	}
	return nil, nil
}

// opens reports whether some package satisfies the constraints of a set.
func (m *Model) opens(ctx context.Context, set []int) (bool, error) {
	part := &Model{Issues: m.Issues, Parties: []Party{{ID: "nobody", Views: []View{{}}}}}
	for _, c := range set {
		part.Constraints = append(part.Constraints, m.Constraints[c])
	}
	p, err := Compile(part)
	if err != nil {
		return false, err
	}
	n, _, err := p.count(ctx, 1)
	switch {
	case err != nil:
		return false, err
	case n.AtLeast.Sign() > 0:
		return true, nil
	case n.AtMost.Sign() == 0:
		return false, nil
	}
	return false, ErrTangled
}
