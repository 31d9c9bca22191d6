// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"

	"parley/internal/act"
	"parley/record"
)

// lineage is of which act an amendment is a writing.
type lineage struct {
	root record.Hash // the first writing, or the last one known of
	why  string      // why the amendment is none: it, or one that it rests on, has no right to be
}

// relink tells an amendment of which act it is a writing, and so those that
// amend the line at a place and came before it: inside a tick, an amendment may
// stand before what it amends. An amendment names the hash of what it amends, so
// no line of descent has a loop.
func (s *State) relink(place int) {
	next := []int{place}
	for len(next) > 0 {
		l := &s.lines.items[next[0]]
		next = next[1:]
		if amended(l.Act) != "" {
			s.lineages = s.lineages.put(l.ID, lineage{s.parent(l), s.idle(*l)})
		}
		about, _ := s.about.get(l.ID)
		for _, i := range about.items {
			if ref, ok := hash(amended(s.lines.items[i].Act)); ok && ref == l.ID {
				next = append(next, i)
			}
		}
	}
}

// parent is the root of what an amendment amends, which may be an entry that is
// not opened here.
func (s State) parent(l *Line) record.Hash {
	id, _ := hash(amended(l.Act))
	if old, ok := s.Line(id); ok {
		return s.root(old)
	}
	return id
}

// root is the first writing of the act of which l is one.
func (s State) root(l Line) record.Hash {
	if x, ok := s.lineages.get(l.ID); ok {
		return x.root
	}
	return l.ID
}

// aims is the entry that an act amends, withdraws or answers; zero for an act of
// another sort.
func aims(a act.Act) record.Hash {
	ref := amended(a)
	switch x := a.(type) {
	case act.Withdrawal:
		ref = x.Entry
	case act.UndertakingAnswer:
		ref = x.Undertaking
	}
	id, _ := hash(ref)
	return id
}

// idle says why an act that is about another entry has no effect: it amends or
// withdraws what another seat wrote, or owns words for another seat. What it is
// about may come later or not be opened here; then it cannot be told, and
// nothing is said.
func (s State) idle(l Line) string {
	old, ok := s.Line(aims(l.Act))
	if !ok {
		return ""
	}
	if x, ok := l.Act.(act.UndertakingAnswer); ok {
		return misspoken(l.Author.Seat, x, old)
	}
	_, isWithdrawal := l.Act.(act.Withdrawal)
	above, _ := s.lineages.get(old.ID)
	switch {
	case old.Author.Seat != l.Author.Seat:
		return "the entry is by seat " + old.Author.Seat + ", and only that seat can amend or withdraw it"
	case isWithdrawal && !registered(old.Act):
		return "an entry of the kind " + old.Kind + " cannot be withdrawn; a later one can correct it"
	case !isWithdrawal && old.Kind != l.Kind:
		return "it amends an entry of another kind, " + old.Kind
	case old.Void != "" || above.why != "":
		return "the entry that it is about changes nothing itself"
	}
	return ""
}

// misspoken says that an answer owns, corrects or disowns the words of another
// seat as if they were its author's.
func misspoken(seat string, x act.UndertakingAnswer, to Line) string {
	u, ok := to.Act.(act.Undertaking)
	if !ok || u.By == seat || x.Mark != "" || !slices.Contains([]string{"confirmed", "corrected", "disowned"}, x.Answer) {
		return ""
	}
	return "seat " + u.By + " undertook it, and only that seat can say that its words are " + x.Answer +
		"; as a report it carries a mark and its sources"
}

// registered reports whether an act is of a register, from which it can be taken
// back.
func registered(a act.Act) bool {
	switch a.(type) {
	case nil, act.Title, act.SeatName, act.Ask, act.Withdrawal:
		return false
	}
	return true
}
