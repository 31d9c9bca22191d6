// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"encoding/binary"
	"slices"
)

// searchFrontier visits packages by settling issues in order, and turns back
// where even the best of what may follow is dominated by a package already found.
func (p *Problem) searchFrontier(ctx context.Context, o Options) (*Frontier, error) {
	s := newSearcher(p, o)
	s.follow(s.byWeight())
	s.aim(ctx)
	s.bound[0] = slices.Clone(s.rest[0])
	f := &Frontier{p: p, proven: p.resolution == 0, rational: o.RationalOnly, ceiling: s.rest[0]}
	if !f.proven {
		f.why = "resolution"
	}
	err := s.settle(ctx, 0)
	switch {
	case err == nil:
	case s.stopped != "":
		f.proven, f.why = false, s.stopped
	default:
		return nil, err
	}
	if !f.proven && s.stopped != "" { // what was known before, and not met again
		for _, e := range s.ahead {
			if _, ok := s.index[vectorKey(e.u)]; !ok {
				s.list = append(s.list, e)
			}
		}
	}
	f.last, f.packages = s.finish()
	if len(f.packages) == 0 && f.proven {
		f.ceiling = nil
	}
	return f, nil
}

// searchStride is how many partial packages are settled between two looks at
// context and budget; each takes some ten microseconds.
const searchStride = 1 << 8

// A searcher is one depth-first search.
type searcher struct {
	p        *Problem
	o        Options
	patterns []pattern
	touch    [][]use // per issue
	rest     [][]int64
	x        Package
	sum      []int64   // decided so far
	bound    [][]int64 // per place, of what the sums can become
	open     []int64   // per party: positive adds of terms that may still match
	missed   []int     // per pattern: issues settled against it
	left     []int     // per pattern: issues not yet settled
	found    *tree     // over all entries
	index    map[string]int
	list     []visited
	ahead    []visited // packages known before the search
	steps    int64
	limit    int64
	stopped  string
	order    []int    // in which issues are settled
	settled  []bool   // per issue
	fan      *fan     // bounds of sums over the parties; nil without an aim
	next     []int64  // such bounds, ahead
	gaps     *corners // of two parties with an aim, else nil
	prefer   [][]int  // per issue, options in the order in which they are tried
}

type visited struct {
	u     []int64
	x     []uint16
	count uint64
}

func newSearcher(p *Problem, o Options) *searcher {
	n := len(p.sizes)
	s := &searcher{p: p, o: o, patterns: p.patterns(), touch: make([][]use, n), x: make(Package, n),
		sum: make([]int64, p.parties), open: make([]int64, p.parties), found: newTree(p.parties),
		index: map[string]int{}, limit: o.steps()}
	for t, pat := range s.patterns {
		for j, i := range pat.scope {
			s.touch[i] = append(s.touch[i], use{t, j, pat.sets[j]})
		}
		s.left, s.missed = append(s.left, len(pat.scope)), append(s.missed, 0)
		for q, v := range pat.add {
			s.open[q] += max(v, 0)
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	s.settled = make([]bool, n)
	for range n + 1 {
		s.bound = append(s.bound, make([]int64, p.parties))
	}
	s.follow(order)
	return s
}

// follow sets the order of issues and finds what can follow at each place of it.
func (s *searcher) follow(order []int) {
	p, n := s.p, len(order)
	s.order = order
	s.rest = make([][]int64, n+1)
	s.rest[n] = make([]int64, p.parties)
	for at := n - 1; at >= 0; at-- {
		i := order[at]
		s.rest[at] = slices.Clone(s.rest[at+1])
		for q := range p.parties {
			most := int64(-1 << 62)
			for k := range p.sizes[i] {
				if !p.banned[i][k] {
					most = max(most, p.unary[i][k*p.parties+q])
				}
			}
			s.rest[at][q] += max(most, -1<<60)
		}
	}
	first := slices.Clone(s.rest[0]) // the ceiling counts the terms too
	for q := range first {
		first[q] += s.open[q]
	}
	s.rest[0] = first
}

func (s *searcher) settle(ctx context.Context, at int) error {
	if s.steps++; s.steps%searchStride == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if int64(len(s.list))*int64(16*s.p.parties+2*len(s.x)+120) > s.o.memory() {
			s.stopped = "memory"
			return errMemory
		}
	}
	if s.steps > s.limit {
		s.stopped = "steps"
		return errMemory
	}
	if at == len(s.x) {
		s.leaf()
		return nil
	}
	i := s.order[at]
	for _, o := range s.prefer[i] {
		s.x[i] = o
		var err error
		if !s.near(at, i, o) {
			continue
		}
		if s.choose(i, o, 1) && !s.hopeless(at+1) {
			s.fan.choose(i, o, 1)
			s.settled[i] = true
			if s.reach(at + 1) {
				err = s.settle(ctx, at+1)
			}
			s.settled[i] = false
			s.fan.choose(i, o, -1)
		}
		s.choose(i, o, -1)
		if err != nil {
			return err
		}
	}
	return nil
}

// choose settles issue i with option o (by = 1) or takes that back (by = -1). It
// reports false if a forbidden combination is complete.
func (s *searcher) choose(i, o, by int) bool {
	allowed := true
	for q := range s.sum {
		s.sum[q] += int64(by) * s.p.unary[i][o*s.p.parties+q]
	}
	for _, u := range s.touch[i] {
		t := u.pattern
		before := s.state(t)
		s.left[t] -= by
		if !u.set[o] {
			s.missed[t] += by
		}
		after := s.state(t)
		if before == after {
			continue
		}
		if s.patterns[t].add == nil {
			allowed = allowed && after != complete
			continue
		}
		for q, v := range s.patterns[t].add {
			s.sum[q] += v * (has(after, complete) - has(before, complete))
			s.open[q] += max(v, 0) * (has(after, pending) - has(before, pending))
		}
	}
	return allowed
}

// The states of a pattern in a search.
const (
	pending  = iota // may still match
	complete        // matches
	failed          // does not
)

func (s *searcher) state(t int) int {
	switch {
	case s.missed[t] > 0:
		return failed
	case s.left[t] == 0:
		return complete
	}
	return pending
}

func has(state, want int) int64 {
	if state == want {
		return 1
	}
	return 0
}

// hopeless reports whether nothing that follows can be on the frontier.
func (s *searcher) hopeless(at int) bool {
	bound := s.bound[at]
	for q := range bound {
		bound[q] = s.sum[q] + s.open[q] + s.rest[at][q]
		if s.o.RationalOnly && s.p.stated[q] && bound[q] < s.p.limit[q] {
			return true
		}
	}
	return s.found.covers(bound) && !slices.Equal(s.found.recent, bound)
}

// near is reach with what is known before the choice of o for i at a place.
func (s *searcher) near(at, i, o int) bool {
	if s.gaps == nil {
		return true
	}
	s.fan.ahead(i, o, s.next)
	return s.gaps.reach(s.bound[at], s.next)
}

// reach reports whether the bounds at a place, those of the fan too, leave
// anything that can be on the frontier.
func (s *searcher) reach(at int) bool {
	bound := s.bound[at]
	if s.gaps != nil {
		return s.gaps.reach(bound, s.fan.total)
	}
	lower := false
	for q := range bound {
		if most := s.fan.ceiling(1+q, q); most < bound[q] {
			bound[q], lower = most, true
		}
	}
	return !lower || !s.found.covers(bound) || slices.Equal(s.found.recent, bound)
}

func (s *searcher) leaf() {
	if s.o.RationalOnly && !s.p.rational(s.sum) {
		return
	}
	key := make([]byte, 0, 8*len(s.sum))
	for _, v := range s.sum {
		key = binary.LittleEndian.AppendUint64(key, uint64(v))
	}
	if at, ok := s.index[string(key)]; ok {
		s.list[at].count++
		return
	}
	if s.found.covers(s.sum) {
		if !slices.Equal(s.found.recent, s.sum) {
			return
		} // else it was known before the search
	} else {
		s.know(s.sum)
	}
	x := make([]uint16, len(s.x))
	for i, o := range s.x {
		x[i] = uint16(o)
	}
	s.index[string(key)] = len(s.list)
	s.list = append(s.list, visited{slices.Clone(s.sum), x, 1})
}

// finish sorts what was found and drops what was dominated later.
func (s *searcher) finish() (*vectors, []uint16) {
	slices.SortFunc(s.list, func(a, b visited) int { return slices.Compare(b.u, a.u) })
	seen := newArchive(s.p.parties)
	v := &vectors{parties: s.p.parties}
	var packages []uint16
	for _, e := range s.list {
		if seen.covered(e.u) {
			continue
		}
		seen.add(e.u)
		v.u = append(v.u, e.u...)
		v.count.push(e.count)
		v.back, v.via = append(v.back, 0), append(v.via, 0)
		packages = append(packages, e.x...)
	}
	return v, packages
}
