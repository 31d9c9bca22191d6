// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/lang"
)

// TestPackages holds both charts to well-formed pictures with every point and
// every name, and limits only where they are stated.
func TestPackages(t *testing.T) {
	r := &brief.PackagesReport{Parties: []string{"a", "b", "c"}, Limits: []brief.LimitPart{{Value: "0.2", Stated: true}, {Value: "0"}, {Value: "1"}}}
	for _, u := range [][]string{{"1", "0", "2"}, {"0.5", "0.5", "2"}, {"0", "1", "2"}} {
		r.Frontier.Points = append(r.Frontier.Points, brief.PackagePoint{UtilityList: brief.UtilityList{U: u}})
	}
	marks := []PackageMark{{"Nash <1>", []string{"0.5", "0.5", "2"}}, {"equal", []string{"0.5", "0.5", "2"}}}
	w := PackageWords{Title: "t", Description: "d", Parties: []string{"A", "B", "C"}, Limits: []string{"limit of A", "", ""}}
	p := lang.For("en")
	plane, lines := PackagePlane(p, r, [2]int{0, 1}, marks, w), PackageLines(p, r, marks, w)
	for _, f := range []Figure{plane, lines} {
		d := xml.NewDecoder(strings.NewReader(f.SVG))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err, f.SVG)
			}
		}
		if n := strings.Count(f.SVG, "limit of A"); n != 1 {
			t.Errorf("the limit is named %d times", n)
		}
		if !strings.Contains(f.SVG, "Nash &lt;1&gt;, equal") {
			t.Error("names of one point do not share a line")
		}
	}
	if n := strings.Count(plane.SVG, "<path"); n != 3+2 {
		t.Errorf("the plane has %d circles", n)
	}
	if n := strings.Count(lines.SVG, `fill="none"`); n != 3+2 {
		t.Errorf("there are %d lines", n)
	}
	if f := PackagePlane(p, &brief.PackagesReport{}, [2]int{0, 1}, nil, w); f.SVG != "" {
		t.Error("nothing is drawn as something")
	}
}
