// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	istanbul = time.FixedZone("", 3*60*60)
	stamp    = time.Date(2025, 5, 19, 21, 0, 0, 0, istanbul)
)

// sample has one event of each sort. What it says is invented.
func sample() Calendar {
	return Calendar{Product: "-//Parley//EN", Name: "Example; a process", Events: []Event{
		{
			UID: "7F3A@parley", Summary: "Experts, first round (illustrative)", Stamp: stamp, Sequence: 2,
			Start:       Moment{At: time.Date(2025, 6, 2, 13, 0, 0, 0, istanbul)},
			End:         Moment{At: time.Date(2025, 6, 2, 14, 10, 0, 0, istanbul)},
			Zone:        "13:00 in Istanbul (UTC+3)",
			Description: "Venue: claimed by one side.\nLevel: not stated. A back\\slash, a semicolon; and enough text to be folded: обидві делегації, الوفدان.",
			Location:    "Çırağan, İstanbul", Categories: []string{"format", "round, first"}, Alarm: 90 * time.Minute,
		},
		{
			UID: "91BC@parley", Summary: "Answer due", Stamp: stamp, Status: Confirmed,
			Start: Moment{Day: "2025-12-31"}, Alarm: 48 * time.Hour,
		},
		{
			UID: "A001@parley", Summary: "Pause", Stamp: stamp, Status: Cancelled,
			Start: Moment{Day: "2025-02-27"}, End: Moment{Day: "2025-02-28"},
		},
		{UID: "B002@parley", Summary: "Meeting of leaders", Description: "No date is stated.", Stamp: stamp, Alarm: time.Hour},
		{UID: "C003@parley", Summary: "Broken", Stamp: stamp, Start: Moment{Day: "2025-02-30"}},
	}}
}

func TestGolden(t *testing.T) {
	got, left := sample().Bytes()
	want, err := os.ReadFile(filepath.Join("testdata", "sample.ics"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		t.Error(d)
	}
	if want := []LeftOut{{4, "C003@parley", `start is "2025-02-30"; want a day of the form 2025-05-19`}}; !slices.Equal(left, want) {
		t.Errorf("left out: %v, want %v", left, want)
	}
	again, _ := sample().Bytes()
	if !bytes.Equal(got, again) {
		t.Error("two prints of one calendar differ")
	}
}

// TestReadBack asks an independent reader what the sample says.
func TestReadBack(t *testing.T) {
	text, _ := sample().Bytes()
	cal := decode(t, text)
	events := cal.Events()
	if len(events) != 3 || len(cal.Children) != 4 {
		t.Fatalf("%d events and %d components, want 3 and 4", len(events), len(cal.Children))
	}
	round := events[0]
	start, err := round.DateTimeStart(istanbul)
	if err != nil || !start.Equal(sample().Events[0].Start.At) {
		t.Errorf("start %v, %v", start, err)
	}
	end, err := round.DateTimeEnd(istanbul)
	if err != nil || end.Sub(start) != 70*time.Minute {
		t.Errorf("end %v, %v", end, err)
	}
	if s, err := round.Status(); err != nil || s != ical.EventTentative {
		t.Errorf("status %v, %v; an event that nobody confirmed is tentative", s, err)
	}
	if got := property(t, round.Component, "DESCRIPTION"); got != sample().Events[0].Description+"\n13:00 in Istanbul (UTC+3)" {
		t.Errorf("description %q", got)
	}
	if got, err := round.Props.Get("CATEGORIES").TextList(); err != nil || !slices.Equal(got, sample().Events[0].Categories) {
		t.Errorf("categories %q, %v", got, err)
	}
	alarm := round.Children[0]
	if d, err := alarm.Props.Get("TRIGGER").Duration(); err != nil || d != -90*time.Minute {
		t.Errorf("alarm %v, %v", d, err)
	}
	pause := events[2]
	if got := property(t, pause.Component, "DTEND"); got != "20250301" {
		t.Errorf("the day after the pause is %s", got)
	}
	todo := cal.Children[3]
	if todo.Name != ical.CompToDo || property(t, todo, "STATUS") != "NEEDS-ACTION" || len(todo.Children) != 0 {
		t.Errorf("without a date: %+v", todo)
	}
	for _, name := range []string{"DTSTART", "DTEND", "DUE"} {
		if p := todo.Props.Get(name); p != nil {
			t.Errorf("a date was invented: %s %s", name, p.Value)
		}
	}
}

func decode(t interface{ Fatal(...any) }, text []byte) *ical.Calendar {
	cal, err := ical.NewDecoder(bytes.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func property(t interface{ Fatal(...any) }, c *ical.Component, name string) string {
	p := c.Props.Get(name)
	if p == nil {
		t.Fatal("no " + name)
	}
	if p.ValueType() != ical.ValueText {
		return p.Value
	}
	text, err := p.Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestLeftOut(t *testing.T) {
	at := Moment{At: stamp}
	for want, change := range map[string]func(*Event){
		"UID is missing":              func(e *Event) { e.UID = "" },
		"UID stands on an earlier":    func(e *Event) { e.UID = "first" },
		"summary is missing":          func(e *Event) { e.Summary = "" },
		"stamp is missing":            func(e *Event) { e.Stamp = time.Time{} },
		"sequence is -1":              func(e *Event) { e.Sequence = -1 },
		"alarm is -1s":                func(e *Event) { e.Alarm = -time.Second },
		"status is \"MAYBE\"":         func(e *Event) { e.Status = "MAYBE" },
		"year 10000":                  func(e *Event) { e.Start.At = stamp.AddDate(7975, 0, 0) },
		"start is not stated":         func(e *Event) { e.Start, e.End = Moment{}, at },
		"are both given":              func(e *Event) { e.Start.Day = "2025-05-19" },
		"an instant and a day":        func(e *Event) { e.End = Moment{Day: "2025-05-20"} },
		"zone is missing":             func(e *Event) { e.Zone = "" },
		"not later than start":        func(e *Event) { e.End = at },
		"end is \"20 May\"":           func(e *Event) { e.Start, e.End = Moment{Day: "2025-05-19"}, Moment{Day: "20 May"} },
		"which is before 2025-05-19":  func(e *Event) { e.Start, e.End = Moment{Day: "2025-05-19"}, Moment{Day: "2025-05-18"} },
		"start is \"2025-05-19T00Z\"": func(e *Event) { e.Start = Moment{Day: "2025-05-19T00Z"} },
	} {
		e := Event{UID: "e", Summary: "s", Stamp: stamp, Start: at, Zone: "UTC+3"}
		first := e
		first.UID = "first"
		change(&e)
		text, left := Calendar{Events: []Event{first, e}}.Bytes()
		if len(left) != 1 || left[0].Index != 1 || !strings.Contains(left[0].Why, want) {
			t.Errorf("left out: %v, want one with %q", left, want)
		}
		if n := bytes.Count(text, []byte("BEGIN:VEVENT")); n != 1 {
			t.Errorf("%s: %d events in the file, want the sound one", want, n)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "PT1S", 90 * time.Minute: "PT1H30M", 25 * time.Hour: "PT25H", 48 * time.Hour: "P2D",
		time.Hour + time.Second: "PT1H1S", time.Millisecond: "PT0S",
	} {
		if got := duration(d); got != want {
			t.Errorf("duration(%v) = %s, want %s", d, got, want)
		}
	}
}

// TestLines holds every line of any calendar to RFC 5545, section 3.1, and what
// is read back to what was given.
func TestLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("aя字😀 ,;\\\r\n\t\x00")))).Draw(t, "text")
		checkText(t, text)
	})
}

func FuzzText(f *testing.F) {
	f.Add("plain")
	f.Add("a;b,c\\n\r\nd\\;\t\x00\x7f\xff" + strings.Repeat("я", 80))
	f.Fuzz(func(t *testing.T, text string) { checkText(t, text) })
}

func checkText(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, text string) {
	e := Event{UID: "u", Summary: "-" + text, Location: text, Stamp: stamp, Categories: []string{"-" + text, "b"}}
	out, left := Calendar{Product: "p", Events: []Event{e}}.Bytes()
	if len(left) > 0 {
		t.Fatal(left)
	}
	for _, line := range strings.SplitAfter(string(out), "\r\n") {
		body := strings.TrimSuffix(line, "\r\n")
		if len(body) > maxLine || !utf8.ValidString(body) || strings.ContainsAny(body, "\r\n\x00\x7f") || (line != "" && body == line) {
			t.Fatalf("line %q", line)
		}
	}
	c := decode(t, out).Children[0]
	want := plain(text)
	if got := property(t, c, "SUMMARY"); got != "-"+want {
		t.Fatalf("%q came back as %q", "-"+want, got)
	}
	if text != "" {
		if got := property(t, c, "LOCATION"); got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
	}
	if got, err := c.Props.Get("CATEGORIES").TextList(); err != nil || !slices.Equal(got, []string{"-" + want, "b"}) {
		t.Fatalf("categories came back as %q, %v", got, err)
	}
}

// plain is what may come back of a text: its line ends are all line feeds, and
// what cannot stand in a calendar is U+FFFD.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r == 0x7f || r < ' ' && r != '\t' && r != '\n' {
			return '\uFFFD'
		}
		return r
	}, text)
}
