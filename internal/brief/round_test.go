// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// circle is a process of a mediator, three parties and a guarantor in which a
// round on two packages is open.
type circle struct {
	*processtest.World
	all      string // readers of what is put to all
	one, two string // packages in the order in which they were put
	round    record.Hash
}

const circleAll = "A B C G M"

func newCircle(t testing.TB) *circle {
	return circleOf(processtest.New(t, "M:mediator", "A:party", "B:party", "C:party", "G:guarantor"), circleAll)
}

func circleOf(world *processtest.World, all string) *circle {
	w := &circle{World: world, all: all}
	issue := process.Ref(w.Do("M", all, record.OnRecord, act.Issue{Title: "Length", Options: []string{"30 days", "90 days"}}))
	put := func(option string) string {
		id := process.Ref(w.Do("M", all, record.OnRecord, act.Proposal{
			Stage: act.Tabled, Title: "Truce of " + option, Issues: []string{issue}, Choices: []act.Choice{{Issue: issue, Option: option}},
		}))
		w.Tick()
		return id
	}
	w.one, w.two = put("30 days"), put("90 days")
	w.round = w.Do("M", all, record.OnRecord, act.Round{
		Title: "Two lengths", Packages: sorted(w.one, w.two), Asked: []string{"A", "B", "C"}, Closes: act.Moment{Day: "2025-06-20"},
	})
	w.Tick()
	return w
}

func sorted(ids ...string) []string {
	slices.Sort(ids)
	return ids
}

// say answers for a seat: to the first package, then to the second; "" is no
// answer, and what follows a colon a condition.
func (w *circle) say(seat, one, two, words string) record.Hash {
	return w.Do(seat, seat+" M", record.WithoutPrejudice, w.answer(one, two, words))
}

func (w *circle) answer(one, two, words string) act.RoundAnswer {
	x := act.RoundAnswer{Round: process.Ref(w.round), Words: words}
	for _, id := range sorted(w.one, w.two) {
		says := one
		if id == w.two {
			says = two
		}
		word, condition, _ := strings.Cut(says, ":")
		if word != "" {
			x.Answers = append(x.Answers, act.PackageAnswer{Package: id, Answer: word, Condition: condition})
		}
	}
	return x
}

func (w *circle) close(one, two string) {
	w.Tick()
	x := act.RoundResult{Round: process.Ref(w.round), Words: "Thank you."}
	for _, id := range sorted(w.one, w.two) {
		x.Outcomes = append(x.Outcomes, act.PackageOutcome{Package: id, Outcome: map[string]string{w.one: one, w.two: two}[id]})
	}
	w.Do("M", w.all, record.OnRecord, x)
	w.Tick()
}

func (w *circle) line(t *testing.T, seat, today string) RoundLine {
	t.Helper()
	rep := Rounds(w.State(seat), w.Roster(), head, w.Withheld(seat), AsOf{Today: today})
	x, ok := rep.Round(process.Ref(w.round))
	if !ok {
		t.Fatalf("seat %s reads of no round", seat)
	}
	if (rep.Waits > 0) != x.Waits {
		t.Errorf("seat %s: %d rounds wait, and this one: %v", seat, rep.Waits, x.Waits)
	}
	return x
}

// stands tells a round in a line: its state, the own part, who has answered, and
// of each package the own answer and the outcome.
func stand(x RoundLine) string {
	out := []string{x.State, x.Part}
	for _, s := range x.Asked {
		out = append(out, s.Seat.Seat+" "+s.Answered)
	}
	for _, p := range x.Packages {
		out = append(out, strings.TrimSpace(p.Title+": "+p.Own+" "+p.Condition+" "+p.Outcome))
	}
	return strings.Join(out, " | ")
}

func TestRoundStands(t *testing.T) {
	w := newCircle(t)
	w.say("A", "yes", "yes", "")
	w.say("B", "yes-if:the list comes first", "", "a word to you")
	w.Tick()
	for seat, want := range map[string]string{
		"M": "open | asks | A answered | B partly | C not-answered | Truce of 30 days: | Truce of 90 days:",
		"A": "open | asked | A answered | B not-known | C not-known | Truce of 30 days: yes | Truce of 90 days: yes",
		"B": "open | asked | B partly | A not-known | C not-known | Truce of 30 days: yes-if the list comes first | Truce of 90 days:",
		"C": "open | asked | C not-answered | A not-known | B not-known | Truce of 30 days: | Truce of 90 days:",
		"G": "open | reads | A not-known | B not-known | C not-known | Truce of 30 days: | Truce of 90 days:",
	} {
		if got := stand(w.line(t, seat, "2025-06-10")); got != want {
			t.Errorf("seat %s\n got %s\nwant %s", seat, got, want)
		}
	}
	for seat, waits := range map[string]bool{"M": false, "A": false, "B": true, "C": true, "G": false} {
		if got := w.line(t, seat, "2025-06-10").Waits; got != waits {
			t.Errorf("seat %s: waits %v; want %v", seat, got, waits)
		}
	}
	if x := w.line(t, "C", "2025-06-21"); x.State != RoundPast || !x.Waits {
		t.Errorf("after the day it is %s, waits %v; answers still count until it is closed", x.State, x.Waits)
	}
	w.say("C", "no", "yes", "")
	w.close(act.NotAllAccept, act.NotAllAccept)
	for seat, want := range map[string]string{
		"M": "closed | asks | A answered | B partly | C answered | Truce of 30 days:  not-all-accept | Truce of 90 days:  not-all-accept",
		"A": "closed | asked | A answered | B not-known | C not-known | Truce of 30 days: yes  not-all-accept | Truce of 90 days: yes  not-all-accept",
		"G": "closed | reads | A not-known | B not-known | C not-known | Truce of 30 days:  not-all-accept | Truce of 90 days:  not-all-accept",
	} {
		if got := stand(w.line(t, seat, "2025-06-21")); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("seat %s\n got %s\nwant %s", seat, got, want)
		}
	}
	if x := w.line(t, "B", ""); x.Waits || x.Result == nil || x.Result.Words != "Thank you." || x.Own == nil || x.Own.Words != "a word to you" {
		t.Errorf("a seat that was asked reads of the closed round %+v", x)
	}
}

// TestRoundCounted: the mediator who opened it counts; nobody else does, and what
// came later is told apart.
func TestRoundCounted(t *testing.T) {
	w := newCircle(t)
	w.say("A", "yes", "yes", "")
	w.say("B", "yes-if:the list comes first", "yes", "a word to you")
	w.Tick()
	late := w.say("C", "no", "yes", "")
	x := act.RoundResult{Round: process.Ref(w.round)}
	for _, id := range sorted(w.one, w.two) {
		x.Outcomes = append(x.Outcomes, act.PackageOutcome{Package: id, Outcome: act.NotAllAccept})
	}
	w.Do("M", circleAll, record.OnRecord, x)
	w.Tick()
	got, err := RoundCount(w.State("M"), w.Roster(), head, w.Withheld("M"), AsOf{}, w.round)
	if err != nil {
		t.Fatal(err)
	}
	tell := func(p PackageCount) string {
		return joined(p.Yes, seatOf) + "/" + joined(p.YesIf, func(c SeatCondition) string { return seatOf(c.Seat) + " " + c.Condition }) +
			"/" + joined(p.No, seatOf) + "/" + joined(p.None, seatOf)
	}
	for i, want := range []string{"A/B the list comes first//C", "A; B///C"} {
		if p := got.Packages[i]; tell(p) != want || p.Told != act.NotAllAccept || p.Differs {
			t.Errorf("%s: %s, told %s; want %s", p.Title, tell(p), p.Told, want)
		}
	}
	if c := got.Seats[2]; c.Answered != AnsweredNot || len(c.By) != 0 || len(c.Late) != 1 || c.Late[0].Entry != process.Ref(late) {
		t.Errorf("a late answer is counted as %+v", c)
	}
	if b := got.Seats[1]; len(b.By) != 1 || b.By[0].Words != "a word to you" || b.By[0].Answers[0].Condition != "the list comes first" {
		t.Errorf("an answer is shown as %+v", b)
	}
	for _, seat := range []string{"A", "B", "C", "G"} {
		if _, err := RoundCount(w.State(seat), w.Roster(), head, 0, AsOf{}, w.round); !errors.Is(err, ErrNotCounted) {
			t.Errorf("seat %s counts the round: %v", seat, err)
		}
	}
	if own := w.line(t, "C", "").Own; own == nil || len(own.Late) != 1 {
		t.Errorf("the late seat is told %+v", own)
	}
	// What was told differently from what the count makes is said.
	w = newCircle(t)
	for _, seat := range []string{"A", "B", "C"} {
		w.say(seat, "yes", "yes", "")
	}
	w.close(act.NotAllAccept, act.AllAccept)
	got, _ = RoundCount(w.State("M"), w.Roster(), head, 0, AsOf{}, w.round)
	if !got.Packages[0].Differs || got.Packages[1].Differs {
		t.Errorf("told and counted: %+v", got.Packages)
	}
}

func seatOf(s SeatRef) string { return s.Seat }

// TestRoundRefuserUnknown runs one story three times, each time with another seat
// that refuses. Whoever did not refuse, and whoever was not asked, reads the same
// each time, to the last letter.
func TestRoundRefuserUnknown(t *testing.T) {
	hex := regexp.MustCompile(`[0-9a-f]{64}`)
	seen := map[string]map[string]string{}
	for _, refuser := range []string{"A", "B", "C"} {
		w := newCircle(t)
		for _, seat := range []string{"A", "B", "C"} {
			if seat == refuser {
				w.say(seat, "no", "yes", "")
			} else {
				w.say(seat, "yes", "yes", "")
			}
		}
		w.close(act.NotAllAccept, act.AllAccept)
		for _, seat := range []string{"A", "B", "C", "G"} {
			if seat == refuser {
				continue
			}
			s, r, h := w.State(seat), w.Roster(), head
			var all []any
			all = append(all, Rounds(s, r, h, w.Withheld(seat), AsOf{Today: "2025-06-10"}), Standing(s, r, h, w.Withheld(seat)),
				Entries(s, EntriesQuery{Head: h, Withheld: w.Withheld(seat)}), Changes(s, r, h, w.Withheld(seat), ChangesQuery{}),
				CalendarItems(s, r, h, w.Withheld(seat), AsOf{}))
			text, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			if seen[seat] == nil {
				seen[seat] = map[string]string{}
			}
			seen[seat][refuser] = hex.ReplaceAllString(string(text), "id")
		}
	}
	for seat, by := range seen {
		var first string
		for refuser, text := range by {
			if first == "" {
				first = text
			}
			if text != first {
				i := 0
				for i < min(len(text), len(first)) && text[i] == first[i] {
					i++
				}
				t.Errorf("seat %s reads something else when seat %s refuses: …%.160s… instead of …%.160s…", seat, refuser, text[max(i-60, 0):], first[max(i-60, 0):])
			}
		}
	}
}

// TestRoundWaits: whoever has not answered reads so on its first page, the
// mediator reads that the day has passed, and the calendar holds the day.
func TestRoundWaits(t *testing.T) {
	w := newCircle(t)
	w.say("A", "yes", "no", "")
	w.Tick()
	tell := func(seat, today string) string {
		at := AsOf{Today: today}
		standing := StandingAt(w.State(seat), w.Roster(), head, 0, at)
		items := CalendarItems(w.State(seat), w.Roster(), head, 0, at).Items
		if len(items) != 1 || items[0].Kind != DatedRound || items[0].When.Day != "2025-06-20" || items[0].Certainty != CertaintyConfirmed {
			t.Errorf("seat %s has in its calendar %+v", seat, items)
		}
		clocks := joined(standing.Clocks, func(c ClockBrief) string { return c.Kind + " " + c.State })
		return joined(standing.Rounds, func(r RoundBrief) string {
			return r.State + " " + r.Part + map[bool]string{true: " waits"}[r.Waits]
		}) + " | " + clocks
	}
	for _, c := range []struct{ seat, today, want string }{
		{"A", "2025-06-10", "open asked | round open"},
		{"B", "2025-06-10", "open asked waits | round open"},
		{"M", "2025-06-10", "open asks | round open"},
		{"M", "2025-06-21", "past asks waits | round past"},
		{"G", "2025-06-21", "past reads | round past"},
	} {
		if got := tell(c.seat, c.today); got != c.want {
			t.Errorf("seat %s on %s: %s; want %s", c.seat, c.today, got, c.want)
		}
	}
	w.close(act.NotAllAccept, act.NotAllAccept)
	if got := tell("B", "2025-06-10"); got != " | " {
		t.Errorf("after the round is closed: %s", got)
	}
}

func TestRoundRulesSaid(t *testing.T) {
	if two, three := RoundRules(2), RoundRules(3); slices.Equal(two, three) || !strings.Contains(two[3], "knows that the other did not") {
		t.Errorf("with two seats asked the rules say %q", two)
	}
	all := strings.Join(RoundRules(3), " ")
	for _, want := range []string{"is the offer of a seat that is asked", "in another round with other seats asked", "differ in little", "to no seat but mediators whom it names"} {
		if !strings.Contains(all, want) {
			t.Errorf("the rules do not say %q: %s", want, all)
		}
	}
}

// TestRoundSeatLeft: a seat that has left does not hold a round up, counts as not
// accepting, and what was told before it left is not counted anew.
func TestRoundSeatLeft(t *testing.T) {
	w := newCircle(t)
	w.say("A", "yes", "yes", "")
	w.say("B", "yes", "yes", "")
	w.say("C", "yes", "yes", "")
	w.Tick()
	w.Change("C", record.RemoveSeat("C"))
	for seat, want := range map[string]string{
		"M": "open | asks | A answered | B answered | C left | Truce of 30 days: | Truce of 90 days:",
		"A": "open | asked | A answered | B not-known | C left | Truce of 30 days: yes | Truce of 90 days: yes",
	} {
		if got := stand(w.line(t, seat, "2025-06-10")); got != want {
			t.Errorf("seat %s\n got %s\nwant %s", seat, got, want)
		}
	}
	rep, err := RoundCount(w.State("M"), w.Roster(), head, 0, AsOf{Today: "2025-06-10"}, w.round)
	if err != nil {
		t.Fatal(err)
	}
	if p := rep.Packages[0]; p.Outcome != act.NotAllAccept || len(p.Left) != 1 || p.Left[0].Seat != "C" || len(p.Yes) != 2 || len(p.None) != 0 {
		t.Errorf("counted as %+v", p)
	}
	if x := rep.Seats[2]; x.Answered != AnsweredLeft || len(x.By) != 1 {
		t.Errorf("of the seat that left it is shown %+v", x)
	}
}

func TestRoundSeatLeavesLater(t *testing.T) {
	w := newCircle(t)
	for _, seat := range []string{"A", "B", "C"} {
		w.say(seat, "yes", "yes", "")
	}
	w.close(act.AllAccept, act.AllAccept)
	w.Change("C", record.RemoveSeat("C"))
	rep, err := RoundCount(w.State("M"), w.Roster(), head, 0, AsOf{}, w.round)
	if err != nil {
		t.Fatal(err)
	}
	if p := rep.Packages[0]; p.Differs || p.Outcome != act.AllAccept || len(p.Left) > 0 {
		t.Errorf("a seat that leaves after the count changes it: %+v", p)
	}
}

// TestRoundAdrift: nobody waits in a round whose mediator has left, on no page.
func TestRoundAdrift(t *testing.T) {
	w := newCircle(t)
	w.Enrol("N", "mediator")
	w.Change("M", record.RemoveSeat("M"))
	at := AsOf{Today: "2025-06-10"}
	if x := w.line(t, "A", at.Today); x.State != RoundAdrift || x.Waits || x.Clock.State != ClockClosed {
		t.Errorf("it is %s, waits %v, clock %s", x.State, x.Waits, x.Clock.State)
	}
	if x := StandingAt(w.State("A"), w.Roster(), head, 0, at); len(x.Rounds) > 0 || len(x.Clocks) > 0 {
		t.Errorf("it waits on the first page: %+v %+v", x.Rounds, x.Clocks)
	}
	if x := CalendarItems(w.State("A"), w.Roster(), head, 0, at).Items; len(x) != 1 || x[0].Open || x[0].State != RoundAdrift {
		t.Errorf("the calendar holds %+v", x)
	}
}

// TestRoundToldAgainstOwn: who answered no and is told that all accept is shown
// that the two do not agree; nobody else is.
func TestRoundToldAgainstOwn(t *testing.T) {
	w := newCircle(t)
	w.say("A", "yes", "no", "")
	w.close(act.AllAccept, act.AllAccept)
	for seat, want := range map[string][2]bool{"A": {false, true}, "B": {true, true}, "G": {}, "M": {}} {
		x := w.line(t, seat, "2025-06-10")
		if got := [2]bool{x.Packages[0].Differs, x.Packages[1].Differs}; got != want {
			t.Errorf("seat %s: %v; want %v", seat, got, want)
		}
	}
}
