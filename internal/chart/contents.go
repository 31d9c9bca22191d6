// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the contents of packages, in pixels.
const (
	contentsNames = 240
	contentsWidth = 860
	contentsRow   = 46
	contentsHead  = 56
)

// Contents draws what is in packages for one party: one row for each issue, one
// column for each package, all columns of one scale. A bar is what the option adds,
// the frame around it what the best option would. v names the party.
func Contents(p *lang.Printer, r *brief.ContentsReport, party string, seat int) Figure {
	if len(r.Packages) == 0 || len(r.Packages[0].Parts) == 0 {
		return Figure{}
	}
	rows := len(r.Packages[0].Parts)
	column := (contentsWidth - contentsNames) / len(r.Packages)
	c := newCanvas(p, contentsWidth, contentsHead+contentsRow*(rows+1)+6)
	var values []float64
	for _, x := range r.Packages {
		for _, part := range x.Parts {
			values = append(values, units(part.Low), units(part.High), units(part.Most), units(part.Least))
		}
	}
	room := 60 // for the numbers beside bars
	if len(r.Packages) == 1 && unsure(r) {
		room = 130
	}
	anchor, at := startsAt, 0
	if c.mirrored {
		anchor, at = endsAt, c.width
	}
	c.named(at, 20, 13, anchor, seat, fit(p.T("worth to {party}, in its own points", "party", party), 13, contentsNames*2))
	for k, x := range r.Packages {
		c.words(contentsNames+column*k, 44, 12, startsAt, "soft", isolated(fit(x.Name, 12, column-16)))
	}
	t := Twin{Head: []string{p.T("Package"), p.T("Issue"), p.T("Option"), p.T("Worth"), p.T("at the least"), p.T("at the most"), p.T("worst option"), p.T("best option")}}
	for i := range rows {
		y := contentsHead + contentsRow*i
		c.line("grid", 0, y, c.width, y, "")
		for k, x := range r.Packages {
			left := contentsNames + column*k
			c.contentsBar(p, r, x.Parts[i], fromZero(values, left, left+column-room), y)
		}
		name, option := contentsName(p, r, r.Packages[0].Parts[i])
		c.words(0, y+20, 13, startsAt, "", isolated(fit(name, 13, contentsNames-16)))
		if len(r.Packages) == 1 {
			c.words(0, y+36, 11, startsAt, "soft", isolated(fit(option, 11, contentsNames-16)))
		}
	}
	y := contentsHead + contentsRow*rows
	c.line("axis", 0, y, c.width, y, "")
	c.bold(0, y+24, 13, p.T("together"))
	var says []string
	for k, x := range r.Packages {
		words := shown(x.Worth)
		if r.Limit != nil {
			words = p.T("{worth}; limit {number}", "worth", words, "number", shown(*r.Limit))
		}
		c.bold(contentsNames+column*k, y+24, 13, words)
		says = append(says, contentsSays(p, r, x))
		for _, part := range x.Parts {
			name, option := contentsName(p, r, part)
			worth := []string{part.Worth, part.Low, part.High, part.Least, part.Most}
			if part.Silent {
				worth = []string{p.T("silent"), "", "", "", ""}
			}
			t.add(append([]string{x.Name, name, option}, worth...)...)
		}
		t.add(x.Name, p.T("together"), "", x.Worth, "", "", "", "")
	}
	title := p.T("What is in this package for {party}?", "party", party)
	if len(r.Packages) > 1 {
		title = p.T("What is in these packages for {party}?", "party", party)
	}
	return Figure{Title: title, SVG: c.svg("chart-contents", title, strings.Join(says, " ")), Notes: contentsNotes(p, r), Table: t}
}

// contentsName names an issue and its option, or a combination of several.
func contentsName(p *lang.Printer, r *brief.ContentsReport, part brief.ContentsPart) (name, option string) {
	if part.When != "" {
		return p.T("together: {combination}", "combination", part.When), ""
	}
	return issueWords(r.Names, part.Issue, part.Option)
}

// contentsBar draws one issue of one package. Beside others each has its option
// above its bar.
func (c *canvas) contentsBar(p *lang.Printer, r *brief.ContentsReport, part brief.ContentsPart, s scale, y int) {
	alone := len(r.Packages) == 1
	top := y + 12
	if !alone {
		top = y + 18
		_, option := contentsName(p, r, part)
		c.words(s.from, y+13, 11, startsAt, "soft", isolated(fit(option, 11, s.to-s.from+50)))
	}
	c.upright("axis", s.at(0), top-3, top+19, "")
	if part.Silent {
		c.words(s.at(0)+6, top+13, 12, startsAt, "soft", p.T("silent"))
		return
	}
	c.rect(s.at(units(part.Least)), s.at(units(part.Most)), top-1, 18, "none", "var(--rule-strong)", "3 3")
	if v := units(part.Worth); v != 0 {
		c.rect(s.at(0), s.at(v), top, 16, "var(--ink-2)", "var(--ink-2)", "")
	}
	words := shown(part.Worth)
	if part.Low != part.High {
		c.whisker(s.at(units(part.Low)), s.at(units(part.High)), top+21)
		if alone { // beside others there is no room, and the line shows it
			words += " (" + shown(part.Low) + " – " + shown(part.High) + ")"
		}
	}
	c.words(max(s.at(units(part.Most)), s.at(units(part.High)), s.at(0))+6, top+13, 12, startsAt, "", words)
}

// unsure reports that some part of some package is a range.
func unsure(r *brief.ContentsReport) bool {
	for _, x := range r.Packages {
		for _, part := range x.Parts {
			if part.Low != part.High {
				return true
			}
		}
	}
	return false
}

func contentsSays(p *lang.Printer, r *brief.ContentsReport, x brief.ContentsOf) string {
	var parts []string
	for _, part := range x.Parts {
		name, _ := contentsName(p, r, part)
		worth := shown(part.Worth)
		if part.Silent {
			worth = p.T("silent")
		}
		parts = append(parts, name+" "+worth)
	}
	return p.T("{name}: {worth}.", "name", isolated(x.Name), "worth", strings.Join(parts, ", ")+", "+p.T("together")+" "+shown(x.Worth))
}

func contentsNotes(p *lang.Printer, r *brief.ContentsReport) []string {
	out := []string{
		p.T("Bar: what the option of the package adds. Broken frame: from the worst to the best option of that issue, for this party."),
		p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(r.Case)),
	}
	if unsure(r) {
		out = append(out, p.T("Line with ends below a bar: between what its worth lies, as numbers are ranges."))
	}
	return out
}
