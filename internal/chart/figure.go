// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/lang"
)

// Figure is a picture ready for a page. SVG is empty when there is nothing to
// draw; then the table says so.
type Figure struct {
	Title string // what the picture answers, as it says itself
	SVG   string
	Notes []string // what the shapes mean and which way time runs, for the caption
	Terms []string // definitions of what is named, each on a line of its own below the caption
	Table Twin     // the same in rows, where the page has no table of its own report
}

// canvas collects a picture. Its user space is in pixels of a wide page; the page
// scales it down.
type canvas struct {
	strings.Builder
	width, height int
	mirrored      bool // read from right to left
}

func newCanvas(p *lang.Printer, width, height int) *canvas {
	return &canvas{width: width, height: height, mirrored: p.Dir() == "rtl"}
}

// line draws a stroke. dash is a pattern such as "4 3", or empty for none.
func (c *canvas) line(class string, x1, y1, x2, y2 int, dash string) {
	fmt.Fprintf(c, `<line class="%s" x1="%d" y1="%d" x2="%d" y2="%d"`, class, x1, y1, x2, y2)
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString(`/>`)
}

// ink is the stroke of what matters.
func (c *canvas) ink(x1, y1, x2, y2 int, dash string) {
	fmt.Fprintf(c, `<line stroke="var(--ink)" stroke-width="2" x1="%d" y1="%d" x2="%d" y2="%d"`, x1, y1, x2, y2)
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString(`/>`)
}

// path draws a shape in ink, filled or hollow.
func (c *canvas) path(d string, filled bool) {
	fill := "var(--paper)"
	if filled {
		fill = "var(--ink)"
	}
	fmt.Fprintf(c, `<path d="%s" fill="%s" stroke="var(--ink)" stroke-width="2"/>`, d, fill)
}

func (c *canvas) circle(x, y, radius int, filled bool) {
	c.path(fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x-radius, y, radius, radius, 2*radius, radius, radius, -2*radius), filled)
}

// The anchors of a text.
const (
	startsAt = "start"
	centred  = "middle"
	endsAt   = "end"
)

// text writes one line. The anchor is as in a page that is read from left to
// right: the picture as a whole is set so, and only words run the other way.
func (c *canvas) text(x, y, size int, anchor, class, words string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" font-size="%d" text-anchor="%s"`, x, y, size, anchor)
	if class != "" {
		fmt.Fprintf(c, ` class="%s"`, class)
	}
	fmt.Fprintf(c, `>%s</text>`, html.EscapeString(c.directed(words)))
}

// svg closes the picture. name makes its ids unique in the page.
func (c *canvas) svg(name, title, description string) string {
	return fmt.Sprintf(`<svg viewBox="0 0 %d %d" width="%d" height="%d" direction="ltr" role="img" aria-labelledby="%s-t" aria-describedby="%s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		c.width, c.height, c.width, c.height, name, name, name, html.EscapeString(title), name, html.EscapeString(description)) + c.String() + `</svg>`
}

// wide is about how many pixels a text takes. Fonts differ; this errs to the
// wide side for Latin, Cyrillic and Arabic letters.
func wide(words string, size int) int { return utf8.RuneCountInString(words) * size * 52 / 100 }

// fit cuts a text so that it takes at most some pixels.
func fit(words string, size, pixels int) string {
	most := max(pixels*100/(size*52), 1)
	if r := []rune(words); len(r) > most {
		return strings.TrimRight(string(r[:max(most-1, 0)]), " ,;:") + "…"
	}
	return words
}

// isolated sets what people wrote apart from the words around it (Unicode's first
// strong isolate), so that it runs in its own direction: a picture has no <bdi>.
func isolated(words string) string { return "\u2068" + words + "\u2069" }

// directed gives words of a picture that is read from right to left their own
// direction, where they hold letters of such a script: the picture as a whole is set
// the other way (Unicode's right-to-left isolate). Names within are isolated already.
func (c *canvas) directed(words string) string {
	if !c.mirrored || !strings.ContainsFunc(words, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }) {
		return words
	}
	return "\u2067" + words + "\u2069"
}

// held is words of ours followed by a name that people gave, cut so that both
// take at most some pixels together.
func held(ours, name string, size, pixels int) string {
	cut := fit(ours+name, size, pixels)
	if rest, ok := strings.CutPrefix(cut, ours); ok {
		return ours + isolated(rest)
	}
	return cut
}

// lines breaks a text at spaces into lines of at most some pixels, and cuts the
// last one that is allowed.
func lines(words string, size, pixels, most int) []string {
	var out []string
	line := ""
	rest := strings.Fields(words)
	for i, w := range rest {
		next := strings.TrimSpace(line + " " + w)
		if line == "" || wide(next, size) <= pixels {
			line = next
			continue
		}
		if len(out) == most-1 {
			return append(out, fit(line+" "+strings.Join(rest[i:], " "), size, pixels))
		}
		out = append(out, line)
		line = w
	}
	if line != "" {
		out = append(out, fit(line, size, pixels))
	}
	return out
}
