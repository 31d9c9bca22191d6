// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

var updatePictures = flag.Bool("chart.update", false, "write the pictures of testdata anew")

// golden holds a picture to the one that a person has looked at.
func golden(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err, svg)
		}
	}
	path := filepath.Join("testdata", name+".svg")
	if *updatePictures {
		if err := os.WriteFile(path, []byte(svg+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != svg+"\n" {
		t.Errorf("%s is not the picture of testdata; look at it, and take it over with -chart.update", name)
	}
}

// dilemmaGraph is the prisoner's dilemma, as package brief reports it.
func dilemmaGraph() *brief.GraphReport {
	state := func(n brief.StateNumber, pattern string, nash, seq []int) brief.GraphState {
		s := brief.GraphState{State: n, Pattern: pattern, StatusQuo: n == 3,
			Leaves: brief.Named[[]int]{{Name: "nash", Value: nash}, {Name: "seq", Value: seq}}}
		for _, x := range s.Leaves {
			if len(x.Value) == 0 {
				s.Holds = append(s.Holds, x.Name)
			}
		}
		return s
	}
	return &brief.GraphReport{Names: []string{"One <1>", "Two"}, Concepts: []string{"nash", "seq"},
		States: []brief.GraphState{state(0, "NN", nil, nil), state(1, "YN", []int{0}, []int{0}), state(2, "NY", []int{1}, []int{1}), state(3, "YY", []int{0, 1}, nil)},
		Moves: []brief.GraphMove{{DM: 0, From: 0, To: 1}, {DM: 0, From: 1, To: 0, Pays: true}, {DM: 0, From: 3, To: 2, Pays: true}, {DM: 0, From: 2, To: 3},
			{DM: 1, From: 2, To: 0, Pays: true}, {DM: 1, From: 3, To: 1, Pays: true}}}
}

func conflictWords() chart.ConflictWords {
	return chart.ConflictWords{Title: "Dilemma & more", Description: "in words", Today: "today", Holds: "holds", Pays: "pays", Leaves: "leaves", States: "state", Ranks: "count ranks"}
}

func TestConflictPictures(t *testing.T) {
	r, w := dilemmaGraph(), conflictWords()
	en, ar := lang.For("en"), lang.For("ar")
	graph, table := chart.StateGraph(en, r, "seq", w), chart.StateTable(en, r, w)
	golden(t, "stability-graph", graph.SVG)
	golden(t, "stability-table", table.SVG)
	golden(t, "stability-table-rtl", chart.StateTable(ar, r, w).SVG)
	// Four moves pay; two states hold under seq, one under nash.
	if n := strings.Count(graph.SVG, "<line"); n != 4 {
		t.Errorf("%d arrows, want the 4 moves that pay", n)
	}
	if n := strings.Count(chart.StateGraph(en, r, "nash", w).SVG, "<path"); n != 4+4+1+1 { // heads, states, one ring, one square
		t.Errorf("%d shapes", n)
	}
	if n := strings.Count(table.SVG, "h12v12"); n != 3 {
		t.Errorf("%d squares, want 3", n)
	}
	for _, f := range []chart.Figure{graph, table} {
		if !strings.Contains(f.SVG, "<desc id=") || strings.Contains(f.SVG, "One <1>") || !strings.Contains(f.SVG, "One &lt;1&gt;") {
			t.Error("no description, or a name that is not escaped")
		}
	}
	if f := chart.StateGraph(en, &brief.GraphReport{}, "nash", w); f.SVG != "" {
		t.Error("nothing is drawn as something")
	}
}

func TestPriceRows(t *testing.T) {
	r := &brief.HoldMapReport{States: brief.StateList{Count: 3, States: []brief.StateNumber{0, 1, 2}},
		Price:    brief.ByDM[[]string]{{Name: "nash", Value: brief.Named[[]string]{{Name: "a", Value: []string{"0", "1/3", "2/3"}}, {Name: "b", Value: []string{"5", "0", "10"}}}}},
		Highest:  brief.ByDM[string]{{Name: "nash", Value: brief.Named[string]{{Name: "a", Value: "2/3"}, {Name: "b", Value: "10"}}}},
		Cardinal: brief.Named[bool]{{Name: "a", Value: true}, {Name: "b"}}}
	name := func(s brief.StateNumber) string { return fmt.Sprintf("state %v", s) }
	f := chart.PriceRows(lang.For("en"), r, "nash", []string{"A", "B"}, name, conflictWords())
	golden(t, "stability-prices", f.SVG)
	if strings.Count(f.SVG, `width="110"`) != 2 || strings.Count(f.SVG, `width="55"`) != 2 {
		t.Error("bars are not as long as their prices")
	}
	if strings.Count(f.SVG, "count ranks") != 1 {
		t.Error("want the word for ranks under b, whose preference is an order, and not under a")
	}
	if f := chart.PriceRows(lang.For("en"), r, "seq", nil, name, conflictWords()); f.SVG != "" {
		t.Error("a concept that was not asked for is drawn")
	}
}

// A conflict of many states is cut in the picture, and the figure says so.
func TestManyStates(t *testing.T) {
	r, w := &brief.GraphReport{Names: []string{"A"}, Concepts: []string{"nash"}}, conflictWords()
	for s := range brief.StateNumber(300) {
		r.States = append(r.States, brief.GraphState{State: s, Pattern: "N", Holds: []string{"nash"}, Leaves: brief.Named[[]int]{{Name: "nash"}}})
	}
	w.More = "some of 300"
	graph, table := chart.StateGraph(lang.For("en"), r, "nash", w), chart.StateTable(lang.For("en"), r, w)
	if len(graph.Notes) != 1 || strings.Count(graph.SVG, "<path") != 80 || strings.Count(table.SVG, "h12v12") != 60 {
		t.Errorf("%v, %d, %d", graph.Notes, strings.Count(graph.SVG, "<path"), strings.Count(table.SVG, "h12v12"))
	}
}
