// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"cmp"
	"slices"
	"time"

	"parley/internal/lang"
)

// axis lays days out from left to right.
type axis struct {
	from, to    int64 // days since 1970
	left, right int   // pixels
}

// dayNumber counts days; ok is false for what is no day.
func dayNumber(day string) (n int64, ok bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	return t.Unix() / (24 * 60 * 60), true
}

// newAxis takes in some days and leaves a little room on both sides; ok is false
// without any day.
func newAxis(days []string, left, right int) (a axis, ok bool) {
	a = axis{left: left, right: right}
	for _, day := range days {
		n, is := dayNumber(day)
		switch {
		case !is:
		case !ok:
			a.from, a.to, ok = n, n, true
		default:
			a.from, a.to = min(a.from, n), max(a.to, n)
		}
	}
	room := max((a.to-a.from)/25, 2)
	a.from, a.to = a.from-room, a.to+room
	return a, ok
}

// x is where a day stands.
func (a axis) x(day string) int {
	n, ok := dayNumber(day)
	if !ok {
		return a.left
	}
	n = min(max(n, a.from), a.to)
	return a.left + int((n-a.from)*int64(a.right-a.left)/(a.to-a.from))
}

// draw draws the first day of months as lines from top to bottom, with their
// names below: all of them, or every second, third or sixth where there is no
// room. A short time has its days.
func (a axis) draw(c *canvas, top, bottom int) {
	c.line("axis", a.left, bottom, a.right, bottom, "")
	type tick struct {
		x    int
		name string
	}
	var ticks []tick
	if a.to-a.from <= 45 {
		for n := a.from; n <= a.to; n++ {
			day := time.Unix(n*24*60*60, 0).UTC()
			if day.Day()%5 == 1 && day.Day() != 31 {
				ticks = append(ticks, tick{a.x(day.Format(time.DateOnly)), day.Format(time.DateOnly)})
			}
		}
	} else {
		for t := monthOf(a.from); ; t = t.AddDate(0, 1, 0) {
			n := t.Unix() / (24 * 60 * 60)
			if n > a.to {
				break
			}
			if n >= a.from {
				ticks = append(ticks, tick{a.x(t.Format(time.DateOnly)), t.Format("2006-01")})
			}
		}
	}
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12} {
		if len(ticks)/step*64 <= a.right-a.left {
			break
		}
	}
	for i, t := range ticks {
		c.line("grid", t.x, top, t.x, bottom, "")
		if i%step == 0 {
			half := wide(t.name, 11) / 2
			c.text(min(max(t.x, half), c.width-half), bottom+16, 11, centred, "soft", t.name)
		}
	}
}

func monthOf(day int64) time.Time {
	t := time.Unix(day*24*60*60, 0).UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// timeRuns says which way time runs, since a page may be read the other way.
func timeRuns(p *lang.Printer) string { return p.T("Time runs from left to right.") }

// label is a text that belongs to a place on the axis.
type label struct {
	x     int
	words string
}

// spread writes labels on as many lines as it takes for none to lie on another,
// the first line on the height y and each further one lower. It returns the
// number of lines.
func (c *canvas) spread(labels []label, y, right int) int {
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.x, b.x) })
	var ends []int
	for _, l := range labels {
		size := wide(l.words, 11)
		x, anchor := l.x, startsAt
		from, to := l.x, l.x+size
		if to > right {
			from, to, anchor = l.x-size, l.x, endsAt
		}
		row := 0
		for row < len(ends) && ends[row] > from {
			row++
		}
		if row == len(ends) {
			ends = append(ends, 0)
		}
		ends[row] = to + 10
		c.line("grid", x, y-14, x, y+row*15-9, "")
		c.text(x, y+row*15, 11, anchor, "soft", l.words)
	}
	return len(ends)
}
