// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestStadiumRule: 55 deals of the stadium game have at most one dissenter and
// the consent of both who hold a veto (published with the game).
func TestStadiumRule(t *testing.T) {
	limits, points := stadiumGame()
	p, err := Compile(pointsModel(limits, points))
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Acceptable(t.Context(), AllBut(6, 1, 4, 5), 0)
	if err != nil || c.Exact == nil || c.Exact.Int64() != 55 {
		t.Errorf("%+v, %v", c, err)
	}
	c, err = p.Acceptable(t.Context(), Unanimity(6), 0)
	if err != nil || c.Exact.Int64() != 12 {
		t.Errorf("%+v, %v", c, err)
	}
}

// content is the set of parties that get at least their stated reservation.
func (b *brute) content(u []*big.Rat) (s uint32) {
	for q := range u {
		if b.limit[q] == nil || u[q].Cmp(b.limit[q]) >= 0 {
			s |= 1 << q
		}
	}
	return s
}

// randomRule is a rule of some seed: a quorum, often with a veto.
func randomRule(seed uint64, n int) Rule {
	r := rand.New(rand.NewPCG(seed, 9))
	rule := Rule{AtLeast: 1 + r.IntN(n)}
	if r.IntN(2) == 0 {
		rule.Veto = []int{r.IntN(n)}
	}
	return rule
}

// sets are the coalitions that can put a package in force, by definition: enough
// parties, and all with a veto.
func (r Rule) sets(n int) (out []uint32) {
next:
	for s := uint32(1); s < 1<<n; s++ {
		for _, q := range r.Veto {
			if s&(1<<q) == 0 {
				continue next
			}
		}
		if bits.OnesCount32(s) >= r.AtLeast {
			out = append(out, s)
		}
	}
	return out
}

// sameRule compares the count of acceptable packages, and what one coalition can
// guarantee itself.
func sameRule(t *testing.T, c *proof) {
	n := len(c.m.Parties)
	rule := randomRule(c.seed, n)
	sets := rule.sets(n)
	accepted := int64(0)
	for _, u := range c.b.utility {
		if slices.Contains(sets, c.b.content(u)) {
			accepted++
		}
	}
	got, err := c.p.Acceptable(t.Context(), rule, 0)
	if err != nil || got.Exact == nil || got.Exact.Int64() != accepted {
		t.Fatalf("seed %d: %+v acceptable, want %d (%v)", c.seed, got, accepted, err)
	}
	s := uint32(1 + c.seed%(1<<n-1))
	who := members(s)
	k, err := c.p.Coalition(t.Context(), who, rule, Options{})
	c.fatal(t, err)
	rest := (uint32(1)<<n - 1) &^ s
	if k.Winning != slices.Contains(sets, s) || k.Blocks == slices.Contains(sets, rest) || (k.Guarantee != nil) != k.Winning {
		t.Fatalf("seed %d: coalition %v under %+v: %+v", c.seed, who, rule, k)
	}
	if !k.Winning {
		return
	}
	part := *c.m
	part.Parties, part.SocialWeights = nil, nil
	for _, q := range who {
		part.Parties = append(part.Parties, c.m.Parties[q])
	}
	want := solveBrute(&part)
	if k.Guarantee.Len() != len(want.frontier) {
		t.Fatalf("seed %d: %v can guarantee %d vectors, want %d", c.seed, who, k.Guarantee.Len(), len(want.frontier))
	}
	for i := range k.Guarantee.Len() {
		x := k.Guarantee.Point(i)
		if int64(want.frontier[ratKey(x.Utility)]) != x.Packages.Int64() {
			t.Fatalf("seed %d: %v has %s x %s", c.seed, who, ratKey(x.Utility), x.Packages)
		}
	}
}

// sameCore compares the core with its definition, over all winning coalitions and
// all packages.
func sameCore(t *testing.T, c *proof) {
	n := len(c.m.Parties)
	rule := randomRule(c.seed, n)
	sets := rule.sets(n)
	core, err := c.f.Core(t.Context(), rule, Options{})
	if err != nil || !core.Proven {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
	better := func(v, u []*big.Rat) (s uint32) { // who prefers v
		for q := range u {
			if v[q].Cmp(u[q]) > 0 {
				s |= 1 << q
			}
		}
		return s
	}
	for i := range c.f.Len() {
		u := c.f.Point(i).Utility
		blocked := slices.ContainsFunc(c.b.utility, func(v []*big.Rat) bool { return slices.Contains(sets, better(v, u)) })
		accepted := slices.Contains(sets, c.b.content(u))
		if got := slices.Contains(core.Points, i); got != (accepted && !blocked) {
			t.Fatalf("seed %d: point %d in the core: %v; accepted %v, blocked %v", c.seed, i, got, accepted, blocked)
		}
		if slices.Contains(core.Refused, i) == accepted {
			t.Fatalf("seed %d: point %d is refused, and accepted %v", c.seed, i, accepted)
		}
		if k, ok := core.Blocked[i]; ok {
			v, err := c.p.Utility(k.Package)
			if err != nil || ratKey(v) != ratKey(k.Utility) || !c.p.feasible(k.Package) {
				t.Fatalf("seed %d: point %d is blocked by %+v, %v", c.seed, i, k, err)
			}
			for _, q := range k.Members {
				if v[q].Cmp(u[q]) <= 0 {
					t.Fatalf("seed %d: point %d is blocked by %v with %s, no better for %d", c.seed, i, k.Members, ratKey(v), q)
				}
			}
		}
	}
}
