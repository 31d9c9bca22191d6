// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Order is which part of a date such as 05/04/2025 comes first.
type Order string

// The orders. Unsettled, the zero value, is of a column that has not shown its
// order and for which nobody has given one.
const (
	Unsettled  Order = ""
	DayFirst   Order = "day first"
	MonthFirst Order = "month first"
)

// A date is a cell that was recognised as one.
type date struct {
	a, b, c int    // its parts in the order of the cell
	form    string // how it is written, in words
	either  bool   // a and b are day and month in an order that the form does not say
	clock   string // a time of day behind it, as written
}

// parseDate recognises a date in a cell.
func parseDate(text string) (date, error) {
	day, clock := text, ""
	if i := strings.IndexAny(text, " T"); i > 0 {
		day, clock = text[:i], strings.TrimSpace(text[i+1:])
		if !isClock(clock) {
			return date{}, fmt.Errorf("is not a date, or has %.40q behind it", clock)
		}
	}
	d, err := parseDay(day)
	d.clock = clock
	return d, err
}

func parseDay(text string) (date, error) {
	if len(text) == 8 && digits(text) {
		return date{a: number(text[:4]), b: number(text[4:6]), c: number(text[6:]), form: "yyyymmdd"}, nil
	}
	sep := strings.Trim(text, "0123456789")
	if sep != "" {
		sep = sep[:1]
	}
	parts := strings.Split(text, sep)
	if !strings.Contains("-./", sep) || len(parts) != 3 || !digits(parts...) {
		return date{}, errWant
	}
	d := date{a: number(parts[0]), b: number(parts[1]), c: number(parts[2])}
	short := len(parts[1]) <= 2
	switch {
	case short && len(parts[0]) == 4 && len(parts[2]) <= 2:
		d.form = strings.Join([]string{"yyyy", "mm", "dd"}, sep)
	case short && len(parts[0]) <= 2 && len(parts[2]) == 4 && sep == ".":
		d.form = "dd.mm.yyyy" // the only order in use with full stops
	case short && len(parts[0]) <= 2 && len(parts[2]) == 4:
		d.form, d.either = "two parts and a year", true
	case short && len(parts[0]) <= 2 && len(parts[2]) == 2:
		return date{}, errors.New("has a year of two digits; write it with four")
	default:
		return date{}, errWant
	}
	return d, nil
}

var errWant = errors.New("is not a date that can be read; want 2025-05-19, 20250519, 19.05.2025 or 19/05/2025")

// read gives the day in the form 2025-05-19.
func (d date) read(order Order) (string, error) {
	year, month, day := d.a, d.b, d.c
	switch {
	case strings.HasPrefix(d.form, "yyyy"):
	case d.either && order == MonthFirst:
		year, month, day = d.c, d.a, d.b
	default:
		year, month, day = d.c, d.b, d.a
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != time.Month(month) || t.Day() != day || year < 1 {
		return "", errors.New("names a day that there is not")
	}
	return t.Format(time.DateOnly), nil
}

// shows is the order in which alone the date can be read, if it is one that
// shows it; both is true if it can be read in two.
func (d date) shows() (order Order, both bool) {
	_, dayFirst := d.read(DayFirst)
	_, monthFirst := d.read(MonthFirst)
	switch {
	case !d.either || dayFirst != nil && monthFirst != nil:
		return Unsettled, false
	case monthFirst != nil:
		return DayFirst, false
	case dayFirst != nil:
		return MonthFirst, false
	}
	return Unsettled, d.a != d.b
}

func isClock(text string) bool {
	for _, layout := range []string{"15:04", "15:04:05", "3:04 PM", "3:04:05 PM", "15:04Z07:00", "15:04:05Z07:00"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// midnight reports a time of day that programs add to a day by themselves.
func midnight(clock string) bool {
	clock = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(clock, "Z"), "+00:00"), ".000")
	return clock == "00:00" || clock == "00:00:00" || clock == "0:00" || clock == "12:00 AM" || clock == "12:00:00 AM"
}

func digits(parts ...string) bool {
	for _, p := range parts {
		if p == "" || len(p) > 8 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// number reads up to eight digits.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
