// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// Gains are what a tabled package leaves on the table (post-settlement
// settlement, Raiffa 1985): all packages that give nobody less.
type Gains struct {
	From Point // the tabled package; Packages is nil
	// Frontier holds the efficient vectors that give nobody less than From. If From
	// is efficient that is its own vector alone.
	Frontier *Frontier
	// Efficient says that no feasible package dominates From. With Proven it is a
	// proof.
	Efficient bool
	Proven    bool
	// BetterForAll is the number of points of Frontier that give everybody more.
	BetterForAll int
	// Step is the largest guaranteed step: the point that maximises the least gain
	// over From, then the next (leximin, in each party's own units). It is the
	// distance to the frontier; nil if From is efficient.
	Step *Solution
	// More has, per party, the point that gives it the most at no cost to anybody,
	// or nil if nothing can be added for it.
	More []*Solution
}

// Gains finds the joint gains over package t. It is an error if t does not settle
// every issue or a constraint excludes it; otherwise errors are those of the
// context. Cost: that of [Problem.Frontier] cut to what dominates t, usually a
// small part of the whole.
func (p *Problem) Gains(ctx context.Context, t Package, o Options) (*Gains, error) {
	ok, broken, err := p.Feasible(t)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("constraint %d excludes the package", broken)
	}
	g := &Gains{From: Point{Package: slices.Clone(t)}}
	if g.From.Utility, err = p.Utility(t); err != nil {
		return nil, err
	}
	from := p.sums(t)
	o.RationalOnly = true
	if g.Frontier, err = p.above(from).Frontier(ctx, o); err != nil {
		return nil, err
	}
	g.Proven = g.Frontier.Proven()
	g.More = make([]*Solution, p.parties)
	c := g.Frontier.against(from)
	g.Efficient = !slices.ContainsFunc(c.rows, func(i int) bool { return !slices.Equal(g.Frontier.last.at(i), from) })
	if g.Efficient {
		return g, ctx.Err()
	}
	for _, i := range c.rows {
		if covers(g.Frontier.last.at(i), addOne(from)) {
			g.BetterForAll++
		}
	}
	g.Step = c.solution(c.egalitarian())
	for q := range g.More {
		if c.ideal[q] > from[q] {
			g.More[q] = c.solution(c.most(q))
		}
	}
	return g, ctx.Err()
}

func addOne(u []int64) []int64 {
	out := slices.Clone(u)
	for q := range out {
		out[q]++
	}
	return out
}

// above is the problem with the reservations of all parties set to sums.
func (p *Problem) above(from []int64) *Problem {
	q := *p
	q.stated, q.hopeless = slices.Repeat([]bool{true}, p.parties), make([]bool, p.parties)
	q.limit = slices.Clone(from)
	q.limitRat = make([]*big.Rat, p.parties)
	for i := range q.limitRat {
		q.limitRat[i] = p.rat(i, from[i])
	}
	return &q
}

// against prepares a choice among all points of the frontier by gains over from.
func (f *Frontier) against(from []int64) *chooser {
	c := &chooser{p: f.p, f: f, limits: from, ideal: slices.Clone(from)}
	for q := range from {
		unit, _ := f.p.unit[q].Float64()
		c.unit = append(c.unit, unit)
	}
	for i := range f.Len() {
		c.rows = append(c.rows, i)
		for q, v := range f.last.at(i) {
			c.ideal[q] = max(c.ideal[q], v)
		}
	}
	return c
}

func (c *chooser) solution(r rule) *Solution {
	at, ties := c.choose(r)
	return &Solution{Point: c.f.Point(at), Index: at, Ties: ties, Proven: c.f.proven}
}

// most is the rule that gives party q as much as possible.
func (c *chooser) most(q int) rule {
	return rule{
		key:     func(u []int64) float64 { return c.gain(u, q) },
		size:    func(u []int64) float64 { return c.gain(u, q) },
		compare: func(a, b []int64) int { return big.NewInt(a[q]).Cmp(big.NewInt(b[q])) },
	}
}
