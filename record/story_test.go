// SPDX-License-Identifier: Apache-2.0

package record

import "testing"

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
