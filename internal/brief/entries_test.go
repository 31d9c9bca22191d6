// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func indexes(r EntriesReport) (out []int64) {
	for _, e := range r.Entries {
		out = append(out, e.Index)
	}
	return out
}

func TestEntries(t *testing.T) {
	w := tell(t, "A", "B")
	w.release("B")
	s := w.State("M")
	all := Entries(s, EntriesQuery{Head: head, Withheld: 7})
	if all.Found != s.Len() || len(all.Entries) != s.Len() || all.More || all.Head != head || all.Withheld.Leaves != 7 {
		t.Errorf("all: %d of %d", len(all.Entries), all.Found)
	}
	if !slices.IsSorted(indexes(all)) {
		t.Errorf("order %v", indexes(all))
	}
	caucus := process.Ref(record.ChannelID(w.Process(), []string{"A", "M"}))
	for name, c := range map[string]struct {
		q     EntriesQuery
		found int
		want  []int64
	}{
		"channel":         {EntriesQuery{Channel: caucus}, 7, []int64{18, 21, 22, 23, 24, 25, 28}},
		"channel, author": {EntriesQuery{Channel: caucus, Author: "M"}, 3, []int64{21, 22, 28}},
		"kind":            {EntriesQuery{Kind: "disclose.ask"}, 2, []int64{21, 22}},
		"unknown kind":    {EntriesQuery{Kind: "later.kind"}, 1, []int64{28}},
		"since":           {EntriesQuery{Since: 29}, 2, []int64{29, 30}},
		"roster":          {EntriesQuery{Channel: process.Ref(record.RosterChannel())}, 5, []int64{0, 1, 2, 3, 4}},
		"no such channel": {EntriesQuery{Channel: "x"}, 0, nil},
		"no such author":  {EntriesQuery{Author: "X"}, 0, nil},
		"first two":       {EntriesQuery{Author: "A", Limit: 2}, 7, []int64{2, 7}},
		"last two":        {EntriesQuery{Author: "A", Limit: 2, Newest: true}, 7, []int64{25, 27}},
		"a wide limit":    {EntriesQuery{Kind: "note", Limit: 99}, 2, []int64{18, 19}},
		"a limit below 0": {EntriesQuery{Kind: "note", Limit: -1}, 2, []int64{18, 19}},
	} {
		r := Entries(s, c.q)
		if r.Found != c.found || !slices.Equal(indexes(r), c.want) || r.More != (len(c.want) < c.found) {
			t.Errorf("%s: %d found, %v, more %v; want %d, %v", name, r.Found, indexes(r), r.More, c.found, c.want)
		}
	}
	// Page by page gives everything once.
	var pages []int64
	for q := (EntriesQuery{Limit: 4}); ; {
		r := Entries(s, q)
		pages = append(pages, indexes(r)...)
		if !r.More {
			break
		}
		q.Since = r.Next
	}
	if !slices.Equal(pages, indexes(all)) {
		t.Errorf("pages %v", pages)
	}
	e := Entries(s, EntriesQuery{Kind: "note", Author: "A"}).Entries[0]
	if e.By.Name != "Delegation of A" || e.Device != "d1" || e.Register != "wp" || e.Channel != caucus ||
		len(e.Readers) != 2 || e.Says != secret+"A: thirty days …" || e.Entry != process.Ref(w.entry) {
		t.Errorf("entry %+v", e)
	}
	for _, x := range all.Entries {
		if x.Says == "" || x.Says == "changes the roster" || (x.Void != "") != (x.Index == 27 || x.Index == 26) {
			t.Errorf("entry %d says %q, void %q", x.Index, x.Says, x.Void)
		}
	}
}

func TestFirstLine(t *testing.T) {
	for in, want := range map[string]string{
		"a":                         "a",
		"\n\n a\tb\n":               "a b",
		"a\nb":                      "a …",
		strings.Repeat("ж", 100):    strings.Repeat("ж", 100),
		strings.Repeat("ж", 101):    strings.Repeat("ж", 99) + "…",
		strings.Repeat("x", 5) + "": "xxxxx",
	} {
		if got := firstLine(in); got != want || utf8.RuneCountInString(got) > maxSays {
			t.Errorf("%q is %q; want %q", in, got, want)
		}
	}
	for _, kind := range []string{"accept", "device.add", "device.remove", "seat.key", "seat.add", "seat.remove", "policy", "close", "genesis", "consent"} {
		if rosterSays("roster."+kind) == rosterSays("roster.other") {
			t.Errorf("roster.%s is not put into words", kind)
		}
	}
	if parts(nil) != "the idea" || parts([]int64{2}) != "part 2" || parts([]int64{1, 3}) != "parts 1, 3" {
		t.Error("parts")
	}
}

func TestEntryShow(t *testing.T) {
	w := tell(t, "A", "B")
	w.release("B")
	show := func(seat string, id record.Hash) EntryReport {
		t.Helper()
		r, err := EntryShow(w.State(seat), w.Roster(), head, w.Withheld(seat), id)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	e := show("M", w.entry)
	if n, ok := e.Act.(act.Note); !ok || n.Text != secret+"A: thirty days\nand no more" || e.Seq != 1 || e.Seen == 0 {
		t.Errorf("note %+v", e)
	}
	if r := e.Release; len(r.Asked) != 2 || !r.Asked[0].Answered || r.Asked[1].Answered || len(r.Granted) != 2 || !r.Adopted ||
		len(r.Disclosed) != 2 || !r.Disclosed[0].Permitted || r.Disclosed[1].Permitted {
		t.Errorf("release %+v", r)
	}
	if e := show("M", w.grant); e.Grant == nil || e.Grant.Entry != process.Ref(w.entry) || !e.Grant.Used || e.Void != "" {
		t.Errorf("grant %+v", e)
	}
	if e := show("M", w.adopt); e.Adopts != process.Ref(w.entry) || e.Void != "" {
		t.Errorf("adoption %+v", e)
	}
	if e := show("A", w.void); e.Void == "" || e.Act == nil {
		t.Errorf("void %+v", e)
	}
	e = show("B", w.shown)
	if e.Shown == nil || e.Shown.By.Seat != "A" || !e.Shown.Permitted || e.Shown.Register != "wp" || len(e.Shown.Parts) != 1 ||
		e.Shown.Parts[0].Act == nil || e.Shown.Parts[0].Text != "" || e.Shown.Parts[0].Bytes != nil {
		t.Errorf("disclosure %+v", e.Shown)
	}
	if e := show("M", w.leak); e.Shown.Permitted {
		t.Errorf("leak %+v", e.Shown)
	}
	// What is not opened here and what does not exist are told alike.
	for _, id := range []record.Hash{w.entry, {1}} {
		if _, err := EntryShow(w.State("B"), w.Roster(), head, 0, id); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestShownParts: parts that are no act are shown as text or as bytes.
func TestShownParts(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	id := w.Post("A", "M", record.OnRecord, "later.kind",
		record.Part{Media: "text/plain", Data: []byte("words")}, record.Part{Media: "image/png", Data: []byte("\x89PNG\xff")}, record.Part{Media: "text/plain", Data: []byte("kept")})
	shown := w.Disclose("A", "B", id, []int64{1, 2}, record.Hash{}, record.Hash{})
	e, err := EntryShow(w.State("B"), w.Roster(), head, 0, shown)
	if err != nil || len(e.Shown.Parts) != 2 {
		t.Fatalf("%+v, %v", e.Shown, err)
	}
	if p := e.Shown.Parts; p[0].Text != "words" || string(p[1].Bytes) != "\x89PNG\xff" || p[1].Number != 2 || p[1].Media != "image/png" || !e.Shown.Permitted {
		t.Errorf("parts %+v", p)
	}
	if e.Says != "shows parts 1, 2 of "+process.Ref(id)[:12]+", written by seat A" {
		t.Errorf("says %q", e.Says)
	}
}

func TestWhoKnows(t *testing.T) {
	w := tell(t, "A", "B")
	knowers := func(seat string) string {
		var out []string
		for _, k := range WhoKnows(w.State(seat), w.entry, head, 0).Knowers {
			out = append(out, k.Seat.Seat+" "+k.How)
			if k.Permitted != (k.Through != process.Ref(w.leak)) {
				t.Errorf("seat %s: %+v", seat, k)
			}
		}
		return strings.Join(out, ", ")
	}
	if got := knowers("M"); got != "A wrote, M reads, B permitted" {
		t.Errorf("before: %s", got)
	}
	// B's own permission for an entry that it does not know says nothing.
	if got := knowers("G"); got != "" {
		t.Errorf("G: %s", got)
	}
	if got := knowers("B"); got != "" {
		t.Errorf("B: %s", got)
	}
	if g := Standing(w.State("B"), w.Roster(), head, 0).Grants; len(g) != 1 || !g[0].Unchecked {
		t.Errorf("B's permission for an entry that it does not know: %+v", g)
	}
	w.release("B")
	if g := Standing(w.State("B"), w.Roster(), head, 0).Grants; len(g) != 0 {
		t.Errorf("B's permission for the entry of A: %+v", g)
	}
	if got := knowers("M"); got != "A wrote, M reads, B shown, G shown" {
		t.Errorf("after: %s", got)
	}
	if got := knowers("A"); got != "A wrote, M reads, B permitted" {
		t.Errorf("A, who was not told: %s", got)
	}
	if got := knowers("B"); got != "A wrote, M reads, B shown" {
		t.Errorf("B: %s", got)
	}
	if r := WhoKnows(w.State("B"), w.entry, head, 3); r.Opened || r.Adopted || r.Withheld.Leaves != 3 {
		t.Errorf("B: %+v", r)
	}
	if r := WhoKnows(w.State("M"), w.entry, head, 0); !r.Opened || !r.Adopted {
		t.Errorf("M: %+v", r)
	}
}

// TestToldTo: what a seat was shown until a time is what was released to it, no
// more and no less.
func TestToldTo(t *testing.T) {
	w := tell(t, "A", "B")
	before := w.Now
	w.release("B")
	told := func(of, to string, until time.Time) []Told { return ToldTo(w.State(of), to, until, head, 0).Told }
	if got := told("M", "B", before.Add(-time.Second)); len(got) != 0 {
		t.Errorf("before: %+v", got)
	}
	for _, until := range []time.Time{{}, before, w.Now} {
		got := told("M", "B", until)
		if len(got) != 1 || got[0].Disclosure != process.Ref(w.shown) || got[0].By.Seat != "M" || !got[0].Shown.Permitted ||
			!slices.Equal(got[0].Permission, []string{process.Ref(w.grant)}) {
			t.Errorf("until %s: %+v", until, got)
		}
	}
	if got := told("M", "G", w.Now); len(got) != 1 || got[0].Shown.Permitted || len(got[0].Permission) != 0 {
		t.Errorf("G: %+v", got)
	}
	if got := told("M", "A", w.Now); len(got) != 0 {
		t.Errorf("A: %+v", got)
	}
	if got := told("A", "B", w.Now); len(got) != 0 {
		t.Errorf("A does not read that channel: %+v", got)
	}
	if r := ToldTo(w.State("M"), "B", time.Time{}, head, 0); r.Until != "" || r.Seat.Name != "Chosen name of B" {
		t.Errorf("%+v", r)
	}
}
