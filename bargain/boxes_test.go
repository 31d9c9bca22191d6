// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBoxes: sets of boxes and packages settled issue by issue come to the same
// frontier with the same counts, for boxes of one issue and of several, values of
// single options, options that no package may take, and several parties.
func TestBoxes(t *testing.T) {
	vectors := 0
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 31))
		m := boxModel(2+r.IntN(3), 4+r.IntN(2), 2+r.IntN(4), r.IntN(9), seed)
		for q := range m.Parties {
			v := &m.Parties[q].Views[0]
			if r.IntN(2) == 0 {
				for _, issue := range m.Issues {
					var row []Number
					for range issue.Options {
						row = append(row, Int(r.Int64N(12)-4))
					}
					v.Values = append(v.Values, row)
				}
			}
			if r.IntN(3) == 0 {
				v.Reservation = &Reservation{Value: Int(r.Int64N(80))}
			}
		}
		if r.IntN(3) == 0 {
			m.Constraints = []Constraint{{If: Pattern{{Issue: 0, Options: []int{r.IntN(len(m.Issues[0].Options))}}}}}
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(seed, err)
		}
		o := Options{RationalOnly: r.IntN(3) == 0}
		got, err := p.boxFrontier(t.Context(), o)
		if err != nil {
			t.Fatal(seed, err)
		}
		want, err := p.Frontier(t.Context(), o)
		if err != nil {
			t.Fatal(seed, err)
		}
		if got.Len() != want.Len() || !slices.Equal(got.last.u, want.last.u) || got.Proven() != want.Proven() {
			t.Fatalf("seed %d: %v, want %v", seed, got.last.u, want.last.u)
		}
		for i := range got.Len() {
			vectors++
			if x := got.Package(i); got.Packages(i).Cmp(want.Packages(i)) != 0 || !slices.Equal(p.sums(x), got.last.at(i)) || !p.feasible(x) {
				t.Fatalf("seed %d: point %d stands for %s packages such as %v, want %s", seed, i, got.Packages(i), x, want.Packages(i))
			}
		}
	}
	if vectors < 2000 {
		t.Errorf("only %d vectors were compared", vectors)
	}
}

// TestBoxesRefused: what is no box, or takes away, or forbids, is left to the other
// ways.
func TestBoxesRefused(t *testing.T) {
	for name, change := range map[string]func(m *Model){
		"no interval": func(m *Model) {
			m.Parties[0].Views[0].Terms[0].When = Pattern{{Issue: 0, Options: []int{0, 2}}, {Issue: 1, Options: []int{0}}}
		},
		"takes away": func(m *Model) {
			m.Parties[0].Views[0].Terms[0] = Term{Pattern{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{0}}}, Int(-3)}
		},
		"forbids": func(m *Model) {
			m.Constraints = []Constraint{{If: Pattern{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{0}}}}}
		},
	} {
		m := boxModel(2, 4, 4, 5, 1)
		if p := compiled(t, m); func() error { _, err := p.boxFrontier(t.Context(), Options{}); return err }() != nil {
			t.Fatal("the plain case is refused")
		}
		change(m)
		if _, err := compiled(t, m).boxFrontier(t.Context(), Options{}); !errors.Is(err, errTangled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBoxesLarge: 20 issues of 10 options and 40 boxes a side, 10^20 packages: more
// than any other way here can look at. Every point is checked by asking for more.
func TestBoxesLarge(t *testing.T) {
	p := compiled(t, boxModel(2, 20, 10, 40, 1))
	f, err := p.boxFrontier(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !f.Proven() || f.Len() < 5 {
		t.Fatalf("%d vectors", f.Len())
	}
	for i := range f.Len() {
		if x := f.Package(i); !slices.Equal(p.sums(x), f.last.at(i)) || f.Packages(i).Sign() <= 0 {
			t.Errorf("point %d: %v", i, x)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 20_000 { // no package climbs above the frontier, from any point of it
		x := f.Package(r.IntN(f.Len()))
		for range 1 + r.IntN(4) {
			x[r.IntN(len(x))] = r.IntN(10)
		}
		u := p.sums(x)
		covered := false
		for i := range f.Len() {
			covered = covered || covers(f.last.at(i), u)
		}
		if !covered {
			t.Fatalf("%v has %v, above the frontier", x, u)
		}
	}
}

func compiled(t *testing.T, m *Model) *Problem {
	t.Helper()
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
