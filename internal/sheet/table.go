// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"parley/internal/act"
)

// Table is rows to be written. It is written as CSV with a header, in UTF-8,
// with the line ends of RFC 4180.
type Table struct {
	Columns []string
	Lines   []Line
}

// Line is one row, with what it rests on.
type Line struct {
	Cells     []string // as many as the table has columns
	Sources   []act.Source
	Certainty act.Mark // empty for what was said in the record itself
}

// The names of the two columns that every table ends with.
const (
	SourceColumn    = "source"
	CertaintyColumn = "certainty"
)

// CSV prints the table. With mark it begins with a byte order mark, without
// which some spreadsheet programs take UTF-8 for the encoding of their machine.
// The cells that such a program could run as formulas begin with an apostrophe.
func (t Table) CSV(mark bool) ([]byte, error) {
	var b bytes.Buffer
	if mark {
		b.WriteString("\ufeff")
	}
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	write := func(cells ...string) error {
		for i := range cells {
			cells[i] = guard(cells[i])
		}
		return w.Write(cells)
	}
	if err := write(append(append([]string(nil), t.Columns...), SourceColumn, CertaintyColumn)...); err != nil {
		return nil, err
	}
	for i, l := range t.Lines {
		if len(l.Cells) != len(t.Columns) {
			return nil, fmt.Errorf("line %d has %d cells and the table %d columns", i, len(l.Cells), len(t.Columns))
		}
		cells := append(append([]string(nil), l.Cells...), FormatSources(l.Sources), string(l.Certainty))
		if err := write(cells...); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// EventTable makes a table of events that [Import.Chronology] reads back.
func EventTable(events []act.Event) Table {
	t := Table{Columns: []string{"date", "until", "title", "text", "teller", "illustrative"}}
	for _, e := range events {
		t.Lines = append(t.Lines, Line{
			Cells:   []string{e.Date, e.Until, e.Title, e.Text, e.Teller, yes(e.Illustrative)},
			Sources: e.Sources, Certainty: e.Mark,
		})
	}
	return t
}

// AnnouncementTable makes a table of announcements that [Import.Statements] reads
// back, but for references to other entries, which mean nothing elsewhere, and
// the names of points.
func AnnouncementTable(announcements []act.Announcement) Table {
	t := Table{Columns: []string{
		"speaker", "capacity", "seat", "date", "until", "clock", "zone", "where", "words", "quoted", "language", "teller", "illustrative",
	}}
	for _, a := range announcements {
		t.Lines = append(t.Lines, Line{
			Cells: []string{
				a.Speaker.Name, a.Speaker.Capacity, a.Speaker.Seat, a.When.Day, a.When.Until, a.When.Clock, a.When.Zone,
				a.Where, a.Words, yes(a.Quoted), a.Language, a.Teller, yes(a.Illustrative),
			},
			Sources: a.Sources, Certainty: a.Mark,
		})
	}
	return t
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
