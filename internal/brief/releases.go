// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"parley/internal/process"
	"parley/record"
)

// ReleasesReport is everything that was asked for, permitted or shown across
// channels, as far as this seat can know.
type ReleasesReport struct {
	Footing
	Found   int           `json:"found"`
	Entries []ReleaseLine `json:"entries"` // in the order in which the record first speaks of their release
	Says    string        `json:"says"`
}

// ReleaseLine is the release ledger of one entry.
type ReleaseLine struct {
	Entry  string   `json:"entry"`
	Of     *SeatRef `json:"of,omitempty"`   // its author, when known here
	Kind   string   `json:"kind,omitempty"` // when it is opened here
	Opened bool     `json:"opened"`
	ReleaseReport
}

const releasesSays = "In channels that this seat does not read, more may have been asked, permitted and shown."

// Releases lists the release ledger of every entry that has one.
func Releases(s process.State, r *record.Roster, h Head, withheld int64) ReleasesReport {
	f := newFaces(s, r)
	out := ReleasesReport{Footing: footing(h, withheld), Entries: []ReleaseLine{}, Says: releasesSays}
	for _, rel := range s.Releases() {
		x := ReleaseLine{Entry: process.Ref(rel.Entry), Of: f.seatIf(rel.Author.Seat), ReleaseReport: f.release(rel.Entry)}
		if l, ok := s.Line(rel.Entry); ok {
			x.Kind, x.Opened = l.Kind, true
		}
		out.Entries = append(out.Entries, x)
	}
	out.Found = len(out.Entries)
	return out
}
