// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// amend writes an offer again, with other choices.
func (w *desk) amend(seat, before, day string, options ...string) string {
	w.Tick()
	x := act.Proposal{Amends: before, Title: "again", Stage: act.Tabled, By: seat, Choices: w.choose(options...)}
	if day != "" {
		x.On = act.Moment{Day: day}
	}
	for _, k := range x.Choices {
		x.Issues = append(x.Issues, k.Issue)
	}
	id := process.Ref(w.Do(seat, both, record.OnRecord, x))
	w.Tick()
	return id
}

// TestEveryWritingOfAnOffer: an offer that was written again stands at both days,
// and the step between its writings is a step; one that was taken back was made all
// the same.
func TestEveryWritingOfAnOffer(t *testing.T) {
	w := bothStated(t)
	first := w.offer("A", "2025-05-01", "90 days", "international", "in steps")
	w.offer("B", "2025-05-02", "30 days", "none", "in steps")
	w.Now = w.Now.Add(3 * 24 * time.Hour)
	second := w.amend("A", first, "2025-05-01", "90 days", "regional", "in steps") // the day of the first, as a form keeps it
	entered := dayOf(w.Now)
	w.amend("A", second, "2025-05-01", "90 days", "regional", "in steps") // other words, the same offer
	w.Now = w.Now.Add(24 * time.Hour)
	third := w.offer("A", dayOf(w.Now), "30 days", "regional", "in steps")
	gone := process.Ref(w.Do("A", both, record.OnRecord, act.Withdrawal{Entry: third, Why: "too early"}))
	w.Tick()

	r, err := w.solved(t, "M").Movement(MovementQuery{})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ entry, day, stands string }
	var got []row
	for _, o := range r.Offers {
		if o.By.Seat == "A" {
			got = append(got, row{o.Entry, o.On.Day, o.Stands})
		}
	}
	if want := []row{{first, "2025-05-01", OfferReplaced}, {second, entered, OfferStands}, {third, dayOf(w.Now), OfferWithdrawn}}; !slices.Equal(got, want) {
		t.Fatalf("offers of A %+v\nwant %+v", got, want)
	}
	last := r.Offers[len(r.Offers)-1]
	if last.Withdrawn == nil || last.Withdrawn.Entry != gone || last.Withdrawn.Why != "too early" {
		t.Errorf("taken back: %+v", last.Withdrawn)
	}
	if again := r.Offers[slices.IndexFunc(r.Offers, func(o OfferLine) bool { return o.Entry == second })]; again.Package != first || again.First || len(again.Changed) != 1 || again.Changed[0].Issue.Issue != w.monitors {
		t.Errorf("the second writing: %+v", again)
	}
	// 100/60, 85/75, 25/95 for A and B.
	var steps []string
	for _, s := range r.Steps {
		steps = append(steps, s.From+s.To+s.Kind+s.Own)
	}
	if want := []string{first + second + "concession-15", second + third + "concession-60"}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
}

// TestOffersOfAnEarlierDay: on a day before an offer was written again or taken
// back, it stands as it did.
func TestOffersOfAnEarlierDay(t *testing.T) {
	w := bothStated(t)
	day := dayOf(w.Now)
	first := w.offer("A", day, "90 days", "international", "in steps")
	other := w.offer("A", day, "90 days", "none", "in steps")
	w.Now = w.Now.Add(48 * time.Hour)
	w.amend("A", first, "", "90 days", "regional", "in steps")
	w.Do("A", both, record.OnRecord, act.Withdrawal{Entry: other})
	w.Tick()
	held := Case(w.State("M"), w.Roster(), head, w.Withheld("M"), AsOf{Until: day}, CaseQuery{})
	c, err := SolveCase(t.Context(), held, 0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Movement(MovementQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Offers) != 2 || r.Offers[0].Stands != OfferStands || r.Offers[1].Stands != OfferStands || r.Offers[1].Withdrawn != nil {
		t.Errorf("offers on that day: %+v", r.Offers)
	}
}

// TestDraftAndItsTabledCopy: a draft from which a package was tabled is not placed
// beside it, until it is written again to choose something else; of a package that
// was taken back the draft is there again.
func TestDraftAndItsTabledCopy(t *testing.T) {
	w := bothStated(t)
	write := func(x act.Proposal, readers string, options ...string) string {
		x.Choices = w.choose(options...)
		for _, k := range x.Choices {
			x.Issues = append(x.Issues, k.Issue)
		}
		id := process.Ref(w.Do("M", readers, record.WithoutPrejudice, x))
		w.Tick()
		return id
	}
	placed := func(step string, want ...string) {
		t.Helper()
		c := w.solved(t, "M")
		var got, asked, tried []string
		for _, x := range c.Placed() {
			got = append(got, x.Title)
		}
		for _, x := range c.Tabled.Packages {
			asked = append(asked, x.Name)
		}
		r, err := c.WhatIf(t.Context(), 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Packages {
			tried = append(tried, x.Title)
		}
		for _, list := range [][]string{got, asked, tried} {
			if !slices.Equal(list, want) {
				t.Errorf("%s: placed %v, mapped %v, tried %v; want %v", step, got, asked, tried, want)
				break
			}
		}
	}
	draft := write(act.Proposal{Stage: act.Internal, Title: "draft"}, "M", "90 days", "none", "in steps")
	placed("a draft alone", "draft")
	reworded := write(act.Proposal{Stage: act.Internal, Title: "draft", Amends: draft, Text: "in words"}, "M", "90 days", "none", "in steps")
	tabled := write(act.Proposal{Stage: act.Tabled, Title: "tabled", From: draft}, both, "90 days", "none", "in steps")
	placed("tabled from its first writing", "tabled")
	write(act.Proposal{Stage: act.Internal, Title: "next", Amends: reworded}, "M", "90 days", "regional", "in steps")
	placed("and worked on", "tabled", "next")
	if p := w.held("M", CaseQuery{}).Packages; p[0].From != draft || p[1].From != "" {
		t.Errorf("come from %q and %q, want %q and nothing", p[0].From, p[1].From, draft)
	}
	w.Do("M", both, record.WithoutPrejudice, act.Withdrawal{Entry: tabled})
	w.Tick()
	placed("taken back", "next")
}

// TestOfferOfTwoDevices: of two writings whose authors had not seen each other both
// were made, and the one beside the writing in force is marked.
func TestOfferOfTwoDevices(t *testing.T) {
	w := bothStated(t)
	first := w.offer("A", "2025-05-01", "90 days", "international", "in steps")
	put := func(readers string, options ...string) {
		x := act.Proposal{Amends: first, Title: "again", Stage: act.Tabled, By: "A", Choices: w.choose(options...)}
		for _, k := range x.Choices {
			x.Issues = append(x.Issues, k.Issue)
		}
		w.Do("A", readers, record.WithoutPrejudice, x)
	}
	put(both, "90 days", "regional", "in steps")
	put("A M", "30 days", "regional", "in steps")
	w.Tick()
	r, err := w.solved(t, "M").Movement(MovementQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range r.Offers {
		got = append(got, o.Stands)
	}
	slices.Sort(got)
	if want := []string{OfferBeside, OfferReplaced, OfferStands}; !slices.Equal(got, want) {
		t.Errorf("offers stand %v, want %v", got, want)
	}
}
