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

// TestInverseEqualsEnumeration tries every strict ranking with the reference.
func TestInverseEqualsEnumeration(t *testing.T) {
	ctx := context.Background()
	tried := map[Concept]int{}
	smallModels(t, 1000, 50, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		if len(r.states) > 7 || len(r.states) > 5 && rng.IntN(5) > 0 { // 5,040 rankings take a while
			return
		}
		i, s := rng.IntN(len(d.DMs)), r.states[rng.IntN(len(r.states))]
		c := []Concept{Nash, GMR, SMR, SEQ, SSEQ}[rng.IntN(5)]
		got, err := m.Inverse(ctx, i, s, c)
		if err != nil {
			t.Fatal(err)
		}
		tried[c]++
		own, all, total, least := 0, 0, 0, -1
		q := *r
		q.d.DMs = append([]DM(nil), d.DMs...)
		permutations(r.states, func(order []State) {
			q.worth = append([]map[State]*big.Rat(nil), r.worth...)
			q.codes = append([]map[State][]bool(nil), r.codes...)
			q.worth[i], q.codes[i] = map[State]*big.Rat{}, map[State][]bool{}
			for k, x := range order {
				q.worth[i][x] = big.NewRat(int64(-k), 1)
			}
			total++
			if !q.stable(i, c, s) {
				return
			}
			own++
			for j := range d.DMs {
				if !q.stable(j, c, s) {
					return
				}
			}
			all++
			swaps := 0
			for a, x := range order {
				for _, y := range order[:a] {
					if r.compare(i, x, y) > 0 {
						swaps++
					}
				}
			}
			if least < 0 || swaps < least {
				least = swaps
			}
		})
		if got.OwnSatisfying.Int64() != int64(own) || got.Satisfying.Int64() != int64(all) || got.Of.Int64() != int64(total) || got.LeastSwaps != least {
			t.Fatalf("%v of %d at %d: %v, %v of %v, swaps %d; want %d, %d of %d, swaps %d", c, i, s,
				got.OwnSatisfying, got.Satisfying, got.Of, got.LeastSwaps, own, all, total, least)
		}
	})
	for _, c := range []Concept{Nash, GMR, SMR, SEQ, SSEQ} {
		if tried[c] < 5 && !testing.Short() {
			t.Errorf("%v tried %d times", c, tried[c])
		}
	}
}

func permutations(states []State, visit func([]State)) {
	var place func(order []State, left []State)
	place = func(order []State, left []State) {
		if len(left) == 0 {
			visit(order)
		}
		for k, s := range left {
			rest := append(append([]State(nil), left[:k]...), left[k+1:]...)
			place(append(order[:len(order):len(order)], s), rest)
		}
	}
	place(nil, states)
}

// TestInverseByHand: in the dilemma, One's ranking makes mutual cooperation (3)
// an equilibrium under GMR if 2 is below 3, or the answer to 2, which is 0, is:
// of the orders of 3, 2 and 0, those in which 3 is not last; 24·2/3 = 16.
func TestInverseByHand(t *testing.T) {
	got, err := must(t, dilemma()).Inverse(context.Background(), 0, 3, GMR)
	if err != nil {
		t.Fatal(err)
	}
	want := []Requirement{{Temptation: 2, Alternatives: [][]State{{2}, {0}}}}
	if got.Satisfying.Int64() != 16 || got.Of.Int64() != 24 || got.LeastSwaps != 0 || !reflect.DeepEqual(got.Requirements, want) {
		t.Errorf("%+v", got)
	}
	// Under Nash 2 must rank below 3, its neighbour: one exchange. But Two would
	// still leave, so no ranking of One makes it an equilibrium.
	got, err = must(t, dilemma()).Inverse(context.Background(), 0, 3, Nash)
	if err != nil || got.OwnSatisfying.Int64() != 12 || got.Satisfying.Sign() != 0 || got.LeastSwaps != -1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSweep(t *testing.T) {
	ctx := context.Background()
	d := cuban(Both)
	ids := idsOf(d)
	d.DMs[0].Preference = Preference{Statements: told(t, ids, "!escalate", "withdraw", "!strike", "blockade -> !withdraw")}
	m := must(t, d)
	vary := []Variation{{DM: 0, Order: 3}, {DM: 1, Swaps: 2}}
	a, err := m.Sweep(ctx, 200, 7, vary, Nash, SEQ)
	if err != nil {
		t.Fatal(err)
	}
	d.Limits.Workers = 1
	b, err := must(t, d).Sweep(ctx, 200, 7, vary, Nash, SEQ)
	if err != nil {
		t.Fatal(err)
	}
	a.Base, b.Base = nil, nil // sets point to their models
	if !reflect.DeepEqual(a, b) {
		t.Error("the result depends on the number of goroutines")
	}
	for _, c := range []Concept{Nash, SEQ} {
		sum := 0
		for _, n := range a.Count[c] {
			sum += n
			if n > a.Runs {
				t.Errorf("%v: %d of %d runs", c, n, a.Runs)
			}
		}
		if sum != a.All[c] || a.Same[c] > a.Runs {
			t.Errorf("%v: %d counted, %d in all", c, sum, a.All[c])
		}
	}
	none, err := m.Sweep(ctx, 10, 1, nil)
	if err != nil || none.Same[SEQ] != 10 {
		t.Errorf("nothing varied, %d of 10 the same, %v", none.Same[SEQ], err)
	}
	if _, err := m.Sweep(ctx, 1, 1, []Variation{{DM: 1, Within: 1}}); err == nil {
		t.Error("amounts in an ordinal preference")
	}
}

// TestSweepProgress: it is told of all runs in the end, never less than before,
// and what it is told changes nothing.
func TestSweepProgress(t *testing.T) {
	ctx, m := context.Background(), must(t, dilemma())
	vary := []Variation{{DM: 0, Swaps: 1}}
	var told []int
	got, err := m.SweepProgress(ctx, 150, 3, vary, func(done int) { told = append(told, done) }, SEQ)
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < 2 || told[len(told)-1] != 150 || !slices.IsSorted(told) {
		t.Errorf("told %v", told)
	}
	want, err := m.Sweep(ctx, 150, 3, vary, SEQ)
	if err != nil || !reflect.DeepEqual(got.Count, want.Count) {
		t.Errorf("%v, %v and %v", err, got.Count, want.Count)
	}
}

// TestSweepWithin: payoffs that differ by more than the range keep every
// equilibrium; and a cardinal sweep is the same model by model.
func TestSweepWithin(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 51))
	d := dilemma()
	for i := range d.DMs {
		p := Preference{}
		for s := range State(4) {
			p.Payoffs = append(p.Payoffs, Payoff{s, big.NewRat(10*rng.Int64N(100)+int64(s), 1)})
		}
		d.DMs[i].Preference = p
	}
	got, err := must(t, d).Sweep(context.Background(), 50, 3, []Variation{{DM: 0, Within: 1}, {DM: 1, Within: 1}}, Nash, GMR)
	if err != nil || got.Same[Nash] != 50 || got.Same[GMR] != 50 {
		t.Errorf("%+v, %v", got, err)
	}
}
