// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"parley/bargain"
)

// A CoalitionNode is one set of parties in the tree of all of them.
type CoalitionNode struct {
	Members []string `json:"members"`
	Depth   int      `json:"depth"`   // 0 for one party alone
	Winning bool     `json:"winning"` // it can put a package in force by itself
	Blocks  bool     `json:"blocks"`  // nothing passes without it
	Minimal bool     `json:"minimal"` // winning, and no part of it is
	// Vectors counts the ways of sharing that a winning set can enforce and cannot
	// improve on for one member without cost to another; From and To are, per member,
	// the least and the most in them.
	Vectors int      `json:"vectors"`
	From    []string `json:"from"`
	To      []string `json:"to"`
	Proven  bool     `json:"proven"`
}

// A CoalitionsReport is the tree of what sets of parties can reach under a rule.
type CoalitionsReport struct {
	Case    string          `json:"case"`
	Parties []string        `json:"parties"`
	AtLeast int             `json:"accepting_at_least"`
	Veto    []string        `json:"veto"`
	Limits  []*string       `json:"limits"` // per party; nil: not stated
	Nodes   []CoalitionNode `json:"nodes"`
}

// maxTreeParties bounds the tree: it has an entry for each set of parties.
const maxTreeParties = 8

// Coalitions describes every set of parties, each below the set that it extends by
// its last member. Errors: a rule that does not fit, more than eight parties, those
// of ctx. Cost: a frontier for each winning set.
func Coalitions(ctx context.Context, p *bargain.Problem, rule bargain.Rule, o bargain.Options) (*CoalitionsReport, error) {
	m := p.Model()
	n := len(m.Parties)
	if n > maxTreeParties {
		return nil, fmt.Errorf("the case has %d parties; the tree of their sets is for at most %d", n, maxTreeParties)
	}
	r := &CoalitionsReport{Case: m.Name, Parties: partyIDs(m), AtLeast: rule.AtLeast, Veto: idsOf(m, rule.Veto), Limits: []*string{}, Nodes: []CoalitionNode{}}
	for q := range m.Parties {
		r.Limits = append(r.Limits, optional(p.Reservation(q)))
	}
	var grow func(set []int) error
	grow = func(set []int) error {
		first := 0
		if len(set) > 0 {
			first = set[len(set)-1] + 1
		}
		for q := first; q < n; q++ {
			next := append(slices.Clone(set), q)
			node, err := coalitionNode(ctx, p, next, rule, o)
			if err != nil {
				return err
			}
			r.Nodes = append(r.Nodes, *node)
			if err := grow(next); err != nil {
				return err
			}
		}
		return nil
	}
	return r, grow(nil)
}

func coalitionNode(ctx context.Context, p *bargain.Problem, set []int, rule bargain.Rule, o bargain.Options) (*CoalitionNode, error) {
	c, err := p.Coalition(ctx, set, rule, o)
	if err != nil {
		return nil, err
	}
	node := &CoalitionNode{Members: idsOf(p.Model(), set), Depth: len(set) - 1, Winning: c.Winning, Blocks: c.Blocks, Proven: true}
	if !c.Winning {
		return node, nil
	}
	// A rule counts heads and names vetoes, so a part wins if and only if leaving out
	// some one member does.
	spare := slices.ContainsFunc(set, func(q int) bool { return !slices.Contains(rule.Veto, q) })
	node.Minimal = !spare || len(set) == rule.AtLeast
	g := c.Guarantee
	node.Vectors, node.Proven = g.Len(), g.Proven()
	var from, to []*big.Rat
	for i := range g.Len() {
		u := g.Point(i).Utility
		if i == 0 {
			from, to = slices.Clone(u), slices.Clone(u)
		}
		for k, x := range u {
			if x.Cmp(from[k]) < 0 {
				from[k] = x
			}
			if x.Cmp(to[k]) > 0 {
				to[k] = x
			}
		}
	}
	node.From, node.To = roundedList(from), roundedList(to)
	return node, nil
}
