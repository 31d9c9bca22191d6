// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math/big"
	"math/bits"
)

// A Tactic is how a simulated party makes offers. All of them accept an offer
// that gives them at least what their own next offer would.
type Tactic string

// The tactics; t is the share of the deadline that has passed.
const (
	// Boulware concedes late: the target is best - (best - limit)·t^k.
	Boulware Tactic = "boulware"
	// Linear is Boulware with k = 1.
	Linear Tactic = "linear"
	// Conceder concedes early: the target is best - (best - limit)·(1 - (1-t)^k).
	Conceder Tactic = "conceder"
	// TitForTat lowers its target by as much as the last offers of the others have
	// risen in its own utility.
	TitForTat Tactic = "tit_for_tat"
	// MiCRO makes a new offer, the next in its order, while it has made no more
	// different ones than it has received, and repeats one of its own otherwise.
	MiCRO Tactic = "micro"
	// Random offers any package that meets its limit.
	Random Tactic = "random"
)

// A Player is the part of one party in a simulation.
type Player struct {
	Tactic   Tactic
	Exponent int // k of Boulware and Conceder, 1 to 64; 0 means 5
}

// A Simulation is the course of one simulated exchange.
type Simulation struct {
	Agreed   bool
	Package  Package    // nil without an agreement
	Utility  []*big.Rat // of Package
	Rounds   int        // rounds begun
	Deadline bool       // ended by it
	Offers   []Offer    // as [Problem.Movement] takes them
}

// Simulate plays alternating offers (stacked for more than two: each party in turn
// accepts the standing offer or makes another; it stands when all the others have
// accepted). deadline is in rounds, in each of which every party has one turn; a
// party for whom no package meets its limit ends the exchange. The course depends
// on the arguments alone; seed serves Random and MiCRO. It is a what-if, not advice
// to a party. Errors: a player too few or many, an unknown tactic, exponent or
// deadline out of range, the context's. Cost: a binary search for each turn.
func (a *Arena) Simulate(ctx context.Context, players []Player, deadline int, seed uint64) (*Simulation, error) {
	n := a.p.parties
	if len(players) != n || n < 2 {
		return nil, fmt.Errorf("there are %d players for %d parties, want two or more and as many", len(players), n)
	}
	if deadline < 1 || deadline > 1e7 {
		return nil, fmt.Errorf("a deadline of %d rounds is not between 1 and 10^7", deadline)
	}
	turns := make([]turn, n)
	for q, player := range players {
		switch player.Tactic {
		case Boulware, Linear, Conceder, TitForTat, MiCRO, Random:
		default:
			return nil, fmt.Errorf("tactic %q is not known", player.Tactic)
		}
		if player.Exponent < 0 || player.Exponent > 64 {
			return nil, fmt.Errorf("exponent %d is not between 0 and 64", player.Exponent)
		}
		turns[q].begin(a, q, player, deadline, newDice(seed, q))
	}
	s := &Simulation{Offers: make([]Offer, 0, min(n*deadline, 128))}
	standing, accepted := -1, 0
	for s.Rounds < deadline {
		s.Rounds++
		for q := range turns {
			t := &turns[q]
			if s.Rounds%256 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			next := t.next(s.Rounds - 1)
			if next < 0 {
				return s, nil
			}
			if standing >= 0 && a.value(standing, q) >= a.value(next, q) {
				if accepted++; accepted == n-1 {
					s.Agreed, s.Package = true, append(Package(nil), a.packages[standing]...)
					for i := range n {
						s.Utility = append(s.Utility, a.p.utility(i, s.Package))
					}
					return s, nil
				}
				continue
			}
			standing, accepted = next, 0
			t.made(next)
			for other := range turns {
				if other != q {
					turns[other].heard(next)
				}
			}
			s.Offers = append(s.Offers, Offer{q, a.packages[next]})
		}
	}
	s.Deadline = true
	return s, nil
}

// A turn is the memory of one player.
type turn struct {
	a        *Arena
	q        int
	player   Player
	deadline int
	dice     *dice
	best     int64
	usable   int // ranks below it meet the limit
	target   int64
	last     int64 // own utility of the last offer heard
	any      bool
	mine     int // different offers made (MiCRO)
	theirs   map[int]bool
}

// begin is the state before the first turn.
func (t *turn) begin(a *Arena, q int, player Player, deadline int, d *dice) {
	*t = turn{a: a, q: q, player: player, deadline: deadline, dice: d}
	t.best = a.value(int(a.ranked[q][0]), q)
	t.target = t.best
	if player.Exponent == 0 {
		t.player.Exponent = 5
	}
	switch player.Tactic {
	case Linear:
		t.player.Exponent = 1
	case MiCRO, Random:
		t.theirs = map[int]bool{}
		t.usable = firstBelow(a.worth[q], a.limits[q])
	}
}

// next is the package that the player would offer now, or -1.
func (t *turn) next(round int) int {
	rank := -1
	switch span := t.best - t.a.limits[t.q]; t.player.Tactic {
	case Boulware, Linear:
		rank = t.a.atLeast(t.q, t.best-part(span, round, t.deadline-1, t.player.Exponent))
	case Conceder:
		rank = t.a.atLeast(t.q, t.a.limits[t.q]+part(span, t.deadline-1-round, t.deadline-1, t.player.Exponent))
	case TitForTat:
		rank = t.a.atLeast(t.q, max(t.target, t.a.limits[t.q]))
	case MiCRO:
		if t.usable > 0 {
			rank = min(t.mine, t.usable-1)
			if t.mine > len(t.theirs) {
				rank = t.dice.below(min(t.mine, t.usable))
			}
		}
	case Random:
		if t.usable > 0 {
			rank = t.dice.below(t.usable)
		}
	}
	if rank < 0 {
		return -1
	}
	return int(t.a.ranked[t.q][rank])
}

// part is span·(num/den)^k, each factor rounded down; all of span if den is 0.
func part(span int64, num, den, k int) int64 {
	if den <= 0 || span <= 0 {
		return max(span, 0)
	}
	v := uint64(span)
	for range k {
		hi, lo := bits.Mul64(v, uint64(num))
		v, _ = bits.Div64(hi, lo, uint64(den))
	}
	return int64(v)
}

func (t *turn) made(i int) {
	if t.theirs != nil && t.mine < t.usable && int(t.a.ranked[t.q][t.mine]) == i {
		t.mine++
	}
}

func (t *turn) heard(i int) {
	if t.theirs != nil {
		t.theirs[i] = true
	}
	v := t.a.value(i, t.q)
	if t.any {
		t.target = min(t.best, max(t.target-(v-t.last), t.a.limits[t.q]))
	}
	t.last, t.any = v, true
}
