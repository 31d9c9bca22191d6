// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"testing"
)

// workedExample is the case on which docs/methods shows every definition: two
// issues of three options, reservations 2 and 1.
func workedExample() *Model {
	return pointsModel([]int64{2, 1}, [][][]int64{{{8, 5, 6}, {3, 1, 0}}, {{0, 9, 7}, {0, 4, 8}}})
}

// TestWorkedExample holds docs/methods to its numbers: all five fair points
// differ.
func TestWorkedExample(t *testing.T) {
	p, f, s, z := solve(t, workedExample())
	want := []string{"11 0 x 1", "9 7 x 1", "8 9 x 1", "7 11 x 1", "6 15 x 1", "5 17 x 1"}
	if got := frontierText(f); !slices.Equal(got, want) {
		t.Errorf("frontier %v", got)
	}
	for name, x := range map[string]*Solution{"6 15": s.Nash, "7 11": s.KalaiSmorodinsky, "8 9": s.Egalitarian, "9 7": s.EqualGain, "5 17": s.Utilitarian} {
		if ratKey(x.Utility) != name || x.Ties != 0 {
			t.Errorf("%s with %d ties, want %s", ratKey(x.Utility), x.Ties, name)
		}
	}
	if ratKey(s.Ideal) != "9 17" || z.Packages.Exact.Int64() != 8 || ratKey(z.Best) != "9 17" {
		t.Errorf("ideal %s, zone %s, best %s", ratKey(s.Ideal), z.Packages.Exact, ratKey(z.Best))
	}
	g, err := p.Gains(t.Context(), Package{0, 1}, Options{})
	if err != nil || ratKey(g.From.Utility) != "9 4" || ratKey(g.Step.Utility) != "9 7" || g.BetterForAll != 0 || g.More[0] != nil {
		t.Errorf("%+v, %v", g, err)
	}
	m := workedExample()
	m.Parties[0].Views[0].Reservation.Value = Int(8)
	m.Parties[1].Views[0].Reservation.Value = Int(12)
	_, _, _, z = solve(t, m)
	if z.Exists || ratKey(z.Relaxations) != "2 3" {
		t.Errorf("zone %v, relaxations %v", z.Exists, z.Relaxations)
	}
}
