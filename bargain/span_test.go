// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
	"testing"
)

func rangeOf(t *testing.T, low, high string) Number {
	t.Helper()
	a, errA := Decimal(low)
	b, errB := Decimal(high)
	n, err := Between(a, b)
	if errA != nil || errB != nil || err != nil {
		t.Fatal(errA, errB, err)
	}
	return n
}

// unsure is a case of two issues with two options each, whose numbers are ranges.
func unsure(t *testing.T) *Model {
	issue := func(id string) Issue { return Issue{ID: id, Options: []Option{{ID: "p"}, {ID: "q"}}} }
	limit := Reservation{Value: rangeOf(t, "0.2", "0.4")}
	return &Model{
		Issues: []Issue{issue("x"), issue("y")},
		Parties: []Party{
			{ID: "a", Views: []View{{
				Weights: []Number{rangeOf(t, "0.5", "1"), rangeOf(t, "0", "0.5")}, Order: [][2]int{{0, 1}},
				Values: [][]Number{{Int(1), Int(0)}, {rangeOf(t, "-1", "1"), Int(1)}}, Reservation: &limit,
				Terms: []Term{{When: Pattern{{Issue: 0, Options: []int{0}}}, Add: rangeOf(t, "0", "2")}},
			}}},
			{ID: "b", Views: []View{{Weights: []Number{Unknown(), Unknown()}, Values: [][]Number{{Int(0), Int(1)}, {Int(3), Int(0)}}}}},
		},
	}
}

// Each drawn case lies within the spans, its middle too.
func TestSpansHoldEverySample(t *testing.T) {
	m := unsure(t)
	middle, err := m.Middle()
	if err != nil {
		t.Fatal(err)
	}
	if m.Certain() || !middle.Certain() {
		t.Fatal("the middle is not certain, or the case is")
	}
	models := []*Model{middle}
	for i := range 300 {
		s, err := m.sample(newDice(7, i))
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, s)
	}
	for _, x := range []Package{{0, 0}, {0, 1}, {1, 0}, {1, 1}} {
		spans, err := m.Spans(x)
		if err != nil {
			t.Fatal(err)
		}
		if spans[1].Stated || spans[1].LeastGain != nil || !spans[0].Stated {
			t.Errorf("stated limits are %v", spans)
		}
		for _, exact := range models {
			p, err := Compile(exact)
			if err != nil {
				t.Fatal(err)
			}
			u, err := p.Utility(x)
			if err != nil {
				t.Fatal(err)
			}
			for q, s := range spans {
				if u[q].Cmp(s.Low) < 0 || u[q].Cmp(s.High) > 0 {
					t.Fatalf("package %v gives party %d %s, outside %s to %s", x, q, u[q], s.Low, s.High)
				}
			}
			gain := new(big.Rat).Sub(u[0], p.Reservation(0))
			if gain.Cmp(spans[0].LeastGain) < 0 || gain.Cmp(spans[0].MostGain) > 0 {
				t.Fatalf("package %v gains %s, outside %s to %s", x, gain, spans[0].LeastGain, spans[0].MostGain)
			}
		}
	}
}

// Of an exact case both ends are its utility, and its middle is itself.
func TestSpanOfCertainty(t *testing.T) {
	issue := Issue{ID: "x", Options: []Option{{ID: "p"}, {ID: "q"}}}
	m := &Model{Issues: []Issue{issue}, Parties: []Party{{ID: "a", Views: []View{{Weights: []Number{Int(2)}, Values: [][]Number{{Int(3), Int(5)}}, Reservation: &Reservation{Package: Package{0}}}}}}}
	s, err := m.Spans(Package{1})
	if err != nil || s[0].Low.RatString() != "10" || s[0].High.RatString() != "10" || s[0].LeastGain.RatString() != "4" {
		t.Errorf("%v %v", s, err)
	}
	middle, err := m.Middle()
	if err != nil || middle.Parties[0].Views[0].Weights[0].String() != "2" {
		t.Errorf("%v %v", middle, err)
	}
}

// The middle of three weights in a strict order, of which nothing else is known, is
// 3 : 2 : 1.
func TestMiddleOfOrder(t *testing.T) {
	v := View{Weights: []Number{Unknown(), Unknown(), Unknown()}, Order: [][2]int{{2, 0}, {0, 1}}}
	w, err := v.middleWeights(3)
	if err != nil || w[0].String() != "1/3" || w[1].String() != "1/6" || w[2].String() != "1/2" {
		t.Errorf("%v %v", w, err)
	}
	if _, err := (View{Order: [][2]int{{0, 1}}}).middleWeights(2); err == nil {
		t.Error("an order without weights has a middle")
	}
}

// What is efficient, or is not, whatever the numbers are, is proven without a
// sample; and what depends on them is left open.
func TestEfficiencyWithoutSamples(t *testing.T) {
	issue := Issue{ID: "x", Options: []Option{{ID: "p"}, {ID: "q"}, {ID: "r"}}}
	party := func(id string, values ...Number) Party {
		return Party{ID: id, Views: []View{{Values: [][]Number{values}}}}
	}
	m := &Model{Issues: []Issue{issue}, Parties: []Party{party("a", Int(2), Int(1), rangeOf(t, "0", "3")), party("b", Int(2), Int(1), Int(1))}}
	for x, want := range map[int][2]Verdict{0: {Yes, Yes}, 1: {No, No}, 2: {Undecided, No}} {
		possibly, necessarily, err := m.Efficiency(context.Background(), Package{x}, Options{})
		if err != nil || possibly != want[0] || necessarily != want[1] {
			t.Errorf("option %d: %s, %s, %v; want %v", x, possibly, necessarily, err, want)
		}
	}
	if _, _, err := m.Efficiency(context.Background(), Package{9}, Options{}); err == nil {
		t.Error("a package with an option that is not there is judged")
	}
}
