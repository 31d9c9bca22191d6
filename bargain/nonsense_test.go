// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// nonsense spoils a random case in a few ways at once: names that are empty or
// appear twice, numbers of any size, ranges and unknown numbers, lists of the wrong
// length, and patterns, packages and orders that point nowhere.
func nonsense(seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 29))
	m := randomModel(seed)
	wild := func() Number {
		switch r.IntN(8) {
		case 0:
			n, _ := Decimal("1e30")
			return n
		case 1:
			n, _ := Decimal("-1e-300")
			return n
		case 2:
			return Int([]int64{math.MaxInt64, math.MinInt64}[r.IntN(2)])
		case 3:
			return Rational(big.NewRat(1, math.MaxInt64-r.Int64N(1000)))
		case 4:
			return Unknown()
		case 5:
			n, _ := Between(Int(-1), Int(1))
			return n
		case 6:
			n, _ := Float(r.NormFloat64() * math.Pow10(r.IntN(300)))
			return n
		}
		return Number{}
	}
	anywhere := func() int { return []int{-1, 0, 1, 5, math.MaxInt, math.MinInt}[r.IntN(6)] }
	spoil := []func(){
		func() { m.Issues = m.Issues[:r.IntN(len(m.Issues)+1)] },
		func() { m.Parties = m.Parties[:r.IntN(len(m.Parties)+1)] },
		func() { m.Issues = append(m.Issues, Issue{}) },
		func() { m.Issues = append(m.Issues, m.Issues...) },
		func() { m.Parties = append(m.Parties, m.Parties...) },
		func() { m.Parties = append(m.Parties, Party{ID: "none"}) },
		func() { m.Constraints = append(m.Constraints, Constraint{}) },
		func() {
			m.Constraints = append(m.Constraints, Constraint{If: Pattern{{anywhere(), []int{anywhere()}}}, Then: Pattern{{anywhere(), nil}}})
		},
		func() { m.SocialWeights = append(m.SocialWeights, wild()) },
		func() { m.ComparableScales = false },
	}
	views := []func(v *View){
		func(v *View) { v.Weights = append(v.Weights, wild()) },
		func(v *View) { v.Weights = nil },
		func(v *View) { v.Values = v.Values[:len(v.Values)/2] },
		func(v *View) { v.Values = append(v.Values, []Number{wild()}) },
		func(v *View) { v.Terms = append(v.Terms, Term{Add: wild()}) },
		func(v *View) { v.Terms = append(v.Terms, Term{Pattern{{anywhere(), []int{anywhere()}}}, wild()}) },
		func(v *View) { v.Order = append(v.Order, [2]int{anywhere(), anywhere()}) },
		func(v *View) { v.Reservation = &Reservation{Package: Package{anywhere()}} },
		func(v *View) { v.Reservation = &Reservation{Value: wild()} },
		func(v *View) { n := wild(); v.Most = &n },
		func(v *View) {
			for i := range v.Weights {
				v.Weights[i] = wild()
			}
		},
		func(v *View) {
			for i := range v.Values {
				for o := range v.Values[i] {
					v.Values[i][o] = wild()
				}
			}
		},
	}
	for range r.IntN(4) {
		if len(m.Parties) > 0 && r.IntN(3) > 0 {
			if p := &m.Parties[r.IntN(len(m.Parties))]; len(p.Views) > 0 {
				views[r.IntN(len(views))](&p.Views[0])
			}
			continue
		}
		if len(m.Issues) > 0 {
			spoil[r.IntN(len(spoil))]()
		}
	}
	return m
}

// FuzzNonsense: no model, however wrong, makes anything panic or run on. What does
// not compile is refused with words; what compiles is solved, and says so.
func FuzzNonsense(f *testing.F) {
	for seed := range count(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		m := nonsense(seed)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		worded := func(err error) {
			if err != nil && (err.Error() == "" || strings.Contains(err.Error(), "%!")) {
				t.Errorf("seed %d: %v", seed, err)
			}
		}
		for _, resolution := range []int64{0, 1000} {
			p, err := CompileAt(m, resolution)
			worded(err)
			if err == nil {
				solveNonsense(ctx, t, seed, p)
			}
		}
		_, err := m.SolveFine(ctx)
		worded(err)
		_, _, err = m.Conflict(ctx)
		worded(err)
		_, err = m.Robust(ctx, RobustOptions{Samples: 2, Seed: seed})
		worded(err)
		if ctx.Err() != nil {
			t.Errorf("seed %d: it ran on", seed)
		}
	})
}

// solveNonsense asks everything of a problem that compiled.
func solveNonsense(ctx context.Context, t *testing.T, seed uint64, p *Problem) {
	f, err := p.Frontier(ctx, Options{})
	if err != nil || f.Proven() != (p.Resolution() == 0) {
		t.Fatalf("seed %d: %v", seed, err)
	}
	for i := range f.Len() {
		x := f.Point(i)
		if ok, _, err := p.Feasible(x.Package); !ok || err != nil {
			t.Fatalf("seed %d: the package %v of a point is excluded, %v", seed, x.Package, err)
		}
		if u, err := p.Utility(x.Package); p.Resolution() == 0 && ratKey(u) != ratKey(x.Utility) {
			t.Fatalf("seed %d: %s, not %s, %v", seed, ratKey(x.Utility), ratKey(u), err)
		}
	}
	for _, g := range []*Frontier{f, f.Cut()} {
		if _, err := g.Solve(ctx); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if _, err := g.Zone(ctx, 100); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	for _, k := range []Criterion{Egalitarian, Nash, KalaiSmorodinsky, Utilitarian, "best"} {
		if _, err := p.Fair(ctx, k, Options{Steps: 2000}); (err != nil) != (k == "best" || k == Utilitarian && !p.Model().ComparableScales) {
			t.Fatalf("seed %d: %s: %v", seed, k, err)
		}
	}
	if f.Len() == 0 {
		return
	}
	x := f.Package(0)
	if _, err := p.Gains(ctx, x, Options{}); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if _, err := p.Prices(x); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	for _, wrong := range []Package{nil, {-1}, append(x[:len(x):len(x)], 0)} {
		if _, err := p.Gains(ctx, wrong, Options{}); err == nil {
			t.Fatalf("seed %d: %v was taken for a package", seed, wrong)
		}
	}
	if p.Parties() > 1 {
		if _, err := p.Movement([]Offer{{0, x}, {1, x}, {0, x}}, [2]int{0, 1}, DefaultThreshold(), 1); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if _, err := p.Acceptable(ctx, Unanimity(p.Parties()), 0); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if _, err := p.NewArena(ctx); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
}

// TestNonsense holds the share of models that get through: neither all nor none.
func TestNonsense(t *testing.T) {
	compiled, fine, refused := 0, 0, map[string]int{}
	for seed := range count(10) {
		m := nonsense(seed)
		if _, err := Compile(m); err == nil {
			compiled++
		} else {
			refused[fmt.Sprint(err)]++
		}
		if _, err := m.SolveFine(t.Context()); err == nil {
			fine++
		}
	}
	if n := int(count(10)); compiled < n/20 || compiled > n/2+n/4 || fine < n/20 || len(refused) < n/50 {
		t.Errorf("of %d models %d compiled, %d were solved with long numbers, %d kinds of refusal", n, compiled, fine, len(refused))
	}
}
