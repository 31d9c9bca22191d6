// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Calendar is one file.
type Calendar struct {
	Product string // who wrote it, of the form "-//Parley//EN"
	Name    string // what a reader's program calls it; may be empty
	Events  []Event
}

// LeftOut is an event that is not in the file, and why.
type LeftOut struct {
	Index int // in Events
	UID   string
	Why   string
}

// Bytes prints the calendar, and lists what could not be printed.
func (c Calendar) Bytes() ([]byte, []LeftOut) {
	var f file
	f.line("BEGIN", "VCALENDAR")
	f.line("VERSION", "2.0")
	f.line("PRODID", escape(c.Product))
	if c.Name != "" {
		f.line("NAME", escape(c.Name))         // RFC 7986
		f.line("X-WR-CALNAME", escape(c.Name)) // what most programs read
	}
	var left []LeftOut
	seen := map[string]bool{}
	for i, e := range c.Events {
		why := ""
		if err := e.validate(); err != nil {
			why = err.Error()
		} else if seen[e.UID] {
			why = "UID stands on an earlier event of this file; two events need two"
		}
		if why != "" {
			left = append(left, LeftOut{Index: i, UID: e.UID, Why: why})
			continue
		}
		seen[e.UID] = true
		f.event(e)
	}
	f.line("END", "VCALENDAR")
	return f.Bytes(), left
}

type file struct{ bytes.Buffer }

// event writes a VEVENT, or a VTODO where the date is not known.
func (f *file) event(e Event) {
	component := "VEVENT"
	if e.unknown() {
		component = "VTODO"
	}
	f.line("BEGIN", component)
	f.line("UID", escape(e.UID))
	f.line("DTSTAMP", utc(e.Stamp))
	f.line("SEQUENCE", strconv.Itoa(e.Sequence))
	f.dates(e)
	f.line("SUMMARY", escape(e.Summary))
	if text := described(e); text != "" {
		f.line("DESCRIPTION", escape(text))
	}
	if e.Location != "" {
		f.line("LOCATION", escape(e.Location))
	}
	f.line("STATUS", status(e))
	if len(e.Categories) > 0 {
		var escaped []string
		for _, c := range e.Categories {
			escaped = append(escaped, escape(c))
		}
		f.line("CATEGORIES", strings.Join(escaped, ","))
	}
	if e.Alarm > 0 && !e.unknown() {
		f.line("BEGIN", "VALARM")
		f.line("ACTION", "DISPLAY")
		f.line("TRIGGER", "-"+duration(e.Alarm))
		f.line("DESCRIPTION", escape(e.Summary))
		f.line("END", "VALARM")
	}
	f.line("END", component)
}

func (f *file) dates(e Event) {
	switch {
	case e.unknown():
		return
	case !e.Start.At.IsZero():
		f.line("DTSTART", utc(e.Start.At))
		if !e.End.At.IsZero() {
			f.line("DTEND", utc(e.End.At))
		}
	default:
		f.line("DTSTART;VALUE=DATE", compact(e.Start.Day, 0))
		if e.End.Day != "" {
			// RFC 5545 names the first day that is no longer part of it.
			f.line("DTEND;VALUE=DATE", compact(e.End.Day, 1))
		}
	}
	if e.End == (Moment{}) {
		f.line("TRANSP", "TRANSPARENT") // a deadline does not keep its day busy
	}
}

// status maps to what RFC 5545 knows for a to-do, which is never tentative: one
// without a date is still to be settled.
func status(e Event) string {
	switch {
	case e.unknown() && e.Status != Cancelled:
		return "NEEDS-ACTION"
	case e.Status == "":
		return string(Tentative)
	}
	return string(e.Status)
}

// described is the description with the zone under it.
func described(e Event) string {
	if e.Zone == "" || e.Start.At.IsZero() {
		return e.Description
	}
	if e.Description == "" {
		return e.Zone
	}
	return e.Description + "\n" + e.Zone
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// compact writes a day, moved by some days, in the form of RFC 5545. The day has
// been validated.
func compact(day string, later int) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, later).Format("20060102")
}

// duration writes whole seconds in the form of RFC 5545, section 3.3.6.
func duration(d time.Duration) string {
	seconds := int64(d / time.Second)
	if seconds%(24*60*60) == 0 && seconds > 0 {
		return "P" + strconv.FormatInt(seconds/(24*60*60), 10) + "D"
	}
	out := "PT"
	for _, unit := range []struct {
		name    string
		seconds int64
	}{{"H", 3600}, {"M", 60}, {"S", 1}} {
		if n := seconds / unit.seconds; n > 0 {
			out += strconv.FormatInt(n, 10) + unit.name
			seconds -= n * unit.seconds
		}
	}
	if out == "PT" {
		return "PT0S"
	}
	return out
}
