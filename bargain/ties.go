// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// The greatest sum may be that of dominated packages too where some social weight is
// zero: what such a party gets counts nothing. They are tied by the definition, and a
// frontier does not hold them. With weights above zero whatever dominates a package
// has a greater sum, and a frontier counts all ties.

// uncounted lists the parties whose social weight is zero.
func (m *Model) uncounted() (out []int) {
	for q, w := range m.SocialWeights {
		if w.exact().Sign() == 0 {
			out = append(out, q)
		}
	}
	return out
}

// tied counts the other vectors with the sum of a utilitarian solution, by the hunt,
// which compares packages whether dominated or not; of utilities that are cut, in the
// frontier of the mirrored model. If that does not come to its end the solution is not
// proven, since its ties are not.
func (f *Frontier) tied(ctx context.Context, x *Solution) error {
	uncounted := f.p.model.uncounted()
	if !f.proven || len(uncounted) == 0 {
		return nil
	}
	if f.whole == nil {
		fair, err := f.p.Fair(ctx, Utilitarian, Options{})
		if err != nil {
			return err
		}
		if x.Proven = x.Proven && fair.Proven; fair.Solution != nil {
			x.Ties = fair.Solution.Ties
		}
		return nil
	}
	p, err := Compile(f.p.model.mirrored(uncounted))
	if err != nil {
		return err
	}
	wide, err := p.Frontier(ctx, Options{})
	if err != nil {
		return err
	}
	points := make([]Point, wide.Len())
	for i := range points {
		points[i] = wide.Point(i)
	}
	limits := make([]*big.Rat, f.p.parties)
	for q, stated := range f.p.stated {
		if stated {
			limits[q] = f.p.limitRat[q]
		}
	}
	x.Ties, x.Proven = f.p.model.tiedWith(x.Utility, points, limits), x.Proven && wide.proven
	return nil
}

// mirrored is the model with a further party for each that is not counted, which
// wants the contrary. A package that has the greatest sum is then dominated by none:
// what gives the counted ones more and the others the same has a greater sum.
func (m *Model) mirrored(uncounted []int) *Model {
	out := *m
	out.SocialWeights = nil
	out.Parties = slices.Clone(m.Parties)
	for _, q := range uncounted {
		v := m.Parties[q].Views[0]
		contrary := View{Weights: v.Weights}
		for _, row := range v.Values {
			contrary.Values = append(contrary.Values, negated(row))
		}
		for _, t := range v.Terms {
			contrary.Terms = append(contrary.Terms, Term{When: t.When, Add: negated([]Number{t.Add})[0]})
		}
		out.Parties = append(out.Parties, Party{ID: fmt.Sprintf("%s, mirrored %d", m.Parties[q].ID, q), Views: []View{contrary}})
	}
	return &out
}

func negated(row []Number) (out []Number) {
	for _, x := range row {
		out = append(out, Rational(new(big.Rat).Neg(x.exact())))
	}
	return out
}

// tied counts them in the frontier of the mirrored model.
func (s *fineSum) tied(ctx context.Context, f *Fine) error {
	uncounted := s.m.uncounted()
	if f.Solutions.Utilitarian == nil || len(uncounted) == 0 {
		return nil
	}
	wide, err := s.m.mirrored(uncounted).newFine()
	if err != nil {
		return err
	}
	points, err := wide.frontier(ctx)
	if errors.Is(err, ErrTooFine) {
		f.Solutions.Utilitarian.Proven = false
		return nil
	}
	if err != nil {
		return err
	}
	f.Solutions.Utilitarian.Ties = s.m.tiedWith(f.Solutions.Utilitarian.Utility, points, s.limit)
	return nil
}

// tiedWith counts the vectors of the mirrored frontier that are tied with one, after
// they are cut. A limit of nil is not stated.
func (m *Model) tiedWith(best []*big.Rat, points []Point, limits []*big.Rat) int {
	most, seen := m.socialSum(best), map[string]bool{}
	for _, x := range points {
		u := slices.Clone(x.Utility[:len(m.Parties)])
		meets := true
		for q := range u {
			if top := m.Parties[q].Views[0].Most; top != nil && u[q].Cmp(top.exact()) > 0 {
				u[q] = top.exact()
			}
			meets = meets && (limits[q] == nil || u[q].Cmp(limits[q]) >= 0)
		}
		if meets && m.socialSum(u).Cmp(most) == 0 {
			seen[fmt.Sprint(u)] = true
		}
	}
	return len(seen) - 1
}

// socialSum is the utilitarian sum.
func (m *Model) socialSum(u []*big.Rat) *big.Rat {
	out := new(big.Rat)
	for q, v := range u {
		w := big.NewRat(1, 1)
		if m.SocialWeights != nil {
			w = m.SocialWeights[q].exact()
		}
		out.Add(out, new(big.Rat).Mul(v, w))
	}
	return out
}
