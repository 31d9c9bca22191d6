// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"context"
	"math/big"
	"slices"
)

// choose finds the fair points and what is known of the zone, in fractions
// throughout: the definitions are those of chooser.
func (s *fineSum) choose(ctx context.Context, f *Fine) error {
	n := len(s.m.Parties)
	f.Solutions = &Solutions{Stated: make([]bool, n)}
	for q := range n {
		f.Solutions.Stated[q] = s.limit[q] != nil
	}
	if f.Feasible.Sign() == 0 {
		f.Relaxations = make([]*big.Rat, n)
		return nil
	}
	most := make([]*big.Rat, n) // per party, where only it falls short
	var rows []int
	for i, x := range f.Points {
		short, who := 0, 0
		for q, d := range s.limit {
			if d != nil && x.Utility[q].Cmp(d) < 0 {
				short, who = short+1, q
			}
		}
		f.Rational = append(f.Rational, short == 0)
		if short == 0 {
			rows = append(rows, i)
		}
		if short == 1 && (most[who] == nil || x.Utility[who].Cmp(most[who]) > 0) {
			most[who] = x.Utility[who]
		}
	}
	for q, d := range s.limit {
		if d == nil {
			d = s.least[q]
			if top := s.m.Parties[q].Views[0].Most; top != nil && d.Cmp(top.exact()) > 0 {
				d = top.exact()
			}
		}
		f.Solutions.Limits = append(f.Solutions.Limits, copyRat(d))
	}
	if len(rows) == 0 {
		f.Relaxations = make([]*big.Rat, n)
		for q, u := range most {
			if u != nil {
				f.Relaxations[q] = new(big.Rat).Sub(s.limit[q], u)
			}
		}
		return nil
	}
	for q := range n {
		best := f.Points[rows[0]].Utility[q]
		for _, i := range rows {
			if u := f.Points[i].Utility[q]; u.Cmp(best) > 0 {
				best = u
			}
		}
		f.Solutions.Ideal, f.Best = append(f.Solutions.Ideal, copyRat(best)), append(f.Best, copyRat(best))
	}
	if err := s.fair(ctx, f, rows); err != nil {
		return err
	}
	return s.tied(ctx, f)
}

// A fineScore is a point with what the definitions look at.
type fineScore struct {
	gains   []*big.Rat // sorted
	ratios  []*big.Rat // sorted; nil if some ideal gain is 0
	gainers int
	product *big.Rat // of the gains above 0
	spread  *big.Rat
	sum     *big.Rat
}

func (s *fineSum) fair(ctx context.Context, f *Fine, rows []int) error {
	x := f.Solutions
	scores := make([]fineScore, len(rows))
	for j, i := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := fineScore{product: big.NewRat(1, 1), sum: s.m.socialSum(f.Points[i].Utility)}
		possible := true
		for q, u := range f.Points[i].Utility {
			g := new(big.Rat).Sub(u, x.Limits[q])
			c.gains = append(c.gains, g)
			if g.Sign() > 0 {
				c.gainers++
				c.product.Mul(c.product, g)
			}
			ideal := new(big.Rat).Sub(x.Ideal[q], x.Limits[q])
			if possible = possible && ideal.Sign() > 0; possible {
				c.ratios = append(c.ratios, ideal.Quo(g, ideal))
			}
		}
		slices.SortFunc(c.gains, (*big.Rat).Cmp)
		slices.SortFunc(c.ratios, (*big.Rat).Cmp)
		if !possible {
			c.ratios = nil
		}
		c.spread = new(big.Rat).Sub(c.gains[len(c.gains)-1], c.gains[0])
		scores[j] = c
	}
	pick := func(compare func(a, b *fineScore) int) *Solution {
		at, ties := 0, 0
		for j := 1; j < len(scores); j++ {
			switch compare(&scores[j], &scores[at]) {
			case 1:
				at, ties = j, 0
			case 0:
				ties++
				if compareLists(scores[j].gains, scores[at].gains) > 0 {
					at = j
				}
			}
		}
		return &Solution{Point: f.Points[rows[at]], Index: rows[at], Ties: ties, Proven: true}
	}
	x.Nash = pick(func(a, b *fineScore) int {
		if d := cmp.Compare(a.gainers, b.gainers); d != 0 {
			return d
		}
		return a.product.Cmp(b.product)
	})
	x.Egalitarian = pick(func(a, b *fineScore) int { return compareLists(a.gains, b.gains) })
	x.EqualGain = pick(func(a, b *fineScore) int { return b.spread.Cmp(a.spread) })
	if scores[0].ratios != nil {
		x.KalaiSmorodinsky = pick(func(a, b *fineScore) int { return compareLists(a.ratios, b.ratios) })
	}
	if s.m.ComparableScales {
		x.Utilitarian = pick(func(a, b *fineScore) int { return a.sum.Cmp(b.sum) })
	}
	return nil
}

// cutResult is a frontier after its utilities were cut off.
type cutResult struct {
	points []Point
	least  []bool
}

// cutPoints is [Frontier.Cut] for points; nil if nothing is above a cut.
func (m *Model) cutPoints(points []Point) *cutResult {
	any := false
	cut := make([]bool, len(points))
	short := make([]Point, len(points))
	for i, x := range points {
		short[i] = Point{Utility: slices.Clone(x.Utility), Packages: x.Packages, Package: x.Package}
		for q, u := range x.Utility {
			if most := m.Parties[q].Views[0].Most; most != nil && u.Cmp(most.exact()) > 0 {
				short[i].Utility[q], cut[i], any = copyRat(most.exact()), true, true
			}
		}
	}
	if !any {
		return nil
	}
	order := make([]int, len(points))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareLists(short[b].Utility, short[a].Utility) })
	out := &cutResult{}
	for _, i := range order {
		last := len(out.points) - 1
		if last >= 0 && compareLists(out.points[last].Utility, short[i].Utility) == 0 {
			out.points[last].Packages = new(big.Int).Add(out.points[last].Packages, short[i].Packages)
			out.least[last] = out.least[last] || cut[i]
			continue
		}
		if !slices.ContainsFunc(out.points, func(x Point) bool {
			for q, u := range x.Utility {
				if u.Cmp(short[i].Utility[q]) < 0 {
					return false
				}
			}
			return true
		}) {
			out.points, out.least = append(out.points, short[i]), append(out.least, cut[i])
		}
	}
	return out
}

// fineSteps is the coarse scale on which packages are counted from both sides.
const fineSteps = 1 << 44

// maxFineCount bounds the packages that are counted one by one.
const maxFineCount = 1 << 22

// inside counts the packages that meet all stated reservations: one by one if they
// are few; else on a coarser scale, once with every number rounded down and once
// up, which is exact if both agree.
func (s *fineSum) inside(ctx context.Context, feasible *big.Int) (Count, error) {
	stated := false
	for q, d := range s.limit {
		stated = stated || d != nil
		if most := s.m.Parties[q].Views[0].Most; d != nil && most != nil && d.Cmp(most.exact()) > 0 {
			return exactly(new(big.Int)), nil // utilities are cut off below the limit
		}
	}
	switch {
	case feasible.Sign() == 0 || !stated:
		return exactly(feasible), nil
	case feasible.Cmp(big.NewInt(maxFineCount)) <= 0:
		return s.insideEach(ctx)
	}
	var ends [2]Count
	for up := range ends {
		p, err := Compile(s.rounded(up == 1))
		if err != nil {
			return Count{}, err
		}
		if _, ends[up], err = p.count(ctx, 1<<18); err != nil {
			return Count{}, err
		}
	}
	c := Count{AtLeast: ends[0].AtLeast, AtMost: ends[1].AtMost}
	if c.AtLeast.Cmp(c.AtMost) == 0 {
		c.Exact = c.AtLeast
	}
	return c, nil
}

// needs are the least sums of units that meet the reservations; ok is false if no
// sum does.
func (s *fineSum) needs() (need []wide, ok bool) {
	need = make([]wide, len(s.limit))
	for q, d := range s.limit {
		if d == nil {
			continue
		}
		x := new(big.Rat).Quo(new(big.Rat).Sub(d, s.base[q]), s.unit[q])
		if x.Sign() <= 0 {
			continue
		}
		whole, rest := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int))
		if rest.Sign() > 0 {
			whole.Add(whole, big.NewInt(1))
		}
		if need[q], ok = newWide(whole, s.from[q+1]-s.from[q]); !ok {
			return nil, false
		}
	}
	return need, true
}

// insideEach visits every package.
func (s *fineSum) insideEach(ctx context.Context) (Count, error) {
	need, ok := s.needs()
	if !ok {
		return exactly(new(big.Int)), nil
	}
	var found int64
	var visit func(i int, u []uint64) error
	visit = func(i int, u []uint64) error {
		if i == len(s.add) {
			for q, least := range need {
				if least != nil && s.part(u, q).compare(least) < 0 {
					return nil
				}
			}
			found++
			return nil
		}
		if i < 2 && ctx.Err() != nil {
			return ctx.Err()
		}
		next := make([]uint64, len(u))
		for _, row := range s.add[i] {
			s.plus(u, row, next)
			if err := visit(i+1, next); err != nil {
				return err
			}
		}
		return nil
	}
	err := visit(0, make([]uint64, s.from[len(s.limit)]))
	return exactly(big.NewInt(found)), err
}

// rounded is the model on a coarser scale, with every value rounded down or up to
// a step; limits stay, so that what counts with values rounded down counts.
func (s *fineSum) rounded(up bool) *Model {
	out := &Model{Issues: make([]Issue, len(s.add))}
	for i, options := range s.option {
		for _, o := range options {
			out.Issues[i].Options = append(out.Issues[i].Options, s.m.Issues[i].Options[o])
		}
		out.Issues[i].ID = s.m.Issues[i].ID
	}
	for q, party := range s.m.Parties {
		if s.limit[q] == nil {
			continue
		}
		span := new(big.Rat)
		for _, rows := range s.add {
			span.Add(span, new(big.Rat).SetInt(s.part(slices.MaxFunc(rows, func(a, b []uint64) int { return s.part(a, q).compare(s.part(b, q)) }), q).big()))
		}
		step := new(big.Rat).Quo(span, big.NewRat(fineSteps, 1))
		if step.Sign() == 0 {
			step.SetInt64(1)
		}
		need := new(big.Rat).Quo(new(big.Rat).Sub(s.limit[q], s.base[q]), s.unit[q])
		v := View{Reservation: &Reservation{Value: Int(steps(need, step, true))}}
		if over := new(big.Rat).Quo(need, step); over.Cmp(big.NewRat(fineSteps*2, 1)) > 0 {
			v.Reservation.Value = Int(fineSteps * 2)
		} else if over.Sign() < 0 {
			v.Reservation.Value = Int(0)
		}
		for _, rows := range s.add {
			var row []Number
			for _, u := range rows {
				row = append(row, Int(steps(new(big.Rat).SetInt(s.part(u, q).big()), step, up)))
			}
			v.Values = append(v.Values, row)
		}
		out.Parties = append(out.Parties, Party{ID: party.ID, Views: []View{v}})
	}
	return out
}
