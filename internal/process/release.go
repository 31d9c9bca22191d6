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
	Used     bool   // some of it was shown to a seat that it names, as far as known here
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
	Parts []int64
	To    []string // the readers of the disclosure

	// Permitted says that the author showed it, or that each reader who could
	// not read the entry is named by a permission that came with the disclosure
	// or is known here.
	Permitted bool
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
// entry that it is about. While the author is not known here, every permission
// is listed as if it were by the author.
func (s State) Release(entry record.Hash) Release {
	a, _ := s.ledger.get(entry)
	out := Release{Entry: entry, Author: s.authorOf(entry, a)}
	for _, l := range s.pick(a.adoptions) {
		out.Adopted = append(out.Adopted, Adopted{source(l), out.foreign(l)})
	}
	may := map[string]leave{} // what each seat may be shown
	for _, l := range s.pick(a.grants) {
		g := Granted{
			Source: source(l), Parts: l.Grant.Parts, To: l.Grant.Audience,
			OwnWords: l.Grant.OwnWords, Void: out.foreign(l),
		}
		out.Granted = append(out.Granted, g)
		for _, seat := range g.To {
			if g.Void == "" {
				may[seat] = leave{may[seat].parts | setOf(g.Parts), may[seat].own || g.OwnWords}
			}
		}
	}
	shown := map[string]uint64{} // what each seat was shown
	for _, l := range s.pick(a.disclosures) {
		d := Disclosed{Source: source(l), To: l.Audience, Permitted: true}
		for _, p := range l.Shown.Parts {
			d.Parts = append(d.Parts, p.Number)
		}
		for _, seat := range d.To {
			shown[seat] |= setOf(d.Parts)
			allowed := d.By.Seat == l.Shown.Author.Seat || slices.Contains(l.Shown.Audience, seat) ||
				slices.Contains(l.Shown.Granted, seat) || setOf(d.Parts)&^may[seat].parts == 0
			d.Permitted = d.Permitted && allowed
		}
		out.Disclosed = append(out.Disclosed, d)
	}
	for i := range out.Granted {
		g := &out.Granted[i]
		for _, seat := range g.To {
			g.Used = g.Used || g.Void == "" && !g.OwnWords && shown[seat]&setOf(g.Parts) != 0
		}
	}
	for _, l := range s.pick(a.asks) {
		ask := l.Act.(act.Ask)
		answered := !slices.ContainsFunc(ask.To, func(seat string) bool { return !may[seat].answers(ask.Parts) })
		out.Asked = append(out.Asked, Asked{source(l), ask.Parts, ask.To, ask.Why, answered})
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

// Void says why a line changes nothing, or nothing when it does. Beside what the
// line itself says, a permission, an adoption, an amendment, a withdrawal or the
// owning of words is void when what it is about is another seat's. The answer
// can change once, when that entry becomes known here.
func (s State) Void(l Line) string {
	entry := l.Adopts
	switch {
	case l.Void != "":
		return l.Void
	case l.Grant != nil:
		entry = l.Grant.Entry
	case l.Kind != record.KindAdopt:
		return s.idle(l)
	}
	a, _ := s.ledger.get(entry)
	r := Release{Author: s.authorOf(entry, a)}
	return r.foreign(l)
}

// foreign says that a line about the entry is not by its author's seat, or
// nothing; nothing too when the author is not known here.
func (r *Release) foreign(l Line) string {
	if r.Author.Seat == "" || r.Author.Seat == l.Author.Seat {
		return ""
	}
	return fmt.Sprintf("the entry is by seat %s, and this is by seat %s", r.Author.Seat, l.Author.Seat)
}

// leave is what a seat may be shown of an entry: parts, as bits, and whether it
// may be told the idea in other words.
type leave struct {
	parts uint64
	own   bool
}

// setOf is the set of some part numbers, 1 to 64.
func setOf(numbers []int64) (set uint64) {
	for _, n := range numbers {
		if n >= 1 && n <= record.MaxParts {
			set |= 1 << (n - 1)
		}
	}
	return set
}

// answers reports whether l covers a request for some parts, or for the idea
// when none are named. Leave to use the idea answers a request to show the
// words: the author chose it.
func (l leave) answers(numbers []int64) bool {
	return l.own || len(numbers) > 0 && setOf(numbers)&^l.parts == 0
}
