// SPDX-License-Identifier: Apache-2.0

package bargain

import "math/big"

// Model returns the model that the problem was made from.
func (p *Problem) Model() *Model { return p.model }

// Parties returns the number of parties.
func (p *Problem) Parties() int { return p.parties }

// Resolution returns the points scale of [CompileAt], or 0 for exact numbers.
func (p *Problem) Resolution() int64 { return p.resolution }

// RoundingError returns the greatest distance between a package's utility for a
// party and the utility that the engines use: 0 unless a resolution was set, else
// n steps of half the resolution for n issues and terms that matter to it.
func (p *Problem) RoundingError(party int) *big.Rat { return copyRat(p.rounding[party]) }

// Reservation returns the stated reservation of a party, or nil if it has stated
// none.
func (p *Problem) Reservation(party int) *big.Rat {
	if !p.stated[party] {
		return nil
	}
	return copyRat(p.limitRat[party])
}

// Outcomes returns the number of packages, feasible or not: the product of the
// numbers of options.
func (p *Problem) Outcomes() *big.Int {
	n := big.NewInt(1)
	for _, k := range p.sizes {
		n.Mul(n, big.NewInt(int64(k)))
	}
	return n
}

// Utility returns the exact utility of a package for each party, whatever the
// resolution, or an error if it does not settle every issue. It does not look at
// constraints. Cost: linear in issues and terms.
func (p *Problem) Utility(x Package) ([]*big.Rat, error) {
	if err := p.model.CheckPackage(x); err != nil {
		return nil, err
	}
	out := make([]*big.Rat, p.parties)
	for i := range out {
		out[i] = p.utility(i, x)
	}
	return out, nil
}

// utility is the exact utility of a whole package for party i.
func (p *Problem) utility(i int, x Package) *big.Rat {
	if p.resolution == 0 {
		return p.rat(i, p.sum(i, x))
	}
	v := p.model.Parties[i].Views[0]
	sum := new(big.Rat)
	for issue, o := range x {
		if v.Values == nil || v.Values[issue] == nil {
			continue
		}
		e := v.Values[issue][o].exact()
		if v.Weights != nil {
			e = new(big.Rat).Mul(e, v.Weights[issue].exact())
		}
		sum.Add(sum, e)
	}
	for _, t := range v.Terms {
		if t.When.Matches(x) {
			sum.Add(sum, t.Add.exact())
		}
	}
	return sum
}

// sum is the utility of x for party i in its units.
func (p *Problem) sum(i int, x Package) int64 {
	var s int64
	for issue, o := range x {
		s += p.unary[issue][o*p.parties+i]
	}
	for _, t := range p.terms {
		if t.matches(x) {
			s += t.add[i]
		}
	}
	return s
}

// sums is the utility vector of x in units.
func (p *Problem) sums(x Package) []int64 {
	u := make([]int64, p.parties)
	p.addTo(u, x)
	return u
}

// addTo adds the utility vector of x in units to u.
func (p *Problem) addTo(u []int64, x Package) {
	for issue, o := range x {
		for q, v := range p.unary[issue][o*p.parties : (o+1)*p.parties] {
			u[q] += v
		}
	}
	for _, t := range p.terms {
		if t.matches(x) {
			for q, v := range t.add {
				u[q] += v
			}
		}
	}
}

// rat turns units of party i into its utility.
func (p *Problem) rat(i int, units int64) *big.Rat {
	r := new(big.Rat).SetInt64(units)
	return r.Add(r.Mul(r, p.unit[i]), p.offset[i])
}

// Feasible reports whether no constraint excludes x, and if one does, the index
// of the first of them in the model. It returns an error if x does not settle
// every issue.
func (p *Problem) Feasible(x Package) (ok bool, broken int, err error) {
	if err := p.model.CheckPackage(x); err != nil {
		return false, -1, err
	}
	for i, c := range p.model.Constraints {
		if !c.Allows(x) {
			return false, i, nil
		}
	}
	return true, -1, nil
}

// feasible is Feasible for a whole package without the reason.
func (p *Problem) feasible(x Package) bool {
	for i, o := range x {
		if p.banned[i][o] {
			return false
		}
	}
	for _, f := range p.forbids {
		if f.matches(x) {
			return false
		}
	}
	return true
}
