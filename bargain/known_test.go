// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"testing"
)

// pointsModel is an additive case in whole points: points[party][issue][option].
// A limit of -1 states no reservation.
func pointsModel(limits []int64, points [][][]int64) *Model {
	m := &Model{ComparableScales: true}
	for i, row := range points[0] {
		issue := Issue{ID: fmt.Sprint("i", i)}
		for o := range row {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint("o", o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	for p := range points {
		var v View
		for _, row := range points[p] {
			var values []Number
			for _, x := range row {
				values = append(values, Int(x))
			}
			v.Values = append(v.Values, values)
		}
		if limits[p] >= 0 {
			v.Reservation = &Reservation{Value: Int(limits[p])}
		}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{v}})
	}
	return m
}

func solve(t *testing.T, m *Model) (*Problem, *Frontier, *Solutions, *Zone) {
	t.Helper()
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(t.Context(), Options{})
	if err != nil || !f.Proven() {
		t.Fatal(f, err)
	}
	s, err := f.Solve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	z, err := f.Zone(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return p, f, s, z
}

// The score sheets of the base game of LLM-Deliberation (Abdelnabi, Gomaa,
// Sivaprasad, Schönherr and Fritz 2024, MIT licence), with the issues in the order
// of its rewritten form. The last two rows are the company and the department,
// who hold a veto.
func stadiumGame() ([]int64, [][][]int64) {
	return []int64{50, 30, 31, 50, 55, 65}, [][][]int64{
		{{0, 0, 0, 0}, {0, 22, 45}, {0, 25, 55}, {0, 0, 0, 0, 0}, {0, 0, 0, 0}},
		{{40, 30, 23, 0}, {14, 8, 0}, {12, 8, 0}, {0, 2, 4, 7, 10}, {24, 18, 12, 0}},
		{{0, 8, 13, 18}, {0, 4, 10}, {0, 0, 0}, {60, 45, 30, 15, 0}, {12, 8, 6, 0}},
		{{30, 20, 10, 0}, {15, 20, 0}, {0, 0, 0}, {2, 4, 6, 8, 0}, {42, 35, 25, 0}},
		{{35, 29, 20, 0}, {14, 8, 0}, {11, 7, 0}, {0, 5, 10, 15, 23}, {0, 5, 10, 17}},
		{{10, 26, 40, 0}, {0, 11, 5}, {0, 20, 25}, {4, 8, 15, 12, 0}, {0, 2, 4, 9}},
	}
}

// TestStadium compares with the counts published for the game: 720 deals, of
// which 12 are acceptable to all six and 481 efficient.
func TestStadium(t *testing.T) {
	limits, points := stadiumGame()
	_, f, _, z := solve(t, pointsModel(limits, points))
	if z.Feasible.Exact.Int64() != 720 || z.Packages.Exact.Int64() != 12 || f.Total().Int64() != 481 {
		t.Errorf("%s deals, %s acceptable, %s efficient", z.Feasible.Exact, z.Packages.Exact, f.Total())
	}
}

// TestSplitThePie: a thousand steps of one pie are all efficient, and every fair
// point is the middle.
func TestSplitThePie(t *testing.T) {
	a, b := make([]int64, 1001), make([]int64, 1001)
	for i := range a {
		a[i], b[i] = int64(i), int64(1000-i)
	}
	m := pointsModel([]int64{-1, -1}, [][][]int64{{a}, {b}})
	for p := range m.Parties {
		m.Parties[p].Views[0].Weights = []Number{Rational(big.NewRat(1, 1000))}
	}
	_, f, s, z := solve(t, m)
	if f.Len() != 1001 || z.Packages.Exact.Int64() != 1001 {
		t.Errorf("%d vectors, zone of %s", f.Len(), z.Packages.Exact)
	}
	for name, x := range map[string]*Solution{"nash": s.Nash, "ks": s.KalaiSmorodinsky, "egalitarian": s.Egalitarian, "equal": s.EqualGain} {
		if ratKey(x.Utility) != "1/2 1/2" {
			t.Errorf("%s at %s", name, ratKey(x.Utility))
		}
	}
}

// TestThreeItems is the shape of CaSiNo (Chawla et al. 2021, CC-BY-4.0): three
// items of three packages each, worth 5, 4, 3 to one and 3, 4, 5 to the other.
// By hand: the first gets x, y, z packages, u = 5x+4y+3z and v = 36-(3x+4y+5z). If
// the first holds some of a later item while the second holds some of an earlier
// one, a swap gives both at least 1 more. So the efficient ones are (x,0,0),
// (3,y,0) and (3,3,z): ten vectors, of one package each, because u and v
// determine x-z and x+y+z, and x-z with either end determines the rest. The middle
// ones, (19,23) and (23,19), are tied by symmetry.
func TestThreeItems(t *testing.T) {
	give := func(worth int64, keep bool) (row []int64) {
		for k := range int64(4) {
			if keep {
				row = append(row, worth*k)
			} else {
				row = append(row, worth*(3-k))
			}
		}
		return row
	}
	m := pointsModel([]int64{-1, -1}, [][][]int64{
		{give(5, true), give(4, true), give(3, true)},
		{give(3, false), give(4, false), give(5, false)},
	})
	_, f, s, _ := solve(t, m)
	want := []string{"36 0", "33 5", "30 10", "27 15", "23 19", "19 23", "15 27", "10 30", "5 33", "0 36"}
	if f.Len() != len(want) || f.Total().Int64() != int64(len(want)) {
		t.Fatalf("%d vectors, %s packages", f.Len(), f.Total())
	}
	for i, w := range want {
		if got := ratKey(f.Point(i).Utility); got != w {
			t.Errorf("vector %d is %s, want %s", i, got, w)
		}
	}
	for name, x := range map[string]*Solution{"nash": s.Nash, "ks": s.KalaiSmorodinsky, "egalitarian": s.Egalitarian, "equal": s.EqualGain} {
		if ratKey(x.Utility) != "23 19" || x.Ties != 1 {
			t.Errorf("%s at %s with %d ties", name, ratKey(x.Utility), x.Ties)
		}
	}
}

// TestComplementary: with equal weights and opposite values every package is
// efficient, and the frontier is the set of distinct sums. Five issues of 0, 1, 2
// have 3^5 packages and the sums 0 to 10; the middle sum 5 has 51 of them (the
// central trinomial coefficient).
func TestComplementary(t *testing.T) {
	var a, b [][]int64
	for range 5 {
		a, b = append(a, []int64{0, 1, 2}), append(b, []int64{2, 1, 0})
	}
	_, f, _, _ := solve(t, pointsModel([]int64{-1, -1}, [][][]int64{a, b}))
	if f.Len() != 11 || f.Total().Int64() != 243 || f.Packages(5).Int64() != 51 {
		t.Errorf("%d vectors, %s packages, %s in the middle", f.Len(), f.Total(), f.Packages(5))
	}
}

// TestHugeCounts: 200 issues on which all options are the same have 5^200
// packages and one vector.
func TestHugeCounts(t *testing.T) {
	var a [][]int64
	for range 200 {
		a = append(a, []int64{1, 1, 1, 1, 1})
	}
	_, f, _, z := solve(t, pointsModel([]int64{3, -1}, [][][]int64{a, a}))
	want := new(big.Int).Exp(big.NewInt(5), big.NewInt(200), nil)
	if f.Len() != 1 || f.Packages(0).Cmp(want) != 0 || z.Packages.Exact.Cmp(want) != 0 {
		t.Errorf("%d vectors, %s packages", f.Len(), f.Packages(0))
	}
}
