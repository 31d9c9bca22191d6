// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
)

// errMany says that there are more distinct sums than allowed.
var errMany = errors.New("too many distinct sums to count exactly")

// workPerVector bounds the sums looked at in one count, per vector allowed.
const workPerVector = 16

// count counts feasible packages and those that meet all stated reservations: a
// knapsack count over the layers, in which sums are dropped once it is certain
// that they meet, or miss, all reservations.
func (p *Problem) count(ctx context.Context, maxVectors int) (feasible, inside Count, err error) {
	var stated []int // and not met by every package
	hopeless := false
	floor := p.floor()
	for q, s := range p.stated {
		if s && (p.limit[q] > floor[q] || p.hopeless[q]) {
			stated = append(stated, q)
			hopeless = hopeless || p.hopeless[q]
		}
	}
	q := p.restrict(stated, false)
	g, err := q.layer(ctx, true, maxArcs)
	if errors.Is(err, errTangled) {
		return p.countTangled(ctx, stated, hopeless)
	}
	if err != nil {
		return Count{}, Count{}, err
	}
	ways, err := g.countWays(ctx)
	if err != nil {
		return Count{}, Count{}, err
	}
	total := ways[0][0]
	feasible = exactly(total)
	switch {
	case hopeless || total.Sign() == 0:
		return feasible, exactly(new(big.Int)), nil
	case len(stated) == 0:
		return feasible, feasible, nil
	}
	n, err := q.countInside(ctx, g, ways, maxVectors, workPerVector*maxVectors)
	if err == nil {
		return feasible, exactly(n), nil
	}
	if !errors.Is(err, errMany) {
		return Count{}, Count{}, err
	}
	inside, err = q.boundInside(ctx, total, maxVectors)
	return feasible, inside, err
}

// floor is, per party, a sum that no package goes below.
func (p *Problem) floor() []int64 {
	out := slices.Clone(p.lows)
	if base, _, _, ok := p.boxes(); ok {
		for q := range out {
			out[q] = max(out[q], base[q])
		}
	}
	return out
}

// countTangled counts what is left where patterns overlap too much: the feasible
// packages, if constraints alone overlap less.
func (p *Problem) countTangled(ctx context.Context, stated []int, hopeless bool) (feasible, inside Count, err error) {
	feasible = Count{AtLeast: new(big.Int), AtMost: p.Outcomes()}
	if len(stated) > 0 {
		if feasible, _, err = p.restrict(nil, false).count(ctx, 1); err != nil {
			return Count{}, Count{}, err
		}
	}
	inside = Count{AtLeast: new(big.Int), AtMost: feasible.AtMost}
	if hopeless || feasible.AtMost.Sign() == 0 {
		inside = exactly(new(big.Int))
	}
	return feasible, inside, nil
}

// countWays is how many packages follow at each node.
func (g *layers) countWays(ctx context.Context) ([][]*big.Int, error) {
	n := len(g.order)
	ways := make([][]*big.Int, n+1)
	for l, k := range append([]int{1}, g.sizes...) {
		ways[l] = make([]*big.Int, k)
		for i := range ways[l] {
			ways[l][i] = new(big.Int)
		}
	}
	for _, w := range ways[n] {
		w.SetInt64(1)
	}
	for l := n - 1; l >= 0; l-- {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for to, arcs := range g.arcs[l] {
			for _, a := range arcs {
				w := new(big.Int).SetUint64(a.same)
				ways[l][a.from].Add(ways[l][a.from], w.Mul(w, ways[l+1][to]))
			}
		}
	}
	return ways, nil
}

// countInside is the exact count, or errMany beyond a number of vectors in one
// layer, or of sums looked at in all.
func (p *Problem) countInside(ctx context.Context, g *layers, ways [][]*big.Int, maxVectors, work int) (*big.Int, error) {
	start := &vectors{parties: p.parties, u: make([]int64, p.parties), back: []uint32{0}, via: []uint16{0}}
	start.count.push(1)
	lists := []*vectors{start}
	total := new(big.Int)
	for l := range g.order {
		next := make([]*vectors, g.sizes[l])
		size := 0
		for to := range next {
			next[to] = &vectors{parties: p.parties}
			var src []source
			for _, a := range g.arcs[l][to] {
				from := lists[a.from]
				src = append(src, source{from: from, shift: a.shift, same: a.same, hi: from.len()})
				work -= from.len()
			}
			c := gathering{p: p, ways: ways[l+1][to], total: total, out: next[to],
				best:  g.best[l+1][to*p.parties : (to+1)*p.parties],
				worst: g.worst[l+1][to*p.parties : (to+1)*p.parties]}
			if ways[l+1][to].Sign() == 0 {
				continue
			}
			if work < 0 {
				return nil, errMany
			}
			if err := c.run(ctx, src, maxVectors-size); err != nil {
				return nil, err
			}
			size += next[to].len()
		}
		lists = next
	}
	return total, nil
}

// A gathering merges the lists of one node for counting.
type gathering struct {
	p           *Problem
	best, worst []int64
	ways        *big.Int
	total       *big.Int
	out         *vectors
	sure        tally // counts of sums that meet all reservations whatever follows
}

func (c *gathering) run(ctx context.Context, src []source, room int) error {
	m := newMerger(c.p.parties, src)
	p := c.p.parties
	last := make([]int64, p)
	into := (*tally)(nil) // where the vector looked at last is counted
	any := false
	for steps := 1; ; steps++ {
		if steps%stride == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := m.top()
		if at < 0 {
			break
		}
		i := int(m.live[at])
		head := m.head[i*p : i*p+p]
		if !any || !slices.Equal(head, last) {
			copy(last, head)
			any = true
			into = c.place(head)
			if c.out.len() > room {
				return errMany
			}
			if into != nil {
				into.push(0)
			}
		}
		if into != nil {
			into.addLast(src[i].from.count.times(m.next[i], src[i].same, into))
		}
		m.pop(at)
	}
	sum := new(big.Int)
	for i := range c.sure.n {
		sum.Add(sum, c.sure.get(i))
	}
	c.total.Add(c.total, sum.Mul(sum, c.ways))
	return ctx.Err()
}

// place decides whether a sum is sure, open or lost.
func (c *gathering) place(u []int64) *tally {
	sure := true
	for q, v := range u {
		if v+c.best[q] < c.p.limit[q] {
			return nil
		}
		sure = sure && v+c.worst[q] >= c.p.limit[q]
	}
	if sure {
		return &c.sure
	}
	c.out.u = append(c.out.u, u...)
	c.out.back, c.out.via = append(c.out.back, 0), append(c.out.via, 0)
	return &c.out.count
}

// boundInside counts on a coarser scale, once with every number rounded down and
// once up: the true count lies between.
func (p *Problem) boundInside(ctx context.Context, total *big.Int, maxVectors int) (Count, error) {
	c := Count{AtLeast: new(big.Int), AtMost: total}
	options := 0
	for _, k := range p.sizes {
		options += k
	}
	work := workPerVector * maxVectors
	first := 4 * math.Pow(float64(work)/float64(options), 1/float64(p.parties)) // about what the work allows
	for scale := int64(min(1<<20, first)); scale >= 4; scale /= 2 {
		var ends [2]*big.Int
		var err error
		for up := range ends {
			q := p.rescale(scale, up == 1)
			var g *layers
			var ways [][]*big.Int
			if g, err = q.layer(ctx, true, maxArcs); err != nil {
				break
			}
			if ways, err = g.countWays(ctx); err != nil {
				break
			}
			if ends[up], err = q.countInside(ctx, g, ways, maxVectors, work); err != nil {
				break
			}
		}
		if errors.Is(err, errMany) {
			continue
		}
		if err != nil {
			return Count{}, err
		}
		c.AtLeast, c.AtMost = ends[0], ends[1]
		if c.AtLeast.Cmp(c.AtMost) == 0 {
			c.Exact = c.AtLeast
		}
		return c, nil
	}
	return c, nil
}

// rescale divides every number by a step, rounding all up or all down; limits
// are rounded up.
func (p *Problem) rescale(scale int64, up bool) *Problem {
	all := make([]int, p.parties)
	for q := range all {
		all[q] = q
	}
	r := p.restrict(all, false)
	step := make([]int64, p.parties)
	for q := range step {
		step[q] = max(1, (p.ups[q]-p.lows[q])/scale)
		r.limit[q] = divide(p.limit[q], step[q], true)
	}
	for i := range r.unary {
		for j := range r.unary[i] {
			q := j % p.parties
			r.unary[i][j] = divide(r.unary[i][j], step[q], up)
		}
	}
	for t := range r.terms {
		for q := range r.terms[t].add {
			r.terms[t].add[q] = divide(r.terms[t].add[q], step[q], up)
		}
	}
	return r
}

// divide is x over a positive step, rounded up or down.
func divide(x, step int64, up bool) int64 {
	d, rest := x/step, x%step
	switch {
	case up && rest > 0:
		d++
	case !up && rest < 0:
		d--
	}
	return d
}
