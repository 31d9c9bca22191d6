// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

func TestRelease(t *testing.T) {
	w := newWriter(t)
	entry := w.do("A", "M", act.Note{Text: "thirty days"}).id
	ask := func(parts []int64, to ...string) act.Ask {
		return act.Ask{Entry: Ref(entry), Parts: parts, To: to, Why: "may they know?"}
	}
	w.do("M", "A", ask([]int64{1}, "B"))
	w.do("M", "A", ask([]int64{1, 2}, "B"))
	w.do("M", "A", ask([]int64{1}, "B", "G"))
	w.do("M", "A", ask(nil, "B"))
	w.do("M", "A", ask(nil, "G"))
	w.grant("A", "M", record.Grant{Entry: entry, Parts: []int64{1}, Audience: []string{"B"}})
	w.grant("A/d2", "M", record.Grant{Entry: entry, OwnWords: true, Audience: []string{"G"}})
	w.grant("B", "M", record.Grant{Entry: entry, Parts: []int64{1, 2, 3}, Audience: []string{"G"}})
	w.adopt("B", "M", entry)
	w.adopt("A", "M", entry)
	shown := func(by string, to string, part int64, granted ...string) {
		w.disclose(by, to, &Shown{
			Entry: entry, Author: record.Author{Seat: "A", Device: "d1"}, Audience: []string{"A", "M"},
			Parts: []ShownPart{{Number: part}}, Granted: granted,
		})
	}
	shown("M", "B", 1)        // by the grant to B
	shown("M", "B", 2)        // beyond it
	shown("M", "B G", 1)      // to one seat too many
	shown("M", "B G", 1, "G") // which came with a permission of its own
	shown("A", "B G", 3)      // the author shows what it likes
	shown("M", "A", 2)        // to somebody who reads the entry anyway

	got := w.fold("M", process4()).Release(entry)
	if got.Author.Seat != "A" || got.Entry != entry {
		t.Errorf("author %v", got.Author)
	}
	for i, want := range []bool{true, false, true, false, true} {
		if got.Asked[i].Answered != want || got.Asked[i].By.Seat != "M" {
			t.Errorf("request %d: %+v; answered %v", i, got.Asked[i], want)
		}
	}
	for i, want := range []bool{true, false, false} {
		if got.Granted[i].Used != want {
			t.Errorf("permission %d: %+v; used %v", i, got.Granted[i], want)
		}
	}
	if got.Granted[0].Void != "" || got.Granted[1].Void != "" || !strings.Contains(got.Granted[2].Void, "by seat A") {
		t.Errorf("permissions %+v", got.Granted)
	}
	s := w.fold("M", process4())
	for _, g := range got.Granted {
		if l, _ := s.Line(g.Entry); s.Void(l) != g.Void {
			t.Errorf("line %+v is void: %q", l, s.Void(l))
		}
	}
	if l, _ := s.Line(got.Adopted[0].Entry); s.Void(l) == "" {
		t.Errorf("line %+v stands", l)
	}
	if l, _ := s.Line(entry); s.Void(l) != "" {
		t.Errorf("the entry is void: %q", s.Void(l))
	}
	if got.Adopted[0].Void == "" || got.Adopted[1].Void != "" {
		t.Errorf("adoptions %+v", got.Adopted)
	}
	for i, want := range []bool{true, false, false, true, true, true} {
		if got.Disclosed[i].Permitted != want {
			t.Errorf("disclosure %d: %+v; permitted %v", i, got.Disclosed[i], want)
		}
	}
}

// TestReleaseOfAnEntryNotHere: B knows A's entry from a disclosure only.
func TestReleaseOfAnEntryNotHere(t *testing.T) {
	w := newWriter(t)
	entry := id("elsewhere")
	w.grant("A", "B", record.Grant{Entry: entry, Parts: []int64{1}, Audience: []string{"B"}})
	w.grant("M", "B", record.Grant{Entry: entry, Parts: []int64{2}, Audience: []string{"B"}})
	s := w.fold("B", process4())
	if got := s.Release(entry); got.Author.Seat != "" || got.Granted[1].Void != "" {
		t.Errorf("before: %+v", got)
	}
	w.disclose("M", "B", &Shown{
		Entry: entry, Author: record.Author{Seat: "A", Device: "d1"}, Audience: []string{"A", "M"}, Parts: []ShownPart{{Number: 1}},
	})
	s = w.fold("B", process4())
	got := s.Release(entry)
	if got.Author.Seat != "A" || got.Granted[0].Void != "" || got.Granted[1].Void == "" || !got.Disclosed[0].Permitted {
		t.Errorf("after: %+v", got)
	}
	if all := s.Releases(); len(all) != 1 || all[0].Entry != entry {
		t.Errorf("releases %+v", all)
	}
	if none := s.Release(id("never")); none.Author.Seat != "" || none.Granted != nil {
		t.Errorf("never: %+v", none)
	}
}

// TestPartNumbers: grants are texts of the record, which allow any number.
func TestPartNumbers(t *testing.T) {
	if setOf([]int64{1, 64}) != 1|1<<63 || setOf([]int64{0, -1, 65, 1 << 53}) != 0 {
		t.Error("part numbers are not bits")
	}
}

func TestFind(t *testing.T) {
	w := newWriter(t)
	for range 3 {
		w.do("A", "M", act.Note{Text: "a"})
	}
	w.facts[1].id = w.facts[0].id
	w.facts[1].id[31]++ // alike but for the last digits
	s := w.fold("A", process4())
	ref := Ref(w.facts[2].id)
	for _, good := range []string{ref, ref[:6], strings.ToUpper(ref[:12]), "#2"} {
		if l, err := s.Find(good); err != nil || l.ID != w.facts[2].id {
			t.Errorf("%q: %v, %v", good, l.Index, err)
		}
	}
	if l, err := s.Find(Ref(w.facts[1].id)); err != nil || l.Index != 1 {
		t.Errorf("a whole id: %v, %v", l.Index, err)
	}
	for bad, says := range map[string]string{
		"": "6 to 64", "#": "index", "#x": "index", "#-1": "no entry", "#9": "no entry", ref[:5]: "6 to 64",
		ref + "0": "6 to 64", "zzzzzz": "6 to 64", "000000": "no entry", Ref(w.facts[0].id)[:40]: "2 entries",
		"\u202e\u202e\u202e": "6 to 64",
	} {
		if _, err := s.Find(bad); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\u202e") {
			t.Errorf("%q: %v; want %q", bad, err, says)
		}
	}
}
