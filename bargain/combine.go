// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

// errMemory says that the memory budget is used up.
var errMemory = errors.New("the memory budget is used up")

const (
	stride   = 1 << 12 // candidates between two looks at context and budget
	slow     = 1 << 9  // the same where a candidate is compared with many others
	parallel = 1 << 14 // candidates from which splitting the work pays
)

// An engine holds what the steps of one calculation share.
type engine struct {
	parties int
	budget  int64        // bytes
	splitAt int          // candidates from which the work is split; 0: parallel
	used    atomic.Int64 // bytes
}

// combine merges shifted lists and keeps what no other vector dominates. need, if
// not nil, is the least sum per party from which a rational package can still be
// reached. The work is split by ranges of the first entry, always into the same
// pieces; each range is swept by itself, and then what an earlier range covers is
// taken out of the later ones.
func (e *engine) combine(ctx context.Context, src []source, need []int64) (*vectors, error) {
	total := 0
	for i := range src {
		src[i].lo, src[i].hi = 0, src[i].from.len()
		total += src[i].hi
	}
	pieces, enough := 1, parallel
	if e.parties == 2 {
		enough *= 4 // a step costs less there
	}
	if e.splitAt > 0 {
		enough = e.splitAt
	}
	switch {
	case total < enough || e.parties == 1:
	case e.parties == 2:
		pieces = 4 // joining the pieces costs nothing
	default:
		pieces = 2
	}
	parts := split(src, pieces)
	swept := make([]*sweep, len(parts))
	err := each(len(parts), func(i int) (err error) {
		swept[i] = &sweep{e: e, out: &vectors{parties: e.parties}, seen: newArchive(e.parties), need: need}
		if t, ok := swept[i].seen.(*tree); ok {
			t.stop = func() bool { return ctx.Err() != nil }
		}
		return swept[i].run(ctx, parts[i])
	})
	if err != nil {
		return nil, err
	}
	out := swept[0].out
	for i, s := range swept[1:] {
		if e.parties == 2 {
			out.extendFrom(s.out, firstAbove(s.out, swept[:i+1]))
			continue
		}
		chosen, err := e.uncovered(ctx, s.out, swept[:i+1])
		if err != nil {
			return nil, err
		}
		out.extend(s.out, chosen)
	}
	return out, nil
}

// split divides the sources at quantiles of the first entry of the longest one.
func split(src []source, pieces int) [][]source {
	if pieces == 1 {
		return [][]source{src}
	}
	longest := 0
	for i := range src {
		if src[i].hi > src[longest].hi {
			longest = i
		}
	}
	rest := slices.Clone(src)
	var parts [][]source
	for k := 1; k < pieces; k++ {
		l := &src[longest]
		at := l.hi * k / pieces
		pivot := l.from.u[at*l.from.parties] + l.shift[0]
		part := slices.Clone(rest)
		for i := range rest {
			cut := max(rest[i].lo, rest[i].below(pivot))
			part[i].hi, rest[i].lo = cut, cut
		}
		parts = append(parts, part)
	}
	return append(parts, rest)
}

// firstAbove is uncovered for two parties: second entries ascend, so that what
// earlier ranges cover is a beginning of the list.
func firstAbove(v *vectors, before []*sweep) int {
	return sort.Search(v.len(), func(i int) bool {
		return !slices.ContainsFunc(before, func(b *sweep) bool { return b.seen.covered(v.at(i)) })
	})
}

// uncovered returns the indices of the vectors that no earlier range covers.
func (e *engine) uncovered(ctx context.Context, v *vectors, before []*sweep) ([]int32, error) {
	n := v.len()
	pieces := 1
	if n >= parallel/4 {
		pieces = 4
	}
	parts := make([][]int32, pieces)
	err := each(pieces, func(k int) error {
		seen := make([]archive, len(before))
		for j, b := range before {
			seen[j] = reader(b.seen)
		}
		for i := n * k / pieces; i < n*(k+1)/pieces; i++ {
			if i%slow == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if !slices.ContainsFunc(seen, func(a archive) bool { return a.covered(v.at(i)) }) {
				parts[k] = append(parts[k], int32(i))
			}
		}
		return nil
	})
	return append([]int32{}, slices.Concat(parts...)...), err
}

// reader gives a view of an archive that can be asked beside others.
func reader(a archive) archive {
	if t, ok := a.(*tree); ok {
		c := *t
		c.recent, c.stack = nil, nil
		return &c
	}
	return a
}

// A sweep runs through one range of the merged lists.
type sweep struct {
	e    *engine
	out  *vectors
	seen archive
	need []int64
}

func (s *sweep) run(ctx context.Context, src []source) error {
	if s.e.parties == 2 && len(src) <= fewHeads {
		return s.run2(ctx, src)
	}
	m := newMerger(s.e.parties, src)
	p := s.e.parties
	last := make([]int64, p) // the vector looked at last
	kept, any := false, false
	reserved := 0
	often := stride
	if p > 3 {
		often = slow
	}
	for steps := 1; ; steps++ {
		if steps%often == 0 {
			if err := s.look(ctx, &reserved); err != nil {
				return err
			}
		}
		at := m.top()
		if at < 0 {
			break
		}
		i := int(m.live[at])
		head := m.head[i*p : i*p+p]
		if any && slices.Equal(head, last) {
			if kept {
				s.out.count.addLast(src[i].from.count.times(m.next[i], src[i].same, &s.out.count))
			}
		} else {
			copy(last, head)
			any = true
			if kept = !s.short(head) && !s.seen.covered(head); kept {
				s.seen.add(head)
				s.keep(head, &src[i], m.next[i])
			}
		}
		m.pop(at)
	}
	return s.look(ctx, &reserved)
}

func (s *sweep) keep(head []int64, src *source, i int) {
	s.out.u = append(s.out.u, head...)
	s.out.count.push(src.from.count.times(i, src.same, &s.out.count))
	s.out.back = append(s.out.back, uint32(i))
	s.out.via = append(s.out.via, src.via)
}

// short reports whether no rational package can be reached from a vector.
func (s *sweep) short(head []int64) bool {
	for q, v := range s.need {
		if head[q] < v {
			return true
		}
	}
	return false
}

// look stops the sweep on cancellation or at the end of the memory budget.
func (s *sweep) look(ctx context.Context, reserved *int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	bytes := int(s.out.bytes())
	used := s.e.used.Add(int64(bytes - *reserved))
	*reserved = bytes
	if used > s.e.budget {
		return errMemory
	}
	return nil
}

// each runs f for 0 to n-1 beside each other and returns the first error by
// index.
func each(n int, f func(int) error) error {
	if n == 1 {
		return f(0)
	}
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = f(i) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
