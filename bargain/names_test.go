// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"testing"
)

// TestNames holds docs/methods/names.md to its numbers: the rules that other tools
// give the names of Kalai and Smorodinsky, on the frontier of the example.
func TestNames(t *testing.T) {
	_, f, s, _ := solve(t, workedExample())
	limits := []int64{2, 1}
	best := func(rational bool, score func(u []int64) int64) (tied []string) {
		most := int64(-1 << 40)
		for i := range f.Len() {
			u := f.last.at(i)
			v := make([]int64, len(u)) // utilities, which the engine counts from an offset of its own
			for q := range u {
				v[q] = f.Value(i, q).Num().Int64()
			}
			if rational && !f.Rational(i) {
				continue
			}
			switch k := score(v); {
			case k > most:
				most, tied = k, nil
				fallthrough
			case k == most:
				tied = append(tied, ratKey(f.Point(i).Utility))
			}
		}
		return tied
	}
	for name, c := range map[string]struct{ got, want []string }{
		"Genius getKalaiSmorodinsky": {best(false, func(u []int64) int64 { return -max(u[0]-u[1], u[1]-u[0]) }), []string{"8 9"}},
		"NegMAS kalai_points":        {best(true, func(u []int64) int64 { return min(u[0]-limits[0], u[1]-limits[1]) }), []string{"9 7", "8 9"}},
		"NegMAS modified":            {best(true, func(u []int64) int64 { return min(u[0], u[1]) }), []string{"8 9"}},
		"NegoLog kalai_point":        {best(false, func(u []int64) int64 { return u[0] + u[1] }), []string{"5 17"}},
		"Kalai-Smorodinsky":          {[]string{ratKey(s.KalaiSmorodinsky.Utility)}, []string{"7 11"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

// TestPages holds the pages of the single fair points, and of the distance, to
// what they say beyond the common example.
func TestPages(t *testing.T) {
	m := workedExample()
	m.Parties[1].Views[0].Reservation.Value = Int(8)
	_, _, s, _ := solve(t, m)
	if ratKey(s.Nash.Utility) != "6 15" {
		t.Errorf("with a reservation of 8 the Nash point is %s", ratKey(s.Nash.Utility))
	}
	m = workedExample()
	m.SocialWeights = ints(2, 1)
	_, _, s, _ = solve(t, m)
	if ratKey(s.Utilitarian.Utility) != "6 15" || s.Utilitarian.Ties != 1 {
		t.Errorf("with weights 2 and 1: %s with %d ties", ratKey(s.Utilitarian.Utility), s.Utilitarian.Ties)
	}
	m = workedExample()
	m.Parties[1].Views[0].Reservation = nil
	_, f, _, _ := solve(t, m)
	if !f.Rational(0) || ratKey(f.Point(0).Utility) != "11 0" {
		t.Error("(11, 0) is not rational without the second reservation")
	}
	m = workedExample() // an option worth 10 and 9 with the first of the other issue
	m.Issues[0].Options = append(m.Issues[0].Options, Option{ID: "o3"})
	m.Parties[0].Views[0].Values[0] = ints(8, 5, 6, 7)
	m.Parties[1].Views[0].Values[0] = ints(0, 9, 7, 9)
	p, _, _, _ := solve(t, m)
	g, err := p.Gains(t.Context(), Package{0, 2}, Options{})
	if err != nil || ratKey(g.From.Utility) != "8 8" || ratKey(g.Step.Utility) != "10 9" {
		t.Errorf("%+v, %v", g.Step, err)
	}
	g, err = p.Gains(t.Context(), Package{0, 1}, Options{})
	if err != nil || g.Efficient {
		t.Errorf("%+v, %v", g, err)
	}
}
