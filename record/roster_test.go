// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"strings"
	"testing"
)

// refused fails the test unless every seat that reads refuses the change, with
// a reason that holds the given words, and no roster has moved.
func (w *world) refused(what string, got map[string]Verdict, because string) {
	w.t.Helper()
	if len(got) == 0 {
		w.t.Errorf("%s: nobody read it", what)
	}
	for seat, v := range got {
		if v.Code != BadRoster || !strings.Contains(v.Why, because) {
			w.t.Errorf("%s: %s reads %q (%s); want %q because %q", what, seat, v.Code, v.Why, BadRoster, because)
		}
		if r := w.members[seat].reader.Roster(); r.Hash != w.roster.Hash || r.Index == v.Index {
			w.t.Errorf("%s: the roster of %s has changed", what, seat)
		}
	}
}

// effective fails the test unless every seat accepts the change and all come
// to one roster.
func (w *world) effective(what string, got map[string]Verdict) {
	w.t.Helper()
	for seat, v := range got {
		if v.Code != Accepted {
			w.t.Errorf("%s: %s reads %q (%s); want it accepted", what, seat, v.Code, v.Why)
		}
		if r := w.members[seat].reader.Roster(); r.Hash != w.roster.Hash {
			w.t.Errorf("%s: %s has come to another roster", what, seat)
		}
	}
}

// A seat that joins reads a log whose roster entries were addressed to others,
// between entries that it cannot open. It must come to the same roster.
func TestRosterIsFollowedBySeatsThatJoin(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	w.members["M"].write("A B", OnRecord, "before C came")
	c := w.join("M", "C", RoleParty)
	if r := c.reader.Roster(); r == nil || r.Hash != w.roster.Hash || !r.Seat("C").Accepted {
		t.Fatalf("the seat that joined did not follow the roster beyond index %d", r.Index)
	}
	got := w.members["M"].write("A B C", OnRecord, "welcome")
	w.expect("plenary", got, "M:accepted A:accepted B:accepted C:accepted")
	if n := c.reader.Withheld(); n != 1 {
		t.Errorf("%d leaves are withheld from C; want 1, the plenary before it came", n)
	}
	w.effective("a device-signed change after plenary entries", w.change(w.members["M"], SetPolicy(w.roster.Policy)))
}

// Whether a roster entry takes effect must depend on nothing that only some
// seats can read: A's plenary entry does not open for B, whose idea of the
// roster must still be everybody's.
func TestRosterDependsOnOpenEntriesOnly(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	f := w.members["A"].forge("B M", OnRecord, text("not for B"))
	f.slot = func(i int, s *slotPlan) {
		if f.to[i%len(f.to)].Seat == "B" {
			s.seal = nil
		}
	}
	e, _ := f.seal(t)
	w.expect("a garbage slot", w.log(e), "A:accepted M:accepted B:not-held")
	seal, auth := fixedSeed("A", "seal 2"), fixedSeed("A", "auth 2")
	next, err := NewSeatSecret(2, seal, auth)
	w.ok(err)
	wrapped, err := WrapSeatKey(w.process, "A", 2, "d1", w.roster.Seat("A").Devices[0].Seal, seal, auth)
	w.ok(err)
	w.effective("a device-signed change by A", w.change(w.members["A"], NewSeatKey(next, []Wrap{{"d1", wrapped}})))
	if !bytes.Equal(w.members["B"].reader.Roster().Seat("A").Key.Seal, next.seal.PublicKey().Bytes()) {
		t.Error("B does not know A's new key")
	}
}

// device makes the keys of a further device of a seat; every key follows from
// the label.
func (m *member) device(label string) *DeviceSecret {
	m.w.t.Helper()
	d, err := NewDeviceSecret(Author{m.seat, label}, DeviceSeeds{
		Sign: fixedSeed(m.seat, label, "sign"), Witness: fixedSeed(m.seat, label, "witness"),
		Seal: fixedSeed(m.seat, label, "seal"), Auth: fixedSeed(m.seat, label, "auth"),
	})
	m.w.ok(err)
	return d
}

func (m *member) addDevice(label string) RosterChange {
	return AddDevice(NewDeviceText(m.device(label), fixedSeed(m.seat, label, "tls")))
}

// seatKey makes the next generation of a seat's key, wrapped to the devices
// with the given labels.
func (m *member) seatKey(generation int64, labels ...string) RosterChange {
	m.w.t.Helper()
	g := dec(generation)
	seal, auth := fixedSeed(m.seat, "seal", g), fixedSeed(m.seat, "auth", g)
	s, err := NewSeatSecret(generation, seal, auth)
	m.w.ok(err)
	var wraps []Wrap
	for _, label := range labels {
		// A label that is no device gets the key of one, so that nothing but
		// the label is wrong.
		d := m.w.roster.Seat(m.seat).Device(label)
		if d == nil {
			d = &m.w.roster.Seat(m.seat).Devices[0]
		}
		wrapped, err := WrapSeatKey(m.w.process, m.seat, generation, label, d.Seal, seal, auth)
		m.w.ok(err)
		wraps = append(wraps, Wrap{label, wrapped})
	}
	return NewSeatKey(s, wraps)
}

// rosterEntry seals a change by any signer, after edit.
func (w *world) rosterEntry(m *member, s Signer, c RosterChange, edit func(*Draft)) *Envelope {
	w.t.Helper()
	d := w.roster.Draft(c, m.chain(s.Author, RosterChannel(), OnRecord), w.now)
	if edit != nil {
		edit(d)
	}
	e, err := s.SealOpen(d)
	w.ok(err)
	return e
}

// Every rule of the roster, broken once. Each case starts from an open process
// of one mediator and two parties, in which A has retired a device and C has
// been removed.
func TestRosterRefuses(t *testing.T) {
	byDevice := func(c RosterChange) RosterChange { c.ByRoot = false; return c }
	byRoot := func(c RosterChange) RosterChange { c.ByRoot = true; return c }
	other := fixedSeed("another process")
	for _, c := range []struct {
		what, who string
		change    func(w *world, m *member) RosterChange
		because   string
	}{
		{"a kind of a later version", "M", func(*world, *member) RosterChange {
			return RosterChange{Kind: "roster.seat.merge", Body: oneLine("seat", "A")}
		}, "not known"},
		{"a second genesis", "M", func(*world, *member) RosterChange {
			return RosterChange{Kind: kindGenesis, Body: oneLine("version", "1")}
		}, "not known"},

		{"accept twice", "A", func(w *world, _ *member) RosterChange { return Accept(w.process) }, "accepted already"},
		{"accept by a device", "A", func(w *world, _ *member) RosterChange { return byDevice(Accept(w.process)) }, "only the root key"},
		{"accept another process", "A", func(*world, *member) RosterChange { return Accept(other) }, "another process"},
		{"accept and more", "A", func(w *world, _ *member) RosterChange {
			c := Accept(w.process)
			c.Body = append(c.Body, c.Body...)
			return c
		}, "left over"},

		{"device.add by a device", "A", func(_ *world, m *member) RosterChange { return byDevice(m.addDevice("d9")) }, "only the root key of seat A"},
		{"device.add to another seat", "A", func(w *world, _ *member) RosterChange { return w.members["B"].addDevice("d9") }, "only the root key of seat B"},
		{"device.add with a label in use", "A", func(_ *world, m *member) RosterChange { return m.addDevice("d1") }, "has been used"},
		{"device.add with a retired label", "A", func(_ *world, m *member) RosterChange { return m.addDevice("old") }, "has been used"},
		{"device.add with the certificate of another", "A", func(w *world, m *member) RosterChange {
			return AddDevice(NewDeviceText(m.device("d9"), w.roster.Seat("B").Devices[0].TLS))
		}, "certificate of device B/d1 is also used by A/d9"},
		{"device.add with the keys of another label", "A", func(_ *world, m *member) RosterChange {
			d := *m.dev
			d.Author.Device = "d9"
			return AddDevice(NewDeviceText(&d, other))
		}, "is also used by"},
		{"device.add with one key in two roles", "A", func(_ *world, m *member) RosterChange {
			d := m.device("d9")
			d.witness = d.sign
			return AddDevice(NewDeviceText(d, other))
		}, "it needs two"},
		{"device.add without proof", "A", func(_ *world, m *member) RosterChange {
			d, victim := m.device("d9"), m.device("d8")
			pub := d.Public(other)
			pub.Sign = victim.Signer().Public()
			w := newTextWriter(labelDevice)
			w.line("seat", "A")
			w.device(&pub)
			body := w.bytes()
			w.line("proof", "sign", b64(d.Signer().sign(body)))
			w.line("proof", "witness", b64(Signer{key: d.witness}.sign(body)))
			return AddDevice(w.bytes())
		}, "proof of the sign key is not right"},

		{"device.remove by a device", "A", func(*world, *member) RosterChange { return byDevice(RemoveDevice("d1")) }, "only the root key"},
		{"device.remove of no device", "A", func(*world, *member) RosterChange { return RemoveDevice("d7") }, "not an active device"},
		{"device.remove twice", "A", func(*world, *member) RosterChange { return RemoveDevice("old") }, "not an active device"},

		{"seat.key that skips a generation", "A", func(_ *world, m *member) RosterChange { return m.seatKey(3, "d1") }, "the next of seat A is 2"},
		{"seat.key of the present generation", "A", func(_ *world, m *member) RosterChange { return m.seatKey(1, "d1") }, "the next of seat A is 2"},
		{"seat.key wrapped to nobody", "A", func(_ *world, m *member) RosterChange { return m.seatKey(2) }, "exactly the active devices"},
		{"seat.key wrapped to one too many", "A", func(_ *world, m *member) RosterChange { return m.seatKey(2, "d1", "d2") }, "exactly the active devices"},
		{"seat.key wrapped to a removed device", "A", func(_ *world, m *member) RosterChange { return m.seatKey(2, "old") }, "exactly the active devices"},
		{"seat.key wrapped twice to one device", "A", func(_ *world, m *member) RosterChange { return m.seatKey(2, "d1", "d1") }, "exactly the active devices"},
		{"seat.key with a wrap of the wrong size", "A", func(_ *world, m *member) RosterChange {
			s, _ := NewSeatSecret(2, other, other)
			return NewSeatKey(s, []Wrap{{"d1", make([]byte, wrapSize-1)}})
		}, "is not the base64 of"},

		{"seat.add by a party", "A", func(w *world, _ *member) RosterChange {
			_, e := w.member("D", RoleParty)
			return AddSeat(e)
		}, "only a mediator"},
		{"seat.add of a name in use", "M", func(w *world, _ *member) RosterChange {
			x := &world{t: w.t, members: map[string]*member{}}
			_, e := x.member("A", RoleParty)
			return AddSeat(e)
		}, "name A has been used"},
		{"seat.add of a removed name", "M", func(w *world, _ *member) RosterChange {
			_, e := w.member("C", RoleParty)
			delete(w.members, "C")
			return AddSeat(e)
		}, "name C has been used"},
		{"seat.add with the certificate of another", "M", func(w *world, _ *member) RosterChange {
			x := &world{t: w.t, members: map[string]*member{}}
			d, _ := x.member("D", RoleParty)
			e, err := NewEnrolment(RoleParty, RootSigner("D", d.root), d.dev, w.roster.Seat("B").Devices[0].TLS, d.keys[0])
			w.ok(err)
			return AddSeat(e)
		}, "is also used by"},
		{"seat.add of what is no enrolment", "M", func(*world, *member) RosterChange {
			return RosterChange{Kind: kindSeatAdd, Body: oneLine("seat", "D")}
		}, "enrolment"},

		{"seat.remove of another by a party", "A", func(*world, *member) RosterChange { return RemoveSeat("B") }, "or the seat itself"},
		{"seat.remove of no seat", "M", func(*world, *member) RosterChange { return RemoveSeat("D") }, "not in the roster"},
		{"seat.remove twice", "M", func(*world, *member) RosterChange { return RemoveSeat("C") }, "not in the roster"},

		{"policy by a party", "A", func(w *world, _ *member) RosterChange { return SetPolicy(w.roster.Policy) }, "only a mediator"},
		{"policy with a tick of over an hour", "M", func(*world, *member) RosterChange { return SetPolicy(Policy{3601, 8, 2, 0}) }, "the longest is 3600"},
		{"policy with no leaves in a tick", "M", func(*world, *member) RosterChange { return SetPolicy(Policy{60, 0, 2, 0}) }, "want 1 to 128"},
		{"policy without a quorum", "M", func(*world, *member) RosterChange { return SetPolicy(Policy{60, 8, 0, 0}) }, "out of range"},

		{"consent to nothing", "A", func(*world, *member) RosterChange { return Consent(other) }, "no proposal"},
		{"close by a party", "A", func(w *world, _ *member) RosterChange { return Close(w.process) }, "only a mediator"},
		{"close another process", "M", func(*world, *member) RosterChange { return Close(other) }, "another process"},
		// The root key is for the seat's own affairs.
		{"policy by a root", "M", func(w *world, _ *member) RosterChange { return byRoot(SetPolicy(w.roster.Policy)) }, "not the root key"},
		{"seat.add by a root", "M", func(w *world, _ *member) RosterChange {
			x := &world{t: w.t, members: map[string]*member{}}
			_, e := x.member("D", RoleParty)
			return byRoot(AddSeat(e))
		}, "not the root key"},
		{"seat.key by a root", "A", func(_ *world, m *member) RosterChange { return byRoot(m.seatKey(2, "d1")) }, "not the root key"},
		{"seat.remove of another by a root", "M", func(*world, *member) RosterChange { return byRoot(RemoveSeat("B")) }, "only a device of a mediator"},
	} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		w.effective("setup", w.change(w.members["A"], w.members["A"].addDevice("old")))
		w.effective("setup", w.change(w.members["A"], RemoveDevice("old")))
		w.join("M", "C", "observer")
		delete(w.members, "C")
		w.effective("setup", w.change(w.members["M"], RemoveSeat("C")))
		m := w.members[c.who]
		w.refused(c.what, w.change(m, c.change(w, m)), c.because)
	}
}
