// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// boxModel gives each party boxes over one to four issues.
func boxModel(parties, issues, values, boxes int, seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 5))
	m := &Model{ComparableScales: true}
	for i := range issues {
		issue := Issue{ID: fmt.Sprint("i", i)}
		for o := range values {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint(o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	for p := range parties {
		var v View
		for range boxes {
			var when Pattern
			for _, i := range r.Perm(issues)[:1+r.IntN(4)] {
				match := Match{Issue: i}
				from := r.IntN(values)
				for o := from; o < min(values, from+2+r.IntN(values/2)); o++ {
					match.Options = append(match.Options, o)
				}
				when = append(when, match)
			}
			v.Terms = append(v.Terms, Term{when, Int(1 + r.Int64N(100))})
		}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{v}})
	}
	return m
}

// TestTangled: where patterns overlap, the graph of layers and the search package
// by package come to the same frontier, counts and least utilities. Some boxes take
// away, and some combinations are forbidden.
func TestTangled(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 23))
		m := boxModel(2+int(seed%2), 6, 6, 14, seed)
		for p := range m.Parties {
			for i := range m.Parties[p].Views[0].Terms {
				if t := &m.Parties[p].Views[0].Terms[i]; r.IntN(4) == 0 {
					t.Add = Int(-1 - r.Int64N(50))
				}
			}
		}
		for range 4 {
			m.Constraints = append(m.Constraints, Constraint{If: randomPattern(r, m, 2)})
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		g, err := p.layer(t.Context(), false, maxArcs)
		if err != nil {
			t.Fatal(err)
		}
		want, err := p.layerFrontier(t.Context(), g, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.searchFrontier(t.Context(), Options{})
		if err != nil || !got.Proven() || !slices.Equal(frontierText(got), frontierText(want)) {
			t.Fatalf("seed %d: %v\n%v\n%v", seed, err, frontierText(got), frontierText(want))
		}
		hunted, proven, err := p.huntLeast(t.Context(), Options{})
		if err != nil || !proven {
			t.Fatal(seed, proven, err)
		}
		least, _, err := p.least(t.Context(), Options{})
		if err != nil || !slices.Equal(least, hunted) {
			t.Fatalf("seed %d: least %v, by branch and bound %v (%v)", seed, least, hunted, err)
		}
		for _, c := range []Criterion{Egalitarian, Utilitarian} {
			f, err := p.Fair(t.Context(), c, Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, err := want.Solve(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if w := map[Criterion]*Solution{Egalitarian: s.Egalitarian, Utilitarian: s.Utilitarian}[c]; ratKey(f.Solution.Utility) != ratKey(w.Utility) || f.Solution.Ties != w.Ties {
				t.Errorf("seed %d: %s is %s, want %s", seed, c, ratKey(f.Solution.Utility), ratKey(w.Utility))
			}
		}
	}
}

// TestSearchSteps: a search that is cut short has packages none of which dominates
// another, says so, and a ceiling that holds.
func TestSearchSteps(t *testing.T) {
	p, err := Compile(boxModel(2, 10, 10, 60, 3))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := p.searchFrontier(t.Context(), Options{})
	if err != nil || !whole.Proven() {
		t.Fatal(err)
	}
	if f, err := p.searchFrontier(t.Context(), Options{Steps: 1}); err != nil || f.Proven() || f.Len() == 0 {
		t.Errorf("one step leaves %d vectors, %v", f.Len(), err)
	}
	f, err := p.searchFrontier(t.Context(), Options{Steps: 200})
	if err != nil || f.Proven() || f.Why() != "steps" || f.Len() == 0 || f.Packages(0) != nil || f.Gap() != nil {
		t.Fatalf("%v, %d vectors, %q", err, f.Len(), f.Why())
	}
	for i := range f.Len() {
		u := f.last.at(i)
		covered := false
		for j := range whole.Len() {
			covered = covered || covers(whole.last.at(j), u)
			for q, most := range f.ceiling {
				if whole.last.at(j)[q] > most {
					t.Fatalf("the frontier has %v, above the ceiling %v", whole.last.at(j), f.ceiling)
				}
			}
		}
		for j := range f.Len() {
			if j != i && covers(f.last.at(j), u) {
				t.Fatalf("%v covers %v", f.last.at(j), u)
			}
		}
		if !covered || !slices.Equal(p.sums(f.Package(i)), u) {
			t.Fatalf("point %v", u)
		}
	}
	z, err := f.Zone(t.Context(), 0)
	if err != nil || z.Feasible.Exact == nil || z.Feasible.Exact.String() != "10000000000" || !z.Exists {
		t.Errorf("zone %+v, %v", z, err)
	}
}
