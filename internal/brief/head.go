// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"

	"parley/internal/process"
	"parley/record"
)

// Head is the log that a report rests on.
type Head struct {
	Process      string `json:"process"`      // identifier, base64
	Size         int64  `json:"size"`         // leaves
	Root         string `json:"root"`         // of the tree of these leaves, base64
	Witnessed    bool   `json:"witnessed"`    // the cosignatures make the quorum
	Cosignatures int    `json:"cosignatures"` // held for this size
	Quorum       int    `json:"quorum"`       // cosignatures that are asked for
}

// NewHead says what a report rests on that is made of the first size leaves of a
// process. The roster and the checkpoint are nil before they are known.
func NewHead(pid record.Hash, size int64, root record.Hash, r *record.Roster, c *record.SignedCheckpoint, witnessed bool) Head {
	h := Head{Process: pid.String(), Size: size, Root: root.String(), Witnessed: witnessed}
	if r != nil {
		h.Quorum = r.Quorum()
	}
	if c != nil {
		h.Cosignatures = len(c.Cosignatures)
	}
	return h
}

// Withheld is what a report cannot rest on: leaves that were not opened here.
type Withheld struct {
	Leaves int64  `json:"leaves"`
	Says   string `json:"says"`
}

// Footing is what every report carries.
type Footing struct {
	Head     Head     `json:"head"`
	Withheld Withheld `json:"withheld"`
}

func footing(h Head, withheld int64) Footing {
	const seat = "This shows what this seat may read. "
	w := Withheld{Leaves: max(withheld, 0)}
	switch w.Leaves {
	case 0:
		w.Says = seat + "Every leaf of the record so far could be opened here."
	case 1:
		w.Says = seat + "1 leaf of the record is not opened here; whether it is an entry or cover, and whose, cannot be told from here."
	default:
		w.Says = seat + fmt.Sprintf("%d leaves of the record are not opened here; how many of them are entries and how many are cover, and whose, cannot be told from here.", w.Leaves)
	}
	return Footing{h, w}
}

// SeatRef names a seat: the word of the roster and what it is called.
type SeatRef struct {
	Seat string `json:"seat"`
	Name string `json:"name"`
	Gone bool   `json:"gone,omitempty"` // not in the roster any more
}

// faces names seats and entries for one report. It looks each of them up once.
type faces struct {
	state  process.State
	roster *record.Roster
	known  map[string]SeatRef
	groups map[record.Hash][]SeatRef // readers by channel
	topics map[string]IssueRef       // by the id of each writing of an issue
}

func newFaces(s process.State, r *record.Roster) faces {
	return faces{s, r, map[string]SeatRef{}, map[record.Hash][]SeatRef{}, map[string]IssueRef{}}
}

func (f faces) seat(name string) SeatRef {
	ref, ok := f.known[name]
	if !ok {
		ref = SeatRef{name, f.state.Name(name), f.roster != nil && f.roster.Seat(name) == nil}
		f.known[name] = ref
	}
	return ref
}

func (f faces) seats(names []string) []SeatRef {
	out := make([]SeatRef, 0, len(names))
	for _, n := range names {
		out = append(out, f.seat(n))
	}
	return out
}

// readers names the readers of an entry; entries of one channel share the list.
func (f faces) readers(l process.Line) []SeatRef {
	if l.Channel == record.RosterChannel() {
		return f.seats(l.Audience)
	}
	out, ok := f.groups[l.Channel]
	if !ok {
		out = f.seats(l.Audience)
		f.groups[l.Channel] = out
	}
	return out
}

// list makes a list that prints as [] when it is empty.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}
