// SPDX-License-Identifier: Apache-2.0

package bargain

import (
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

// TestCoreBruteForce compares the core and the count of acceptable packages with
// their definitions, over all winning coalitions and all packages.
func TestCoreBruteForce(t *testing.T) {
	for seed := range uint64(*cases / 4) {
		m := randomModel(seed)
		b := solveBrute(m)
		n := len(m.Parties)
		r := rand.New(rand.NewPCG(seed, 9))
		rule := Rule{AtLeast: 1 + r.IntN(n)}
		if r.IntN(2) == 0 {
			rule.Veto = []int{r.IntN(n)}
		}
		veto, _ := rule.check(n)
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		core, err := f.Core(t.Context(), rule, Options{})
		if err != nil || !core.Proven {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i := range f.Len() {
			u := f.Point(i).Utility
			var content uint32
			for q := range u {
				if b.limit[q] == nil || u[q].Cmp(b.limit[q]) >= 0 {
					content |= 1 << q
				}
			}
			blocked := false
			for s := uint32(1); s < 1<<n; s++ {
				for _, v := range b.utility {
					better := rule.wins(s, veto)
					for _, q := range members(s) {
						better = better && v[q].Cmp(u[q]) > 0
					}
					blocked = blocked || better
				}
			}
			want := rule.wins(content, veto) && !blocked
			if got := slices.Contains(core.Points, i); got != want {
				t.Fatalf("seed %d: point %d in the core: %v, want %v", seed, i, got, want)
			}
		}
		accepted := int64(0)
		for _, u := range b.utility {
			var content uint32
			for q := range u {
				if b.limit[q] == nil || u[q].Cmp(b.limit[q]) >= 0 {
					content |= 1 << q
				}
			}
			if rule.wins(content, veto) {
				accepted++
			}
		}
		c, err := p.Acceptable(t.Context(), rule, 0)
		if err != nil || c.Exact == nil || c.Exact.Int64() != accepted {
			t.Fatalf("seed %d: %+v acceptable, want %d (%v)", seed, c, accepted, err)
		}
	}
}
