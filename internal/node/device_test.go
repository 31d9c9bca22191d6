// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/record"
)

// A further device of a seat reads from its generation of the seat key on. In a
// channel that is older, it reads when another device has passed on how that
// channel began.
func TestDeviceAddRotate(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.writes("A", wp, "before the second device")
	a.writes("M", wp, "A answered")
	w.everybodySyncs()
	d2 := a.machine("d2")
	w.everybodySyncs()
	if n := d2.view().Withheld; len(d2.notes()) != 0 || n == 0 {
		t.Errorf("the new device reads %q and counts %d leaves as withheld", d2.notes(), n)
	}
	w.confirmAll()
	m.writes("A B", onRecord, "a channel that begins after it")
	m.writes("A", wp, "an old channel goes on")
	d2.writes("M", onRecord, "the second device speaks")
	w.everybodySyncs()
	d2.reads("a channel that begins after it", "the second device speaks")
	if d2.view().Waiting == 0 {
		t.Error("nothing waits for the beginning of its channel")
	}
	a.reads("before the second device", "A answered", "a channel that begins after it", "an old channel goes on", "the second device speaks")
	d2.imports(a.bundle(true, false))
	d2.reads("before the second device", "A answered", "a channel that begins after it", "an old channel goes on", "the second device speaks")
	for _, e := range d2.entries() {
		if e.Relayed() != (e.Statement().Register == wp && e.ID() != d2.entry("an old channel goes on").ID()) {
			t.Errorf("%s entry %d is shown as relayed: %v", e.Statement().Kind, e.Index(), e.Relayed())
		}
	}
	d2.samePortrait()
	// Generations go on, for both devices.
	a.ok(a.node.RotateSeatKey(a.ctx(), a.line))
	w.everybodySyncs()
	m.writes("A", wp, "under the newest key")
	w.everybodySyncs()
	for _, x := range []*person{a, d2} {
		x.entry("under the newest key")
		x.samePortrait()
		if g := x.node.keys.Generation(); g != 3 {
			t.Errorf("%s holds generation %d; want 3", x.name, g)
		}
	}
}

// What a removed device signs after its removal is valid nowhere, and what the
// seat is sent from then on it cannot open.
func TestRemovedDevice(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	d2 := a.machine("d2")
	w.everybodySyncs()
	w.confirmAll()
	d2.writes("M", onRecord, "while it was a device")
	w.everybodySyncs()
	late := d2.writes("M", onRecord, "after its removal")
	file := d2.bundle(false, true)
	a.ok(a.node.RemoveDevice(a.ctx(), a.line, "d2"))
	if err := a.node.RemoveDevice(a.ctx(), a.line, "d1"); err == nil {
		t.Error("a device removed itself")
	}
	if _, err := d2.node.Sync(d2.ctx(), d2.line); !errors.Is(err, courier.ErrNotMember) {
		t.Errorf("the removed device syncs: %v", err)
	}
	d2.joined = false
	m.syncs()
	if _, err := m.node.Import(m.ctx(), file, m.line); !errors.Is(err, courier.ErrStale) {
		t.Errorf("its last entry was taken: %v", err)
	}
	m.writes("A", onRecord, "not for the removed device")
	w.everybodySyncs()
	for _, x := range []*person{a, m} {
		x.reads("while it was a device", "not for the removed device")
		if _, ok := x.node.Entry(late); ok {
			t.Errorf("%s reads what the device wrote after its removal", x.name)
		}
	}
	// Even with the log in hand it opens nothing new, and its own archive
	// learns that it is out.
	d2.imports(m.bundle(false, false))
	if got := d2.notes(); len(got) != 1 {
		t.Errorf("the removed device reads %q", got)
	}
	if _, err := d2.node.Post(d2.ctx(), note("M", onRecord, "x")); err == nil || !strings.Contains(err.Error(), "not in the roster") {
		t.Errorf("the removed device posts: %v", err)
	}
}

// A seat that leaves is out with the entry that says so: it can read no more,
// and is not told that it failed.
func TestLeave(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	c := w.As("C")
	c.changes(record.RemoveSeat("C"))
	c.joined = false
	w.everybodySyncs()
	if w.As("A").view().Roster.Seat("C") != nil {
		t.Error("C is still there")
	}
	if _, err := c.node.Sync(c.ctx(), c.line); !errors.Is(err, courier.ErrNotMember) {
		t.Errorf("C syncs: %v", err)
	}
	// A receipt that does not hold is no success.
	g := w.As("G")
	g.line.(*route).to = func() Hub {
		return &liar{Local: func() hub.Local { return hub.Local{Hub: w.hub, Cert: g.cert} }, receipt: []byte("received")}
	}
	if err := g.node.Change(g.ctx(), g.line, record.RemoveSeat("G")); !errors.Is(err, courier.ErrOtherHub) {
		t.Errorf("a change with a false receipt: %v", err)
	}
}

// Without the root key on the machine, devices neither come nor go.
func TestRootKeptElsewhere(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	a.ok(a.home.Keys.Change(func(r *keys.Ring) error {
		r.Find(label).Root = nil
		return nil
	}))
	a.restarts()
	if err := a.node.RemoveDevice(a.ctx(), a.line, "d9"); !errors.Is(err, ErrNoRoot) {
		t.Errorf("remove: %v; want %v", err, ErrNoRoot)
	}
	if _, err := a.node.ReplaceDevice(a.ctx(), a.connect); !errors.Is(err, ErrNoRoot) {
		t.Errorf("replace: %v; want %v", err, ErrNoRoot)
	}
	a.ok(a.node.RotateSeatKey(a.ctx(), a.line))
	if err := a.node.AdmitDevice(a.ctx(), a.line, []byte("no device")); err == nil {
		t.Error("a text that is no device was admitted")
	}
}

// Keys that changed hands in the roster are not sealed to before a person has
// compared their words: neither by new entries nor by those that waited and are
// sealed again for the new roster (R6).
func TestUnconfirmedKeysAreNotSealedTo(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m, b := w.As("A"), w.As("M"), w.As("B")
	m.writes("A", wp, "waits in the outbox")
	m.writes("B", wp, "for B")
	thief := a.machine("d2")
	thief.ok(thief.node.RotateSeatKey(thief.ctx(), thief.line))
	m.syncs()
	m.outboxIs("refused")
	var unconfirmed *UnconfirmedError
	if _, err := m.node.Post(m.ctx(), note("A", wp, "more")); !errors.As(err, &unconfirmed) || unconfirmed.Seat != "A" {
		t.Errorf("post: %v; want that A's keys are unconfirmed", err)
	}
	if _, err := m.node.Check(note("A B", wp, "more")); !errors.As(err, &unconfirmed) {
		t.Errorf("check: %v", err)
	}
	if got, err := m.node.Unconfirmed(); err != nil || len(got) != 1 || got[0] != "A" {
		t.Errorf("unconfirmed: %v %v", got, err)
	}
	w.everybodySyncs()
	thief.reads()
	b.reads("for B")
	m.restarts()
	m.outboxIs("refused")
	m.ok(m.node.Confirm(m.ctx(), "A"))
	if err := m.node.Confirm(m.ctx(), "Z"); err == nil {
		t.Error("a seat that does not exist was confirmed")
	}
	w.everybodySyncs()
	thief.reads("waits in the outbox")
	m.outboxIs("")
	// A key by a device that was confirmed needs no new confirmation.
	a.ok(a.node.RotateSeatKey(a.ctx(), a.line))
	w.everybodySyncs()
	m.writes("A", wp, "at once")
	w.everybodySyncs()
	a.reads("waits in the outbox", "at once")
}

// A key wrapped to this device that does not open alarms the seat and stops
// nothing else.
func TestWrapThatDoesNotOpen(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	d2 := a.machine("d2")
	w.everybodySyncs()
	w.confirmAll()
	secret := must(record.NewSeatSecret(3, record.NewSeed(), record.NewSeed()))
	other := record.NewSeed()
	var wraps []record.Wrap
	for _, d := range d2.view().Roster.Seat("A").Devices {
		seal, auth := other, record.NewSeed()
		sealed := must(record.WrapSeatKey(w.pid, "A", 3, d.Label, d.Seal, seal, auth))
		wraps = append(wraps, record.Wrap{Device: d.Label, Sealed: sealed})
	}
	d2.changes(record.NewSeatKey(secret, wraps))
	a.syncs()
	if v := a.view(); len(v.Alarms) != 1 || v.Alarms[0].Code != record.BadRoster {
		t.Errorf("alarms: %v", v.Alarms)
	}
	w.As("M").writes("B", wp, "goes on")
	w.everybodySyncs()
	a.samePortrait()
	a.ok(a.node.RotateSeatKey(a.ctx(), a.line))
	w.everybodySyncs()
	w.As("M").writes("A", wp, "readable again")
	w.everybodySyncs()
	a.entry("readable again")
	a.samePortrait()
}
