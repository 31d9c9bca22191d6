// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/brief"
)

// TestOwnWay: each thinking in its own way, nobody needs to be held exactly in the
// outcomes in which everybody stays so, and each is priced as under its own concept.
func TestOwnWay(t *testing.T) {
	if solvedTest(t, cubanCrisis).Thinking() {
		t.Error("a document that does not say how anybody thinks is taken to")
	}
	m := solvedTest(t, strings.Replace(cubanCrisis, `"status_quo"`, `"concepts":{"us":"seq","ussr":"nash"},"status_quo"`, 1))
	if !m.Thinking() {
		t.Fatal("the document says how each thinks")
	}
	mixed := m.Everybody(brief.OwnWay, -1).States
	if want, _ := m.Mixed(); !slices.Equal(mixed, want.States) {
		t.Errorf("everybody stays in %v, mixed are %v", mixed, want.States)
	}
	every, err := m.TodayFirst(t.Context(), "nash")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range every {
		own, err := m.Hold(t.Context(), s, brief.OwnWay)
		if err != nil {
			t.Fatal(err)
		}
		free := true
		for i, word := range []string{"seq", "nash"} {
			alone, err := m.Hold(t.Context(), s, word)
			if err != nil {
				t.Fatal(err)
			}
			got := own.Price[0].Value[i]
			if want := alone.Price[0].Value[i]; got != want || own.Attained[0].Value[i] != alone.Attained[0].Value[i] {
				t.Errorf("outcome %s: %v, under %s %v", s, got, word, want)
			}
			free = free && got.Value == "0"
		}
		if free != slices.Contains(mixed, s) || free != m.EverybodyStays(brief.OwnWay, s) {
			t.Errorf("outcome %s is held for nothing: %v; everybody stays in %v", s, free, mixed)
		}
	}
}
