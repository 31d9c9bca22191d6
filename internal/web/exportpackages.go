// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// packageRows makes the pages about one case of packages as files; ok is false for a
// name that is none, and where the case cannot be made.
func (r *request) packageRows(name string) (l listing, ok bool) {
	makes := map[string]func(casePage) (listing, bool){
		"packages-map": mapRows, "packages-movement": r.movementRows, "packages-robust": r.robustRows,
	}[name]
	if makes == nil {
		return listing{}, false
	}
	base, err := r.casePage()
	if err != nil {
		return listing{}, false
	}
	return makes(base)
}

// partyColumns begin a table and have one column for each party of a case.
func partyColumns(c *brief.SolvedCase, first []string, last ...string) sheet.Table {
	out := sheet.Table{Columns: first}
	for _, p := range c.Parties {
		name := p.Seat.Name + ", points of 100"
		if p.Estimate {
			name += " (estimate)"
		}
		out.Columns = append(out.Columns, name)
	}
	out.Columns = append(out.Columns, last...)
	return out
}

// plainRow adds a row whose words are computed here, from entries that it names.
func (l *listing) plainRow(cells ...string) {
	l.table.Lines = append(l.table.Lines, sheet.Line{Cells: cells, Certainty: act.Mark("")})
}

func mapRows(p casePage) (listing, bool) {
	c := p.Case
	l := listing{schema: "bargain.map", data: c.Map(), foot: c.Footing, table: partyColumns(c, []string{"what", "name"}, "packages", "package")}
	if c.Solution == nil {
		return l, true
	}
	row := func(what, name string, u []string, count *string, x brief.SettledPackage) {
		n := ""
		if count != nil {
			n = *count
		}
		l.plainRow(append(append([]string{what, name}, u...), n, x.String())...)
	}
	placed := c.Placed()
	for i, t := range c.Tabled.Packages {
		u := append([]string{}, t.U...)
		for q := range u {
			if t.Low != nil && t.Low[q] != t.High[q] {
				u[q] = t.Low[q] + ".." + t.High[q]
			}
		}
		what := "on the record"
		if placed[i].Stage == act.Internal {
			what += ", internal"
		}
		if len(t.Excluded) > 0 {
			what += ", holds what some party could not live with"
		}
		row(what, t.Name, u, nil, t.Package)
	}
	s := c.Solution.Solutions
	for _, f := range []struct {
		name string
		at   *brief.SolutionPart
	}{{"Nash", s.Nash}, {"Kalai-Smorodinsky", s.KalaiSmorodinsky}, {"egalitarian", s.Egalitarian}, {"equal gain", s.EqualGain}} {
		if f.at != nil {
			row("fair point", f.name, f.at.U, nil, f.at.Package)
		}
	}
	for i, x := range c.Solution.Frontier.Points {
		row("frontier", strconv.Itoa(i+1), x.U, x.Packages, x.Package)
	}
	return l, true
}

func (r *request) movementRows(p casePage) (listing, bool) {
	m := movementPage{casePage: p}
	if m.follow(r) != nil || m.Mistake != "" {
		return listing{}, false
	}
	x := m.OffersReport
	l := listing{schema: "bargain.offers", data: x, foot: x.Footing, table: partyColumns(p.Case, []string{"entry", "on", "by", "title", "stands"}, "step", "for itself", "for the other")}
	for _, o := range x.Offers {
		u := o.U
		if len(u) == 0 {
			for range p.Case.Parties {
				u = append(u, "not measured")
			}
		}
		stands := o.Stands
		if o.Withdrawn != nil {
			stands += " " + o.Withdrawn.Time.UTC().Format(time.DateOnly)
		}
		cells := append([]string{o.Entry, plainMoment(o.On), o.By.Name, o.Title, stands}, u...)
		step := []string{"", "", ""}
		for _, s := range x.Steps {
			if s.To == o.Entry {
				step = []string{brief.StepSays(s.Kind), s.Own, s.Other}
			}
		}
		l.plainRow(append(cells, step...)...)
	}
	return l, true
}

func (r *request) robustRows(p casePage) (listing, bool) {
	m := robustPage{casePage: p}
	if m.count(r) != nil || m.Report == nil {
		return listing{}, false
	}
	x := m.Report
	l := listing{schema: "bargain.whatif", data: x, foot: x.Footing, table: sheet.Table{Columns: []string{
		"entry", "title", "samples", "efficient", "acceptable", "nash", "kalai-smorodinsky", "egalitarian", "most all could gain", "package"}}}
	for _, k := range x.Packages {
		l.plainRow(k.Entry, k.Title, strconv.Itoa(x.Samples), strconv.Itoa(k.Efficient), strconv.Itoa(k.Acceptable), strconv.Itoa(k.Nash),
			strconv.Itoa(k.KalaiSmorodinsky), strconv.Itoa(k.Egalitarian), k.Regret, k.Package.String())
	}
	return l, true
}
