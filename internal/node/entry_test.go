// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"testing"

	"parley/internal/store"
	"parley/record"
)

// Every entry comes back from the archive as it was accepted: those of the
// roster and the genesis, own ones, those of others, in both registers, those
// that another reader passed on, and each in a node that has just opened.
func TestEntriesReopen(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.writes("A", onRecord, "on the record")
	m.writes("A", wp, "without prejudice")
	a.writes("M", wp, "its own")
	w.everybodySyncs()
	d2 := a.machine("d2")
	d2.syncs()
	d2.imports(a.bundle(true, false))
	relayed := 0
	for _, x := range []*person{a, m, d2} {
		for range 2 {
			for _, ref := range x.view().Entries {
				e, ok := x.node.Entry(ref.ID())
				if !ok {
					t.Fatalf("%s: entry %d does not come back", x.name, ref.Index())
				}
				if e.ID() != ref.ID() || e.Index() != ref.Index() || e.Relayed() != ref.Relayed() || e.Ref() != ref {
					t.Errorf("%s: entry %d comes back as entry %d, %s", x.name, ref.Index(), e.Index(), e.ID())
				}
				l, ok := x.view().State.Line(ref.ID())
				if s := e.Statement(); !ok || s.Kind != l.Kind || s.Author != l.Author || l.Relayed != e.Relayed() || l.Seq != e.Chain().Seq {
					t.Errorf("%s: entry %d comes back as %s by %s; it was folded as %s by %s", x.name, ref.Index(), s.Kind, s.Author, l.Kind, l.Author)
				}
				if e.Relayed() {
					relayed++
				}
				if b, err := record.ParseEnvelope(e.Opened().Envelope.Bytes()); err != nil || b.ID() != ref.ID() {
					t.Errorf("%s: entry %d comes back without its envelope: %v", x.name, ref.Index(), err)
				}
			}
			x.restarts()
		}
	}
	if relayed == 0 {
		t.Error("no entry was relayed: the case is not tested")
	}
	if _, ok := a.node.Entry(record.Hash{1}); ok {
		t.Error("an entry that nobody wrote was found")
	}
}

// An archive that somebody has changed gives no other words under an id.
func TestEntryOfADamagedArchive(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.writes("A", onRecord, "yes")
	m.writes("A", onRecord, "no")
	w.everybodySyncs()
	yes, no := a.entry("yes"), a.entry("no")
	put := func(b []byte) {
		t.Helper()
		id := yes.ID()
		a.ok(a.disk.Update(a.ctx(), func(x store.Writer) error { return x.Put(store.Process(w.pid), tableEnvelope, id[:], b) }))
	}
	right := yes.Opened().Envelope.Bytes()
	flipped := bytes.Clone(right)
	flipped[len(flipped)-1] ^= 1
	for what, b := range map[string][]byte{"another entry": no.Opened().Envelope.Bytes(), "a flipped bit": flipped, "nothing": nil, "half": right[:len(right)/2]} {
		put(b)
		if e, ok := a.node.Entry(yes.ID()); ok {
			t.Errorf("with %s in its place, the entry says %s", what, e.Parts()[0].Data)
		}
		if _, err := a.node.Disclosure(yes.ID(), nil, []string{"M"}); err == nil {
			t.Errorf("with %s in its place, the entry was disclosed", what)
		}
	}
	put(right)
	if _, ok := a.node.Entry(yes.ID()); !ok {
		t.Error("the entry does not come back")
	}
}
