// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// TestRefusals guards that bad cases are named, not guessed at.
func TestRefusals(t *testing.T) {
	good := func() *Model { return pointsModel([]int64{-1, -1}, [][][]int64{{{1, 2}, {3}}, {{2, 1}, {3}}}) }
	tests := map[string]struct {
		spoil func(*Model)
		want  string
	}{
		"no issues":       {func(m *Model) { m.Issues = nil }, "no issues"},
		"empty issue":     {func(m *Model) { m.Issues[0].Options = nil }, `issue "i0" has no options`},
		"issue twice":     {func(m *Model) { m.Issues[1].ID = "i0" }, `"i0" appears twice`},
		"option twice":    {func(m *Model) { m.Issues[0].Options[1].ID = "o0" }, `"o0" appears twice`},
		"party twice":     {func(m *Model) { m.Parties[1].ID = "p0" }, `"p0" appears twice`},
		"no id":           {func(m *Model) { m.Parties[1].ID = "" }, "id is empty"},
		"no parties":      {func(m *Model) { m.Parties = nil }, "0 parties"},
		"no preference":   {func(m *Model) { m.Parties[0].Views = nil }, "no preference"},
		"two views":       {func(m *Model) { m.Parties[0].Views = append(m.Parties[0].Views, View{}) }, "only robustness"},
		"missing value":   {func(m *Model) { m.Parties[0].Views[0].Values[0] = []Number{Int(1)} }, "1 values for 2 options"},
		"missing weight":  {func(m *Model) { m.Parties[0].Views[0].Weights = []Number{Int(1)} }, "1 weights for 2 issues"},
		"unknown value":   {func(m *Model) { m.Parties[0].Views[0].Values[0][0] = Unknown() }, "only robustness"},
		"pattern":         {func(m *Model) { m.Constraints = []Constraint{{If: Pattern{{Issue: 7}}}} }, "issue 7 of 2"},
		"option":          {func(m *Model) { m.Constraints = []Constraint{{If: Pattern{{0, []int{5}}}}} }, "option 5 of 2"},
		"forbids all":     {func(m *Model) { m.Constraints = []Constraint{{}} }, "forbids every package"},
		"reference":       {func(m *Model) { m.Parties[0].Views[0].Reservation = &Reservation{Package: Package{0}} }, "1 issues of 2"},
		"social weights":  {func(m *Model) { m.SocialWeights = []Number{Int(1)} }, "1 social weights"},
		"negative weight": {func(m *Model) { m.SocialWeights = []Number{Int(1), Int(-1)} }, "social weight"},
		"weight of 10^30": {func(m *Model) {
			huge, _ := Decimal("1e30")
			m.Issues[1].Options = append(m.Issues[1].Options, Option{ID: "o1"})
			for p := range m.Parties {
				m.Parties[p].Views[0].Values[1] = ints(3, 4)
			}
			m.Parties[0].Views[0].Weights = []Number{huge, Int(1)}
		}, `party "p0": the numbers are too fine to be added exactly: they need 100 bits, more than 59; state a resolution`},
		"order of weights": {func(m *Model) { m.Parties[0].Views[0].Order = [][2]int{{0, 1}} }, "only robustness"},
	}
	for name, c := range tests {
		m := good()
		c.spoil(m)
		if _, err := Compile(m); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	for _, s := range []string{"", "NaN", "Inf", "1e999", "0x10", "1/3", "--1", "1.2.3", "1_000", "e5", strings.Repeat("1", 2000)} {
		if n, err := Decimal(s); err == nil {
			t.Errorf("%.20q was read as %s", s, n)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1)} {
		if _, err := Float(f); err == nil {
			t.Errorf("%v was accepted", f)
		}
	}
}

// TestTooFine: numbers that no 62 bits hold are refused, and taken with a
// resolution, at a stated error.
func TestTooFine(t *testing.T) {
	m := opposedModel(2, 10, 5, 6, 1)
	fine, _ := Decimal("0.1234567890123456789012345678901")
	m.Parties[0].Views[0].Values[0][0] = fine
	if _, err := Compile(m); !errors.Is(err, ErrTooFine) {
		t.Fatalf("error %v, want ErrTooFine", err)
	}
	p, err := CompileAt(m, 100000)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(t.Context(), Options{})
	if err != nil || f.Proven() || f.Why() != "resolution" || f.Packages(0) != nil {
		t.Fatalf("%v, proven %v, %q", err, f.Proven(), f.Why())
	}
	// Every feasible package is within the gap of some point.
	gap := f.Gap()
	enumerateSome(p, func(x Package) {
		u, _ := p.Utility(x)
		for i := range f.Len() {
			inside := true
			for q := range u {
				v := f.Value(i, q)
				inside = inside && v.Add(v, gap[q]).Cmp(u[q]) >= 0
			}
			if inside {
				return
			}
		}
		t.Fatalf("package %v is farther than the gap from every point", x)
	})
}

// enumerateSome visits a few hundred packages.
func enumerateSome(p *Problem, visit func(Package)) {
	for k := range 300 {
		x := make(Package, len(p.sizes))
		h := uint64(k)
		for i := range x {
			h = h*6364136223846793005 + 1442695040888963407
			x[i] = int(h>>33) % p.sizes[i]
		}
		visit(x)
	}
}
