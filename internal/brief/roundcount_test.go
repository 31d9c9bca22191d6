// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"testing"

	"parley/internal/act"
	"parley/internal/process/processtest"
	"parley/record"
)

// TestSecondMediatorCounts: a mediator who did not open a round counts it once an
// answer of every seat that is asked has reached it, and not before; whoever leaves
// is waited for no more. Nobody else counts, whatever they read.
func TestSecondMediatorCounts(t *testing.T) {
	w := circleOf(processtest.New(t, "M:mediator", "A:party", "B:party", "C:party", "G:guarantor", "N:mediator"), "A B C G M N")
	count := func(seat string) (RoundCountReport, error) {
		return RoundCount(w.State(seat), w.Roster(), head, w.Withheld(seat), AsOf{}, w.round)
	}
	w.say("A", "no", "yes", "")
	w.Do("B", "B M N", record.WithoutPrejudice, w.answer("yes", "yes", ""))
	w.Tick()
	if _, err := count("N"); !errors.Is(err, ErrCountsPart) {
		t.Fatalf("a mediator whom two seats have not answered counts: %v", err)
	}
	if x := w.line(t, "N", ""); x.Counts {
		t.Error("it is said that it can count")
	}
	w.Do("C", "C M N", record.WithoutPrejudice, w.answer("yes", "yes-if:later", ""))
	w.Do("A", "A M N", record.WithoutPrejudice, w.answer("yes", "yes", "another device"))
	w.Tick()
	x, err := count("N")
	if err != nil || !x.Beside || !x.Round.Counts {
		t.Fatalf("a mediator whom all have answered does not count: %v", err)
	}
	// A's "no" went to M alone: the two counts differ, and each is of what it reads.
	if got := x.Packages[0]; len(got.Yes) != 3 || got.Outcome != act.AllAccept {
		t.Errorf("counted beside: %+v", got)
	}
	if own, err := count("M"); err != nil || own.Beside || own.Packages[0].Outcome != act.NotAllAccept {
		t.Errorf("counted by who opened it: %+v (%v)", own.Packages[0], err)
	}
	for _, seat := range []string{"A", "B", "C", "G"} {
		if _, err := count(seat); !errors.Is(err, ErrNotCounted) {
			t.Errorf("seat %s counts the round: %v", seat, err)
		}
	}
	w.close(act.NotAllAccept, act.NotAllAccept)
	if x, err := count("N"); err != nil || !x.Packages[0].Differs || x.Packages[1].Differs {
		t.Errorf("what was told beside what it counts: %+v (%v)", x.Packages, err)
	}
}
