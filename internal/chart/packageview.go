// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"slices"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// A PackageView says how a chart of packages calls the parties, and what it shows
// beside the frontier. The zero value draws the frontier and the fair points.
type PackageView struct {
	Parties []string              // names, in the order of the report; nil: its words for them
	Seats   []int                 // number of each party's shape, below 0 for none; nil: the order of the report
	Tabled  *brief.TabledReport   // packages on the table
	Course  *brief.MovementReport // offers of two parties, drawn as a path
}

// party is the name of a party of a report.
func (v PackageView) party(ids []string, q int) string {
	if q < len(v.Parties) && v.Parties[q] != "" {
		return v.Parties[q]
	}
	return ids[q]
}

// seat is the number of a party's shape.
func (v PackageView) seat(q int) int {
	if v.Seats == nil {
		return q
	}
	if q >= 0 && q < len(v.Seats) {
		return v.Seats[q]
	}
	return -1
}

// A spot is a package that a chart names: a fair point, or one on the table.
type spot struct {
	name      string
	u         []string
	low, high []string // the ends of its utilities, if they are not exact
	tabled    bool
	efficient string
}

// spots are the fair points, then what is on the table. Fair points of one vector
// are one spot.
func (v PackageView) spots(p *lang.Printer, r *brief.PackagesReport) (out []spot) {
	for _, f := range FairPoints(p, r) {
		if i := slices.IndexFunc(out, func(s spot) bool { return slices.Equal(s.u, f.U) }); i >= 0 {
			out[i].name = out[i].name + ", " + f.Name
			continue
		}
		out = append(out, spot{name: f.Name, u: f.U})
	}
	if v.Tabled != nil {
		for _, t := range v.Tabled.Packages {
			out = append(out, spot{name: isolated(t.Name), u: t.U, low: t.Low, high: t.High, tabled: true, efficient: t.Efficient})
		}
	}
	return out
}

// definitions writes one line for the fair points that a chart shows.
func definitions(p *lang.Printer, r *brief.PackagesReport) (out []string) {
	for _, f := range FairPoints(p, r) {
		out = append(out, p.T("{name}: {definition}.", "name", f.Name, "definition", f.Says))
	}
	return out
}

// rests says what a chart of a frontier is drawn from.
func rests(p *lang.Printer, r *brief.PackagesReport) []string {
	out := []string{p.N("{n} ways of sharing that nobody can improve on without cost to another.", int64(r.Frontier.Vectors))}
	if !r.Frontier.Proven {
		out = append(out, p.T("That these are all of them is not proven."))
	}
	if drawn := drawn(r); drawn < r.Frontier.Vectors {
		out = append(out, p.N("{n} of them are drawn.", int64(drawn)))
	}
	return append(out, p.T("It rests on what the case {case} states of each party, each in its own points.", "case", isolated(r.Case)))
}

// maxDrawn bounds the vectors that a chart draws; the table has those of the
// report.
const maxDrawn = 2000

// drawn is how many vectors are drawn.
func drawn(r *brief.PackagesReport) int { return len(vectors(r)) }

// vectors are those that are drawn: all that the report lists or, of very many,
// some from all along the frontier.
func vectors(r *brief.PackagesReport) [][]string {
	n := len(r.Frontier.Points)
	if n == 0 {
		return nil
	}
	out := make([][]string, 0, min(n, maxDrawn))
	for i := range min(n, maxDrawn) {
		at := i
		if n > maxDrawn {
			at = i * (n - 1) / (maxDrawn - 1)
		}
		out = append(out, r.Frontier.Points[at].U)
	}
	return out
}

// extent collects one party's utilities of everything that is drawn.
func (v PackageView) extent(r *brief.PackagesReport, spots []spot, q int) (out []float64) {
	for _, u := range vectors(r) {
		out = append(out, units(u[q]))
	}
	for _, s := range spots {
		for _, u := range [][]string{s.u, s.low, s.high} {
			if u != nil {
				out = append(out, units(u[q]))
			}
		}
	}
	if v.Course != nil {
		for _, o := range v.Course.Offers {
			out = append(out, units(o.U[q]))
		}
	}
	if limit, stated := limitOf(r, q); stated {
		out = append(out, units(limit))
	}
	return out
}

// limitOf is the limit that a party has stated.
func limitOf(r *brief.PackagesReport, q int) (value string, stated bool) {
	if q >= len(r.Limits) || !r.Limits[q].Stated {
		return "", false
	}
	return r.Limits[q].Value, true
}

// spotTable lists the frontier and the spots as rows.
func (v PackageView) spotTable(p *lang.Printer, r *brief.PackagesReport, spots []spot) Twin {
	t := Twin{Head: []string{p.T("What")}}
	for q := range r.Parties {
		t.Head = append(t.Head, v.party(r.Parties, q))
	}
	t.Head = append(t.Head, p.T("Package"))
	if v.Tabled != nil {
		for _, x := range v.Tabled.Packages {
			t.add(append(append([]string{x.Name}, ranges(p, x)...), x.Package.String())...)
		}
	}
	for _, f := range FairPoints(p, r) {
		t.add(append(append([]string{f.Name}, f.U...), f.Package.String())...)
	}
	if v.Course != nil {
		for i, o := range v.Course.Offers {
			t.add(append(append([]string{p.T("offer {number} of {party}", "number", i+1, "party", v.named(r, o.Party))}, o.U...), o.Package.String())...)
		}
	}
	var limits []string
	any := false
	for q := range r.Parties {
		value, stated := limitOf(r, q)
		if any = any || stated; !stated {
			value = p.T("not stated")
		}
		limits = append(limits, value)
	}
	if any {
		t.add(append(append([]string{p.T("limit")}, limits...), "")...)
	}
	for _, x := range r.Frontier.Points {
		t.add(append(append([]string{p.T("frontier")}, x.U...), x.Package.String())...)
	}
	return t
}

// tabledNotes say how packages on the table are drawn.
func (v PackageView) tabledNotes(p *lang.Printer) []string {
	if v.Tabled == nil || len(v.Tabled.Packages) == 0 {
		return nil
	}
	out := []string{p.T("Squares: packages on the table. Filled: nobody can have more without cost to another. Hollow: somebody can, or it is not certain.")}
	if !v.Tabled.Certain {
		out = append(out, p.T("Broken frames and lines show between what their worth lies, as numbers are ranges."))
	}
	return out
}

// ranges writes the utilities of a package on the table.
func ranges(p *lang.Printer, x brief.TabledPart) (out []string) {
	for q, u := range x.U {
		if x.Low != nil && x.Low[q] != x.High[q] {
			u = p.T("{low} to {high}", "low", x.Low[q], "high", x.High[q])
		}
		out = append(out, u)
	}
	return out
}

// named is the name of a party that a report calls by its word.
func (v PackageView) named(r *brief.PackagesReport, id string) string {
	if q := slices.Index(r.Parties, id); q >= 0 {
		return v.party(r.Parties, q)
	}
	return id
}

// describe says in words what a picture of packages shows.
func (v PackageView) describe(p *lang.Printer, r *brief.PackagesReport, spots []spot) string {
	out := []string{p.N("{n} ways of sharing that nobody can improve on without cost to another.", int64(r.Frontier.Vectors))}
	if r.Zone.Exists {
		out = append(out, p.T("There are packages that meet every stated limit."))
	} else {
		out = append(out, p.T("No package meets every stated limit."))
	}
	for _, s := range spots {
		var worth []string
		for q := range r.Parties {
			worth = append(worth, p.T("{number} for {party}", "number", shown(s.u[q]), "party", v.party(r.Parties, q)))
		}
		out = append(out, p.T("{name}: {worth}.", "name", s.name, "worth", strings.Join(worth, ", ")))
	}
	return strings.Join(out, " ")
}
