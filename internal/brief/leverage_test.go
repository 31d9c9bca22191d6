// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func tellStep(s LeverageStep) string {
	out := s.On.Day + " " + s.Step
	if s.Deadline.Known() {
		out += " to " + s.Deadline.When.Day
		if s.Deadline.When.Until != "" {
			out += "/" + s.Deadline.When.Until
		}
		out += " (" + s.Deadline.Says + ")"
	}
	return out + " by " + joined(s.Told, func(t LeverageTelling) string { return t.By.Seat })
}

// TestOneMovedDeadline: 50 days set on 14 July, cut to 10 to 12 on 28 July,
// lapsed on 8 August is one deadline with one move, whoever tells it and in
// whatever order it was entered.
func TestOneMovedDeadline(t *testing.T) {
	w := newSeason(t)
	at := func(today, until string) LeverageStanding {
		for _, l := range Leverages(w.State("R"), w.Roster(), head, 0, AsOf{Today: today, Until: until}).Leverages {
			if l.First == process.Ref(w.deadline) {
				return l
			}
		}
		t.Fatal("the deadline is not there")
		return LeverageStanding{}
	}
	l := at("2025-08-20", "")
	same(t, "history", joined(l.Deadline.History, tellStep),
		"2025-07-14 set to 2025-09-02 (50 days) by M; 2025-07-28 moved to 2025-08-07/2025-08-09 (10–12 days) by M; E; 2025-08-08 lapsed by M")
	if l.State != "lapsed" || l.Open || l.Deadline.Moves != 1 || l.Deadline.Clock.State != ClockClosed || l.Deadline.First.Says != "50 days" || len(l.Rivals) != 0 {
		t.Errorf("%+v", l.Deadline)
	}
	if len(l.Steps) != 3 || l.Steps[1].Step != "repeated" {
		t.Errorf("steps %s", joined(l.Steps, tellStep))
	}
	// The same deadline on the days between.
	for _, c := range []struct {
		today, state string
		moves        int
		clock        Clock
	}{
		{"2025-07-14", "set", 0, Clock{State: ClockAhead, Days: 50, Day: "2025-09-02", Says: "50 days left"}},
		{"2025-07-28", "moved", 1, Clock{State: ClockAhead, Days: 10, Most: 12, Day: "2025-08-07", Until: "2025-08-09", Says: "10 to 12 days left"}},
		{"2025-08-07", "moved", 1, Clock{State: ClockToday, Most: 2, Day: "2025-08-07", Until: "2025-08-09", Says: "within these days, 2 days left at the most"}},
		{"2025-08-08", "lapsed", 1, Clock{State: ClockClosed, Day: "2025-08-07", Until: "2025-08-09", Says: "lapsed"}},
	} {
		got := at(c.today, c.today)
		if got.State != c.state || got.Deadline.Moves != c.moves || got.Deadline.Clock != c.clock {
			t.Errorf("%s: %s, %d moves, %+v", c.today, got.State, got.Deadline.Moves, got.Deadline.Clock)
		}
	}
}

// TestSilentFields: a threat that says neither who decides nor until when names
// these as not stated, and has no clock.
func TestSilentFields(t *testing.T) {
	w := newSeason(t)
	all := Leverages(w.State("U"), w.Roster(), head, 0, may19)
	same(t, "leverages", joined(all.Leverages, func(l LeverageStanding) string {
		return l.Sort + " " + l.Title + ", " + l.Deadline.Clock.State + ", silent on " + strings.Join(l.NotStated, " ")
	}), "threat Further sanctions, no-date, silent on trigger evidence decides reversible snapback deadline; "+
		"incentive Trade, no-date, silent on trigger evidence decides reversible snapback deadline")
	if len(all.Timeline) != 2 || len(all.Leverages[0].Deadline.History) != 0 || all.Leverages[0].Deadline.Stated {
		t.Errorf("%+v", all.Timeline)
	}
	line := Leverages(w.State("U"), w.Roster(), head, 0, AsOf{}).Timeline
	same(t, "timeline", joined(line, func(m LeverageMoment) string { return m.On.Day + " " + m.Step }),
		"2025-05-19 set; 2025-05-19 set; 2025-07-14 set; 2025-07-28 moved; 2025-07-29 repeated; 2025-08-08 lapsed")
}

// TestTellersOfOneDayDiffer: what two seats tell of one day stands side by side;
// what one seat tells of one day follows.
func TestTellersOfOneDayDiffer(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	id := w.Do("M", "A B", record.OnRecord, act.Leverage{
		Sort: act.Incentive, Title: "Relief", Holder: "M", Target: "A", Does: "x", Set: day("2025-05-01"), Deadline: act.Due{When: day("2025-05-09")},
	})
	step := func(seat, word string) record.Hash {
		return w.Do(seat, "A B M", record.OnRecord, act.LeverageStep{Leverage: process.Ref(id), Step: word, On: day("2025-05-08")})
	}
	of := func() LeverageStanding {
		return Leverages(w.State("B"), w.Roster(), head, 0, AsOf{Today: "2025-05-20"}).Leverages[0]
	}
	if l := of(); l.State != LeverageSet || !l.Open || l.Deadline.Clock.State != ClockPassed || l.Deadline.Clock.Days != 11 {
		t.Errorf("a date that has passed is not a lapse: %+v", l)
	}
	step("A", "suspended")
	step("A", "lifted")
	if l := of(); l.State != "lifted" || len(l.Rivals) != 0 || l.Open {
		t.Errorf("%s beside %v", l.State, l.Rivals)
	}
	last := step("B", "enacted")
	if l := of(); l.State != "enacted" || !slices.Equal(l.Rivals, []string{"suspended", "lifted"}) {
		t.Errorf("%s beside %v", l.State, l.Rivals)
	}
	w.Do("B", "A M", record.OnRecord, act.Withdrawal{Entry: process.Ref(last)})
	if l := of(); l.State != "lifted" || len(l.Rivals) != 0 || len(l.Steps) != 3 || !l.Steps[2].Withdrawn {
		t.Errorf("after it was taken back: %s beside %v", l.State, l.Rivals)
	}
}

func TestClock(t *testing.T) {
	at := AsOf{Today: "2024-02-28"}
	for _, c := range []struct {
		due  act.Due
		want string
	}{
		{act.Due{}, "no-date: no date was stated"},
		{act.Due{Says: "soon"}, "words: in words only, which is no date"},
		{act.Due{When: day("2024-02-27")}, "passed: passed 1 day ago"},
		{act.Due{When: day("2024-02-28")}, "today: today"},
		{act.Due{When: day("2024-03-01")}, "ahead: 2 days left"}, // a leap year
		{act.Due{When: day("2025-02-28"), Says: "in a year"}, "ahead: 366 days left"},
		{act.Due{When: act.Moment{Day: "2024-02-20", Until: "2024-02-28"}}, "today: today"},
		{act.Due{When: act.Moment{Day: "2024-02-20", Until: "2024-02-26"}}, "passed: passed 2 days ago"},
		{act.Due{When: act.Moment{Day: "2024-02-29", Clock: "00:30", Zone: "Europe/Istanbul"}}, "ahead: 1 day left"},
	} {
		got := at.clock(c.due)
		same(t, compact(c.due), got.State+": "+got.Says, c.want)
	}
	if c := (AsOf{}).clock(act.Due{When: day("2024-03-01")}); c.State != ClockUnasked || c.Day != "2024-03-01" {
		t.Errorf("%+v", c)
	}
}
