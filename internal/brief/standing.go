// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// maxNewest is how many events are shown for each channel.
const maxNewest = 5

// StandingReport is how things stand: the first page of every role.
type StandingReport struct {
	Footing
	Title    string             `json:"title"`
	Summary  string             `json:"summary,omitempty"`
	Titles   []TitleValue       `json:"titles"` // all of them, when there are alternatives
	You      SeatRef            `json:"you"`
	Open     bool               `json:"open"`
	Closed   bool               `json:"closed"`
	Seats    []SeatStanding     `json:"seats"`
	Channels []ChannelStanding  `json:"channels"`
	Marks    []MarkCount        `json:"marks"`
	Disputed []Dispute          `json:"disputed"`
	Asks     []AskStanding      `json:"asks"`   // open ones
	Grants   []GrantStanding    `json:"grants"` // permissions in force
	Pending  []ProposalStanding `json:"pending"`
	Warnings []Warning          `json:"warnings"`
	RoomStanding
}

// TitleValue is one title of the process with the seat that gave it.
type TitleValue struct {
	Title   string  `json:"title"`
	Summary string  `json:"summary,omitempty"`
	By      SeatRef `json:"by"`
	Entry   string  `json:"entry"`
}

// ChannelStanding is a channel that this seat reads.
type ChannelStanding struct {
	Channel          string       `json:"channel"` // identifier, hexadecimal
	Readers          []SeatRef    `json:"readers"`
	Plenary          bool         `json:"plenary"` // every seat that has accepted reads it
	Entries          int          `json:"entries"`
	OnRecord         int          `json:"on_record"`
	WithoutPrejudice int          `json:"without_prejudice"`
	Void             int          `json:"void"`
	Newest           time.Time    `json:"newest"` // latest time that an author claims
	Events           []EventBrief `json:"events"` // newest first, by the date of the event
}

// EventBrief is an event in one line.
type EventBrief struct {
	Entry        string  `json:"entry"`
	Date         string  `json:"date"`
	Until        string  `json:"until,omitempty"`
	Title        string  `json:"title"`
	Mark         string  `json:"mark"`
	Teller       string  `json:"teller,omitempty"`
	By           SeatRef `json:"by"`
	Illustrative bool    `json:"illustrative,omitempty"`
	Relayed      bool    `json:"relayed,omitempty"`
}

// MarkCount is how many event entries carry a mark. One happening with several
// accounts is several entries.
type MarkCount struct {
	Mark    string `json:"mark"`
	Entries int    `json:"entries"`
}

// Standing says how things stand, as far as the seat of s can know, without
// counting days.
func Standing(s process.State, r *record.Roster, h Head, withheld int64) StandingReport {
	return StandingAt(s, r, h, withheld, AsOf{})
}

// StandingAt says how things stand, with deadlines counted from a day. The day
// until which things are looked at is for where the process is and what is
// waited for; seats, channels and permissions are those of now.
func StandingAt(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) StandingReport {
	f := newFaces(s, r)
	out := StandingReport{
		Footing: footing(h, withheld), Title: s.Title(), Titles: []TitleValue{}, You: f.seat(s.Seat()),
		Seats: []SeatStanding{}, Pending: []ProposalStanding{},
	}
	if titles := s.Titles(); len(titles) > 0 {
		out.Summary = titles[0].Value.Summary
		for _, t := range titles {
			if len(titles) > 1 {
				out.Titles = append(out.Titles, TitleValue{t.Value.Title, t.Value.Summary, f.seat(t.By.Seat), process.Ref(t.Entry)})
			}
		}
	}
	if r != nil {
		out.Open, out.Closed, out.Pending = r.Opened, r.Closed, f.proposals()
		for i := range r.Seats {
			out.Seats = append(out.Seats, f.standing(&r.Seats[i]))
		}
	}
	events := s.Events()
	out.Channels = f.channels(events)
	out.Marks = count(events)
	out.Disputed = f.disputes(events)
	out.Asks, out.Grants = f.ledger()
	out.Warnings = f.warnings(&out)
	out.RoomStanding = f.room(at)
	return out
}

func (f faces) channels(events []process.Line) []ChannelStanding {
	byChannel := map[record.Hash][]process.Line{}
	for _, l := range events {
		byChannel[l.Channel] = append(byChannel[l.Channel], l)
	}
	all := f.roster.Accepted()
	out := []ChannelStanding{}
	for _, c := range f.state.Channels() {
		x := ChannelStanding{
			Channel: process.Ref(c.ID), Readers: f.seats(c.Audience), Plenary: slices.Equal(c.Audience, all),
			Entries: c.Entries, OnRecord: c.OnRecord, WithoutPrejudice: c.WithoutPrejudice, Void: c.Void,
			Newest: c.Newest, Events: []EventBrief{},
		}
		newest := byChannel[c.ID]
		slices.SortFunc(newest, func(a, b process.Line) int {
			return cmp.Or(-strings.Compare(event(a).Date, event(b).Date), slices.Compare(a.ID[:], b.ID[:]))
		})
		for _, l := range newest[:min(len(newest), maxNewest)] {
			x.Events = append(x.Events, f.event(l))
		}
		out = append(out, x)
	}
	return out
}

// event is the body of a line that process.State.Events returned.
func event(l process.Line) act.Event {
	e, _ := l.Act.(act.Event)
	return e
}

func (f faces) event(l process.Line) EventBrief {
	e := event(l)
	return EventBrief{
		process.Ref(l.ID), e.Date, e.Until, e.Title, string(e.Mark), e.Teller,
		f.seat(l.Author.Seat), e.Illustrative, l.Relayed,
	}
}

func count(events []process.Line) []MarkCount {
	n := map[act.Mark]int{}
	for _, l := range events {
		n[event(l).Mark]++
	}
	var out []MarkCount
	for _, m := range act.Marks() {
		out = append(out, MarkCount{string(m), n[m]})
	}
	return out
}
