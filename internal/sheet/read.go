// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"parley/internal/act"
)

// The limits of a file. A longer table is cut by a person, who knows where.
const (
	maxBytes   = 10 << 20
	maxRows    = 100_000
	maxColumns = 500
	maxCells   = 5_000_000 // rows times columns
)

// Options are what a person may know of a file better than the file says. The
// zero value lets Read find out.
type Options struct {
	Encoding  Encoding
	Separator string // one of , ; and tab
	Order     Order  // of dates such as 05/04/2025
}

// Row is one row of a table.
type Row struct {
	Number int      // as a spreadsheet program numbers it
	Cells  []string // one for each column; line ends are line feeds
}

// Import is a table that was read. Together with the refused rows of its report
// it holds every row of the file that is not blank.
type Import struct {
	Encoding  Encoding
	Separator string
	Columns   []string // unique names, made up where the file has none
	Rows      []Row
	Report

	headers []string // the names as the file has them, folded
	order   Order
}

// Read reads a table. A fault of one row is in the report; a fault of the whole
// file is the error.
func Read(data []byte, o Options) (*Import, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("the file has %d bytes; the limit is %d, so cut it into parts", len(data), maxBytes)
	}
	switch o.Order {
	case Unsettled, DayFirst, MonthFirst:
	default:
		return nil, fmt.Errorf("order %.40q is not known; want %q or %q", string(o.Order), DayFirst, MonthFirst)
	}
	text, enc, err := decode(data, o.Encoding)
	if err != nil {
		return nil, err
	}
	im := &Import{Encoding: enc, order: o.Order}
	if enc != UTF8 {
		im.repair(0, "", string(enc), string(UTF8), "the file was read in the encoding that it is written in")
	}
	if !strings.Contains(text, "\n") && strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r", "\n") // as old programs end a line
		im.repair(0, "", `\r`, `\n`, "lines end with a carriage return only")
	}
	text, sep := named(text)
	switch {
	case o.Separator != "" && (len(o.Separator) > 1 || !strings.Contains(separators, o.Separator)):
		return nil, fmt.Errorf("separator is %.10q; want a comma, a semicolon or a tab", o.Separator)
	case o.Separator != "":
		sep = o.Separator[0]
	case sep == 0:
		sep = separator(text)
	}
	im.Separator = string(sep)
	records, whole := split(text, sep, 2*maxRows)
	if !whole {
		return nil, fmt.Errorf("the file has more than %d lines; cut it into parts", 2*maxRows)
	}
	if err := im.take(records); err != nil {
		return nil, err
	}
	return im, nil
}

// named takes off the first line "sep=;", by which some spreadsheet programs
// name the separator.
func named(text string) (string, byte) {
	line, rest, _ := strings.Cut(text, "\n")
	value, ok := strings.CutPrefix(strings.ToLower(strings.Trim(line, "\"\r ")), "sep=")
	if ok && len(value) == 1 && strings.Contains(separators, value) {
		return rest, value[0]
	}
	return text, 0
}

// take makes columns of the first record that is not blank, and rows of the rest.
func (im *Import) take(records []record) error {
	for i, r := range records {
		if r.blank() {
			continue
		}
		switch {
		case im.Columns == nil:
			if err := im.head(i+1, r); err != nil {
				return err
			}
		case len(im.Rows)+len(im.Refused) == maxRows:
			return fmt.Errorf("the table has more than %d rows; cut it into parts", maxRows)
		case len(im.Rows)*len(im.Columns) > maxCells:
			return fmt.Errorf("the table has more than %d cells; cut it into parts, or take columns out", maxCells)
		case len(im.Rows)+len(im.Refused) == 0 && tags(r.cells):
			im.repair(i+1, "", strings.Join(r.cells, " "), "", "a row of HXL tags was passed over")
		default:
			im.row(i+1, r)
		}
	}
	if im.Columns == nil {
		return errors.New("the file holds no table: nothing is in it")
	}
	return nil
}

// tags recognises the second header of the Humanitarian Exchange Language.
func tags(cells []string) bool {
	for _, c := range cells {
		if c != "" && !strings.HasPrefix(strings.TrimSpace(c), "#") {
			return false
		}
	}
	return true
}

func (im *Import) head(number int, r record) error {
	if r.open {
		return errors.New("the header opens a quote that is never closed; mend it and read the file again")
	}
	if r.more > 0 {
		return fmt.Errorf("the table has %d columns; the limit is %d", len(r.cells)+r.more, maxColumns)
	}
	seen := map[string]int{}
	for i, raw := range r.cells {
		name := strings.Join(strings.Fields(unguard(act.Tidy(raw))), " ")
		im.headers = append(im.headers, fold(name))
		unique := name
		if name == "" {
			unique = fmt.Sprintf("column %d", i+1)
			im.repair(number, unique, "", unique, "the column has no name")
		}
		for seen[fold(unique)] > 0 {
			seen[fold(unique)]++
			unique = fmt.Sprintf("%s (%d)", name, seen[fold(unique)])
		}
		if name != "" && unique != name {
			im.repair(number, unique, name, unique, "an earlier column has the same name")
		}
		seen[fold(unique)]++
		im.Columns = append(im.Columns, unique)
	}
	return nil
}

// fold makes the spellings of one name equal: event_date, Event-Date, eventDate.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// row checks the width of a row and repairs its cells.
func (im *Import) row(number int, r record) {
	width := len(im.Columns)
	if r.open {
		last := min(len(r.cells), width) - 1
		im.refuse(number, im.Columns[last], r.cells[len(r.cells)-1], fmt.Sprintf(
			"a quote is opened here and never closed; the row and %d lines after it were not read",
			strings.Count(r.cells[len(r.cells)-1], "\n")))
		return
	}
	if n := len(r.cells) + r.more; n > width {
		if extra := (record{cells: r.cells[width:]}); r.more > 0 || !extra.blank() {
			im.refuse(number, "", strings.Join(r.cells, " | "), fmt.Sprintf(
				"the row has %d cells and the header %d; a separator inside a text may lack its quotes", n, width))
			return
		}
		r.cells = r.cells[:width]
	}
	if n := len(r.cells); n < width {
		im.repair(number, "", fmt.Sprintf("%d of %d cells", n, width), "", "cells are missing at the end and were taken as empty")
		r.cells = append(r.cells, make([]string, width-n)...)
	}
	for _, q := range r.quirks {
		if q.cell < width {
			im.repair(number, im.Columns[q.cell], "", r.cells[q.cell], q.why)
		}
	}
	for i, c := range r.cells {
		if plain := unguard(c); plain != c {
			im.repair(number, im.Columns[i], c, plain, "the apostrophe that guards against formulas was taken off")
			r.cells[i] = plain
		}
	}
	im.Rows = append(im.Rows, Row{number, r.cells})
}
