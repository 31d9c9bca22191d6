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
	"parley/internal/process"
	"parley/record"
)

// reading makes a command that answers with a report on what this seat can read.
func (a *app) reading(v verb, ask func(d *desk, args []string) (report, error)) *cobra.Command {
	v.exits = []int{exitLocked, exitWithheld}
	v.run = func(ctx context.Context, args []string) error {
		d, err := a.readingDesk(ctx)
		if err != nil {
			return err
		}
		r, err := ask(d, args)
		if err != nil {
			return err
		}
		return a.emit(r)
	}
	return a.command(v)
}

// readingOf is reading with one argument: an entry of some kind.
func (a *app) readingOf(kind string, v verb, ask func(d *desk, e opened) (report, error)) *cobra.Command {
	v.args = cobra.ExactArgs(1)
	c := a.reading(v, func(d *desk, args []string) (report, error) {
		e, err := d.entryOf(args[0], kind)
		if err != nil {
			return report{}, err
		}
		return ask(d, e)
	})
	c.ValidArgsFunction = a.oneEntry(kind)
	return c
}

// oneEntry offers the entries of a kind for the one argument of a command.
func (a *app) oneEntry(kind string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return a.entryWords(kind), cobra.ShellCompDirectiveNoFileComp
	}
}

func (a *app) readingDesk(ctx context.Context) (*desk, error) {
	d, err := a.openDesk(ctx)
	if err != nil {
		return nil, err
	}
	return d, d.known()
}

// basis is what every report of package brief rests on.
func (d *desk) basis() (process.State, *record.Roster, brief.Head, int64) {
	return d.view.State, d.view.Roster, d.head(), d.view.Withheld
}

// dayRange are the flags of a report on some days.
type dayRange struct{ from, until string }

func (x *dayRange) flags(c *cobra.Command, of string) {
	c.Flags().StringVar(&x.from, "from", "", "first `day` of "+of+", as in 2025-05-19")
	c.Flags().StringVar(&x.until, "until", "", "last `day` of "+of)
}

func (x *dayRange) check() error {
	if err := checkDay("from", x.from); err != nil {
		return err
	}
	if err := checkDay("until", x.until); err != nil {
		return err
	}
	if x.from != "" && x.until != "" && x.until < x.from {
		return usageError("--until %s is before --from %s", x.until, x.from)
	}
	return nil
}

// endOf reads a day, up to its end in UTC, or an instant.
func endOf(flag, word string) (time.Time, error) {
	if word == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, word); err == nil {
		return t.Add(24*time.Hour - time.Second), nil
	}
	t, err := time.Parse(time.RFC3339, word)
	if err != nil {
		return t, usageError("--%s %q: want a day, as in 2025-05-19, or a time with its zone, as in 2025-05-19T18:00:00+03:00", flag, word)
	}
	return t, nil
}

// checkDay wants a day, or nothing.
func checkDay(flag, day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return usageError("--%s %q: want a day of the form 2025-05-19", flag, day)
	}
	return nil
}

// texts names a field of a report when it holds opened text just now.
func texts(field string, held bool) []string {
	if !held {
		return nil
	}
	return []string{field}
}

// momentSays prints when something was, as exactly as it is known.
func momentSays(m act.Moment) string {
	switch {
	case !m.Known():
		return "not stated"
	case m.Until != "":
		return m.Day + ".." + m.Until
	}
	return strings.Join(strings.Fields(m.Day+" "+m.Clock+" "+m.Zone), " ")
}

// dueSays prints a date as it was stated.
func dueSays(d act.Due) string {
	switch {
	case !d.Known():
		return "no date"
	case !d.When.Known():
		return "no date, “" + d.Says + "”"
	case d.Says == "":
		return momentSays(d.When)
	}
	return momentSays(d.When) + ", “" + d.Says + "”"
}

// ground prints how well an entry of a register is known, and what became of it.
func ground(w *brief.Written) string {
	var out []string
	switch {
	case w.Illustrative:
		out = append(out, "illustrative")
	case w.Mark != "":
		out = append(out, w.Mark)
	default:
		out = append(out, "said here")
	}
	if w.Writings > 1 {
		out = append(out, "amended")
	}
	if len(w.Rivals) > 0 {
		out = append(out, "rivals")
	}
	if w.Withdrawn != nil {
		out = append(out, "withdrawn")
	}
	return strings.Join(out, ", ")
}

// sourcesSay prints where something can be checked.
func sourcesSay(sources []act.Source) string {
	var out []string
	for _, s := range sources {
		out = append(out, s.Key+" "+s.At)
	}
	return strings.Join(out, "; ")
}

func issueNames(issues []brief.IssueRef) string {
	var out []string
	for _, x := range issues {
		out = append(out, issueName(&x))
	}
	return strings.Join(out, "; ")
}

func issueName(x *brief.IssueRef) string {
	switch {
	case x == nil:
		return ""
	case !x.Opened:
		return x.Issue[:refDigits] + " (not opened here)"
	}
	return x.Title
}

func linkName(x *brief.EntryLink) string {
	switch {
	case x == nil:
		return ""
	case !x.Opened:
		return x.Entry[:refDigits] + " (not opened here)"
	}
	return x.Entry[:refDigits] + " " + x.Title
}

func attendee(p brief.Attendee) string {
	out := p.Name
	if p.Seat != nil && p.Seat.Name != p.Name {
		out += ", for " + seatName(*p.Seat)
	}
	if p.Capacity != "" {
		out += " (" + p.Capacity + ")"
	}
	return out
}

// quotes puts marks around verbatim words.
func quotes(words string, verbatim bool) string {
	if verbatim && words != "" {
		return "“" + words + "”"
	}
	return words
}

// writtenCard adds to a card what every act of a register has.
func writtenCard(t *table, w *brief.Written) {
	t.add("entry", w.Entry)
	if w.By.Seat == "" {
		t.add("known", "from what speaks of it; the entry itself is not opened here")
		return
	}
	t.add("entered", stamp(w.Time)+" by "+seatName(w.By))
	t.add("readers", seatNames(w.Readers))
	t.add("ground", ground(w))
	if w.Teller != "" {
		t.add("teller", w.Teller)
	}
	for _, s := range w.Sources {
		t.add("source", s.Key+" "+s.At)
	}
	if w.Withdrawn != nil {
		t.add("withdrawn", strings.TrimSpace(stamp(w.Withdrawn.Time)+" "+w.Withdrawn.Why))
	}
}

// filled drops the rows of a card that have no value.
func (t *table) filled() {
	t.rows = slices.DeleteFunc(t.rows, func(r []string) bool { return len(r) > 1 && r[1] == "" })
}
