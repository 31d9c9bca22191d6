// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/internal/store"
	"parley/record"
)

// draftFor is a draft of a note to seats, with something typed.
func draftFor(to string, register record.Register, text string) SavedDraft {
	return SavedDraft{
		ID: NewDraftID(), Kind: "note", Audience: audience(to), Register: string(register),
		Values: map[string][]string{"text": {text}},
	}
}

func (x *person) drafts() []SavedDraft {
	x.w.t.Helper()
	out, err := x.node.Drafts(x.ctx())
	x.ok(err)
	return out
}

// Drafts come back as they were saved, the last changed first, after the program
// has ended too; one that was dropped does not.
func TestDrafts(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a := w.As("A")
	first := draftFor("M", wp, "thirty days, if they ask")
	a.ok(a.node.SaveDraft(a.ctx(), first))
	w.clock = w.clock.Add(time.Minute)
	second := draftFor("B M A B", onRecord, "")
	second.Values = map[string][]string{"persons": {"", "Ї, «two»", "\x00\n"}, "none": nil, "empty": {}}
	a.ok(a.node.SaveDraft(a.ctx(), second))
	w.clock = w.clock.Add(time.Minute)
	first.Values["text"] = []string{"thirty days"}
	a.ok(a.node.SaveDraft(a.ctx(), first))

	first.Audience, first.Changed = audience("A M"), w.clock
	second.Audience, second.Changed = audience("A B M"), w.clock.Add(-time.Minute)
	want := []SavedDraft{first, second}
	for _, when := range []string{"at once", "after a restart"} {
		if got := a.drafts(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: drafts are\n%+v\nwant\n%+v", when, got, want)
		}
		a.restarts()
	}
	a.ok(a.node.DropDraft(a.ctx(), first.ID))
	a.ok(a.node.DropDraft(a.ctx(), first.ID))
	if got := a.drafts(); !reflect.DeepEqual(got, want[1:]) {
		t.Errorf("after one was dropped, drafts are %+v", got)
	}
	if got := w.As("M").drafts(); len(got) != 0 {
		t.Errorf("M has %d drafts and has written none", len(got))
	}
}

// A composer is bound to its readers for life.
func TestDraftKeepsItsReaders(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	m := w.As("M")
	d := draftFor("A", wp, "what A said")
	m.ok(m.node.SaveDraft(m.ctx(), d))
	want := m.drafts()
	for what, change := range map[string]func(*SavedDraft){
		"another reader":       func(d *SavedDraft) { d.Audience = audience("B") },
		"a further reader":     func(d *SavedDraft) { d.Audience = audience("A B") },
		"the own seat alone":   func(d *SavedDraft) { d.Audience = audience("M") },
		"the other register":   func(d *SavedDraft) { d.Register = string(onRecord) },
		"nobody":               func(d *SavedDraft) { d.Audience = nil },
		"no register":          func(d *SavedDraft) { d.Register = "" },
		"an unknown register":  func(d *SavedDraft) { d.Register = "secret" },
		"more than is kept":    func(d *SavedDraft) { d.Values = map[string][]string{"text": {strings.Repeat("x", maxDraft)}} },
		"no id":                func(d *SavedDraft) { d.ID = "" },
		"an id that is words":  func(d *SavedDraft) { d.ID = "what A said" },
		"an id in other signs": func(d *SavedDraft) { d.ID = "Ї" },
		"an id without end":    func(d *SavedDraft) { d.ID = strings.Repeat("x", maxName+1) },
	} {
		x := d
		change(&x)
		if err := m.node.SaveDraft(m.ctx(), x); err == nil {
			t.Errorf("a draft was saved again with %s", what)
		} else if other := strings.HasPrefix(what, "a") && strings.HasSuffix(what, "reader") || what == "the other register"; other && !errors.Is(err, ErrBound) {
			t.Errorf("%s: %v; want %v", what, err, ErrBound)
		}
		if got := m.drafts(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: drafts are %+v; want %+v", what, got, want)
		}
	}
	d.Audience, d.Values = audience("M A A"), map[string][]string{"text": {"what A allows to be said"}}
	m.ok(m.node.SaveDraft(m.ctx(), d))
}

// So many drafts are kept and no more; those that are there can still change.
func TestDraftsAreLimited(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	m := w.As("M")
	var last SavedDraft
	for i := range maxDrafts {
		last = draftFor("A", wp, fmt.Sprint(i))
		m.ok(m.node.SaveDraft(m.ctx(), last))
	}
	if err := m.node.SaveDraft(m.ctx(), draftFor("A", wp, "one more")); err == nil || !strings.Contains(err.Error(), "200 drafts") {
		t.Errorf("one draft too many: %v", err)
	}
	m.ok(m.node.SaveDraft(m.ctx(), last))
	m.ok(m.node.DropDraft(m.ctx(), last.ID))
	m.ok(m.node.SaveDraft(m.ctx(), draftFor("A", wp, "in its place")))
}

// A mark comes back as it was set; one never set is nil.
func TestMarks(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	m := w.As("M")
	mark := func(name string) string { return fmt.Sprintf("%q", must(m.node.Mark(m.ctx(), name))) }
	m.ok(m.node.SetMark(m.ctx(), "last-visit", []byte("12 2025-05-19T12:00:00Z")))
	m.ok(m.node.SetMark(m.ctx(), "last-visit", []byte("31 2025-05-20T12:00:00Z")))
	m.restarts()
	if got := mark("last-visit"); got != `"31 2025-05-20T12:00:00Z"` {
		t.Errorf("the mark is %s", got)
	}
	if got := must(m.node.Mark(m.ctx(), "never-set")); got != nil {
		t.Errorf("a mark never set is %q", got)
	}
	if err := m.node.SetMark(m.ctx(), "last visit", nil); err == nil {
		t.Error("a mark was kept under a name with a space")
	}
	if err := m.node.SetMark(m.ctx(), "large", make([]byte, maxMark+1)); err == nil {
		t.Error("a mark larger than the limit was kept")
	}
}

// What lies on the disk shows neither the words nor how many they are, and does
// not open in the place of another row.
func TestDraftsAreSealed(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	m := w.As("M")
	short, long := draftFor("A", wp, "no"), draftFor("A", wp, "no, "+strings.Repeat("and no ", 100))
	m.ok(m.node.SaveDraft(m.ctx(), short))
	m.ok(m.node.SaveDraft(m.ctx(), long))
	rows := map[string][]byte{}
	pairs(t, m.disk, func(_ store.Process, table store.Table, x store.Pair) {
		if table == tableDraft {
			rows[string(x.Key)] = x.Value
		}
	})
	if len(rows) != 2 || len(rows[short.ID]) != len(rows[long.ID]) {
		t.Errorf("rows of %d and %d bytes tell drafts apart by their length", len(rows[short.ID]), len(rows[long.ID]))
	}
	m.ok(m.disk.Update(m.ctx(), func(x store.Writer) error {
		return x.Put(store.Process(w.pid), tableDraft, []byte(short.ID), rows[long.ID])
	}))
	if _, err := m.node.Drafts(m.ctx()); err == nil {
		t.Error("a draft opened in the place of another")
	}
}
