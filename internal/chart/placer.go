// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"
)

// box is a part of the picture that something covers.
type box struct{ left, top, right, bottom int }

func (b box) overlap(o box) int {
	w, h := min(b.right, o.right)-max(b.left, o.left), min(b.bottom, o.bottom)-max(b.top, o.top)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}

// placer finds room for words beside points. What was placed first stays, and
// words that find no room near their point are led to it by a line.
type placer struct {
	c     *canvas
	room  box
	taken []box
}

// block keeps a place free of words.
func (p *placer) block(x, y, reach int) {
	p.taken = append(p.taken, box{x - reach, y - reach, x + reach, y + reach})
}

// labelSize is the size of words beside points.
const labelSize = 12

// sides are the ways in which words are looked for: to the right first, as a
// reader does.
var sides = [...][2]int{{1, 0}, {1, -1}, {1, 1}, {-1, 0}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}}

// put writes words beside a point whose shape reaches some pixels to each side.
func (p *placer) put(x, y, reach int, class, words string) {
	if words == "" {
		return
	}
	size := wide(words, labelSize)
	best, cost := box{}, -1
	var side [2]int
	var far bool
	for ring := range 5 {
		away := reach + 5 + 20*ring
		for _, s := range sides {
			b := box{left: x - size/2, top: y - labelSize/2 - 1}
			switch s[0] {
			case 1:
				b.left = x + away
			case -1:
				b.left = x - away - size
			}
			if s[0] != 0 && s[1] != 0 {
				b.top += s[1] * (away - reach/2)
			} else {
				b.top += s[1] * (away + labelSize/2)
			}
			b.right, b.bottom = b.left+size, b.top+labelSize+3
			n := 30 * ring * ring
			for _, t := range p.taken {
				n += 8 * b.overlap(t)
			}
			n += 100 * ((b.right-b.left)*(b.bottom-b.top) - b.overlap(p.room))
			if cost < 0 || n < cost {
				best, cost, side, far = b, n, s, ring > 0
			}
		}
	}
	p.taken = append(p.taken, best)
	if far {
		to := [2]int{(best.left + best.right) / 2, (best.top + best.bottom) / 2}
		switch {
		case side[0] > 0:
			to[0] = best.left - 2
		case side[0] < 0:
			to[0] = best.right + 2
		case side[1] < 0:
			to[1] = best.bottom
		default:
			to[1] = best.top
		}
		p.c.line("grid", x, y, to[0], to[1], "")
	}
	anchor, at := startsAt, best.left
	switch {
	case side[0] < 0:
		anchor, at = endsAt, best.right
	case side[0] == 0:
		anchor, at = centred, x
	}
	p.c.haloed(at, best.bottom-3, labelSize, anchor, class, words)
}

// haloed writes words over lines: paper shows around the letters.
func (c *canvas) haloed(x, y, size int, anchor, class, words string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" font-size="%d" text-anchor="%s" paint-order="stroke" stroke="var(--paper)" stroke-width="4" stroke-linejoin="round"`, x, y, size, anchor)
	if class != "" {
		fmt.Fprintf(c, ` class="%s"`, class)
	}
	fmt.Fprintf(c, `>%s</text>`, html.EscapeString(c.directed(words)))
}

// write writes words at a place of their own, which stays free of other words.
func (p *placer) write(x, y int, anchor, words string) {
	size := wide(words, labelSize)
	b := box{x, y - labelSize, x + size, y + 3}
	switch anchor {
	case endsAt:
		b.left, b.right = x-size, x
	case centred:
		b.left, b.right = x-size/2, x+size/2
	}
	p.taken = append(p.taken, b)
	p.c.haloed(x, y, labelSize, anchor, "soft", words)
}
