// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/calendar"
)

// A time goes into a calendar only with a zone that this machine knows; a day
// stays a day.
func TestWhenOf(t *testing.T) {
	at := calendar.Moment{At: time.Date(2025, 6, 2, 10, 0, 0, 0, time.UTC)}
	for _, x := range []struct {
		moment     act.Moment
		start, end calendar.Moment
		zone       string
	}{
		{act.Moment{Day: "2025-06-02"}, calendar.Moment{Day: "2025-06-02"}, calendar.Moment{}, ""},
		{act.Moment{Day: "2025-06-02", Until: "2025-06-04"}, calendar.Moment{Day: "2025-06-02"}, calendar.Moment{Day: "2025-06-04"}, ""},
		{act.Moment{Day: "2025-06-02", Clock: "10:00", Zone: "UTC"}, at, calendar.Moment{}, "10:00 UTC"},
		{act.Moment{Day: "2025-06-02", Clock: "13:00", Zone: "UTC+03:00"}, at, calendar.Moment{}, "13:00 UTC+03:00"},
		{act.Moment{Day: "2025-06-02", Clock: "04:30", Zone: "UTC-05:30"}, at, calendar.Moment{}, "04:30 UTC-05:30"},
		{act.Moment{Day: "2025-06-02", Clock: "13:00", Zone: "Atlantis/Capital"}, calendar.Moment{Day: "2025-06-02"}, calendar.Moment{}, ""},
	} {
		start, end, zone := whenOf(x.moment)
		if !start.At.Equal(x.start.At) || start.Day != x.start.Day || end != x.end || zone != x.zone {
			t.Errorf("%+v: %+v, %+v, %q", x.moment, start, end, zone)
		}
	}
}

// What was not stated is said to be so, and never printed as nothing or zero.
func TestSilenceIsSaid(t *testing.T) {
	for got, want := range map[string]string{
		momentSays(act.Moment{}):       "not stated",
		dueSays(act.Due{}):             "no date",
		dueSays(act.Due{Says: "soon"}): "no date, “soon”",
		dueSays(act.Due{When: act.Moment{Day: "2025-06-02"}, Says: "by June"}):  "2025-06-02, “by June”",
		lengthSays(brief.LengthSum{}, 0):                                        "none",
		lengthSays(brief.LengthSum{NotStated: 2}, 2):                            "not stated in 2",
		lengthSays(brief.LengthSum{AtLeast: 90, AtLeastOf: 1, NotStated: 1}, 2): "at least 90 min in 1, not stated in 1",
		cellSays(brief.PointCell{State: brief.CellSilent}):                      "silent",
		outcomeSays(nil): "nobody has said",
		claimsSay(nil):   "nobody has said",
		saidOf(nil):      "unknown",
		issueName(&brief.IssueRef{Issue: "0123456789abcdef"}): "0123456789ab (not opened here)",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestInWords(t *testing.T) {
	for value, want := range map[string]string{
		`"a"`:                 "a",
		`3`:                   "3",
		`true`:                "true",
		`["a","b"]`:           "a, b",
		`{"a":"x","b":[1]}`:   "a x; b 1",
		`[{"a":"x"},{"b":2}]`: "a x, b 2",
	} {
		if got := inWords(json.RawMessage(value)); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

// The file of a listing has all that each row rests on, and a cell that a
// spreadsheet program would run as a formula is guarded.
func TestListingAsSheet(t *testing.T) {
	l := newListing("x", col{name: "words"})
	l.add(&brief.Written{
		Entry: "e1", Teller: "A", Mark: "one-source", Sources: []act.Source{{Key: "C1", At: "https://example.org"}},
		By: brief.SeatRef{Name: "Office"}, Register: "wp", Withdrawn: &brief.Taken{},
	}, "=1+1")
	b, err := l.sheet().CSV(false)
	if err != nil {
		t.Fatal(err)
	}
	want(t, string(b), "entry,words,teller,entered,entered by,register,readers,state,illustrative,source,certainty\r\n")
	want(t, string(b), "e1,'=1+1,A,,Office,wp,,withdrawn,,C1: https://example.org,one-source\r\n")
}
