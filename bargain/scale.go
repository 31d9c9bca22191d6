// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
)

// spanBits bounds every sum that the engines form, so that neither it nor the
// difference of two of them overflows.
const spanBits = 61

// A raw preference is a view in rationals, with terms over one issue folded into
// that issue and terms over none into the base.
type raw struct {
	base  *big.Rat
	unary [][]*big.Rat // nil entries are 0
	terms []rawTerm
}

type rawTerm struct {
	when pattern
	add  *big.Rat
}

func (m *Model) rawView(v View) raw {
	out := raw{base: new(big.Rat), unary: make([][]*big.Rat, len(m.Issues))}
	for i := range m.Issues {
		out.unary[i] = make([]*big.Rat, len(m.Issues[i].Options))
		for o := range out.unary[i] {
			e := new(big.Rat)
			if v.Values != nil && v.Values[i] != nil {
				e.Set(v.Values[i][o].exact())
				if v.Weights != nil {
					e.Mul(e, v.Weights[i].exact())
				}
			}
			out.unary[i][o] = e
		}
	}
	for _, t := range v.Terms {
		when, never := m.pack(t.When)
		switch {
		case never:
		case len(when.scope) == 0:
			out.base.Add(out.base, t.Add.exact())
		case len(when.scope) == 1:
			for o, in := range when.sets[0] {
				if in {
					e := out.unary[when.scope[0]][o]
					e.Add(e, t.Add.exact())
				}
			}
		default:
			out.terms = append(out.terms, rawTerm{when, t.Add.exact()})
		}
	}
	return out
}

// value is the utility of x.
func (r raw) value(x Package) *big.Rat {
	sum := new(big.Rat).Set(r.base)
	for i, o := range x {
		sum.Add(sum, r.unary[i][o])
	}
	for _, t := range r.terms {
		if t.when.matches(x) {
			sum.Add(sum, t.add)
		}
	}
	return sum
}

// anchor moves the least value of every issue into the base, so that what is
// left is not negative, and returns bounds of every sum of the rest.
func (r raw) anchor() (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	for i := range r.unary {
		least, most := r.unary[i][0], r.unary[i][0]
		for _, e := range r.unary[i] {
			if e.Cmp(least) < 0 {
				least = e
			}
			if e.Cmp(most) > 0 {
				most = e
			}
		}
		least = new(big.Rat).Set(least)
		high.Add(high, new(big.Rat).Sub(most, least))
		r.base.Add(r.base, least)
		for _, e := range r.unary[i] {
			e.Sub(e, least)
		}
	}
	for _, t := range r.terms {
		if t.add.Sign() < 0 {
			low.Add(low, t.add)
		} else {
			high.Add(high, t.add)
		}
	}
	return low, high
}

// addParty turns the view of party i into integers.
func (p *Problem) addParty(i int, seen map[string]int) error {
	view := p.model.Parties[i].Views[0]
	r := p.model.rawView(view)
	if res := view.Reservation; res != nil {
		p.stated[i] = true
		if res.Package != nil {
			p.limitRat[i] = r.value(res.Package)
		} else {
			p.limitRat[i] = copyRat(res.Value.exact())
		}
	}
	low, high := r.anchor()
	p.offset[i] = r.base
	p.rounding[i] = new(big.Rat)
	var above *big.Rat // the reservation above the base, if it matters
	if p.stated[i] {
		above = new(big.Rat).Sub(p.limitRat[i], r.base)
		switch {
		case above.Cmp(high) > 0:
			p.hopeless[i] = true
			above = nil
		case above.Cmp(low) <= 0 && p.resolution > 0:
			above = low
		}
	}
	var cut *big.Rat // the end of sums above the base, if some reach it
	if view.Most != nil {
		if cut = new(big.Rat).Sub(view.Most.exact(), r.base); cut.Cmp(high) >= 0 {
			cut = nil
		}
	}
	if p.resolution > 0 {
		p.round(i, r, low, high)
	} else {
		p.unit[i] = commonUnit(r, above, cut)
	}
	if err := p.checkSpan(i, len(r.terms), low, high, above, cut); err != nil {
		return err
	}
	if cut != nil {
		p.cuts[i], p.cut[i] = true, nearest(cut, p.unit[i])
	}
	if above != nil {
		p.limit[i] = steps(above, p.unit[i], true)
	} else {
		p.limit[i] = p.ups[i] + 1 // used only where hopeless
	}
	p.fill(i, r, seen)
	return nil
}

func (p *Problem) checkSpan(i, terms int, low, high *big.Rat, more ...*big.Rat) error {
	least, most := low, high
	for _, x := range more {
		if x != nil && x.Cmp(least) < 0 {
			least = x
		}
	}
	for _, end := range []*big.Rat{least, most} {
		q := new(big.Rat).Quo(end, p.unit[i])
		whole := new(big.Int).Quo(q.Num(), q.Denom())
		if whole.BitLen() > spanBits-2 {
			return fmt.Errorf("%w: they need %d bits, more than %d; state a resolution", ErrTooFine, whole.BitLen(), spanBits-2)
		}
	}
	n := int64(len(p.sizes)+terms) + 1 // rounding may add one step each
	p.lows[i], p.ups[i] = steps(low, p.unit[i], false)-n, steps(high, p.unit[i], true)+n
	return nil
}

// steps is x in units, rounded up or down.
func steps(x, unit *big.Rat, up bool) int64 {
	q := new(big.Rat).Quo(x, unit)
	whole, rest := new(big.Int).DivMod(q.Num(), q.Denom(), new(big.Int))
	if up && rest.Sign() != 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return whole.Int64()
}

// commonUnit is the greatest rational of which every number of r, and every other
// one that is not nil, is a multiple.
func commonUnit(r raw, more ...*big.Rat) *big.Rat {
	den, num := big.NewInt(1), new(big.Int)
	each := func(visit func(*big.Rat)) {
		for _, row := range r.unary {
			for _, e := range row {
				visit(e)
			}
		}
		for _, t := range r.terms {
			visit(t.add)
		}
		for _, x := range more {
			if x != nil {
				visit(x)
			}
		}
	}
	gcd := new(big.Int)
	each(func(e *big.Rat) { // least common multiple of the denominators
		if !e.IsInt() {
			gcd.GCD(nil, nil, den, e.Denom())
			den.Mul(den, new(big.Int).Quo(e.Denom(), gcd))
		}
	})
	each(func(e *big.Rat) {
		if e.Sign() != 0 {
			v := new(big.Int).Quo(den, e.Denom())
			num.GCD(nil, nil, num, v.Mul(v, e.Num()).Abs(v))
		}
	})
	if num.Sign() == 0 {
		num.SetInt64(1)
	}
	return new(big.Rat).SetFrac(num, den)
}

// round replaces the unit by a step of the resolution and records the error.
func (p *Problem) round(i int, r raw, low, high *big.Rat) {
	span := new(big.Rat).Sub(high, low)
	if span.Sign() == 0 {
		span.SetInt64(1)
	}
	unit := new(big.Rat).Quo(span, new(big.Rat).SetInt64(p.resolution))
	p.unit[i] = unit
	factors := int64(len(r.terms))
	for _, row := range r.unary {
		for _, e := range row {
			if e.Sign() != 0 {
				factors++
				break
			}
		}
	}
	p.rounding[i].Mul(unit, big.NewRat(factors, 2))
}

// fill writes the integers of party i.
func (p *Problem) fill(i int, r raw, seen map[string]int) {
	for issue, row := range r.unary {
		for o, e := range row {
			p.unary[issue][o*p.parties+i] = nearest(e, p.unit[i])
		}
	}
	for _, t := range r.terms {
		key := t.when.key()
		at, ok := seen[key]
		if !ok {
			at = len(p.terms)
			seen[key] = at
			t.when.add = make([]int64, p.parties)
			p.terms = append(p.terms, t.when)
		}
		p.terms[at].add[i] += nearest(t.add, p.unit[i])
	}
}

// nearest is x in units, rounded to the nearest step, halves up.
func nearest(x, unit *big.Rat) int64 {
	q := new(big.Rat).Quo(x, unit)
	if q.IsInt() {
		return q.Num().Int64()
	}
	return steps(q.Add(q, big.NewRat(1, 2)), big.NewRat(1, 1), false)
}
