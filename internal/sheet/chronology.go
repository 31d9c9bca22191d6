// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"parley/internal/act"
)

// EventRow is one row of a chronology as an act.
type EventRow struct {
	Row   int
	Event act.Event
}

// Chronology is a table of events. Each row of the import is either an event or
// refused in the report, which begins with that of the import.
type Chronology struct {
	Events []EventRow
	Report
}

var chronologyFields = []Field{Date, Until, Year, Month, DayOfMonth, Title, Text, Mark, Teller, Sources, Illustrative}

// eventFields says from which field each part of an event comes, for errors.
var eventFields = map[string]Field{
	"date": Date, "until": Until, "title": Title, "text": Text, "mark": Mark, "teller": Teller, "sources": Sources,
}

// Chronology makes events of the rows. The error says that the table as a whole
// is none, with the columns that it has.
func (im *Import) Chronology(m Mapping) (Chronology, error) {
	c := Chronology{Report: im.copied()}
	b, err := im.build(&c.Report, chronologyFields, m)
	if err != nil {
		return Chronology{}, err
	}
	if err := b.missing(Date, Year); err != nil {
		return Chronology{}, err
	}
	if err := b.missing(Title, Text); err != nil {
		return Chronology{}, err
	}
	for _, row := range im.Rows {
		b.start(row)
		e := act.Event{Date: b.date(), Title: b.line(Title), Text: b.long(Text)}
		e.Until = b.until(e.Date)
		g := b.ground()
		e.Mark, e.Teller, e.Sources, e.Illustrative = g.Mark, g.Teller, g.Sources, g.Illustrative
		b.complete(&e)
		if b.done(e, eventFields) {
			c.Events = append(c.Events, EventRow{row.Number, e})
		}
	}
	return c, nil
}

// copied is a report that can be added to without touching that of the import.
func (im *Import) copied() Report {
	r := im.Report
	r.Repaired = append([]Repair(nil), r.Repaired...)
	r.Refused = append([]Refusal(nil), r.Refused...)
	return r
}

// date reads the day of a row, from one column or from three.
func (b *builder) date() string {
	if column, ok := b.column[Date]; ok {
		iso := b.day(column)
		if iso == "" {
			b.fail(column, "no date is stated; an entry of a timeline needs its day")
		}
		return iso
	}
	var parts [3]string
	for i, f := range []Field{Year, Month, DayOfMonth} {
		text, _, ok := b.raw(f)
		if !ok || text == "" {
			b.fail(b.column[Year], fmt.Sprintf("no %s is stated; an entry of a timeline needs its day", f))
			return ""
		}
		parts[i] = text
	}
	written := strings.Join(parts[:], "-")
	d, err := parseDay(written)
	if err == nil {
		var iso string
		if iso, err = d.read(Unsettled); err == nil {
			b.repair(b.column[Year], written, iso, "the date stands in columns of year, month and day")
			return iso
		}
	}
	b.fail(b.column[Year], fmt.Sprintf("%q %v", written, err))
	return ""
}

// until reads the last day of a span that begins on first.
func (b *builder) until(first string) string {
	column, ok := b.column[Until]
	if !ok {
		return ""
	}
	last := b.day(column)
	if last != "" && last == first {
		b.repair(column, last, "", "the last day is the first")
		return ""
	}
	return last
}

const maxTitle = 160 // the limit of act.Event.Title

// complete makes a title of the text, or a text of the title, where one of them
// is all that the row has.
func (b *builder) complete(e *act.Event) {
	switch {
	case e.Title == "" && e.Text != "":
		e.Title = opening(e.Text)
		b.repair(b.column[Text], "", e.Title, "the title is the beginning of the text")
	case e.Text == "" && e.Title != "":
		e.Text = e.Title
		if utf8.RuneCountInString(e.Title) > maxTitle {
			e.Title = opening(e.Text)
		}
		b.repair(b.column[Title], "", e.Text, "the text is the title")
	}
}

// opening is the first line of a text, cut at a space if it is long.
func opening(text string) string {
	line, _, more := strings.Cut(text, "\n")
	line = strings.TrimSpace(strings.ReplaceAll(line, "\t", " "))
	if utf8.RuneCountInString(line) <= maxTitle && !more {
		return line
	}
	runes := []rune(line)
	if len(runes) > maxTitle-2 {
		line = string(runes[:maxTitle-2])
		if i := strings.LastIndexByte(line, ' '); i > len(line)/2 {
			line = line[:i]
		}
	}
	return strings.TrimSpace(line) + " …"
}
