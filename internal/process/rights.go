// SPDX-License-Identifier: Apache-2.0

package process

import (
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
	case act.Readout:
		if x.Side != "" && x.Side != seat && x.Mark == "" {
			return reported("the account", x.Side)
		}
		return inRoster(r, x.Side)
	case act.Format:
		return inRoster(r, x.Keys...)
	case act.FormatPoint:
		if x.For != "" && x.For != seat && x.Mark == "" {
			return reported("the stand", x.For)
		}
		return inRoster(r, x.For)
	case act.Undertaking:
		return inRoster(r, x.By)
	case act.Commitment:
		if x.By != seat && x.Mark == "" {
			return reported("the commitment", x.By)
		}
		return inRoster(r, x.By)
	case act.ConsultationAnswer:
		if x.For != "" && x.For != seat && x.Mark == "" {
			return reported("the answer", x.For)
		}
		return inRoster(r, x.For)
	case act.Consultation:
		return inRoster(r, x.With...)
	case act.Proposal:
		return mayPropose(r, seat, x, audience)
	case act.Exit:
		return mayExit(r, seat, role, x)
	}
	return nil
}

// reported asks that a seat which speaks for another says how it knows.
func reported(what, seat string) error {
	return fmt.Errorf("%s is that of seat %s: only it can give it as its own; as a report it carries a mark and its sources", what, seat)
}

// inRoster asks that seats are in the roster; "" names none.
func inRoster(r *record.Roster, seats ...string) error {
	for _, seat := range seats {
		if seat != "" && r != nil && r.Seat(seat) == nil {
			return fmt.Errorf("seat %s is not in the roster", seat)
		}
	}
	return nil
}

// mayPropose holds an internal proposal to readers who are not the other side:
// before another party reads it, it is tabled.
func mayPropose(r *record.Roster, seat string, x act.Proposal, audience []string) error {
	if r == nil || x.Stage != act.Internal {
		return nil
	}
	for _, reader := range audience {
		if s := r.Seat(reader); s != nil && s.Role == record.RoleParty && reader != seat {
			return fmt.Errorf("seat %s is a party and would read an internal proposal; table it, after those who own its issues were consulted", reader)
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
func (s State) mayNow(seat string, a act.Act) error {
	if err := s.mayRefer(seat, a); err != nil {
		return err
	}
	switch x := a.(type) {
	case act.UndertakingAnswer:
		return s.mayAnswer(seat, x)
	case act.Proposal:
		return s.Gate(seat, x).err()
	}
	return nil
}

// refersTo says of which kind an entry must be that an act refers to as its
// subject.
func refersTo(a act.Act) (ref, kind string) {
	switch x := a.(type) {
	case act.Readout:
		return x.Contact, act.KindContact
	case act.UndertakingAnswer:
		return x.Undertaking, act.KindUndertaking
	case act.FormatPoint:
		return x.Format, act.KindFormat
	case act.LeverageStep:
		return x.Leverage, act.KindLeverage
	case act.CommitmentStep:
		return x.Commitment, act.KindCommitment
	case act.ConsultationAnswer:
		return x.Consultation, act.KindConsultation
	case act.Consent:
		return x.Format, act.KindFormat
	}
	return "", ""
}

// mayRefer asks that what an act is about is opened here and of the right kind,
// and that only its author's seat amends or withdraws it.
func (s State) mayRefer(seat string, a act.Act) error {
	if ref, kind := refersTo(a); ref != "" {
		id, _ := hash(ref)
		switch l, ok := s.Line(id); {
		case !ok:
			return fmt.Errorf("no entry %.12s is opened here, and this is about it", ref)
		case l.Kind != kind:
			return fmt.Errorf("the entry %.12s is of the kind %s; want %s", ref, l.Kind, kind)
		}
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
		return fmt.Errorf("no entry %.12s is opened here that could be amended or withdrawn", ref)
	}
	if why := s.stranger(Line{Kind: a.Kind(), Author: record.Author{Seat: seat}, Act: a}); why != "" {
		return fmt.Errorf("%s", why)
	}
	return nil
}

// mayAnswer keeps the words of the seat that undertook for that seat.
func (s State) mayAnswer(seat string, x act.UndertakingAnswer) error {
	if !slices.Contains([]string{"confirmed", "corrected", "disowned"}, x.Answer) || x.Mark != "" {
		return nil
	}
	id, _ := hash(x.Undertaking)
	l, _ := s.Line(id)
	if u, ok := l.Act.(act.Undertaking); ok && u.By != seat {
		return fmt.Errorf("seat %s undertook it: only it can say that its words are %s; as a report it carries a mark and its sources", u.By, x.Answer)
	}
	return nil
}
