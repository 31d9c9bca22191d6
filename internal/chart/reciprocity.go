// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the graph, in pixels.
const (
	nodeHeight = 62
	nodeGap    = 20
	columnGap  = 96
	graphHead  = 36
)

// glyphs are the shapes of seats, by the order of the roster; the page gives each
// seat its number.
var glyphs = [...]string{"●", "▲", "■", "◆", "✚"}

// node is one commitment in the picture.
type node struct {
	c            brief.CommitmentStanding
	unopened     bool // it is named and not opened here
	column, x, y int
	width        int
}

// Reciprocity draws which commitment hangs on which. An arrow leads from one that
// holds only if another does to that other. Those that hang on nothing, and on
// which nothing hangs, are in the table alone. order is that of the columns, by
// seat; mark is the number of a seat's shape, below 0 for none.
func Reciprocity(p *lang.Printer, r brief.CommitmentsReport, order []string, mark func(seat string) int) Figure {
	g := newGraph(r, order)
	if len(g.nodes) == 0 {
		return Figure{}
	}
	width := 210
	if len(g.columns) > 3 {
		width = 170
	}
	deepest := 0
	for _, n := range g.columns {
		deepest = max(deepest, n.rows)
	}
	c := newCanvas(p, len(g.columns)*(width+columnGap)-columnGap+48, graphHead+deepest*(nodeHeight+nodeGap))
	for i := range g.nodes {
		n := &g.nodes[i]
		n.width = width
		n.x = 24 + n.column*(width+columnGap)
		if c.mirrored {
			n.x = c.width - 24 - width - n.column*(width+columnGap)
		}
		n.y += graphHead
	}
	for i, col := range g.columns {
		x := 24 + i*(width+columnGap)
		if c.mirrored {
			x = c.width - 24 - width - i*(width+columnGap)
		}
		c.seat(x, width, col.name, mark(col.seat))
	}
	arrows := 0
	for i := range g.nodes {
		for _, x := range g.nodes[i].c.If {
			if j, ok := g.find(x.Entry); ok {
				c.arrow(&g.nodes[i], &g.nodes[j], i)
				arrows++
			}
		}
	}
	for i := range g.nodes {
		c.node(p, &g.nodes[i])
	}
	title := p.T("Which commitment hangs on which")
	return Figure{
		Title: title,
		SVG: c.svg("chart-reciprocity", title,
			p.N("{n} commitments that hang together, in columns by seat.", int64(len(g.nodes)))+" "+p.N("{n} arrows, each from one that holds only if another does to that other.", int64(arrows))),
		Notes: []string{
			p.T("An arrow leads from a commitment that holds only if another stands to that other; two arrows between two of them mean that each holds if the other does."),
			p.T("Full frame: stands. Broken frame: waits. Dotted frame: released, taken back, or not opened here."),
		},
	}
}

type column struct {
	seat, name string
	rows       int
}

type graph struct {
	nodes   []node
	columns []column
	place   map[string]int
}

func (g *graph) find(entry string) (int, bool) {
	i, ok := g.place[entry]
	return i, ok
}

func newGraph(r brief.CommitmentsReport, order []string) *graph {
	g := &graph{place: map[string]int{}}
	linked := slices.DeleteFunc(slices.Clone(r.Commitments), func(c brief.CommitmentStanding) bool { return len(c.If) == 0 && len(c.Needed) == 0 })
	for _, seat := range order {
		for _, c := range linked {
			if c.Seat.Seat == seat {
				g.add(c, false)
			}
		}
	}
	for _, c := range linked { // of seats that the order leaves out
		if _, known := g.place[c.First]; !known {
			g.add(c, false)
		}
	}
	// What is named and not opened here has a place too: it is what others wait
	// for.
	for i := range g.nodes {
		for _, x := range g.nodes[i].c.If {
			if _, known := g.place[x.Entry]; !known && !x.Opened {
				g.add(brief.CommitmentStanding{Written: brief.Written{First: x.Entry}}, true)
			}
		}
	}
	return g
}

func (g *graph) add(c brief.CommitmentStanding, unopened bool) {
	i := slices.IndexFunc(g.columns, func(x column) bool { return x.seat == c.Seat.Seat })
	if i < 0 {
		i = len(g.columns)
		g.columns = append(g.columns, column{seat: c.Seat.Seat, name: c.Seat.Name})
	}
	g.place[c.First] = len(g.nodes)
	g.nodes = append(g.nodes, node{c: c, unopened: unopened, column: i, y: g.columns[i].rows * (nodeHeight + nodeGap)})
	g.columns[i].rows++
}

// seat heads a column.
func (c *canvas) seat(x, width int, name string, mark int) {
	at, anchor := x, startsAt
	if c.mirrored {
		at, anchor = x+width, endsAt
	}
	c.named(at, 20, 14, anchor, mark, fit(name, 14, width))
}

func (c *canvas) node(p *lang.Printer, n *node) {
	dash := ""
	switch {
	case n.unopened || n.c.Standing == brief.StandsReleased || n.c.Standing == brief.StandsWithdrawn:
		dash = "1 4"
	case n.c.Standing == brief.StandsNotYet:
		dash = "7 4"
	}
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.5" stroke-dasharray="%s"/>`,
		n.x, n.y, n.width, nodeHeight, orNone(dash))
	at, anchor := n.x+9, startsAt
	if c.mirrored {
		at, anchor = n.x+n.width-9, endsAt
	}
	if n.unopened {
		c.text(at, n.y+nodeHeight/2+4, 12, anchor, "soft", p.T("not opened here"))
		return
	}
	for i, line := range lines(n.c.Words, 12, n.width-18, 2) {
		c.text(at, n.y+18+i*15, 12, anchor, "", isolated(line))
	}
	c.text(at, n.y+nodeHeight-9, 12, anchor, "soft", standingWord(p, n.c.Standing))
}

func orNone(dash string) string {
	if dash == "" {
		return "none"
	}
	return dash
}

// arrow leads from one commitment to another that it hangs on. Arrows of one
// commitment leave at different heights, so that two ways can be told apart.
func (c *canvas) arrow(from, to *node, nth int) {
	shift := 12 + 12*(nth%3)
	y1, y2 := from.y+shift+8, to.y+shift
	x1, x2, bend := from.x+from.width, to.x, columnGap/2
	switch {
	case from.column == to.column:
		x1, x2 = from.x, to.x
		c.curve(x1, y1, x1-20, y1, x2-20, y2, x2-7, y2)
		c.head(x2, y2, 1)
		return
	case from.x > to.x:
		x1, x2, bend = from.x, to.x+to.width, -columnGap/2
	}
	tip := 7
	if bend < 0 {
		tip = -7
	}
	c.curve(x1, y1, x1+bend, y1, x2-bend, y2, x2-tip, y2)
	c.head(x2, y2, tip/7)
}

func (c *canvas) curve(x1, y1, ax, ay, bx, by, x2, y2 int) {
	fmt.Fprintf(c, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="var(--ink-2)" stroke-width="1.5"/>`, x1, y1, ax, ay, bx, by, x2, y2)
}

// head is the point of an arrow; way is 1 to the right and -1 to the left.
func (c *canvas) head(x, y, way int) {
	fmt.Fprintf(c, `<path d="M%d %dl%d -5v10z" fill="var(--ink-2)"/>`, x, y, -9*way)
}
