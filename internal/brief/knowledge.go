// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// KnowledgeQuery asks what a seat knows.
type KnowledgeQuery struct {
	Seat  string
	Until time.Time // zero for all
	Reads bool      // also list what was sealed to the seat from the beginning
}

// KnowledgeReport is what a seat knows at a time, as far as this seat can know:
// what it was shown, in which words and on whose permission; what it may be
// shown; and what it could read from the beginning.
type KnowledgeReport struct {
	Footing
	Seat      SeatRef     `json:"seat"`
	Until     string      `json:"until,omitempty"` // RFC 3339
	Told      []Known     `json:"told"`
	Permitted []Allowed   `json:"permitted"` // may be shown to it, and is not known to have been
	OwnWords  []Allowed   `json:"own_words"` // the idea may be used before it in the mediator's own words
	ReadsOf   int         `json:"reads_of"`  // entries that were sealed to it and that this seat reads too
	Reads     []KnownRead `json:"reads"`     // them, when they were asked for
	Says      string      `json:"says"`
}

// Known is one entry that was shown, with the permissions that it rests on.
type Known struct {
	Told
	Permissions []Permission `json:"permissions"`
}

// Permission is a grant of the author of an entry.
type Permission struct {
	Grant  string    `json:"grant"`
	By     SeatRef   `json:"by"`
	Opened bool      `json:"opened"`        // this seat reads the grant itself; else it came with the disclosure
	Time   time.Time `json:"time,omitzero"` // of a grant that is opened here
	Parts  []int64   `json:"parts"`         // of a grant that is opened here
}

// Allowed is one entry that may be shown to a seat, or used before it.
type Allowed struct {
	Entry  string    `json:"entry"`
	Of     SeatRef   `json:"of"` // its author
	Kind   string    `json:"kind,omitempty"`
	Says   string    `json:"says,omitempty"` // what it does, in one line; absent when it is not opened here
	Grant  string    `json:"grant"`
	Time   time.Time `json:"time"` // of the grant
	Parts  []int64   `json:"parts"`
	Opened bool      `json:"opened"`
}

// KnownRead is an entry that was sealed to the seat.
type KnownRead struct {
	EntryLine
	Act act.Act `json:"act,omitempty"` // in its words
}

const knowledgeSays = "In channels that this seat does not read, the seat asked about may know more; and what was said outside the record is not in it. " +
	"The times are those that authors claim."

// Knowledge says what a seat knows: the answer to "what does it know on that
// day, in which words, on whose permission".
func Knowledge(s process.State, r *record.Roster, h Head, withheld int64, q KnowledgeQuery) KnowledgeReport {
	f := newFaces(s, r)
	told := ToldTo(s, q.Seat, q.Until, h, withheld)
	out := KnowledgeReport{
		Footing: told.Footing, Seat: f.seat(q.Seat), Until: told.Until, Told: []Known{},
		Permitted: []Allowed{}, OwnWords: []Allowed{}, Reads: []KnownRead{}, Says: knowledgeSays,
	}
	shown := map[string][]int64{} // parts, by entry
	for _, t := range told.Told {
		out.Told = append(out.Told, Known{t, f.permissions(t)})
		for _, p := range t.Shown.Parts {
			shown[t.Shown.Entry] = append(shown[t.Shown.Entry], p.Number)
		}
	}
	early := func(t time.Time) bool { return q.Until.IsZero() || !t.After(q.Until) }
	for _, rel := range s.Releases() {
		l, opened := s.Line(rel.Entry)
		if rel.Author.Seat == "" || rel.Author.Seat == q.Seat || opened && slices.Contains(l.Audience, q.Seat) {
			continue
		}
		for _, g := range rel.Granted {
			if g.Void != "" || !slices.Contains(g.To, q.Seat) || !early(g.Time) {
				continue
			}
			a := Allowed{Entry: process.Ref(rel.Entry), Of: f.seat(rel.Author.Seat), Grant: process.Ref(g.Entry), Time: g.Time, Parts: list(g.Parts), Opened: opened}
			if opened {
				a.Kind, a.Says = l.Kind, f.says(l)
			}
			switch {
			case g.OwnWords:
				out.OwnWords = append(out.OwnWords, a)
			case !within(g.Parts, shown[a.Entry]):
				out.Permitted = append(out.Permitted, a)
			}
		}
	}
	for _, l := range s.Lines() {
		if l.Channel == record.RosterChannel() || !slices.Contains(l.Audience, q.Seat) || !early(l.Time) {
			continue
		}
		out.ReadsOf++
		if q.Reads {
			out.Reads = append(out.Reads, KnownRead{f.entry(l), l.Act})
		}
	}
	return out
}

// permissions names the grants that a disclosure rests on.
func (f faces) permissions(t Told) []Permission {
	out := []Permission{}
	for _, ref := range t.Permission {
		p := Permission{Grant: ref, By: t.Shown.By, Parts: []int64{}}
		id, _ := entryID(ref)
		if l, ok := f.state.Line(id); ok && l.Grant != nil {
			p.Opened, p.Time, p.Parts = true, l.Time, list(l.Grant.Parts)
		}
		out = append(out, p)
	}
	return out
}
