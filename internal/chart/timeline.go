// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"strconv"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the timeline, in pixels: of a mark, and how many stand on each other
// before a number says how many more.
const (
	markSize = 10
	maxStack = 6
)

// Timeline draws a process in lanes. What falls on one place stands on each
// other; a span of days is a bar.
func Timeline(p *lang.Printer, r brief.TimelineReport) Figure {
	var days []string
	total := 0
	for _, lane := range r.Lanes {
		for _, x := range lane.Items {
			days = append(days, x.Day, x.Until)
			total++
		}
	}
	c := newCanvas(p, rowsWidth, 0)
	left, right, names, anchor := plot(c)
	a, ok := newAxis(days, left, right)
	if !ok {
		return Figure{}
	}
	heights := make([]int, len(r.Lanes))
	y := 12
	for i, lane := range r.Lanes {
		heights[i] = max(highest(stacks(a, lane)), 2)*markSize + 22
		y += heights[i]
	}
	c.height = y + 26
	a.draw(c, 8, y)
	y = 12
	for i, lane := range r.Lanes {
		if i > 0 {
			c.line("grid", 0, y, c.width, y, "")
		}
		floor := y + heights[i] - 12
		c.text(names, y+heights[i]/2, 13, anchor, "", LaneName(p, lane.Lane))
		c.text(names, y+heights[i]/2+16, 12, anchor, "soft", p.N("{n} entries", int64(len(lane.Items))))
		c.lane(a, lane, floor)
		y += heights[i]
	}
	title := p.T("The process in lanes")
	return Figure{
		Title: title,
		SVG:   c.svg("chart-timeline", title, p.N("{n} entries on their days, in five lanes. Each is a row of the table.", int64(total))),
		Notes: []string{
			p.T("Each mark is one entry on its day; a bar is a span of days. Hollow: uncertain, disputed or illustrative. A number says how many more stand on that place."),
			p.T("In the lane of leverage: circle, set or repeated; diamond, deadline moved; square, enacted; cross, lapsed; triangle, suspended, lifted or restored."),
			timeRuns(p),
		},
	}
}

// place is one place of a lane with its marks, the first lowest.
type place struct {
	x     int
	items []brief.TimelineItem
}

// stacks gathers what falls on one place, in order of days.
func stacks(a axis, lane brief.TimelineLane) []place {
	var out []place
	for _, item := range lane.Items {
		x := a.x(item.Day)
		if n := len(out); n > 0 && x-out[n-1].x < markSize {
			out[n-1].items = append(out[n-1].items, item)
			continue
		}
		out = append(out, place{x, []brief.TimelineItem{item}})
	}
	return out
}

func highest(all []place) int {
	n := 0
	for _, s := range all {
		n = max(n, min(len(s.items), maxStack+1))
	}
	return n
}

func (c *canvas) lane(a axis, lane brief.TimelineLane, floor int) {
	for _, s := range stacks(a, lane) {
		for i, item := range s.items {
			y := floor - i*markSize
			if i == maxStack {
				c.text(s.x, y+4, 11, centred, "soft", "+"+strconv.Itoa(len(s.items)-maxStack))
				break
			}
			c.item(a, item, s.x, y)
		}
	}
}

func (c *canvas) item(a axis, item brief.TimelineItem, x, y int) {
	sure := !item.Illustrative && item.Mark != "uncertain" && item.Mark != "disputed"
	switch {
	case item.Until != "":
		c.path(fmt.Sprintf("M%d %dh%dv6h-%dz", x-3, y-3, max(a.x(item.Until)-x, 6), max(a.x(item.Until)-x, 6)), sure)
	case item.Step != "" && item.Step != brief.LeverageSet:
		c.step(item.Step, x, y, 4)
	default:
		c.circle(x, y, 3, sure)
	}
}
