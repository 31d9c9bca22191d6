// SPDX-License-Identifier: Apache-2.0

package bargain

import "testing"

// TestTiesOfWeightZero: of two parties the second counts nothing. On the first issue
// the first party is indifferent among three options, worth 0, 1 and 2 to the second;
// on the second issue it has 5 or 0. By hand the greatest sum is 5, for the vectors
// (5, 2), (5, 1) and (5, 0): the first is shown, and two others are tied, although
// both are dominated. A limit of 1 for the second party leaves one.
func TestTiesOfWeightZero(t *testing.T) {
	m := &Model{
		Issues:  []Issue{{ID: "a", Options: []Option{{ID: "x"}, {ID: "y"}, {ID: "z"}}}, {ID: "b", Options: []Option{{ID: "x"}, {ID: "y"}}}},
		Parties: []Party{{ID: "p", Views: []View{{Values: [][]Number{nil, ints(5, 0)}}}}, {ID: "q", Views: []View{{Values: [][]Number{ints(0, 1, 2), nil}}}}},

		ComparableScales: true, SocialWeights: ints(1, 0),
	}
	look := func(want int) {
		t.Helper()
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		fine, err := m.SolveFine(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for how, x := range map[string]*Solution{"frontier": s.Utilitarian, "fine": fine.Solutions.Utilitarian} {
			if ratKey(x.Utility) != "5 2" || x.Ties != want || !x.Proven {
				t.Errorf("%s: %s with %d ties (proven %v), want 5 2 with %d", how, ratKey(x.Utility), x.Ties, x.Proven, want)
			}
		}
	}
	look(2)
	m.Parties[1].Views[0].Reservation = &Reservation{Value: Int(1)}
	look(1)
}
