// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// blurred makes up to four numbers of a copy of m uncertain. What the numbers can
// be at the ends of their ranges is in ends, for each combination of ends; it is
// nil where a party has two views or an order, which ends do not describe.
func blurred(r *rand.Rand, m *Model) (out *Model, ends []*Model) {
	copyOf := func(from *Model) *Model {
		to := *from
		to.Parties = slices.Clone(from.Parties)
		for p := range to.Parties {
			v := from.Parties[p].Views[0]
			v.Weights, v.Values, v.Terms = slices.Clone(v.Weights), slices.Clone(v.Values), slices.Clone(v.Terms)
			for i := range v.Values {
				v.Values[i] = slices.Clone(v.Values[i])
			}
			to.Parties[p].Views = []View{v}
		}
		return &to
	}
	out = copyOf(m)
	type place struct {
		at        func(*Model) *Number
		low, high Number
	}
	var places []place
	for range 1 + r.IntN(4) {
		p := r.IntN(len(m.Parties))
		v := m.Parties[p].Views[0]
		issue := r.IntN(len(m.Issues))
		var at func(*Model) *Number
		switch {
		case len(v.Terms) > 0 && r.IntN(3) == 0:
			k := r.IntN(len(v.Terms))
			at = func(m *Model) *Number { return &m.Parties[p].Views[0].Terms[k].Add }
		case len(v.Weights) > 1 && r.IntN(2) == 0:
			at = func(m *Model) *Number { return &m.Parties[p].Views[0].Weights[issue] }
		case len(v.Values) > 0 && v.Values[issue] != nil:
			o := r.IntN(len(v.Values[issue]))
			at = func(m *Model) *Number { return &m.Parties[p].Views[0].Values[issue][o] }
		default:
			continue
		}
		if n := at(out); n.isExact() {
			low := Rational(n.exact())
			high := Rational(new(big.Rat).Add(low.exact(), big.NewRat(1+r.Int64N(6), 2)))
			if r.IntN(4) == 0 {
				low, high, *n = Int(0), Int(1), Unknown()
			} else {
				*n, _ = Between(low, high)
			}
			places = append(places, place{at, low, high})
		}
	}
	for set := range 1 << len(places) {
		end := copyOf(m)
		for k, at := range places {
			*at.at(end) = at.low
			if set&(1<<k) != 0 {
				*at.at(end) = at.high
			}
		}
		ends = append(ends, end)
	}
	switch p := r.IntN(len(m.Parties)); r.IntN(4) {
	case 0: // a second adviser
		out.Parties[p].Views = append(out.Parties[p].Views, randomView(r, m, true))
		ends = nil
	case 1:
		if v := &out.Parties[p].Views[0]; len(v.Weights) > 1 {
			v.Weights = slices.Clone(v.Weights)
			v.Weights[0], v.Weights[1] = Unknown(), Unknown()
			v.Order = [][2]int{{0, 1}}
			ends = nil
		}
	}
	return out, ends
}

// sameDraws: every share of a robust result is recounted by solving each drawn
// case by definition. Where ranges are independent, what holds at every
// combination of their ends holds throughout, because a difference of two
// packages is linear in each number: so the verdict on "necessarily" is exact,
// and none on "possibly" is wrong.
func sameDraws(t *testing.T, c *proof) {
	if len(c.b.packages) == 0 {
		return
	}
	r := rand.New(rand.NewPCG(c.seed, 13))
	m, ends := blurred(r, c.m)
	o := RobustOptions{Samples: 3, Seed: c.seed, Packages: c.b.packages[:min(12, len(c.b.packages))]}
	got, err := m.Robust(t.Context(), o)
	c.fatal(t, err)
	want := make([]RobustPackage, len(o.Packages))
	for k := range want {
		want[k] = RobustPackage{Package: o.Packages[k], Regret: new(big.Rat)}
	}
	for i := range o.Samples {
		drawn, err := m.sample(newDice(o.Seed, i))
		c.fatal(t, err)
		b := solveBrute(drawn)
		fair := b.solutions()
		for k := range want {
			u := b.utility[k]
			count := func(to *int, is bool) {
				if is {
					*to++
				}
			}
			is := func(name string) bool { return fair[name] != nil && ratKey(fair[name][0]) == ratKey(u) }
			count(&want[k].Efficient, b.efficient[k])
			count(&want[k].Acceptable, b.rational(u))
			count(&want[k].Nash, is("nash"))
			count(&want[k].KalaiSmorodinsky, is("ks"))
			count(&want[k].Egalitarian, is("egalitarian"))
			if step := bruteStep(b.utility, u); step != nil {
				if least := sortedRats(diff(step, u))[0]; least.Cmp(want[k].Regret) > 0 {
					want[k].Regret = least
				}
			}
		}
	}
	for k, w := range want {
		g := got.Packages[k]
		if g.Efficient != w.Efficient || g.Acceptable != w.Acceptable || g.Nash != w.Nash || g.KalaiSmorodinsky != w.KalaiSmorodinsky ||
			g.Egalitarian != w.Egalitarian || g.Regret.Cmp(w.Regret) != 0 {
			t.Fatalf("seed %d: package %v: %+v, want %+v", c.seed, w.Package, g, w)
		}
	}
	if ends != nil {
		sameVerdicts(t, c.seed, got, ends)
	}
}

func sameVerdicts(t *testing.T, seed uint64, got *Robust, ends []*Model) {
	t.Helper()
	always, never := make([]bool, len(got.Packages)), make([]bool, len(got.Packages))
	for k := range always {
		always[k], never[k] = true, true
	}
	for _, end := range ends {
		b := solveBrute(end)
		for k := range always {
			always[k] = always[k] && b.efficient[k]
			never[k] = never[k] && !b.efficient[k]
		}
	}
	for k, p := range got.Packages {
		if want := map[bool]Verdict{true: Yes, false: No}[always[k]]; p.Necessarily != want {
			t.Fatalf("seed %d: package %v is necessarily efficient: %s, want %s", seed, p.Package, p.Necessarily, want)
		}
		if p.Possibly == No && !never[k] || p.Possibly == Yes && p.Efficient == 0 {
			t.Fatalf("seed %d: package %v is possibly efficient: %s, and never at an end: %v", seed, p.Package, p.Possibly, never[k])
		}
	}
}
