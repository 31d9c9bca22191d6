// SPDX-License-Identifier: Apache-2.0

package lang_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"parley/internal/lang"
)

func TestDay(t *testing.T) {
	for tag, want := range map[string][2]string{
		"en": {"19 May 2025", "1 March 2025"},
		"fr": {"19 mai 2025", "1er mars 2025"},
		"uk": {"19 травня 2025\u00a0р.", "1 березня 2025\u00a0р."},
		"ru": {"19 мая 2025\u00a0г.", "1 марта 2025\u00a0г."},
		"ar": {"١٩ مايو ٢٠٢٥", "١ مارس ٢٠٢٥"},
	} {
		p := lang.For(tag)
		if got := [2]string{p.Day("2025-05-19"), p.Day("2025-03-01")}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		for _, other := range []string{"", "not stated", "2025-05", "2025-02-30", "19.05.2025", "2025-05-19T10:00:00Z", "2025-5-19"} {
			if got := p.Day(other); got != other {
				t.Errorf("%s: Day(%q) = %q, want it as it is", tag, other, got)
			}
		}
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct{ tag, from, until, want string }{
		{"en", "2025-03-18", "2025-03-25", "18–25 March 2025"},
		{"en", "2025-03-18", "2025-06-02", "18 March – 2 June 2025"},
		{"en", "2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"},
		{"en", "2025-03-18", "2025-03-18", "18 March 2025"},
		{"en", "2025-03-18", "", "from 18 March 2025"},
		{"en", "", "2025-03-18", "until 18 March 2025"},
		{"en", "", "", ""},
		{"en", "2025-03-18", "not stated", "18 March 2025 – not stated"},
		{"fr", "2025-03-01", "2025-03-25", "1er–25 mars 2025"},
		{"fr", "2025-03-18", "", "à partir du 18 mars 2025"},
		{"uk", "2025-03-18", "2025-06-02", "18 березня – 2 червня 2025\u00a0р."},
		{"ru", "2025-03-18", "2025-03-25", "18–25 марта 2025\u00a0г."},
		{"ar", "2025-03-18", "2025-03-25", "١٨–٢٥ مارس ٢٠٢٥"},
	} {
		if got := lang.For(c.tag).Span(c.from, c.until); got != c.want {
			t.Errorf("%s: Span(%q, %q) = %q, want %q", c.tag, c.from, c.until, got, c.want)
		}
	}
}

func TestTime(t *testing.T) {
	at := func(hours, minutes int) time.Time {
		zone := time.FixedZone("X", hours*3600+minutes*60)
		return time.Date(2025, 5, 19, 20, 5, 59, 0, zone)
	}
	for _, c := range []struct {
		tag  string
		t    time.Time
		want string
	}{
		{"en", at(0, 0), "19 May 2025, 20:05 UTC"},
		{"en", at(3, 0), "19 May 2025, 20:05 UTC+3"},
		{"en", at(-3, -30), "19 May 2025, 20:05 UTC-3:30"},
		{"fr", at(5, 45), "19 mai 2025, 20:05 UTC+5:45"},
		{"uk", at(3, 0), "19 травня 2025\u00a0р., 20:05 UTC+3"},
		{"ru", at(3, 0), "19 мая 2025\u00a0г., 20:05 UTC+3"},
		{"ar", at(3, 0), "١٩ مايو ٢٠٢٥، ٢٠:٠٥ UTC+3"},
		{"en", time.Time{}, ""},
	} {
		if got := lang.For(c.tag).Time(c.t); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
	if got := lang.For("en").Clock(at(3, 0)); got != "20:05" {
		t.Errorf("Clock = %q", got)
	}
	if got := lang.For("en").Clock(time.Time{}); got != "" {
		t.Errorf("Clock of no time = %q", got)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		tag  string
		n    int64
		want string
	}{
		{"en", 0, "0"}, {"en", 999, "999"}, {"en", 1000, "1,000"}, {"en", -12345, "-12,345"},
		{"en", math.MinInt64, "-9,223,372,036,854,775,808"},
		{"fr", 1234567, "1\u202f234\u202f567"}, {"uk", 1000, "1\u00a0000"}, {"ru", 100000, "100\u00a0000"},
		{"ar", 4900, "٤٬٩٠٠"},
	} {
		if got := lang.For(c.tag).Number(c.n); got != c.want {
			t.Errorf("%s: Number(%d) = %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

// Every month of every language is named, once, in its own script.
func TestMonths(t *testing.T) {
	for _, l := range lang.Languages() {
		seen := map[string]bool{}
		for m := time.January; m <= time.December; m++ {
			iso := time.Date(2025, m, 3, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			name := strings.Fields(lang.For(l.Tag).Day(iso))[1]
			if seen[name] {
				t.Errorf("%s: two months are called %q", l.Tag, name)
			}
			seen[name] = true
		}
		if len(seen) != 12 {
			t.Errorf("%s: %d months", l.Tag, len(seen))
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct{ tag, number, want string }{
		{"en", "12.5", "12.5"}, {"en", "-0.5", "-0.5"}, {"en", "7", "7"}, {"en", "1234.25", "1,234.25"}, {"en", "one half", "one half"}, {"en", "1.2.3", "1.2.3"},
		{"fr", "12.5", "12,5"}, {"uk", "-0.5", "-0,5"}, {"ru", "100", "100"}, {"ar", "62.5", "٦٢٫٥"},
	} {
		if got := lang.For(c.tag).Decimal(c.number); got != c.want {
			t.Errorf("%s: Decimal(%s) = %q, want %q", c.tag, c.number, got, c.want)
		}
	}
}
