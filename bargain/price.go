// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// A Change moves one issue of a package to another option.
type Change struct {
	Issue, From, To int
}

// A Price is what one change of a package means to each party.
type Price struct {
	Change
	Difference []*big.Rat // utility after minus before, per party
	Losers     []int      // parties that lose
	Gainers    []int      // parties that gain
	// Allowed says that no constraint excludes the changed package.
	Allowed bool
}

// A Logroll is two changes on different issues after which nobody has less than
// before and somebody has more.
type Logroll struct {
	First, Second Change
	Difference    []*big.Rat // utility after both minus before, per party
}

// Prices returns the price of every change of one issue of package t, by issue
// and option. It is an error if t does not settle every issue; t itself may be
// excluded. Cost: linear in options times terms.
func (p *Problem) Prices(t Package) ([]Price, error) {
	if err := p.model.CheckPackage(t); err != nil {
		return nil, err
	}
	before := p.sums(t)
	var out []Price
	x := slices.Clone(t)
	for i, k := range p.sizes {
		for o := range k {
			if o == t[i] {
				continue
			}
			x[i] = o
			price := Price{Change: Change{i, t[i], o}, Allowed: p.feasible(x)}
			after := p.sums(x)
			price.Difference = p.difference(after, before)
			for q := range after {
				switch {
				case after[q] < before[q]:
					price.Losers = append(price.Losers, q)
				case after[q] > before[q]:
					price.Gainers = append(price.Gainers, q)
				}
			}
			out = append(out, price)
		}
		x[i] = t[i]
	}
	return out, nil
}

func (p *Problem) difference(after, before []int64) []*big.Rat {
	out := make([]*big.Rat, p.parties)
	for q := range out {
		out[q] = new(big.Rat).SetInt64(after[q] - before[q])
		out[q].Mul(out[q], p.unit[q])
	}
	return out
}

// Logrolls returns the exchanges of two concessions that improve package t, best
// first: by the least gain of a party, then the next (leximin, in each party's own
// units), then by issue and option. Each of the two changes costs some party
// something: what is free by itself is in [Problem.Gains]. With compensate not nil
// only exchanges whose first change is that one are listed, which are the single
// compensations for it. At most limit are returned; 0 means all. It is an error
// if t is not feasible. Cost: the square of the number of options times terms.
func (p *Problem) Logrolls(ctx context.Context, t Package, compensate *Change, limit int) ([]Logroll, error) {
	if ok, broken, err := p.Feasible(t); err != nil {
		return nil, err
	} else if !ok {
		return nil, fmt.Errorf("constraint %d excludes the package", broken)
	}
	prices, err := p.Prices(t)
	if err != nil {
		return nil, err
	}
	before := p.sums(t)
	var out []Logroll
	x := slices.Clone(t)
	for a, first := range prices {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(first.Losers) == 0 || compensate != nil && first.Change != *compensate {
			continue
		}
		for b, second := range prices {
			if second.Issue == first.Issue || len(second.Losers) == 0 || compensate == nil && b < a {
				continue
			}
			x[first.Issue], x[second.Issue] = first.To, second.To
			after := p.sums(x)
			if covers(after, before) && !slices.Equal(after, before) && p.feasible(x) {
				out = append(out, Logroll{first.Change, second.Change, p.difference(after, before)})
			}
			x[first.Issue], x[second.Issue] = t[first.Issue], t[second.Issue]
		}
	}
	slices.SortStableFunc(out, func(a, b Logroll) int {
		return compareLists(ascending(b.Difference), ascending(a.Difference))
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}

func ascending(list []*big.Rat) []*big.Rat {
	out := slices.Clone(list)
	slices.SortFunc(out, (*big.Rat).Cmp)
	return out
}

// Compensate finds the best package that contains a change of t and leaves
// nobody worse off than t: the largest least gain, over changes of any number of
// other issues. It returns nil if nothing restores the losers. It is an error if t
// is not feasible or the change is not one of t. Cost: as [Problem.Gains].
func (p *Problem) Compensate(ctx context.Context, t Package, change Change, o Options) (*Solution, error) {
	if ok, broken, err := p.Feasible(t); err != nil {
		return nil, err
	} else if !ok {
		return nil, fmt.Errorf("constraint %d excludes the package", broken)
	}
	if change.Issue < 0 || change.Issue >= len(t) || change.From != t[change.Issue] ||
		change.To < 0 || change.To >= p.sizes[change.Issue] {
		return nil, fmt.Errorf("the package has no change of issue %d from option %d to %d", change.Issue, change.From, change.To)
	}
	before := p.sums(t)
	fixed := p.above(before)
	fixed.banned = slices.Clone(p.banned)
	fixed.banned[change.Issue] = slices.Clone(p.banned[change.Issue])
	for k := range fixed.banned[change.Issue] {
		fixed.banned[change.Issue][k] = fixed.banned[change.Issue][k] || k != change.To
	}
	o.RationalOnly = true
	f, err := fixed.Frontier(ctx, o)
	if err != nil || f.Len() == 0 {
		return nil, err
	}
	c := f.against(before)
	return c.solution(c.egalitarian()), nil
}
