// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/internal/process"
)

// EntriesQuery chooses entries. Its zero value asks for all of them.
type EntriesQuery struct {
	Head     Head  // of the log that the state was read from
	Withheld int64 // leaves of it that were not opened here

	Channel string // identifier, hexadecimal; see [ChannelStanding]
	Kind    string
	Author  string // seat
	Since   int64  // index of the first entry
	Limit   int    // entries at most; 0 is no limit
	Newest  bool   // with a limit: the last ones, and not the first
	Skip    int    // with newest: so many of the last ones are passed over
	Text    string // words that all stand in the entry, see [Search]
}

// EntriesReport is a list of entries in the order of the log.
type EntriesReport struct {
	Footing
	Found   int         `json:"found"` // entries that match, shown or not
	More    bool        `json:"more"`  // some of them are not shown
	Next    int64       `json:"next"`  // with more, and without newest: where the rest begins
	Entries []EntryLine `json:"entries"`
}

// EntryLine is an entry in one line.
type EntryLine struct {
	Entry       string    `json:"entry"` // id, hexadecimal
	Index       int64     `json:"index"`
	Time        time.Time `json:"time"` // the author's claim
	By          SeatRef   `json:"by"`
	Device      string    `json:"device"`
	Channel     string    `json:"channel"`
	Readers     []SeatRef `json:"readers"`
	Register    string    `json:"register"`
	Kind        string    `json:"kind"`
	Says        string    `json:"says"` // what it does, in one line
	Attachments int       `json:"attachments,omitempty"`
	Relayed     bool      `json:"relayed,omitempty"` // who wrote it rests on the word of another reader
	Unknown     bool      `json:"unknown,omitempty"` // of a kind that this version does not know
	Void        string    `json:"void,omitempty"`    // why it changes nothing
}

// Entries lists entries.
func Entries(s process.State, q EntriesQuery) EntriesReport {
	f := newFaces(s, s.Roster())
	words := strings.Fields(folded(q.Text))
	lines := s.Lines()
	var found []int // places, since a line is large
	for i := range lines {
		l := &lines[i]
		if l.Index >= q.Since && (q.Kind == "" || l.Kind == q.Kind) && (q.Author == "" || l.Author.Seat == q.Author) &&
			(q.Channel == "" || process.Ref(l.Channel) == q.Channel) && (len(words) == 0 || holdsAll(f.texts(*l), words)) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(lines[a].Index, lines[b].Index) })
	out := EntriesReport{Footing: footing(q.Head, q.Withheld), Found: len(found), Entries: []EntryLine{}}
	if q.Newest && q.Limit > 0 {
		found = found[:max(0, len(found)-max(0, q.Skip))]
	}
	if q.Limit > 0 && len(found) > q.Limit {
		out.More = true
		if q.Newest {
			found = found[len(found)-q.Limit:]
		} else {
			out.Next = lines[found[q.Limit]].Index
			found = found[:q.Limit]
		}
	}
	for _, i := range found {
		out.Entries = append(out.Entries, f.entry(lines[i]))
	}
	return out
}

func (f faces) entry(l process.Line) EntryLine {
	return EntryLine{
		Entry: process.Ref(l.ID), Index: l.Index, Time: l.Time, By: f.seat(l.Author.Seat), Device: l.Author.Device,
		Channel: process.Ref(l.Channel), Readers: f.readers(l), Register: string(l.Register), Kind: l.Kind,
		Says: f.says(l), Attachments: l.Blobs, Relayed: l.Relayed, Unknown: l.Unknown, Void: f.state.Void(l),
	}
}
