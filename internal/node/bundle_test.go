// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"testing"

	"parley/internal/courier"
	"parley/record"
)

// bundle is a file that a seat writes.
func (x *person) bundle(openings, outbox bool) []byte {
	x.w.t.Helper()
	var file bytes.Buffer
	_, err := x.node.Export(x.ctx(), &file, openings, outbox)
	x.ok(err)
	return file.Bytes()
}

func (x *person) imports(file []byte) ImportReport {
	x.w.t.Helper()
	r, err := x.node.Import(x.ctx(), file, nil)
	x.ok(err)
	return r
}

// A bundle brings the log, and the envelopes of those who wrote it. What only
// the hub has for the reader comes with the next sync, though the log here has
// long passed it.
func TestBundleAheadOfTheInbox(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	m.writes("B", wp, "for B alone")
	a.writes("B M C G", onRecord, "for all")
	m.syncs()
	a.syncs()
	a.syncs()
	b.imports(a.bundle(false, false))
	b.reads("for all")
	b.syncs()
	b.reads("for B alone", "for all")
	m.writes("B", wp, "the next")
	w.everybodySyncs()
	b.reads("for B alone", "for all", "the next")
	b.samePortrait()
}

// Whatever the order of bundles, and however often each comes, the seat ends
// with the same view.
func TestBundlesInAnyOrder(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	var files [][]byte
	for i, text := range []string{"one", "two", "three"} {
		m.writes("B", wp, "M to B "+text)
		a.writes("B C", onRecord, "A to B and C "+text)
		w.As("C").writes("B M", wp, "C "+text)
		for range 2 {
			for _, name := range []string{"M", "A", "C", "G"} {
				w.As(name).syncs()
			}
		}
		files = append(files, m.bundle(i == 1, false), a.bundle(false, false), w.As("C").bundle(i == 2, true))
	}
	b := w.As("B")
	start := b.disk.Store
	var want string
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8}, {8, 7, 6, 5, 4, 3, 2, 1, 0}, {4, 0, 8, 4, 2, 6, 1, 3, 8, 5, 7, 0}, {6, 7, 8}} {
		b.disk = &disk{Store: copyOf(t, start)}
		b.home.Store = b.disk
		b.opens()
		for _, i := range order {
			b.imports(files[i])
		}
		got := portrait(t, b.node)
		if want == "" {
			want = got
		}
		if d := differ(want, got); d != "" {
			t.Errorf("in order %v B sees something else: %s", order, d)
		}
		b.samePortrait()
	}
	b.reads("M to B one", "M to B two", "M to B three", "A to B and C one", "A to B and C two", "A to B and C three", "C one", "C two", "C three")
}

// Bundles of other processes, of other logs, damaged or with openings that open
// nothing are refused, and change nothing.
func TestImportForeignBundle(t *testing.T) {
	w, other := newWorld(t, plan{}), newWorld(t, plan{})
	w.everybodySyncs()
	other.everybodySyncs()
	a, b := w.As("A"), w.As("B")
	a.writes("B", onRecord, "words")
	a.syncs()
	good := a.bundle(true, false)
	before := portrait(t, b.node)
	refused := func(what string, file []byte, want error) {
		t.Helper()
		if _, err := b.node.Import(b.ctx(), file, b.line); !errors.Is(err, want) {
			t.Errorf("%s: %v; want %v", what, err, want)
		}
		if d := differ(before, portrait(t, b.node)); d != "" {
			t.Errorf("%s changed what B sees: %s", what, d)
		}
		b.samePortrait()
	}
	refused("a bundle of another process", other.As("A").bundle(true, false), record.ErrOtherLog)
	refused("half a bundle", good[:len(good)/2], record.ErrBundle)
	changed := bytes.Clone(good)
	changed[len(changed)/2] ^= 1
	if _, err := b.node.Import(b.ctx(), changed, nil); err == nil {
		t.Error("a bundle with a changed bit was taken")
	}
	refused("other leaves", w.rewrite(good, func(t record.FrameType, data []byte) []byte {
		if t == record.FrameLeaves {
			data[len(data)-1] ^= 1
		}
		return data
	}), ErrSplitView)
	refused("a checkpoint that nobody signed", w.rewrite(good, func(t record.FrameType, data []byte) []byte {
		if t == record.FrameCheckpoint {
			data[len(data)-10] ^= 1
			at := bytes.Index(data, []byte("\n\n"))
			data[at-2] ^= 1
		}
		return data
	}), record.ErrUnsigned)
	wrong := w.rewrite(good, func(t record.FrameType, data []byte) []byte {
		if t == record.FrameOpening {
			data[40] ^= 1
		}
		return data
	})
	g := w.As("G")
	if _, err := g.node.Import(g.ctx(), wrong, nil); err == nil {
		t.Error("an opening that does not open was passed over")
	}
	g.samePortrait()
	b.imports(good)
	b.reads("words")
}

// rewrite changes the records of a bundle and closes it again.
func (w *world) rewrite(file []byte, change func(t record.FrameType, data []byte) []byte) []byte {
	w.t.Helper()
	var out bytes.Buffer
	m, _, err := record.ReadBundle(bytes.NewReader(file), func(record.FrameType, []byte) error { return nil })
	if err != nil {
		w.t.Fatal(err)
	}
	b := record.NewBundleWriter(&out, m)
	if _, _, err = record.ReadBundle(bytes.NewReader(file), func(t record.FrameType, data []byte) error {
		return b.Frame(t, change(t, bytes.Clone(data)))
	}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := b.Close(); err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes()
}

// A courier hands in what waits in a bundle; one entry that the hub refuses
// keeps the others from nothing.
func TestCourierHandsIn(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	a.writes("B", wp, "not for the courier")
	a.writes("M", wp, "for the courier")
	file := a.bundle(false, true)
	r, err := m.node.Import(m.ctx(), file, m.line)
	if !errors.Is(err, courier.ErrMalformed) {
		t.Errorf("an entry that the courier is no reader of: %v", err)
	}
	if r.Outbound != 1 {
		t.Errorf("%d entries were handed in; want 1", r.Outbound)
	}
	m.syncs()
	m.reads("for the courier")
	w.everybodySyncs()
	w.As("B").reads("not for the courier")
	a.outboxIs("")
}

// A reader whose slot is garbage gets the words from another reader. Without
// prejudice it is told that nothing shows who wrote them.
func TestRelayedOpening(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	d2 := a.machine("d2")
	w.everybodySyncs()
	w.confirmAll()
	a.writes("M", wp, "said without prejudice")
	a.writes("M", onRecord, "said on the record")
	w.everybodySyncs()
	d2.reads("said without prejudice", "said on the record")
}

// confirmAll lets every seat confirm the keys of every other.
func (w *world) confirmAll() {
	w.t.Helper()
	for _, name := range w.names {
		x := w.people[name]
		if x.node == nil {
			continue
		}
		seats, err := x.node.Unconfirmed()
		x.ok(err)
		for _, s := range seats {
			x.ok(x.node.Confirm(x.ctx(), s))
		}
	}
}

// A seat that has no connection learns of a new roster by files, and what it has
// written before travels sealed for the new one; what a copy has written stays.
func TestExportSealsAgain(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	backup := copyOf(t, a.disk.Store)
	a.writes("M", wp, "in the bag")
	first := a.bundle(false, true)
	m.ok(m.node.RotateSeatKey(m.ctx(), m.line))
	if _, err := m.node.Import(m.ctx(), first, m.line); !errors.Is(err, courier.ErrStale) {
		t.Errorf("an entry sealed for the roster before: %v", err)
	}
	a.imports(m.bundle(false, false))
	r, err := m.node.Import(m.ctx(), a.bundle(false, true), m.line)
	if err != nil || r.Outbound != 1 {
		t.Errorf("an entry sealed again: %d handed in, %v", r.Outbound, err)
	}
	m.syncs()
	m.reads("in the bag")

	a.disk.Store = backup
	a.opens()
	a.writes("M", wp, "from a copy")
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, ErrQuarantine) {
		t.Fatal(err)
	}
	if out := outboundOf(t, a.bundle(false, true)); len(out) != 0 {
		t.Errorf("a copy lets %d entries go by hand", len(out))
	}
}
