// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// smallModels tries a property on random models; it skips those without states.
func smallModels(t *testing.T, n int, stream uint64, try func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference)) {
	t.Helper()
	for seed := range uint64(rounds(n)) {
		rng := rand.New(rand.NewPCG(seed, stream))
		d := randomDefinition(rng)
		r := newReference(d)
		if len(r.states) == 0 {
			continue
		}
		try(t, rng, d, must(t, d), r)
		if t.Failed() {
			t.Fatalf("seed %d of stream %d", seed, stream)
		}
	}
}

// TestReasonsHold checks that each reason agrees with the definitions: every
// improvement is there, every sanction is a legal sequence that ends where it
// says and deters, every escape escapes.
func TestReasonsHold(t *testing.T) {
	ctx := context.Background()
	smallModels(t, 600, 10, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		s := r.states[rng.IntN(len(r.states))]
		i := rng.IntN(len(d.DMs))
		for _, c := range Concepts() {
			if c == SIM && m.kind == graph {
				continue
			}
			reason, err := m.Explain(ctx, s, i, c)
			if err != nil {
				t.Fatal(err)
			}
			improvements := r.improvements(i, s)
			if reason.Stable != r.stable(i, c, s) || len(reason.Deviations) != len(improvements) {
				t.Fatalf("%v at %d: %+v", c, s, reason)
			}
			for _, dev := range reason.Deviations {
				want := c != Nash && r.deterred(i, c, s, dev.To)
				if dev.Deterred != want || !slices.Contains(improvements, dev.To) {
					t.Fatalf("%v at %d: %+v", c, s, dev)
				}
				checkSanction(t, r, i, c, s, dev)
			}
		}
	})
}

// TestExplainWithin: by all steps it is as without a limit, by none nobody answers, and
// by those of one decision maker, what deters does so among all.
func TestExplainWithin(t *testing.T) {
	smallModels(t, 300, 17, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		s, i, j := r.states[rng.IntN(len(r.states))], rng.IntN(len(d.DMs)), rng.IntN(len(d.DMs))
		for _, c := range Concepts() {
			if c == SIM && m.kind == graph {
				continue
			}
			within := func(may func(Step) bool) Reason {
				x, err := m.ExplainWithin(t.Context(), s, i, c, may)
				if err != nil {
					t.Fatal(err)
				}
				return x
			}
			whole := within(nil)
			all, none := within(func(Step) bool { return true }), within(func(Step) bool { return false })
			one := within(func(x Step) bool { return x.DM == j })
			for k, dev := range whole.Deviations {
				if x := all.Deviations[k]; x.Deterred != dev.Deterred || x.Answers != dev.Answers || len(x.Sanction) != len(dev.Sanction) {
					t.Fatalf("%v at %d, by all steps: %+v, without a limit %+v", c, s, x, dev)
				}
				if x := none.Deviations[k]; x.Answers > 0 || x.Sanction != nil || x.Deterred && c != SIM {
					t.Fatalf("%v at %d: nobody may answer, and %+v", c, s, x)
				}
				x := one.Deviations[k]
				if x.Deterred && !dev.Deterred || slices.ContainsFunc(x.Sanction, func(x Step) bool { return x.DM != j }) {
					t.Fatalf("%v at %d, by %d alone: %+v, among all %+v", c, s, j, x, dev)
				}
			}
		}
	})
}

func checkSanction(t *testing.T, r *reference, i int, c Concept, s State, dev Deviation) {
	t.Helper()
	if len(dev.Sanction) == 0 {
		return
	}
	if c == SIM {
		end := dev.To
		for _, step := range dev.Sanction {
			if step.From != s || step.DM == i || !slices.Contains(r.improvements(step.DM, s), step.To) {
				t.Fatalf("not a simultaneous improvement: %+v", dev)
			}
			end ^= step.From ^ step.To
		}
		if end != dev.End || !r.deters(i, end, s) {
			t.Fatalf("does not deter: %+v", dev)
		}
		return
	}
	at, last := dev.To, -1
	for _, step := range dev.Sanction {
		if step.From != at || step.DM == i || step.DM == last || !slices.Contains(r.one(step.DM, at, c == SEQ || c == SSEQ), step.To) {
			t.Fatalf("not a legal sequence: %+v", dev)
		}
		at, last = step.To, step.DM
	}
	if at != dev.End || !r.deters(i, at, s) || dev.Deterred != (dev.Escape == nil) {
		t.Fatalf("does not deter: %+v", dev)
	}
	if dev.Escape != nil && (!slices.Contains(r.reach[i][at], *dev.Escape) || r.compare(i, *dev.Escape, s) <= 0) {
		t.Fatalf("no escape: %+v", dev)
	}
}

// cardinal gives every DM integer payoffs in place of its preference, so that
// one unit is a meaningful step.
func cardinal(rng *rand.Rand, d Definition, states []State) Definition {
	d.DMs = slices.Clone(d.DMs)
	for i := range d.DMs {
		p := Preference{Payoffs: []Payoff{}}
		for _, s := range states {
			p.Payoffs = append(p.Payoffs, Payoff{s, big.NewRat(rng.Int64N(12), 1)})
		}
		d.DMs[i].Preference = p
	}
	return d
}

func reward(d Definition, i int, s State, by *big.Rat) Definition {
	d.DMs = slices.Clone(d.DMs)
	p := Preference{Payoffs: slices.Clone(d.DMs[i].Preference.Payoffs)}
	for k, v := range p.Payoffs {
		if v.State == s {
			p.Payoffs[k].Worth = new(big.Rat).Add(v.Worth, by)
		}
	}
	d.DMs[i].Preference = p
	return d
}

// TestPriceHolds pays the price and looks whether the state is stable, and not
// with one unit less; takes the margin away and looks whether it still is, and
// not with one unit more. The map must say the same as the single price.
func TestPriceHolds(t *testing.T) {
	ctx := context.Background()
	held := 0
	smallModels(t, 4000, 11, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		if m.kind == graph {
			if _, err := m.Price(ctx, r.states[0], Nash); err == nil {
				t.Fatal("a price in a graph")
			}
			return
		}
		d = cardinal(rng, d, r.states)
		m = must(t, d)
		s, i := r.states[rng.IntN(len(r.states))], rng.IntN(len(d.DMs))
		for _, c := range []Concept{Nash, GMR, SMR, SEQ, SSEQ} {
			prices, err := m.Price(ctx, s, c)
			if err != nil {
				t.Fatal(err)
			}
			p := prices[i]
			held++
			stable := func(by *big.Rat) bool { return newReference(reward(d, i, s, by)).stable(i, c, s) }
			half, one := big.NewRat(1, 2), big.NewRat(1, 1)
			over := new(big.Rat).Add(p.Price, half)
			under := new(big.Rat).Sub(p.Price, half)
			if stable(p.Price) != p.Attained || !stable(over) || p.Price.Sign() > 0 && stable(under) ||
				p.Attained && p.Price.Sign() > 0 && stable(new(big.Rat).Sub(p.Price, one)) {
				t.Fatalf("%v at %d for %d: price %v attained %v", c, s, i, p.Price, p.Attained)
			}
			if p.Margin != nil && p.Price.Sign() == 0 && p.Attained {
				if less := new(big.Rat).Neg(p.Margin); !stable(new(big.Rat).Add(less, half)) || stable(less.Sub(less, half)) {
					t.Fatalf("%v at %d for %d: margin %v", c, s, i, p.Margin)
				}
			}
			m.checkField(t, s, i, c, p)
		}
	})
	if want := rounds(4000) * 5 / 2; held < want {
		t.Errorf("only %d prices were tried, want %d", held, want)
	}
}

func (m *Model) checkField(t *testing.T, s State, i int, c Concept, p Price) {
	t.Helper()
	one := m.With(m.def.Settings)
	one.def.Limits.Workers = 1
	err := one.PriceMap(context.Background(), []Concept{c}, func(f PriceField) error {
		if f.DM != i {
			return nil
		}
		units, attained := f.At(s)
		if big.NewRat(units, f.Unit).Cmp(p.Price) != 0 || attained != p.Attained {
			t.Fatalf("%v at %d for %d: map %d/%d %v, price %v %v", c, s, i, units, f.Unit, attained, p.Price, p.Attained)
		}
		units, moves := f.Margin(s)
		if moves != (p.Margin != nil) || moves && big.NewRat(units, f.Unit).Cmp(p.Margin) != 0 {
			t.Fatalf("%v at %d for %d: margin of the map %d/%d %v, of the state %v", c, s, i, units, f.Unit, moves, p.Margin)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPriceByHand is the worked example of docs/methods/stability-price.md.
func TestPriceByHand(t *testing.T) {
	d := dilemma()
	for i, worth := range [][]int64{{1, 0, 3, 2}, {1, 3, 0, 2}} {
		d.DMs[i].Preference = Preference{}
		for s, x := range worth {
			d.DMs[i].Preference.Payoffs = append(d.DMs[i].Preference.Payoffs, Payoff{State(s), big.NewRat(x, 1)})
		}
	}
	m := must(t, d)
	for c, want := range map[Concept][2]int64{Nash: {1, -1}, GMR: {0, 1}, SEQ: {0, 1}} {
		prices, err := m.Price(context.Background(), 3, c)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range prices {
			if p.Price.Cmp(big.NewRat(want[0], 1)) != 0 || p.Margin.Cmp(big.NewRat(want[1], 1)) != 0 ||
				!p.Attained || !p.Cardinal || *p.Temptation != State(2-i) {
				t.Errorf("%v for %d: %+v", c, i, p)
			}
		}
	}
}

// TestPaths compares what can be reached with a closure by hand.
func TestPaths(t *testing.T) {
	m := must(t, elmira(t))
	got, err := m.Paths(context.Background(), 2, true) // the status quo: delay, nothing else
	if err != nil {
		t.Fatal(err)
	}
	want := []Reached{
		{State: 2, Path: []Step{}},
		// The ministry ranks its modification (state 2) below the status quo (1), the
		// company ranks 1 first; only the council gains, by insisting (5 above 1).
		{State: 18, Path: []Step{{DM: 2, From: 2, To: 18}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	all, err := m.Paths(context.Background(), 2, false)
	if err != nil || len(all) != 9 {
		t.Errorf("%d reachable, %v", len(all), err)
	}
}
