// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"math"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Sizes of the shares, in pixels.
const (
	sharesNames  = 300
	sharesColumn = 128
	sharesBar    = 54
	sharesRow    = 44
	sharesHead   = 68
)

// shareColumns are the properties of which samples are counted.
func shareColumns(p *lang.Printer) []struct {
	name string
	of   func(brief.RobustPart) int
} {
	return []struct {
		name string
		of   func(brief.RobustPart) int
	}{
		{p.T("cannot be improved on"), func(x brief.RobustPart) int { return x.Efficient }},
		{p.T("meets every stated limit"), func(x brief.RobustPart) int { return x.Acceptable }},
		{p.T("Nash"), func(x brief.RobustPart) int { return x.Nash }},
		{p.T("Kalai–Smorodinsky"), func(x brief.RobustPart) int { return x.KalaiSmorodinsky }},
		{p.T("egalitarian"), func(x brief.RobustPart) int { return x.Egalitarian }},
	}
}

// Shares draws how packages fare over samples of uncertain preferences: one row for
// each package, one column of bars for each property. names are what packages are
// called, in the order of the report; nil or too few: what they settle.
func Shares(p *lang.Printer, r *brief.RobustReport, names []string) Figure {
	if len(r.Packages) == 0 {
		return Figure{}
	}
	columns := shareColumns(p)
	c := newCanvas(p, sharesNames+sharesColumn*len(columns), sharesHead+sharesRow*len(r.Packages)+8)
	t := Twin{Head: []string{p.T("Package")}}
	for k, col := range columns {
		for i, line := range lines(col.name, 12, sharesColumn-6, 3) {
			c.words(sharesNames+sharesColumn*k, 20+15*i, 12, startsAt, "", line)
		}
		t.Head = append(t.Head, col.name)
	}
	t.Head = append(t.Head, p.T("some preferences make it so that it cannot be improved on"), p.T("all do"), p.T("most that all could still gain"))
	var says []string
	for i, x := range r.Packages {
		y := sharesHead + sharesRow*i
		c.line("grid", 0, y-4, c.width, y-4, "")
		name, short := x.Package.String(), letters(i)+": "+apart(r, x.Package)
		if i < len(names) && names[i] != "" {
			name, short = names[i], names[i]
		}
		for k, line := range lines(short, 12, sharesNames-16, 2) {
			c.words(0, y+15+15*k, 12, startsAt, "", isolated(line))
		}
		row := []string{name}
		var told []string
		for k, col := range columns {
			n := col.of(x)
			left := sharesNames + sharesColumn*k
			c.rect(left, left+sharesBar, y+8, 16, "none", "var(--rule-strong)", "")
			if n > 0 {
				c.rect(left, left+max(n*sharesBar/max(r.Samples, 1), 1), y+8, 16, "var(--ink-2)", "var(--ink-2)", "")
			}
			c.words(left+sharesBar+7, y+21, 12, startsAt, "", percent(n, r.Samples))
			row = append(row, percent(n, r.Samples))
			told = append(told, p.T("{name} in {share}", "name", col.name, "share", percent(n, r.Samples)))
		}
		t.add(append(row, verdict(p, x.Possibly), verdict(p, x.Necessarily), x.Regret)...)
		if len(r.Packages) <= 4 {
			says = append(says, p.T("{name}: {worth}.", "name", isolated(name), "worth", strings.Join(told, ", ")))
		}
	}
	title := p.T("Which packages hold up when preferences are not certain?")
	says = append([]string{p.N("{n} packages over {samples} samples.", int64(len(r.Packages)), "samples", p.Number(int64(r.Samples)))}, says...)
	return Figure{Title: title, SVG: c.svg("chart-shares", title, strings.Join(says, " ")), Notes: sharesNotes(p, r), Table: t}
}

// apart is what a package settles otherwise than some other of the report.
func apart(r *brief.RobustReport, x brief.SettledPackage) string {
	var out brief.SettledPackage
	for i, s := range x {
		for _, other := range r.Packages {
			if other.Package[i] != s {
				out = append(out, s)
				break
			}
		}
	}
	if out == nil {
		return x.String()
	}
	return out.String()
}

func sharesNotes(p *lang.Printer, r *brief.RobustReport) []string {
	out := []string{
		p.N("Shares of {n} samples drawn from what is stated, with seed {seed}; not chances of agreement.", int64(r.Samples), "seed", fmt.Sprint(r.Seed)),
		p.T("A share may be off by {share} points in a hundred, as so many samples were drawn and no more.", "share", figures(math.Ceil(1000/math.Sqrt(float64(max(r.Samples, 1))))/10)),
		p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(r.Case)),
	}
	if r.Rounded+r.Unproven > 0 {
		out = append(out, p.N("In {n} samples numbers were rounded or the frontier is not proven.", int64(r.Rounded+r.Unproven)))
	}
	return out
}

// verdict names what is known for all samples that could be drawn.
func verdict(p *lang.Printer, v string) string {
	switch v {
	case "yes":
		return p.T("yes")
	case "no":
		return p.T("no")
	}
	return p.T("not known")
}
