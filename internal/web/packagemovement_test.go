// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"

	"parley/internal/act"
)

// An offer that was written again stands in both writings, and one that was taken
// back is marked and stays.
func TestMovementShowsEveryWriting(t *testing.T) {
	w := newParliament(t)
	issue := w.issueNamed("host", "Length")
	north := w.at("north").name
	offer := func(amends, title, option string) string {
		return w.tell("north", act.Proposal{
			Amends: amends, Stage: act.Tabled, Title: title, By: north, Issues: []string{issue}, Choices: []act.Choice{{Issue: issue, Option: option}},
		})
	}
	first := offer("", "First words", "30 days")
	offer(first, "Second words", "90 days")
	gone := offer("", "Third words", "30 days")
	w.tell("north", act.Withdrawal{Entry: gone, Why: "said too early"})
	body := w.page("/south/packages/movement")
	for _, want := range []string{"First words", "Second words", "Third words", "another writing took its place", "taken back", "said too early", "at its own day"} {
		if strings.Count(body, want) == 0 {
			t.Errorf("no %q: %s", want, text(body))
		}
	}
	for _, f := range faults(body) {
		t.Error(f)
	}
	if file := w.page("/south/export/packages-movement.csv"); !strings.Contains(file, "replaced") || !strings.Contains(file, "withdrawn 20") {
		t.Errorf("the file does not say what became of offers: %s", file)
	}
}
