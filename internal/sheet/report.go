// SPDX-License-Identifier: Apache-2.0

package sheet

import "unicode/utf8"

// Repair is one change that was made to understand a file. Rows are numbered as
// a spreadsheet program numbers them: the header is row 1. Row 0 is the file.
type Repair struct {
	Row    int
	Column string // empty for a whole row
	Was    string // at most 200 characters of it
	Is     string
	Why    string
}

// Refusal is one row, or the end of a file, that was not taken.
type Refusal struct {
	Row    int
	Column string
	Value  string // at most 200 characters of it
	Why    string
}

// Settlement says how a column of dates such as 05/04/2025 was read, and by what
// proof: a date in it that can be read in one order only.
type Settlement struct {
	Column string
	Order  Order
	Row    int    // of the first proof; 0 if the caller gave the order
	Value  string // of the first proof
	Proofs int    // rows that can be read in this order only
	Rested int    // rows that were read so because of them
}

// Report is what happened to a file on its way in.
type Report struct {
	Repaired []Repair
	Refused  []Refusal
	Settled  []Settlement
	Unused   []string // columns that hold something and went into no act
}

func (r *Report) repair(row int, column, was, is, why string) {
	r.Repaired = append(r.Repaired, Repair{row, column, short(was), short(is), why})
}

func (r *Report) refuse(row int, column, value, why string) {
	r.Refused = append(r.Refused, Refusal{row, column, short(value), why})
}

const maxQuoted = 200 // characters of a value in a report

func short(text string) string {
	if utf8.RuneCountInString(text) <= maxQuoted {
		return text
	}
	return string([]rune(text)[:maxQuoted-1]) + "…"
}
