// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

func counts(t *testing.T, svg string, want map[string]int) {
	t.Helper()
	for words, n := range want {
		if got := strings.Count(svg, words); got != n {
			t.Errorf("%q stands %d times in the picture; want %d", words, got, n)
		}
	}
}

// Each package has a bar for each property that some sample showed, and none where
// none did; the caption says how many samples there were, and the seed.
func TestShares(t *testing.T) {
	f := chart.Shares(lang.For("en"), robust(), []string{"the <first>"})
	counts(t, f.SVG, map[string]int{`stroke="var(--rule-strong)"`: 10, `fill="var(--ink-2)"`: 5, ">99.5\u00a0%<": 1, ">0.2\u00a0%<": 1, "the &lt;first&gt;": 2, "b: one = c": 1})
	if notes := strings.Join(f.Notes, " "); !strings.Contains(notes, "400 samples") || !strings.Contains(notes, "seed 7") || !strings.Contains(notes, "5 points in a hundred") {
		t.Error(notes)
	}
	if row := f.Table.Rows[1]; row[0] != "one = c; two = a" || row[len(row)-1] != "1.5" || row[len(row)-2] != "no" {
		t.Error(row)
	}
}

// The widest bar comes first, what moves nothing is in the table alone, and flips
// are marked and written out.
func TestTornado(t *testing.T) {
	f := chart.Tornado(lang.For("en"), doubts(), view())
	counts(t, f.SVG, map[string]int{
		`fill="url(#chart-tornado-low)"`: 2, `l8 8 -8 8 -8 -8z" fill="var(--ink)"`: 1, `l8 8 -8 8 -8 -8z" fill="var(--paper)"`: 1,
		">above 5: misses a limit<": 1, ">from about 0.25 on: cannot be improved on<": 1, ">as assumed: 2<": 1, ">this view<": 1, "Second: worth": 0,
	})
	if len(f.Table.Rows) != 4 || f.Table.Rows[3][7] != "0" {
		t.Error(f.Table.Rows)
	}
	if notes := strings.Join(f.Notes, " "); !strings.Contains(notes, "off by 20 %") || !strings.Contains(notes, "1 more moves it less") {
		t.Error(notes)
	}
}

// Sets hang on the one that they extend; what can decide has bars for its members,
// what cannot has their limits, and a limit that is not stated is not drawn as one.
func TestCoalitionTree(t *testing.T) {
	f := chart.Coalitions(lang.For("en"), groups(), chart.PackageView{Parties: []string{"<A>", "B", "C"}})
	counts(t, f.SVG, map[string]int{">can decide<": 3, ">can prevent, not decide<": 2, ">can do neither<": 2, "<rect": 7, ">not stated<": 2, `class="axis"`: 8})
	if !strings.Contains(strings.Join(f.Notes, " "), "2 of 3 must accept, among them \u2068<A>\u2069.") {
		t.Error(f.Notes)
	}
	if row := f.Table.Rows[1]; row[2] != "2" || row[3] != "9" || row[6] != "" {
		t.Error(row)
	}
	if row := f.Table.Rows[4]; row[4] != "not stated" {
		t.Error(row)
	}
}

// What a party is silent on has no bar and no zero; a loss lies on the other side
// of the line.
func TestContents(t *testing.T) {
	one := chart.Contents(lang.For("en"), contents(1), "First <party>", 0)
	counts(t, one.SVG, map[string]int{">silent<": 1, `fill="var(--ink-2)"`: 2, `stroke-dasharray="3 3"`: 2, ">8 (6 – 9)<": 1, ">7; limit 2<": 1})
	two := chart.Contents(lang.For("ar"), contents(2), "First", 0)
	if strings.Count(two.SVG, `fill="var(--ink-2)"`) != 4 || len(two.Table.Rows) != 8 {
		t.Error(two.Table.Rows)
	}
	if row := one.Table.Rows[1]; row[3] != "silent" || row[4] != "" {
		t.Errorf("silence is shown as %v", row)
	}
}

var barAt = regexp.MustCompile(`<rect x="(\d+)" y="\d+" width="(\d+)"`)

// Bars keep to the picture, whichever way it is read, and are as long in both.
func TestBarsAreMirrored(t *testing.T) {
	en, ar := drawings(lang.For("en")), drawings(lang.For("ar"))
	for _, name := range []string{"shares", "tornado", "coalitions", "contents", "contents2"} {
		a, b := barAt.FindAllStringSubmatch(en[name].SVG, -1), barAt.FindAllStringSubmatch(ar[name].SVG, -1)
		if len(a) == 0 || len(a) != len(b) {
			t.Fatalf("%s: %d bars and %d", name, len(a), len(b))
		}
		width, _ := strconv.Atoi(regexp.MustCompile(`viewBox="0 0 (\d+)`).FindStringSubmatch(en[name].SVG)[1])
		for i := range a {
			x, _ := strconv.Atoi(a[i][1])
			w, _ := strconv.Atoi(a[i][2])
			y, _ := strconv.Atoi(b[i][1])
			if a[i][2] != b[i][2] || y != width-x-w || y < 0 {
				t.Errorf("%s: a bar at %d, %d wide, is at %d when mirrored", name, x, w, y)
			}
		}
	}
}

// There is no picture of nothing.
func TestNoBarsOfNothing(t *testing.T) {
	p := lang.For("en")
	for name, f := range map[string]chart.Figure{
		"shares": chart.Shares(p, &brief.RobustReport{}, nil), "tornado": chart.Tornado(p, &brief.SensitivityReport{}, chart.PackageView{}),
		"coalitions": chart.Coalitions(p, &brief.CoalitionsReport{}, chart.PackageView{}), "contents": chart.Contents(p, &brief.ContentsReport{}, "", 0),
	} {
		if f.SVG != "" {
			t.Errorf("%s: %s", name, f.SVG)
		}
	}
}
