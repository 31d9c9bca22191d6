// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"time"
	"unicode/utf8"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ErrNotOpened means that no entry with that id is opened here. Whether the
// record has it cannot be told from here.
var ErrNotOpened = errors.New("no entry with this id is opened here; it may be among the leaves that this seat does not open, or not in the record")

// EntryReport is one entry in full.
type EntryReport struct {
	Footing
	EntryLine
	Seq     int64          `json:"seq"`  // number in its chain
	Seen    int64          `json:"seen"` // leaves of the log that its author had verified
	Act     act.Act        `json:"act,omitempty"`
	Grant   *GrantStanding `json:"grant,omitempty"`
	Adopts  string         `json:"adopts,omitempty"` // the entry it puts on the record
	Shown   *ShownEntry    `json:"shown,omitempty"`  // the entry it discloses
	Release ReleaseReport  `json:"release"`          // what became of this entry
}

// ShownEntry is an entry as a disclosure shows it.
type ShownEntry struct {
	Entry     string      `json:"entry"`
	By        SeatRef     `json:"by"`
	Device    string      `json:"device"`
	Time      time.Time   `json:"time"`
	Kind      string      `json:"kind"`
	Register  string      `json:"register"`
	Readers   []SeatRef   `json:"readers"`
	Permitted bool        `json:"permitted"`
	Parts     []ShownPart `json:"parts"`
}

// ShownPart is one part of an entry as a disclosure shows it: as an act when it
// is one, as text when it is that, else as bytes (base64).
type ShownPart struct {
	Number int64   `json:"number"`
	Media  string  `json:"media"`
	Act    act.Act `json:"act,omitempty"`
	Text   string  `json:"text,omitempty"`
	Bytes  []byte  `json:"bytes,omitempty"`
}

// ReleaseReport is the release ledger of one entry, as far as this seat can
// know.
type ReleaseReport struct {
	Asked     []AskStanding    `json:"asked"`
	Granted   []GrantStanding  `json:"granted"`
	Adopted   bool             `json:"adopted"` // its author has put it on the record
	Disclosed []DisclosureLine `json:"disclosed"`
}

// DisclosureLine is one time that an entry was shown.
type DisclosureLine struct {
	Disclosure string    `json:"disclosure"` // the entry that shows
	By         SeatRef   `json:"by"`
	Time       time.Time `json:"time"`
	Parts      []int64   `json:"parts"`
	To         []SeatRef `json:"to"`
	Permitted  bool      `json:"permitted"`
}

// EntryShow shows one entry; the error is [ErrNotOpened] when this seat has not
// opened it.
func EntryShow(s process.State, r *record.Roster, h Head, withheld int64, entry record.Hash) (EntryReport, error) {
	l, ok := s.Line(entry)
	if !ok {
		return EntryReport{}, ErrNotOpened
	}
	f := newFaces(s, r)
	out := EntryReport{
		Footing: footing(h, withheld), EntryLine: f.entry(l), Seq: l.Seq, Seen: l.Seen, Act: l.Act,
		Release: f.release(entry),
	}
	if g := l.Grant; g != nil {
		rel := s.Release(g.Entry)
		for _, x := range rel.Granted {
			if x.Entry == l.ID {
				y := f.grant(x, rel)
				out.Grant = &y
			}
		}
	}
	if l.Adopts != (record.Hash{}) {
		out.Adopts = process.Ref(l.Adopts)
	}
	if l.Shown != nil {
		out.Shown = f.shown(l)
	}
	return out, nil
}

func (f faces) shown(l process.Line) *ShownEntry {
	s := l.Shown
	out := &ShownEntry{
		Entry: process.Ref(s.Entry), By: f.seat(s.Author.Seat), Device: s.Author.Device, Time: s.Time, Kind: s.Kind,
		Register: string(s.Register), Readers: f.seats(s.Audience), Parts: []ShownPart{},
	}
	for _, d := range f.state.Release(s.Entry).Disclosed {
		out.Permitted = out.Permitted || d.Entry == l.ID && d.Permitted
	}
	for _, p := range s.Parts {
		x := ShownPart{Number: p.Number, Media: p.Media, Act: p.Act}
		switch {
		case p.Act != nil:
		case utf8.Valid(p.Data):
			x.Text = string(p.Data)
		default:
			x.Bytes = p.Data
		}
		out.Parts = append(out.Parts, x)
	}
	return out
}

func (f faces) release(entry record.Hash) ReleaseReport {
	rel := f.state.Release(entry)
	out := ReleaseReport{Asked: []AskStanding{}, Granted: []GrantStanding{}, Disclosed: []DisclosureLine{}}
	for _, a := range rel.Asked {
		out.Asked = append(out.Asked, f.ask(a, rel))
	}
	for _, g := range rel.Granted {
		if g.Void == "" {
			out.Granted = append(out.Granted, f.grant(g, rel))
		}
	}
	for _, a := range rel.Adopted {
		out.Adopted = out.Adopted || a.Void == ""
	}
	for _, d := range rel.Disclosed {
		out.Disclosed = append(out.Disclosed, DisclosureLine{
			process.Ref(d.Entry), f.seat(d.By.Seat), d.Time, list(d.Parts), f.seats(d.To), d.Permitted,
		})
	}
	return out
}
