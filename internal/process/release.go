// SPDX-License-Identifier: Apache-2.0

package process

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"parley/internal/act"
	"parley/record"
)

// account is the release ledger of one entry: places of the lines that ask for,
// permit, adopt or disclose it.
type account struct{ asks, grants, adoptions, disclosures shelf[int] }

// Source is the entry that an item of the ledger rests on.
type Source struct {
	Entry    record.Hash
	Index    int64
	Time     time.Time
	By       record.Author
	Audience []string // who can read it
}

// Asked is one request to show an entry.
type Asked struct {
	Source
	Parts    []int64 // none: to use the idea in the asker's own words
	To       []string
	Why      string
	Answered bool // permissions of the author cover every seat and part of it
}

// Granted is one permission to show an entry.
type Granted struct {
	Source
	Parts    []int64
	To       []string
	OwnWords bool   // nothing may be shown; the idea may be used as the mediator's own
	Used     bool   // a disclosure within it is known here
	Void     string // why it permits nothing: it is not by the author of the entry
}

// Adopted says that the author put an entry on the record.
type Adopted struct {
	Source
	Void string // it is not by the author of the entry
}

// Disclosed is one time that an entry was shown.
type Disclosed struct {
	Source
	Parts     []int64
	To        []string // the readers of the disclosure
	Permitted bool     // by the author, as far as this seat was shown
}

// Release is what is known here of the release of one entry.
type Release struct {
	Entry     record.Hash
	Author    record.Author // zero when the author is not known here
	Asked     []Asked
	Granted   []Granted
	Adopted   []Adopted
	Disclosed []Disclosed
}

// book enters a line into the ledger.
func (s *State) book(l *Line, place int) {
	switch l.Kind {
	case act.KindAsk:
		entry, ok := hash(l.Act.(act.Ask).Entry)
		if ok {
			s.enter(entry, func(a *account) { a.asks = a.asks.add(place) })
		}
	case record.KindGrant:
		s.enter(l.Grant.Entry, func(a *account) { a.grants = a.grants.add(place) })
	case record.KindAdopt:
		s.enter(l.Adopts, func(a *account) { a.adoptions = a.adoptions.add(place) })
	case record.KindDisclose:
		s.enter(l.Shown.Entry, func(a *account) { a.disclosures = a.disclosures.add(place) })
	}
}

func (s *State) enter(entry record.Hash, change func(*account)) {
	a, ok := s.ledger.get(entry)
	if !ok {
		s.released = s.released.add(entry)
	}
	change(&a)
	s.ledger = s.ledger.put(entry, a)
}

func hash(ref string) (h record.Hash, ok bool) {
	b, err := hex.DecodeString(ref)
	if err != nil || len(b) != len(h) {
		return h, false
	}
	return record.Hash(b), true
}

// Releases returns the ledger of every entry that was asked for, permitted,
// adopted or disclosed, as far as this seat can know, in the order in which the
// ledger first names them.
func (s State) Releases() []Release {
	var out []Release
	for _, entry := range s.released.items {
		out = append(out, s.Release(entry))
	}
	return out
}

// Release returns the ledger of one entry. Whether a permission is by the author
// is judged here and not when it is applied: it may stand in the log before the
// entry that it is about.
func (s State) Release(entry record.Hash) Release {
	a, _ := s.ledger.get(entry)
	out := Release{Entry: entry, Author: s.authorOf(entry, a)}
	for _, l := range s.pick(a.disclosures) {
		d := Disclosed{Source: source(l), To: l.Audience, Permitted: l.Shown.Permitted}
		for _, p := range l.Shown.Parts {
			d.Parts = append(d.Parts, p.Number)
		}
		out.Disclosed = append(out.Disclosed, d)
	}
	for _, l := range s.pick(a.adoptions) {
		out.Adopted = append(out.Adopted, Adopted{source(l), out.foreign(l)})
	}
	for _, l := range s.pick(a.grants) {
		g := Granted{
			Source: source(l), Parts: l.Grant.Parts, To: l.Grant.Audience,
			OwnWords: l.Grant.OwnWords, Void: out.foreign(l),
		}
		g.Used = g.Void == "" && slices.ContainsFunc(out.Disclosed, g.covers)
		out.Granted = append(out.Granted, g)
	}
	for _, l := range s.pick(a.asks) {
		ask := l.Act.(act.Ask)
		out.Asked = append(out.Asked, Asked{source(l), ask.Parts, ask.To, ask.Why, out.answers(ask)})
	}
	return out
}

func source(l Line) Source { return Source{l.ID, l.Index, l.Time, l.Author, l.Audience} }

// authorOf is the author of an entry, from the entry itself or from a
// disclosure of it.
func (s State) authorOf(entry record.Hash, a account) record.Author {
	if l, ok := s.Line(entry); ok {
		return l.Author
	}
	for _, i := range a.disclosures.items {
		return s.lines.items[i].Shown.Author
	}
	return record.Author{}
}

// foreign says that a line about the entry is not by its author's seat, or
// nothing; nothing too when the author is not known here.
func (r *Release) foreign(l Line) string {
	if r.Author.Seat == "" || r.Author.Seat == l.Author.Seat {
		return ""
	}
	return fmt.Sprintf("the entry is by seat %s, and this is by seat %s", r.Author.Seat, l.Author.Seat)
}

// covers reports whether a disclosure lies within the permission.
func (g *Granted) covers(d Disclosed) bool {
	if g.OwnWords || !slices.ContainsFunc(d.To, func(seat string) bool { return slices.Contains(g.To, seat) }) {
		return false
	}
	return !slices.ContainsFunc(d.Parts, func(p int64) bool { return !slices.Contains(g.Parts, p) })
}

// answers reports whether the permissions given cover a request. Leave to use
// the idea answers a request to show the words: the author chose it.
func (r *Release) answers(a act.Ask) bool {
	for _, seat := range a.To {
		parts, own := []int64{}, false
		for _, g := range r.Granted {
			if g.Void == "" && slices.Contains(g.To, seat) {
				parts, own = append(parts, g.Parts...), own || g.OwnWords
			}
		}
		missing := slices.ContainsFunc(a.Parts, func(p int64) bool { return !slices.Contains(parts, p) })
		if !own && (missing || len(a.Parts) == 0) {
			return false
		}
	}
	return true
}
