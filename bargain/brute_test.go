// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"slices"
	"strings"
)

// A brute is a case solved by writing the definitions down: every package, every
// pair of packages, in rationals.
type brute struct {
	m         *Model
	packages  []Package // feasible
	utility   [][]*big.Rat
	whole     [][]int64  // utility, each party's times one factor, for comparing
	limit     []*big.Rat // stated, or nil
	from      []*big.Rat // limits of gains; nil if nothing is feasible
	efficient []bool     // per package
	frontier  map[string]int
	vectors   map[string][]*big.Rat
}

func enumerate(m *Model, visit func(Package)) {
	x := make(Package, len(m.Issues))
	var settle func(i int)
	settle = func(i int) {
		if i == len(x) {
			visit(x)
			return
		}
		for o := range m.Issues[i].Options {
			x[i] = o
			settle(i + 1)
		}
	}
	settle(0)
}

func bruteUtility(v View, x Package) *big.Rat {
	u := new(big.Rat)
	for i, o := range x {
		if v.Values == nil || v.Values[i] == nil {
			continue
		}
		e, _ := v.Values[i][o].Exact()
		if v.Weights != nil {
			w, _ := v.Weights[i].Exact()
			e.Mul(e, w)
		}
		u.Add(u, e)
	}
	for _, t := range v.Terms {
		if t.When.Matches(x) {
			e, _ := t.Add.Exact()
			u.Add(u, e)
		}
	}
	return u
}

// solveBrute solves m with the sums as they stand, solveCut with utilities cut off
// at Most.
func solveBrute(m *Model) *brute { return bruteCase(m, false) }

func solveCut(m *Model) *brute { return bruteCase(m, true) }

func (b *brute) cut() *brute {
	if slices.ContainsFunc(b.m.Parties, func(p Party) bool { return p.Views[0].Most != nil }) {
		return solveCut(b.m)
	}
	return b
}

func bruteCase(m *Model, cut bool) *brute {
	b := &brute{m: m, frontier: map[string]int{}, vectors: map[string][]*big.Rat{}}
	enumerate(m, func(x Package) {
		for _, c := range m.Constraints {
			if !c.Allows(x) {
				return
			}
		}
		b.packages = append(b.packages, slices.Clone(x))
		var u []*big.Rat
		for _, party := range m.Parties {
			v := bruteUtility(party.Views[0], x)
			if most := party.Views[0].Most; cut && most != nil && v.Cmp(most.exact()) > 0 {
				v = most.exact()
			}
			u = append(u, v)
		}
		b.utility = append(b.utility, u)
	})
	for _, party := range m.Parties {
		r := party.Views[0].Reservation
		switch {
		case r == nil:
			b.limit = append(b.limit, nil)
		case r.Package != nil:
			b.limit = append(b.limit, bruteUtility(party.Views[0], r.Package))
		default:
			v, _ := r.Value.Exact()
			b.limit = append(b.limit, v)
		}
	}
	b.scale()
	if len(b.packages) > 0 {
		b.from = b.gainLimits()
	}
	for i, u := range b.utility {
		b.efficient = append(b.efficient, !slices.ContainsFunc(b.whole, func(v []int64) bool { return wholeDominates(v, b.whole[i]) }))
		if b.efficient[i] {
			b.frontier[ratKey(u)]++
			b.vectors[ratKey(u)] = u
		}
	}
	return b
}

// scale multiplies the utilities of each party by its least common denominator.
func (b *brute) scale() {
	for range b.utility {
		b.whole = append(b.whole, make([]int64, len(b.limit)))
	}
	for q := range b.limit {
		factor := big.NewInt(1)
		for _, u := range b.utility {
			factor.Mul(factor, new(big.Int).Quo(u[q].Denom(), new(big.Int).GCD(nil, nil, factor, u[q].Denom())))
		}
		for i, u := range b.utility {
			v := new(big.Int).Quo(new(big.Int).Mul(u[q].Num(), factor), u[q].Denom())
			if !v.IsInt64() {
				panic("the numbers of random cases must stay short")
			}
			b.whole[i][q] = v.Int64()
		}
	}
}

func wholeDominates(v, u []int64) bool {
	more := false
	for q := range v {
		if v[q] < u[q] {
			return false
		}
		more = more || v[q] > u[q]
	}
	return more
}

func bruteDominates(v, u []*big.Rat) bool {
	more := false
	for q := range v {
		switch v[q].Cmp(u[q]) {
		case -1:
			return false
		case 1:
			more = true
		}
	}
	return more
}

func ratKey(u []*big.Rat) string {
	var parts []string
	for _, v := range u {
		parts = append(parts, v.RatString())
	}
	return strings.Join(parts, " ")
}

func (b *brute) rational(u []*big.Rat) bool {
	for q, v := range u {
		if b.limit[q] != nil && v.Cmp(b.limit[q]) < 0 {
			return false
		}
	}
	return true
}

// inside lists the distinct vectors that meet every stated reservation, dominated
// ones too.
func (b *brute) inside() (out [][]*big.Rat) {
	seen := map[string]bool{}
	for _, u := range b.utility {
		if b.rational(u) && !seen[ratKey(u)] {
			seen[ratKey(u)] = true
			out = append(out, u)
		}
	}
	return out
}

// gainLimits are the reservations, and the least utility where none is stated.
func (b *brute) gainLimits() []*big.Rat {
	d := slices.Clone(b.limit)
	for q := range d {
		if d[q] != nil {
			continue
		}
		for _, u := range b.utility {
			if d[q] == nil || u[q].Cmp(d[q]) < 0 {
				d[q] = u[q]
			}
		}
	}
	return d
}

func sortedRats(list []*big.Rat) []*big.Rat {
	out := slices.Clone(list)
	slices.SortFunc(out, (*big.Rat).Cmp)
	return out
}

func (b *brute) gains(u []*big.Rat) []*big.Rat {
	var g []*big.Rat
	for q, d := range b.from {
		g = append(g, new(big.Rat).Sub(u[q], d))
	}
	return g
}

// pick returns the best vectors by score (greatest in lexicographic order), with
// the shown one first: leximin-best in gains, then lexicographically greatest.
func (b *brute) pick(from [][]*big.Rat, score func(u, gains []*big.Rat) []*big.Rat) [][]*big.Rat {
	var best [][]*big.Rat
	var most []*big.Rat
	for _, u := range from {
		s := score(u, b.gains(u))
		order := 1
		if len(best) > 0 {
			order = compareLists(s, most)
		}
		switch order {
		case 1:
			best, most = [][]*big.Rat{u}, s
		case 0:
			best = append(best, u)
		}
	}
	slices.SortFunc(best, func(u, v []*big.Rat) int {
		if d := compareLists(sortedRats(b.gains(v)), sortedRats(b.gains(u))); d != 0 {
			return d
		}
		return compareLists(v, u)
	})
	return best
}

// solutions returns the tied vectors of each definition, by name.
func (b *brute) solutions() map[string][][]*big.Rat {
	inside := b.inside()
	if len(inside) == 0 {
		return nil
	}
	var efficient [][]*big.Rat
	for _, u := range inside {
		if b.frontier[ratKey(u)] > 0 {
			efficient = append(efficient, u)
		}
	}
	d := b.from
	ideal := slices.Clone(d)
	for _, u := range inside {
		for q := range ideal {
			if u[q].Cmp(ideal[q]) > 0 {
				ideal[q] = u[q]
			}
		}
	}
	out := map[string][][]*big.Rat{}
	out["nash"] = b.pick(inside, func(_, gains []*big.Rat) []*big.Rat {
		n, product := int64(0), big.NewRat(1, 1)
		for _, g := range gains {
			if g.Sign() > 0 {
				n++
				product.Mul(product, g)
			}
		}
		return []*big.Rat{big.NewRat(n, 1), product}
	})
	out["egalitarian"] = b.pick(inside, func(_, gains []*big.Rat) []*big.Rat { return sortedRats(gains) })
	out["equal"] = b.pick(efficient, func(_, gains []*big.Rat) []*big.Rat {
		g := sortedRats(gains)
		return []*big.Rat{new(big.Rat).Sub(g[0], g[len(g)-1])}
	})
	out["utilitarian"] = b.pick(inside, func(u, _ []*big.Rat) []*big.Rat {
		s := new(big.Rat)
		for q, v := range u {
			w := big.NewRat(1, 1)
			if b.m.SocialWeights != nil {
				w, _ = b.m.SocialWeights[q].Exact()
			}
			s.Add(s, w.Mul(w, v))
		}
		return []*big.Rat{s}
	})
	for q := range ideal {
		if ideal[q].Cmp(d[q]) == 0 {
			return out
		}
	}
	out["ks"] = b.pick(inside, func(_, gains []*big.Rat) []*big.Rat {
		var r []*big.Rat
		for q, g := range gains {
			r = append(r, g.Quo(g, new(big.Rat).Sub(ideal[q], d[q])))
		}
		return sortedRats(r)
	})
	return out
}
