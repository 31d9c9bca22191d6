// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// The worked example of docs/methods/sensitivity.md: two options, of which the
// first gives the first party 1 for certain and the second something from 0 to 3;
// its limit is 1/2 to 2.
func doubtful(t *testing.T) *Model {
	return &Model{
		Issues: []Issue{{ID: "x", Options: []Option{{ID: "p"}, {ID: "q"}}}},
		Parties: []Party{
			{ID: "a", Views: []View{{Values: [][]Number{{Int(1), rangeOf(t, "0", "3")}}, Reservation: &Reservation{Value: rangeOf(t, "0.5", "2")}}}},
			{ID: "b", Views: []View{{Values: [][]Number{{Int(1), Int(1)}}}}},
		},
	}
}

func TestSensitivityOfTheWorkedExample(t *testing.T) {
	m := doubtful(t)
	s, err := m.Sensitivity(context.Background(), SensitivityOptions{Package: Package{1}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Middle.LeastGain.RatString() != "1/4" || !s.Middle.Acceptable || !s.Middle.Efficient {
		t.Errorf("at the middle: %+v", s.Middle)
	}
	if len(s.Swings) != 2 || s.Swings[0].Kind != OfValue || s.Swings[0].Swing.RatString() != "3" || s.Swings[1].Kind != OfLimit || s.Swings[1].Swing.RatString() != "3/2" {
		t.Fatalf("%+v", s.Swings)
	}
	value, limit := s.Swings[0], s.Swings[1]
	if len(value.Flips) != 2 || value.Flips[0].Efficient || !value.Flips[0].Holds || value.Flips[0].After.RatString() != "5/4" {
		t.Errorf("the value flips at %+v", value.Flips)
	}
	if f := value.Flips[1]; !f.Efficient || !f.Holds || f.After.Cmp(big.NewRat(1, 1)) > 0 || f.Before.Cmp(big.NewRat(1, 1)) < 0 {
		t.Errorf("efficiency flips between %s and %s", f.After, f.Before)
	}
	if len(limit.Flips) != 1 || limit.Flips[0].Holds || limit.Flips[0].After.RatString() != "3/2" {
		t.Errorf("the limit flips at %+v", limit.Flips)
	}
	p, err := m.Sensitivity(context.Background(), SensitivityOptions{Package: Package{0}, Question: Unused})
	if err != nil || p.Swings[0].AtHigh.Efficient || p.Swings[0].AtHigh.Unused.Sign() != 0 {
		t.Errorf("%v %+v: q is better for a and no worse for b, so no step is better for both", err, p.Swings)
	}
}

// uncertain makes a random exact case uncertain: some numbers become ranges.
func uncertain(r *rand.Rand) *Model {
	m := &Model{}
	number := func() Number {
		n := Int(int64(r.IntN(9) - 2))
		if r.IntN(3) == 0 {
			n, _ = Between(n, Rational(new(big.Rat).Add(n.exact(), big.NewRat(int64(1+r.IntN(4)), 2))))
		}
		return n
	}
	for i := range 2 + r.IntN(2) {
		issue := Issue{ID: string(rune('a' + i))}
		for o := range 2 + r.IntN(2) {
			issue.Options = append(issue.Options, Option{ID: string(rune('a' + o))})
		}
		m.Issues = append(m.Issues, issue)
	}
	for q := range 2 + r.IntN(2) {
		var v View
		kind := r.IntN(4)
		for range m.Issues {
			switch kind {
			case 0:
				v.Weights = append(v.Weights, number())
			case 1, 2:
				v.Weights = append(v.Weights, Unknown())
			}
		}
		if kind == 2 {
			v.Order = [][2]int{{1, 0}}
		}
		for _, issue := range m.Issues {
			var row []Number
			for range issue.Options {
				row = append(row, number())
			}
			v.Values = append(v.Values, row)
		}
		v.Terms = []Term{{When: Pattern{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{1}}}, Add: number()}}
		if r.IntN(3) > 0 || q == 0 {
			v.Reservation = &Reservation{Value: number()}
		}
		m.Parties = append(m.Parties, Party{ID: string(rune('p' + q)), Views: []View{v}})
	}
	return m
}

// On random cases utilities are linear in each assumption, acceptability and, at
// the places that were looked at, efficiency are those between the flips, and
// everything else stands at its middle.
func TestSensitivityAgainstEachPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	flips := 0
	for range 150 {
		m := uncertain(r)
		x := Package{r.IntN(2), r.IntN(2)}
		for len(x) < len(m.Issues) {
			x = append(x, 0)
		}
		o := SensitivityOptions{Package: x, Steps: 4, Spread: big.NewRat(int64(r.IntN(2)), 5)}
		s, err := m.Sensitivity(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		middle, err := m.Middle()
		if err != nil {
			t.Fatal(err)
		}
		d := &doubt{m: m, middle: middle, o: o}
		for _, w := range s.Swings {
			flips += len(w.Flips)
			if same, _, _, err := d.at(context.Background(), w.Assumption, w.Middle, nil); err != nil || !reflect.DeepEqual(same.Utility, s.Middle.Utility) || same.LeastGain.Cmp(s.Middle.LeastGain) != 0 {
				t.Fatalf("%v at its middle gives %+v, not %+v: %v", w.Assumption, same, s.Middle, err)
			}
			for k := range 5 {
				share := big.NewRat(int64(k), 4)
				at := new(big.Rat).Sub(w.High, w.Low)
				at.Mul(at, share).Add(at, w.Low)
				got, _, _, err := d.at(context.Background(), w.Assumption, at, nil)
				if err != nil {
					t.Fatal(err)
				}
				for q, u := range got.Utility {
					want := new(big.Rat).Sub(w.AtHigh.Utility[q], w.AtLow.Utility[q])
					if want.Mul(want, share).Add(want, w.AtLow.Utility[q]).Cmp(u) != 0 {
						t.Fatalf("%+v: utility %s of party %d at %s is not on the line", w.Assumption, u, q, at)
					}
				}
				acceptable, efficient := w.AtLow.Acceptable, w.AtLow.Efficient
				for _, f := range w.Flips {
					// A bound that is lost still holds where the gain is just 0.
					if c := f.After.Cmp(at); !f.Efficient && (c < 0 || c == 0 && f.Holds) {
						acceptable = f.Holds
					}
					if f.Efficient && f.Before.Cmp(at) <= 0 {
						efficient = f.Holds
					}
				}
				if acceptable != got.Acceptable || efficient != got.Efficient {
					t.Fatalf("%+v at %s: acceptable %v, efficient %v; the flips %+v say otherwise", w.Assumption, at, got.Acceptable, got.Efficient, w.Flips)
				}
			}
		}
	}
	if flips < 50 {
		t.Errorf("only %d flips were seen", flips)
	}
}

// An order keeps a weight from passing another, and weights that add up to 1 keep
// doing so.
func TestAssumptionsKeepTheOrder(t *testing.T) {
	v := View{Weights: []Number{Unknown(), Unknown()}, Order: [][2]int{{0, 1}}, Values: [][]Number{{Int(1)}, {Int(2)}}}
	m := &Model{Issues: []Issue{{ID: "x", Options: []Option{{ID: "p"}}}, {ID: "y", Options: []Option{{ID: "p"}}}}, Parties: []Party{{ID: "a", Views: []View{v}}}}
	s, err := m.Sensitivity(context.Background(), SensitivityOptions{Package: Package{0, 0}, Question: Worth})
	if err != nil || len(s.Swings) != 2 {
		t.Fatal(err, s)
	}
	for _, w := range s.Swings {
		low, high := map[int]string{0: "1/2", 1: "0"}[w.Issue], map[int]string{0: "1", 1: "1/2"}[w.Issue]
		if w.Low.RatString() != low || w.High.RatString() != high || w.Swing.RatString() != "1/2" {
			t.Errorf("issue %d moves from %s to %s, by %s", w.Issue, w.Low, w.High, w.Swing)
		}
	}
}

// Another view is an assumption too; what is asked wrongly is refused with its
// reason.
func TestSensitivityOfViewsAndRefusals(t *testing.T) {
	m := doubtful(t)
	m.Parties[1].Views = append(m.Parties[1].Views, View{Name: "other adviser", Values: [][]Number{{Int(2), Int(1)}}})
	s, err := m.Sensitivity(context.Background(), SensitivityOptions{Package: Package{1}, Question: Worth, Party: 1})
	if err != nil || len(s.Swings) != 3 || s.Swings[2].Kind != OfView || s.Swings[2].View != 1 || s.Swings[2].Low != nil {
		t.Fatalf("%v %+v", err, s)
	}
	for want, o := range map[string]SensitivityOptions{
		"no question":      {Package: Package{1}, Question: "best"},
		"party 7 of 2":     {Package: Package{1}, Question: Worth, Party: 7},
		"want 0 to 1":      {Package: Package{1}, Spread: big.NewRat(3, 2)},
		"settles 0 issues": {},
		"want 1 to 1000":   {Package: Package{1}, Steps: -1},
	} {
		if _, err := m.Sensitivity(context.Background(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q", err, want)
		}
	}
	m.Parties[0].Views[0].Reservation = nil
	if _, err := m.Sensitivity(context.Background(), SensitivityOptions{Package: Package{1}}); err == nil || !strings.Contains(err.Error(), "no gains") {
		t.Error(err)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Sensitivity(stopped, SensitivityOptions{Package: Package{1}, Question: Unused}); err == nil {
		t.Error("a context that has ended ends nothing")
	}
}
