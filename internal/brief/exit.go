// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ExitsReport is what was said of a mediator leaving, and what is known of who
// carries on. The process and its record go on whoever leaves.
type ExitsReport struct {
	Footing
	AsOf      AsOf          `json:"as_of"`
	Mediators []ExitStage   `json:"mediators"` // every mediator of the roster, and who else has spoken as one
	Events    []ExitEvent   `json:"events"`    // by when it was said
	Phases    PhaseStanding `json:"phases"`
	Says      string        `json:"says"`
}

const exitSays = "Talk of leaving is an event with its condition and changes no right. What another seat reports of it is shown as a report."

// ExitStage is how far the leaving of one mediator is, in its own words.
type ExitStage struct {
	Seat  SeatRef    `json:"seat"`
	Stage string     `json:"stage"` // a word of act.ExitStages, or [NotStated]
	On    act.Moment `json:"on,omitzero"`
	Entry string     `json:"entry,omitempty"` // that says so
}

// ExitEvent is one thing that was said of a mediator leaving.
type ExitEvent struct {
	Written
	Reported  bool       `json:"reported"` // by a seat that is not a mediator
	Stage     string     `json:"stage"`    // a word of act.ExitStages
	Condition string     `json:"condition,omitempty"`
	On        act.Moment `json:"on"`
	Effect    act.Due    `json:"effect,omitzero"` // from when it is to hold
	Clock     Clock      `json:"clock"`           // to the day of effect
	Successor *SeatRef   `json:"successor,omitempty"`
	Host      string     `json:"host,omitempty"` // who is to keep the hub
	Words     string     `json:"words,omitempty"`

	// NotStated names what this says nothing of: condition, effect, successor,
	// host.
	NotStated []string `json:"not_stated"`
}

// Exits shows what was said of a mediator leaving, and where the process is.
func Exits(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) ExitsReport {
	f := newFaces(s, r)
	out := ExitsReport{
		Footing: footing(h, withheld), AsOf: at, Mediators: []ExitStage{}, Events: f.exits(at),
		Phases: f.phases(at), Says: exitSays,
	}
	var seats []string
	if r != nil {
		for _, seat := range r.Seats {
			if seat.Role == record.RoleMediator {
				seats = append(seats, seat.Name)
			}
		}
	}
	for _, e := range out.Events {
		if !e.Reported && !slices.Contains(seats, e.By.Seat) {
			seats = append(seats, e.By.Seat)
		}
	}
	for _, seat := range seats {
		x := ExitStage{Seat: f.seat(seat), Stage: NotStated}
		for _, e := range out.Events {
			if e.By.Seat == seat && e.Withdrawn == nil {
				x.Stage, x.On, x.Entry = e.Stage, e.On, e.Entry
			}
		}
		out.Mediators = append(out.Mediators, x)
	}
	return out
}

func (f faces) exits(at AsOf) []ExitEvent {
	out := []ExitEvent{}
	for _, v := range inOrder(at, f.state.Versions(act.KindExit), onExit) {
		x := &v.says
		e := ExitEvent{
			Written: f.writtenAt(at, v.Version, x.Ground), Reported: !f.mediates(v.Author.Seat), Stage: x.Stage, Condition: x.Condition,
			On: x.On, Effect: x.Effect, Clock: at.clock(x.Effect), Successor: f.seatIf(x.Successor), Host: x.Host,
			Words: x.Words, NotStated: []string{},
		}
		e.NotStated = silent("condition", x.Condition, "successor", x.Successor, "host", x.Host)
		if !x.Effect.Known() {
			e.NotStated = append(e.NotStated, "effect")
		}
		out = append(out, e)
	}
	return out
}

// mediates reports whether a seat is a mediator, or was one and left: who wrote
// without a mark had the right to, and who is not in the roster any more cannot
// be told from here.
func (f faces) mediates(seat string) bool {
	if f.roster == nil {
		return false
	}
	s := f.roster.Seat(seat)
	return s == nil && slices.Contains(f.roster.Removed, seat) || s != nil && s.Role == record.RoleMediator
}

// silent returns the names of the texts that are empty, from pairs of name and
// text.
func silent(pairs ...string) []string {
	out := []string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			out = append(out, pairs[i])
		}
	}
	return out
}
