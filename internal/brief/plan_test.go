// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func tellAspect(a FormatAspect) string {
	return a.Aspect + " " + a.State + ": " + joined(a.Values, func(v FormatValue) string {
		return v.Value + " " + v.State + " [" + joined(v.Stands, func(s FormatStand) string {
			who := s.Seat.Seat
			if !s.Self {
				who += " by " + s.By.Seat
			}
			return who + " " + s.Stand
		}) + "]"
	})
}

// TestTheNineteenthOfMay: three venues, no date, and a level that nobody has
// spoken of.
func TestTheNineteenthOfMay(t *testing.T) {
	w := newSeason(t)
	for _, seat := range []string{"M", "R", "U"} {
		all := Formats(w.State(seat), w.Roster(), head, 0, may19).Formats
		if len(all) != 1 {
			t.Fatalf("%d formats", len(all))
		}
		p := all[0]
		same(t, "aspects", joined(p.Aspects, tellAspect),
			"venue claimed: Türkiye offered [T offered; U offered]; Vatican claimed [M claimed]; Switzerland offered [U offered]; "+
				"level unknown: ; date unknown: immediately claimed [M claimed]; participants unknown: ; agenda unknown: ")
		same(t, "unknown", strings.Join(p.Unknown, " "), "level date participants agenda")
		same(t, "open", strings.Join(p.Open, " "), "venue")
		if p.State != MeetingTentative || len(p.Objections) != 0 || p.Clock.State != ClockNone || !p.Aspects[2].Values[0].NoDate {
			t.Errorf("%+v", p)
		}
	}
	// Four days later somebody objects; the report of it and the word itself
	// stand side by side.
	p := Formats(w.State("M"), w.Roster(), head, 0, AsOf{}).Formats[0]
	same(t, "objections", joined(p.Objections, func(o Objection) string {
		return o.Aspect + " " + o.Value + " " + o.Seat.Seat + " by " + o.By.Seat + " " + o.On.Day
	}), "venue Vatican R by R 2025-05-23; venue the Vatican R by M 2025-05-20")
	// "the Vatican" is another value in other words; nothing is merged by guess.
	if v := p.Aspects[0].Values; v[1].State != PlanObjected || len(v[1].Stands) != 2 || v[3].Value != "the Vatican" {
		t.Errorf("%+v", v)
	}
}

// TestUnknownsOfAllFormats lists what nobody has said beside what is said and
// not agreed.
func TestUnknownsOfAllFormats(t *testing.T) {
	w := newSeason(t)
	got := FormatUnknowns(w.State("E"), w.Roster(), head, 3, may19)
	same(t, "unknowns", joined(got.Unknowns, func(u FormatUnknown) string {
		return u.Aspect + " " + u.State + " [" + strings.Join(u.Values, ", ") + "] waits " + joined(u.Waits, func(s SeatRef) string { return s.Seat })
	}), "venue claimed [Türkiye, Vatican, Switzerland] waits R; U; level unknown [] waits R; U; date unknown [immediately] waits R; U; "+
		"participants unknown [] waits R; U; agenda unknown [] waits R; U")
	if got.Withheld.Leaves != 3 {
		t.Errorf("%+v", got.Withheld)
	}
}

// room4 is a format under discussion among R and U, with a mediator M and a host
// T.
type room4 struct {
	*processtest.World
	t      *testing.T
	format string
}

func newRoom(t *testing.T) *room4 {
	w := &room4{World: processtest.New(t, "M:mediator", "R:party", "U:party", "T:guarantor"), t: t}
	w.format = process.Ref(w.Do("M", "M R T U", record.OnRecord, act.Format{Title: "Round", Keys: []string{"R", "U"}}))
	return w
}

func (w *room4) point(seat, of, aspect, value, stand string, when act.Moment) record.Hash {
	x := act.FormatPoint{Format: w.format, Aspect: aspect, Value: value, Stand: stand, For: of, When: when}
	if of != "" && of != seat {
		x.Ground = source(act.Confirmed, "C1")
	}
	return w.Do(seat, "M R T U", record.OnRecord, x)
}

func (w *room4) plan() FormatPlan {
	w.t.Helper()
	return Formats(w.State("M"), w.Roster(), head, 0, AsOf{}).Formats[0]
}

func (w *room4) want(aspect, want string) {
	w.t.Helper()
	p := w.plan()
	i := slices.IndexFunc(p.Aspects, func(a FormatAspect) bool { return a.Aspect == aspect })
	same(w.t, aspect, tellAspect(p.Aspects[i]), want)
}

// TestTwoKeys: nothing but the word of every key itself makes a value agreed, and
// a word that is taken back opens it again.
func TestTwoKeys(t *testing.T) {
	w := newRoom(t)
	june2 := day("2025-06-02")
	w.want("date", "date unknown: ")
	w.point("R", "", "date", "2 June", "offered", june2)
	w.want("date", "date offered: 2 June offered [R offered]")
	w.point("R", "", "date", "2 June", "confirmed", june2)
	w.want("date", "date confirmed: 2 June confirmed [R confirmed]")
	w.point("M", "U", "date", "second of June", "confirmed", june2) // a report is no key
	w.want("date", "date confirmed: 2 June confirmed [R confirmed; U by M confirmed]")
	w.point("T", "", "date", "2 June", "confirmed", june2) // nor is the host
	w.want("date", "date confirmed: 2 June confirmed [R confirmed; U by M confirmed; T confirmed]")
	w.point("U", "", "date", "on 2 June", "confirmed", june2)
	w.want("date", "date agreed: 2 June agreed [R confirmed; U by M confirmed; T confirmed; U confirmed]")
	if p := w.plan(); p.State != MeetingTentative {
		t.Errorf("a date and no venue: %s", p.State)
	}
	w.point("R", "", "venue", "Istanbul, Çırağan Palace", "confirmed", act.Moment{})
	w.point("U", "", "venue", "istanbul · Çırağan palace", "confirmed", act.Moment{})
	w.want("venue", "venue agreed: Istanbul, Çırağan Palace agreed [R confirmed; U confirmed]")
	p := Formats(w.State("M"), w.Roster(), head, 0, AsOf{Today: "2025-05-30"}).Formats[0]
	if p.State != MeetingConfirmed || p.Clock.State != ClockAhead || p.Clock.Days != 3 {
		t.Errorf("%s %+v", p.State, p.Clock)
	}

	w.point("T", "", "venue", "Istanbul, Çırağan Palace", "objected", act.Moment{})
	w.want("venue", "venue agreed: Istanbul, Çırağan Palace agreed [R confirmed; U confirmed; T objected]")
	if p := w.plan(); len(p.Objections) != 1 || p.State != MeetingConfirmed {
		t.Errorf("an objection is shown and is no key: %+v", p.Objections)
	}
	w.point("U", "", "date", "2 June", "withdrawn", june2)
	w.want("date", "date confirmed: 2 June confirmed [R confirmed; U by M confirmed; T confirmed]")
	p = w.plan()
	if v := p.Aspects[2].Values[0]; p.State != MeetingTentative || len(v.Withdrawn) != 1 || v.Withdrawn[0].Seat.Seat != "U" || v.Withdrawn[0].Before[0] != "confirmed" {
		t.Errorf("%s, taken back: %+v", p.State, v.Withdrawn)
	}
}

// TestKeysAreNotTakenAway: who plans a meeting cannot write one of the parties
// out of it, even where M and the other party agree.
func TestKeysAreNotTakenAway(t *testing.T) {
	w := newRoom(t)
	june2 := day("2025-06-02")
	w.point("R", "", "date", "2 June", "confirmed", june2)
	w.point("M", "", "date", "2 June", "confirmed", june2)
	w.Tick()
	w.Do("M", "M R T U", record.OnRecord, act.Format{Amends: w.format, Title: "Round", Keys: []string{"M", "R"}})
	w.want("date", "date confirmed: 2 June confirmed [R confirmed; M confirmed]")
	same(t, "keys", joined(w.plan().Keys, func(s SeatRef) string { return s.Seat }), "M; R; U")
	w.point("U", "", "date", "2 June", "confirmed", june2)
	w.want("date", "date agreed: 2 June agreed [R confirmed; M confirmed; U confirmed]")
}

// TestSeveralStaySeveral: two values that all keys have confirmed are not one,
// where there can be one only; an agenda can have both.
func TestSeveralStaySeveral(t *testing.T) {
	w := newRoom(t)
	for _, seat := range []string{"R", "U"} {
		for _, d := range []string{"2025-06-02", "2025-06-03"} {
			w.point(seat, "", "date", d, "confirmed", day(d))
			w.point(seat, "", "venue", "Istanbul", "confirmed", act.Moment{})
			w.point(seat, "", "agenda", "item of "+d, "confirmed", act.Moment{})
		}
	}
	p := w.plan()
	if !p.Aspects[2].Rivals || p.State != MeetingTentative || p.Clock.State != ClockNone || !slices.Contains(p.Open, "date") {
		t.Errorf("two dates: %+v", p)
	}
	if a := p.Aspects[4]; a.Rivals || a.State != PlanAgreed || len(a.Values) != 2 {
		t.Errorf("two items: %+v", a)
	}
	u := FormatUnknowns(w.State("M"), w.Roster(), head, 0, AsOf{}).Unknowns
	if !slices.ContainsFunc(u, func(u FormatUnknown) bool { return u.Aspect == "date" && u.Rivals }) {
		t.Errorf("%+v", u)
	}
}

// TestWithdrawnEntryGivesWay: who takes back an entry stands again where the
// entry before it left them; who takes back a format ends it.
func TestWithdrawnEntryGivesWay(t *testing.T) {
	w := newRoom(t)
	w.point("R", "", "level", "leaders", "offered", act.Moment{})
	id := w.point("R", "", "level", "leaders", "objected", act.Moment{})
	w.want("level", "level objected: leaders objected [R objected]")
	w.Do("R", "M R T U", record.OnRecord, act.Withdrawal{Entry: process.Ref(id)})
	w.want("level", "level offered: leaders offered [R offered]")
	w.Do("M", "M R T U", record.OnRecord, act.Withdrawal{Entry: w.format, Why: "another format"})
	if p := w.plan(); p.State != MeetingWithdrawn || p.Withdrawn == nil || p.Withdrawn.Why != "another format" {
		t.Errorf("%+v", p)
	}
	if u := FormatUnknowns(w.State("M"), w.Roster(), head, 0, AsOf{}).Unknowns; len(u) != 0 {
		t.Errorf("unknowns of a format that was taken back: %+v", u)
	}
	if _, err := Format(w.State("M"), w.Roster(), head, 0, AsOf{}, id); !errors.Is(err, ErrNotOpened) {
		t.Errorf("a format point is no format: %v", err)
	}
}
