// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"parley/internal/process"
)

// Skipping from the newest on walks through the same list that is shown without
// a limit.
func TestEntriesSkip(t *testing.T) {
	w := tell(t, "A", "B")
	s := w.State("M")
	all := Entries(s, EntriesQuery{}).Entries
	var walked []EntryLine
	for skip := 0; ; skip += 2 {
		r := Entries(s, EntriesQuery{Limit: 2, Newest: true, Skip: skip})
		if r.Found != len(all) {
			t.Fatalf("found %d, want %d", r.Found, len(all))
		}
		if len(r.Entries) == 0 {
			break
		}
		if more := skip+2 < len(all); r.More != more {
			t.Errorf("after %d: more is %v", skip, r.More)
		}
		walked = append(slices.Clone(r.Entries), walked...)
	}
	if !reflect.DeepEqual(walked, all) {
		t.Errorf("walked %d entries, want %d", len(walked), len(all))
	}
	if r := Entries(s, EntriesQuery{Text: "THIRTY days"}); r.Found == 0 || !strings.Contains(r.Entries[0].Says, "thirty days") {
		t.Errorf("words are not found: %+v", r)
	}
}

// Who can open what is exactly who is in the audience of the channel, for each
// channel that the seat reads, and nothing is said of others.
func TestLanes(t *testing.T) {
	w := tell(t, "A", "B")
	w.release("B")
	for _, seat := range []string{"M", "A", "B", "G"} {
		s := w.State(seat)
		r := Lanes(s, s.Roster(), head, 7)
		if r.Withheld.Leaves != 7 || len(r.Seats) != 4 {
			t.Fatalf("%s: %d seats, withheld %d", seat, len(r.Seats), r.Withheld.Leaves)
		}
		want := map[string][]string{}
		for _, c := range s.Channels() {
			want[process.Ref(c.ID)] = c.Audience
		}
		if len(r.Channels) != len(want)+1 {
			t.Errorf("%s: %d channels and the roster, want %d", seat, len(r.Channels), len(want))
		}
		for _, c := range r.Channels {
			var opens []string
			for i, x := range r.Seats {
				if c.Opens[i] {
					opens = append(opens, x.Seat)
				}
			}
			slices.Sort(opens)
			switch {
			case c.Roster && len(opens) != 4:
				t.Errorf("%s: the roster is opened by %v", seat, opens)
			case !c.Roster && !slices.Equal(opens, want[c.Channel]):
				t.Errorf("%s: channel %s is opened by %v, want %v", seat, c.Channel, opens, want[c.Channel])
			case !c.Roster && !slices.Contains(opens, seat):
				t.Errorf("%s: a channel that it does not read is shown: %v", seat, opens)
			case c.Plenary != (len(opens) == 4 && !c.Roster):
				t.Errorf("%s: plenary is %v for %v", seat, c.Plenary, opens)
			}
		}
	}
	if r := Lanes(process.New("M"), nil, Head{}, 0); len(r.Channels) != 0 || r.Channels == nil || r.Seats == nil {
		t.Errorf("without a roster: %+v", r)
	}
}

// A search finds words whatever their case, all of them, in what the seat opened
// and nowhere else.
func TestSearch(t *testing.T) {
	w := tell(t, "A", "B")
	at := func(seat, query string) SearchReport { return Search(w.State(seat), query, 0, head, 7) }
	for query, want := range map[string]int{
		"thirty": 1, "THIRTY Days": 1, "thirty sixty": 0, "istanbul": 1, "": 0, "   ": 0, "no such words": 0,
	} {
		if r := at("M", query); r.Found != want || len(r.Hits) != want {
			t.Errorf("%q: found %d, want %d", query, r.Found, want)
		}
	}
	r := at("M", "thirty")
	if h := r.Hits[0]; h.Match != "thirty" || !strings.HasSuffix(h.Before, ": ") || !strings.HasPrefix(h.After, " days") {
		t.Errorf("the passage is %q %q %q", h.Before, h.Match, h.After)
	}
	if r := at("B", "thirty"); r.Found != 0 {
		t.Errorf("B finds what was said between A and M: %+v", r.Hits)
	}
	// A reference finds its entry, and those that speak of it.
	own := func(h SearchHit) bool { return h.Entry == process.Ref(w.entry) }
	if r := at("M", process.Ref(w.entry)[:12]); !slices.ContainsFunc(r.Hits, own) {
		t.Errorf("a reference finds %d entries, and not its own", r.Found)
	}
	if r := Search(w.State("M"), "the", 1, Head{}, 0); r.Found < 2 || !r.More || len(r.Hits) != 1 {
		t.Errorf("a limit of one: found %d, shown %d", r.Found, len(r.Hits))
	}
}
