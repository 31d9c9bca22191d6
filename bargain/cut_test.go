// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCut compares the cut frontier, its counts, fair points and zone with a case
// in which the cut is a part of the utility: one issue whose options are the
// packages.
func TestCut(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 9))
		m := randomModel(seed)
		m.Constraints = nil
		for p := range m.Parties {
			if r.IntN(3) > 0 {
				most := Int(r.Int64N(9) - 1)
				m.Parties[p].Views[0].Most = &most
			}
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(seed, err)
		}
		whole, err := p.Frontier(t.Context(), Options{})
		if err != nil {
			t.Fatal(seed, err)
		}
		flat := flatten(m, p)
		_, want, wantFair, wantZone := solve(t, flat)
		got := whole.Cut()
		if got.Len() != want.Len() {
			t.Fatalf("seed %d: %d vectors, want %d", seed, got.Len(), want.Len())
		}
		for i := range got.Len() {
			a, b := got.Point(i), want.Point(i)
			if ratKey(a.Utility) != ratKey(b.Utility) {
				t.Fatalf("seed %d: vector %d is %s, want %s", seed, i, ratKey(a.Utility), ratKey(b.Utility))
			}
			if c := a.Packages.Cmp(b.Packages); c > 0 || c < 0 && !got.AtLeast(i) {
				t.Fatalf("seed %d: vector %d has %s packages, want %s", seed, i, a.Packages, b.Packages)
			}
		}
		fair, err := got.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for k, pair := range [][2]*Solution{{fair.Nash, wantFair.Nash}, {fair.KalaiSmorodinsky, wantFair.KalaiSmorodinsky},
			{fair.Egalitarian, wantFair.Egalitarian}, {fair.EqualGain, wantFair.EqualGain}, {fair.Utilitarian, wantFair.Utilitarian}} {
			if (pair[0] == nil) != (pair[1] == nil) || pair[0] != nil && (ratKey(pair[0].Utility) != ratKey(pair[1].Utility) || pair[0].Ties != pair[1].Ties) {
				t.Fatalf("seed %d: fair point %d is %+v, want %+v", seed, k, pair[0], pair[1])
			}
		}
		zone, err := got.Zone(t.Context(), 0)
		if err != nil || zone.Exists != wantZone.Exists || zone.Packages.Exact.Cmp(wantZone.Packages.Exact) != 0 {
			t.Fatalf("seed %d: zone %+v, want %+v (%v)", seed, zone, wantZone, err)
		}
	}
}

// flatten makes one issue of all packages, with utilities after the cut.
func flatten(m *Model, p *Problem) *Model {
	out := &Model{ComparableScales: m.ComparableScales, SocialWeights: m.SocialWeights, Issues: []Issue{{ID: "package"}}}
	var packages []Package
	x := make(Package, len(m.Issues))
	for {
		packages = append(packages, slices.Clone(x))
		out.Issues[0].Options = append(out.Issues[0].Options, Option{ID: ratKey([]*big.Rat{big.NewRat(int64(len(packages)), 1)})})
		i := 0
		for ; i < len(x); i++ {
			if x[i]++; x[i] < len(m.Issues[i].Options) {
				break
			}
			x[i] = 0
		}
		if i == len(x) {
			break
		}
	}
	for q, party := range m.Parties {
		view := View{Values: [][]Number{nil}}
		for _, x := range packages {
			u := p.utility(q, x)
			if most := party.Views[0].Most; most != nil && u.Cmp(most.exact()) > 0 {
				u = most.exact()
			}
			view.Values[0] = append(view.Values[0], Rational(u))
		}
		if limit := p.Reservation(q); limit != nil {
			view.Reservation = &Reservation{Value: Rational(limit)}
		}
		out.Parties = append(out.Parties, Party{ID: party.ID, Views: []View{view}})
	}
	return out
}
