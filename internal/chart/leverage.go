// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the charts with rows, in pixels.
const (
	rowsWidth  = 960
	namesWidth = 270
	rowHeight  = 48
	rowReach   = 6 // of the shape of a step, to each side
)

// plot is where rows have their time; names is where their names begin and how
// they are anchored.
func plot(c *canvas) (left, right, names int, anchor string) {
	if c.mirrored {
		return 12, c.width - namesWidth, c.width, endsAt
	}
	return namesWidth, c.width - 12, 0, startsAt
}

// Leverage draws each threat and incentive as one row: when it was set, until
// when, how that was moved, and what became of it. One alone has the days beside
// its marks.
func Leverage(p *lang.Printer, r brief.LeveragesReport) Figure {
	var rows []brief.LeverageStanding
	var days []string
	for _, l := range r.Leverages {
		if l.Withdrawn == nil {
			rows = append(rows, l)
			days = append(days, leverageDays(l)...)
		}
	}
	if len(rows) == 0 {
		return Figure{}
	}
	alone := len(rows) == 1
	c := newCanvas(p, rowsWidth, 24+len(rows)*rowHeight+30)
	if alone {
		c.height += 80
	}
	left, right, names, anchor := plot(c)
	a, ok := newAxis(days, left, right)
	if !ok {
		return Figure{}
	}
	bottom := c.height - 26
	a.draw(c, 12, bottom)
	for i, l := range rows {
		y := 24 + i*rowHeight + rowHeight/2
		if i > 0 {
			c.line("grid", 0, y-rowHeight/2, c.width, y-rowHeight/2, "")
		}
		c.text(names, y-4, 13, anchor, "", isolated(fit(l.Title, 13, namesWidth-16)))
		c.text(names, y+13, 12, anchor, "soft", held(sortWord(p, l.Sort)+", "+stepWord(p, l.State)+": ", l.Holder, 12, namesWidth-16))
		c.leverage(a, l, y)
		if alone {
			c.spread(leverageLabels(p, a, l), y+34, right)
		}
	}
	title := p.T("Threats and incentives over time")
	return Figure{
		Title: title,
		SVG:   c.svg("chart-leverage", title, describeLeverage(p, rows)),
		Notes: []string{
			p.T("Filled circle: set. Hollow circle: repeated. Diamond: deadline moved. Square: enacted. Cross: lapsed. Triangle: suspended, lifted or restored. Bar with a slash: taken back."),
			p.T("Upright line with a flag: a deadline; a hollow flag is one that was moved. A broken line leads to it from the day on which it was set."),
			timeRuns(p),
		},
	}
}

func leverageDays(l brief.LeverageStanding) []string {
	days := []string{l.Set.Day}
	for _, s := range l.Steps {
		if !s.Withdrawn {
			days = append(days, s.On.Day)
		}
	}
	for _, s := range l.Deadline.History {
		days = append(days, s.Deadline.When.Day, s.Deadline.When.Until)
	}
	return days
}

// leverage draws one row.
func (c *canvas) leverage(a axis, l brief.LeverageStanding, y int) {
	last := a.x(l.Set.Day)
	for _, s := range l.Steps {
		if !s.Withdrawn {
			last = max(last, a.x(s.On.Day))
		}
	}
	c.ink(a.x(l.Set.Day), y, last, y, "")
	var dated []brief.LeverageStep
	for _, s := range l.Deadline.History {
		if s.Deadline.When.Known() {
			dated = append(dated, s)
		}
	}
	for i, s := range dated {
		c.deadline(a, s, y, i == len(dated)-1)
	}
	c.step(brief.LeverageSet, a.x(l.Set.Day), y, rowReach)
	for _, s := range l.Steps {
		if !s.Withdrawn {
			c.step(s.Step, a.x(s.On.Day), y, rowReach)
		}
	}
}

// deadline draws until when something was set: an upright line with a flag, or a
// bar over a span of days.
func (c *canvas) deadline(a axis, s brief.LeverageStep, y int, inForce bool) {
	x := a.x(s.Deadline.When.Day)
	c.ink(a.x(s.On.Day), y, x, y, "3 4")
	c.ink(x, y-16, x, y+8, "")
	c.path(fmt.Sprintf("M%d %dh9l-3 4 3 4h-9z", x, y-16), inForce)
	if until := s.Deadline.When.Until; until != "" {
		to := a.x(until)
		c.ink(x, y+8, to, y+8, "")
		c.ink(to, y-2, to, y+8, "")
	}
}

// step draws what became of a threat or an incentive, each by a shape of its
// own, reaching some pixels to each side.
func (c *canvas) step(step string, x, y, reach int) {
	switch step {
	case brief.LeverageSet:
		c.circle(x, y, reach-1, true)
	case "repeated":
		c.circle(x, y, reach-1, false)
	case "moved":
		c.path(fmt.Sprintf("M%d %dl%d %d -%d %d -%d -%dz", x, y-reach-1, reach+1, reach+1, reach+1, reach+1, reach+1, reach+1), false)
	case "enacted":
		c.path(fmt.Sprintf("M%d %dh%dv%dh-%dz", x-reach+1, y-reach+1, 2*reach-2, 2*reach-2, 2*reach-2), true)
	case "lapsed":
		c.ink(x-reach, y-reach, x+reach, y+reach, "")
		c.ink(x-reach, y+reach, x+reach, y-reach, "")
	case "withdrawn":
		c.path(fmt.Sprintf("M%d %dh%dv%dh-%dz", x-reach, y-reach/2, 2*reach, reach, 2*reach), false)
		c.ink(x-reach, y+reach, x+reach, y-reach, "")
	default: // suspended, lifted, restored: the words are in the table
		c.path(fmt.Sprintf("M%d %dl%d %dh-%dz", x, y-reach, reach, 2*reach-1, 2*reach), step == "restored")
	}
}

func leverageLabels(p *lang.Printer, a axis, l brief.LeverageStanding) []label {
	out := []label{{a.x(l.Set.Day), p.Day(l.Set.Day) + ": " + stepWord(p, brief.LeverageSet)}}
	for _, s := range l.Steps {
		if !s.Withdrawn {
			out = append(out, label{a.x(s.On.Day), p.Day(s.On.Day) + ": " + stepWord(p, s.Step)})
		}
	}
	for _, s := range l.Deadline.History {
		if w := s.Deadline.When; w.Known() {
			out = append(out, label{a.x(w.Day), p.T("deadline: {day}", "day", spanOf(p, w.Day, w.Until))})
		}
	}
	return out
}

func spanOf(p *lang.Printer, day, until string) string {
	if until == "" {
		return p.Day(day)
	}
	return p.Span(day, until)
}

// describeLeverage says in words what the picture shows.
func describeLeverage(p *lang.Printer, rows []brief.LeverageStanding) string {
	out := p.N("{n} rows, one for each threat or incentive. Their dates are in the table.", int64(len(rows)))
	if len(rows) > 1 {
		return out
	}
	l := rows[0]
	out = p.T("{title}: set on {day}.", "title", l.Title, "day", p.Day(l.Set.Day))
	for _, s := range l.Steps {
		if !s.Withdrawn {
			out += " " + p.T("{step} on {day}.", "step", stepWord(p, s.Step), "day", p.Day(s.On.Day))
		}
	}
	return out
}
