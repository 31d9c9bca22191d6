// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"slices"
	"time"

	"parley/internal/courier"
	"parley/record"
)

// joining is a seat on its way into the process.
type joining struct {
	actor      *actor
	invitation *record.Invitation
	byHand     []byte // the request, when it travels by hand
	accepted   bool
}

// join goes one step further with a sixth seat: invited by M, it answers, is
// admitted, and accepts when the parties have consented.
func (s *sim) join() {
	m := s.named("M")
	if m.node == nil {
		return
	}
	if s.guest == nil {
		i, err := m.node.Invite(m.ctx(), m.line, "N", "observer", m.home.Now().Add(48*time.Hour))
		s.done(m, err, "invites N")
		if err == nil {
			x := s.w.newPerson("N", "N", "observer")
			s.guest = &joining{invitation: i, actor: s.actor(x)}
		}
		return
	}
	g := s.guest
	if g.byHand == nil {
		connect := g.actor.connect
		if s.chance(50) {
			connect = nil
		}
		j, err := Join(g.actor.ctx(), g.actor.home, label, g.invitation, connect)
		s.done(g.actor, err, "answers the invitation")
		if err == nil {
			g.byHand = j.Bytes()
			s.actors = append(s.actors, g.actor)
			s.start(g.actor)
		}
		return
	}
	v, err := m.node.View()
	if err != nil || v.Roster == nil {
		return
	}
	if v.Roster.Seat("N") == nil {
		if slices.ContainsFunc(v.Roster.Pending, func(p record.Proposal) bool { return p.Seat != nil && p.Seat.Seat == "N" }) {
			for _, name := range []string{"A", "B"} {
				if a := s.named(name); a.node != nil {
					s.sync(a)
					s.consent(a)
				}
			}
			return
		}
		r, err := m.node.CheckRequest(m.ctx(), g.byHand)
		if err == nil {
			err = m.node.Admit(m.ctx(), m.line, r)
		}
		s.done(m, err, "admits N")
		return
	}
	if a := g.actor; a.node != nil && !g.accepted {
		err := a.node.Accept(a.ctx(), a.line)
		s.done(a, err, "accepts the process")
		g.accepted = err == nil
	}
}

// device adds a second machine to A, or removes it again.
func (s *sim) device() {
	a := s.named("A")
	if a.node == nil || a.gone {
		return
	}
	d2 := s.named("A/d2")
	if d2 == nil {
		y := s.w.newPerson("A/d2", "A", "party")
		text, err := NewDevice(y.home, label, s.w.pid, "A", "d2", s.w.plan.address)
		if err != nil {
			s.t.Error(err)
			return
		}
		err = a.node.AdmitDevice(a.ctx(), a.line, text)
		s.done(a, err, "admits a second device")
		if v, verr := a.node.View(); verr == nil && v.Roster.Seat("A") != nil && v.Roster.Seat("A").Device("d2") != nil {
			s.actors = append(s.actors, s.actor(y))
			s.start(s.named("A/d2"))
		} else if err == nil {
			s.t.Errorf("step %d: the device is not in the roster", s.steps)
		} else {
			// Its name may have been used up; the machine is given up.
			delete(s.w.people, "A/d2")
			s.w.names = slices.DeleteFunc(s.w.names, func(n string) bool { return n == "A/d2" })
		}
		return
	}
	if d2.gone || !s.chance(40) {
		return
	}
	err := a.node.RemoveDevice(a.ctx(), a.line, "d2")
	s.done(a, err, "removes its second device")
	if v, verr := a.node.View(); verr == nil && v.Roster.Seat("A") != nil && v.Roster.Seat("A").Device("d2") == nil {
		s.leaves(d2)
	}
}

// leaves takes down that an actor is no member any more.
func (s *sim) leaves(a *actor) {
	a.gone = true
	for _, p := range s.notes {
		p.lost = p.lost || p.by == a.name
	}
}

// seatOut removes a seat: the consulted one by M, or the sixth by itself.
func (s *sim) seatOut() {
	by, seat := s.named("M"), "C"
	if n := s.named("N"); n != nil && s.chance(50) {
		by, seat = n, "N"
	}
	if by.node == nil || s.steps < 30 {
		return
	}
	err := by.node.Change(by.ctx(), by.line, record.RemoveSeat(seat))
	s.done(by, err, "takes seat %s out", seat)
	if err == nil || errors.Is(err, courier.ErrUnreachable) || errors.Is(err, errDisk) {
		s.leaves(s.named(seat))
		for _, p := range s.notes {
			p.lost = p.lost || slices.Contains(p.audience, seat)
		}
	}
}

// policy proposes another policy.
func (s *sim) policy() {
	m := s.named("M")
	if m.node == nil {
		return
	}
	v, err := m.node.View()
	if err != nil {
		return
	}
	p := v.Roster.Policy
	p.Quorum, p.Tick = int64(2+s.rng.IntN(4)), pick(s, []int64{0, 60, 30})
	s.done(m, m.node.Change(m.ctx(), m.line, record.SetPolicy(p)), "proposes the policy %+v", p)
}

// release goes one step on the way of a disclosure: the author of some entry
// permits it, adopts it, or somebody shows it.
func (s *sim) release() {
	as := s.awake()
	if len(as) == 0 {
		return
	}
	a := pick(s, as)
	v, err := a.node.View()
	if err != nil || v.Roster == nil {
		return
	}
	var own, permitted []*record.Entry
	to := []string{pick(s, v.Roster.Names())}
	for _, e := range a.entries() {
		switch {
		case e.Statement().Kind != "note":
		case e.Statement().Author.Seat == a.seat:
			own = append(own, e)
		default:
			for _, g := range v.State.Release(e.ID()).Granted {
				permitted, to = append(permitted, e), g.To
			}
		}
	}
	how := s.rng.IntN(3)
	switch {
	case len(permitted) > 0 && how == 0:
		s.show(a, permitted[len(permitted)-1], to)
	case len(own) == 0:
	case how == 1:
		_, err = a.node.Grant(a.ctx(), record.Grant{Entry: pick(s, own).ID(), Audience: to})
		s.done(a, err, "permits an entry to be shown to %v", to)
	default:
		e := pick(s, own)
		if e.Statement().Register == wp && len(v.State.Release(e.ID()).Adopted) == 0 {
			_, err = a.node.AdoptWords(a.ctx(), e.ID())
			s.done(a, err, "adopts its words")
			return
		}
		s.show(a, e, to)
	}
}

// show discloses an entry.
func (s *sim) show(a *actor, e *record.Entry, to []string) {
	_, err := a.node.Disclose(a.ctx(), e.ID(), nil, to)
	s.done(a, err, "shows an entry to %v", to)
}
