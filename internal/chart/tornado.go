// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the tornado, in pixels.
const (
	tornadoNames = 300
	tornadoWidth = 860
	tornadoRow   = 54
	tornadoHead  = 58
	tornadoEdge  = 56 // room for the words at the ends of bars
)

// maxTornadoRows bounds the assumptions that are drawn; the table has all of them.
const maxTornadoRows = 16

// Tornado draws which assumptions would change the answer about a package: one bar
// for each, from the answer with the least to the answer with the greatest of what
// is thinkable, the widest first. Where the package becomes acceptable or efficient,
// or stops being so, a mark stands on the bar and the place is written out. v names
// the parties.
func Tornado(p *lang.Printer, r *brief.SensitivityReport, v PackageView) Figure {
	if len(r.Swings) == 0 || r.Middle.Value == nil {
		return Figure{}
	}
	g := &tornado{p: p, r: r, v: v}
	var drawn []brief.SwingPart
	for _, s := range r.Swings {
		moves := s.Swing != "0" || len(s.Flips) > 0
		if moves && s.AtLow.Value != nil && s.AtHigh.Value != nil && len(drawn) < maxTornadoRows {
			drawn = append(drawn, s)
		}
	}
	values := []float64{units(*r.Middle.Value)}
	for _, s := range drawn {
		values = append(values, units(*s.AtLow.Value), units(*s.AtHigh.Value))
	}
	if r.Question == "least_gain" {
		values = append(values, 0)
	}
	g.canvas = newCanvas(p, tornadoWidth, tornadoHead+tornadoRow*len(drawn)+34)
	g.s = newScale(values, tornadoNames+tornadoEdge, tornadoWidth-tornadoEdge)
	g.frame(len(drawn))
	fill := g.hatch("chart-tornado-low")
	for i, s := range drawn {
		g.row(i, s, fill)
	}
	title := p.T("Which assumption would change the answer?")
	return Figure{Title: title, SVG: g.svg("chart-tornado", title, g.describe(drawn)), Notes: g.notes(len(drawn)), Table: g.table()}
}

// tornado is the picture of a sensitivity.
type tornado struct {
	*canvas
	p *lang.Printer
	r *brief.SensitivityReport
	v PackageView
	s scale
}

// asks names what is measured.
func (g *tornado) asks() string {
	switch g.r.Question {
	case "unused":
		return g.p.T("what all could still gain over this package")
	case "worth":
		return g.p.T("worth to {party}, in its own points", "party", g.party(g.r.Of))
	}
	return g.p.T("what the party that gains least gets above its limit")
}

func (g *tornado) party(id string) string {
	if q := slices.Index(g.r.Parties, id); q >= 0 {
		return g.v.party(g.r.Parties, q)
	}
	return id
}

// name says what an assumption is about.
func (g *tornado) name(s brief.SwingPart) string {
	issue, option := issueWords(g.r.Names, s.Issue, s.Option)
	issue, option = isolated(issue), isolated(option)
	switch s.Kind {
	case "weight":
		return g.p.T("how much {issue} matters", "issue", issue)
	case "value":
		return g.p.T("{issue}: worth of {option}", "issue", issue, "option", option)
	case "term":
		return g.p.T("together: {combination}", "combination", isolated(s.When))
	case "limit":
		return g.p.T("limit")
	}
	return g.p.T("the view {name}", "name", isolated(s.View))
}

func (g *tornado) frame(rows int) {
	bottom := tornadoHead + tornadoRow*rows
	for _, t := range g.s.ticks(6) {
		g.upright("grid", g.s.at(t), tornadoHead-8, bottom, "")
		g.words(g.s.at(t), bottom+18, 12, centred, "soft", figures(t))
	}
	middle := g.s.at(units(*g.r.Middle.Value))
	g.words(tornadoNames, 20, 13, startsAt, "", fit(g.asks(), 13, tornadoWidth-tornadoNames))
	g.ink(g.across(middle), tornadoHead-8, g.across(middle), bottom, "")
	g.words(middle, tornadoHead-14, 12, centred, "soft", g.p.T("as assumed: {number}", "number", shown(*g.r.Middle.Value)))
	if g.r.Question == "least_gain" {
		zero := g.across(g.s.at(0))
		g.ink(zero, tornadoHead-8, zero, bottom, "7 4")
	}
}

func (g *tornado) row(i int, s brief.SwingPart, fill string) {
	y := tornadoHead + tornadoRow*i
	g.line("grid", 0, y, g.width, y, "")
	at, anchor := 0, startsAt
	if g.mirrored {
		at, anchor = g.width, endsAt
	}
	q := slices.Index(g.r.Parties, s.Party)
	g.named(at, y+18, 12, anchor, g.v.seat(q), fit(g.party(s.Party), 12, tornadoNames-30))
	flips := g.flips(s)
	name := lines(g.name(s), 12, tornadoNames-12, 2-min(len(flips), 1))
	for k, words := range name {
		g.words(0, y+33+14*k, 12, startsAt, "", words)
	}
	g.words(0, y+48, 11, startsAt, "soft", fit(strings.Join(flips, "; "), 11, tornadoNames-6))
	first, second := "", g.p.T("this view")
	if s.Low != nil {
		first, second = shown(*s.Low), shown(*s.High)
		g.bar(y+9, *s.AtLow.Value, *s.AtHigh.Value, first, fill)
	}
	g.bar(y+28, *s.AtHigh.Value, *s.AtLow.Value, second, "var(--ink-2)")
	for _, f := range s.Flips {
		if f.Value == nil {
			continue
		}
		x, mid := g.across(g.s.at(units(*f.Value))), y+35
		if units(*f.After) < units(*s.Middle) {
			mid = y + 16
		}
		fill, stroke := "var(--paper)", "var(--ink)"
		if f.Property == brief.FlipAcceptable {
			fill, stroke = stroke, fill // seen on a full bar too
		}
		fmt.Fprintf(g.canvas, `<path d="M%d %dl8 8 -8 8 -8 -8z" fill="%s" stroke="%s" stroke-width="2"/>`, x, mid-8, fill, stroke)
	}
}

// bar draws from what was assumed to one end, and writes outside of it what is
// assumed there; one that has no length has it on the side where the other is not.
func (g *tornado) bar(y int, to, other, words, fill string) {
	middle, at := g.s.at(units(*g.r.Middle.Value)), g.s.at(units(to))
	g.rect(middle, at, y, 14, fill, "var(--ink)", "")
	if at < middle || at == middle && g.s.at(units(other)) > middle {
		g.words(at-6, y+11, 11, endsAt, "", words)
		return
	}
	g.words(at+6, y+11, 11, startsAt, "", words)
}

// flips writes out where the package changes its standing.
func (g *tornado) flips(s brief.SwingPart) (out []string) {
	p := g.p
	for _, f := range s.Flips {
		what := p.T("meets every stated limit")
		switch {
		case f.Property == brief.FlipEfficient && f.Holds:
			what = p.T("cannot be improved on")
		case f.Property == brief.FlipEfficient:
			what = p.T("can be improved on")
		case !f.Holds:
			what = p.T("misses a limit")
		}
		switch {
		case f.After == nil:
			out = append(out, what)
		case f.Property == brief.FlipAcceptable && !f.Holds:
			out = append(out, p.T("above {number}: {what}", "number", shown(*f.After), "what", what))
		case f.Exact:
			out = append(out, p.T("from {number} on: {what}", "number", shown(*f.After), "what", what))
		default:
			out = append(out, p.T("from about {number} on: {what}", "number", shown(*f.Before), "what", what))
		}
	}
	return out
}

func (g *tornado) describe(drawn []brief.SwingPart) string {
	out := []string{g.p.T("{name}: {worth}.", "name", g.asks(), "worth", shown(*g.r.Middle.Value))}
	for _, s := range drawn {
		line := g.p.T("{party}, {what}: from {low} to {high}", "party", g.party(s.Party), "what", g.name(s), "low", shown(*s.AtLow.Value), "high", shown(*s.AtHigh.Value))
		out = append(out, strings.Join(append([]string{line}, g.flips(s)...), "; ")+".")
	}
	return strings.Join(out, " ")
}

func (g *tornado) notes(drawn int) []string {
	p := g.p
	out := []string{
		p.N("{n} assumptions, each put at both ends of what is thinkable while all others stay in the middle; what several do together is not shown.", int64(len(g.r.Swings))),
		p.T("Upper bar, hatched: with less than was assumed. Lower bar, full: with more. At its end stands what is then assumed."),
		p.T("Filled diamond: from there on it meets every limit, or stops doing so. Hollow diamond: from there on nobody can have more without cost to another, or somebody can."),
		p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(g.r.Case)),
	}
	if g.r.Spread != "0" {
		out = append(out, p.T("Weights and limits that are one number were taken to be off by {share} % of themselves, either way.", "share", figures(100*units(g.r.Spread))))
	}
	if still := len(g.r.Swings) - drawn; still > 0 {
		out = append(out, p.N("{n} more move it less, or not at all; they are in the table.", int64(still)))
	}
	if g.r.Rounded > 0 {
		out = append(out, p.N("In {n} cases numbers were rounded.", int64(g.r.Rounded)))
	}
	return out
}

func (g *tornado) table() Twin {
	p := g.p
	t := Twin{Head: []string{p.T("Party"), p.T("Assumption"), p.T("lowest"), p.T("middle"), p.T("highest"), p.T("answer at the lowest"), p.T("answer at the highest"), p.T("difference"), p.T("What changes")}}
	or := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for _, s := range g.r.Swings {
		t.add(g.party(s.Party), g.name(s), or(s.Low), or(s.Middle), or(s.High), or(s.AtLow.Value), or(s.AtHigh.Value), s.Swing, strings.Join(g.flips(s), "; "))
	}
	return t
}
