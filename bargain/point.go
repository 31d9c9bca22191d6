// SPDX-License-Identifier: Apache-2.0

package bargain

import "math/big"

// A Point is one vector of a frontier with a package behind it.
type Point struct {
	Utility  []*big.Rat // exact, per party
	Packages *big.Int   // packages with exactly this vector; nil if not counted
	Package  Package    // one of them, the same in every run
}

// Point returns the i-th point in descending order, with fresh values. It panics
// if i is out of range. Cost: linear in issues.
func (f *Frontier) Point(i int) Point {
	x := f.Package(i)
	u := make([]*big.Rat, f.p.parties)
	for q := range u {
		u[q] = f.Value(i, q)
	}
	return Point{Utility: u, Packages: f.Packages(i), Package: x}
}

// Value returns the exact utility of the i-th point for a party: under a
// resolution, that of its package.
func (f *Frontier) Value(i, party int) *big.Rat {
	if f.p.resolution > 0 {
		v := f.p.utility(party, f.Package(i))
		if f.whole != nil && f.p.cuts[party] {
			if most := f.p.model.Parties[party].Views[0].Most.exact(); v.Cmp(most) > 0 {
				return copyRat(most)
			}
		}
		return v
	}
	return f.p.rat(party, f.last.at(i)[party])
}

// Float returns the utility of the i-th point for a party, rounded, for charts.
func (f *Frontier) Float(i, party int) float64 {
	v, _ := f.Value(i, party).Float64()
	return v
}

// Packages returns the number of packages whose utilities are exactly those of
// the i-th point, or nil where they were not counted (the frontier is not proven).
// After [Frontier.Cut] it may be a lower bound; see [Frontier.AtLeast].
func (f *Frontier) Packages(i int) *big.Int {
	if !f.proven {
		return nil
	}
	return f.last.count.get(i)
}

// Total returns the number of packages behind all points together, or nil where
// they were not counted.
func (f *Frontier) Total() *big.Int {
	if !f.proven {
		return nil
	}
	sum := new(big.Int)
	small := uint64(0)
	for i, n := range f.last.count.n {
		if n < 1<<40 && small < 1<<62 {
			small += n
		} else {
			sum.Add(sum, f.last.count.get(i))
		}
	}
	return sum.Add(sum, new(big.Int).SetUint64(small))
}

// Package returns one package behind the i-th point, the same in every run.
func (f *Frontier) Package(i int) Package {
	if f.whole != nil {
		return f.whole.Package(f.of[i])
	}
	n := len(f.p.sizes)
	x := make(Package, n)
	if f.layers == nil {
		for issue := range x {
			x[issue] = int(f.packages[i*n+issue])
		}
		return x
	}
	node := 0
	at := uint32(i)
	for l := n - 1; l >= 0; l-- {
		t := f.trail[l][node]
		a := f.layers.arcs[l][node][t.via[at]]
		x[f.layers.order[l]] = int(a.option)
		at, node = t.back[at], int(a.from)
	}
	return x
}

// Rational reports whether the i-th point gives every party at least what it
// has stated as its reservation.
func (f *Frontier) Rational(i int) bool { return f.p.rational(f.last.at(i)) }

// RationalLen returns the number of points for which Rational holds.
func (f *Frontier) RationalLen() int {
	n := 0
	for i := range f.Len() {
		if f.Rational(i) {
			n++
		}
	}
	return n
}

// rational reports whether sums meet every stated reservation.
func (p *Problem) rational(u []int64) bool {
	for q, v := range u {
		if p.stated[q] && (p.hopeless[q] || v < p.limit[q]) {
			return false
		}
	}
	return true
}
