// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"slices"
	"strings"
	"testing"
)

// The whole demonstration: five seats, a hub on loopback, every row of the
// chronology. Each seat ends with what was addressed to it and no more.
func TestPlay2025(t *testing.T) {
	p, err := Load2025()
	if err != nil {
		t.Fatal(err)
	}
	played, err := Play(t.Context(), p, Options{Dir: t.TempDir(), Step: func(s string) { t.Log(s) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := played.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, s := range played.Seats {
		v, err := s.Node.View()
		if err != nil {
			t.Fatal(err)
		}
		want := 1 + len(p.Seats) // title and names
		for _, r := range p.Rows {
			if slices.Contains(r.Readers(p.Seats), s.Key) {
				want++
			}
		}
		got := 0
		for _, l := range v.State.Lines() {
			if !strings.HasPrefix(l.Kind, "roster.") {
				got++
			}
		}
		if got != want {
			t.Errorf("seat %s reads %d entries; %d are addressed to it", s.Key, got, want)
		}
		if !v.Witnessed || len(v.Alarms) > 0 || v.Waiting > 0 {
			t.Errorf("seat %s: witnessed %v, alarms %v, waiting %d", s.Key, v.Witnessed, v.Alarms, v.Waiting)
		}
		if v.State.Voids() > 0 || v.State.Unknowns() > 0 {
			t.Errorf("seat %s: %d entries change nothing, %d are of a kind that is not known", s.Key, v.State.Voids(), v.State.Unknowns())
		}
		t.Logf("%-10s entries %d, leaves %d, withheld %d", s.Key, got, v.Size, v.Withheld)
	}
}
