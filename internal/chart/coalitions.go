// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"slices"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the tree of coalitions, in pixels.
const (
	treeNames  = 300
	treeColumn = 140
	treeBar    = 112
	treeRow    = 36
	treeHead   = 64
	treeIndent = 20
)

// maxTreeRows bounds the sets that are drawn; the table has all of them.
const maxTreeRows = 40

// Coalitions draws what sets of parties can reach under a rule of agreement: each
// set below the one that it extends, with what its members get in what it can
// enforce by itself. A set that cannot decide has the limits of its members. v names
// the parties.
func Coalitions(p *lang.Printer, r *brief.CoalitionsReport, v PackageView) Figure {
	if len(r.Nodes) == 0 {
		return Figure{}
	}
	nodes := r.Nodes[:min(len(r.Nodes), maxTreeRows)]
	c := newCanvas(p, treeNames+treeColumn*len(r.Parties), treeHead+treeRow*len(nodes)+8)
	g := &coalitionTree{canvas: c, p: p, r: r, v: v}
	t := Twin{Head: []string{p.T("Group"), p.T("What it can do")}}
	for q := range r.Parties {
		var values []float64
		for _, n := range r.Nodes {
			if k := slices.Index(n.Members, r.Parties[q]); k >= 0 && n.Winning && n.From != nil {
				values = append(values, units(n.From[k]), units(n.To[k]))
			}
		}
		if r.Limits[q] != nil {
			values = append(values, units(*r.Limits[q]))
		}
		left := treeNames + treeColumn*q
		g.scales = append(g.scales, newScale(values, left, left+treeBar))
		anchor := c.turned(startsAt)
		c.named(c.across(left), 20, 12, anchor, v.seat(q), fit(v.party(r.Parties, q), 12, treeColumn-24))
		if len(values) > 0 {
			s := g.scales[q]
			c.words(left, 42, 11, startsAt, "soft", figures(s.low))
			c.words(left+treeBar, 42, 11, endsAt, "soft", figures(s.high))
		}
		t.Head = append(t.Head, p.T("{party}, at the least", "party", v.party(r.Parties, q)), p.T("{party}, at the most", "party", v.party(r.Parties, q)))
	}
	for i, n := range nodes {
		g.row(i, n)
	}
	g.branches(nodes)
	for _, n := range r.Nodes {
		t.add(g.cells(n)...)
	}
	title := p.T("What can each group settle by itself?")
	return Figure{Title: title, SVG: c.svg("chart-coalitions", title, g.describe()), Notes: g.notes(len(nodes)), Table: t}
}

// coalitionTree is the picture of the sets.
type coalitionTree struct {
	*canvas
	p      *lang.Printer
	r      *brief.CoalitionsReport
	v      PackageView
	scales []scale
}

func (g *coalitionTree) names(n brief.CoalitionNode) string {
	var out []string
	for _, id := range n.Members {
		out = append(out, isolated(g.v.party(g.r.Parties, slices.Index(g.r.Parties, id))))
	}
	return strings.Join(out, " + ")
}

// can says what a set can do, in words.
func (g *coalitionTree) can(n brief.CoalitionNode) string {
	switch {
	case n.Winning:
		return g.p.T("can decide")
	case n.Blocks:
		return g.p.T("can prevent, not decide")
	}
	return g.p.T("can do neither")
}

func (g *coalitionTree) row(i int, n brief.CoalitionNode) {
	y := treeHead + treeRow*i
	x := 10 + treeIndent*n.Depth
	mid := y + treeRow/2
	switch {
	case n.Winning:
		g.circle(g.across(x), mid, 6, true)
	case n.Blocks:
		g.square(g.across(x), mid, 5, false)
	default:
		g.circle(g.across(x), mid, 4, false)
	}
	if i > 0 && n.Depth == 0 {
		g.line("grid", 0, y, g.width, y, "")
	}
	room := treeNames - x - 24
	g.words(x+14, mid, 13, startsAt, "", fit(g.names(n), 13, room))
	g.words(x+14, mid+14, 11, startsAt, "soft", g.can(n))
	for q, id := range g.r.Parties {
		k := slices.Index(n.Members, id)
		s := g.scales[q]
		switch {
		case k < 0:
		case n.Winning && n.From != nil:
			from, to := s.at(units(n.From[k])), s.at(units(n.To[k]))
			g.rect(from, max(to, from+2), mid-5, 10, seatInk(g.v.seat(q)), seatInk(g.v.seat(q)), "")
		case g.r.Limits[q] != nil:
			at := g.across(s.at(units(*g.r.Limits[q])))
			g.ink(at, mid-8, at, mid+8, "")
		default:
			g.words(s.from, mid+4, 11, startsAt, "soft", g.p.T("not stated"))
		}
	}
}

// branches join each set to the one that it extends.
func (g *coalitionTree) branches(nodes []brief.CoalitionNode) {
	for i, n := range nodes {
		for k := i - 1; k >= 0 && n.Depth > 0; k-- {
			if nodes[k].Depth != n.Depth-1 {
				continue
			}
			x := 10 + treeIndent*(n.Depth-1)
			from, to := treeHead+treeRow*k+treeRow/2+8, treeHead+treeRow*i+treeRow/2
			g.upright("axis", x, from, to, "")
			g.line("axis", g.across(x), to, g.across(x+treeIndent-8), to, "")
			break
		}
	}
}

// cells is the row of the table for a set.
func (g *coalitionTree) cells(n brief.CoalitionNode) []string {
	out := []string{g.names(n), g.can(n)}
	for q, id := range g.r.Parties {
		k := slices.Index(n.Members, id)
		switch {
		case k < 0:
			out = append(out, "", "")
		case n.Winning && n.From != nil:
			out = append(out, n.From[k], n.To[k])
		case g.r.Limits[q] != nil:
			out = append(out, *g.r.Limits[q], "")
		default:
			out = append(out, g.p.T("not stated"), "")
		}
	}
	return out
}

func (g *coalitionTree) rule() string {
	out := g.p.T("{number} of {all} must accept", "number", g.r.AtLeast, "all", len(g.r.Parties))
	if len(g.r.Veto) == 0 {
		return out + "."
	}
	var names []string
	for _, id := range g.r.Veto {
		names = append(names, isolated(g.v.party(g.r.Parties, slices.Index(g.r.Parties, id))))
	}
	return g.p.T("{rule}, among them {parties}.", "rule", out, "parties", strings.Join(names, ", "))
}

func (g *coalitionTree) describe() string {
	out := []string{g.rule()}
	for _, n := range g.r.Nodes {
		if n.Minimal {
			out = append(out, g.p.T("{name}: {worth}.", "name", g.names(n), "worth", g.can(n)))
		}
	}
	return strings.Join(out, " ")
}

func (g *coalitionTree) notes(drawn int) []string {
	p := g.p
	out := []string{p.N("{n} groups of parties.", int64(len(g.r.Nodes))), g.rule(),
		p.T("Filled circle: the group can decide by itself. Square: nothing passes without it. Small circle: neither. Bars: what its members get, from the least to the most, in what the group can put in force and cannot improve on for one of them without cost to another."),
		p.T("Upright stroke: alone the party has its limit."),
		p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(g.r.Case))}
	if drawn < len(g.r.Nodes) {
		out = append(out, p.N("{n} of them are drawn.", int64(drawn)))
	}
	for _, n := range g.r.Nodes {
		if !n.Proven {
			return append(out, p.T("For some groups it is not proven that this is all they can reach."))
		}
	}
	return out
}
