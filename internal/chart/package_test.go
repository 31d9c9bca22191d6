// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

// drawings are the charts of packages, each of a small case.
func drawings(p *lang.Printer) map[string]chart.Figure {
	return map[string]chart.Figure{
		"plane":   chart.PackagePlane(p, caseOfTwo(), [2]int{0, 1}, view()),
		"turned":  chart.PackagePlane(p, caseOfTwo(), [2]int{1, 0}, chart.PackageView{}),
		"plane3":  chart.PackagePlane(p, caseOfThree(), [2]int{0, 2}, chart.PackageView{}),
		"lines":   chart.PackageLines(p, caseOfThree(), chart.PackageView{}),
		"lines2":  chart.PackageLines(p, caseOfTwo(), view()),
		"matrix":  chart.PackageMatrix(p, caseOfThree(), chart.PackageView{}),
		"history": chart.Concessions(p, history(), nil, view()),

		"shares":     chart.Shares(p, robust(), []string{"the <first>"}),
		"tornado":    chart.Tornado(p, doubts(), view()),
		"coalitions": chart.Coalitions(p, groups(), chart.PackageView{}),
		"contents":   chart.Contents(p, contents(1), "First <party>", 0),
		"contents2":  chart.Contents(p, contents(2), "First <party>", 1),
	}
}

// The pictures are those in testdata, in English and mirrored, so that a change of
// one is seen and meant.
func TestPicturesOfPackages(t *testing.T) {
	for _, tag := range []string{"en", "ar"} {
		for name, f := range drawings(lang.For(tag)) {
			golden(t, name+"."+tag, strings.TrimSuffix(chart.Alone(lang.For(tag), f), "\n"))
		}
	}
}

// Each picture asks a question, says in words what it shows, escapes what people
// wrote, carries no style and no script, and has its table.
func TestPicturesOfPackagesSayWhatTheyShow(t *testing.T) {
	for _, tag := range []string{"en", "ar", lang.Pseudo, lang.PseudoRTL} {
		p := lang.For(tag)
		again := drawings(p)
		for name, f := range drawings(p) {
			for _, want := range []string{`role="img"`, "<title id=", "<desc id=", "aria-labelledby=", `direction="ltr"`} {
				if !strings.Contains(f.SVG, want) {
					t.Errorf("%s in %s has no %s", name, tag, want)
				}
			}
			for _, not := range []string{"style=", "<script", "<May>", "<party>", "& party", "<first>", "<adviser>", "http", "NaN", "-0<"} {
				if strings.Contains(f.SVG, not) {
					t.Errorf("%s in %s holds %q", name, tag, not)
				}
			}
			if !strings.ContainsAny(f.Title, "?؟") {
				t.Errorf("%s in %s asks nothing: %q", name, tag, f.Title)
			}
			if len(f.Notes) == 0 || len(f.Table.Rows) == 0 {
				t.Errorf("%s in %s has no caption or no table", name, tag)
			}
			for _, row := range f.Table.Rows {
				if len(row) != len(f.Table.Head) {
					t.Errorf("%s in %s: %d cells under %d heads: %v", name, tag, len(row), len(f.Table.Head), row)
				}
			}
			if again[name].SVG != f.SVG {
				t.Errorf("%s in %s differs from one making to the next", name, tag)
			}
			wellFormed(t, name, f.SVG)
			wellFormed(t, name+" alone", chart.Alone(p, f))
		}
	}
}

func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v in %s", name, err, svg)
		}
	}
}

// The plane of the worked example shows its six vectors, hatches what meets both
// limits, rings each fair vector once, hollows what can be improved on, frames what
// is not certain, and numbers the offers.
func TestPlane(t *testing.T) {
	svg := chart.PackagePlane(lang.For("en"), caseOfTwo(), [2]int{0, 1}, view()).SVG
	for want, n := range map[string]int{
		`r="2.5"`: 6, `r="8"`: 2, "chart-plane-zone": 2, "Nash, egalitarian": 2, "limit 2<": 1, "limit 1<": 1,
		`stroke-dasharray="3 3"`: 2, ">c<": 1, "concession": 0, ">1<": 1, ">2, 4<": 1, ">3<": 1,
		`h10v10h-10z" fill="var(--ink)"`: 1, `h10v10h-10z" fill="var(--paper)"`: 1,
	} {
		if got := strings.Count(svg, want); got != n {
			t.Errorf("%q stands %d times in the plane; want %d", want, got, n)
		}
	}
	bare := caseOfTwo()
	bare.Limits[1].Stated = false
	f := chart.PackagePlane(lang.For("en"), bare, [2]int{0, 1}, chart.PackageView{})
	if strings.Count(f.SVG, "limit ") != 1 {
		t.Error("a limit that is not stated is drawn")
	}
	at := slices.IndexFunc(f.Table.Rows, func(row []string) bool { return row[0] == "limit" })
	if at < 0 || f.Table.Rows[at][1] != "2" || f.Table.Rows[at][2] != "not stated" {
		t.Errorf("the table does not say which limit is stated and which is not: %v", f.Table.Rows)
	}
}

// Of very many vectors some from all along the frontier are drawn, both ends among
// them, and the caption says how many.
func TestManyVectorsAreThinned(t *testing.T) {
	r := caseOfTwo()
	r.Frontier.Points = nil
	for i := range 5000 {
		r.Frontier.Points = append(r.Frontier.Points, brief.PackagePoint{UtilityList: list(strconv.Itoa(5000-i) + " " + strconv.Itoa(i))})
	}
	r.Frontier.Vectors = 5000
	f := chart.PackageLines(lang.For("en"), r, chart.PackageView{})
	if n := strings.Count(f.SVG, `stroke-opacity="0.15"`); n != 2000 {
		t.Errorf("%d lines are drawn", n)
	}
	if !strings.Contains(strings.Join(f.Notes, " "), "2,000 of them are drawn.") {
		t.Error(f.Notes)
	}
	if n := len(f.Table.Rows); n < 5000 {
		t.Errorf("the table has %d rows", n)
	}
}

// In the history each party's panel has its own offers in full and those of the
// other broken; a panel that is not asked for is not drawn, nor told in the table.
func TestHistoryShowsOnePartyItsOwn(t *testing.T) {
	p := lang.For("en")
	both := chart.Concessions(p, history(), nil, view())
	one := chart.Concessions(p, history(), []int{0}, view())
	if n := strings.Count(both.SVG, "in its own points\u2069<"); n != 2 {
		t.Errorf("%d panels", n)
	}
	if strings.Contains(one.SVG, "Second") || len(one.Table.Head) != 4 {
		t.Errorf("the history of one party tells of the other: %v", one.Table.Head)
	}
	for want, n := range map[string]int{"asked 9<": 1, "offered 5<": 1, "limit 2<": 1} {
		if got := strings.Count(one.SVG, want); got != n {
			t.Errorf("%q stands %d times; want %d", want, got, n)
		}
	}
}

// There is no picture of nothing.
func TestNoPictureOfNoPackages(t *testing.T) {
	p, none := lang.For("en"), &brief.PackagesReport{Parties: []string{"a", "b"}}
	for name, f := range map[string]chart.Figure{
		"plane": chart.PackagePlane(p, none, [2]int{0, 1}, chart.PackageView{}), "lines": chart.PackageLines(p, none, chart.PackageView{}),
		"matrix of two": chart.PackageMatrix(p, caseOfTwo(), chart.PackageView{}), "history": chart.Concessions(p, &brief.HistoryReport{}, nil, chart.PackageView{}),
	} {
		if f.SVG != "" || chart.Alone(p, f) != "" {
			t.Errorf("%s: %s", name, f.SVG)
		}
	}
}
