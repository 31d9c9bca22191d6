// SPDX-License-Identifier: Apache-2.0

package process

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// Version is an act of a register as it stands: its newest writing, and how it
// came to that. What others say of it may refer to any of its writings.
type Version struct {
	Line // the writing in force

	First   record.Hash // the first writing, even when it is not opened here
	Earlier []Line      // writings whose place was taken, by time
	Rivals  []Line      // further writings of which neither author had seen the other's

	// Withdrawn is the entry by which the seat took it back; nil when it stands.
	Withdrawn *Line
}

// index enters a line into the registers: by kind, and by each entry that it
// speaks of.
func (s *State) index(l *Line, place int) {
	// Few kinds: a copy is cheaper than a structure.
	kinds := make(map[string]shelf[int], len(s.kinds)+1)
	maps.Copy(kinds, s.kinds)
	kinds[l.Kind] = kinds[l.Kind].add(place)
	s.kinds = kinds
	for _, ref := range spokenOf(l.Act) {
		if id, ok := hash(ref); ok {
			about, _ := s.about.get(id)
			s.about = s.about.put(id, about.add(place))
		}
	}
}

// spokenOf returns the entries that an act refers to or amends, each once.
func spokenOf(a act.Act) []string {
	var out []string
	if r, ok := a.(act.Referrer); ok {
		out = append(out, r.Refs()...)
	}
	if id := amended(a); id != "" {
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func amended(a act.Act) string {
	if x, ok := a.(act.Amender); ok {
		return x.Amended()
	}
	return ""
}

// Acts returns the entries of one kind that are not void, by the time that their
// authors claim.
func (s State) Acts(kind string) []Line { return byTime(s.pick(s.kinds[kind])) }

// byTime sorts lines in an order in which chance has no part.
func byTime(lines []Line) []Line {
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(a.Time.Compare(b.Time), slices.Compare(a.ID[:], b.ID[:]))
	})
	return lines
}

// Versions returns every act of one kind as it stands, withdrawn ones too, by
// the time of the writing in force.
func (s State) Versions(kind string) []Version {
	places := s.kinds[kind].items
	return s.gather(slices.Values(places), len(places))
}

// gather returns the acts of which the lines at some places, most of them, are
// writings.
func (s State) gather(places iter.Seq[int], most int) []Version {
	// Whether two seats may amend one entry cannot be told before it is opened
	// here; until then each of them has an act of its own.
	type writing struct {
		root record.Hash
		seat string
	}
	out := make([]Version, 0, most)
	seen := make(map[writing]bool, most)
	for i := range places {
		l := s.lines.items[i]
		if s.idle(l) != "" {
			continue
		}
		if w := (writing{s.root(l), l.Author.Seat}); !seen[w] {
			seen[w] = true
			out = append(out, s.version(w.root, l))
		}
	}
	slices.SortFunc(out, func(a, b Version) int {
		return cmp.Or(a.Time.Compare(b.Time), slices.Compare(a.ID[:], b.ID[:]))
	})
	return out
}

// Version returns the act of which an entry is a writing, as it stands; ok is
// false for an entry that is not opened here, is void, or is no act.
func (s State) Version(id record.Hash) (Version, bool) {
	l, ok := s.Line(id)
	if !ok || l.Act == nil || l.Void != "" || s.idle(l) != "" {
		return Version{}, false
	}
	return s.version(s.root(l), l), true
}

// About returns the acts of one kind that, as they stand, speak of any writing of
// v, by the time of the writing in force. One that spoke of v before it was
// amended, and does so no more, is not among them.
func (s State) About(v Version, kind string) []Version {
	writings := v.writings()
	most := 0
	for _, id := range writings {
		about, _ := s.about.get(id)
		for _, i := range about.items {
			if s.lines.items[i].Kind == kind {
				most++
			}
		}
	}
	if most == 0 {
		return nil
	}
	ids := make(map[string]bool, len(writings))
	for _, id := range writings {
		ids[Ref(id)] = true
	}
	found := s.gather(func(yield func(int) bool) {
		for _, id := range writings {
			about, _ := s.about.get(id)
			for _, i := range about.items {
				if s.lines.items[i].Kind == kind && !yield(i) {
					return
				}
			}
		}
	}, most)
	return slices.DeleteFunc(found, func(x Version) bool {
		r, ok := x.Act.(act.Referrer)
		return !ok || x.First == v.First || !slices.ContainsFunc(r.Refs(), func(ref string) bool { return ids[ref] })
	})
}

// writings are the ids under which others may know an act.
func (v Version) writings() []record.Hash {
	out := []record.Hash{v.First}
	for _, l := range slices.Concat(v.Earlier, v.Rivals, []Line{v.Line}) {
		if l.ID != v.First {
			out = append(out, l.ID)
		}
	}
	return out
}

// Is reports whether id names one of the writings of v.
func (v Version) Is(id record.Hash) bool { return slices.Contains(v.writings(), id) }

// version gathers every writing that descends from root, of which some is one.
func (s State) version(root record.Hash, some Line) Version {
	v := Version{First: root}
	if about, _ := s.about.get(root); about.len() == 0 && root == some.ID {
		v.Line = some // nobody speaks of it, as of most entries
		return v
	}
	var all, withdrawals []Line
	if l, ok := s.Line(root); ok {
		all = append(all, l)
	}
	took := map[record.Hash]bool{} // writings whose place was taken
	next := []record.Hash{root}
	for len(next) > 0 {
		id := next[0]
		next = next[1:]
		about, _ := s.about.get(id)
		for _, i := range about.items {
			l := &s.lines.items[i]
			switch {
			case l.Author.Seat != some.Author.Seat, l.Kind != some.Kind && l.Kind != act.KindWithdrawal:
			case aims(l.Act) != id || s.idle(*l) != "":
			case l.Kind == act.KindWithdrawal:
				withdrawals = append(withdrawals, *l)
			default:
				took[id] = true
				all = append(all, *l)
				next = append(next, l.ID)
			}
		}
	}
	if len(withdrawals) > 0 {
		v.Withdrawn = &byTime(withdrawals)[0]
	}
	if len(all) == 1 {
		v.Line = all[0] // never amended
		return v
	}
	v.settle(byTime(all), took)
	return v
}

// settle chooses the writing in force among those whose place nobody took: one
// that knew of the others, else the first in an order without chance. What its
// author had seen is told as for a [Fact], see settle in claim.go: here too a
// writing can only fall to one that could be read no earlier, so one stands.
func (v *Version) settle(all []Line, took map[record.Hash]bool) {
	type chain struct {
		author   record.Author
		channel  record.Hash
		register record.Register
	}
	var heads []Line
	var seen int64
	last := map[chain]int64{}
	for _, l := range all {
		if took[l.ID] {
			v.Earlier = append(v.Earlier, l)
			continue
		}
		heads = append(heads, l)
		seen = max(seen, l.Seen)
		c := chain{l.Author, l.Channel, l.Register}
		last[c] = max(last[c], l.Seq)
	}
	var standing []Line
	for _, l := range heads {
		// No author had seen its own entry, so the one that had seen this one is
		// another.
		if seen > l.read || last[chain{l.Author, l.Channel, l.Register}] > l.Seq {
			v.Earlier = append(v.Earlier, l)
		} else {
			standing = append(standing, l)
		}
	}
	v.Earlier = byTime(v.Earlier)
	slices.SortFunc(standing, func(a, b Line) int {
		return cmp.Or(strings.Compare(a.Author.String(), b.Author.String()), slices.Compare(a.ID[:], b.ID[:]))
	})
	v.Line, v.Rivals = standing[0], standing[1:]
}
