// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the matrix, in pixels.
const (
	matrixWidth = 840
	matrixEdge  = 14
	matrixPad   = 12 // inside a cell
)

// PackageMatrix sets each two parties against each other in a small plane of their
// own: columns share the scale across, rows the scale upwards. Packages that are
// named have one letter in all of them.
func PackageMatrix(p *lang.Printer, r *brief.PackagesReport, v PackageView) Figure {
	n := len(r.Parties)
	if len(r.Frontier.Points) == 0 || n < 3 {
		return Figure{}
	}
	spots := v.spots(p, r)
	side := min((matrixWidth-2*matrixEdge)/n, 230)
	c := newCanvas(p, 2*matrixEdge+side*n, 2*matrixEdge+side*n)
	all := vectors(r)
	for row := range n {
		for col := range row + 1 {
			x, y := matrixEdge+side*col, matrixEdge+side*row
			if c.mirrored {
				x = c.width - matrixEdge - side*(col+1)
			}
			if row == col {
				c.diagonal(r, v, row, x, y, side, newScale(v.extent(r, spots, row), 0, 1))
				continue
			}
			fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="none" class="grid"/>`, x, y, side, side)
			across := newScale(v.extent(r, spots, col), x+matrixPad, x+side-matrixPad)
			up := newScale(v.extent(r, spots, row), y+side-matrixPad, y+matrixPad)
			c.cell(r, [2]int{col, row}, x, y, side, across, up, all, spots)
		}
	}
	c.legend(spots, side*(n-1)-40, side)
	title := p.T("What do packages give to each two parties?")
	return Figure{Title: title, SVG: c.svg("chart-matrix", title, v.describe(p, r, spots)), Notes: v.matrixNotes(p, r), Terms: definitions(p, r), Table: v.spotTable(p, r, spots)}
}

// diagonal names a party, whose utilities run across below and upwards to the left
// of the cell, and says from where to where.
func (c *canvas) diagonal(r *brief.PackagesReport, v PackageView, q, x, y, side int, s scale) {
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="var(--panel)"/>`, x, y, side, side)
	words := lines(v.party(r.Parties, q), 13, side-24, 3)
	top := y + side/2 - 8*len(words)
	for i, line := range words {
		if i == 0 {
			c.named(x+side/2, top+14, 13, centred, v.seat(q), line)
		} else {
			c.text(x+side/2, top+14+16*i, 13, centred, "", isolated(line))
		}
	}
	c.text(x+side/2, top+14+16*len(words), 11, centred, "soft", figures(s.low)+" – "+figures(s.high))
}

// letters name the spots of a matrix.
func letters(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letters(i/26-1) + letters(i%26)
}

// cell draws one small plane.
func (c *canvas) cell(r *brief.PackagesReport, axes [2]int, x, y, side int, across, up scale, all [][]string, spots []spot) {
	if limit, stated := limitOf(r, axes[0]); stated {
		at := across.at(units(limit))
		c.ink(at, y, at, y+side, "5 4")
	}
	if limit, stated := limitOf(r, axes[1]); stated {
		at := up.at(units(limit))
		c.ink(x, at, x+side, at, "5 4")
	}
	// Vectors that fall on one pixel are one dot: others would only weigh down the
	// page.
	done := map[[2]int]bool{}
	for _, u := range all {
		at := [2]int{across.at(units(u[axes[0]])), up.at(units(u[axes[1]]))}
		if done[at] {
			continue
		}
		done[at] = true
		fmt.Fprintf(c, `<circle cx="%d" cy="%d" r="1.5" fill="var(--ink-2)"/>`, at[0], at[1])
	}
	place := placer{c: c, room: box{x, y, x + side, y + side}}
	at := func(s spot) (int, int) { return across.at(units(s.u[axes[0]])), up.at(units(s.u[axes[1]])) }
	for _, s := range spots {
		px, py := at(s)
		if s.tabled {
			c.square(px, py, 4, s.efficient == brief.AnswerYes)
		} else {
			c.ring(px, py, 5)
		}
		place.block(px, py, 6)
	}
	var named [][2]int
	for i, s := range spots {
		px, py := at(s)
		if slices.Contains(named, [2]int{px, py}) {
			continue
		}
		named = append(named, [2]int{px, py})
		word := letters(i)
		for k := i + 1; k < len(spots); k++ {
			if qx, qy := at(spots[k]); qx == px && qy == py {
				word += letters(k)
			}
		}
		place.put(px, py, 5, "", word)
	}
}

// legend names the letters in the corner that a matrix leaves free.
func (c *canvas) legend(spots []spot, room, side int) {
	x, anchor := matrixEdge+side+24, startsAt
	if c.mirrored {
		x, anchor = c.width-x, endsAt
	}
	for i, s := range spots {
		c.text(x, matrixEdge+24+18*i, 13, anchor, "", fit(letters(i)+": "+s.name, 13, room))
	}
}

func (v PackageView) matrixNotes(p *lang.Printer, r *brief.PackagesReport) []string {
	out := append(rests(p, r), p.T("Each cell sets the party of its column, across, against the party of its row, upwards; broken lines are limits. A dot that looks worse than another need not be: the other parties are not in that cell."))
	return append(out, v.tabledNotes(p)...)
}
