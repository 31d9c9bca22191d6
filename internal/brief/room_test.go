// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// TestStandingOfTheNineteenthOfMay is the first page of that day: what is
// planned, which clocks run, what waits.
func TestStandingOfTheNineteenthOfMay(t *testing.T) {
	w := newSeason(t)
	s := StandingAt(w.State("M"), w.Roster(), head, 0, may19)
	same(t, "phase", joined(s.Phase, func(p PhaseLine) string { return p.Phase }), "design")
	m := s.Meetings[0]
	say := func(x Said) string { return x.Value + " " + x.State }
	same(t, "venues", joined(m.Venues, say), "Türkiye offered; Vatican claimed; Switzerland offered")
	same(t, "dates", joined(m.Dates, say), "immediately claimed")
	if len(m.Levels) != 0 || !m.Dates[0].NoDate || strings.Join(m.Unknown, " ") != "level date participants agenda" {
		t.Errorf("%+v", m)
	}
	same(t, "clocks", joined(s.Clocks, func(c ClockBrief) string { return c.Kind + " " + c.Title + " " + c.Clock.State }),
		"deadline Further sanctions no-date; deadline Trade no-date; commitment A ceasefire of 30 days if Russia does the same. words")
	same(t, "waiting", joined(s.Waiting, func(g GateBrief) string { return g.Title + ": " + g.Says }), "A line of contact: it waits for consultation: U on Territory")
	same(t, "exits", joined(s.Exits, func(e ExitEvent) string { return e.On.Day }), "2025-05-19; 2025-04-18")
	if s.OpenCommitments != 2 || s.OpenUndertakings != 0 || len(s.Changes) != maxChanges || s.Changes[0].Kind != act.KindPhase || len(s.ConsentsWithdrawn) != 0 {
		t.Errorf("%+v", s.RoomStanding)
	}
	same(t, "texts", strings.Join(s.Texts(), " "), "phase meetings clocks waiting exits changes")

	july := StandingAt(w.State("U"), w.Roster(), head, 0, AsOf{Today: "2025-07-30", Until: "2025-07-30"})
	same(t, "July", joined(july.Clocks[:1], func(c ClockBrief) string { return c.Title + " " + c.State + " " + c.Clock.Says }), "Secondary tariffs moved 8 to 10 days left")
	if july.Clocks[0].Moves != 1 || len(july.Waiting) != 0 {
		t.Errorf("%+v", july.Clocks[0])
	}
	for _, c := range StandingAt(w.State("U"), w.Roster(), head, 0, AsOf{Today: "2025-08-09"}).Clocks {
		if c.Title == "Secondary tariffs" {
			t.Error("a deadline that lapsed is among the clocks that run")
		}
	}
}

// TestCalendar: each date that was said is an item of its own until one is
// agreed; what has no date is listed with the reason.
func TestCalendar(t *testing.T) {
	w := newSeason(t)
	tell := func(at AsOf) (string, string) {
		r := CalendarItems(w.State("M"), w.Roster(), head, 0, at)
		return joined(r.Items, func(x CalendarItem) string {
				return named("%s %s %s %s %s at %s", x.When.Day, x.Kind, x.Title, x.Certainty, x.State, strings.Join(x.Places, "/"))
			}), joined(r.LeftOut, func(x LeftOut) string {
				return x.Kind + " " + x.Title + " " + x.Why + " " + x.Says
			})
	}
	items, left := tell(may19)
	same(t, "items", items, "")
	same(t, "left out", left, "format Next talks words immediately; deadline Further sanctions no-date ; deadline Trade no-date ; "+
		"commitment A ceasefire of 30 days if Russia does the same. words at once; commitment A pause of 30 days on energy. no-date ")

	point := func(seat, aspect, value, stand string, when act.Moment) {
		w.say(seat, act.FormatPoint{Format: process.Ref(w.format), Aspect: aspect, Value: value, Stand: stand, When: when})
	}
	evening := act.Moment{Day: "2025-06-02", Clock: "13:00", Zone: "Europe/Istanbul"}
	point("R", "date", "2 June", "offered", evening)
	point("U", "date", "1 June", "offered", day("2025-06-01"))
	items, _ = tell(AsOf{Today: "2025-05-25"})
	same(t, "two dates", items, "2025-06-01 format Next talks tentative tentative at Türkiye/Vatican/Switzerland/the Vatican; "+
		"2025-06-02 format Next talks tentative tentative at Türkiye/Vatican/Switzerland/the Vatican; 2025-08-07 deadline Secondary tariffs confirmed lapsed at ")
	two := CalendarItems(w.State("M"), w.Roster(), head, 0, AsOf{}).Items
	if two[0].Source == two[1].Source || two[0].Of != two[1].Of || two[1].When != evening || two[2].Sequence != 1 || two[2].Source != process.Ref(w.deadline) {
		t.Errorf("%+v", two[:2])
	}

	for _, seat := range []string{"R", "U"} {
		point(seat, "date", "2 June", "confirmed", evening)
		point(seat, "venue", "Türkiye", "confirmed", act.Moment{})
	}
	items, _ = tell(AsOf{Today: "2025-05-25"})
	if !strings.HasPrefix(items, "2025-06-02 format Next talks confirmed confirmed at Türkiye; 2025-08-07") {
		t.Errorf("agreed: %s", items)
	}
	if now := CalendarItems(w.State("M"), w.Roster(), head, 0, AsOf{}).Items; now[0].Source != two[1].Source || now[0].Sequence <= two[1].Sequence {
		t.Errorf("the item did not stay the same one: %+v", now[0])
	}
	w.Do("M", plenary, record.OnRecord, act.Withdrawal{Entry: process.Ref(w.format)})
	if x := CalendarItems(w.State("M"), w.Roster(), head, 0, AsOf{}).Items[0]; x.Certainty != CertaintyCancelled || x.Open {
		t.Errorf("%+v", x)
	}
}

// TestCalendarOfUndertakings: an undertaking is certain when its seat says that
// the words are its own.
func TestCalendarOfUndertakings(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	id := w.Do("M", all, record.OnRecord, act.Undertaking{By: "A", To: []string{"B"}, Words: "to send lists", Due: act.Due{When: day("2025-06-01")}})
	item := func() CalendarItem {
		return CalendarItems(w.State("B"), w.Roster(), head, 0, AsOf{Today: "2025-05-30"}).Items[0]
	}
	answer := func(seat, word string) {
		w.Do(seat, all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(id), Answer: word})
	}
	if x := item(); x.Certainty != CertaintyTentative || !x.Open || len(x.Who) != 2 || x.Clock.Days != 2 {
		t.Errorf("%+v", x)
	}
	answer("A", "confirmed")
	if x := item(); x.Certainty != CertaintyConfirmed || !x.Open {
		t.Errorf("%+v", x)
	}
	answer("B", "kept")
	if x := item(); x.Open || x.Clock.State != ClockClosed {
		t.Errorf("%+v", x)
	}
	answer("A", "disowned")
	if x := item(); x.Certainty != CertaintyCancelled {
		t.Errorf("%+v", x)
	}
	if s := Standing(w.State("B"), w.Roster(), head, 0); s.OpenUndertakings != 0 {
		t.Errorf("%d open", s.OpenUndertakings)
	}
}

// TestUndertakingsOfADay: what was answered later does not count on a day before.
func TestUndertakingsOfADay(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	id := w.Do("M", all, record.OnRecord, act.Undertaking{By: "A", Words: "to send lists", Spoken: day("2025-05-16"), Due: act.Due{When: day("2025-06-01")}, Ground: source(act.Confirmed, "C17")})
	for _, a := range []struct{ word, on string }{{"confirmed", "2025-05-17"}, {"kept", "2025-05-25"}} {
		w.Do("A", all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(id), Answer: a.word, On: day(a.on)})
	}
	for until, want := range map[string]string{
		"2025-05-15": "0 ", "2025-05-16": "1 not-read-back", "2025-05-17": "1 confirmed", "2025-05-25": "0 ",
	} {
		s := StandingAt(w.State("B"), w.Roster(), head, 0, AsOf{Until: until})
		same(t, until, named("%d %s", s.OpenUndertakings, joined(s.Clocks, func(c ClockBrief) string { return c.State })), want)
	}
}

// TestNewest: the newest words are those whose authors say that they wrote them
// last, until the day that is asked for.
func TestNewest(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	for i := range 2 * maxChanges {
		w.Now = time.Date(2025, 6, 1+i*7%(2*maxChanges), 9, 0, 0, 0, time.UTC) // not in the order of the log
		w.Do("M", "A B", record.OnRecord, act.Note{Text: named("day %02d", w.Now.Day())})
	}
	tell := func(until string) string {
		s := StandingAt(w.State("A"), w.Roster(), head, 0, AsOf{Until: until})
		return joined(s.Changes, func(e EntryLine) string { return strings.TrimPrefix(e.Says, "day ") })
	}
	same(t, "all", tell("2025-06-20"), "20; 19; 18; 17; 16; 15; 14; 13; 12; 11")
	same(t, "until", tell("2025-06-04"), "04; 03; 02; 01") // that seats accepted is told with the seats
}

// TestAgenda: baskets of three are shown together, issues in none come last, and
// a claim is listed under the issue that it names only.
func TestAgenda(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	var first record.Hash
	for i, basket := range []string{"", "Security", "Humanitarian", "economy", "Order", "Economy"} {
		x := act.Issue{Title: named("issue %d", i), Basket: basket, Owners: []string{"A"}}
		if i == 1 {
			x.Links = ids(first)
		}
		id := w.Do("M", all, record.OnRecord, x)
		if i == 0 {
			first = id
		}
	}
	other := w.Do("M", "A", record.OnRecord, act.Issue{Title: "with A alone"})
	call := w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: "Call", When: day("2025-05-19")})
	readout := act.Readout{Contact: process.Ref(call), Given: day("2025-05-20"), Claims: []act.Claim{
		{Point: "start", Time: "at once", Issue: process.Ref(first)}, {Point: "end", Words: "never said", Issue: process.Ref(other)},
	}}
	readout.Teller = "A"
	w.Do("A", all, record.OnRecord, readout)
	w.Do("A", all, record.OnRecord, act.Commitment{By: "A", Words: "to talk", Issue: process.Ref(first), On: day("2025-05-18")})

	agenda := func(seat string, at AsOf) IssuesReport { return Issues(w.State(seat), w.Roster(), head, 0, at) }
	same(t, "sheets", joined(agenda("B", AsOf{}).Sheets, func(s AgendaSheet) string {
		return joined(s.Baskets, func(b Basket) string { return named("%s %d", b.Basket, len(b.Issues)) })
	}), "Security 1; Humanitarian 1; economy 2; Order 1;  1")
	r := agenda("A", AsOf{})
	last := r.Sheets[1].Baskets[1].Issues
	same(t, "in no basket", joined(last, func(i AgendaIssue) string {
		return i.Title + " read by " + joined(i.Readers, func(s SeatRef) string { return s.Seat })
	}),
		"issue 0 read by A; B; M; with A alone read by A; M")
	say := func(x IssueWord) string { return x.Day + " " + x.Who + ": " + x.Says }
	same(t, "claims", joined(last[0].Claims, say), "2025-05-20 A: start: time at once")
	same(t, "commitments", joined(last[0].Commitments, say), "2025-05-18 A: to talk")
	same(t, "links", joined(last[0].Links, func(i IssueRef) string { return i.Title }), "issue 1") // told by the other end
	if i := agenda("A", AsOf{Until: "2025-05-18"}).Sheets[1].Baskets[1].Issues[0]; len(i.Claims) != 0 || len(i.Commitments) != 1 {
		t.Errorf("until 18 May: %+v", i)
	}
	if strings.Contains(marshal(t, agenda("B", AsOf{})), "with A alone") {
		t.Error("B is shown an issue that it does not read")
	}
	w.Do("M", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(first)})
	if r := agenda("B", AsOf{}); len(r.Withdrawn) != 1 || len(r.Sheets) != 2 || len(r.Sheets[1].Baskets) != 1 {
		t.Errorf("%+v", r.Withdrawn)
	}
}
