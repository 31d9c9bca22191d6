// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"cmp"
	"fmt"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the lines, in pixels.
const (
	linesWidth  = 860
	linesHeight = 520
	linesBottom = 56
	linesSide   = 100 // before the first axis
	linesNames  = 210 // after the last, for the names of lines
)

// strokes tell the lines of spots apart where colour does not.
var strokes = [...]string{"", "9 4", "2 4", "9 3 2 3", "16 5", "5 2 1 2 1 2"}

// PackageLines draws each point of the frontier as a line over one axis for each
// party, and the fair points and what is on the table as heavier ones. Each axis
// has its own scale, from the least to the greatest value in the picture.
func PackageLines(p *lang.Printer, r *brief.PackagesReport, v PackageView) Figure {
	n := len(r.Parties)
	if len(r.Frontier.Points) == 0 || n < 2 {
		return Figure{}
	}
	spots := v.spots(p, r)
	gap := max((linesWidth-linesSide-linesNames)/(n-1), 90)
	c := newCanvas(p, linesSide+gap*(n-1)+linesNames, linesHeight)
	place := func(q int) int {
		if c.mirrored {
			return c.width - linesSide - gap*q
		}
		return linesSide + gap*q
	}
	rows := 1
	for q := range r.Parties {
		rows = max(rows, len(lines(v.party(r.Parties, q), 13, gap-12, 3)))
	}
	top := 26 + 16*rows
	scales := make([]scale, n)
	for q := range r.Parties {
		scales[q] = newScale(v.extent(r, spots, q), linesHeight-linesBottom, top)
	}
	way := func(u []string) string {
		d := ""
		for q, s := range u {
			d += fmt.Sprintf("%s%d %d", map[bool]string{true: "M", false: "L"}[q == 0], place(q), scales[q].at(units(s)))
		}
		return d
	}
	all := vectors(r)
	faint := "0.35"
	if len(all) > 100 {
		faint = "0.15"
	}
	for _, u := range all {
		fmt.Fprintf(c, `<path d="%s" fill="none" stroke="var(--ink-2)" stroke-width="1" stroke-opacity="%s"/>`, way(u), faint)
	}
	for q := range r.Parties {
		c.axisOf(p, r, v, q, place(q), scales[q], gap)
	}
	for i, s := range spots {
		c.stroke(way(s.u), "var(--paper)", "5", "")
		c.stroke(way(s.u), "var(--ink)", "2.5", strokes[i%len(strokes)])
		for q, u := range s.u {
			x, y := place(q), scales[q].at(units(u))
			if s.low != nil {
				low, high := scales[q].at(units(s.low[q])), scales[q].at(units(s.high[q]))
				c.ink(x-5, low, x+5, low, "")
				c.ink(x-5, high, x+5, high, "")
				c.ink(x, low, x, high, "2 2")
			}
			if s.tabled {
				c.square(x, y, 5, s.efficient == brief.AnswerYes)
			} else {
				c.circle(x, y, 5, false)
			}
		}
	}
	c.lineNames(spots, place(n-1), scales[n-1])
	title := p.T("Who gains, who pays?")
	return Figure{Title: title, SVG: c.svg("chart-lines", title, v.describe(p, r, spots)), Notes: v.linesNotes(p, r), Terms: definitions(p, r), Table: v.spotTable(p, r, spots)}
}

// axisOf draws one party's axis with its ends and its limit.
func (c *canvas) axisOf(p *lang.Printer, r *brief.PackagesReport, v PackageView, q, x int, s scale, gap int) {
	bottom := linesHeight - linesBottom
	c.ink(x, s.to, x, bottom, "")
	for i, words := range lines(v.party(r.Parties, q), 13, gap-12, 3) {
		if i == 0 {
			c.named(x, 20, 13, centred, v.seat(q), words)
		} else {
			c.text(x, 20+16*i, 13, centred, "", isolated(words))
		}
	}
	for _, t := range s.ticks(5) {
		c.line("axis", x-4, s.at(t), x+4, s.at(t), "")
		c.haloed(x+8, s.at(t)+4, 11, startsAt, "soft", figures(t))
	}
	if limit, stated := limitOf(r, q); stated {
		y := s.at(units(limit))
		fmt.Fprintf(c, `<path d="M%d %dL%d %dL%d %dz" fill="var(--ink)"/>`, x-3, y, x-13, y-6, x-13, y+6)
		c.haloed(x-17, y+4, 12, endsAt, "soft", p.T("limit {number}", "number", shown(limit)))
	}
}

// lineNames writes the names of the spots beside their ends on the last axis, each
// on a line of its own.
func (c *canvas) lineNames(spots []spot, x int, s scale) {
	order := make([]int, len(spots))
	for i := range order {
		order[i] = i
	}
	end := func(i int) int { return s.at(units(spots[i].u[len(spots[i].u)-1])) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(end(a), end(b)) })
	const row, room = 17, linesNames - 76
	y := s.to - row
	for k, i := range order {
		rest := len(order) - 1 - k // leave room for those below
		y = max(y+row, min(end(i)+4, linesHeight-linesBottom-row*rest))
		from, to, at, anchor := x+36, x+64, x+70, startsAt
		if c.mirrored {
			from, to, at, anchor = x-36, x-64, x-70, endsAt
		}
		c.line("grid", x, end(i), from, y-4, "")
		c.ink(from, y-4, to, y-4, strokes[i%len(strokes)])
		c.haloed(at, y, labelSize, anchor, "", fit(spots[i].name, labelSize, room))
	}
}

func (v PackageView) linesNotes(p *lang.Printer, r *brief.PackagesReport) []string {
	out := append(rests(p, r), p.T("Each line is one way of sharing over one axis for each party; up is more. Each axis has its own scale: heights on two of them cannot be compared."))
	for q := range r.Parties {
		if _, stated := limitOf(r, q); stated {
			out = append(out, p.T("A wedge marks a limit that is stated."))
			break
		}
	}
	return append(out, v.tabledNotes(p)...)
}
