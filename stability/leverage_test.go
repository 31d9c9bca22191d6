// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestSimplex checks the linear programme against the vertices of random small
// programmes with two variables.
func TestSimplex(t *testing.T) {
	for seed := range uint64(rounds(2000)) {
		rng := rand.New(rand.NewPCG(seed, 40))
		lp := &programme{cost: []*big.Rat{big.NewRat(rng.Int64N(4), 1), big.NewRat(rng.Int64N(4), 1)}}
		var lines [][3]int64 // a·x + b·y ≤ c, with x, y ≥ 0 as the first two
		lines = append(lines, [3]int64{-1, 0, 0}, [3]int64{0, -1, 0}, [3]int64{1, 0, 20}, [3]int64{0, 1, 20})
		for range rng.IntN(5) {
			lines = append(lines, [3]int64{rng.Int64N(7) - 3, rng.Int64N(7) - 3, rng.Int64N(9) - 4})
		}
		for _, l := range lines[2:] {
			lp.rows = append(lp.rows, row{[]*big.Rat{big.NewRat(l[0], 1), big.NewRat(l[1], 1)}, big.NewRat(l[2], 1)})
		}
		got, err := lp.solve(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var best *big.Rat
		feasible := func(x []*big.Rat) bool {
			return x[0].Sign() >= 0 && x[1].Sign() >= 0 && !slices.ContainsFunc(lp.rows, func(r row) bool { return dot(r.of, x).Cmp(r.most) > 0 })
		}
		for a, p := range lines {
			for _, q := range lines[:a] {
				det := p[0]*q[1] - p[1]*q[0]
				if det == 0 {
					continue
				}
				x := []*big.Rat{big.NewRat(p[2]*q[1]-p[1]*q[2], det), big.NewRat(p[0]*q[2]-p[2]*q[0], det)}
				if c := dot(lp.cost, x); feasible(x) && (best == nil || c.Cmp(best) < 0) {
					best = c
				}
			}
		}
		if (got == nil) != (best == nil) || got != nil && (!feasible(got) || dot(lp.cost, got).Cmp(best) != 0) {
			t.Fatalf("seed %d: got %v, best %v", seed, got, best)
		}
	}
}

// TestLeverageIsLeast: what it returns makes the target an equilibrium, and no
// point of a grid of intensities that is cheaper (or, where the cost is not
// attained, as cheap) does.
func TestLeverageIsLeast(t *testing.T) {
	ctx := context.Background()
	possible, infimum := 0, 0
	smallModels(t, 500, 41, func(t *testing.T, rng *rand.Rand, d Definition, _ *Model, r *reference) {
		if d.States != nil || len(r.states) > 24 {
			return
		}
		d = cardinal(rng, d, r.states)
		m := must(t, d)
		target := r.states[rng.IntN(len(r.states))]
		tools := Toolbox{Budgets: map[string]*big.Rat{"w": big.NewRat(3+rng.Int64N(6), 1)}}
		for k := range 1 + rng.IntN(2) {
			tool := Instrument{ID: fmt.Sprint(k), When: randomCondition(rng, len(d.Options), 1), Max: big.NewRat(2, 1),
				Cost: big.NewRat(1+rng.Int64N(3), 1), Readiness: big.NewRat(rng.Int64N(2), 2), Payer: []string{"", "w"}[rng.IntN(2)]}
			if rng.IntN(2) == 0 {
				tool.Fixed = big.NewRat(1, 1)
			}
			for range d.DMs {
				tool.Effects = append(tool.Effects, big.NewRat(rng.Int64N(13)-6, 1))
			}
			tools.Instruments = append(tools.Instruments, tool)
		}
		c := []Concept{Nash, GMR, SMR, SEQ, SSEQ}[rng.IntN(5)]
		got, err := m.Leverage(ctx, target, []Concept{c}, tools)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Proven {
			t.Fatal("not proven on a small model")
		}
		if got.Possible {
			possible++
			cost, affordable := outlay(m, target, tools, got.Intensity)
			if cost.Cmp(got.Cost) != 0 || !affordable || got.Attained != equilibriumUnder(t, d, tools, got.Intensity, target, c) {
				t.Fatalf("%v at %d: %+v, cost %v", c, target, got, cost)
			}
			if got.Attained && !got.After.Has(target) || !got.Attained && got.After != nil {
				t.Fatalf("%v at %d: the equilibria after do not fit", c, target)
			}
			if !got.Attained {
				infimum++
			}
		}
		steps := []int64{0, 1, 2, 3, 4, 5, 6, 7, 8} // quarters of 0 to 2
		for _, a := range steps {
			for _, b := range steps {
				z := []*big.Rat{big.NewRat(a, 4), big.NewRat(b, 4)}[:len(tools.Instruments)]
				cost, affordable := outlay(m, target, tools, z)
				if !affordable || got.Possible && (cost.Cmp(got.Cost) > 0 || got.Attained && cost.Cmp(got.Cost) == 0) {
					continue
				}
				if equilibriumUnder(t, d, tools, z, target, c) {
					t.Fatalf("%v at %d: %v costs %v, less than %+v", c, target, z, cost, got)
				}
			}
		}
	})
	if !testing.Short() && (possible < 60 || infimum < 1) {
		t.Errorf("only %d possible and %d infima", possible, infimum)
	}
}

func outlay(m *Model, target State, tools Toolbox, z []*big.Rat) (total *big.Rat, affordable bool) {
	s, _ := m.Canonical(target)
	total = new(big.Rat)
	spent := map[string]*big.Rat{}
	for k, tool := range tools.Instruments {
		x := orZero(tool.Readiness)
		if tool.When.Holds(s) {
			x = orZero(tool.Cost)
		}
		x = new(big.Rat).Mul(x, z[k])
		if z[k].Sign() > 0 {
			x.Add(x, orZero(tool.Fixed))
		}
		total.Add(total, x)
		spent[tool.Payer] = new(big.Rat).Add(orZero(spent[tool.Payer]), x)
	}
	for payer, budget := range tools.Budgets {
		if orZero(spent[payer]).Cmp(budget) > 0 {
			return total, false
		}
	}
	return total, true
}

func equilibriumUnder(t *testing.T, d Definition, tools Toolbox, z []*big.Rat, target State, c Concept) bool {
	t.Helper()
	for k, tool := range tools.Instruments {
		for i, x := range tool.Effects {
			p := Preference{Payoffs: slices.Clone(d.DMs[i].Preference.Payoffs)}
			for v := range p.Payoffs {
				if tool.When.Holds(p.Payoffs[v].State) {
					p.Payoffs[v].Worth = new(big.Rat).Add(p.Payoffs[v].Worth, new(big.Rat).Mul(x, z[k]))
				}
			}
			d.DMs = slices.Clone(d.DMs)
			d.DMs[i].Preference = p
		}
	}
	r := newReference(d)
	for i := range d.DMs {
		if !r.stable(i, c, target) {
			return false
		}
	}
	return true
}

// TestLeverageByHand: two decision makers in a dilemma with payoffs 3 for
// exploiting, 2 for mutual cooperation, 1 for mutual defection, 0 for being
// exploited. Relief of 1 for both where both cooperate costs 5 a unit to
// provide; a fine of 1 on defection while the other cooperates costs 1 a unit in
// readiness, one for each. To hold cooperation (3) under Nash each needs one
// unit: by relief 5 in all, by the fines 1 + 1. Under SEQ nothing is needed.
func TestLeverageByHand(t *testing.T) {
	d := dilemma()
	worth := [][]int64{{1, 0, 3, 2}, {1, 3, 0, 2}}
	for i := range d.DMs {
		d.DMs[i].Preference = Preference{}
		for s, x := range worth[i] {
			d.DMs[i].Preference.Payoffs = append(d.DMs[i].Preference.Payoffs, Payoff{State(s), big.NewRat(x, 1)})
		}
	}
	one, ids := big.NewRat(1, 1), idsOf(d)
	when := told(t, ids, "one & two", "!one & two", "one & !two")
	tools := Toolbox{Instruments: []Instrument{
		{ID: "relief", Effects: []*big.Rat{one, one}, When: when[0], Max: big.NewRat(9, 1), Cost: big.NewRat(5, 1)},
		{ID: "fine one", Effects: []*big.Rat{big.NewRat(-1, 1)}, When: when[1], Max: big.NewRat(9, 1), Readiness: one},
		{ID: "fine two", Effects: []*big.Rat{nil, big.NewRat(-1, 1)}, When: when[2], Max: big.NewRat(9, 1), Readiness: one},
	}}
	m := must(t, d)
	got, err := m.Leverage(context.Background(), 3, []Concept{Nash}, tools)
	if err != nil || !got.Attained || got.Cost.Cmp(big.NewRat(2, 1)) != 0 || got.Intensity[0].Sign() != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []Binding{{Temptation, 0, 2, 3}, {Temptation, 1, 1, 3}}
	if !reflect.DeepEqual(got.Binding, want) || !reflect.DeepEqual(got.After.List(-1), []State{0, 3}) {
		t.Errorf("binding %+v, after %v", got.Binding, got.After.List(-1))
	}
	if seq, err := m.Leverage(context.Background(), 3, []Concept{SEQ}, tools); err != nil || seq.Cost.Sign() != 0 {
		t.Errorf("under SEQ: %+v, %v", seq, err)
	}
	tools.Instruments[0].Cost = big.NewRat(1, 1) // now one relief serves both
	if got, err = m.Leverage(context.Background(), 3, []Concept{Nash}, tools); err != nil || got.Cost.Cmp(one) != 0 {
		t.Errorf("cheap relief: %+v, %v", got, err)
	}
	tools.Instruments[0].When = All(when[0])
	if _, err := must(t, dilemma()).Leverage(context.Background(), 3, []Concept{Nash}, tools); !errors.Is(err, ErrUnsupported) {
		t.Errorf("amounts for an ordinal preference: %v", err)
	}
}
