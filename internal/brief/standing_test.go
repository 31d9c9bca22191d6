// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func codes(r StandingReport) (out []string) {
	for _, w := range r.Warnings {
		out = append(out, strings.TrimSpace(w.Code+" "+strings.Join(w.Seats, " ")))
	}
	return out
}

func says(r StandingReport, code string) string {
	for _, w := range r.Warnings {
		if w.Code == code {
			return w.Says
		}
	}
	return ""
}

func TestWithheldIsOneNumber(t *testing.T) {
	for n, want := range map[int64]string{
		-1: "Every leaf", 0: "Every leaf", 1: "1 leaf of the record is not opened", 41: "41 leaves of the record are not opened",
	} {
		f := footing(head, n)
		if !strings.Contains(f.Withheld.Says, want) || f.Withheld.Leaves != max(n, 0) || f.Head != head {
			t.Errorf("%d: %+v", n, f)
		}
	}
}

// TestWarningsOfAYoungProcess follows a process from its founding.
func TestWarningsOfAYoungProcess(t *testing.T) {
	report := func(w *processtest.World, h Head) StandingReport {
		return Standing(w.State("M"), w.Roster(), h, 0)
	}
	w := processtest.Found(t, "M:mediator", "A:party", "B:party")
	r := report(w, Head{Size: 1, Quorum: 3})
	if got := codes(r); !slices.Equal(got, []string{"not-open A B M", "no-guarantor", "not-witnessed"}) {
		t.Errorf("warnings %v", got)
	}
	if !strings.Contains(says(r, WarnNotOpen), "still to accept: A, B, M") || !strings.Contains(says(r, WarnNoGuarantor), "3 of 3") ||
		!strings.Contains(says(r, WarnNotWitnessed), "0 of the 3") || r.Open {
		t.Errorf("%+v", r.Warnings)
	}
	for _, seat := range []string{"A", "M", "B"} {
		w.Change(seat, record.Accept(w.Process()))
	}
	r = report(w, Head{Size: 4, Witnessed: true, Cosignatures: 3, Quorum: 3})
	if got := codes(r); !slices.Equal(got, []string{"no-guarantor"}) || !r.Open {
		t.Errorf("warnings %v", got)
	}

	proposal := w.Change("M", record.AddSeat(w.Enrol("G", "guarantor")))
	policy := w.Change("M", record.SetPolicy(record.Policy{Tick: 10, Batch: 8, Quorum: 3}))
	w.Change("A", record.Consent(proposal))
	for _, seat := range []string{"A", "B"} {
		p := Standing(w.State(seat), w.Roster(), head, 0).Pending
		if len(p) != 2 || p[0].Entry != process.Ref(proposal) || p[0].Seat != "G" || p[0].Role != "guarantor" || len(p[0].Words) != 12 ||
			len(p[0].Waits) != 1 || p[0].Waits[0].Seat != "B" || p[0].You != (seat == "B") {
			t.Errorf("seat %s, pending %+v", seat, p)
		}
		if p[1].Entry != process.Ref(policy) || !strings.Contains(p[1].Text, "tick 10\n") || len(p[1].Waits) != 2 || !p[1].You {
			t.Errorf("seat %s, pending %+v", seat, p[1])
		}
	}
	w.Change("B", record.Consent(proposal))
	if got := codes(report(w, head)); !slices.Equal(got, []string{"not-open G"}) {
		t.Errorf("warnings %v", got)
	}
	w.Change("G", record.Accept(w.Process()))
	if got := codes(report(w, head)); len(got) != 0 {
		t.Errorf("warnings %v", got)
	}
	w.Change("G", record.RemoveDevice("d1"))
	if got := codes(report(w, head)); !slices.Equal(got, []string{"no-device G"}) {
		t.Errorf("warnings %v", got)
	}
	w.Do("A", "B G M", record.OnRecord, act.SeatName{Seat: "A", Name: "Left"})
	w.Change("M", record.RemoveSeat("A"))
	r = report(w, head)
	if c := r.Channels[0]; !c.Readers[0].Gone || c.Readers[0].Name != "Left" || c.Readers[1].Gone || c.Plenary {
		t.Errorf("channel %+v", c)
	}
	w.Change("M", record.Close(w.Process()))
	if got := codes(report(w, head)); !slices.Equal(got, []string{"closed", "no-device G"}) {
		t.Errorf("warnings %v", got)
	}
	seats := RosterReport(w.State("M"), w.Roster(), head, 0)
	if !seats.Closed || len(seats.Seats) != 3 || seats.Removed[0] != (SeatRef{"A", "Left", true}) ||
		!slices.Equal(seats.Seats[1].Retired, []string{"d1"}) || len(seats.Seats[1].Labels) != 0 || len(seats.Seats[1].Words) != 12 {
		t.Errorf("%+v", seats)
	}
	if got := codes(Standing(process.New("X"), nil, Head{}, 0)); !slices.Equal(got, []string{"no-roster"}) {
		t.Errorf("warnings of nothing %v", got)
	}
}

// TestWarningsOfNames: a seat that could be taken for another is pointed out,
// whoever of the two comes first.
func TestWarningsOfNames(t *testing.T) {
	for _, c := range []struct{ seat, name, short, want string }{
		{"A", "Delegation", "", ""},
		{"A", "Mediator", "", "name-is-a-role A"},
		{"A", "x", "mediator", "name-is-a-role A"},
		{"M", "Mediator", "", ""},
		{"A", "B", "", "same-name A B"},
		{"B", "A", "", "same-name A B"},
		{"B", "um", "", "same-name B M"},
		{"B", "UNITED Mediators", "um", "same-name B M,same-name B M"},
		{"A", "party", "", ""}, // it is one
	} {
		w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
		w.Do("M", "A B G", record.OnRecord, act.SeatName{Seat: "M", Name: "United Mediators", Short: "um"})
		w.Tick()
		w.Do(c.seat, "A B G M", record.OnRecord, act.SeatName{Seat: c.seat, Name: c.name, Short: c.short})
		got := strings.Join(codes(Standing(w.State("G"), w.Roster(), head, 0)), ",")
		if got != c.want {
			t.Errorf("seat %s called %q, %q: warnings %q; want %q", c.seat, c.name, c.short, got, c.want)
		}
	}
}

func TestTooManyReaders(t *testing.T) {
	r := &record.Roster{Opened: true}
	for i := range record.MaxAudience + 1 {
		r.Seats = append(r.Seats, record.Seat{
			Name: fmt.Sprintf("S%02d", i), Role: record.RoleGuarantor, Accepted: true, Devices: []record.Device{{Label: "d1"}},
		})
	}
	if got := codes(Standing(process.New("S00"), r, head, 0)); !slices.Equal(got, []string{"too-many-readers"}) {
		t.Errorf("warnings %v", got)
	}
}

// TestStanding looks at what a mediator, a party and a guarantor are told.
func TestStanding(t *testing.T) {
	w := tell(t, "A", "B")
	w.release("B")
	m := Standing(w.State("M"), w.Roster(), head, w.Withheld("M"))
	if m.You.Name != "United Mediators" || len(m.Seats) != 4 || len(m.Channels) != 4 || m.Withheld.Leaves != 0 {
		t.Errorf("M: %+v", m)
	}
	var marks []int
	for _, c := range m.Marks {
		marks = append(marks, c.Entries)
	}
	if !slices.Equal(marks, []int{1, 1, 3, 3, 1}) {
		t.Errorf("marks %+v", m.Marks)
	}
	if d := m.Disputed; len(d) != 2 || d[0].Date != "2025-05-19" || d[0].Alone || len(d[0].Accounts) != 2 || !d[1].Alone ||
		d[0].Accounts[0].Teller != "A" || d[0].Accounts[1].Teller != "B" {
		t.Errorf("disputed %+v", d)
	}
	if c := m.Channels[0]; !c.Plenary || len(c.Events) != maxNewest || c.Events[0].Date != "2025-08-16" || c.Void != 1 {
		t.Errorf("plenary %+v", c)
	}
	if len(m.Asks) != 1 || m.Asks[0].To[0].Seat != "G" || len(m.Grants) != 2 || !m.Grants[0].Used {
		t.Errorf("asks %+v, grants %+v", m.Asks, m.Grants)
	}
	if got := codes(m); !slices.Equal(got, []string{"alternatives B", "void-entries", "unknown-kinds", "shown-without-permission M"}) {
		t.Errorf("warnings %v", got)
	}
	if s := says(m, WarnVoid); !strings.Contains(s, ": 2.") { // the title, and B's permission for A's entry
		t.Errorf("void: %s", s)
	}
	a := Standing(w.State("A"), w.Roster(), head, w.Withheld("A"))
	if len(a.Asks) != 1 || !a.Asks[0].You || len(a.Channels) != 2 || a.Withheld.Leaves == 0 {
		t.Errorf("A: %+v", a)
	}
	g := Standing(w.State("G"), w.Roster(), head, w.Withheld("G"))
	if len(g.Asks) != 0 || len(g.Grants) != 0 || len(g.Channels) != 2 {
		t.Errorf("G: %+v", g)
	}

	// Two titles of two mediators stand beside each other.
	x := processtest.New(t, "M:mediator", "N:mediator")
	x.Tick()
	x.Do("M", "N", record.OnRecord, act.Title{Title: "one", Summary: "s"})
	x.Do("N", "M", record.OnRecord, act.Title{Title: "two"})
	r := Standing(x.State("M"), x.Roster(), head, 0)
	if r.Title != "one" || r.Summary != "s" || len(r.Titles) != 2 || r.Titles[1].By.Seat != "N" || says(r, WarnAlternatives) == "" {
		t.Errorf("titles %+v", r.Titles)
	}
}
