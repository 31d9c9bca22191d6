// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"math"

	"parley/internal/brief"
	"parley/internal/lang"
)

// PriceRows draws a row for each state and a column for each decision maker: a bar
// as long as what it would take to make it stay there, a dot where it stays. Each
// column has its own scale, because worths of two decision makers are not of one
// unit. names are those of decision makers, name says a state.
func PriceRows(p *lang.Printer, r *brief.HoldMapReport, concept string, names []string, name func(brief.StateNumber) string, w ConflictWords) Figure {
	prices, ok := r.Price.Get(concept)
	states := r.States.States[:min(len(r.States.States), tableStates)]
	if !ok || len(states) == 0 {
		return Figure{}
	}
	const first, column, row, top, room = 190, 190, 24, 70, 110
	c := newCanvas(p, first+column*len(names)+20, top+row*len(states)+50)
	x := func(at int) int {
		if c.mirrored {
			return c.width - at
		}
		return at
	}
	start, end := startsAt, endsAt
	if c.mirrored {
		start, end = endsAt, startsAt
	}
	c.text(x(20), 34, 13, start, "", fit(w.States, 13, first-30))
	for i, n := range names {
		c.text(x(first+column*i), 34, 13, start, "", isolated(fit(n, 13, column-12)))
		if !r.Cardinal[i].Value {
			c.text(x(first+column*i), 48, 11, start, "soft", fit(w.Ranks, 11, column-12))
		}
	}
	for j, s := range states {
		y := top + row*j
		c.line("grid", 14, y+8, c.width-14, y+8, "")
		c.text(x(20), y+2, 12, start, "", isolated(fit(name(s), 12, first-30)))
		for i := range names {
			from := first + column*i
			price := prices[i].Value[j]
			if price == "0" {
				c.circle(x(from+4), y-3, 3, true)
				continue
			}
			highest := 1.0
			if h, ok := r.Highest.Get(concept); ok {
				highest = math.Max(fraction(h[i].Value), 1e-300)
			}
			long := max(int(math.Round(fraction(price)/highest*room)), 2)
			left := x(from)
			if c.mirrored {
				left -= long
			}
			fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="12" fill="var(--ink)" fill-opacity="0.7"/>`, left, y-9, long)
			c.text(x(from+long+6), y+2, 12, start, "soft", fit(price, 12, column-room-14))
		}
	}
	c.text(x(c.width-20), top+row*len(states)+24, 12, end, "soft", fit(w.Holds, 12, c.width-40))
	return Figure{SVG: c.svg("chart-prices", w.Title, w.Description), Notes: notes(w.More)}
}

// fraction reads an amount of a report for the length of a bar.
func fraction(s string) float64 {
	var a, b float64
	if n, _ := fmt.Sscanf(s, "%g/%g", &a, &b); n == 2 && b != 0 {
		return a / b
	}
	return units(s)
}
