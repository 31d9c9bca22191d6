// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// listing is a list of acts of a register: a table for people and, with --csv,
// the same for a spreadsheet program with all that each row rests on.
type listing struct {
	title string
	note  string
	cols  []col
	rows  []listed

	// fileCols are the columns of the file where it has others than the table:
	// those that an import reads back.
	fileCols []string
}

type listed struct {
	written *brief.Written
	cells   []string
	file    []string // with fileCols: the cells of the file
}

func newListing(title string, cols ...col) *listing { return &listing{title: title, cols: cols} }

func (l *listing) add(w *brief.Written, cells ...string) {
	l.rows = append(l.rows, listed{written: w, cells: cells})
}

// table is the listing for a terminal or a pipe.
func (l *listing) table() table {
	t := table{title: l.title, note: l.note, cols: append([]col{{name: "entry", ref: true}, {name: "ground"}}, l.cols...)}
	for _, r := range l.rows {
		t.add(append([]string{r.written.Entry, ground(r.written)}, r.cells...)...)
	}
	return t
}

// sheet is the listing as a file. Source and certainty end each line.
func (l *listing) sheet() sheet.Table {
	t := sheet.Table{Columns: append([]string{"entry"}, l.fileCols...)}
	for _, c := range l.cols {
		if l.fileCols == nil {
			t.Columns = append(t.Columns, c.name)
		}
	}
	t.Columns = append(t.Columns, "teller", "entered", "entered by", "register", "readers", "state", "illustrative")
	for _, r := range l.rows {
		w, state, invented := r.written, "", ""
		if w.Withdrawn != nil {
			state = "withdrawn"
		}
		if w.Illustrative {
			invented = "yes"
		}
		cells := append([]string{w.Entry}, r.cells...)
		if l.fileCols != nil {
			cells = append([]string{w.Entry}, r.file...)
		}
		cells = append(cells, w.Teller, stamp(w.Time), seatName(w.By), w.Register, seatNames(w.Readers), state, invented)
		t.Lines = append(t.Lines, sheet.Line{Cells: cells, Sources: w.Sources, Certainty: act.Mark(w.Mark)})
	}
	return t
}

// sheetReport is a table that was written to a file.
type sheetReport struct {
	File    string `json:"file"`
	Rows    int    `json:"rows"`
	Columns int    `json:"columns"`
	Bytes   int    `json:"bytes"`
}

// listing makes a command that lists a register.
func (a *app) listing(v verb, ask func(d *desk) (report, *listing, error)) *cobra.Command {
	var file string
	var mark bool
	v.exits = []int{exitLocked, exitWithheld}
	v.run = func(ctx context.Context, _ []string) error {
		if file != "" {
			if err := a.checkOutput(file); err != nil {
				return err
			}
		}
		d, err := a.readingDesk(ctx)
		if err != nil {
			return err
		}
		r, l, err := ask(d)
		if err != nil {
			return err
		}
		if file != "" {
			return a.writeSheet(file, mark, l.sheet())
		}
		r.tables = append([]table{l.table()}, r.tables...)
		return a.emit(r)
	}
	c := a.command(v)
	c.Flags().StringVar(&file, "csv", "", "write the list to this `file` as CSV, with source and certainty; - is the standard output")
	c.Flags().BoolVar(&mark, "csv-mark", false, "begin the file with a byte order mark, which some spreadsheet programs need")
	return c
}

func (a *app) writeSheet(file string, mark bool, s sheet.Table) error {
	if file == standard {
		if err := a.guard(texts("rows", len(s.Lines) > 0)); err != nil {
			return err
		}
	}
	b, err := s.CSV(mark)
	if err != nil {
		return err
	}
	x := sheetReport{File: file, Rows: len(s.Lines), Columns: len(s.Columns) + 2, Bytes: len(b)}
	t := table{cols: []col{{name: "file"}, {name: "rows", right: true}, {name: "bytes", right: true}}}
	t.add(x.File, number(x.Rows), number(x.Bytes))
	out := report{name: "sheet", data: x, tables: []table{t}}
	if file != standard {
		if err := a.mayEmit(out); err != nil {
			return err
		}
	}
	if err := a.write(file, b, "a table as CSV", true); err != nil || file == standard {
		return err
	}
	a.say("%s holds opened text; whoever has the file can read it", file)
	return a.emit(out)
}
