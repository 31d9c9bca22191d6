// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// chronology reads a table of one column of dates and one of titles.
func chronology(t *testing.T, o Options, dates ...string) Chronology {
	t.Helper()
	var b strings.Builder
	b.WriteString("date;title\n")
	for i, d := range dates {
		fmt.Fprintf(&b, "%s;event %d\n", d, i)
	}
	o.Separator = ";"
	c, err := read(t, b.String(), o).Chronology(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// days are the days of a chronology, "" for a row that is refused.
func days(c Chronology, rows int) []string {
	out := make([]string, rows)
	for _, e := range c.Events {
		out[e.Row-2] = e.Event.Date
	}
	return out
}

func TestDateForms(t *testing.T) {
	for _, c := range []struct{ cell, day, why string }{
		{"2025-05-19", "2025-05-19", ""},
		{" 2025-05-19\u200b ", "2025-05-19", "not seen"},
		{"2025-5-9", "2025-05-09", "yyyy-mm-dd"},
		{"2025/05/19", "2025-05-19", "yyyy/mm/dd"},
		{"2025.05.19", "2025-05-19", "yyyy.mm.dd"},
		{"20250519", "2025-05-19", "yyyymmdd"},
		{"19.05.2025", "2025-05-19", "dd.mm.yyyy"},
		{"9.5.2025", "2025-05-09", "dd.mm.yyyy"}, // full stops put the day first
		{"19/05/2025", "2025-05-19", "two parts and a year"},
		{"05/19/2025", "2025-05-19", "two parts and a year"},
		{"19-05-2025", "2025-05-19", "two parts and a year"},
		{"5/5/2025", "2025-05-05", "two parts and a year"}, // the same in both orders
		{"1/22/2014 12:00:00 AM", "2014-01-22", "midnight"},
		{"22.05.2014 00:00", "2014-05-22", "midnight"},
		{"2025-05-19T00:00:00Z", "2025-05-19", "midnight"},
		{"2025-05-19 18:30", "2025-05-19", "the time of day was left out"},
		{"2025-05-19T18:30:00.5+03:00", "2025-05-19", "the time of day was left out"},
		{"05.03.22", "", "year of two digits"},
		{"5/4/2025", "", "could be 2025-04-05 or 2025-05-04, and no date of the column shows"},
		{"31.02.2025", "", "names a day that there is not"},
		{"20251301", "", "names a day that there is not"},
		{"13/13/2025", "", "names a day that there is not"},
		{"0000-01-01", "", "names a day that there is not"},
		{"2025-05", "", "is not a date that can be read"},
		{"45796", "", "is not a date that can be read"},
		{"May 2025", "", "is not a date, or has"},
		{"2025-05-19 to 20", "", "is not a date, or has"},
		{"2025-05/19", "", "is not a date that can be read"},
		{"19.05.20255", "", "is not a date that can be read"},
		{"", "", "no date is stated"},
		{"NA", "", "no date is stated"},
	} {
		got := chronology(t, Options{}, c.cell)
		if d := days(got, 1)[0]; d != c.day {
			t.Errorf("%q is %q, want %q", c.cell, d, c.day)
		}
		report := why(got.Report)
		if !strings.Contains(report, c.why) || c.day == "" && len(got.Refused) != 1 {
			t.Errorf("%q: the report lacks %q:\n%s", c.cell, c.why, report)
		}
	}
}

func TestSettlement(t *testing.T) {
	for name, c := range map[string]struct {
		o      Options
		cells  []string
		want   string // the days
		report string
	}{
		"a later row shows the day first": {Options{}, []string{"05/04/2025", "13/04/2025", "14/04/2025"}, "2025-04-05 2025-04-13 2025-04-14", `settled date day first 3 "13/04/2025" 2 1`},
		"a row shows the month first":     {Options{}, []string{"05/04/2025", "04/13/2025"}, "2025-05-04 2025-04-13", `settled date month first 3 "04/13/2025" 1 1`},
		"another form settles it": {Options{}, []string{"1/22/2014 12:00:00 AM", "05/02/2014 00:00"}, "2014-01-22 2014-05-02",
			`settled date month first 2 "1/22/2014 12:00:00 AM" 1 1`},
		"full stops settle nothing": {Options{}, []string{"05/04/2025", "13.04.2025"}, " 2025-04-13", "no date of the column shows the order"},
		"two orders": {Options{}, []string{"05/04/2025", "13/04/2025", "04/13/2025"}, " 2025-04-13 2025-04-13",
			`could be 2025-04-05 or 2025-05-04, and the column writes both orders (row 3 has "13/04/2025", row 4 has "04/13/2025")`},
		"a person says":         {Options{Order: MonthFirst}, []string{"05/04/2025", "06/04/2025"}, "2025-05-04 2025-06-04", `settled date month first 0 "" 0 2`},
		"a person says wrongly": {Options{Order: MonthFirst}, []string{"05/04/2025", "13/04/2025"}, "2025-05-04 ", "cannot be read with the month first"},
	} {
		got := chronology(t, c.o, c.cells...)
		if d := strings.Join(days(got, len(c.cells)), " "); d != c.want {
			t.Errorf("%s: %q, want %q", name, d, c.want)
		}
		if r := why(got.Report); !strings.Contains(r, c.report) {
			t.Errorf("%s: the report lacks %q:\n%s", name, c.report, r)
		}
	}
}

// A column written in one way reads as the days that were written, or is refused
// where it could be others; it never reads as another day.
func TestDatesAreNeverGuessed(t *testing.T) {
	layouts := []string{"2006-01-02", "20060102", "02.01.2006", "2.1.2006", "02/01/2006", "01/02/2006", "02-01-2006", "1/2/2006 12:00:00 AM"}
	rapid.Check(t, func(rt *rapid.T) {
		layout := rapid.SampledFrom(layouts).Draw(rt, "layout")
		n := rapid.IntRange(1, 6).Draw(rt, "rows")
		var cells, want []string
		for range n {
			d := time.Date(2025, 1, 1+rapid.IntRange(0, 364).Draw(rt, "day"), 0, 0, 0, 0, time.UTC)
			cells, want = append(cells, d.Format(layout)), append(want, d.Format(time.DateOnly))
		}
		c := chronology(t, Options{}, cells...)
		for i, got := range days(c, n) {
			if got != "" && got != want[i] {
				rt.Fatalf("%q of %q is %s, want %s", cells[i], cells, got, want[i])
			}
			if got == "" && !strings.ContainsAny(layout, "/") && layout != "02-01-2006" {
				rt.Fatalf("%q of %q is refused", cells[i], cells)
			}
		}
	})
}
