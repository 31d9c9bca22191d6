// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
)

// A Coalition is a set of parties under an agreement rule.
type Coalition struct {
	Members []int
	Winning bool // it can put a package in force by itself
	Blocks  bool // without it nothing can be put in force
	// Guarantee holds, for a winning coalition, the frontier of its members alone:
	// each vector is one that it can enforce, in the order of Members. For others it
	// is nil: without an agreement of others they have their reservations.
	Guarantee *Frontier
}

// Coalition describes what a subset of the parties can guarantee itself under a
// rule: a winning one any feasible package, the others nothing beyond their
// reservations. The set must not be empty or name a party twice. Cost: one
// frontier over the members.
func (p *Problem) Coalition(ctx context.Context, set []int, r Rule, o Options) (*Coalition, error) {
	veto, err := r.check(p.parties)
	if err != nil {
		return nil, err
	}
	s, err := p.setOf(set)
	if err != nil {
		return nil, err
	}
	all := uint32(1)<<p.parties - 1
	c := &Coalition{Members: members(s), Winning: r.wins(s, veto), Blocks: !r.wins(all&^s, veto)}
	if c.Winning {
		c.Guarantee, err = p.restrict(c.Members, false).Frontier(ctx, o)
	}
	return c, err
}

// A Block is a coalition's reason to put another package in force.
type Block struct {
	Members []int
	Package Package    // one that every member prefers strictly
	Utility []*big.Rat // of all parties
}

// A Core holds the points of a frontier that no winning coalition blocks.
type Core struct {
	Points []int // indices in the frontier, ascending
	// Blocked has, for each other point that a winning set of parties accepts, the
	// first coalition that blocks it, in the order of the sets of parties.
	Blocked map[int]Block
	// Refused lists the points that the parties who get at least their stated
	// reservation cannot put in force.
	Refused []int
	Proven  bool
}

// Core finds the points of the frontier that a winning coalition can accept and
// that no winning coalition blocks: blocking means that some feasible package is
// strictly better for each of its members (the core of the voting situation,
// Gillies 1959). Under unanimity nothing on the frontier is blocked. Only points of
// the frontier are judged; a package that is merely not improvable for all at once
// may be unblocked too. Cost: one frontier for each minimal winning coalition, and
// one query for each point and coalition.
func (f *Frontier) Core(ctx context.Context, r Rule, o Options) (*Core, error) {
	p := f.p
	veto, err := r.check(p.parties)
	if err != nil {
		return nil, err
	}
	core := &Core{Blocked: map[int]Block{}, Proven: f.proven}
	open := make([]bool, f.Len())
	for i := range open {
		var content uint32
		for q, v := range f.last.at(i) {
			if !p.stated[q] || !p.hopeless[q] && v >= p.limit[q] {
				content |= 1 << q
			}
		}
		if open[i] = r.wins(content, veto); !open[i] {
			core.Refused = append(core.Refused, i)
		}
	}
	o.RationalOnly = false
	for _, s := range r.minimal(p.parties, veto) {
		who := members(s)
		g, err := p.restrict(who, false).Frontier(ctx, o)
		if err != nil {
			return nil, err
		}
		core.Proven = core.Proven && g.proven
		if err := f.block(ctx, core, open, who, g); err != nil {
			return nil, err
		}
	}
	for i, ok := range open {
		if ok {
			core.Points = append(core.Points, i)
		}
	}
	return core, nil
}

// block marks the points that one coalition blocks.
func (f *Frontier) block(ctx context.Context, core *Core, open []bool, who []int, g *Frontier) error {
	t := newTree(len(who))
	where := map[string]int{}
	for j := range g.Len() {
		t.insert(g.last.at(j))
		where[vectorKey(g.last.at(j))] = j
	}
	want := make([]int64, len(who))
	for i := range open {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !open[i] {
			continue
		}
		u := f.last.at(i)
		for j, q := range who {
			want[j] = u[q] + 1
		}
		t.recent = nil // so that the package shown does not depend on the point before
		if t.covers(want) {
			x := g.Package(where[vectorKey(t.recent)])
			all, err := f.p.Utility(x)
			if err != nil {
				return err
			}
			core.Blocked[i] = Block{Members: who, Package: x, Utility: all}
			open[i] = false
		}
	}
	return nil
}
