// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// A Fine is the exact solution of a case whose numbers are too fine for
// [Compile], by the same definitions.
type Fine struct {
	Points   []Point // the frontier, in descending order
	AtLeast  []bool  // per point, its count is a lower bound; see [Frontier.Cut]
	Whole    []Point // the frontier before utilities were cut off, or nil if nothing was
	Rational []bool  // per point, it meets every stated reservation
	Feasible *big.Int
	Inside   Count // the zone of agreement
	Best     []*big.Rat
	// Relaxations are those of [Zone].
	Relaxations []*big.Rat
	Solutions   *Solutions
}

// maxFineVectors bounds the partial sums that are kept at one time.
const maxFineVectors = 2_000_000

// SolveFine solves an additive case exactly with numbers of up to 256 bits, by the
// sum of factors as [Problem.Frontier] does, more slowly. Errors: those of
// [Compile]; [ErrTooFine] if that is not enough, or if patterns or constraints join
// several issues, or if there are too many vectors; the context's. Cost: for three
// and more parties the square of the number of vectors at worst.
func (m *Model) SolveFine(ctx context.Context) (*Fine, error) {
	s, err := m.newFine()
	if err != nil {
		return nil, err
	}
	out := &Fine{Feasible: big.NewInt(1)}
	for _, options := range s.add {
		out.Feasible.Mul(out.Feasible, big.NewInt(int64(len(options))))
	}
	if out.Feasible.Sign() > 0 {
		if out.Points, err = s.frontier(ctx); err != nil {
			return nil, err
		}
	}
	out.AtLeast = make([]bool, len(out.Points))
	if cut := m.cutPoints(out.Points); cut != nil {
		out.Whole = out.Points
		out.Points, out.AtLeast = cut.points, cut.least
	}
	if out.Inside, err = s.inside(ctx, out.Feasible); err != nil {
		return nil, err
	}
	return out, s.choose(ctx, out)
}

// A fineSum is an additive model with every utility as a whole number of units.
type fineSum struct {
	m      *Model
	add    [][][]wide // per issue and allowed option, per party
	option [][]int    // the option behind each
	unit   []*big.Rat
	base   []*big.Rat
	limit  []*big.Rat // as stated, or nil
	least  []*big.Rat // the least utility of any feasible package
}

func (m *Model) newFine() (*fineSum, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	s := &fineSum{m: m}
	shape := &Problem{model: m, parties: len(m.Parties)}
	shape.shape()
	if len(shape.forbids) > 0 {
		return nil, fmt.Errorf("%w, and constraints join several issues", ErrTooFine)
	}
	for i := range m.Issues {
		var allowed []int
		for o, banned := range shape.banned[i] {
			if !banned {
				allowed = append(allowed, o)
			}
		}
		s.option = append(s.option, allowed)
		rows := make([][]wide, len(allowed))
		for j := range rows {
			rows[j] = make([]wide, len(m.Parties))
		}
		s.add = append(s.add, rows)
	}
	for q, party := range m.Parties {
		if len(party.Views) > 1 {
			return nil, fmt.Errorf("party %q has %d views; only robustness compares several", party.ID, len(party.Views))
		}
		if err := party.Views[0].certain(m); err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
		if err := s.addParty(q); err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
	}
	return s, nil
}

func (s *fineSum) addParty(q int) error {
	v := s.m.Parties[q].Views[0]
	r := s.m.rawView(v)
	if len(r.terms) > 0 {
		return fmt.Errorf("%w, and tables or boxes join several issues", ErrTooFine)
	}
	var limit *big.Rat
	if v.Reservation != nil {
		if limit = v.Reservation.Value.exact(); v.Reservation.Package != nil {
			limit = r.value(v.Reservation.Package)
		}
		limit = copyRat(limit)
	}
	for i, options := range s.option { // the least allowed value goes into the base
		if len(options) == 0 {
			continue
		}
		least := copyRat(r.unary[i][options[0]])
		for _, o := range options {
			if x := r.unary[i][o]; x.Cmp(least) < 0 {
				least.Set(x)
			}
		}
		r.base.Add(r.base, least)
		for _, x := range r.unary[i] {
			x.Sub(x, least)
		}
	}
	unit := commonUnit(r)
	total := wide{}
	for i, options := range s.option {
		most := wide{}
		for j, o := range options {
			x := new(big.Rat).Quo(r.unary[i][o], unit)
			w, ok := newWide(x.Num())
			if !ok {
				return fmt.Errorf("%w, in 256 bits too", ErrTooFine)
			}
			s.add[i][j][q] = w
			if w.compare(most) > 0 {
				most = w
			}
		}
		var ok bool
		if total, ok = total.plus(most); !ok {
			return fmt.Errorf("%w, in 256 bits too", ErrTooFine)
		}
	}
	s.unit, s.base, s.limit, s.least = append(s.unit, unit), append(s.base, r.base), append(s.limit, limit), append(s.least, copyRat(r.base))
	return nil
}

// A fineVector is a partial sum that no other dominates.
type fineVector struct {
	u     []wide
	count *big.Int
	back  *fineVector
	via   int // the option of the last issue
}

func (s *fineSum) frontier(ctx context.Context) ([]Point, error) {
	n := len(s.m.Parties)
	list := []*fineVector{{u: make([]wide, n), count: big.NewInt(1)}}
	for i, rows := range s.add {
		if len(list)*len(rows) > maxFineVectors {
			return nil, fmt.Errorf("%w, and more than %d vectors would have to be kept", ErrTooFine, maxFineVectors)
		}
		next := make([]*fineVector, 0, len(list)*len(rows))
		for _, v := range list {
			for j, row := range rows {
				u := make([]wide, n)
				for q := range u {
					u[q], _ = v.u[q].plus(row[q]) // the total of the greatest fits
				}
				next = append(next, &fineVector{u, v.count, v, s.option[i][j]})
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(next, func(a, b *fineVector) int { return slices.CompareFunc(b.u, a.u, wide.compare) })
		var err error
		if list, err = pruneFine(ctx, next); err != nil {
			return nil, err
		}
	}
	out := make([]Point, len(list))
	for k, v := range list {
		x := make(Package, len(s.add))
		for i, at := len(x)-1, v; i >= 0; i, at = i-1, at.back {
			x[i] = at.via
		}
		out[k] = Point{Utility: make([]*big.Rat, n), Packages: v.count, Package: x}
		for q := range n {
			u := new(big.Rat).SetInt(v.u[q].big())
			out[k].Utility[q] = u.Add(u.Mul(u, s.unit[q]), s.base[q])
		}
	}
	return out, nil
}

// pruneFine joins equal vectors of a sorted list and drops dominated ones.
func pruneFine(ctx context.Context, sorted []*fineVector) (out []*fineVector, err error) {
	var best wide // of the second entry, for two parties
	for k, v := range sorted {
		if k%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		last := len(out) - 1
		if last >= 0 && slices.Equal(out[last].u, v.u) {
			out[last].count = new(big.Int).Add(out[last].count, v.count)
			continue
		}
		covered := false
		switch {
		case last < 0:
		case len(v.u) == 1:
			covered = true
		case len(v.u) == 2:
			covered = v.u[1].compare(best) <= 0
		default:
			covered = slices.ContainsFunc(out, func(o *fineVector) bool {
				for q := 1; q < len(v.u); q++ {
					if o.u[q].compare(v.u[q]) < 0 {
						return false
					}
				}
				return true
			})
		}
		if !covered {
			out = append(out, v)
			if len(v.u) == 2 {
				best = v.u[1]
			}
		}
	}
	return out, nil
}
