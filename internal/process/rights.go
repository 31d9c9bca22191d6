// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/record"
)

// mayAct judges an act by the roster and by itself: every reader comes to the
// same verdict.
func mayAct(r *record.Roster, seat, role string, a act.Act, audience []string) error {
	switch x := a.(type) {
	case act.SeatName:
		if x.Seat != seat && role != record.RoleMediator {
			return fmt.Errorf("seat %s is %s: seat %s itself or a mediator says what seat %s is called", seat, said(role), x.Seat, x.Seat)
		}
		return inRoster(r, x.Seat)
	case act.Issue:
		return inRoster(r, x.Owners...)
	case act.Contact:
		for _, p := range x.Who {
			if err := everInRoster(r, p.Seat); err != nil {
				return err
			}
		}
		return everInRoster(r, x.Seats...)
	case act.Announcement:
		return everInRoster(r, x.Speaker.Seat)
	case act.Readout:
		if x.Side != "" && x.Side != seat && x.Mark == "" {
			return reported(refuse.T("the account"), x.Side)
		}
		return everInRoster(r, x.Side)
	case act.Format:
		return inRoster(r, x.Keys...)
	case act.FormatPoint:
		if x.For != "" && x.For != seat && x.Mark == "" {
			return reported(refuse.T("the stand"), x.For)
		}
		return everInRoster(r, x.For)
	case act.Undertaking:
		return everInRoster(r, append([]string{x.By}, x.To...)...)
	case act.Leverage:
		return everInRoster(r, x.HolderSeat, x.TargetSeat)
	case act.Commitment:
		if x.By != seat && x.Mark == "" {
			return reported(refuse.T("the commitment"), x.By)
		}
		return everInRoster(r, x.By)
	case act.ConsultationAnswer:
		if x.For != "" && x.For != seat && x.Mark == "" {
			return reported(refuse.T("the answer"), x.For)
		}
		return everInRoster(r, x.For)
	case act.Consultation:
		return everInRoster(r, x.With...)
	case act.Proposal:
		if x.By != "" && x.By != seat && x.Mark == "" {
			return reported(refuse.T("the offer"), x.By)
		}
		if err := mayPropose(r, seat, x, audience); err != nil {
			return err
		}
		return everInRoster(r, x.By)
	case act.Exit:
		return mayExit(r, seat, role, x)
	case act.Position:
		return mayPosition(r, seat, x, audience)
	case act.Preference:
		return mayPrefer(r, seat, x, audience)
	case act.Model:
		return mayModel(r, seat, x, audience)
	case act.Round:
		return mayAsk(r, seat, role, x, audience)
	case act.RoundAnswer:
		return mayAnswerRound(r, seat, audience)
	case act.RoundResult:
		if role != record.RoleMediator {
			return refuse.T("seat {seat} is {role}: a mediator closes a round", "seat", act.Named(seat), "role", roleOf(role))
		}
	}
	return nil
}

// reported asks that a seat which speaks for another says how it knows.
func reported(what error, seat string) error {
	return refuse.T("{what} is that of seat {seat}: only it can give it as its own; as a report it carries a mark and its sources", "what", what, "seat", act.Named(seat))
}

// inRoster asks that seats are in the roster; "" names none.
func inRoster(r *record.Roster, seats ...string) error {
	for _, seat := range seats {
		if seat != "" && r != nil && r.Seat(seat) == nil {
			return refuse.T("seat {seat} is not in the roster", "seat", act.Named(seat))
		}
	}
	return nil
}

// everInRoster asks that seats are or were in the roster: what somebody did does
// not become unsayable because the seat has left.
func everInRoster(r *record.Roster, seats ...string) error {
	return inRoster(r, slices.DeleteFunc(slices.Clone(seats), func(seat string) bool {
		return r != nil && slices.Contains(r.Removed, seat)
	})...)
}

// mayPropose holds an internal proposal to readers who are not the other side:
// before another party reads it, it is tabled.
func mayPropose(r *record.Roster, seat string, x act.Proposal, audience []string) error {
	if x.Stage != act.Internal {
		return nil
	}
	if reader := otherParty(r, audience, seat); reader != "" {
		return refuse.T("seat {seat} is a party and would read an internal proposal; table it, after those who own its issues were consulted", "seat", act.Named(reader))
	}
	return nil
}

// otherParty is the first reader that is a party and none of some seats; empty if
// there is none, or the roster is not known.
func otherParty(r *record.Roster, audience []string, but ...string) string {
	if r == nil {
		return ""
	}
	for _, reader := range audience {
		if s := r.Seat(reader); s != nil && s.Role == record.RoleParty && !slices.Contains(but, reader) {
			return reader
		}
	}
	return ""
}

// mayPosition lets a seat say where it stands itself, and what is inferred of it
// not be read by another party: there it would be a guess in the place of words.
func mayPosition(r *record.Roster, seat string, x act.Position, audience []string) error {
	switch {
	case x.Of == seat && x.Basis == act.Inferred:
		return refuse.T("the position is that of seat {seat} itself, which states it and infers nothing", "seat", act.Named(seat))
	case x.Of != seat && x.Basis == act.Said && x.Mark == "":
		return reported(refuse.T("the position"), x.Of)
	}
	if x.Basis == act.Inferred {
		if reader := otherParty(r, audience, seat, x.Of); reader != "" {
			return refuse.T("seat {reader} is a party and would read what is inferred of seat {seat}; keep it among those who infer it, or report what seat {seat} said", "reader", act.Named(reader), "seat", act.Named(x.Of))
		}
	}
	return everInRoster(r, x.Of)
}

// mayPrefer lets a seat state what it prefers itself. What others report of it or
// infer is not read by any party but the author and that seat: a party's numbers
// in another party's hands are no longer its own.
func mayPrefer(r *record.Roster, seat string, x act.Preference, audience []string) error {
	if x.Of == seat {
		if x.Basis == act.Inferred {
			return refuse.T("the preference is that of seat {seat} itself, which states it and infers nothing", "seat", act.Named(seat))
		}
		return inRoster(r, x.Of)
	}
	if x.Basis == act.Said && x.Mark == "" {
		return reported(refuse.T("the preference"), x.Of)
	}
	if reader := otherParty(r, audience, seat, x.Of); reader != "" {
		return refuse.T("seat {reader} is a party and would read what seat {seat} prefers; only seat {seat} itself can show it that", "reader", act.Named(reader), "seat", act.Named(x.Of))
	}
	return everInRoster(r, x.Of)
}

// mayModel keeps a model from every party but its author: it says of others what
// they prefer and would do, and is nobody's word but its author's.
func mayModel(r *record.Roster, seat string, x act.Model, audience []string) error {
	if reader := otherParty(r, audience, seat); reader != "" {
		return refuse.T("seat {seat} is a party and would read what this model says of others; no party reads a model but its author", "seat", act.Named(reader))
	}
	for _, d := range x.DMs {
		if d.Seat != "" && d.Seat != seat && d.Basis == act.Said && x.Mark == "" {
			return reported(refuse.T("what is said of the preferences"), d.Seat)
		}
		if err := everInRoster(r, d.Seat); err != nil {
			return err
		}
	}
	return nil
}

func mayExit(r *record.Roster, seat, role string, x act.Exit) error {
	if role != record.RoleMediator && x.Mark == "" {
		return fmt.Errorf("seat %s is %s: a mediator speaks of leaving, or another seat reports it with a mark and sources", seat, said(role))
	}
	if r == nil || x.Successor == "" {
		return nil
	}
	next := r.Seat(x.Successor)
	switch {
	case next == nil:
		return inRoster(r, x.Successor)
	case next.Role != record.RoleMediator:
		return fmt.Errorf("seat %s is %s: add a mediator to the roster before the process is handed over to it", x.Successor, said(next.Role))
	}
	return nil
}

// mayNow judges an act by what this seat knows of the entries that it refers to.
// Another seat may know more or less, so this holds for writing only: it makes
// nothing void that was written.
func (s State) mayNow(seat string, a act.Act, audience []string) error {
	if err := s.mayMention(a); err != nil {
		return err
	}
	if err := s.mayRewrite(seat, a); err != nil {
		return err
	}
	if err := s.mayPoint(seat, a, audience); err != nil {
		return err
	}
	if err := s.mayChoose(a); err != nil {
		return err
	}
	if err := s.mayRound(seat, a, audience); err != nil {
		return err
	}
	if x, ok := a.(act.Proposal); ok {
		return s.Gate(seat, x).err()
	}
	return nil
}

// mayRewrite asks that what an act amends, withdraws or answers is opened here,
// that this seat has the right to, and that nobody amends what was withdrawn.
func (s State) mayRewrite(seat string, a act.Act) error {
	if why := s.idle(Line{Kind: a.Kind(), Author: record.Author{Seat: seat}, Act: a}); why != "" {
		return errors.New(why)
	}
	ref := amended(a)
	if w, ok := a.(act.Withdrawal); ok {
		ref = w.Entry
	}
	if ref == "" {
		return nil
	}
	id, _ := hash(ref)
	if _, ok := s.Line(id); !ok {
		return refuse.T("no entry {entry} is opened here that could be amended or withdrawn", "entry", short(ref))
	}
	if v, ok := s.Version(id); ok && v.Withdrawn != nil {
		return refuse.T("the entry {entry} was withdrawn by {withdrawal}; write it anew", "entry", short(ref), "withdrawal", short(Ref(v.Withdrawn.ID)))
	}
	return nil
}
