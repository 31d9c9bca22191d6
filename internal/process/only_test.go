// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// TestOnly: a state of some entries is that of a seat which never had the
// others: nothing of them is found by id, kind, reference, channel or words.
func TestOnly(t *testing.T) {
	r := roster(process5...)
	w := newWriter(t)
	open := w.does("M", all5, contact("call", ""))
	quiet := w.does("M", "A", contact("quiet call", ""))
	w.does("M", "A", contact("quiet call, again", quiet))
	w.does("A", "M", readout(quiet, "a bridge near Karvel"))
	w.does("A", all5, readout(open, "long"))
	w.does("A", "A", act.Position{Of: "A", Sort: "red-line", Words: "the bridge near Karvel stays", Basis: act.Said})
	s := w.fold("A", r)

	tell := func(s State) string {
		var out []string
		for _, kind := range act.Kinds() {
			for _, v := range s.Versions(kind) {
				out = append(out, fmt.Sprintf("%s %s %d", Ref(v.ID), Ref(v.First), len(s.About(v, act.KindReadout))))
			}
		}
		for _, c := range s.Channels() {
			out = append(out, fmt.Sprint(c.Audience, c.Entries, c.OnRecord, c.Newest))
		}
		return strings.Join(append(out, fmt.Sprint(s.Len(), s.Voids(), s.Title(), s.Seat())), "\n")
	}
	if all := s.Only([][]string{strings.Fields(all5), {"A", "M"}, {"A"}}); tell(all) != tell(s) {
		t.Errorf("all of it is\n%s\nwant\n%s", tell(all), tell(s))
	}
	some := s.Only([][]string{strings.Fields(all5)})
	for _, l := range some.Lines() {
		if l.Channel != record.RosterChannel() && len(l.Audience) != 5 {
			t.Errorf("it holds %s to %v", l.Kind, l.Audience)
		}
	}
	id, _ := hash(quiet)
	if _, ok := some.Line(id); ok {
		t.Error("the quiet call is found")
	}
	if n := len(some.Versions(act.KindContact)); n != 1 || len(some.Versions(act.KindPosition)) != 0 || len(some.Channels()) != 1 {
		t.Errorf("%d contacts, channels %+v", n, some.Channels())
	}
	// Another writer's state of the same entries alone says the same.
	if !slices.Equal(some.Roster().Names(), s.Roster().Names()) {
		t.Error("the roster is another")
	}
	if tell(s) == tell(some) || s.Len() == some.Len() {
		t.Error("nothing was left out")
	}
}
