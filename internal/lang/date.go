// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day writes a day of the form 2025-05-19 in words: "19 May 2025". Whatever is
// not such a day, "not stated" as much as 2025-02-30, comes back as it is.
func (p *Printer) Day(iso string) string {
	t, ok := day(iso)
	if !ok {
		return iso
	}
	return p.dayOfMonth(t) + " " + p.month(t) + " " + p.year(t)
}

// Span writes a span of days: "18–25 March 2025". A span that ends on its first
// day is that day, and one with an open end says which end it has. Where either
// is not a day, both are shown as they are.
func (p *Printer) Span(from, until string) string {
	a, okA := day(from)
	b, okB := day(until)
	switch {
	case from == until:
		return p.Day(from)
	case until == "":
		return p.T("from {day}", "day", p.Day(from))
	case from == "":
		return p.T("until {day}", "day", p.Day(until))
	case !okA || !okB || a.Year() != b.Year():
		return p.Day(from) + " – " + p.Day(until)
	case a.Month() != b.Month():
		return p.dayOfMonth(a) + " " + p.month(a) + " – " + p.Day(until)
	}
	return p.dayOfMonth(a) + "–" + p.Day(until)
}

// Time writes a moment with its zone: "19 May 2025, 20:10 UTC+3". The zone is
// the distance from UTC, because its letters are not unique: IST stands for three
// zones. The zero time is empty: nothing is invented.
func (p *Printer) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Day(t.Format(time.DateOnly)) + p.forms.comma + p.Clock(t) + " " + zone(t)
}

// Clock writes the time of day alone, "20:10". It belongs only where the zone
// stands beside it, as in a table that names the zone in its header.
func (p *Printer) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.local(t.Format("15:04"))
}

func day(iso string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, iso)
	return t, err == nil
}

func (p *Printer) dayOfMonth(t time.Time) string {
	if t.Day() == 1 && p.forms.firstDay != "" {
		return p.forms.firstDay
	}
	return p.local(strconv.Itoa(t.Day()))
}

func (p *Printer) month(t time.Time) string {
	name := p.forms.months[t.Month()-1]
	if p.dress != nil {
		return accents(name)
	}
	return name
}

func (p *Printer) year(t time.Time) string {
	return p.local(strconv.Itoa(t.Year())) + p.forms.yearMark
}

// zone is written in Latin digits in every language, like a reference: it is
// read next to other people's notes, and keeps its order in any line.
func zone(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	out := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if minutes := seconds / 60 % 60; minutes > 0 {
		out += fmt.Sprintf(":%02d", minutes)
	}
	return out
}

// Number writes a whole number with the digits and the grouping of the language.
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	head := (len(digits)-1)%3 + 1
	parts := []string{digits[:head]}
	for rest := digits[head:]; rest != ""; rest = rest[3:] {
		parts = append(parts, rest[:3])
	}
	return sign + p.local(strings.Join(parts, p.forms.group))
}

// Decimal writes a decimal number such as -1234.5 with the digits, the grouping
// and the mark of the language. What is no such number stays as it is.
func (p *Printer) Decimal(number string) string {
	whole, part, _ := strings.Cut(number, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(part, "0123456789") != "" {
		return number
	}
	out := p.Number(n)
	if n == 0 && strings.HasPrefix(whole, "-") {
		out = "-" + out
	}
	if part != "" {
		out += p.forms.point + p.local(part)
	}
	return out
}

// local replaces the digits 0 to 9 by those of the language.
func (p *Printer) local(text string) string {
	if p.forms.digits == "" {
		return text
	}
	own := []rune(p.forms.digits)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return own[r-'0']
		}
		return r
	}, text)
}
