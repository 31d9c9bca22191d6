// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestGainsBruteForce compares joint gains, prices and compensation with their
// definitions.
func TestGainsBruteForce(t *testing.T) {
	for seed := range uint64(*cases / 4) {
		m := randomModel(seed)
		b := solveBrute(m)
		if len(b.packages) == 0 {
			continue
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 7))
		at := r.IntN(len(b.packages))
		x, from := b.packages[at], b.utility[at]
		g, err := p.Gains(t.Context(), x, Options{})
		if err != nil || !g.Proven {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if g.Efficient != (b.frontier[ratKey(from)] > 0) {
			t.Fatalf("seed %d: efficient %v", seed, g.Efficient)
		}
		step := bruteStep(b.utility, from)
		if g.Efficient != (step == nil) || step != nil && ratKey(diff(g.Step.Utility, from)) != ratKey(diff(step, from)) &&
			compareLists(ascending(diff(g.Step.Utility, from)), ascending(diff(step, from))) != 0 {
			t.Fatalf("seed %d: step %v, want %v", seed, g.Step, step)
		}
		issue := r.IntN(len(x))
		change := Change{issue, x[issue], r.IntN(len(m.Issues[issue].Options))}
		s, err := p.Compensate(t.Context(), x, change, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var with [][]*big.Rat
		for i, y := range b.packages {
			if y[issue] == change.To {
				with = append(with, b.utility[i])
			}
		}
		want := bruteStep(append(with, nil), from)
		if want == nil { // only equal vectors, or none
			i := slices.IndexFunc(with, func(u []*big.Rat) bool { return ratKey(u) == ratKey(from) })
			if (i >= 0) != (s != nil) {
				t.Fatalf("seed %d: compensation %v, want %v", seed, s, i >= 0)
			}
			continue
		}
		if s == nil || compareLists(ascending(diff(s.Utility, from)), ascending(diff(want, from))) != 0 {
			t.Fatalf("seed %d: compensation %v, want %s", seed, s, ratKey(want))
		}
	}
}

func diff(u, from []*big.Rat) []*big.Rat {
	var out []*big.Rat
	for q := range u {
		out = append(out, new(big.Rat).Sub(u[q], from[q]))
	}
	return out
}

// bruteStep is the leximin-best vector that dominates from, or nil.
func bruteStep(list [][]*big.Rat, from []*big.Rat) (best []*big.Rat) {
	for _, u := range list {
		if u != nil && bruteDominates(u, from) && (best == nil || compareLists(ascending(diff(u, from)), ascending(diff(best, from))) > 0) {
			best = u
		}
	}
	return best
}

// TestLogroll: the textbook exchange. Issue 0 matters to the first (5 against 1),
// issue 1 to the second; each holds what matters to the other.
func TestLogroll(t *testing.T) {
	m := pointsModel([]int64{-1, -1}, [][][]int64{{{0, 5}, {1, 0}}, {{1, 0}, {0, 5}}})
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	rolls, err := p.Logrolls(t.Context(), Package{0, 0}, nil, 0)
	if err != nil || len(rolls) != 1 || ratKey(rolls[0].Difference) != "4 4" {
		t.Fatalf("%+v, %v", rolls, err)
	}
	prices, err := p.Prices(Package{0, 0})
	if err != nil || len(prices) != 2 || ratKey(prices[0].Difference) != "5 -1" || !slices.Equal(prices[0].Losers, []int{1}) {
		t.Fatalf("%+v, %v", prices, err)
	}
	g, err := p.Gains(t.Context(), Package{0, 0}, Options{})
	if err != nil || g.BetterForAll != 1 || ratKey(g.Step.Utility) != "5 5" {
		t.Fatalf("%+v, %v", g, err)
	}
}
