// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The mediator asks, the author permits, and the other side reads the words
// with the proof that they are verbatim (I13).
func TestDisclosure(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.writes("M", wp, "we could live with thirty days")
	w.everybodySyncs()
	id := m.entry("we could live with thirty days").ID()
	if _, err := m.node.Disclose(m.ctx(), id, nil, []string{"B", "M"}); !errors.Is(err, ErrNoGrant) {
		t.Errorf("without permission: %v; want %v", err, ErrNoGrant)
	}
	_, err := m.node.Post(m.ctx(), Draft{Audience: audience("A"), Register: onRecord, Act: Ask(id, []int64{1}, []string{"B"}, "it may help")})
	m.ok(err)
	if _, err := b.node.Grant(b.ctx(), record.Grant{Entry: id, Audience: []string{"B"}}); err == nil {
		t.Error("B permitted that A's words be shown")
	}
	_, err = a.node.Grant(a.ctx(), record.Grant{Entry: id, Audience: []string{"B"}})
	a.ok(err)
	w.everybodySyncs()
	w.everybodySyncs()
	if _, err := m.node.Disclose(m.ctx(), id, nil, []string{"B", "M"}); !errors.Is(err, ErrNotAdopted) {
		t.Errorf("without prejudice: %v; want %v", err, ErrNotAdopted)
	}
	if _, err := m.node.AdoptWords(m.ctx(), id); err == nil {
		t.Error("M adopted A's words")
	}
	_, err = a.node.AdoptWords(a.ctx(), id)
	a.ok(err)
	w.everybodySyncs()
	w.everybodySyncs()
	if _, err := m.node.Disclose(m.ctx(), id, nil, []string{"C", "M"}); !errors.Is(err, ErrNoGrant) {
		t.Errorf("to a seat it was not permitted for: %v; want %v", err, ErrNoGrant)
	}
	_, err = m.node.Disclose(m.ctx(), id, nil, []string{"B", "M"})
	m.ok(err)
	w.everybodySyncs()
	for _, x := range []*person{b, m} {
		s, permitted := x.shown(id)
		if !permitted || len(s.Parts) != 1 || !reflect.DeepEqual(s.Parts[0].Act, act.Note{Text: "we could live with thirty days"}) {
			t.Errorf("%s is shown %+v, permitted %v", x.name, s, permitted)
		}
		x.calm()
	}
	if s, _ := w.As("C").shown(id); s != nil {
		t.Error("C is shown it too")
	}
	b.samePortrait()
}

// shown is what a disclosure shows of an entry, and whether its author
// permitted that.
func (x *person) shown(id record.Hash) (shown *process.Shown, permitted bool) {
	x.w.t.Helper()
	state := x.view().State
	for _, l := range state.Lines() {
		if l.Shown != nil && l.Shown.Entry == id && state.Void(l) == "" {
			shown = l.Shown
		}
	}
	ds := state.Release(id).Disclosed
	return shown, shown != nil && len(ds) > 0 && ds[len(ds)-1].Permitted
}

// Words that were changed in the disclosing are not shown as anybody's.
func TestForgedDisclosure(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.writes("M", onRecord, "thirty days")
	w.everybodySyncs()
	id := m.entry("thirty days").ID()
	_, err := a.node.Grant(a.ctx(), record.Grant{Entry: id, Audience: []string{"B"}})
	a.ok(err)
	w.everybodySyncs()
	w.everybodySyncs()
	d, err := m.node.Disclosure(id, nil, []string{"B"})
	m.ok(err)
	good := d.Bytes()
	for at := 0; at < len(good); at += 97 {
		bad := append([]byte(nil), good...)
		bad[at] ^= 4
		if p, err := record.ParseDisclosure(bad); err == nil {
			// A cosignature more or less does not matter; the words do.
			same := p.ID() == id && bytes.Equal(p.Parts[1], d.Parts[1]) && bytes.Equal(p.Statement.Text(), d.Statement.Text())
			if err := b.node.reader.CheckDisclosure(p, "M"); err == nil && !same {
				t.Errorf("with byte %d changed it still holds", at)
			}
		}
	}
	// The permission is M's to use, for B alone, and for these words.
	d.Grant = nil
	for _, x := range []struct {
		what string
		data []byte
	}{{"nonsense", []byte("nonsense")}, {"without its permission", d.Bytes()}, {"whole", good}} {
		what, data := x.what, x.data
		before := len(b.view().State.Lines())
		_, err := m.node.Post(m.ctx(), Draft{
			Audience: audience("B"), Register: onRecord, Kind: record.KindDisclose,
			Parts: []record.Part{{Media: record.MediaDisclosure, Data: data}},
		})
		m.ok(err)
		w.everybodySyncs()
		lines := b.view().State.Lines()
		if len(lines) != before+1 {
			t.Fatalf("%s: B reads %d entries more", what, len(lines)-before)
		}
		if _, permitted := b.shown(id); permitted != (what == "whole") {
			t.Errorf("%s: shown as permitted %v (%s)", what, permitted, lines[before].Void)
		}
	}
}

// An author shows own words to more seats, without asking anybody; and what was
// witnessed can be proven while newer entries wait for their witnesses.
func TestDiscloseOwnWords(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.writes("M", onRecord, "a proposal")
	w.everybodySyncs()
	w.everybodySyncs()
	id := a.entry("a proposal").ID()
	m.writes("B", wp, "newer")
	m.syncs()
	a.syncs()
	if a.view().Witnessed {
		t.Fatal("the newest checkpoint is witnessed: the test shows nothing")
	}
	if _, err := a.node.Prove(a.view().Size - 1); !errors.Is(err, ErrNotWitnessed) {
		t.Errorf("what nobody has witnessed was proven: %v", err)
	}
	_, err := a.node.Disclose(a.ctx(), id, nil, []string{"B"})
	a.ok(err)
	w.everybodySyncs()
	if s, permitted := b.shown(id); !permitted {
		t.Errorf("B is shown %+v", s)
	}
	if _, err := a.node.Disclose(a.ctx(), record.Hash{1}, nil, []string{"B"}); err == nil {
		t.Error("an entry that does not exist was disclosed")
	}
	if _, err := a.node.Disclose(a.ctx(), id, []int64{2}, []string{"B"}); err == nil {
		t.Error("a part that does not exist was disclosed")
	}
}

// A disclosure that waits while the roster changes still holds afterwards.
func TestDisclosureAcrossRosterChange(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.writes("M", onRecord, "a proposal")
	w.everybodySyncs()
	w.everybodySyncs()
	id := a.entry("a proposal").ID()
	_, err := a.node.Disclose(a.ctx(), id, nil, []string{"B"})
	a.ok(err)
	m.changes(record.RemoveSeat("C"))
	w.As("C").joined = false
	w.everybodySyncs()
	if s, permitted := b.shown(id); !permitted {
		t.Errorf("B is shown %+v", s)
	}
	a.outboxIs("")
}
