// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"math"
	"strconv"

	"parley/internal/brief"
	"parley/internal/lang"
)

// A PackageMark is a package that a chart names: a fair point, or one on the
// table.
type PackageMark struct {
	Name string
	U    []string // utility per party, as in the report
}

// PackageWords are the words of a chart of packages, in the reader's language.
type PackageWords struct {
	Title, Description string
	Parties            []string // names of the axes
	Limits             []string // what stands beside a stated limit; empty for none
}

// Sizes of the charts of packages, in pixels.
const (
	planeWidth  = 760
	planeHeight = 560
	planeMargin = 70
)

// maxLines bounds the vectors that a chart draws; the table has all of them.
const maxLines = 2000

// scale maps utilities to pixels.
type scale struct {
	low, high float64
	from, to  int
}

func newScale(values []float64, from, to int) scale {
	s := scale{math.Inf(1), math.Inf(-1), from, to}
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	if len(values) == 0 || s.low == s.high {
		s.low, s.high = s.low-1, s.low+1
	}
	if len(values) == 0 {
		s.low, s.high = 0, 1
	}
	return s
}

func (s scale) at(v float64) int {
	return s.from + int(math.Round((v-s.low)/(s.high-s.low)*float64(s.to-s.from)))
}

// units reads a utility of a report; a chart needs no more digits than a float
// has.
func units(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// valuesOf collects one party's utilities of points, marks and limit.
func valuesOf(r *brief.PackagesReport, marks []PackageMark, party int) (out []float64) {
	for _, p := range r.Frontier.Points[:min(maxLines, len(r.Frontier.Points))] {
		out = append(out, units(p.U[party]))
	}
	for _, m := range marks {
		out = append(out, units(m.U[party]))
	}
	if l := r.Limits; party < len(l) && l[party].Stated {
		out = append(out, units(l[party].Value))
	}
	return out
}

// PackagePlane draws the frontier over the utilities of two parties, with limits
// and named packages. It is a picture of two columns of the report: with more
// parties, points that look dominated need not be.
func PackagePlane(p *lang.Printer, r *brief.PackagesReport, axes [2]int, marks []PackageMark, w PackageWords) Figure {
	if len(r.Frontier.Points) == 0 {
		return Figure{}
	}
	c := newCanvas(p, planeWidth, planeHeight)
	x := newScale(valuesOf(r, marks, axes[0]), planeMargin, planeWidth-planeMargin)
	y := newScale(valuesOf(r, marks, axes[1]), planeHeight-planeMargin, planeMargin/2)
	c.line("grid", planeMargin, planeHeight-planeMargin+8, planeWidth-planeMargin, planeHeight-planeMargin+8, "")
	c.line("grid", planeMargin-8, planeMargin/2, planeMargin-8, planeHeight-planeMargin, "")
	for i := range 5 {
		vx, vy := x.low+(x.high-x.low)*float64(i)/4, y.low+(y.high-y.low)*float64(i)/4
		c.text(x.at(vx), planeHeight-planeMargin+26, 12, centred, "soft", figures(vx))
		c.text(planeMargin-14, y.at(vy)+4, 12, endsAt, "soft", figures(vy))
	}
	c.text((planeWidth)/2, planeHeight-planeMargin+48, 13, centred, "", fit(w.Parties[axes[0]], 13, planeWidth-2*planeMargin))
	c.text(8, 18, 13, startsAt, "", fit(w.Parties[axes[1]], 13, planeWidth/2))
	for k, q := range axes {
		if q >= len(r.Limits) || !r.Limits[q].Stated {
			continue
		}
		v := units(r.Limits[q].Value)
		if k == 0 {
			c.line("grid", x.at(v), planeMargin/2, x.at(v), planeHeight-planeMargin, "4 4")
			c.text(x.at(v)+4, planeHeight-planeMargin-6, 12, startsAt, "soft", w.Limits[q])
		} else {
			c.line("grid", planeMargin, y.at(v), planeWidth-planeMargin, y.at(v), "4 4")
			c.text(planeWidth-planeMargin, y.at(v)-6, 12, endsAt, "soft", w.Limits[q])
		}
	}
	for _, pt := range r.Frontier.Points[:min(maxLines, len(r.Frontier.Points))] {
		c.circle(x.at(units(pt.U[axes[0]])), y.at(units(pt.U[axes[1]])), 3, false)
	}
	var labels []nameAt
	for _, m := range marks {
		at := nameAt{m.Name, x.at(units(m.U[axes[0]])), y.at(units(m.U[axes[1]]))}
		c.circle(at.x, at.y, 6, true)
		labels = append(labels, at)
	}
	c.names(labels)
	return Figure{SVG: c.svg("chart-packages", w.Title, w.Description)}
}

// A nameAt is the name of a mark and where the mark is.
type nameAt struct {
	name string
	x, y int
}

// names writes names beside their marks; those of one mark share a line.
func (c *canvas) names(list []nameAt) {
	done := map[[2]int]bool{}
	for _, l := range list {
		if done[[2]int{l.x, l.y}] {
			continue
		}
		done[[2]int{l.x, l.y}] = true
		words := ""
		for _, o := range list {
			if o.x == l.x && o.y == l.y {
				if words != "" {
					words += ", "
				}
				words += o.name
			}
		}
		if l.x+12+wide(words, 12) > c.width {
			c.text(l.x-12, l.y-8, 12, endsAt, "", words)
		} else {
			c.text(l.x+10, l.y-8, 12, startsAt, "", words)
		}
	}
}

// figures writes a value of an axis.
func figures(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

// PackageLines draws each point of the frontier as a line over one axis for each
// party, from its least to its greatest value in the picture.
func PackageLines(p *lang.Printer, r *brief.PackagesReport, marks []PackageMark, w PackageWords) Figure {
	if len(r.Frontier.Points) == 0 || len(r.Parties) < 2 {
		return Figure{}
	}
	c := newCanvas(p, 120+200*(len(r.Parties)-1)+120, planeHeight)
	scales := make([]scale, len(r.Parties))
	place := func(q int) int { return 120 + 200*q }
	for q := range r.Parties {
		scales[q] = newScale(valuesOf(r, marks, q), planeHeight-50, 60)
	}
	draw := func(u []string, stroke string) {
		d := ""
		for q, s := range u {
			d += fmt.Sprintf("%s%d %d", map[bool]string{true: "M", false: "L"}[q == 0], place(q), scales[q].at(units(s)))
		}
		fmt.Fprintf(c, `<path d="%s" fill="none" %s/>`, d, stroke)
	}
	for _, pt := range r.Frontier.Points[:min(maxLines, len(r.Frontier.Points))] {
		draw(pt.U, `stroke="var(--ink)" stroke-width="1" stroke-opacity="0.25"`)
	}
	for q := range r.Parties {
		c.ink(place(q), 60, place(q), planeHeight-50, "")
		c.text(place(q), 24, 13, centred, "", fit(w.Parties[q], 13, 180))
		c.text(place(q), 48, 12, centred, "soft", figures(scales[q].high))
		c.text(place(q), planeHeight-30, 12, centred, "soft", figures(scales[q].low))
		if q < len(r.Limits) && r.Limits[q].Stated {
			y := scales[q].at(units(r.Limits[q].Value))
			c.ink(place(q)-10, y, place(q)+10, y, "")
			c.text(place(q)-14, y+4, 12, endsAt, "soft", w.Limits[q])
		}
	}
	last := len(r.Parties) - 1
	var labels []nameAt
	for _, m := range marks {
		draw(m.U, `stroke="var(--ink)" stroke-width="3"`)
		labels = append(labels, nameAt{m.Name, place(last), scales[last].at(units(m.U[last])) + 12})
	}
	c.names(labels)
	return Figure{SVG: c.svg("chart-packages", w.Title, w.Description)}
}
