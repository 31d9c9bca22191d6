// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/bits"
	"slices"
)

// A boxSet is a set of boxes by their numbers.
type boxSet [maxBoxes / 64]uint64

func (s boxSet) has(v int) bool { return s[v/64]>>(v%64)&1 == 1 }

func (s boxSet) with(v int) boxSet { s[v/64] |= 1 << (v % 64); return s }

func (s boxSet) without(v int) boxSet { s[v/64] &^= 1 << (v % 64); return s }

func (s boxSet) minus(o boxSet) boxSet {
	for i := range s {
		s[i] &^= o[i]
	}
	return s
}

func (s boxSet) and(o boxSet) boxSet {
	for i := range s {
		s[i] &= o[i]
	}
	return s
}

func (s boxSet) or(o boxSet) boxSet {
	for i := range s {
		s[i] |= o[i]
	}
	return s
}

func (s boxSet) len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// first is the least number in the set, or -1.
func (s boxSet) first() int {
	for i, w := range s {
		if w != 0 {
			return 64*i + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// members lists the numbers in the set.
func (s boxSet) members() (out []int) {
	for v := s.first(); v >= 0; v = s.first() {
		out, s = append(out, v), s.without(v)
	}
	return out
}

// A boxGraph says which boxes exclude each other.
type boxGraph struct {
	parties int
	add     [][]int64
	near    []boxSet
	known   map[boxSet][]boxPoint
	work    int64
}

// A boxPoint is a sum that no other dominates, with the sets of boxes that have it.
type boxPoint struct {
	u    []int64
	sets []boxSet
}

const (
	// maxBoxWork bounds the sums that are formed and the pairs that are looked at: some
	// seconds.
	maxBoxWork = 40_000_000
	// maxTwins bounds the sets of boxes behind one sum.
	maxTwins = 1 << 12
)

func newBoxGraph(parties int, boxes []box) *boxGraph {
	g := &boxGraph{parties: parties, near: make([]boxSet, len(boxes)), known: map[boxSet][]boxPoint{}}
	for v, b := range boxes {
		g.add = append(g.add, b.add)
		for w := range v {
			if b.excludes(boxes[w]) {
				g.near[v], g.near[w] = g.near[v].with(w), g.near[w].with(v)
			}
		}
	}
	return g
}

func (g *boxGraph) all() (s boxSet) {
	for v := range g.add {
		s = s.with(v)
	}
	return s
}

// solve finds the frontier of the sums of sets of boxes of which no two exclude
// each other: parts without a pair between them are solved apart and added; else
// the box with most pairs is granted, without those that it excludes, or not.
// [errTangled] if that is too much work.
func (g *boxGraph) solve(ctx context.Context, in boxSet) ([]boxPoint, error) {
	out := []boxPoint{{u: make([]int64, g.parties), sets: []boxSet{{}}}}
	for in = g.useful(in); in != (boxSet{}); {
		part := g.part(in)
		in = in.minus(part)
		points, err := g.solvePart(ctx, part)
		if err != nil {
			return nil, err
		}
		if out, err = g.sum(ctx, out, points); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (g *boxGraph) solvePart(ctx context.Context, part boxSet) ([]boxPoint, error) {
	if points, ok := g.known[part]; ok {
		return points, nil
	}
	members := part.members()
	if g.work += int64(len(members)) * int64(len(members)); g.work > maxBoxWork {
		return nil, errTangled
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v, most := part.first(), -1
	for _, w := range members {
		if n := g.near[w].and(part).len(); n > most {
			v, most = w, n
		}
	}
	rest := part.without(v)
	points, err := g.solve(ctx, rest.minus(g.near[v]))
	if err != nil {
		return nil, err
	}
	granted := make([]boxPoint, len(points))
	for k, x := range points {
		granted[k].u = slices.Clone(x.u)
		for q, a := range g.add[v] {
			granted[k].u[q] += a
		}
		for _, s := range x.sets {
			granted[k].sets = append(granted[k].sets, s.with(v))
		}
	}
	out := granted
	if most > 0 {
		if points, err = g.solve(ctx, rest); err != nil {
			return nil, err
		}
		if out, err = g.best(ctx, append(granted, points...)); err != nil {
			return nil, err
		}
	}
	g.known[part] = out
	return out, nil
}

// part is the first box of a set with all that are tied to it by pairs.
func (g *boxGraph) part(in boxSet) boxSet {
	found := boxSet{}.with(in.first())
	for edge := found; edge != (boxSet{}); {
		var next boxSet
		for _, v := range edge.members() {
			next = next.or(g.near[v])
		}
		edge = next.and(in).minus(found)
		found = found.or(edge)
	}
	return found
}

// useful leaves out boxes in whose place another one could always be granted, to
// more.
func (g *boxGraph) useful(in boxSet) boxSet {
	for again := true; again; {
		again = false
		for _, v := range in.members() {
			near := g.near[v].and(in)
			for _, w := range near.members() {
				if g.near[w].and(in).without(v).minus(near) == (boxSet{}) && !slices.Equal(g.add[w], g.add[v]) && covers(g.add[w], g.add[v]) {
					in, again = in.without(v), true
					break
				}
			}
		}
	}
	return in
}

// sum adds every point of a to every one of b.
func (g *boxGraph) sum(ctx context.Context, a, b []boxPoint) ([]boxPoint, error) {
	if len(a) == 1 && len(a[0].sets) == 1 && a[0].sets[0] == (boxSet{}) {
		return b, nil
	}
	if g.work += int64(len(a)) * int64(len(b)); g.work > maxBoxWork {
		return nil, errTangled
	}
	out := make([]boxPoint, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			u := slices.Clone(x.u)
			for q := range u {
				u[q] += y.u[q]
			}
			var sets []boxSet
			if len(x.sets)*len(y.sets) > maxTwins {
				return nil, errTangled
			}
			for _, s := range x.sets {
				for _, t := range y.sets {
					sets = append(sets, s.or(t))
				}
			}
			out = append(out, boxPoint{u, sets})
		}
	}
	return g.best(ctx, out)
}

// best sorts points, joins equal ones and drops dominated ones.
func (g *boxGraph) best(ctx context.Context, list []boxPoint) ([]boxPoint, error) {
	if g.work += int64(len(list)); g.work > maxBoxWork {
		return nil, errTangled
	}
	if err := sortStable(ctx, list, func(a, b boxPoint) int { return slices.Compare(b.u, a.u) }); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	seen := newArchive(g.parties)
	var out []boxPoint
	for _, x := range list {
		if last := len(out) - 1; last >= 0 && slices.Equal(out[last].u, x.u) {
			out[last].sets = append(slices.Clip(out[last].sets), x.sets...)
			if len(out[last].sets) > maxTwins {
				return nil, errTangled
			}
			continue
		}
		if !seen.covered(x.u) {
			seen.add(x.u)
			out = append(out, x)
		}
	}
	return out, nil
}
