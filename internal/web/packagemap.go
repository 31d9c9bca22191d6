// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/brief"
	"parley/internal/chart"
)

// mapPage shows what packages offer to the parties of a case.
type mapPage struct {
	casePage
	paging
	commonChoices
	Limits  []limitLine
	Figures []chart.Figure
	Fair    []fairLine
	Tabled  []tabledLine
	Rows    []brief.PackagePoint // of the frontier, on this page
}

// fairLine is a fair point with the page of its method.
type fairLine struct {
	chart.FairPoint
	Worth []worth
}

// tabledLine is a package on the table as the map places it.
type tabledLine struct {
	brief.CasePackage
	*brief.TabledPart // nil: it cannot be placed
	Worth             []tabledWorth
}

// tabledWorth is what a package on the table is worth to one party.
type tabledWorth struct {
	worth
	Meets string // an answer to whether it meets the stated limit
}

// drawnPoints is how many points of a frontier a page draws: enough to see its
// shape, and few enough for a small page.
const drawnPoints = 400

// frontierRows is how many points of a frontier stand on one page.
const frontierRows = 50

func buildPackageMap(r *request) (any, lane, error) {
	base, err := r.casePage()
	if err != nil {
		return nil, lane{}, err
	}
	out := mapPage{casePage: base}
	c := base.Case
	if c.Solution == nil || len(c.Parties) < 2 {
		return out, r.ownLane(), nil
	}
	v := base.chartView()
	v.Tabled = c.Tabled
	if len(c.Parties) == 2 {
		out.Figures = []chart.Figure{chart.PackagePlane(r.p, thinned(c.Solution, drawnPoints), [2]int{0, 1}, v)}
	} else {
		out.Figures = []chart.Figure{chart.PackageLines(r.p, thinned(c.Solution, drawnPoints/2), v), chart.PackageMatrix(r.p, thinned(c.Solution, drawnPoints/len(c.Parties)), v)}
	}
	for _, f := range chart.FairPoints(r.p, c.Solution) {
		out.Fair = append(out.Fair, fairLine{f, base.worths(f.U)})
	}
	out.Tabled, out.Limits = base.tabled(), limitLines(c)
	out.commonChoices = commonOf(packagesOf(c.Solution.Frontier.Points))
	out.Rows, out.paging = paged(r, "/packages/map", c.Solution.Frontier.Points, frontierRows)
	return out, r.ownLane(), nil
}

// tabled are the packages on the table, those that cannot be placed last.
func (c casePage) tabled() (out []tabledLine) {
	var rest []tabledLine
	n := 0
	for _, x := range c.Case.Current() {
		if x.Package == nil {
			rest = append(rest, tabledLine{CasePackage: x})
			continue
		}
		t := &c.Case.Tabled.Packages[n]
		n++
		l := tabledLine{CasePackage: x, TabledPart: t}
		for q, w := range c.worths(t.U) {
			if t.Low != nil && t.Low[q] != t.High[q] {
				w.Low, w.High = t.Low[q], t.High[q]
			}
			l.Worth = append(l.Worth, tabledWorth{w, t.Meets[q]})
		}
		out = append(out, l)
	}
	return append(out, rest...)
}

// thinned is a report with at most so many of its points, from all along the
// frontier; its numbers are those of all.
func thinned(r *brief.PackagesReport, most int) *brief.PackagesReport {
	all := r.Frontier.Points
	if len(all) <= most {
		return r
	}
	out := *r
	out.Frontier.Points = make([]brief.PackagePoint, 0, most)
	for i := range most {
		out.Frontier.Points = append(out.Frontier.Points, all[i*(len(all)-1)/(most-1)])
	}
	return &out
}

// limitLine is a party's limit and what it does to the zone of agreement.
type limitLine struct {
	Seat   brief.SeatRef
	Limit  string // in points of 100; empty: not stated
	Best   string // the most it gets where all limits are met; empty: nothing meets them
	Relief string // how much less for this limit alone would open an empty zone; empty: it alone does not
}

// limitLines puts limits beside the parties.
func limitLines(c *brief.SolvedCase) (out []limitLine) {
	at := func(list []*string, i int) string {
		if i < len(list) && list[i] != nil && *list[i] != "0" {
			return *list[i]
		}
		return ""
	}
	for i, l := range c.Solution.Limits {
		x := limitLine{Seat: c.Parties[i].Seat, Best: at(c.Solution.Zone.Best, i), Relief: at(c.Solution.Zone.Relaxations, i)}
		if l.Stated {
			x.Limit = l.Value
		}
		out = append(out, x)
	}
	return out
}
