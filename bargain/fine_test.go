// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestFine compares with the engine on random cases that both can hold.
func TestFine(t *testing.T) {
	compared, cuts := 0, 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 11))
		m := randomModel(seed)
		for p := range m.Parties {
			if r.IntN(4) == 0 {
				most := Int(r.Int64N(9) - 1)
				m.Parties[p].Views[0].Most = &most
			}
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(seed, err)
		}
		whole, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatal(seed, err)
		}
		want := whole.Cut()
		got, err := m.SolveFine(t.Context())
		if err != nil {
			t.Fatal(seed, err)
		}
		compared++
		if (got.Whole != nil) != (want != whole) && want.Len() > 0 && got.Whole != nil {
			t.Fatalf("seed %d: cut %v, want %v", seed, got.Whole != nil, want != whole)
		}
		if got.Whole != nil {
			cuts++
		}
		if len(got.Points) != want.Len() {
			t.Fatalf("seed %d: %d points, want %d", seed, len(got.Points), want.Len())
		}
		for i, x := range got.Points {
			y := want.Point(i)
			if ratKey(x.Utility) != ratKey(y.Utility) || x.Packages.Cmp(y.Packages) != 0 || got.AtLeast[i] != want.AtLeast(i) || got.Rational[i] != want.Rational(i) {
				t.Fatalf("seed %d: point %d is %s x %s, want %s x %s", seed, i, ratKey(x.Utility), x.Packages, ratKey(y.Utility), y.Packages)
			}
			u, err := p.Utility(x.Package)
			if err != nil || got.Whole == nil && ratKey(u) != ratKey(x.Utility) {
				t.Fatalf("seed %d: the package of point %d has %v, %v", seed, i, u, err)
			}
		}
		s, err := want.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for k, pair := range [][2]*Solution{{got.Solutions.Nash, s.Nash}, {got.Solutions.KalaiSmorodinsky, s.KalaiSmorodinsky},
			{got.Solutions.Egalitarian, s.Egalitarian}, {got.Solutions.EqualGain, s.EqualGain}, {got.Solutions.Utilitarian, s.Utilitarian}} {
			if (pair[0] == nil) != (pair[1] == nil) || pair[0] != nil && (ratKey(pair[0].Utility) != ratKey(pair[1].Utility) || pair[0].Ties != pair[1].Ties) {
				t.Fatalf("seed %d: fair point %d is %+v, want %+v", seed, k, pair[0], pair[1])
			}
		}
		z, err := want.Zone(t.Context(), 0)
		if err != nil || got.Inside.Exact.Cmp(z.Packages.Exact) != 0 || got.Feasible.Cmp(z.Feasible.Exact) != 0 ||
			ratKey(got.Best) != ratKey(z.Best) || fmt.Sprint(got.Relaxations) != fmt.Sprint(z.Relaxations) {
			t.Fatalf("seed %d: zone %+v, want %+v (%v)", seed, got, z, err)
		}
	}
	if compared < 3000 || cuts < 200 {
		t.Errorf("%d cases compared, %d with a cut", compared, cuts)
	}
}

// TestFineNumbers: weights and values as floating point prints them need more than
// 62 bits, and are solved all the same; the count from both sides agrees.
func TestFineNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	m := &Model{}
	for i := range 12 {
		issue := Issue{ID: fmt.Sprint(i)}
		for o := range 5 {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint(o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	number := func() Number {
		n, err := Decimal(fmt.Sprint(r.Float64()))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for p := range 2 {
		v := View{Reservation: &Reservation{Value: Int(2)}}
		for range m.Issues {
			v.Weights = append(v.Weights, number())
			v.Values = append(v.Values, []Number{number(), number(), number(), number(), number()})
		}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint(p), Views: []View{v}})
	}
	if _, err := Compile(m); err == nil {
		t.Fatal("the numbers are not too fine")
	}
	got, err := m.SolveFine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Inside.AtLeast.Cmp(got.Inside.AtMost) > 0 || got.Inside.AtLeast.Sign() == 0 || got.Feasible.Cmp(new(big.Int).Exp(big.NewInt(5), big.NewInt(12), nil)) != 0 {
		t.Errorf("inside %v of %s", got.Inside, got.Feasible)
	}
	p, err := CompileAt(m, 1e12)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(t.Context(), Options{})
	if err != nil || f.Len() != len(got.Points) {
		t.Fatalf("%d points, and %d at a resolution of 10^12 (%v)", len(got.Points), f.Len(), err)
	}
	for i, x := range got.Points {
		if ratKey(x.Utility) != ratKey(f.Point(i).Utility) {
			t.Errorf("point %d is %s, want %s", i, ratKey(x.Utility), ratKey(f.Point(i).Utility))
		}
	}
}
