// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"time"

	"parley/internal/process"
	"parley/record"
)

// Ways in which a seat knows an entry.
const (
	KnowsWrote    = "wrote"     // its author
	KnowsReads    = "reads"     // it was sealed to the seat
	KnowsShown    = "shown"     // parts of it were disclosed to the seat
	KnowsPermit   = "permitted" // may be shown it; no disclosure is known here
	KnowsOwnWords = "own-words" // may be told the idea in the mediator's own words
)

// Knower is one seat and how it comes to know an entry.
type Knower struct {
	Seat      SeatRef   `json:"seat"`
	How       string    `json:"how"`
	Parts     []int64   `json:"parts"` // shown or permitted ones; none means the whole entry, or its idea
	By        SeatRef   `json:"by"`
	Time      time.Time `json:"time"`
	Through   string    `json:"through"`   // the entry that it rests on
	Permitted bool      `json:"permitted"` // by the author
}

// KnowsReport is who knows an entry, as far as this seat can know.
type KnowsReport struct {
	Footing
	Entry   string   `json:"entry"`
	Opened  bool     `json:"opened"` // this seat reads the entry itself
	Adopted bool     `json:"adopted"`
	Knowers []Knower `json:"knowers"`
	Says    string   `json:"says"`
}

// WhoKnows says who knows an entry: its author, its readers, those to whom it
// was shown, and those to whom its author permitted it to be shown. The entry
// need not be opened here: a disclosure of it is enough.
func WhoKnows(s process.State, entry record.Hash, h Head, withheld int64) KnowsReport {
	f := newFaces(s, s.Roster())
	rel := s.Release(entry)
	out := KnowsReport{
		Footing: footing(h, withheld), Entry: process.Ref(entry), Knowers: []Knower{},
		Says: "In channels that this seat does not read, the entry may have been shown to others; and a reader can always pass it on outside the record.",
	}
	readers := f.original(entry, rel, &out)
	reads := func(seat string) bool { return slices.Contains(readers, seat) }
	shown := map[string]bool{}
	for _, d := range rel.Disclosed {
		for _, seat := range d.To {
			if reads(seat) {
				continue
			}
			shown[seat] = true
			out.Knowers = append(out.Knowers, Knower{
				f.seat(seat), KnowsShown, list(d.Parts), f.seat(d.By.Seat), d.Time, process.Ref(d.Entry), d.Permitted,
			})
		}
	}
	for _, g := range rel.Granted {
		how := KnowsPermit
		if g.OwnWords {
			how = KnowsOwnWords
		}
		for _, seat := range g.To {
			// Without its author, no permission for an entry can be told from a
			// stranger's.
			if g.Void == "" && rel.Author.Seat != "" && !reads(seat) && (g.OwnWords || !shown[seat]) {
				out.Knowers = append(out.Knowers, Knower{
					f.seat(seat), how, list(g.Parts), f.seat(g.By.Seat), g.Time, process.Ref(g.Entry), true,
				})
			}
		}
	}
	for _, a := range rel.Adopted {
		out.Adopted = out.Adopted || a.Void == ""
	}
	return out
}

// original adds those to whom the entry was sealed, the author first, and
// returns their seats.
func (f faces) original(entry record.Hash, rel process.Release, out *KnowsReport) []string {
	var author record.Author
	var at time.Time
	var audience []string
	if l, ok := f.state.Line(entry); ok {
		out.Opened = true
		author, at, audience = l.Author, l.Time, l.Audience
	} else if len(rel.Disclosed) > 0 {
		if d, ok := f.state.Line(rel.Disclosed[0].Entry); ok {
			author, at, audience = d.Shown.Author, d.Shown.Time, d.Shown.Audience
		}
	}
	for _, seat := range audience {
		k := Knower{f.seat(seat), KnowsReads, []int64{}, f.seat(author.Seat), at, out.Entry, true}
		if seat == author.Seat {
			k.How = KnowsWrote
		}
		out.Knowers = append(out.Knowers, k)
	}
	slices.SortStableFunc(out.Knowers, func(a, b Knower) int { return -strings.Compare(a.How, b.How) })
	return audience
}

// ToldReport is what a seat was shown of entries that were not sealed to it.
type ToldReport struct {
	Footing
	Seat  SeatRef `json:"seat"`
	Until string  `json:"until,omitempty"` // RFC 3339; empty when no date was asked for
	Told  []Told  `json:"told"`
	Says  string  `json:"says"`
}

// Told is one entry that was shown to a seat, in the words that were shown.
type Told struct {
	Disclosure string     `json:"disclosure"`
	Time       time.Time  `json:"time"`
	By         SeatRef    `json:"by"`
	Shown      ShownEntry `json:"shown"`
	Permission []string   `json:"permission"` // the grant that came with it, and those known here that cover it
}

// ToldTo says what was shown to a seat until a time, zero for all: what, when,
// in which words, by whom and on whose permission.
func ToldTo(s process.State, seat string, until time.Time, h Head, withheld int64) ToldReport {
	f := newFaces(s, s.Roster())
	out := ToldReport{
		Footing: footing(h, withheld), Seat: f.seat(seat), Told: []Told{},
		Says: "These are disclosures that this seat can read. The times are those that their authors claim.",
	}
	if !until.IsZero() {
		out.Until = until.UTC().Format(time.RFC3339)
	}
	for _, l := range s.Lines() {
		if l.Shown == nil || l.Void != "" || !slices.Contains(l.Audience, seat) || slices.Contains(l.Shown.Audience, seat) ||
			!until.IsZero() && l.Time.After(until) {
			continue
		}
		t := Told{process.Ref(l.ID), l.Time, f.seat(l.Author.Seat), *f.shown(l), []string{}}
		if slices.Contains(l.Shown.Granted, seat) {
			t.Permission = append(t.Permission, process.Ref(l.Shown.Grant))
		}
		for _, g := range s.Release(l.Shown.Entry).Granted {
			if g.Void == "" && g.Entry != l.Shown.Grant && !g.OwnWords && slices.Contains(g.To, seat) && within(numbers(l.Shown), g.Parts) {
				t.Permission = append(t.Permission, process.Ref(g.Entry))
			}
		}
		out.Told = append(out.Told, t)
	}
	return out
}

func within(some, all []int64) bool {
	return !slices.ContainsFunc(some, func(p int64) bool { return !slices.Contains(all, p) })
}
