// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// What one side said alone is not typed to the other by a tired mediator: the
// node stops it, names where it is from, and writes nothing.
func TestForeignPassagesStop(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	a.writes("M", wp, "We would open the road to Karvel within forty days.")
	w.everybodySyncs()
	entry := m.entry("We would open the road to Karvel within forty days.").ID()
	slip := Draft{Audience: audience("B"), Register: wp, Act: Note("They would open the road to Karvel.")}

	_, err := m.node.Post(m.ctx(), slip)
	var stop *ForeignError
	if !errors.As(err, &stop) || len(stop.Passages) != 1 || stop.Passages[0].Entry != entry {
		t.Fatalf("the slip: %v", err)
	}
	if !strings.Contains(err.Error(), `"would open the road to Karvel" is known here only from a channel`) || !strings.Contains(err.Error(), "read by A, M") {
		t.Errorf("the error says %q", err)
	}
	if n := len(m.node.Outbox()); n != 0 {
		t.Errorf("%d entries wait", n)
	}
	// The check page asks beforehand; what it is told does not depend on Cleared.
	for _, cleared := range []bool{false, true} {
		slip.Cleared = cleared
		if got, err := m.node.Foreign(slip); err != nil || len(got) != 1 || got[0].Text != "would open the road to Karvel" {
			t.Errorf("before: %+v, %v", got, err)
		}
	}
	slip.Cleared = false
	for name, d := range map[string]Draft{
		"to its own channel":  {Audience: audience("A"), Register: wp, Act: slip.Act},
		"to nobody else":      {Audience: audience("M"), Register: wp, Act: slip.Act},
		"cleared by a person": {Audience: audience("B"), Register: wp, Act: slip.Act, Cleared: true},
		"said to be public": {Audience: audience("B"), Register: wp, Act: act.Note{
			Text: "They would open the road to Karvel.", Sources: []act.Source{{Key: "C1", At: "example.org"}},
		}},
		"of no text": {Audience: audience("A"), Register: onRecord, Act: Ask(entry, []int64{1}, []string{"B"}, "")},
	} {
		if _, err := m.node.Post(m.ctx(), d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := m.node.Foreign(Draft{Audience: audience("B"), Kind: record.KindGrant}); got != nil || err != nil {
		t.Errorf("a kind of the record: %+v, %v", got, err)
	}
}

// What the author permits to be shown does not stop, and what may be told as an
// idea stops only in the author's words.
func TestPermittedPassagesDoNotStop(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	a.writes("M", onRecord, "We would open the road to Karvel within forty days.")
	a.writes("M", onRecord, "The maps of the minefields near Orlivka are ready.")
	w.everybodySyncs()
	road, maps := a.entry("We would open the road to Karvel within forty days.").ID(), a.entry("The maps of the minefields near Orlivka are ready.").ID()
	_, err := a.node.Grant(a.ctx(), record.Grant{Entry: road, Audience: []string{"B"}})
	a.ok(err)
	_, err = a.node.Grant(a.ctx(), record.Grant{Entry: maps, OwnWords: true, Audience: []string{"B"}})
	a.ok(err)
	w.everybodySyncs()
	w.everybodySyncs()
	for text, stops := range map[string]bool{
		"They would open the road to Karvel.":         false,
		"Think of Orlivka.":                           false,
		"The maps of the minefields would come soon.": false,
		"The maps of the minefields near Orlivka":     true,
	} {
		d := Draft{Audience: audience("B"), Register: wp, Act: Note(text)}
		if _, err := m.node.Post(m.ctx(), d); (err != nil) != stops {
			t.Errorf("%q: %v", text, err)
		}
	}
	d := Draft{Audience: audience("B C"), Register: wp, Act: Note("They would open the road to Karvel.")}
	if _, err := m.node.Post(m.ctx(), d); err == nil {
		t.Error("C is shown what B may be shown")
	}
}

func TestForeignErrorOfMany(t *testing.T) {
	if s := (&ForeignError{}).Error(); s == "" {
		t.Error("no words")
	}
	w := newWorld(t, plan{})
	w.everybodySyncs()
	w.As("A").writes("M", wp, "First Karvel. After that we speak of Orlivka.")
	w.everybodySyncs()
	_, err := w.As("M").node.Foreign(Draft{Audience: audience("B"), Act: Note("x")})
	w.As("M").ok(err)
	_, err = w.As("M").node.Post(w.As("M").ctx(), Draft{Audience: audience("B"), Register: wp, Act: Note("Is it about Karvel? Or rather about the other town, to the west of here, and then about Orlivka?")})
	if err == nil || !strings.HasSuffix(err.Error(), ", and 1 more") {
		t.Errorf("the error says %q", err)
	}
}
