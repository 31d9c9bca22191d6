// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A mediator hears each side alone; each side reads its own channel and counts
// the rest.
func TestStoryTwoCaucuses(t *testing.T) {
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		got := w.members["A"].write("M", reg, "we could live with thirty days")
		if got["A"].Code != Accepted || got["M"].Code != Accepted || got["B"].Code != NotHeld {
			t.Fatalf("%s: verdicts %v %v %v", reg, got["A"], got["M"], got["B"])
		}
		if text := string(got["M"].Entry.Parts()[0].Data); text != "we could live with thirty days" {
			t.Errorf("the mediator reads %q", text)
		}
		got = w.members["M"].write("A B", reg, "we meet on Friday")
		for seat, v := range got {
			if v.Code != Accepted {
				t.Errorf("%s reads the plenary as %v", seat, v)
			}
		}
		if n := w.members["B"].reader.Withheld(); n != 1 {
			t.Errorf("%d leaves are withheld from B; want 1", n)
		}
		if c, err := w.roster.Checkpoint(w.checkpoint("A", "B", "M")); err != nil || !w.roster.Witnessed(c) {
			t.Errorf("checkpoint: %v", err)
		}
	}
}

// I6: what a node has read live is what it reads when it begins anew, whatever
// went on: entries in every channel, some twice, some out of order, cover, and
// a roster that changes in between.
func TestI6RebuildIsLive(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6)) // fixed, so that a failure can be found again
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	live := map[string][]string{}
	log := func(e *Envelope) {
		w.ids = append(w.ids, e.ID())
		w.raw[e.ID()] = e.Bytes()
		for seat, m := range w.members {
			for _, v := range m.reader.Next(e.ID(), m.held(e.ID())) {
				live[seat] = append(live[seat], fmt.Sprint(v.Index, v.Code, v.ID))
			}
			w.roster = m.reader.Roster()
		}
	}
	var late []*Envelope
	devices := 1
	for range 60 {
		m := w.members[[]string{"A", "B", "M"}[rng.IntN(3)]]
		switch n := rng.IntN(12); {
		case n == 0:
			w.cover()
		case n == 1 && devices < 5:
			devices++
			log(w.rosterEntry(w.members["A"], RootSigner("A", w.members["A"].root), w.members["A"].addDevice("e"+dec(devices)), nil))
		case n == 2 && len(late) > 0:
			log(late[rng.IntN(len(late))]) // again, or for the first time, or too late
		default:
			e := m.seal([]string{"M", "A B M", "B", ""}[rng.IntN(4)], []Register{OnRecord, WithoutPrejudice}[rng.IntN(2)], "note", text(dec(n)))
			late = append(late, e)
			if n > 3 {
				log(e)
			}
		}
	}
	for seat, m := range w.members {
		var again []string
		r := NewReader(w.process, seat, m)
		for _, id := range w.ids {
			for _, v := range r.Next(id, m.held(id)) {
				if v.Index >= 4 && v.Code != NotHeld { // the world has read the first four, and cover
					again = append(again, fmt.Sprint(v.Index, v.Code, v.ID))
				}
			}
		}
		got := slices.DeleteFunc(live[seat], func(s string) bool { return strings.Contains(s, string(NotHeld)) })
		if !slices.Equal(got, again) {
			t.Errorf("%s has read\n%s\nand reads\n%s", seat, strings.Join(got, "\n"), strings.Join(again, "\n"))
		}
		if len(again) < 20 || r.Roster().Hash != w.roster.Hash || r.Withheld() != m.reader.Withheld() || r.Waiting() != m.reader.Waiting() {
			t.Errorf("%s: %d verdicts, %d withheld, %d waiting", seat, len(again), r.Withheld(), r.Waiting())
		}
	}
}

// I8, as far as the record goes: nothing that B receives, writes or counts
// tells whether A and the mediator talk to each other. Only leaf ids, and the
// roots made of them, differ, and they are hashes.
func TestI8TrafficOfOthersDoesNotShow(t *testing.T) {
	mask := regexp.MustCompile(`[A-Za-z0-9+/]{43}=`)
	view := func(talk bool) (out []string) {
		say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		a, m, b := w.members["A"], w.members["M"], w.members["B"]
		exchange := func() {
			for _, reg := range []Register{OnRecord, WithoutPrejudice} {
				if talk {
					a.write("M", reg, "we could live with thirty days")
					m.write("A", reg, "may I say so?")
				} else {
					w.cover()
					w.cover()
				}
			}
		}
		own := func(e *Envelope) {
			o, err := b.Open(e)
			w.ok(err)
			opened, err := e.OpenWith(o.CEK)
			w.ok(err)
			say("%d bytes in %d slots\n%s%s", len(e.Bytes()), e.Slots, mask.ReplaceAll(opened.text, []byte("#")), mask.ReplaceAll(opened.chainText, []byte("#")))
		}
		exchange()
		for _, reg := range []Register{OnRecord, WithoutPrejudice} {
			for _, to := range []string{"M", "A M", ""} {
				e := b.seal(to, reg, "note", text("from B"))
				w.log(e)
				own(e)
				exchange()
				if to != "" {
					e = m.seal("A B", reg, "note", text("to all"))
					w.log(e)
					own(e)
				}
			}
		}
		for _, id := range w.ids {
			say("leaf: %d bytes", len(b.held(id)))
		}
		say("withheld %d, waiting %d, size %d", b.reader.Withheld(), b.reader.Waiting(), b.reader.Tree().Size())
		say("%s", mask.ReplaceAll(dump(b.reader.counts), []byte("#")))
		return out
	}
	quiet, busy := view(false), view(true)
	if len(quiet) != len(busy) {
		t.Fatalf("B sees %d things, and %d when the others talk", len(quiet), len(busy))
	}
	for i := range quiet {
		if quiet[i] != busy[i] {
			t.Errorf("B sees\n%s\nand when the others talk\n%s", quiet[i], busy[i])
		}
	}
}
