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

// SolveFine solves a case exactly whatever digits its numbers have, by the sum of
// factors as [Problem.Frontier] does, more slowly; issues that tables, boxes or
// constraints tie together are taken as one. Errors: those of [Compile];
// [ErrTooFine] if such a group, or the list of partial sums, is too large; the
// context's.
func (m *Model) SolveFine(ctx context.Context) (*Fine, error) {
	if err := m.exact(); err != nil {
		return nil, err
	}
	j, err := m.joined(ctx)
	if err != nil {
		return nil, err
	}
	if j != nil {
		f, err := j.m.solveFine(ctx)
		if err == nil {
			j.restore(f)
		}
		return f, err
	}
	return m.solveFine(ctx)
}

// exact checks that every number of a model is known.
func (m *Model) exact() error {
	if err := m.check(); err != nil {
		return err
	}
	for _, party := range m.Parties {
		if len(party.Views) > 1 {
			return fmt.Errorf("party %q has %d views; only robustness compares several", party.ID, len(party.Views))
		}
		if err := party.Views[0].certain(m); err != nil {
			return fmt.Errorf("party %q: %w", party.ID, err)
		}
	}
	return nil
}

// solveFine solves a model without ties between issues.
func (m *Model) solveFine(ctx context.Context) (*Fine, error) {
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
	add    [][][]uint64 // per issue and allowed option, the wides of all parties
	option [][]int      // the option behind each
	from   []int        // where the words of each party begin, and where they all end
	unit   []*big.Rat
	base   []*big.Rat
	limit  []*big.Rat // as stated, or nil
	least  []*big.Rat // the least utility of any feasible package
}

// part is what a vector holds for one party.
func (s *fineSum) part(u []uint64, q int) wide { return u[s.from[q]:s.from[q+1]] }

// plus puts the sum of two vectors into a third.
func (s *fineSum) plus(a, b, into []uint64) {
	for q := range len(s.from) - 1 {
		s.part(a, q).add(s.part(b, q), s.part(into, q))
	}
}

// maxFineVectors bounds the partial sums that are kept at one time.
const maxFineVectors = 2_000_000

func (m *Model) newFine() (*fineSum, error) {
	s := &fineSum{m: m, from: []int{0}}
	shape := &Problem{model: m, parties: len(m.Parties)}
	shape.shape()
	for i := range m.Issues {
		var allowed []int
		for o, banned := range shape.banned[i] {
			if !banned {
				allowed = append(allowed, o)
			}
		}
		s.option = append(s.option, allowed)
		s.add = append(s.add, make([][]uint64, len(allowed)))
	}
	for q, party := range m.Parties {
		if err := s.addParty(q); err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
	}
	return s, nil
}

func (s *fineSum) addParty(q int) error {
	v := s.m.Parties[q].Views[0]
	r := s.m.rawView(v)
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
	units := make([][]*big.Int, len(s.option))
	total := new(big.Int)
	for i, options := range s.option {
		most := new(big.Int)
		for _, o := range options {
			x := new(big.Rat).Quo(r.unary[i][o], unit).Num()
			units[i] = append(units[i], x)
			if x.Cmp(most) > 0 {
				most = x
			}
		}
		total.Add(total, most)
	}
	words := max(1, (total.BitLen()+63)/64)
	if words > maxWords {
		return fmt.Errorf("%w, in %d bits too", ErrTooFine, 64*maxWords)
	}
	s.from = append(s.from, s.from[q]+words)
	for i, row := range units {
		for j, x := range row {
			w, _ := newWide(x, words) // no more than the total
			s.add[i][j] = append(s.add[i][j], w...)
		}
	}
	s.unit, s.base, s.limit, s.least = append(s.unit, unit), append(s.base, r.base), append(s.limit, limit), append(s.least, copyRat(r.base))
	return nil
}

// A fineVector is a partial sum that no other dominates.
type fineVector struct {
	u     []uint64
	count *big.Int
	back  *fineVector
	via   int // the option of the last issue
}

func (s *fineSum) frontier(ctx context.Context) ([]Point, error) {
	n := len(s.m.Parties)
	list := []*fineVector{{u: make([]uint64, s.from[n]), count: big.NewInt(1)}}
	for i, rows := range s.add {
		if len(list)*len(rows) > maxFineVectors {
			return nil, fmt.Errorf("%w, and more than %d vectors would have to be kept", ErrTooFine, maxFineVectors)
		}
		next := make([]*fineVector, 0, len(list)*len(rows))
		for j, row := range rows { // each shifted list is in order, which saves most of the sorting
			for k, v := range list {
				if k%sortPiece == 0 && ctx.Err() != nil {
					return nil, ctx.Err()
				}
				u := make([]uint64, len(row))
				s.plus(v.u, row, u)
				next = append(next, &fineVector{u, v.count, v, s.option[i][j]})
			}
		}
		err := sortStable(ctx, next, func(a, b *fineVector) int { return slices.Compare(b.u, a.u) })
		if err != nil {
			return nil, err
		}
		if list, err = s.prune(ctx, next); err != nil {
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
			u := new(big.Rat).SetInt(s.part(v.u, q).big())
			out[k].Utility[q] = u.Add(u.Mul(u, s.unit[q]), s.base[q])
		}
	}
	return out, nil
}
