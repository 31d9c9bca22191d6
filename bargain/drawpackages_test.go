// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"strings"
	"testing"
)

// orderedModel has a first party that only orders packages, and a second one whose
// points are known.
func orderedModel(sizes []int, better [][2]Package, points [][]int64) *Model {
	m := pointsModel([]int64{-1, -1}, [][][]int64{points, points})
	v := &m.Parties[0].Views[0]
	v.Better, v.Values = better, nil
	for _, n := range sizes {
		row := make([]Number, n)
		for o := range row {
			row[o] = Unknown()
		}
		v.Values = append(v.Values, row)
	}
	return m
}

// TestOrderedShares: of three options the third is worth at least the second, and
// nothing more is known. Three of the six rankings are left, all as likely; the
// first option leads in one of them.
func TestOrderedShares(t *testing.T) {
	v := orderedModel([]int{3}, [][2]Package{{{2}, {1}}}, [][]int64{{0, 0, 0}}).Parties[0].Views[0]
	first, one := 0, big.NewRat(1, 1)
	for i := range 2000 {
		rows, err := v.sampleOrdered(newDice(7, i))
		if err != nil {
			t.Fatal(err)
		}
		a, b, c := rows[0][0].exact(), rows[0][1].exact(), rows[0][2].exact()
		if c.Cmp(b) < 0 {
			t.Fatalf("sample %d breaks the order: %s %s %s", i, a, b, c)
		}
		if a.Sign() != 0 && b.Sign() != 0 || a.Cmp(one) != 0 && c.Cmp(one) != 0 {
			t.Fatalf("sample %d is not scaled from 0 to 1: %s %s %s", i, a, b, c)
		}
		if a.Cmp(c) > 0 {
			first++
		}
	}
	// 2000 draws of chance 1/3 lie within 667 ± 105 but for 5 standard deviations of 21.
	if first < 562 || first > 772 {
		t.Errorf("the first option leads in %d of 2000 samples, want about 667", first)
	}
}

// TestOrderedPackages: an order over two issues, drawn from values with which it
// holds, decides which package is efficient.
func TestOrderedPackages(t *testing.T) {
	better := [][2]Package{{{0, 0}, {0, 1}}, {{0, 1}, {1, 0}}, {{1, 0}, {1, 1}}}
	m := orderedModel([]int{2, 2}, better, [][]int64{{1, 0}, {1, 0}})
	r, err := m.Robust(t.Context(), RobustOptions{Samples: 200, Seed: 1, Packages: []Package{{0, 0}, {1, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Packages[0].Efficient != 200 || r.Packages[0].Possibly != Yes || r.Packages[0].Necessarily != Undecided {
		t.Errorf("best for both: %+v", r.Packages[0])
	}
	if r.Packages[1].Efficient != 0 || r.Packages[1].Necessarily != No || r.Packages[1].Possibly != Undecided {
		t.Errorf("worst for both: %+v", r.Packages[1])
	}
	if _, err := Compile(m); err == nil || !strings.Contains(err.Error(), "only robustness") {
		t.Errorf("compile: %v", err)
	}
}

func TestOrderedRefused(t *testing.T) {
	points := [][]int64{{0, 0}, {0, 0}}
	for want, m := range map[string]*Model{
		"contradict itself":      orderedModel([]int{2, 2}, [][2]Package{{{0, 0}, {1, 1}}, {{1, 1}, {0, 0}}}, points),
		"fit no sum over issues": orderedModel([]int{2, 2}, [][2]Package{{{0, 0}, {0, 1}}, {{1, 1}, {1, 0}}}, points), // the second issue would have to count both ways
		"names option 7":         orderedModel([]int{2, 2}, [][2]Package{{{0, 7}, {1, 1}}}, points),
		"nothing but unknown values": func() *Model {
			m := orderedModel([]int{2, 2}, [][2]Package{{{0, 0}, {1, 1}}}, points)
			m.Parties[0].Views[0].Values[0][0] = Int(1)
			return m
		}(),
		"values are unknown, not ali": orderedModel([]int{2, 0}, [][2]Package{{{0, 0}, {1, 1}}}, points),
	} {
		if strings.Contains(want, "not ali") {
			m.Parties[0].Views[0].Values[1] = nil
		}
		if _, err := m.Robust(t.Context(), RobustOptions{Samples: 2, Seed: 1, Packages: []Package{{0, 0}}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
