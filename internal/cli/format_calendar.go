// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/calendar"
)

// calendarReport is a calendar that was written, and what has no place in one.
type calendarReport struct {
	File    string          `json:"file"`
	Events  int             `json:"events"`
	Bytes   int             `json:"bytes"`
	LeftOut []brief.LeftOut `json:"left_out"`
}

func dateKinds() []string {
	return []string{brief.DatedFormat, brief.DatedDeadline, brief.DatedUndertaking, brief.DatedCommitment, brief.DatedRound}
}

func (a *app) formatCalendar() *cobra.Command {
	var kinds []string
	var day asOf
	c := a.command(verb{
		use:   "calendar FILE",
		short: "Write meetings, deadlines and undertakings as iCalendar",
		long: `Writes what has a date to a file that calendar programs read: meetings,
deadlines, undertakings, commitments and the closing of acceptance rounds,
tentative where they are tentative. A
time is written in UTC, and the zone in which it was agreed stands with it in
words. What has no date is in no calendar, and is listed with the reason. FILE
may be -, the standard output.`,
		example: "  parley format calendar meetings.ics\n  parley format calendar dates.ics --kind format,deadline",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			for _, k := range kinds {
				if !slices.Contains(dateKinds(), k) {
					return usageError("--kind %q: want one of %s", k, strings.Join(dateKinds(), ", "))
				}
			}
			if err := a.checkOutput(args[0]); err != nil {
				return err
			}
			at, err := day.of(a)
			if err != nil {
				return err
			}
			d, err := a.readingDesk(ctx)
			if err != nil {
				return err
			}
			return d.writeCalendar(args[0], at, kinds)
		},
	})
	c.Flags().StringSliceVar(&kinds, "kind", nil, "only these `kinds`: "+strings.Join(dateKinds(), ", "))
	_ = c.RegisterFlagCompletionFunc("kind", offering(dateKinds))
	day.flags(c)
	return c
}

func (d *desk) writeCalendar(file string, at brief.AsOf, kinds []string) error {
	a := d.app
	s, r, h, w := d.basis()
	x := brief.CalendarItems(s, r, h, w, at)
	wanted := func(kind string) bool { return len(kinds) == 0 || slices.Contains(kinds, kind) }
	out := calendarReport{File: file, LeftOut: []brief.LeftOut{}}
	cal := calendar.Calendar{Product: "-//Parley//EN", Name: s.Title()}
	for _, i := range x.Items {
		if wanted(i.Kind) {
			cal.Events = append(cal.Events, d.event(i))
		}
	}
	for _, l := range x.LeftOut {
		if wanted(l.Kind) {
			out.LeftOut = append(out.LeftOut, l)
		}
	}
	if file == standard {
		if err := a.guard(texts("events", len(cal.Events) > 0)); err != nil {
			return err
		}
	}
	b, left := cal.Bytes()
	out.Events, out.Bytes = len(cal.Events)-len(left), len(b)
	rep := report{name: "format.calendar", data: out, tables: calendarTables(out, x.Says), texts: texts("left_out", len(out.LeftOut) > 0)}
	rep.grounds(x.Footing)
	if file != standard {
		if err := a.mayEmit(rep); err != nil {
			return err
		}
	}
	if err := a.write(file, b, "a calendar", true); err != nil {
		return err
	}
	for _, l := range left {
		// Only a value that no calendar can hold comes here; it is said, with why.
		a.warn("", "%s is not in the calendar: %s", cal.Events[l.Index].Summary, l.Why)
	}
	if file == standard {
		return nil
	}
	a.say("%s holds opened text; whoever has the file can read it", file)
	return a.emit(rep)
}

func calendarTables(x calendarReport, says string) []table {
	t := table{title: "calendar", cols: []col{{name: "file"}, {name: "events", right: true}, {name: "bytes", right: true}}}
	t.add(x.File, number(x.Events), number(x.Bytes))
	if len(x.LeftOut) == 0 {
		return []table{t}
	}
	rest := table{title: "left out", note: says, cols: []col{{name: "kind"}, {name: "of", ref: true}, {name: "why"}, {name: "title"}}}
	for _, l := range x.LeftOut {
		why := "no date was stated"
		if l.Why == brief.ClockWords {
			why = "in words only: “" + l.Says + "”"
		}
		rest.add(l.Kind, l.Of, why, l.Title)
	}
	return []table{t, rest}
}

// event makes what a calendar holds of one thing with a date.
func (d *desk) event(i brief.CalendarItem) calendar.Event {
	e := calendar.Event{
		UID: i.Source + "@parley", Summary: i.Title, Location: strings.Join(i.Places, " / "),
		Categories: []string{i.Kind}, Sequence: i.Sequence,
	}
	if l, ok := d.line(i.Entry); ok {
		e.Stamp = l.Time
	}
	switch i.Certainty {
	case brief.CertaintyConfirmed:
		e.Status = calendar.Confirmed
	case brief.CertaintyCancelled:
		e.Status = calendar.Cancelled
	default:
		e.Status = calendar.Tentative
	}
	e.Start, e.End, e.Zone = whenOf(i.When)
	about := []string{i.Details, i.Kind + ": " + i.State}
	if i.State != i.Certainty {
		about[1] += ", " + i.Certainty
	}
	if i.When.Clock != "" && e.Start.Day != "" {
		about = append(about, "at "+i.When.Clock+" "+i.When.Zone)
	}
	if i.Says != "" {
		about = append(about, "“"+i.Says+"”")
	}
	if len(i.Who) > 0 {
		about = append(about, seatNames(i.Who))
	}
	if i.Illustrative {
		about = append(about, "illustrative")
	} else if i.Mark != "" {
		about = append(about, strings.TrimSpace(i.Mark+" "+sourcesSay(i.Sources)))
	}
	about = append(about, "can be read by "+seatNames(i.Readers))
	e.Description = strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), "\n")
	return e
}

// whenOf turns a moment into the times of a calendar. Where this machine does
// not know the zone, the day is kept and the time is left to the description: a
// wrong hour is worse than none.
func whenOf(m act.Moment) (start, end calendar.Moment, zone string) {
	if m.Clock == "" {
		return calendar.Moment{Day: m.Day}, calendar.Moment{Day: m.Until}, ""
	}
	place, err := zoneOf(m.Zone)
	if err == nil {
		if t, err := time.ParseInLocation(time.DateOnly+" 15:04", m.Day+" "+m.Clock, place); err == nil {
			return calendar.Moment{At: t}, calendar.Moment{}, m.Clock + " " + m.Zone
		}
	}
	return calendar.Moment{Day: m.Day}, calendar.Moment{}, ""
}

// zoneOf finds a zone written as UTC, UTC+03:00 or Europe/Istanbul.
func zoneOf(name string) (*time.Location, error) {
	if t, err := time.Parse("UTC-07:00", name); err == nil {
		_, seconds := t.Zone()
		return time.FixedZone(name, seconds), nil
	}
	return time.LoadLocation(name)
}
