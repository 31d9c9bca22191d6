// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"slices"
	"strings"
)

// Apply folds one roster entry, found at a log index, into the roster and
// returns the next one; r is unchanged. A [RosterError] means that the entry
// has no effect, on any node.
func (r *Roster) Apply(o *Opened, index int64) (*Roster, error) {
	s := o.Statement
	fail := func(format string, args ...any) (*Roster, error) {
		return nil, &RosterError{s.Kind, fmt.Sprintf(format, args...)}
	}
	switch {
	case r.Closed:
		return fail("the process is closed")
	case s.Process != r.Process:
		return fail("it belongs to another process")
	case s.Roster != r.Hash || s.RosterIndex != r.Index:
		return fail("it was written for another state of the roster")
	case s.Register != OnRecord || len(o.Parts) != 1 || len(o.Blobs) != 0 || o.Parts[0].Media != mediaText:
		return fail("it must be one text part, on the record")
	case !slices.Equal(s.Audience, r.Names()):
		return fail("its audience is not every seat of the process")
	}
	key, err := r.signer(s.Author)
	if err != nil {
		return fail("%v", err)
	}
	if !o.signedBy(key) {
		return fail("the signature of %s is not right", s.Author)
	}

	next := r.clone()
	if err := next.change(o); err != nil {
		return fail("%v", err)
	}
	if err := next.distinctKeys(); err != nil {
		return fail("%v", err)
	}
	next.Index = index
	next.Hash = lh(labelRoster, r.Hash[:], o.Envelope.id[:])
	return next, nil
}

// signer returns the public key that signs for an author: the root of a seat
// or an active device of one.
func (r *Roster) signer(a Author) ([]byte, error) {
	seat := r.Seat(a.Seat)
	if seat == nil {
		return nil, fmt.Errorf("seat %s is not in the roster", a.Seat)
	}
	if a.IsRoot() {
		return seat.Root, nil
	}
	d := seat.Device(a.Device)
	if d == nil {
		return nil, fmt.Errorf("%s is not an active device", a)
	}
	return d.Sign, nil
}

func (r *Roster) clone() *Roster {
	next := *r
	next.Seats = slices.Clone(r.Seats)
	next.Pending = slices.Clone(r.Pending)
	next.Removed = slices.Clone(r.Removed)
	return &next
}

// change applies the body of an entry to r, a clone of the roster that the
// author's key was checked against. What only a root may do and what only a
// device may do is kept apart: a stolen laptop cannot admit another.
func (r *Roster) change(o *Opened) error {
	a, text := o.Statement.Author, o.Parts[0].Data
	body := newTextReader(o.Statement.Kind, text, "")
	switch o.Statement.Kind {
	case kindSeatKey, kindSeatAdd, kindPolicy:
		if a.IsRoot() {
			return fmt.Errorf("a device signs this, not the root key of the seat")
		}
	}
	switch o.Statement.Kind {
	case kindAccept:
		return r.accept(a, body)
	case kindDeviceAdd:
		return r.addDevice(a, text)
	case kindDeviceRemove:
		return r.removeDevice(a, body)
	case kindSeatKey:
		return r.setSeatKey(a, body)
	case kindSeatAdd:
		return r.proposeSeat(o, text)
	case kindSeatRemove:
		return r.removeSeat(a, body)
	case kindPolicy:
		return r.proposePolicy(o, body)
	case kindConsent:
		return r.consent(a, body)
	case kindClose:
		return r.close(a, body)
	}
	return fmt.Errorf("this kind is not known to this version of the format")
}

func (r *Roster) accept(a Author, body *textReader) error {
	process := body.hash(body.line("accept", 1)[0])
	if err := body.end(); err != nil {
		return err
	}
	seat := r.Seat(a.Seat)
	switch {
	case !a.IsRoot():
		return fmt.Errorf("only the root key of a seat can accept")
	case process != r.Process:
		return fmt.Errorf("it accepts another process")
	case seat.Accepted:
		return fmt.Errorf("seat %s has accepted already", a.Seat)
	}
	seat.Accepted = true
	r.open()
	return nil
}

// open opens the process once every seat that is in it has accepted.
func (r *Roster) open() {
	r.Opened = r.Opened || !slices.ContainsFunc(r.Seats, func(s Seat) bool { return !s.Accepted })
}

func (r *Roster) addDevice(a Author, text []byte) error {
	name, d, err := ParseDeviceText(text)
	if err != nil {
		return err
	}
	seat := r.Seat(name)
	switch {
	case !a.IsRoot() || a.Seat != name:
		return fmt.Errorf("only the root key of seat %s can add a device to it", name)
	case seat.Device(d.Label) != nil || slices.Contains(seat.Retired, d.Label):
		return fmt.Errorf("the label %s/%s has been used", name, d.Label)
	case len(seat.Devices) == maxDevices:
		return fmt.Errorf("seat %s has %d devices, the most allowed", name, maxDevices)
	}
	seat.Devices = append(slices.Clone(seat.Devices), d)
	slices.SortFunc(seat.Devices, func(x, y Device) int { return strings.Compare(x.Label, y.Label) })
	return nil
}

func (r *Roster) removeDevice(a Author, body *textReader) error {
	label := body.word(body.line("device", 1)[0], "device label", ValidDevice)
	if err := body.end(); err != nil {
		return err
	}
	seat := r.Seat(a.Seat)
	switch {
	case !a.IsRoot():
		return fmt.Errorf("only the root key of a seat can remove a device")
	case seat.Device(label) == nil:
		return fmt.Errorf("%s/%s is not an active device", a.Seat, label)
	}
	seat.Devices = slices.DeleteFunc(slices.Clone(seat.Devices), func(d Device) bool { return d.Label == label })
	seat.Retired = append(slices.Clone(seat.Retired), label)
	return nil
}

func (r *Roster) setSeatKey(a Author, body *textReader) error {
	key := SeatKey{By: a, Generation: body.int(body.line("generation", 1)[0])}
	key.Seal = body.bytes(body.line("seal", 1)[0], sealKeySize)
	key.Auth = body.bytes(body.line("auth", 1)[0], authKeySize)
	for body.peek() == "wrap" {
		f := body.line("wrap", 2)
		if body.err != nil {
			break
		}
		key.Wraps = append(key.Wraps, Wrap{f[0], body.bytes(f[1], wrapSize)})
	}
	if err := body.end(); err != nil {
		return err
	}
	if err := checkSealingKey(key.Seal); err != nil {
		return fmt.Errorf("seat sealing key: %w", err)
	}
	if err := checkAgreementKey(key.Auth); err != nil {
		return fmt.Errorf("seat authentication key: %w", err)
	}
	seat := r.Seat(a.Seat)
	if key.Generation != seat.Key.Generation+1 {
		return fmt.Errorf("the key is generation %d; the next of seat %s is %d", key.Generation, a.Seat, seat.Key.Generation+1)
	}
	// A key that misses one of the seat's devices, or reaches one that is
	// not in the roster, is refused by every reader alike.
	if !slices.EqualFunc(key.Wraps, seat.Devices, func(w Wrap, d Device) bool { return w.Device == d.Label }) {
		return fmt.Errorf("the key is not wrapped to exactly the active devices of seat %s", a.Seat)
	}
	seat.Key = key
	return nil
}

func (r *Roster) proposeSeat(o *Opened, text []byte) error {
	a := o.Statement.Author
	e, err := ParseEnrolment(text)
	if err != nil {
		return err
	}
	switch {
	case r.Seat(a.Seat).Role != RoleMediator:
		return fmt.Errorf("only a mediator can add a seat")
	}
	if _, err := r.with(e); err != nil {
		return err
	}
	r.propose(Proposal{Entry: o.Envelope.id, Kind: kindSeatAdd, By: a, Seat: e})
	n := len(r.Seats)
	for _, p := range r.Pending {
		if p.Kind == kindSeatAdd {
			n++
		}
	}
	if n > MaxSeats {
		return fmt.Errorf("with what is pending the process would have %d seats; %d is the most allowed", n, MaxSeats)
	}
	return nil
}

// with returns the seats of the process and one more.
func (r *Roster) with(e *Enrolment) ([]Seat, error) {
	if r.Seat(e.Seat) != nil || slices.Contains(r.Removed, e.Seat) ||
		slices.ContainsFunc(r.Guarantors, func(g Guarantor) bool { return g.Name == e.Seat }) {
		return nil, fmt.Errorf("the seat name %s has been used", e.Seat)
	}
	next := *r
	next.Seats = append(slices.Clone(r.Seats), newSeat(e))
	slices.SortFunc(next.Seats, func(x, y Seat) int { return strings.Compare(x.Name, y.Name) })
	return next.Seats, next.distinctKeys()
}

func (r *Roster) proposePolicy(o *Opened, body *textReader) error {
	p := body.policy()
	if err := body.end(); err != nil {
		return err
	}
	a := o.Statement.Author
	if r.Seat(a.Seat).Role != RoleMediator {
		return fmt.Errorf("only a mediator can propose a policy")
	}
	r.propose(Proposal{Entry: o.Envelope.id, Kind: kindPolicy, By: a, policy: p})
	return nil
}

// propose records a change that needs the consent of some seats, the
// proposer's own being given. It takes the place of an earlier proposal for
// the same thing, so that one that nobody consents to can be corrected and
// the pending ones stay few.
func (r *Roster) propose(p Proposal) {
	for _, s := range r.Seats {
		if p.needs(&s) && s.Name != p.By.Seat {
			p.Waits = append(p.Waits, s.Name)
		}
	}
	r.Pending = slices.DeleteFunc(r.Pending, func(q Proposal) bool {
		return q.Kind == p.Kind && (p.Seat == nil || q.Seat.Seat == p.Seat.Seat)
	})
	r.Pending = append(r.Pending, p)
	r.settle()
}

// needs reports whether the consent of a seat is needed: a new seat wants that
// of every party, a new policy that of every seat.
func (p *Proposal) needs(s *Seat) bool { return p.Kind == kindPolicy || s.Role == RoleParty }

func (r *Roster) consent(a Author, body *textReader) error {
	entry := body.hash(body.line("entry", 1)[0])
	if err := body.end(); err != nil {
		return err
	}
	for i, p := range r.Pending {
		if p.Entry == entry && slices.Contains(p.Waits, a.Seat) {
			r.Pending[i].Waits = slices.DeleteFunc(slices.Clone(p.Waits), func(s string) bool { return s == a.Seat })
			r.settle()
			return nil
		}
	}
	return fmt.Errorf("no proposal %s waits for seat %s", entry, a.Seat)
}

// settle puts every proposal into effect that waits for nobody any more.
func (r *Roster) settle() {
	for i := 0; i < len(r.Pending); {
		p := r.Pending[i]
		if len(p.Waits) > 0 {
			i++
			continue
		}
		r.Pending = slices.Delete(r.Pending, i, i+1)
		switch p.Kind {
		case kindSeatAdd:
			// The name or a certificate may have been taken while the
			// proposal waited. It then lapses, and does not take down the
			// entry that released it: that may be a withdrawal.
			seats, err := r.with(p.Seat)
			if err != nil {
				continue
			}
			r.Seats = seats
			r.askToo(r.Seat(p.Seat.Seat))
		case kindPolicy:
			r.Policy = p.policy
		}
	}
}

// askToo makes what is pending wait for a seat that has just come in.
func (r *Roster) askToo(s *Seat) {
	for i, p := range r.Pending {
		if p.needs(s) {
			r.Pending[i].Waits = append(slices.Clone(p.Waits), s.Name)
			slices.Sort(r.Pending[i].Waits)
		}
	}
}

// removeSeat takes a seat out: by a mediator, or by the seat itself, since
// consent to take part can be withdrawn at any time.
func (r *Roster) removeSeat(a Author, body *textReader) error {
	name := body.word(body.line("seat", 1)[0], "seat name", ValidSeat)
	if err := body.end(); err != nil {
		return err
	}
	seat := r.Seat(name)
	switch {
	case seat == nil:
		return fmt.Errorf("seat %s is not in the roster", name)
	case a.Seat != name && (r.Seat(a.Seat).Role != RoleMediator || a.IsRoot()):
		return fmt.Errorf("only a device of a mediator or the seat itself can remove a seat")
	case len(r.Seats) == 1:
		return fmt.Errorf("the last seat cannot leave; close the process instead")
	}
	r.Seats = slices.DeleteFunc(r.Seats, func(s Seat) bool { return s.Name == name })
	r.Removed = append(r.Removed, name)
	// What it was asked to consent to no longer waits for it.
	for i, p := range r.Pending {
		r.Pending[i].Waits = slices.DeleteFunc(slices.Clone(p.Waits), func(s string) bool { return s == name })
	}
	r.settle()
	r.open()
	return nil
}

func (r *Roster) close(a Author, body *textReader) error {
	process := body.hash(body.line("close", 1)[0])
	if err := body.end(); err != nil {
		return err
	}
	switch {
	case process != r.Process:
		return fmt.Errorf("it closes another process")
	case r.Seat(a.Seat).Role != RoleMediator:
		return fmt.Errorf("only a mediator can close a process")
	}
	r.Closed = true
	return nil
}
