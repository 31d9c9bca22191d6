// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// TestUndertakingStates follows one undertaking through everything that can be
// said to it.
func TestUndertakingStates(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	const all = "A B G M"
	u := act.Undertaking{By: "A", To: []string{"B"}, Words: "We send the lists on Friday.", Quoted: true, Spoken: act.Moment{Day: "2025-05-16"}}
	first := w.Do("M", all, record.OnRecord, u)
	id := process.Ref(first)
	standing := func() UndertakingStanding {
		t.Helper()
		r := Undertakings(w.State("G"), w.Roster(), head, 3, w.Now.Add(5*time.Hour))
		if r.Found != 1 || len(r.Undertakings) != 1 || r.Withheld.Leaves != 3 {
			t.Fatalf("%+v", r)
		}
		return r.Undertakings[0]
	}
	say := func(seat, answer, words, mark string) record.Hash {
		w.Tick()
		a := act.UndertakingAnswer{Undertaking: id, Answer: answer, Words: words, Ground: act.Ground{Mark: act.Mark(mark)}}
		if mark != "" && mark != string(act.Uncertain) {
			a.Sources = []act.Source{{Key: "C1", At: "example.org"}}
		}
		return w.Do(seat, all, record.OnRecord, a)
	}
	want := func(state string) UndertakingStanding {
		t.Helper()
		u := standing()
		if u.State != state {
			t.Errorf("state %s; want %s (%+v)", u.State, state, u.Answers)
		}
		return u
	}
	if u := want(UndertakingNotReadBack); u.Undertakes.Seat != "A" || u.To[0].Seat != "B" || u.By.Seat != "M" || u.ReadBack != nil || u.Due.Clock.State != ClockNone {
		t.Errorf("%+v", u)
	}
	say("M", "read-back", "", "")
	if u := want(UndertakingReadBack); u.ReadBack.By.Seat != "M" || u.ReadBack.Minutes != 301 {
		t.Errorf("read back %+v", u.ReadBack)
	}
	say("B", "confirmed", "", "one-source")
	say("B", "disowned", "", "") // not its to say
	want(UndertakingReported)
	say("A", "confirmed", "", "")
	want(UndertakingConfirmed)
	say("A", "corrected", "We send the lists on Monday.", "")
	if u := want(UndertakingCorrected); len(u.Answers) != 4 || u.Answers[3].Words != "We send the lists on Monday." || !u.Answers[3].Own || u.Answers[1].Own {
		t.Errorf("%+v", u.Answers)
	}
	// What was confirmed before is not what it says now.
	u.Words, u.Amends = "We send the lists on Monday.", id
	second := w.Do("M", all, record.OnRecord, u)
	if u := want(UndertakingReworded); u.ReadBack != nil || !u.Answers[0].Earlier || u.Writings != 2 || u.First != id {
		t.Errorf("%+v", u)
	}
	id = process.Ref(second)
	confirmed := say("A", "confirmed", "", "")
	want(UndertakingConfirmed)
	// Whether it was kept is for each to say, and changes nothing else.
	say("A", "kept", "", "")
	say("B", "not-kept", "Three names are missing.", "")
	if u := want(UndertakingConfirmed); len(u.Outcome) != 2 || u.Outcome[0].By.Seat != "A" || u.Outcome[1].By.Seat != "B" || u.Outcome[1].Words == "" {
		t.Errorf("outcome %+v", u.Outcome)
	}
	w.Do("A", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(confirmed)})
	w.Tick()
	want(UndertakingReworded)
	say("A", "disowned", "", "")
	want(UndertakingDisowned)
	w.Do("M", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(second), Why: "it was A's to enter"})
	if u := want(UndertakingWithdrawn); u.Withdrawn == nil || u.Withdrawn.Why == "" {
		t.Errorf("%+v", u.Withdrawn)
	}

	w.Do("A", all, record.OnRecord, act.Undertaking{By: "A", Words: "We write our own."})
	r := Undertakings(w.State("B"), w.Roster(), head, 0, w.Now)
	if r.Found != 2 || r.Undertakings[1].State != UndertakingOwnWords {
		t.Errorf("own words: %+v", r.Undertakings)
	}
}

// TestOverdue: a date has passed when it has everywhere, and words are no date.
func TestOverdue(t *testing.T) {
	at := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, c := range []struct {
		when act.Moment
		now  string
		want bool
	}{
		{act.Moment{}, "2099-01-01T00:00:00Z", false},
		{act.Moment{Day: "2025-05-30"}, "2025-05-31T11:59:00Z", false}, // still the 30th on Baker Island
		{act.Moment{Day: "2025-05-30"}, "2025-05-31T12:00:01Z", true},
		{act.Moment{Day: "2025-05-30", Until: "2025-06-02"}, "2025-06-02T12:00:00Z", false},
		{act.Moment{Day: "2025-05-30", Until: "2025-06-02"}, "2025-06-03T13:00:00Z", true},
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "UTC"}, "2025-05-30T17:59:00Z", false},
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "UTC"}, "2025-05-30T18:01:00Z", true},
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "UTC+03:00"}, "2025-05-30T15:01:00Z", true},
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "UTC-05:00"}, "2025-05-30T22:59:00Z", false},
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "Europe/Istanbul"}, "2025-05-31T05:59:00Z", false}, // not looked up
		{act.Moment{Day: "2025-05-30", Clock: "18:00", Zone: "Europe/Istanbul"}, "2025-05-31T06:01:00Z", true},
	} {
		if got := passed(c.when, at(c.now)); got != c.want {
			t.Errorf("%+v at %s: passed %v", c.when, c.now, got)
		}
	}
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	const all = "A B G M"
	in := func(words string, d act.Due) string {
		return process.Ref(w.Do("M", all, record.OnRecord, act.Undertaking{By: "A", Words: words, Due: d}))
	}
	dated := in("dated", act.Due{When: act.Moment{Day: "2025-05-21"}})
	in("words", act.Due{Says: "as soon as possible"})
	in("none", act.Due{})
	report := func() (out []string) {
		for _, u := range Undertakings(w.State("B"), w.Roster(), head, 0, noon).Undertakings {
			line := u.Words + " " + u.Due.Clock.State
			if u.Overdue {
				line += " overdue"
			}
			out = append(out, line)
		}
		return out
	}
	if got := report(); !slices.Equal(got, []string{"dated passed overdue", "words words", "none no-date"}) {
		t.Errorf("%q", got)
	}
	w.Do("B", all, record.OnRecord, act.UndertakingAnswer{Undertaking: dated, Answer: "kept"})
	if got := report()[0]; got != "dated passed" {
		t.Errorf("kept, says the other side: %q", got)
	}
	// Who owes it does not close it alone: while the other side says that it was
	// not kept, it is open.
	open := func() int { return WhoOwes(w.State("B"), w.Roster(), head, 0, noon).Open }
	before := open()
	w.Do("A", all, record.OnRecord, act.UndertakingAnswer{Undertaking: dated, Answer: "kept"})
	w.Do("B", all, record.OnRecord, act.UndertakingAnswer{Undertaking: dated, Answer: "not-kept"})
	if got := report()[0]; got != "dated passed overdue" || open() != before+1 {
		t.Errorf("kept, says one side, and not, says the other: %q, %d open after %d", got, open(), before)
	}
}

// TestAnnouncements looks at the register of public statements and its filters.
func TestAnnouncements(t *testing.T) {
	w := spring(t, nil)
	const all = "RU TR UA US"
	issue := process.Ref(w.Do("US", all, record.OnRecord, act.Issue{Title: "Ceasefire"}))
	w.Tick()
	say := func(name, seat, day, clock string, x act.Announcement) {
		x.Speaker, x.When = act.Person{Name: name, Seat: seat, Capacity: "head of state"}, act.Moment{Day: day, Clock: clock}
		if clock != "" {
			x.When.Zone = "UTC"
		}
		x.Mark, x.Sources = act.OneSource, []act.Source{{Key: "C19", At: "chronology"}}
		w.Do("US", all, record.OnRecord, x)
	}
	say("Trump", "US", "2025-05-19", "18:00", act.Announcement{Words: "immediately start", Quoted: true, Points: []string{"What starts"}, Issues: []string{issue}, Contact: process.Ref(w.ids["second-0519"])})
	say("Putin", "RU", "2025-05-19", "17:00", act.Announcement{Words: "a memorandum", Points: []string{"what starts"}, Contact: process.Ref(w.ids["second-0519"])})
	say("Zelensky", "UA", "2025-05-20", "", act.Announcement{Words: "not without us"})
	say("Merz", "", "2025-05-18", "", act.Announcement{Words: "close coordination", Where: "Rome", Language: "de"})
	for name, c := range map[string]struct {
		q    AnnouncementsQuery
		want string
	}{
		"all, newest first": {AnnouncementsQuery{}, "Zelensky Trump Putin Merz"},
		"speaker":           {AnnouncementsQuery{Speaker: "trump"}, "Trump"},
		"seat":              {AnnouncementsQuery{Seat: "RU"}, "Putin"},
		"point":             {AnnouncementsQuery{Point: "WHAT starts!"}, "Trump Putin"},
		"issue":             {AnnouncementsQuery{Issue: issue}, "Trump"},
		"contact":           {AnnouncementsQuery{Contact: process.Ref(w.ids["second-0519"])}, "Trump Putin"},
		"days":              {AnnouncementsQuery{From: "2025-05-18", Until: "2025-05-19"}, "Trump Putin Merz"},
		"nobody":            {AnnouncementsQuery{Speaker: "trump", Seat: "RU"}, ""},
	} {
		r := Announcements(w.State("TR"), w.Roster(), head, 0, c.q)
		var got []string
		for _, a := range r.Announcements {
			got = append(got, a.Speaker.Name)
		}
		if strings.Join(got, " ") != c.want || r.Found != len(got) {
			t.Errorf("%s: %v; want %s", name, got, c.want)
		}
	}
	a := Announcements(w.State("TR"), w.Roster(), head, 0, AnnouncementsQuery{Speaker: "Trump"}).Announcements[0]
	if a.Contact.Title != "Call of 19 May with Moscow" || a.Issues[0].Title != "Ceasefire" || a.Speaker.Seat.Seat != "US" || a.Mark != "one-source" || a.By.Seat != "US" {
		t.Errorf("%+v", a)
	}
	c, err := Contact(w.State("TR"), w.Roster(), head, 0, w.ids["second-0519"], noon)
	if err != nil || len(c.Announcements) != 2 || c.Contact.Accounts != 0 || c.Contact.Length.Says != "at least 120 min" {
		t.Errorf("%+v, %v", c.Announcements, err)
	}
}
