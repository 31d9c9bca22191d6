// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// sameGains compares joint gains and compensation with their definitions, from
// some package.
func sameGains(t *testing.T, c *proof) {
	b := c.b
	if len(b.packages) == 0 {
		return
	}
	r := rand.New(rand.NewPCG(c.seed, 7))
	at := r.IntN(len(b.packages))
	x, from := b.packages[at], b.utility[at]
	g, err := c.p.Gains(t.Context(), x, Options{})
	if err != nil || !g.Proven {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
	if g.Efficient != b.efficient[at] || ratKey(g.From.Utility) != ratKey(from) {
		t.Fatalf("seed %d: efficient %v", c.seed, g.Efficient)
	}
	step := bruteStep(b.utility, from)
	if g.Efficient != (step == nil) || step != nil && compareLists(sortedRats(diff(g.Step.Utility, from)), sortedRats(diff(step, from))) != 0 {
		t.Fatalf("seed %d: step %v, want %v", c.seed, g.Step, step)
	}
	vectors, betterForAll := 0, 0
	most := slices.Clone(from) // per party, at no cost to anybody
	for _, u := range b.vectors {
		if ratKey(u) != ratKey(from) && !bruteDominates(u, from) {
			continue
		}
		vectors++
		all := true
		for q := range u {
			all = all && u[q].Cmp(from[q]) > 0
			if u[q].Cmp(most[q]) > 0 {
				most[q] = u[q]
			}
		}
		if all {
			betterForAll++
		}
	}
	if g.Frontier.Len() != vectors || g.BetterForAll != betterForAll {
		t.Fatalf("seed %d: %d vectors above, %d better for all, want %d and %d", c.seed, g.Frontier.Len(), g.BetterForAll, vectors, betterForAll)
	}
	for q, m := range g.More {
		if (m == nil) != (most[q].Cmp(from[q]) == 0) || m != nil && (m.Utility[q].Cmp(most[q]) != 0 || !bruteDominates(m.Utility, from)) {
			t.Fatalf("seed %d: more for party %d is %+v, want %s", c.seed, q, m, most[q])
		}
	}
	issue := r.IntN(len(x))
	change := Change{issue, x[issue], r.IntN(len(c.m.Issues[issue].Options))}
	s, err := c.p.Compensate(t.Context(), x, change, Options{})
	c.fatal(t, err)
	var with [][]*big.Rat
	restored := false
	for i, y := range b.packages {
		if y[issue] == change.To {
			with = append(with, b.utility[i])
			restored = restored || ratKey(b.utility[i]) == ratKey(from)
		}
	}
	want := bruteStep(with, from)
	switch {
	case want == nil && restored != (s != nil):
		t.Fatalf("seed %d: compensation %v, want %v", c.seed, s, restored)
	case want == nil:
	case s == nil || s.Package[issue] != change.To || compareLists(sortedRats(diff(s.Utility, from)), sortedRats(diff(want, from))) != 0:
		t.Fatalf("seed %d: compensation %v, want %s", c.seed, s, ratKey(want))
	}
}

// samePrices compares the price of every change, and all exchanges of two
// concessions, with their definitions.
func samePrices(t *testing.T, c *proof) {
	b := c.b
	if len(b.packages) == 0 {
		return
	}
	at := int(c.seed % uint64(len(b.packages)))
	x, from := b.packages[at], b.utility[at]
	prices, err := c.p.Prices(x)
	c.fatal(t, err)
	want := 0
	for _, issue := range c.m.Issues {
		want += len(issue.Options) - 1
	}
	if len(prices) != want {
		t.Fatalf("seed %d: %d prices, want %d", c.seed, len(prices), want)
	}
	utility := func(y Package) (u []*big.Rat) {
		for _, party := range c.m.Parties {
			u = append(u, bruteUtility(party.Views[0], y))
		}
		return u
	}
	feasible := func(y Package) bool {
		return slices.ContainsFunc(b.packages, func(z Package) bool { return slices.Equal(y, z) })
	}
	for _, k := range prices {
		y := slices.Clone(x)
		y[k.Issue] = k.To
		d := diff(utility(y), from)
		var losers, gainers []int
		for q := range d {
			switch d[q].Sign() {
			case -1:
				losers = append(losers, q)
			case 1:
				gainers = append(gainers, q)
			}
		}
		if k.From != x[k.Issue] || ratKey(k.Difference) != ratKey(d) || !slices.Equal(k.Losers, losers) || !slices.Equal(k.Gainers, gainers) || k.Allowed != feasible(y) {
			t.Fatalf("seed %d: price %+v, want %s", c.seed, k, ratKey(d))
		}
	}
	rolls, err := c.p.Logrolls(t.Context(), x, nil, 0)
	c.fatal(t, err)
	var best [][]*big.Rat // gains of every exchange, sorted
	for i, first := range prices {
		for _, second := range prices[i+1:] {
			y := slices.Clone(x)
			y[first.Issue], y[second.Issue] = first.To, second.To
			if u := utility(y); first.Issue != second.Issue && len(first.Losers) > 0 && len(second.Losers) > 0 && bruteDominates(u, from) && feasible(y) {
				best = append(best, sortedRats(diff(u, from)))
			}
		}
	}
	slices.SortFunc(best, func(a, b []*big.Rat) int { return compareLists(b, a) })
	if len(rolls) != len(best) {
		t.Fatalf("seed %d: %d exchanges, want %d", c.seed, len(rolls), len(best))
	}
	for i, roll := range rolls {
		if ratKey(sortedRats(roll.Difference)) != ratKey(best[i]) {
			t.Fatalf("seed %d: exchange %d brings %s, want %s", c.seed, i, ratKey(roll.Difference), ratKey(best[i]))
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
