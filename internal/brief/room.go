// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"time"

	"parley/internal/act"
)

// maxChanges is how many of the newest entries are shown.
const maxChanges = 10

// RoomStanding is where the process is and what is waited for, in short. Each
// part of it is told in full by a report of its own.
type RoomStanding struct {
	AsOf     AsOf           `json:"as_of"`
	Phase    []PhaseLine    `json:"phase"`    // several when mediators differ
	Meetings []MeetingBrief `json:"meetings"` // that may take place
	Clocks   []ClockBrief   `json:"clocks"`   // open ones: dated first, by date

	// OpenUndertakings are those that were not taken back or disowned and that
	// not all who speak of them call kept; OpenCommitments likewise.
	OpenUndertakings int `json:"open_undertakings"`
	OpenCommitments  int `json:"open_commitments"`

	Waiting           []GateBrief  `json:"waiting"` // proposals that wait for consultation
	Rounds            []RoundBrief `json:"rounds"`  // acceptance rounds that are not closed
	Exits             []ExitEvent  `json:"exits"`   // newest first
	ConsentsWithdrawn []ConsentTo  `json:"consents_withdrawn"`
	Changes           []EntryLine  `json:"changes"` // the newest entries that this seat reads, by when their authors say that they wrote them
}

// MeetingBrief is a meeting that may take place, in one line.
type MeetingBrief struct {
	Format     string    `json:"format"` // id of its first writing
	Title      string    `json:"title"`
	State      string    `json:"state"`
	Keys       []SeatRef `json:"keys"`
	Venues     []Said    `json:"venues"`
	Dates      []Said    `json:"dates"`
	Levels     []Said    `json:"levels"`
	Unknown    []string  `json:"unknown"`
	Open       []string  `json:"open"`
	Objections int       `json:"objections"`
	Clock      Clock     `json:"clock"`
}

// Said is one value that was said of a meeting, with its state.
type Said struct {
	Value  string     `json:"value"`
	When   act.Moment `json:"when,omitzero"`
	State  string     `json:"state"`
	NoDate bool       `json:"no_date,omitempty"` // it is said of the date and is none
}

// ClockBrief is something that is waited for, with its date.
type ClockBrief struct {
	Kind  string    `json:"kind"` // a word such as [DatedDeadline]
	Of    string    `json:"of"`   // id of its first writing
	Title string    `json:"title"`
	Who   []SeatRef `json:"who"`
	State string    `json:"state"`
	Moves int       `json:"moves,omitempty"` // of a deadline
	Says  string    `json:"says,omitempty"`  // the date in words
	Clock Clock     `json:"clock"`
}

// GateBrief is a proposal that waits for consultation, in one line.
type GateBrief struct {
	Proposal string     `json:"proposal"` // id of its first writing
	Title    string     `json:"title"`
	Waits    []GateWait `json:"waits"`
	Says     string     `json:"says"`
}

// RoundBrief is an acceptance round that is not closed, in one line.
type RoundBrief struct {
	Round string    `json:"round"` // id of its first writing
	Title string    `json:"title"`
	By    SeatRef   `json:"by"`    // who opened it
	Time  time.Time `json:"time"`  // when, as its author claims
	State string    `json:"state"` // [RoundOpen] or [RoundPast]
	Part  string    `json:"part"`  // of this seat: a word such as [PartAsked]
	Waits bool      `json:"waits"` // for an answer of this seat, or for it to close the round
	Clock Clock     `json:"clock"`
}

// Texts names the fields, as they are printed, that hold text of entries.
func (r RoomStanding) Texts() []string {
	out := []string{}
	for _, x := range []struct {
		name string
		n    int
	}{
		{"phase", len(r.Phase)}, {"meetings", len(r.Meetings)}, {"clocks", len(r.Clocks)}, {"waiting", len(r.Waiting)},
		{"rounds", len(r.Rounds)}, {"exits", len(r.Exits)}, {"consents_withdrawn", len(r.ConsentsWithdrawn)}, {"changes", len(r.Changes)},
	} {
		if x.n > 0 {
			out = append(out, x.name)
		}
	}
	return out
}

func (f faces) room(at AsOf) RoomStanding {
	out := RoomStanding{
		AsOf: at, Phase: f.phases(at).Now, Meetings: []MeetingBrief{}, Clocks: []ClockBrief{}, Waiting: []GateBrief{},
		Rounds: openRounds(f.rounds(at)), Exits: f.exits(at), Changes: f.newest(at),
	}
	slices.Reverse(out.Exits)
	out.Exits = slices.DeleteFunc(out.Exits, func(e ExitEvent) bool { return e.Withdrawn != nil })
	plans := f.formats(at)
	var formats []FormatConsents
	for _, p := range plans {
		if p.State != MeetingWithdrawn {
			out.Meetings = append(out.Meetings, inBrief(p))
			formats = append(formats, FormatConsents{p.First, p.Title, p.Consents})
		}
	}
	out.ConsentsWithdrawn = withdrawnConsents(f.consentsToProcess(at), formats)
	for _, g := range f.gates(at) {
		if g.Gate == GateWaits {
			out.Waiting = append(out.Waiting, GateBrief{g.First, g.Title, g.Waits, g.Says})
		}
	}
	out.count(f.due(at))
	return out
}

// openRounds are the rounds that wait for somebody.
func openRounds(all []RoundLine) []RoundBrief {
	out := []RoundBrief{}
	for i := range all {
		if x := &all[i]; x.State == RoundOpen || x.State == RoundPast {
			waits := x.Waits || x.Part == PartAsks && x.State == RoundPast
			out = append(out, RoundBrief{x.First, x.Title, x.By, x.Time, x.State, x.Part, waits, x.Clock})
		}
	}
	return out
}

// due is everything but meetings that is waited for, with or without a date.
func (f faces) due(at AsOf) *calendar {
	c := &calendar{faces: f, at: at}
	c.addDeadlines(f.leverages(at))
	c.addUndertakings()
	all, _ := f.commitments(at)
	c.addCommitments(all)
	c.addRounds(f.rounds(at))
	c.sort()
	return c
}

func (r *RoomStanding) count(c *calendar) {
	open := func(kind string) {
		switch kind {
		case DatedUndertaking:
			r.OpenUndertakings++
		case DatedCommitment:
			r.OpenCommitments++
		}
	}
	for _, x := range c.items {
		if x.Open {
			open(x.Kind)
			r.Clocks = append(r.Clocks, ClockBrief{x.Kind, x.Of, x.Title, x.Who, x.State, x.Moves, x.Says, x.Clock})
		}
	}
	for _, x := range c.left {
		if !x.Open {
			continue
		}
		open(x.Kind)
		// Of what was never given a date only threats and incentives are clocks.
		if x.Kind == DatedDeadline || x.Why == ClockWords {
			r.Clocks = append(r.Clocks, ClockBrief{Kind: x.Kind, Of: x.Of, Title: x.Title, Who: x.Who, State: x.State, Says: x.Says, Clock: c.at.clock(act.Due{Says: x.Says})})
		}
	}
}

func inBrief(p FormatPlan) MeetingBrief {
	said := func(aspect string) []Said {
		out := []Said{}
		for _, v := range p.standing(aspect) {
			out = append(out, Said{v.Value, v.When, v.State, v.NoDate})
		}
		return out
	}
	return MeetingBrief{
		p.First, p.Title, p.State, p.Keys, said("venue"), said(aspectDate), said("level"),
		p.Unknown, p.Open, len(p.Objections), p.Clock,
	}
}

// founding reports whether an entry only sets the process up: that seats have
// accepted is told with the seats, and would stand before everything said.
func founding(kind string) bool { return kind == "roster.genesis" || kind == "roster.accept" }

// newest returns the entries that their authors say they wrote last, of those
// that change something and were entered in the days that are looked at. What
// could be read last is another question, see [Changes].
func (f faces) newest(at AsOf) []EntryLine {
	lines := f.state.Lines()
	var top []int // places, newest first
	later := func(a, b int) int {
		return -cmp.Or(lines[a].Time.Compare(lines[b].Time), cmp.Compare(lines[a].Index, lines[b].Index))
	}
	for i := len(lines) - 1; i >= 0; i-- { // most later ones are later in the log too
		if full := len(top) == maxChanges; full && later(i, top[maxChanges-1]) > 0 ||
			at.Until != "" && dayOf(lines[i].Time) > at.Until || f.state.Void(lines[i]) != "" || founding(lines[i].Kind) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, i, later)
		top = slices.Insert(top, at, i)
		top = top[:min(len(top), maxChanges)]
	}
	out := []EntryLine{}
	for _, i := range top {
		out = append(out, f.entry(lines[i]))
	}
	return out
}
