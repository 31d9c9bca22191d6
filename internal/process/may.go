// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// May says whether a seat of a role may write an entry of a kind to an
// audience. It looks at the kind alone: for an act, [State.MayAct] says more.
func (s State) May(seat, role, kind string, audience []string) error {
	return may(s.Roster(), seat, role, kind, audience)
}

// MayAct says whether a seat of a role may perform an act before an audience, as
// far as this seat can know of the entries that the act refers to.
func (s State) MayAct(seat, role string, a act.Act, audience []string) error {
	if err := s.May(seat, role, a.Kind(), audience); err != nil {
		return err
	}
	if err := mayAct(s.Roster(), seat, role, a, audience); err != nil {
		return err
	}
	return s.mayNow(seat, a, audience)
}

func may(r *record.Roster, seat, role, kind string, audience []string) error {
	switch kind {
	case act.KindTitle:
		if role != record.RoleMediator {
			return fmt.Errorf("seat %s is %s: a mediator gives the process its title", seat, said(role))
		}
		return toAll(r, "the title of the process", audience)
	case act.KindSeat:
		return toAll(r, "what a seat is called", audience)
	case act.KindPhase:
		if role != record.RoleMediator {
			return fmt.Errorf("seat %s is %s: a mediator says where the process is", seat, said(role))
		}
		return toAll(r, "where the process is", audience)
	case record.KindGrant, record.KindAdopt, record.KindDisclose:
		return nil
	}
	if slices.Contains(act.Kinds(), kind) {
		return nil
	}
	if strings.HasPrefix(kind, rosterPrefix) {
		return fmt.Errorf("%s changes the roster, and the rules of the roster say who may", kind)
	}
	return fmt.Errorf("this version does not know the kind %.40q and writes none", kind)
}

func said(role string) string {
	if role == "" {
		return "without a role"
	}
	return role
}

// toAll asks that an entry goes to every seat that has accepted: a fact that
// stands in front of everything must not be told to some and not to others.
func toAll(r *record.Roster, what string, audience []string) error {
	all := r.Accepted()
	if len(all) == 0 {
		return errors.New("no seat has accepted the process yet")
	}
	for _, seat := range all {
		if !slices.Contains(audience, seat) {
			return fmt.Errorf("%s is said to all, and seat %s is not among the readers", what, seat)
		}
	}
	return nil
}

// tells reports whether an entry of a kind only tells something, so that it is
// of use even when who wrote it rests on the word of another reader.
func tells(kind string) bool {
	switch kind {
	case act.KindNote, act.KindEvent, act.KindContact, act.KindReadout, act.KindAnnouncement:
		return true
	}
	return false
}

// void says why an entry has no effect, from the roster in force and what the
// entry says itself. What depends on other entries is judged when it is asked
// for, since the order inside a tick must not matter.
func void(l *Line, at *record.Roster) string {
	if strings.HasPrefix(l.Kind, rosterPrefix) {
		return ""
	}
	role := ""
	if at != nil {
		if seat := at.Seat(l.Author.Seat); seat != nil {
			role = seat.Role
		}
	}
	err := may(at, l.Author.Seat, role, l.Kind, l.Audience)
	if err == nil && l.Act != nil {
		err = mayAct(at, l.Author.Seat, role, l.Act, l.Audience)
	}
	switch {
	case err != nil:
		return err.Error()
	case l.Relayed && (!tells(l.Kind) || amended(l.Act) != ""):
		return "who wrote it is not certain here, and only the author it names may do this"
	case l.Register != record.OnRecord && (l.Kind == record.KindGrant || l.Kind == record.KindAdopt):
		return "it is without prejudice; a permission or an adoption must be on the record"
	case l.Grant != nil && !l.Grant.OwnWords && len(l.Grant.Parts) == 0:
		return "it permits nothing: it names no part"
	}
	return ""
}
