// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"parley/internal/lang"
)

// onPaper are the colours of a page in the light, for a picture without a page.
const onPaper = `<style>svg{--ink:#1F2328;--ink-2:#555A60;--paper:#FCFBF8;--panel:#F3F1EB;--rule:#D9D4C8;--rule-strong:#7D776A;` +
	`--party-a:#47358D;--party-b:#9C631D;--party-c:#4184A0;--party-d:#7C8968;--party-e:#4D3020;font-family:"IBM Plex Sans",sans-serif}` +
	`text{fill:var(--ink)}.soft{fill:var(--ink-2)}.axis{stroke:var(--rule-strong)}.grid{stroke:var(--rule)}.bar{fill:var(--rule-strong)}</style>`

// sized finds the size of a picture in its first tag.
var sized = regexp.MustCompile(`^<svg [^>]*?width="(\d+)" height="(\d+)"`)

// Alone makes a picture for a file: with a title above it, its caption below it and
// the colours of a page on paper, since there is no page around it.
func Alone(p *lang.Printer, f Figure) string {
	size := sized.FindStringSubmatch(f.SVG)
	if size == nil {
		return ""
	}
	width, _ := strconv.Atoi(size[1])  // digits, by the pattern
	height, _ := strconv.Atoi(size[2]) // likewise
	const margin, head, line = 24, 48, 18
	caption := lines(strings.Join(f.Notes, " "), 12, width, 1000)
	for _, t := range f.Terms {
		caption = append(caption, lines(t, 12, width, 1000)...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" direction="ltr">%s`, width+2*margin, head+height+line*len(caption)+2*margin, onPaper)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="var(--paper)"/>`)
	c := newCanvas(p, width, height)
	x, anchor := margin, startsAt
	if c.mirrored {
		x, anchor = margin+width, endsAt
	}
	fmt.Fprintf(&b, `<text x="%d" y="34" font-size="18" font-weight="600" text-anchor="%s">%s</text>`, x, anchor, html.EscapeString(c.directed(f.Title)))
	b.WriteString(strings.Replace(f.SVG, "<svg ", fmt.Sprintf(`<svg x="%d" y="%d" `, margin, head), 1))
	for i, words := range caption {
		fmt.Fprintf(&b, `<text class="soft" x="%d" y="%d" font-size="12" text-anchor="%s">%s</text>`, x, head+height+margin+line*i, anchor, html.EscapeString(c.directed(words)))
	}
	b.WriteString("</svg>\n")
	return b.String()
}
