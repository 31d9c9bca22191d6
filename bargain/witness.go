// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// ErrSteps says that a search used up its steps before it came to its end.
var ErrSteps = errors.New("the search used up its steps")

// listSteps bounds the listing of packages, whose steps are short.
const listSteps = 200_000_000

// PackagesOf lists packages with exactly the utilities of the i-th point, in
// lexicographic order of options, at most limit of them. [Frontier.Packages] is
// how many there are. It searches package by package between the bounds of what
// may still be added; steps bounds the search (0 means 200 million), and
// [ErrSteps] comes with what was found until then. Other errors are the context's.
// It panics if i is out of range.
func (f *Frontier) PackagesOf(ctx context.Context, i, limit int, steps int64) ([]Package, error) {
	if f.whole != nil { // other packages may have been cut to the same vector
		return f.whole.PackagesOf(ctx, f.of[i], limit, steps)
	}
	if steps <= 0 {
		steps = listSteps
	}
	p := f.p
	l := &lister{s: newSearcher(p, Options{Steps: steps}), want: f.last.at(i), limit: limit}
	n := len(p.sizes)
	l.least = make([][]int64, n+1)
	l.least[n] = make([]int64, p.parties)
	for i := n - 1; i >= 0; i-- {
		l.least[i] = slices.Clone(l.least[i+1])
		for q := range p.parties {
			low := int64(1 << 60)
			for o := range p.sizes[i] {
				if !p.banned[i][o] {
					low = min(low, p.unary[i][o*p.parties+q])
				}
			}
			l.least[i][q] += low
		}
	}
	if len(l.s.patterns) == 0 {
		l.dead = map[string]bool{}
	}
	err := l.settle(ctx, 0)
	return l.found, err
}

// A lister looks for packages with given sums.
type lister struct {
	s     *searcher
	want  []int64
	least [][]int64
	limit int
	found []Package
	dead  map[string]bool // position and sums from which nothing was found; nil with patterns
}

func (l *lister) settle(ctx context.Context, i int) error {
	s := l.s
	if s.steps++; s.steps%stride == 0 && ctx.Err() != nil {
		return ctx.Err()
	}
	if s.steps > s.limit {
		return ErrSteps
	}
	if len(l.found) >= l.limit || !l.reachable(i) {
		return nil
	}
	if i == len(s.x) {
		l.found = append(l.found, slices.Clone(s.x))
		return nil
	}
	key := ""
	if l.dead != nil {
		if key = strconv.Itoa(i) + ":" + vectorKey(s.sum); l.dead[key] {
			return nil
		}
	}
	before := len(l.found)
	for o := range s.p.sizes[i] {
		if s.p.banned[i][o] {
			continue
		}
		s.x[i] = o
		var err error
		if s.choose(i, o, 1) {
			err = l.settle(ctx, i+1)
		}
		s.choose(i, o, -1)
		if err != nil {
			return err
		}
	}
	if l.dead != nil && len(l.found) == before && len(l.dead) < 1<<20 {
		l.dead[key] = true
	}
	return nil
}

// reachable reports whether the sums wanted lie between the least and the most
// that may follow.
func (l *lister) reachable(i int) bool {
	s := l.s
	for q, w := range l.want {
		most := s.sum[q] + s.open[q]
		least := s.sum[q] + l.least[i][q]
		if i > 0 {
			most += s.rest[i][q]
		} else {
			most = s.rest[0][q] // holds the terms already
		}
		for t, pat := range s.patterns {
			if pat.add != nil && pat.add[q] < 0 && s.state(t) == pending {
				least += pat.add[q]
			}
		}
		if w < least || w > most {
			return false
		}
	}
	return true
}
