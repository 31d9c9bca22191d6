// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// sameFine compares the solution with long numbers.
func sameFine(t *testing.T, c *proof) {
	got, err := c.m.SolveFine(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
	b := c.cut
	if len(got.Points) != len(b.frontier) || got.Feasible.Cmp(big.NewInt(int64(len(b.packages)))) != 0 {
		t.Fatalf("seed %d: %d points of %s packages, want %d of %d", c.seed, len(got.Points), got.Feasible, len(b.frontier), len(b.packages))
	}
	for i, x := range got.Points {
		n := int64(b.frontier[ratKey(x.Utility)])
		if k := x.Packages.Int64(); n == 0 || k > n || k < n && !got.AtLeast[i] || got.Rational[i] != b.rational(x.Utility) {
			t.Fatalf("seed %d: %s has %s packages, want %d", c.seed, ratKey(x.Utility), x.Packages, n)
		}
		at := slices.IndexFunc(b.packages, func(y Package) bool { return slices.Equal(x.Package, y) })
		if at < 0 || ratKey(b.utility[at]) != ratKey(x.Utility) {
			t.Fatalf("seed %d: the package %v of %s", c.seed, x.Package, ratKey(x.Utility))
		}
	}
	comparedSolutions(t, c.seed, b, got.Solutions)
	whole := 0 // packages that meet all reservations
	for _, u := range b.utility {
		if b.rational(u) {
			whole++
		}
	}
	z, err := c.f.Cut().Zone(t.Context(), 0)
	if err != nil || got.Inside.Exact.Int64() != int64(whole) || ratKey(got.Best) != ratKey(z.Best) || fmt.Sprint(got.Relaxations) != fmt.Sprint(z.Relaxations) {
		t.Fatalf("seed %d: zone %+v, want %+v of %d packages (%v)", c.seed, got, z, whole, err)
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
