// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// solved is a desk on which the mediator holds both parties' own words.
func (w *desk) solved(t testing.TB, seat string) *SolvedCase {
	t.Helper()
	c, err := SolveCase(t.Context(), w.held(seat, CaseQuery{}), 0)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func bothStated(t testing.TB) *desk {
	w := newDesk(t)
	w.Do("A", "A M", record.WithoutPrejudice, w.wishes("A"))
	w.Do("B", "B M", record.WithoutPrejudice, w.wishes("B"))
	w.Tick()
	return w
}

func floor(t *testing.T, s string) *big.Rat {
	t.Helper()
	x, err := ParseFloor(s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestBrowseByHand: by the wishes of the two sides the twelve packages give, in
// points of 100 for A and B (truce, monitors, relief in steps, which both want):
// 90 days: none 70/80, regional 85/75, international 100/60; 30 days: none 10/100,
// regional 25/95, international 40/80. Without relief each has 10 and 60 less. Not
// on the frontier: 30 days, international (40/80), which 90 days, none (70/80)
// dominates.
func TestBrowseByHand(t *testing.T) {
	c := bothStated(t).solved(t, "M")
	if c.How != SolveExact {
		t.Fatalf("solved %q", c.How)
	}
	got := func(a, b string) BrowseReport {
		return c.Browse([]*big.Rat{floor(t, a), floor(t, b)}, 10)
	}
	all := got("", "")
	if all.Vectors != 5 || all.Left != 5 || *all.Packages != "5" {
		t.Fatalf("%d vectors, %d left, %s packages; want 5, 5, 5", all.Vectors, all.Left, *all.Packages)
	}
	if f := all.Floors; f[0].Least != "10" || f[0].Most != "100" || f[1].Least != "60" || f[1].Most != "100" || f[0].Reach != "100" || f[0].Floor != "" {
		t.Errorf("ends: %+v", f)
	}
	r := got("70", "75")
	if r.Left != 2 || r.Floors[0].Without != 4 || r.Floors[1].Without != 3 {
		t.Fatalf("left %d, without floors %+v; want 2, 4 and 3", r.Left, r.Floors)
	}
	if len(r.Excludes) != 1 || r.Excludes[0].Seat != "A" {
		t.Errorf("%+v excludes most, want A", r.Excludes)
	}
	// A has gone 0 of 30 and B 5 of 25 with 70/80; A 15 of 30 and B none with 85/75.
	// Both have one party at its floor; the rest decides: 1/5 against 1/2.
	if u := r.Points[0].U; !slices.Equal(u, []string{"85", "75"}) {
		t.Errorf("first stands %v, want 85 and 75", u)
	}
	// A floor that is met exactly is met.
	if r := got("85", "75"); r.Left != 1 {
		t.Errorf("85 and 75 leave %d, want 1", r.Left)
	}
	r = got("90", "90")
	if r.Left != 0 || *r.Packages != "0" || r.Floors[0].Reach != "25" || r.Floors[1].Reach != "60" || !r.Floors[0].Infeasible || !r.Floors[1].Infeasible {
		t.Errorf("two floors that cannot hold together: %d left, %+v", r.Left, r.Floors)
	}
}

// TestPartialIsNotExact: a search that a bound of memory ended is not called exact.
func TestPartialIsNotExact(t *testing.T) {
	c, err := solveCase(t.Context(), bothStated(t).held("M", CaseQuery{}), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if c.How != SolvePartial || c.Solution.Frontier.Proven {
		t.Errorf("solved %q, proven %v", c.How, c.Solution.Frontier.Proven)
	}
}

func TestFloorsAreRead(t *testing.T) {
	for _, s := range []string{"-1", "101", "1e2", "1/2", "x", "100.0001", "0x10", " 5", "123456789012345678901", "+5"} {
		if x, err := ParseFloor(s); err == nil {
			t.Errorf("floor %q is read as %v", s, x)
		}
	}
	for s, want := range map[string]string{"0": "0", "62.5": "62.5", "100": "100", "007": "7"} {
		if x := floor(t, s); Rounded(x) != want {
			t.Errorf("floor %q is read as %s", s, Rounded(x))
		}
	}
}

// offer is a package that a seat calls its own.
func (w *desk) offer(seat, day, truce, monitors, relief string) string {
	x := act.Proposal{Title: "offer of " + day, Stage: act.Tabled, By: seat, On: act.Moment{Day: day}}
	for issue, option := range map[string]string{w.truce: truce, w.monitors: monitors, w.relief: relief} {
		x.Issues = append(x.Issues, issue)
		if option != "" {
			x.Choices = append(x.Choices, act.Choice{Issue: issue, Option: option})
		}
	}
	slices.Sort(x.Issues)
	slices.SortFunc(x.Choices, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	id := process.Ref(w.Do(seat, both, record.OnRecord, x))
	w.Tick()
	return id
}

// TestMovementByHand follows three offers. A begins with 90 days, international, in
// steps (100/60) and then asks for regional monitors: 85/75, 15 less for itself and
// 15 more for B. B's one offer makes no step.
func TestMovementByHand(t *testing.T) {
	w := bothStated(t)
	first := w.offer("A", "2025-05-01", "90 days", "international", "in steps")
	w.offer("B", "2025-05-02", "30 days", "none", "in steps")
	second := w.offer("A", "2025-05-03", "90 days", "regional", "in steps")
	w.offer("A", "2025-05-04", "90 days", "regional", "")
	r, err := w.solved(t, "M").Movement(MovementQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Offers) != 4 || len(r.Steps) != 1 {
		t.Fatalf("%d offers and %d steps, want 4 and 1", len(r.Offers), len(r.Steps))
	}
	s := r.Steps[0]
	if s.By.Seat != "A" || s.From != first || s.To != second || s.Kind != "concession" || s.Own != "-15" || len(s.Answers) != 0 {
		t.Errorf("the step: %+v", s)
	}
	if last := r.Offers[3]; len(last.U) != 0 || len(last.Open) != 1 || last.Open[0].Issue != w.relief || len(last.Changed) != 1 || last.Changed[0].To != "" {
		t.Errorf("the offer that leaves relief open: %+v", last)
	}
	// A delegation that holds its own preference alone measures all offers in its own
	// points, and classifies nothing.
	own, err := w.solved(t, "A").Movement(MovementQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if len(own.Parties) != 1 || own.Course != nil || len(own.Steps) != 0 || len(own.History.Offers) != 3 || !slices.Equal(own.Offers[1].U, []string{"10"}) {
		t.Errorf("A's own view: %d parties, %d offers measured, %v", len(own.Parties), len(own.History.Offers), own.Offers[1].U)
	}
	if _, err := w.solved(t, "A").Movement(MovementQuery{Between: []string{"A", "B"}}); err == nil {
		t.Error("steps between A and B are classified where nothing of B is held")
	}
}

// TestWhatIfSaysTheStage: a draft of the own delegation is not on the table.
func TestWhatIfSaysTheStage(t *testing.T) {
	w := bothStated(t)
	settles := []act.Choice{{Issue: w.truce, Option: "90 days"}, {Issue: w.monitors, Option: "none"}, {Issue: w.relief, Option: "in steps"}}
	slices.SortFunc(settles, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	w.Do("M", "M", record.WithoutPrejudice, act.Proposal{Stage: act.Internal, Title: "a draft", Issues: sorted(w.truce, w.monitors, w.relief), Choices: settles})
	w.Tick()
	r, err := w.solved(t, "M").WhatIf(t.Context(), 1, 1)
	if err != nil || len(r.Packages) != 1 || r.Packages[0].Stage != act.Internal {
		t.Errorf("%+v (%v)", r, err)
	}
}

// TestWhatIfIsSaid: numbers that are all certain vary nothing, and a package is
// efficient in all samples or in none.
func TestWhatIfIsSaid(t *testing.T) {
	w := bothStated(t)
	w.offer("A", "2025-05-01", "90 days", "regional", "in steps")      // on the frontier
	w.offer("B", "2025-05-02", "30 days", "international", "in steps") // dominated
	w.offer("B", "2025-05-03", "30 days", "", "in steps")
	r, err := w.solved(t, "M").WhatIf(t.Context(), 20, 7)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Certain || r.Samples != 20 || r.Seed != 7 || len(r.Packages) != 2 || len(r.Unjudged) != 1 {
		t.Fatalf("%+v", r)
	}
	if a, b := r.Packages[0], r.Packages[1]; a.Efficient != 20 || a.Necessarily != "yes" || b.Efficient != 0 || b.Possibly != "no" {
		t.Errorf("efficient in %d and %d of 20: %+v, %+v", a.Efficient, b.Efficient, a, b)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := w.solved(t, "M").WhatIf(ctx, 1000, 7); err == nil {
		t.Error("a page that was left goes on")
	}
}

// TestNothingToSolve: without a party, or without an issue that all state, there are
// answers and no numbers.
func TestNothingToSolve(t *testing.T) {
	w := newDesk(t)
	c := w.solved(t, "M")
	if c.How != SolveNothing || c.Model() != nil {
		t.Fatalf("a case of nothing is solved: %q", c.How)
	}
	if r := c.Browse(nil, 5); r.Vectors != 0 || len(r.Points) != 0 {
		t.Errorf("browsing nothing: %+v", r)
	}
	if r, err := c.Movement(MovementQuery{}); err != nil || r.Course != nil || r.History != nil {
		t.Errorf("movement of nothing: %+v, %v", r, err)
	}
	if r, err := c.WhatIf(t.Context(), 5, 1); err != nil || len(r.Packages) != 0 {
		t.Errorf("what if nothing: %+v, %v", r, err)
	}
}

// TestWorthStaysWithinItsScale: a weight that may be higher makes the others count
// less; what is best for a party on every issue is worth 100, whatever the weights.
func TestWorthStaysWithinItsScale(t *testing.T) {
	w := newDesk(t)
	x := w.wishes("A")
	for i := range x.Issues {
		x.Issues[i].Weight = span("20-60")
	}
	w.Do("A", "A M", record.WithoutPrejudice, x)
	w.Do("B", "B M", record.WithoutPrejudice, w.wishes("B"))
	w.Tick()
	w.offer("A", "2025-05-01", "90 days", "international", "in steps")
	w.offer("B", "2025-05-02", "30 days", "regional", "in steps")
	c := w.solved(t, "M")
	if p := c.Tabled.Packages[0]; p.Low[0] != "100" || p.High[0] != "100" || p.U[0] != "100" {
		t.Errorf("A's best on all issues is worth %s, from %s to %s", p.U[0], p.Low[0], p.High[0])
	}
	// By hand: 0, 50 and 100 with weights from 20 to 60. Least with 60 on the first and
	// 60 or 20 on the second, (20·50 + 20·100)/100 = 30 or (60·50 + 20·100)/140 = 35.7;
	// most with 20, 20 and 60: (20·50 + 60·100)/100 = 70.
	if p := c.Tabled.Packages[1]; p.Low[0] != "30" || p.High[0] != "70" || p.U[0] != "50" {
		t.Errorf("worth %s, from %s to %s, want 50, 30 and 70", p.U[0], p.Low[0], p.High[0])
	}
}
