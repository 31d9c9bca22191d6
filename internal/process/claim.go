// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// claim is one value that an entry gives to a fact which has one value, with
// what is needed to tell whether its author had seen another.
type claim struct {
	act      act.Act
	id       record.Hash
	author   record.Author
	channel  record.Hash
	register record.Register
	seq      int64
	index    int64 // leaf with which it could be read, see State.high
	seen     int64
}

func newClaim(l *Line, high int64) claim {
	return claim{l.Act, l.ID, l.Author, l.Channel, l.Register, l.Seq, high, l.Seen}
}

// follows reports whether c stands later than old in one chain.
func (c *claim) follows(old *claim) bool {
	return c.author == old.author && c.channel == old.channel && c.register == old.register && c.seq > old.seq
}

// settle adds a claim: those that its author had seen fall away. An author had
// seen what stands earlier in the same chain, and what was readable in the log
// that the entry says its author had verified; every reader checks that log, so
// it rests on no one's word. No claim can have been seen by the author of one
// that was applied before it, so nothing else can fall.
func settle(claims []claim, c claim) []claim {
	out := []claim{c}
	for i := range claims {
		if !c.follows(&claims[i]) && c.seen <= claims[i].index {
			out = append(out, claims[i])
		}
	}
	slices.SortFunc(out, func(a, b claim) int {
		if n := strings.Compare(a.author.String(), b.author.String()); n != 0 {
			return n
		}
		return slices.Compare(a.id[:], b.id[:])
	})
	return out
}

// Fact is an act that gives a value to something that has one value.
type Fact interface {
	act.Title | act.SeatName
	act.Act
	comparable
}

// Alternative is one value of a fact, with the entry that gave it.
type Alternative[T Fact] struct {
	Value T
	Entry record.Hash
	By    record.Author
}

// alternatives returns the different values of some claims. Who said the same
// as another before in the list is left out.
func alternatives[T Fact](claims []claim) []Alternative[T] {
	var out []Alternative[T]
	for _, c := range claims {
		v, ok := c.act.(T)
		if ok && !slices.ContainsFunc(out, func(a Alternative[T]) bool { return a.Value == v }) {
			out = append(out, Alternative[T]{v, c.id, c.author})
		}
	}
	return out
}

// Titles returns what the process is called: one value, or several when
// mediators gave it titles without having seen each other's.
func (s State) Titles() []Alternative[act.Title] { return alternatives[act.Title](s.titles) }

// Title is the title of the process, the first when there are alternatives;
// empty when it has none.
func (s State) Title() string {
	if t := s.Titles(); len(t) > 0 {
		return t[0].Value.Title
	}
	return ""
}

// Names returns what a seat is called: one value, or several when they were
// given without knowledge of each other. What the seat says itself stands first.
func (s State) Names(seat string) []Alternative[act.SeatName] {
	claims := slices.Clone(s.names[seat])
	slices.SortStableFunc(claims, func(a, b claim) int {
		switch own, other := a.author.Seat == seat, b.author.Seat == seat; {
		case own == other:
			return 0
		case own:
			return -1
		}
		return 1
	})
	return alternatives[act.SeatName](claims)
}

// Name is what a seat is called, or its name in the roster when nobody has said.
func (s State) Name(seat string) string {
	if n := s.Names(seat); len(n) > 0 {
		return n[0].Value.Name
	}
	return seat
}
