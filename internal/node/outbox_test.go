// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"testing"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// What has not been handed in can be taken back, and what was written after it
// in the same channel is sealed again: it named its predecessor.
func TestUndoUntilSubmitted(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.As("A")
	a.syncs()
	a.writes("M", wp, "one")
	two := a.writes("M", wp, "two")
	other := a.writes("M", onRecord, "on the record")
	three := a.writes("M", wp, "three")
	plenary := a.writes("M B C G", onRecord, "to all")
	a.ok(a.node.Undo(a.ctx(), two))
	got := a.node.Outbox()
	if len(got) != 4 {
		t.Fatalf("%d entries wait; want 4", len(got))
	}
	if got[0].Entry.Chain.Seq != 1 || got[2].Entry.Chain.Seq != 2 || got[2].Entry.Chain.Prev != got[0].ID {
		t.Error("the entry after the one taken back does not follow the one before it")
	}
	if got[2].ID == three || got[1].ID != other || got[3].ID != plenary {
		t.Error("not exactly the entries of one chain were sealed again")
	}
	if b := a.raw(tableEnvelope, two[:]); b != nil {
		t.Error("the envelope taken back is still on disk")
	}
	w.everybodySyncs()
	w.As("M").reads("one", "three", "on the record", "to all")
	w.As("B").reads("to all")
	if err := a.node.Undo(a.ctx(), plenary); !errors.Is(err, ErrGone) {
		t.Errorf("an entry in the log was taken back: %v", err)
	}
}

// raw is a value of the archive, or nil.
func (x *person) raw(t store.Table, key []byte) []byte {
	x.w.t.Helper()
	var out []byte
	x.ok(x.disk.View(x.ctx(), func(r store.Reader) (err error) {
		out, err = getOr(r, store.Process(x.w.pid), t, key)
		return err
	}))
	return out
}

// An entry whose receipt was lost may be in the log by now. Taking it back and
// writing another in its place would show its author forking its own chain.
func TestNoUndoWhenTheAnswerWasLost(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.As("A")
	a.syncs()
	id := a.writes("M", onRecord, "sent, answer lost")
	a.line.(*route).weather = func(call string, _ int) fault {
		if call == "submit" {
			return unanswered
		}
		return fine
	}
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, courier.ErrUnreachable) {
		t.Fatalf("sync: %v", err)
	}
	a.line.(*route).weather = nil
	if err := a.node.Undo(a.ctx(), id); !errors.Is(err, ErrGone) {
		t.Errorf("undo: %v; want %v", err, ErrGone)
	}
	a.restarts()
	if err := a.node.Undo(a.ctx(), id); !errors.Is(err, ErrGone) {
		t.Errorf("undo after a restart: %v; want %v", err, ErrGone)
	}
	a.writes("M", onRecord, "after it")
	w.everybodySyncs()
	w.As("M").reads("sent, answer lost", "after it")
	a.reads("sent, answer lost", "after it")
}

// While there is no connection, everything can still be taken back.
func TestUndoOffline(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.As("A")
	a.syncs()
	id := a.writes("M", onRecord, "not sent")
	a.line.(*route).weather = func(string, int) fault { return lost }
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, courier.ErrUnreachable) {
		t.Fatalf("sync: %v", err)
	}
	a.line.(*route).weather = nil
	a.outboxIs("queued")
	a.ok(a.node.Undo(a.ctx(), id))
	w.everybodySyncs()
	w.As("M").reads()
}

// What was written into a file for somebody else to hand in cannot be taken
// back either.
func TestNoUndoAfterExport(t *testing.T) {
	w := newWorld(t, plan{})
	a, m := w.As("A"), w.As("M")
	a.syncs()
	id := a.writes("M", onRecord, "by courier")
	var file bytes.Buffer
	_, err := a.node.Export(a.ctx(), &file, false, true)
	a.ok(err)
	if err := a.node.Undo(a.ctx(), id); !errors.Is(err, ErrGone) {
		t.Errorf("undo: %v; want %v", err, ErrGone)
	}
	m.syncs()
	r, err := m.node.Import(m.ctx(), file.Bytes(), m.line)
	m.ok(err)
	if r.Outbound != 1 {
		t.Errorf("%d entries were handed in; want 1", r.Outbound)
	}
	a.writes("M", onRecord, "by wire")
	w.everybodySyncs()
	m.reads("by courier", "by wire")
	a.reads("by courier", "by wire")
	a.outboxIs("")
}

// A hub that takes no more from one channel must not keep the entries of the
// others waiting: their readers would see how busy the first one is.
func TestBusyChannelDelaysNoOther(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Tick: 60, Batch: 4, Quorum: 3, Faulty: 1}})
	m := w.As("M")
	m.syncs()
	for i := range 30 {
		m.writes("A", wp, "much "+string(rune('a'+i)))
	}
	m.writes("B", wp, "little")
	r := m.syncs()
	if r.Waiting == 0 {
		t.Fatal("the hub took everything: the test shows nothing")
	}
	if got := m.node.Outbox(); got[len(got)-1].State != Acked {
		t.Errorf("the entry of the quiet channel is %s", got[len(got)-1].State)
	}
	w.later(60e9)
	b := w.As("B")
	b.syncs()
	b.reads("little")
}

// A closed process takes nothing, but what was logged before can still be read,
// and whoever had something in the outbox is told.
func TestClosedWhileSomethingWaited(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.writes("A", onRecord, "the last word")
	m.syncs()
	a.writes("M", onRecord, "too late")
	m.changes(record.Close(w.pid))
	r := a.syncs()
	if r.Refused != 1 {
		t.Errorf("%d entries were refused; want 1", r.Refused)
	}
	a.outboxIs("refused")
	a.reads("the last word")
	if !a.view().Roster.Closed {
		t.Error("A does not know that the process is closed")
	}
	a.syncs()
}

// A hub whose disk is full still lets everybody read.
func TestFullHubCanBeRead(t *testing.T) {
	disk := store.NewMemory()
	w := newWorld(t, plan{hubDisk: disk})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.writes("A", onRecord, "before")
	m.syncs()
	disk.SetLimit(1)
	a.writes("M", onRecord, "no space for this")
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, courier.ErrFull) {
		t.Errorf("sync: %v; want %v", err, courier.ErrFull)
	}
	a.reads("before")
	disk.SetLimit(0)
	w.everybodySyncs()
	m.reads("before", "no space for this")
	a.outboxIs("")
}

// The outbox is on disk: what was written offline is handed in after a restart.
func TestOutboxSurvivesRestart(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.As("A")
	a.syncs()
	a.writes("M", wp, "first")
	id := a.writes("M", wp, "taken back")
	a.writes("M", wp, "second")
	a.restarts()
	a.outboxIs("queued queued queued")
	a.ok(a.node.Undo(a.ctx(), id))
	a.restarts()
	a.outboxIs("queued queued")
	a.line.(*route).weather = func(call string, _ int) fault {
		if call == "tick" {
			return lost
		}
		return fine
	}
	_, err := a.node.Sync(a.ctx(), a.line)
	if !errors.Is(err, courier.ErrUnreachable) {
		t.Fatalf("sync: %v", err)
	}
	a.line.(*route).weather = nil
	a.restarts()
	a.outboxIs("acknowledged acknowledged")
	a.writes("M", wp, "third")
	w.everybodySyncs()
	w.As("M").reads("first", "second", "third")
	a.outboxIs("")
	a.restarts()
	a.outboxIs("")
	a.reads("first", "second", "third")
}
