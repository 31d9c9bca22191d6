// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/process"
	"parley/record"
)

// LanesReport says who can open what, as far as this seat can know: from the
// roster, which all hold, and from the channels it reads itself. It says nothing
// of other channels, not even whether there are any.
type LanesReport struct {
	Footing
	Seats    []LaneSeat `json:"seats"`    // the columns, in the order of the roster
	Channels []Lane     `json:"channels"` // the rows, the one with the most readers first
	Says     string     `json:"says"`
}

// LaneSeat is one seat with how many machines can open what is sealed to it.
type LaneSeat struct {
	SeatRef
	Role     string `json:"role"`
	Accepted bool   `json:"accepted"` // only then can anything be sealed to it
	Devices  int    `json:"devices"`
	You      bool   `json:"you"`
}

// Lane is one channel with the seats that can open what is written in it.
type Lane struct {
	Channel          string   `json:"channel"` // identifier, hexadecimal; empty for the roster, which is open
	Roster           bool     `json:"roster"`  // the entries that change the roster; the hub reads them too
	Plenary          bool     `json:"plenary"`
	Entries          int      `json:"entries"`
	OnRecord         int      `json:"on_record"`
	WithoutPrejudice int      `json:"without_prejudice"`
	Opens            []bool   `json:"opens"` // for each of Seats
	Gone             []string `json:"gone"`  // readers that have left since
}

// Lanes makes the matrix of channels and seats.
func Lanes(s process.State, r *record.Roster, h Head, withheld int64) LanesReport {
	f := newFaces(s, r)
	out := LanesReport{
		Footing: footing(h, withheld), Seats: []LaneSeat{}, Channels: []Lane{},
		Says: "A seat opens what was sealed to it, with any of its devices; a reader can always pass it on outside the record. Of channels that this seat does not read nothing is said here, not even whether there are any.",
	}
	if r == nil {
		return out
	}
	for i := range r.Seats {
		x := &r.Seats[i]
		out.Seats = append(out.Seats, LaneSeat{f.seat(x.Name), x.Role, x.Accepted, len(x.Devices), x.Name == s.Seat()})
	}
	all := r.Accepted()
	for _, c := range s.Channels() {
		out.Channels = append(out.Channels, f.lane(c, r, slices.Equal(c.Audience, all)))
	}
	roster := Lane{Roster: true, Opens: []bool{}, Gone: []string{}}
	for range r.Seats {
		roster.Opens = append(roster.Opens, true)
	}
	roster.Entries = len(s.In(record.RosterChannel()))
	roster.OnRecord = roster.Entries
	out.Channels = append(out.Channels, roster)
	return out
}

func (f faces) lane(c process.Channel, r *record.Roster, plenary bool) Lane {
	x := Lane{
		Channel: process.Ref(c.ID), Plenary: plenary, Entries: c.Entries, OnRecord: c.OnRecord,
		WithoutPrejudice: c.WithoutPrejudice, Opens: []bool{}, Gone: []string{},
	}
	for i := range r.Seats {
		x.Opens = append(x.Opens, slices.Contains(c.Audience, r.Seats[i].Name))
	}
	for _, seat := range c.Audience {
		if r.Seat(seat) == nil {
			x.Gone = append(x.Gone, seat)
		}
	}
	return x
}
