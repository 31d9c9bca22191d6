// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"

	"parley/internal/brief"
)

// Charts of bars are laid out as they are read: names begin where a line begins,
// and in a language that is written from right to left bars grow to the left. The
// methods below take places as counted from that side.

// across is where a place lies in the picture.
func (c *canvas) across(x int) int {
	if c.mirrored {
		return c.width - x
	}
	return x
}

// words writes a line at a place counted from the side of reading.
func (c *canvas) words(x, y, size int, anchor, class, words string) {
	c.text(c.across(x), y, size, c.turned(anchor), class, words)
}

func (c *canvas) turned(anchor string) string {
	switch {
	case c.mirrored && anchor == startsAt:
		return endsAt
	case c.mirrored && anchor == endsAt:
		return startsAt
	}
	return anchor
}

// upright draws a line from top to bottom.
func (c *canvas) upright(class string, x, y1, y2 int, dash string) {
	c.line(class, c.across(x), y1, c.across(x), y2, dash)
}

// rect draws a bar between two places, outlined, with a fill.
func (c *canvas) rect(x1, x2, y, height int, fill, stroke, dash string) {
	a, b := c.across(x1), c.across(x2)
	if a > b {
		a, b = b, a
	}
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="%s"`, a, y, b-a, height, fill, stroke)
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString(`/>`)
}

// whisker draws a range over a bar.
func (c *canvas) whisker(x1, x2, y int) {
	a, b := c.across(x1), c.across(x2)
	c.ink(a, y, b, y, "")
	c.ink(a, y-5, a, y+5, "")
	c.ink(b, y-5, b, y+5, "")
}

// bold writes a line that stands out.
func (c *canvas) bold(x, y, size int, words string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" font-size="%d" font-weight="600" text-anchor="%s">%s</text>`, c.across(x), y, size, c.turned(startsAt), html.EscapeString(c.directed(words)))
}

// issueWords names an issue, and its option if there is one, as people wrote them.
func issueWords(names []brief.IssueNamed, issue, option string) (string, string) {
	for _, n := range names {
		if n.ID == issue {
			return n.Name, n.Options[option]
		}
	}
	return issue, option
}

// percent is a part of a whole in hundredths, as a share is written.
func percent(part, of int) string {
	if of == 0 {
		return "0 %"
	}
	return figures(float64(part*1000/of)/10) + "\u00a0%"
}
