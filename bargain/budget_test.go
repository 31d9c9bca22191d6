// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"testing"
)

// TestMemory: a budget that does not hold the frontier gives points of it that
// are feasible, a proven gap and the reason.
func TestMemory(t *testing.T) {
	p, err := Compile(opposedModel(3, 14, 5, 9, 1))
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(t.Context(), Options{MemoryBytes: 1 << 17})
	if err != nil || f.Proven() || f.Why() != "memory" || f.Len() == 0 {
		t.Fatalf("%v: %d vectors, proven %v, %q", err, f.Len(), f.Proven(), f.Why())
	}
	full, err := p.Frontier(t.Context(), Options{})
	if err != nil || !full.Proven() || full.Len() < f.Len() {
		t.Fatal(err, full.Len(), f.Len())
	}
	gap, ceiling := f.Gap(), f.Ceiling()
	for i := 0; i < full.Len(); i += 40 {
		u := full.Point(i).Utility
		near := false
		for j := 0; j < f.Len() && !near; j++ {
			near = true
			for q := range u {
				v := f.Value(j, q)
				near = near && v.Add(v, gap[q]).Cmp(u[q]) >= 0
			}
		}
		for q := range u {
			near = near && u[q].Cmp(ceiling[q]) <= 0
		}
		if !near {
			t.Fatalf("vector %d of the frontier is outside the bounds", i)
		}
	}
}

// TestMemoryBudgets: whatever the budget, points are packages none of which
// dominates another, every vector of the frontier is within the gap of one and
// below the ceiling, fair points and the zone say that they are not proven, and
// bounds of the zone hold.
func TestMemoryBudgets(t *testing.T) {
	m := opposedModel(3, 10, 4, 6, 1)
	for q := range m.Parties {
		m.Parties[q].Views[0].Reservation = &Reservation{Value: Rational(big.NewRat(2, 5))}
	}
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := p.Frontier(t.Context(), Options{})
	if err != nil || !whole.Proven() {
		t.Fatal(err)
	}
	exact, err := whole.Zone(t.Context(), 1<<21)
	if err != nil || exact.Packages.Exact == nil {
		t.Fatal(exact, err)
	}
	for budget := int64(1); budget < 1<<21; budget *= 8 {
		f, err := p.Frontier(t.Context(), Options{MemoryBytes: budget})
		if err != nil {
			t.Fatal(budget, err)
		}
		if f.Proven() {
			if f.Len() != whole.Len() {
				t.Fatalf("%d bytes: %d vectors said to be proven, want %d", budget, f.Len(), whole.Len())
			}
			continue
		}
		if f.Why() != "memory" || f.Total() != nil {
			t.Fatalf("%d bytes: %q", budget, f.Why())
		}
		for i := range f.Len() {
			for j := range f.Len() {
				if i != j && covers(f.last.at(i), f.last.at(j)) {
					t.Fatalf("%d bytes: point %d covers point %d", budget, i, j)
				}
			}
		}
		s, err := f.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []*Solution{s.Nash, s.KalaiSmorodinsky, s.Egalitarian, s.EqualGain, s.Utilitarian} {
			if x != nil && x.Proven {
				t.Errorf("%d bytes: %+v is said to be proven", budget, x)
			}
		}
		z, err := f.Zone(t.Context(), 4)
		if err != nil || z.Packages.AtLeast.Cmp(exact.Packages.Exact) > 0 || z.Packages.AtMost.Cmp(exact.Packages.Exact) < 0 ||
			z.Exists && z.Packages.AtMost.Sign() == 0 || !z.Exists && z.Proven {
			t.Errorf("%d bytes: zone %+v of %s packages, %v", budget, z, exact.Packages.Exact, err)
		}
	}
}

// TestZoneBounds: with less and less room the bounds of a count widen, and hold.
func TestZoneBounds(t *testing.T) {
	m := opposedModel(2, 11, 4, 9, 2)
	for q := range m.Parties {
		m.Parties[q].Views[0].Reservation = &Reservation{Value: Rational(big.NewRat(1, 2))}
	}
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	_, exact, err := p.count(t.Context(), 1<<22)
	if err != nil || exact.Exact == nil {
		t.Fatal(exact, err)
	}
	bounded := 0
	for room := 1 << 18; room > 0; room /= 8 {
		_, c, err := p.count(t.Context(), room)
		if err != nil || c.AtLeast.Cmp(exact.Exact) > 0 || c.AtMost.Cmp(exact.Exact) < 0 || c.AtMost.Cmp(p.Outcomes()) > 0 {
			t.Fatalf("%d sums: %s to %s, want %s (%v)", room, c.AtLeast, c.AtMost, exact.Exact, err)
		}
		if c.Exact == nil {
			bounded++
		}
	}
	if bounded == 0 {
		t.Error("every count was exact")
	}
}
