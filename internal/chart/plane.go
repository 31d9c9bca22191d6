// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the plane, in pixels. Both axes are of one length, so that neither
// party's points look like more.
const (
	planeLeft   = 86
	planeTop    = 46
	planeSide   = 560
	planeRight  = 74
	planeBottom = 66
)

// plane is the picture of two columns of a report.
type plane struct {
	*canvas
	p      *lang.Printer
	r      *brief.PackagesReport
	v      PackageView
	axes   [2]int
	x, y   scale
	spots  []spot
	placer placer
}

// PackagePlane sets the utilities of two parties against each other: the
// frontier, fair points, limits with the zone between them, what is on the table,
// and offers as a path. It is a picture of two columns of the report: with more
// parties, points that look dominated need not be.
func PackagePlane(p *lang.Printer, r *brief.PackagesReport, axes [2]int, v PackageView) Figure {
	spots := v.spots(p, r)
	if len(r.Frontier.Points) == 0 {
		return Figure{}
	}
	g := &plane{canvas: newCanvas(p, planeLeft+planeSide+planeRight, planeTop+planeSide+planeBottom), p: p, r: r, v: v, axes: axes, spots: spots}
	g.x = newScale(v.extent(r, spots, axes[0]), planeLeft, planeLeft+planeSide)
	g.y = newScale(v.extent(r, spots, axes[1]), planeTop+planeSide, planeTop)
	g.placer = placer{c: g.canvas, room: box{planeLeft, planeTop, g.width, planeTop + planeSide}}
	g.drawAxes()
	g.drawZone()
	g.drawFrontier()
	g.drawBoxes()
	g.drawMarks()
	title := p.T("What do packages give to {first} and to {second}?", "first", v.party(r.Parties, axes[0]), "second", v.party(r.Parties, axes[1]))
	if len(r.Parties) == 2 {
		title = p.T("Which packages are better for both?")
	}
	return Figure{Title: title, SVG: g.svg("chart-plane", title, v.describe(p, r, spots)), Notes: g.notes(), Terms: append(definitions(p, r), g.pathTerms()...), Table: v.spotTable(p, r, spots)}
}

// at is where a vector stands.
func (g *plane) at(u []string) (x, y int) {
	return g.x.at(units(u[g.axes[0]])), g.y.at(units(u[g.axes[1]]))
}

func (g *plane) drawAxes() {
	edge, bottom := planeLeft+planeSide, planeTop+planeSide
	for _, t := range g.x.ticks(6) {
		g.line("grid", g.x.at(t), planeTop, g.x.at(t), bottom, "")
		g.text(g.x.at(t), bottom+18, 12, centred, "soft", figures(t))
	}
	for _, t := range g.y.ticks(6) {
		g.line("grid", planeLeft, g.y.at(t), edge, g.y.at(t), "")
		g.text(planeLeft-8, g.y.at(t)+4, 12, endsAt, "soft", figures(t))
	}
	g.line("axis", planeLeft, bottom, edge, bottom, "")
	g.line("axis", planeLeft, planeTop, planeLeft, bottom, "")
	worth := func(q int) string {
		return fit(g.p.T("worth to {party}, in its own points", "party", g.v.party(g.r.Parties, q)), 13, planeSide-20)
	}
	right := worth(g.axes[0]) + " →"
	if g.mirrored {
		right = "→ " + worth(g.axes[0])
	}
	g.named(planeLeft+planeSide/2, bottom+46, 13, centred, g.v.seat(g.axes[0]), right)
	g.named(8, 22, 13, startsAt, g.v.seat(g.axes[1]), "↑ "+worth(g.axes[1]))
}

// drawZone hatches what meets the limits that are stated, and draws them.
func (g *plane) drawZone() {
	right, bottom := planeLeft+planeSide, planeTop+planeSide
	left, low := planeLeft, bottom
	first, one := limitOf(g.r, g.axes[0])
	second, two := limitOf(g.r, g.axes[1])
	if one {
		left = g.x.at(units(first))
	}
	if two {
		low = g.y.at(units(second))
	}
	if (one || two) && len(g.r.Parties) == 2 {
		g.hatchZone(left, low)
	}
	if one {
		g.ink(left, planeTop, left, bottom, "7 4")
		g.placer.write(left+5, bottom-8, startsAt, g.p.T("limit {number}", "number", shown(first)))
	}
	if two {
		g.ink(planeLeft, low, right, low, "7 4")
		g.placer.write(right-4, low-6, endsAt, g.p.T("limit {number}", "number", shown(second)))
	}
}

// hatchZone hatches what lies above the limits and below the edge of the frontier.
// With more parties than two there is no such edge in a plane.
func (g *plane) hatchZone(left, low int) {
	d := ""
	all := vectors(g.r)
	if g.axes[0] == 1 {
		slices.Reverse(all)
	}
	for _, u := range all {
		if x, y := g.at(u); x >= left && y <= low {
			if d == "" {
				d = fmt.Sprintf("M%d %d", left, low)
			}
			d += fmt.Sprintf("H%dV%d", x, y)
		}
	}
	if d != "" {
		fmt.Fprintf(g.canvas, `<path d="%sH%dz" fill="%s"/>`, d, left, g.hatch("chart-plane-zone"))
	}
}

// drawFrontier draws the edge of what can be reached. Between two packages there
// is none, so the edge of two parties is made of steps.
func (g *plane) drawFrontier() {
	all := vectors(g.r)
	if len(g.r.Parties) == 2 {
		d := ""
		for i, u := range all {
			x, y := g.at(u)
			switch {
			case i == 0:
				d = fmt.Sprintf("M%d %d", x, y)
			case g.axes[0] == 0: // from the right: over to the next point, then up to it
				d += fmt.Sprintf("H%dV%d", x, y)
			default:
				d += fmt.Sprintf("V%dH%d", y, x)
			}
		}
		g.stroke(d, "var(--ink-2)", "1.5", "")
	}
	if len(all) <= 400 || len(g.r.Parties) > 2 {
		for _, u := range all {
			x, y := g.at(u)
			fmt.Fprintf(g.canvas, `<circle cx="%d" cy="%d" r="2.5" fill="var(--ink-2)"/>`, x, y)
			if len(all) <= 400 {
				g.placer.block(x, y, 2)
			}
		}
	}
}

// drawBoxes draws the range of each package whose utilities are not exact.
func (g *plane) drawBoxes() {
	for _, s := range g.spots {
		if s.low == nil {
			continue
		}
		x1, y1 := g.at(s.low)
		x2, y2 := g.at(s.high)
		fmt.Fprintf(g.canvas, `<rect x="%d" y="%d" width="%d" height="%d" fill="var(--ink)" fill-opacity="0.06" stroke="var(--ink)" stroke-width="1" stroke-dasharray="3 3"/>`, x1, y2, x2-x1, y1-y2)
	}
}

// drawMarks draws the spots and the path, then the words for all of them.
func (g *plane) drawMarks() {
	for _, s := range g.spots {
		x, y := g.at(s.u)
		if s.tabled {
			g.square(x, y, 5, s.efficient == brief.AnswerYes)
		} else {
			g.ring(x, y, 8)
		}
		g.placer.block(x, y, 9)
	}
	var words []pathWord
	if g.v.Course != nil {
		words = g.drawPath()
	}
	for _, s := range g.spots {
		x, y := g.at(s.u)
		g.placer.put(x, y, 9, "", s.name)
	}
	for _, w := range words {
		g.placer.put(w.x, w.y, w.reach, w.class, w.words)
	}
}

func (g *plane) notes() []string {
	p := g.p
	out := rests(p, g.r)
	if len(g.r.Parties) == 2 {
		out = append(out, p.T("The line of steps is their edge."))
	} else {
		out = append(out, p.T("A dot that looks worse than another need not be: the other parties are not in this picture."))
	}
	_, one := limitOf(g.r, g.axes[0])
	_, two := limitOf(g.r, g.axes[1])
	switch {
	case (one || two) && len(g.r.Parties) > 2:
		out = append(out, p.T("Broken lines: limits."))
	case one && two:
		out = append(out, p.T("Broken lines: limits. Hatched: the zone that meets both."))
	case one || two:
		out = append(out, p.T("Broken line: the one limit that is stated. Hatched: the zone that meets it."))
	default:
		out = append(out, p.T("Neither has stated a limit."))
	}
	if len(FairPoints(p, g.r)) > 0 {
		out = append(out, p.T("Rings: fair points, each by its own definition."))
	}
	out = append(out, g.v.tabledNotes(p)...)
	return append(out, g.pathNotes()...)
}
