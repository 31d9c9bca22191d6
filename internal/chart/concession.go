// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"slices"
	"strconv"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the history of offers, in pixels.
const (
	historyWidth  = 840
	historyPanel  = 210
	historyHead   = 34
	historyLeft   = 70
	historyRight  = 120
	historyBottom = 46
)

// Concessions draws what each side has offered over time: one panel for each of
// the parties that are asked for (nil: all), in that party's own points alone, with
// what its offers ask for and what the offers of others would give it. Offers stand
// in their order; steps hold until the next offer. v names the parties.
func Concessions(p *lang.Printer, r *brief.HistoryReport, panels []int, v PackageView) Figure {
	if panels == nil {
		for q := range r.Parties {
			panels = append(panels, q)
		}
	}
	if len(r.Offers) == 0 || len(panels) == 0 {
		return Figure{}
	}
	c := newCanvas(p, historyWidth, historyPanel*len(panels)+historyBottom)
	g := &history{canvas: c, p: p, r: r, v: v}
	for i, q := range panels {
		g.panel(q, historyPanel*i)
	}
	bottom := historyPanel * len(panels)
	every := max(1, len(r.Offers)/24)
	for i := 0; i < len(r.Offers); i += every {
		c.text(g.x(i), bottom+16, 12, centred, "soft", strconv.Itoa(i+1))
	}
	c.text((historyLeft+historyWidth-historyRight)/2, bottom+36, 12, centred, "soft", p.T("offers in their order"))
	title := p.T("What has each side offered over time?")
	return Figure{Title: title, SVG: c.svg("chart-history", title, g.describe(panels)), Notes: []string{
		p.N("{n} offers.", int64(len(r.Offers))),
		p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(r.Case)),
		p.T("Full line: what a party’s own offers are worth to it. Broken line: what the offers of others are worth to it. Both hold until the next offer. Panels have scales of their own and cannot be compared."),
		timeRuns(p),
	}, Table: g.table(panels)}
}

// history is the picture of offers.
type history struct {
	*canvas
	p *lang.Printer
	r *brief.HistoryReport
	v PackageView
}

// x is where an offer stands. Time runs from left to right in every language.
func (g *history) x(offer int) int {
	width := historyWidth - historyLeft - historyRight
	return historyLeft + 20 + (width-40)*offer/max(len(g.r.Offers)-1, 1)
}

func (g *history) seatOf(id string) int { return g.v.seat(slices.Index(g.r.Parties, id)) }

func (g *history) panel(q, top int) {
	floor, right := top+historyPanel-14, historyWidth-historyRight
	var values []float64
	for _, o := range g.r.Offers {
		values = append(values, units(o.U[q]))
	}
	if q < len(g.r.Limits) && g.r.Limits[q] != nil {
		values = append(values, units(*g.r.Limits[q]))
	}
	y := newScale(values, floor, top+historyHead)
	for _, t := range y.ticks(4) {
		g.line("grid", historyLeft, y.at(t), right, y.at(t), "")
		g.text(historyLeft-8, y.at(t)+4, 12, endsAt, "soft", figures(t))
	}
	g.line("axis", historyLeft, floor, right, floor, "")
	at, anchor := historyLeft, startsAt
	if g.mirrored {
		at, anchor = right, endsAt
	}
	g.named(at, top+20, 13, anchor, g.v.seat(q), fit(g.p.T("worth to {party}, in its own points", "party", g.v.party(g.r.Parties, q)), 13, right-historyLeft))
	place := placer{c: g.canvas, room: box{historyLeft, top + 22, historyWidth, floor + 10}}
	if q < len(g.r.Limits) && g.r.Limits[q] != nil {
		v := y.at(units(*g.r.Limits[q]))
		g.ink(historyLeft, v, right, v, "7 4")
		place.write(right+6, v+4, startsAt, fit(g.p.T("limit {number}", "number", shown(*g.r.Limits[q])), labelSize, historyRight-8))
	}
	own := func(o brief.OfferPart) bool { return o.Party == g.r.Parties[q] }
	g.steps(q, y, right, false, own)
	g.steps(q, y, right, true, own)
	g.ends(q, y, right, &place, own)
}

// steps draws the values of a party's own offers, or of all others.
func (g *history) steps(q int, y scale, right int, mine bool, own func(brief.OfferPart) bool) {
	d := ""
	for i, o := range g.r.Offers {
		if own(o) != mine {
			continue
		}
		if d == "" {
			d = fmt.Sprintf("M%d %d", g.x(i), y.at(units(o.U[q])))
		} else {
			d += fmt.Sprintf("H%dV%d", g.x(i), y.at(units(o.U[q])))
		}
	}
	if d == "" {
		return
	}
	d += fmt.Sprintf("H%d", right)
	if mine {
		g.stroke(d, seatInk(g.v.seat(q)), "2.5", "")
	} else {
		g.stroke(d, "var(--ink-2)", "1.5", "6 4")
	}
	for i, o := range g.r.Offers {
		if own(o) == mine {
			g.sign(g.seatOf(o.Party), g.x(i), y.at(units(o.U[q])), 5, mine)
		}
	}
}

// ends writes what the last offers of both kinds are worth, at the right.
func (g *history) ends(q int, y scale, right int, place *placer, own func(brief.OfferPart) bool) {
	for _, mine := range []bool{true, false} {
		for i := len(g.r.Offers) - 1; i >= 0; i-- {
			o := g.r.Offers[i]
			if own(o) != mine {
				continue
			}
			words := g.p.T("offered {number}", "number", shown(o.U[q]))
			if mine {
				words = g.p.T("asked {number}", "number", shown(o.U[q]))
			}
			place.put(right, y.at(units(o.U[q])), 2, "", words)
			break
		}
	}
}

func (g *history) describe(panels []int) string {
	out := g.p.N("{n} offers.", int64(len(g.r.Offers)))
	for _, q := range panels {
		for i, o := range g.r.Offers {
			if o.Party == g.r.Parties[q] {
				out += " " + g.p.T("Offer {number} of {party} is worth {worth} to it.", "number", i+1, "party", g.v.party(g.r.Parties, q), "worth", shown(o.U[q]))
			}
		}
	}
	return out
}

func (g *history) table(panels []int) Twin {
	t := Twin{Head: []string{g.p.T("Offer"), g.p.T("By")}}
	for _, q := range panels {
		t.Head = append(t.Head, g.v.party(g.r.Parties, q))
	}
	t.Head = append(t.Head, g.p.T("Package"))
	for i, o := range g.r.Offers {
		row := []string{strconv.Itoa(i + 1), o.Party}
		if by := slices.Index(g.r.Parties, o.Party); by >= 0 {
			row[1] = g.v.party(g.r.Parties, by)
		}
		for _, q := range panels {
			row = append(row, o.U[q])
		}
		t.add(append(row, o.Package.String())...)
	}
	return t
}
