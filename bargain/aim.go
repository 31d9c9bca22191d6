// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"context"
	"slices"
)

// byWeight orders the issues by how much of all spans depends on them, most
// first, so that bounds tighten early.
func (s *searcher) byWeight() []int {
	weight := make([]float64, len(s.x))
	for i := range s.x {
		for q := range s.p.parties {
			least, most := s.p.unary[i][q], s.p.unary[i][q]
			for o := q; o < len(s.p.unary[i]); o += s.p.parties {
				least, most = min(least, s.p.unary[i][o]), max(most, s.p.unary[i][o])
			}
			sum := float64(most - least)
			for _, u := range s.touch[i] {
				if add := s.patterns[u.pattern].add; add != nil {
					sum += float64(max(add[q], -add[q]))
				}
			}
			weight[i] += sum / float64(s.span(q))
		}
	}
	order := slices.Clone(s.order)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	return order
}

// aim prepares the bounds of sums over the parties, and makes known the vectors of
// the packages that look best by each of them.
func (s *searcher) aim(ctx context.Context) {
	n := s.p.parties
	equal := slices.Repeat([]int64{1}, n)
	directions := [][]int64{equal}
	for q := range n {
		one := make([]int64, n)
		one[q] = 1
		directions = append(directions, one)
	}
	if n == 2 {
		directions = append(directions, []int64{2, 1}, []int64{1, 2}, []int64{4, 1}, []int64{1, 4})
		s.gaps = &corners{floor: [2]int64{s.p.lows[0], s.p.lows[1]}}
		for q, stated := range s.p.stated {
			if s.o.RationalOnly && stated {
				s.gaps.floor[q] = max(s.p.lows[q], min(s.p.limit[q], s.p.ups[q]))
			}
		}
	}
	s.fan, s.next = newFan(ctx, s, directions), make([]int64, len(directions))
	if s.gaps != nil {
		s.gaps.fan = s.fan
		s.gaps.look()
	}
	s.prefer = make([][]int, len(s.x))
	for i, banned := range s.p.banned {
		for o := range banned {
			if !banned[o] {
				s.prefer[i] = append(s.prefer[i], o)
			}
		}
		score := func(o int) int64 { return s.fan.score[i][o*len(directions)] }
		slices.SortStableFunc(s.prefer[i], func(a, b int) int { return cmp.Compare(score(b), score(a)) })
	}
	for k := range directions {
		s.tryBest(ctx, k)
	}
}

// tryBest improves the package that sum k likes best by one issue at a time, and
// makes its vector known if it is feasible.
func (s *searcher) tryBest(ctx context.Context, k int) {
	p, n := s.p, len(s.fan.total)
	x := make(Package, len(s.x))
	for i, row := range s.fan.score {
		if len(s.prefer[i]) == 0 {
			return
		}
		x[i] = slices.MaxFunc(s.prefer[i], func(a, b int) int { return cmp.Compare(row[a*n+k], row[b*n+k]) })
	}
	worth := func() (sum int64) {
		for q, v := range p.sums(x) {
			sum += s.fan.scaled(k, q, v, true)
		}
		return sum
	}
	most := worth()
	for improved := true; improved; {
		improved = false
		for i := range x {
			if ctx.Err() != nil {
				return
			}
			was := x[i]
			for _, o := range s.prefer[i] {
				x[i] = o
				if v := worth(); v > most {
					most, was, improved = v, o, true
				}
			}
			x[i] = was
		}
	}
	u := p.sums(x)
	if p.feasible(x) && (!s.o.RationalOnly || p.rational(u)) && !s.found.covers(u) {
		s.know(u)
		short := make([]uint16, len(x))
		for i, o := range x {
			short[i] = uint16(o)
		}
		s.ahead = append(s.ahead, visited{u, short, 1})
	}
}

// know keeps a vector that no known one covers.
func (s *searcher) know(u []int64) {
	s.found.insert(u)
	if s.gaps != nil {
		s.gaps.add(u[0], u[1])
	}
}
