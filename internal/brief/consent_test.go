// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func tellStand(c ConsentStand) string {
	s := c.Seat.Seat + " " + c.Stand
	if c.Condition != "" {
		s += " (" + c.Condition + ")"
	}
	return s
}

// TestConsents: silence is shown as silence, a withdrawal is a later word and
// takes nothing away from the history.
func TestConsents(t *testing.T) {
	w := newSeason(t)
	r := Consents(w.State("T"), w.Roster(), head, 0, AsOf{})
	same(t, "process", joined(r.Process, tellStand), "E not-stated; M not-stated; R not-stated; T not-stated; U not-stated")
	same(t, "format", joined(r.Formats[0].Seats, tellStand), "R given; U conditional (a ceasefire from 12 May)")
	same(t, "10 May", joined(Consents(w.State("T"), w.Roster(), head, 0, AsOf{Until: "2025-05-10"}).Formats[0].Seats, tellStand), "R not-stated; U not-stated")

	w.say("U", act.Consent{Format: process.Ref(w.format), Stand: "given", On: day("2025-05-15")})
	last := w.say("R", act.Consent{Format: process.Ref(w.format), Stand: "withdrawn", On: day("2025-05-16")})
	w.say("R", act.Consent{Format: process.Ref(w.format), Stand: "given", On: day("2025-05-12")}) // entered late, of an earlier day
	w.say("T", act.Consent{Format: process.Ref(w.format), Stand: "given", On: day("2025-05-16")})
	w.say("E", act.Consent{Stand: "withdrawn", On: day("2025-05-17")})
	r = Consents(w.State("M"), w.Roster(), head, 0, AsOf{})
	same(t, "format", joined(r.Formats[0].Seats, tellStand), "R withdrawn; U given; T given")
	same(t, "history", joined(r.Formats[0].Seats[0].History, func(l ConsentLine) string { return l.On.Day + " " + l.Stand }),
		"2025-05-11 given; 2025-05-12 given; 2025-05-16 withdrawn")
	same(t, "withdrawn", joined(r.Withdrawn, func(c ConsentTo) string { return c.Title + " " + tellStand(c.ConsentStand) }), " E withdrawn; Next talks R withdrawn")

	w.Do("R", plenary, record.OnRecord, act.Withdrawal{Entry: process.Ref(last)})
	r = Consents(w.State("M"), w.Roster(), head, 0, AsOf{})
	if c := r.Formats[0].Seats[0]; c.Stand != "given" || c.On.Day != "2025-05-12" || len(c.History) != 3 || c.History[2].Withdrawn == nil {
		t.Errorf("%+v", c)
	}
}

// TestMediatorMayStepBack: the talk of 18 April and of 19 May are events with
// their conditions, and say nothing of who carries on.
func TestMediatorMayStepBack(t *testing.T) {
	w := newSeason(t)
	r := Exits(w.State("R"), w.Roster(), head, 0, may19)
	same(t, "events", joined(r.Events, func(e ExitEvent) string {
		return e.On.Day + " " + e.Stage + " if " + e.Condition + ", silent on " + strings.Join(e.NotStated, " ")
	}), "2025-04-18 considered if no progress, silent on successor host effect; 2025-05-19 considered if it does not work, silent on successor host effect")
	if e := r.Events[1]; e.Words != "I just back away" || e.Reported || e.Clock.State != ClockNone || e.By.Seat != "M" {
		t.Errorf("%+v", e)
	}
	same(t, "mediators", joined(r.Mediators, func(m ExitStage) string { return m.Seat.Seat + " " + m.Stage + " " + m.On.Day }), "M considered 2025-05-19")
	same(t, "phase", joined(r.Phases.Now, func(p PhaseLine) string { return p.Phase }), "design")
	same(t, "April", joined(Exits(w.State("R"), w.Roster(), head, 0, AsOf{Until: "2025-04-30"}).Phases.Now, func(p PhaseLine) string { return p.Phase }), "contact")
	if got := Exits(w.State("R"), w.Roster(), head, 0, AsOf{Until: "2025-04-17"}); len(got.Events) != 0 || got.Mediators[0].Stage != NotStated {
		t.Errorf("%+v", got.Events)
	}
}

// TestExitIsCarriedOut: a mediator announces, hands over and returns; a party
// that reports it is shown as reporting.
func TestExitIsCarriedOut(t *testing.T) {
	w := processtest.New(t, "M:mediator", "N:mediator", "A:party", "B:party")
	const all = "A B M N"
	w.Do("A", all, record.OnRecord, act.Exit{Stage: "announced", On: day("2025-05-20"), Ground: source(act.OneSource, "C1")})
	w.Do("M", all, record.OnRecord, act.Exit{
		Stage: "announced", On: day("2025-05-21"), Effect: act.Due{When: day("2025-06-01")}, Successor: "N", Host: "a neutral host",
	})
	at := AsOf{Today: "2025-05-22"}
	r := Exits(w.State("B"), w.Roster(), head, 0, at)
	if len(r.Events) != 2 || !r.Events[0].Reported || r.Events[1].Reported || r.Events[1].Clock.Days != 10 || r.Events[1].Successor.Seat != "N" {
		t.Errorf("%+v", r.Events)
	}
	same(t, "mediators", joined(r.Mediators, func(m ExitStage) string { return m.Seat.Seat + " " + m.Stage }), "M announced; N not-stated")
	w.Do("M", all, record.OnRecord, act.Exit{Stage: "returned", On: day("2025-05-25")})
	same(t, "returned", Exits(w.State("B"), w.Roster(), head, 0, at).Mediators[0].Stage, "returned")
}

// TestPhasesOfTwoMediators: mediators who have not seen each other differ, and
// both are shown until one of them has.
func TestPhasesOfTwoMediators(t *testing.T) {
	w := processtest.New(t, "M:mediator", "N:mediator", "A:party", "B:party")
	const all = "A B M N"
	now := func() string {
		return joined(Exits(w.State("A"), w.Roster(), head, 0, AsOf{}).Phases.Now, func(p PhaseLine) string { return p.By.Seat + " " + p.Phase })
	}
	same(t, "at first", now(), "")
	w.Do("M", all, record.OnRecord, act.Phase{Phase: "contact", Since: "2025-05-01"})
	w.Do("N", all, record.OnRecord, act.Phase{Phase: "design", Since: "2025-05-02"}) // in the same tick
	same(t, "rivals", now(), "M contact; N design")
	w.Tick()
	id := w.Do("N", all, record.OnRecord, act.Phase{Phase: "positions", Since: "2025-05-03"})
	same(t, "settled", now(), "N positions")
	w.Do("N", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(id)})
	same(t, "taken back", now(), "M contact; N design")
	if h := Exits(w.State("A"), w.Roster(), head, 0, AsOf{}).Phases.History; len(h) != 3 || h[2].Withdrawn == nil {
		t.Errorf("%+v", h)
	}
}
