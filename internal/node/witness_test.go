// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"testing"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/record"
)

// connect reaches the hub with the keys it is given, as ReplaceDevice asks.
func (x *person) connect(s keys.Seat) (Hub, error) {
	_, cert, err := courier.Certificate(s.TLS)
	x.cert = cert
	return x.line, err
}

// An archive that was restored from a copy has forgotten what it signed. It
// must neither write nor cosign any more, in whichever way it finds out; new
// keys for the device are the way on.
func TestW5RollbackQuarantine(t *testing.T) {
	for _, how := range []string{"its cosignature is on the newest checkpoint", "its own entry is in the log"} {
		w := newWorld(t, plan{})
		w.everybodySyncs()
		a := w.As("A")
		backup := copyOf(t, a.disk.Store)
		a.writes("M", onRecord, "after the copy")
		a.syncs()
		w.As("M").syncs()
		if how == "its own entry is in the log" {
			// Others have moved the log on, and A has not cosigned since.
			w.As("M").writes("B", wp, "something else")
			w.As("M").syncs()
		}
		a.disk.Store = backup
		a.opens()
		a.writes("M", onRecord, "written on the copy")
		lines := 0
		a.line.(*route).tap = func(call string, _, _ []byte) {
			if call == "cosign" {
				lines++
			}
		}
		if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, ErrQuarantine) {
			t.Fatalf("%s: sync: %v; want %v", how, err, ErrQuarantine)
		}
		a.restarts()
		if !a.view().Quarantine {
			t.Errorf("%s: the quarantine did not outlive the program", how)
		}
		if _, err := a.node.Post(a.ctx(), note("M", wp, "x")); !errors.Is(err, ErrQuarantine) {
			t.Errorf("%s: post: %v", how, err)
		}
		if err := a.node.Change(a.ctx(), a.line, record.Consent(record.Hash{1})); !errors.Is(err, ErrQuarantine) {
			t.Errorf("%s: change: %v", how, err)
		}
		w.As("M").writes("A", onRecord, "can still be read")
		w.As("M").syncs()
		a.syncs()
		if got := a.notes(); len(got) < 2 || lines != 0 {
			t.Errorf("%s: A reads %q and has cosigned %d times", how, got, lines)
		}
		dropped, err := a.node.ReplaceDevice(a.ctx(), a.connect)
		a.ok(err)
		if a.view().Quarantine || dropped > 1 {
			t.Errorf("%s: after the device was replaced: quarantine %v, %d entries dropped", how, a.view().Quarantine, dropped)
		}
		w.everybodySyncs()
		for _, x := range []string{"M", "B", "C", "G"} {
			if seats, err := w.As(x).node.Unconfirmed(); err != nil || len(seats) != 1 || seats[0] != "A" {
				t.Errorf("%s: keys to be confirmed by %s: %v %v", how, x, seats, err)
			}
		}
		w.confirmAll()
		a.writes("M", onRecord, "as another device")
		w.everybodySyncs()
		for _, x := range []*person{a, w.As("M")} {
			x.calm()
			if e := x.entry("as another device"); e.Statement().Author.Device != "d2" {
				t.Errorf("%s: the author is %s", how, e.Statement().Author)
			}
		}
		if !a.view().Witnessed {
			t.Errorf("%s: the log is not witnessed at the end", how)
		}
		a.samePortrait()
	}
}

// forkOf is another hub with the same secrets and the same past.
func (w *world) forkOf() *world {
	f := *w
	f.hubDisk = copyOf(w.t, w.hubDisk)
	f.hub = hub.New(f.hubDisk, w.opt)
	return &f
}

// A hub that shows two seats two logs finds neither of them agreeing to the
// other's, nor to both itself.
func TestSplitViewIsRefused(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	fork := w.forkOf()
	a, b := w.As("A"), w.As("B")
	there := func() Hub { return hub.Local{Hub: fork.hub, Cert: b.cert} }
	home := b.line.(*route).to
	b.line.(*route).to = there
	a.writes("M", wp, "in one log")
	a.syncs()
	b.writes("M", wp, "in the other")
	b.syncs()
	before := portrait(t, b.node)
	b.line.(*route).to = home
	w.As("M").syncs()
	if _, err := b.node.Sync(b.ctx(), b.line); !errors.Is(err, ErrSplitView) && !errors.Is(err, ErrRollback) {
		t.Errorf("sync: %v; want %v", err, ErrSplitView)
	}
	w.As("M").writes("A", wp, "the log grows longer than the other")
	w.As("M").syncs()
	if _, err := b.node.Sync(b.ctx(), b.line); !errors.Is(err, ErrSplitView) {
		t.Errorf("sync: %v; want %v", err, ErrSplitView)
	}
	if _, err := b.node.Import(b.ctx(), a.bundle(false, false), nil); !errors.Is(err, ErrSplitView) {
		t.Errorf("import: %v; want %v", err, ErrSplitView)
	}
	if d := differ(before, portrait(t, b.node)); d != "" {
		t.Errorf("the other log left traces: %s", d)
	}
	// What B writes names the log it has seen; who reads it is alarmed.
	b.line.(*route).to = there
	b.writes("M", onRecord, "gossip")
	b.syncs()
	m := w.As("M")
	m.line.(*route).to = func() Hub { return hub.Local{Hub: fork.hub, Cert: m.cert} }
	if _, err := m.node.Sync(m.ctx(), m.line); !errors.Is(err, ErrSplitView) && !errors.Is(err, ErrRollback) {
		t.Errorf("M: %v; want %v", err, ErrSplitView)
	}
}

// An author's entry says what the author had seen of the log. In another log it
// is not valid, and its reader is alarmed.
func TestGossipShowsTheSplit(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	fork := w.forkOf()
	a, b := w.As("A"), w.As("B")
	w.As("C").writes("G", wp, "only in the first log")
	w.As("C").syncs()
	a.syncs()
	a.writes("B", onRecord, "I saw the first log")
	file := a.bundle(false, true)
	b.line.(*route).to = func() Hub { return hub.Local{Hub: fork.hub, Cert: b.cert} }
	b.writes("C", wp, "only in the second log")
	b.writes("G", wp, "only in the second log too")
	b.syncs()
	for range 3 {
		// The lying hub puts A's entry into the log that it shows to B.
		b.node.mu.Lock()
		_, err := b.node.handIn(b.ctx(), away{b.node, b.line}, outboundOf(t, file))
		b.node.mu.Unlock()
		b.ok(err)
		b.syncs()
	}
	alarms := b.view().Alarms
	if len(alarms) != 1 || alarms[0].Code != record.SplitView {
		t.Errorf("B's alarms: %v; want one of a split view", alarms)
	}
	if got := b.notes(); len(got) != 2 {
		t.Errorf("B reads %q", got)
	}
}

// outboundOf are the waiting entries of a bundle.
func outboundOf(t *testing.T, file []byte) [][]byte {
	var out [][]byte
	if _, _, err := record.ReadBundle(bytes.NewReader(file), func(x record.FrameType, data []byte) error {
		if x == record.FrameOutbound {
			out = append(out, data)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A hub that shows an older log than before is refused.
func TestRollbackRefused(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	old := w.forkOf()
	a := w.As("A")
	a.writes("M", onRecord, "newest")
	w.everybodySyncs()
	before := portrait(t, a.node)
	a.line.(*route).to = func() Hub { return hub.Local{Hub: old.hub, Cert: a.cert} }
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, ErrRollback) {
		t.Errorf("sync: %v; want %v", err, ErrRollback)
	}
	if err := a.node.Change(a.ctx(), a.line, record.RemoveSeat("C")); !errors.Is(err, ErrRollback) {
		t.Errorf("change: %v; want %v", err, ErrRollback)
	}
	if d := differ(before, portrait(t, a.node)); d != "" {
		t.Errorf("the older log left traces: %s", d)
	}
	// A bundle of the older log is no lie: it may bring envelopes.
	g := w.As("G")
	file := g.bundle(false, false)
	a.line.(*route).to = func() Hub { return hub.Local{Hub: w.hub, Cert: a.cert} }
	w.everybodySyncs()
	a.imports(file)
}

// The witness row is on disk before the cosignature leaves, so that a crash in
// between forgets no signature (W1).
func TestCosignatureIsDurableFirst(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	w.As("M").writes("C", wp, "something to cosign")
	w.As("M").syncs()
	var row []byte
	var released bool
	a.line.(*route).tap = func(call string, sent, _ []byte) {
		if call == "cosign" {
			released, row = true, a.raw(tableState, keyCosig)
		}
	}
	a.syncs()
	v := a.view()
	if !released || len(row) < 40 || string(row[:8]) != string(u64(v.Size)) || record.Hash(row[8:40]) != v.Root {
		t.Errorf("when the cosignature of size %d left, the row was %x", v.Size, row)
	}
}
