// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"
	"math"
)

// seatInk is the colour of a seat's shape; below 0 and beyond the palette it is
// that of the text.
func seatInk(mark int) string {
	if mark < 0 || mark >= len(glyphs) {
		return "var(--ink)"
	}
	return fmt.Sprintf("var(--party-%c)", 'a'+rune(mark))
}

// glyph is the sign of a seat in a line of words, with a space after it.
func glyph(mark int) string {
	if mark < 0 || mark >= len(glyphs) {
		return ""
	}
	return fmt.Sprintf(`<tspan fill="%s">%s</tspan> `, seatInk(mark), glyphs[mark])
}

// sign draws the shape of a seat, reaching some pixels to each side.
func (c *canvas) sign(mark, x, y, reach int, filled bool) {
	d := fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x-reach, y, reach, reach, 2*reach, reach, reach, -2*reach)
	switch mark {
	case 1:
		d = fmt.Sprintf("M%d %dl%d %dh%dz", x, y-reach-1, reach+1, 2*reach, -2*reach-2)
	case 2:
		d = fmt.Sprintf("M%d %dh%dv%dh%dz", x-reach, y-reach, 2*reach, 2*reach, -2*reach)
	case 3:
		d = fmt.Sprintf("M%d %dl%d %dl%d %dl%d %dz", x, y-reach-1, reach+1, reach+1, -reach-1, reach+1, -reach-1, -reach-1)
	case 4:
		t := max(reach/2, 2)
		d = fmt.Sprintf("M%d %dh%dv%dh%dv%dh%dv%dh%dv%dh%dv%dh%dz", x-t, y-reach, 2*t, reach-t, reach-t, 2*t, t-reach, reach-t, -2*t, t-reach, t-reach, -2*t, reach-t)
	}
	fill := "var(--paper)"
	if filled {
		fill = seatInk(mark)
	}
	fmt.Fprintf(c, `<path d="%s" fill="%s" stroke="%s" stroke-width="2"/>`, d, fill, seatInk(mark))
}

// square draws a package on the table: filled, or hollow.
func (c *canvas) square(x, y, reach int, filled bool) {
	c.path(fmt.Sprintf("M%d %dh%dv%dh-%dz", x-reach, y-reach, 2*reach, 2*reach, 2*reach), filled)
}

// ring draws an outline around a point that stays visible.
func (c *canvas) ring(x, y, radius int) {
	fmt.Fprintf(c, `<circle cx="%d" cy="%d" r="%d" fill="none" stroke="var(--ink)" stroke-width="2"/>`, x, y, radius)
}

// stroke draws a line through points without filling it.
func (c *canvas) stroke(d, ink, width, dash string) {
	fmt.Fprintf(c, `<path d="%s" fill="none" stroke="%s" stroke-width="%s"`, d, ink, width)
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString(`/>`)
}

// hatch names a pattern of slanting lines that the picture can be filled with. A
// page may hold several pictures, so the name is the picture's own.
func (c *canvas) hatch(name string) string {
	fmt.Fprintf(c, `<defs><pattern id="%s" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4" stroke="var(--rule-strong)" stroke-width="1" stroke-opacity="0.55"/></pattern></defs>`, name)
	return "url(#" + name + ")"
}

// move draws an arrow that stops some pixels short of both its ends, where shapes
// stand. It returns the middle, and draws nothing where there is no room.
func (c *canvas) move(x1, y1, x2, y2, short int, ink string) (x, y int, drawn bool) {
	dx, dy := float64(x2-x1), float64(y2-y1)
	length := math.Hypot(dx, dy)
	x, y = (x1+x2)/2, (y1+y2)/2
	if length < float64(2*short+8) {
		return x, y, false
	}
	dx, dy = dx/length, dy/length
	at := func(along, aside float64) (int, int) {
		return x1 + int(math.Round(dx*along-dy*aside)), y1 + int(math.Round(dy*along+dx*aside))
	}
	tip := length - float64(short)
	ax, ay := at(float64(short), 0)
	bx, by := at(tip-6, 0)
	fmt.Fprintf(c, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="%s" stroke-width="2"/>`, ax, ay, bx, by, ink)
	px, py := at(tip, 0)
	lx, ly := at(tip-10, 5)
	rx, ry := at(tip-10, -5)
	fmt.Fprintf(c, `<path d="M%d %dL%d %dL%d %dz" fill="%s"/>`, px, py, lx, ly, rx, ry, ink)
	return x, y, true
}

// named writes a line of words that begins with the sign of a seat. Both are set
// apart from each other, so that each runs in its own direction.
func (c *canvas) named(x, y, size int, anchor string, mark int, words string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" font-size="%d" font-weight="600" text-anchor="%s">%s%s</text>`, x, y, size, anchor, glyph(mark), html.EscapeString(c.directed(isolated(words))))
}
