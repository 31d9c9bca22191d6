// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"parley/internal/act"
)

// A builder makes acts of rows. The repairs of a row count only if the row is
// taken; a row that is refused has its first fault as the reason.
type builder struct {
	im      *Import
	report  *Report
	column  map[Field]int
	settled map[int]settled // by column of dates

	row     Row
	repairs []Repair
	refusal *Refusal
}

type settled struct {
	order    Order
	conflict string
}

// build prepares to make acts with the wanted fields.
func (im *Import) build(r *Report, wanted []Field, m Mapping) (*builder, error) {
	columns, err := im.columns(r, wanted, m)
	if err != nil {
		return nil, err
	}
	b := &builder{im: im, report: r, column: columns, settled: map[int]settled{}}
	for _, f := range []Field{Date, Until} {
		if i, ok := columns[f]; ok {
			order, conflict := im.settle(r, i)
			b.settled[i] = settled{order, conflict}
		}
	}
	return b, nil
}

// missing names the fields of which none has a column.
func (b *builder) missing(fields ...Field) error {
	for _, f := range fields {
		if _, ok := b.column[f]; ok {
			return nil
		}
	}
	return fmt.Errorf("the table has no column for the %s; name one. It has %s", fields[0], strings.Join(b.im.Columns, ", "))
}

// start turns to a row.
func (b *builder) start(row Row) { b.row, b.repairs, b.refusal = row, nil, nil }

// done holds an act to its own rules and reports the row; false if it is refused.
func (b *builder) done(a act.Act, fields map[string]Field) bool {
	if b.refusal == nil {
		if err := a.Validate(); err != nil {
			b.refuseAct(err, fields)
		}
	}
	if b.refusal != nil {
		b.report.Refused = append(b.report.Refused, *b.refusal)
		return false
	}
	b.report.Repaired = append(b.report.Repaired, b.repairs...)
	return true
}

// refuseAct puts the fault of an act on the column that its field came from.
func (b *builder) refuseAct(err error, fields map[string]Field) {
	var fault *act.Error
	if !errors.As(err, &fault) {
		b.refusal = &Refusal{Row: b.row.Number, Why: err.Error()}
		return
	}
	name, _, _ := strings.Cut(fault.Field, "[")
	b.refusal = &Refusal{Row: b.row.Number, Why: fault.Field + " " + fault.Msg}
	if i, ok := b.column[fields[name]]; ok {
		b.refusal.Column, b.refusal.Value = b.im.Columns[i], short(b.row.Cells[i])
	}
}

func (b *builder) repair(column int, was, is, why string) {
	b.repairs = append(b.repairs, Repair{b.row.Number, b.im.Columns[column], short(was), short(is), why})
}

func (b *builder) fail(column int, why string) {
	if b.refusal == nil {
		b.refusal = &Refusal{b.row.Number, b.im.Columns[column], short(b.row.Cells[column]), why}
	}
}

// raw is the cell of a field, tidied; empty where there is no column.
func (b *builder) raw(f Field) (text string, column int, ok bool) {
	column, ok = b.column[f]
	if !ok {
		return "", 0, false
	}
	return b.text(column), column, true
}

// long is the cell of a field that may have several lines.
func (b *builder) long(f Field) string {
	text, _, _ := b.raw(f)
	return text
}

// line is the cell of a field that has one line.
func (b *builder) line(f Field) string {
	text, column, _ := b.raw(f)
	one := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\t' }), " ")
	if one != text {
		b.repair(column, text, one, "line breaks and tabs were made spaces")
	}
	return one
}

// unsaid are the marks by which tables say that nothing is stated.
var unsaid = map[string]bool{"na": true, "n/a": true, "null": true, "nan": true, "none": true, "-": true, "–": true, "—": true}

// hidden are characters that are not seen and change nothing in sight; texts
// that were copied from documents and pages are full of them.
const hidden = "\u00ad\u200b\u200e\u200f\u2060\ufeff"

// text cleans a cell and reports what that changed in it.
func (b *builder) text(column int) string {
	raw := act.Tidy(b.row.Cells[column])
	text := clean(raw)
	switch {
	case strings.ContainsRune(text, utf8.RuneError):
		b.fail(column, "holds a character that could not be read (U+FFFD); look it up in the source and mend it")
	case text == raw:
	case text == "":
		b.repair(column, raw, "", "the cell says that nothing is stated")
	default:
		b.repair(column, raw, text, "characters that are not seen were taken out")
	}
	return text
}

// clean is a cell as it is meant.
func clean(cell string) string {
	text := act.Tidy(strings.Map(func(r rune) rune {
		if strings.ContainsRune(hidden, r) {
			return -1
		}
		return r
	}, cell))
	if unsaid[strings.ToLower(text)] {
		return ""
	}
	return text
}

// yes reads a cell of yes and no.
func (b *builder) yes(f Field) bool {
	text, column, _ := b.raw(f)
	switch strings.ToLower(text) {
	case "yes", "true", "1", "x":
		return true
	case "", "no", "false", "0":
		return false
	}
	b.fail(column, "want yes or no")
	return false
}
