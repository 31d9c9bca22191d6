// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// AsOf is the day of a report. Its zero value asks for everything that is known,
// without a clock.
type AsOf struct {
	// Today is the day (YYYY-MM-DD) that deadlines are counted from; empty
	// counts none.
	Today string `json:"today,omitempty"`

	// Until is the last day (YYYY-MM-DD) of what is looked at; empty looks at
	// everything. An act is of the day that it states; one that states none is
	// of the day on which it was entered, unless it reports something from
	// outside the record: then its day is not known, and it is kept. What was
	// entered later about an earlier day counts: this is that day as it is known
	// now.
	Until string `json:"until,omitempty"`
}

const dayLayout = "2006-01-02"

// takes reports whether an act is within the days that are looked at.
func (at AsOf) takes(stated act.Moment, g act.Ground, l *process.Line) bool {
	return at.Until == "" || at.within(stated, g.Mark != "", l.Time)
}

// within is takes for what is known of an act by its parts: the day it states,
// whether it reports something from outside the record, when it was entered.
func (at AsOf) within(stated act.Moment, reported bool, entered time.Time) bool {
	switch {
	case at.Until == "":
		return true
	case stated.Known():
		return stated.Day <= at.Until
	}
	return reported || dayOf(entered) <= at.Until
}

// withdrawn reports whether an act had been taken back by then.
func (at AsOf) withdrawn(v *process.Version) bool {
	return v.Withdrawn != nil && (at.Until == "" || dayOf(v.Withdrawn.Time) <= at.Until)
}

// now is the beginning of today; the zero time when the report has none.
func (at AsOf) now() time.Time {
	t, err := time.Parse(dayLayout, at.Today)
	if err != nil {
		return time.Time{}
	}
	return t
}

func dayOf(t time.Time) string { return t.UTC().Format(dayLayout) }

// happened is the place of an act in time: the moment that it states, else when
// it was entered.
type happened struct {
	day       string
	time      time.Time
	seen, seq int64
	id        record.Hash
}

func happens(stated act.Moment, l *process.Line) happened {
	h := happened{stated.Day, l.Time, l.Seen, l.Seq, l.ID}
	if !stated.Known() {
		h.day = dayOf(l.Time)
	}
	return h
}

// compare orders acts in time. Of what is of one day, that which was entered
// earlier is earlier: hours are stated by some only, and in zones that cannot be
// compared everywhere. The last words of the order are there so that chance has
// no part in it.
func (h *happened) compare(o *happened) int {
	return cmp.Or(cmp.Compare(h.day, o.day), h.time.Compare(o.time),
		cmp.Compare(h.seen, o.seen), cmp.Compare(h.seq, o.seq), slices.Compare(h.id[:], o.id[:]))
}

// The states of a [Clock].
const (
	ClockNone    = "no-date"   // nothing was stated
	ClockWords   = "words"     // something was stated that is no date
	ClockUnasked = "not-asked" // there is a date, and the report has no today
	ClockAhead   = "ahead"
	ClockToday   = "today"
	ClockPassed  = "passed"
	ClockClosed  = "closed" // what it was set for has come about, lapsed or been taken back
)

// Clock is how far off a date is. Of a span of days both ends are given.
type Clock struct {
	State string `json:"state"`           // a word such as [ClockAhead]
	Days  int64  `json:"days,omitempty"`  // whole days ahead at the least, or passed since the last day
	Most  int64  `json:"most,omitempty"`  // whole days ahead at the most, of a span
	Day   string `json:"day,omitempty"`   // the first day
	Until string `json:"until,omitempty"` // the last day of a span
	Says  string `json:"says"`
}

// clock says how far off a date is on a day.
func (at AsOf) clock(d act.Due) Clock {
	switch {
	case !d.Known():
		return Clock{State: ClockNone, Says: "no date was stated"}
	case !d.When.Known():
		return Clock{State: ClockWords, Says: "in words only, which is no date"}
	}
	c := Clock{State: ClockUnasked, Day: d.When.Day, Until: d.When.Until, Says: "not counted: no day was given to count from"}
	today, err := time.Parse(dayLayout, at.Today)
	if err != nil {
		return c
	}
	first := daysFrom(today, c.Day)
	last := first
	if c.Until != "" {
		last = daysFrom(today, c.Until)
	}
	switch {
	case last < 0:
		c.State, c.Days, c.Says = ClockPassed, -last, "passed "+days(-last)+" ago"
	case first > 0 && last > first:
		c.State, c.Days, c.Most, c.Says = ClockAhead, first, last, fmt.Sprintf("%d to %d days left", first, last)
	case first > 0:
		c.State, c.Days, c.Says = ClockAhead, first, days(first)+" left"
	case last > 0:
		c.State, c.Most, c.Says = ClockToday, last, "within these days, "+days(last)+" left at the most"
	default:
		c.State, c.Says = ClockToday, "today"
	}
	return c
}

// closed is the clock of a date that nothing waits for any more.
func (c Clock) closed(why string) Clock {
	return Clock{State: ClockClosed, Day: c.Day, Until: c.Until, Says: why}
}

// daysFrom is the number of days between two days; a day that is none is today.
func daysFrom(today time.Time, day string) int64 {
	t, err := time.Parse(dayLayout, day)
	if err != nil {
		return 0
	}
	return int64(t.Sub(today) / (24 * time.Hour))
}

func days(n int64) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
