// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"regexp"
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
