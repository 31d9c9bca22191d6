// SPDX-License-Identifier: Apache-2.0

package process

import (
	"maps"
	"slices"

	"parley/internal/act"
	"parley/record"
)

// State is what one seat can know of a process. It is a value: it may be copied
// and kept, and nothing changes it.
type State struct {
	seat    string
	rosters shelf[*record.Roster] // by ascending index

	// high is the highest index applied. An entry that waited for its chain
	// could be read only with the leaf that released it, which is this one.
	high int64

	lines    shelf[Line]
	at       trie[int] // place in lines, by id
	channels trie[*Channel]
	order    shelf[record.Hash] // channels as they appeared
	titles   []claim
	names    map[string][]claim // by seat
	events   shelf[int]
	kinds    map[string]shelf[int] // acts that are not void, by kind
	about    trie[shelf[int]]      // acts that are not void, by the entries they speak of
	lineages trie[lineage]         // of amendments, by id
	lexicon  *lexicon              // never changed
	wordings shelf[wording]        // of lines, at the same places
	ledger   trie[account]
	released shelf[record.Hash] // entries that have an account in the ledger
	voids    int
	unknown  int
}

// Item is what is applied: an entry that a [record.Reader] has accepted, with
// what else the fold needs to judge it.
type Item struct {
	Entry *record.Entry

	// Roster is the roster in force after the entry was accepted. Rights are
	// judged by the one in force at the place of the entry in the log, which is
	// an earlier one for an entry that waited for its chain; the state keeps
	// them all.
	Roster *record.Roster

	// Disclosure and DisclosureErr are set for the kind "disclose": what
	// record.ParseDisclosure read from its part, and what
	// record.Reader.CheckDisclosure, or the parser, said of it.
	Disclosure    *record.Disclosure
	DisclosureErr error
}

// New is the state of a seat before the first entry.
func New(seat string) State { return State{seat: seat, lexicon: newLexicon()} }

// Seat is the seat whose state this is.
func (s State) Seat() string { return s.seat }

// Roster is the newest roster that was applied; nil before the first entry.
func (s State) Roster() *record.Roster {
	if n := s.rosters.len(); n > 0 {
		return s.rosters.items[n-1]
	}
	return nil
}

// rosterAt is the roster in force after the entry at an index; nil when none
// that early was applied.
func (s State) rosterAt(index int64) *record.Roster {
	for _, r := range slices.Backward(s.rosters.items) {
		if r.Index <= index {
			return r
		}
	}
	return nil
}

// Apply gives the state after one more entry. An entry that was applied before
// changes nothing.
func (s State) Apply(it Item) State {
	if it.Entry == nil {
		return s
	}
	return s.apply(newFact(it), it.Roster)
}

func (s State) apply(f fact, r *record.Roster) State {
	if _, ok := s.at.get(f.id); ok {
		return s
	}
	if newest := s.Roster(); r != nil && (newest == nil || r.Index > newest.Index) {
		s.rosters = s.rosters.add(r)
	}
	s.high = max(s.high, f.index)
	l := newLine(f)
	if l.Void == "" && !l.Unknown {
		l.Void = void(&l, s.rosterAt(f.index))
	}
	l.read, l.toAll = s.high, saidToAll(&l, s.rosterAt(f.index))
	l.Channel = f.text.Channel()
	return s.put(l, s.wordingOf(&l))
}

// Only is what this seat would know if it read the channels of some audiences
// alone. Of the roster it knows everything still. A page that goes to readers
// outside the process is made from such a state: what is left out cannot be on
// it.
func (s State) Only(audiences [][]string) State {
	keep := func(l Line) bool {
		return slices.ContainsFunc(audiences, func(a []string) bool { return slices.Equal(a, l.Audience) })
	}
	out := State{seat: s.seat, rosters: s.rosters, lexicon: s.lexicon}
	for i, l := range s.lines.items {
		if l.Channel == record.RosterChannel() || keep(l) {
			out.high = max(out.high, l.read)
			out = out.put(l, s.wordings.items[i])
		}
	}
	out.high = s.high
	return out
}

// put adds a line that was judged by the roster.
func (s State) put(l Line, words wording) State {
	place := s.lines.len()
	s.file(&l, place)
	s.at = s.at.put(l.ID, place)
	s.lines = s.lines.add(l)
	s.wordings = s.wordings.add(words)
	switch {
	case l.Void != "":
		s.voids++
	case l.Unknown:
		s.unknown++
	default:
		s.take(&l, place)
	}
	s.relink(place)
	return s
}

// take lets a line have its effect.
func (s *State) take(l *Line, place int) {
	switch a := l.Act.(type) {
	case act.Title:
		s.titles = settle(s.titles, newClaim(l, s.high))
	case act.SeatName:
		// Few seats, renamed seldom: a copy is cheaper than a structure.
		names := make(map[string][]claim, len(s.names)+1)
		maps.Copy(names, s.names)
		names[a.Seat] = settle(names[a.Seat], newClaim(l, s.high))
		s.names = names
	case act.Event:
		s.events = s.events.add(place)
	}
	if l.Act != nil {
		s.index(l, place)
	}
	s.book(l, place)
}

// Lines returns every entry in the order applied. The result is shared and must
// not be changed.
func (s State) Lines() []Line { return s.lines.view() }

// Len is the number of entries applied.
func (s State) Len() int { return s.lines.len() }

// Line returns an entry by its id.
func (s State) Line(id record.Hash) (Line, bool) {
	i, ok := s.at.get(id)
	if !ok {
		return Line{}, false
	}
	return s.lines.items[i], true
}

// Events returns every event that is not void, in the order applied.
func (s State) Events() []Line { return s.pick(s.events) }

// Voids is the number of entries that change nothing whatever else is in the
// record; [State.Void] finds those, and permissions that are not by the author.
func (s State) Voids() int { return s.voids }

// Unknowns is the number of entries of kinds that this version does not know.
func (s State) Unknowns() int { return s.unknown }

func (s State) pick(places shelf[int]) []Line {
	out := make([]Line, 0, places.len())
	for _, i := range places.items {
		out = append(out, s.lines.items[i])
	}
	return out
}
