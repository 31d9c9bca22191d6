// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"strings"
)

// table is a part of a report as rows of words. It is the only thing that this
// package prints to people.
type table struct {
	title string
	cols  []col
	rows  [][]string

	// card says that the rows are a field and its value. A card needs no cols.
	card bool
	// body is a longer text below the rows, printed as it is.
	body string
	// note is a sentence below the table. It goes to people only.
	note string
}

// col is a column of a table.
type col struct {
	name  string
	right bool // numbers
	ref   bool // ids of entries: a terminal shows the first digits
}

// refDigits is how much of an id a terminal shows. Any unique beginning of six
// digits or more can be typed back.
const refDigits = 12

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// cards makes the column types of a card.
func (t *table) columns() []col {
	if t.card {
		return []col{{name: "field"}, {name: "value"}}
	}
	return t.cols
}

// printTable prints one table for people, aligned by the width that characters
// take on a terminal. With a width, the last column is broken into lines.
func printTable(w io.Writer, t *table, width int) {
	if t.title != "" {
		fmt.Fprintf(w, "%s\n", safeLine(t.title))
	}
	cols := t.columns()
	cells := make([][]string, 0, len(t.rows)+1)
	if !t.card && len(t.rows) > 0 {
		var head []string
		for _, c := range cols {
			head = append(head, strings.ToUpper(c.name))
		}
		cells = append(cells, head)
	}
	for _, r := range t.rows {
		row := make([]string, len(cols))
		for i := range min(len(cols), len(r)) {
			row[i] = safeLine(r[i])
			if cols[i].ref && len(row[i]) > refDigits {
				row[i] = row[i][:refDigits]
			}
		}
		cells = append(cells, row)
	}
	widths := make([]int, len(cols))
	for _, r := range cells {
		for i, c := range r {
			widths[i] = max(widths[i], displayWidth(c))
		}
	}
	for _, r := range cells {
		printRow(w, cols, widths, r, width)
	}
	if len(t.rows) == 0 && !t.card && t.body == "" {
		fmt.Fprintln(w, "(none)")
	}
	if t.body != "" {
		for line := range strings.Lines(strings.TrimRight(t.body, "\n") + "\n") {
			fmt.Fprintf(w, "  %s\n", safeText(strings.TrimRight(line, "\n")))
		}
	}
	if t.note != "" {
		for _, line := range wrap(safeLine(t.note), width) {
			fmt.Fprintln(w, line)
		}
	}
}

// gap stands between two columns.
const gap = "  "

func printRow(w io.Writer, cols []col, widths []int, row []string, width int) {
	var line strings.Builder
	last := len(row) - 1
	at := 0
	for i, c := range row[:last] {
		pad := strings.Repeat(" ", widths[i]-displayWidth(c))
		if cols[i].right {
			line.WriteString(pad + c + gap)
		} else {
			line.WriteString(c + pad + gap)
		}
		at += widths[i] + len(gap)
	}
	c := row[last]
	if cols[last].right {
		c = strings.Repeat(" ", widths[last]-displayWidth(c)) + c
	}
	room := width - at
	if width == 0 || room < 20 {
		room = 0
	}
	for i, part := range wrap(c, room) {
		if i == 0 {
			fmt.Fprintln(w, strings.TrimRight(line.String()+part, " "))
		} else {
			fmt.Fprintln(w, strings.Repeat(" ", at)+part)
		}
	}
}

// wrap breaks a line at spaces so that each piece fits; 0 is no limit.
func wrap(line string, width int) []string {
	if width <= 0 || displayWidth(line) <= width {
		return []string{line}
	}
	var out []string
	piece := ""
	for _, word := range strings.Fields(line) {
		switch {
		case piece == "":
			piece = word
		case displayWidth(piece)+1+displayWidth(word) <= width:
			piece += " " + word
		default:
			out = append(out, piece)
			piece = word
		}
	}
	return append(out, piece)
}

// printLines prints tables for programs: one record per line, fields separated
// by tabs. With several tables, each line begins with the title of its table.
func printLines(w io.Writer, tables []table) {
	for i := range tables {
		t := &tables[i]
		for _, r := range t.rows {
			line := make([]string, 0, len(r)+1)
			if len(tables) > 1 {
				line = append(line, tabless(t.title))
			}
			for _, c := range r {
				line = append(line, tabless(c))
			}
			fmt.Fprintln(w, strings.Join(line, "\t"))
		}
		if t.body != "" {
			if len(tables) > 1 {
				fmt.Fprintf(w, "%s\t", tabless(t.title))
			}
			fmt.Fprintln(w, tabless(strings.TrimRight(t.body, "\n")))
		}
	}
}

// tabless makes a field of one line without tabs.
func tabless(s string) string {
	return strings.ReplaceAll(safeLine(s), "\t", " ")
}
