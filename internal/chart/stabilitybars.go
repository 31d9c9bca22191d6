// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"

	"parley/internal/brief"
	"parley/internal/lang"
)

// A BarRow is one line of a chart of shares.
type BarRow struct {
	Label string
	Value string // written beside the bar
	Part  int    // of Whole, the length of the bar
	Whole int
	Mark  string // what sets this row apart, in a word; empty for nothing
}

// ShareRows draws what part each row is of its whole, on one scale: how often a
// state stayed an equilibrium, how much of an instrument is needed. Rows with a
// mark are filled, others hollow.
func ShareRows(p *lang.Printer, name string, rows []BarRow, w ConflictWords) Figure {
	shown := rows[:min(len(rows), tableStates)]
	if len(shown) == 0 {
		return Figure{}
	}
	const first, room, row, top = 240, 300, 26, 20
	c := newCanvas(p, first+room+200, top+row*len(shown)+44)
	x := func(at int) int {
		if c.mirrored {
			return c.width - at
		}
		return at
	}
	start := startsAt
	if c.mirrored {
		start = endsAt
	}
	for j, r := range shown {
		y := top + row*j
		c.text(x(20), y+11, 12, start, "", isolated(fit(r.Label, 12, first-30)))
		long := 0
		if r.Whole > 0 {
			long = room * min(max(r.Part, 0), r.Whole) / r.Whole
		}
		c.bar(x(first), y, long, room, r.Mark != "")
		words := r.Value
		if r.Mark != "" {
			words += "  " + r.Mark
		}
		c.text(x(first+room+10), y+11, 12, start, "soft", fit(words, 12, 180))
	}
	c.text(x(20), top+row*len(shown)+22, 12, start, "soft", fit(w.Holds, 12, c.width-40))
	return Figure{SVG: c.svg("chart-"+name, w.Title, w.Description), Notes: notes(w.More)}
}

// bar draws a bar in its frame, from where reading begins.
func (c *canvas) bar(from, y, long, room int, filled bool) {
	frame, left := from, from
	if c.mirrored {
		frame, left = from-room, from-long
	}
	fmt.Fprintf(c, `<rect class="grid" x="%d" y="%d" width="%d" height="14" fill="none"/>`, frame, y, room)
	fill := "var(--paper)"
	if filled {
		fill = "var(--ink)"
	}
	if long > 0 {
		fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="14" fill="%s" stroke="var(--ink)"/>`, left, y, long, fill)
	}
}

// StatePath draws a way from one state to another: a box for each state, and
// between two of them who moves and what changes. says writes a state, does a move.
func StatePath(p *lang.Printer, start brief.StateNumber, path []brief.ModelMove, says func(brief.StateNumber) string, does func(brief.ModelMove) string, w ConflictWords) Figure {
	const box, gap, left = 44, 50, 60
	c := newCanvas(p, 640, 20+(box+gap)*len(path)+box+30)
	x, side := left, startsAt
	if c.mirrored {
		x, side = c.width-left, endsAt
	}
	state := func(s brief.StateNumber, y int, today bool) {
		words := says(s)
		if today {
			words += "  (" + w.Today + ")"
		}
		edge := x - 30
		if c.mirrored {
			edge = x + 30 - 560
		}
		c.path(fmt.Sprintf("M%d %dh560v%dh-560z", edge, y, box), false)
		c.text(x, y+27, 13, side, "", fit(words, 13, 520))
	}
	state(start, 20, true)
	for k, m := range path {
		y := 20 + (box+gap)*k + box
		c.ink(x, y, x, y+gap-8, "")
		fmt.Fprintf(c, `<path fill="var(--ink)" d="M%d %dl-5 -10h10z"/>`, x, y+gap-1)
		at := x + 16
		if c.mirrored {
			at = x - 16
		}
		c.text(at, y+gap/2+3, 12, side, "soft", fit(does(m), 12, 520))
		state(m.To, y+gap, false)
	}
	return Figure{SVG: c.svg("chart-path", w.Title, w.Description)}
}
