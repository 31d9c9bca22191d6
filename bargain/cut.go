// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"slices"
)

// Cut returns the frontier after every utility above [View.Most] has been cut to
// it, as some file formats define utility; f itself if no point is above. A vector
// that the cut makes equal to another, or dominated, is gone. Every vector of the
// cut frontier is a vector of f after the cut: what dominates a package before the
// cut is at least as good after it. The count of a point that was cut is a lower
// bound, because a package that another dominates may be cut to the same vector.
//
// The result has the fair points and the zone of the cut utilities. Its points,
// counts and packages are those of the methods of Frontier; [Frontier.Core] and
// the methods of [Problem] stay with the sums as they stand. Cost: sorting.
func (f *Frontier) Cut() *Frontier {
	p := f.p
	if f.whole != nil || !f.reached() {
		return f
	}
	short := *p
	short.hopeless = slices.Clone(p.hopeless)
	for q := range short.hopeless {
		short.hopeless[q] = p.hopeless[q] || p.stated[q] && p.cuts[q] && p.limit[q] > p.cut[q]
	}
	out := &Frontier{p: &short, whole: f, last: &vectors{parties: p.parties}, proven: f.proven, rational: f.rational,
		why: f.why, ceiling: slices.Clone(f.ceiling), gap: f.gap}
	for q := range out.ceiling {
		if p.cuts[q] {
			out.ceiling[q] = min(out.ceiling[q], p.cut[q])
		}
	}
	u, cut := make([]int64, 0, f.Len()*p.parties), make([]bool, f.Len())
	order := make([]int, f.Len())
	for i := range f.Len() {
		order[i] = i
		for q, v := range f.last.at(i) {
			if p.cuts[q] && v > p.cut[q] {
				v, cut[i] = p.cut[q], true
			}
			u = append(u, v)
		}
	}
	at := func(i int) []int64 { return u[i*p.parties : (i+1)*p.parties] }
	slices.SortFunc(order, func(a, b int) int {
		if c := slices.Compare(at(b), at(a)); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	seen := newArchive(p.parties)
	for _, i := range order {
		last := len(out.of) - 1
		switch {
		case last >= 0 && slices.Equal(out.last.at(last), at(i)):
			out.least[last] = out.least[last] || cut[i]
			if f.proven {
				out.last.count.addLast(f.last.count.times(i, 1, &out.last.count))
			}
		case !seen.covered(at(i)):
			seen.add(at(i))
			out.of, out.least = append(out.of, i), append(out.least, cut[i])
			out.last.u = append(out.last.u, at(i)...)
			out.last.back, out.last.via = append(out.last.back, 0), append(out.last.via, 0)
			if f.proven {
				out.last.count.push(0)
				out.last.count.addLast(f.last.count.times(i, 1, &out.last.count))
			}
		}
	}
	return out
}

// reached reports whether some point is above the cut of some party, or a limit
// is.
func (f *Frontier) reached() bool {
	p := f.p
	for q, cuts := range p.cuts {
		if !cuts {
			continue
		}
		if p.stated[q] && p.limit[q] > p.cut[q] {
			return true
		}
		for i := range f.Len() {
			if f.last.at(i)[q] > p.cut[q] {
				return true
			}
		}
	}
	return false
}

// Whole returns the frontier before [Frontier.Cut], or nil if nothing was cut.
func (f *Frontier) Whole() *Frontier { return f.whole }

// AtLeast reports whether the number of packages of the i-th point is a lower
// bound.
func (f *Frontier) AtLeast(i int) bool { return f.least != nil && f.least[i] }
