// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
	"slices"
)

// A box grants utility where every issue of its scope lies between two options.
// Boxes that overlap pair by pair on an issue have an option in common there, as
// intervals on a line do (Helly), so which boxes can be granted together is a
// matter of pairs: packages become sets of boxes of which no two exclude each
// other. Where boxes are many but few of them do, sets are far fewer than packages.
type box struct {
	add   []int64 // per party, none negative, one above 0
	issue []int
	low   []int // places among the allowed options of the issue
	high  []int
}

// maxBoxes bounds the boxes of a case that is solved by them.
const maxBoxes = 384

// boxFrontier finds the frontier of a case of boxes; [errTangled] if the case is
// none, or if too many boxes exclude each other.
func (p *Problem) boxFrontier(ctx context.Context, o Options) (*Frontier, error) {
	base, boxes, allowed, ok := p.boxes()
	if !ok || len(boxes) > maxBoxes {
		return nil, errTangled
	}
	g := newBoxGraph(p.parties, boxes)
	sets, err := g.solve(ctx, g.all())
	if err != nil {
		return nil, err
	}
	f := &Frontier{p: p, proven: p.resolution == 0, rational: o.RationalOnly, last: &vectors{parties: p.parties}, ceiling: slices.Clone(base)}
	if !f.proven {
		f.why = "resolution"
	}
	for _, s := range sets {
		u := slices.Clone(base)
		for q := range u {
			u[q] += s.u[q]
			f.ceiling[q] = max(f.ceiling[q], u[q])
		}
		if o.RationalOnly && !p.rational(u) {
			continue
		}
		count := new(big.Int)
		for _, set := range s.sets {
			x, n := g.cell(set, boxes, allowed)
			if count.Sign() == 0 {
				if !slices.Equal(p.sums(x), u) {
					return nil, errTangled // cannot be; then other ways are safer
				}
				for _, option := range x {
					f.packages = append(f.packages, uint16(option))
				}
			}
			count.Add(count, n)
		}
		f.last.u = append(f.last.u, u...)
		f.last.back, f.last.via = append(f.last.back, 0), append(f.last.via, 0)
		if count.IsUint64() && count.Uint64()&aside == 0 {
			f.last.count.push(count.Uint64())
		} else {
			f.last.count.push(f.last.count.keep(count))
		}
	}
	return f, nil
}

// boxes takes a problem apart into boxes over its allowed options, and what every
// package has; ok is false if something else is in it.
func (p *Problem) boxes() (base []int64, out []box, allowed [][]int, ok bool) {
	if len(p.forbids) > 0 {
		return nil, nil, nil, false
	}
	base = make([]int64, p.parties)
	for i, n := range p.sizes {
		var list []int
		for k := range n {
			if !p.banned[i][k] {
				list = append(list, k)
			}
		}
		if len(list) == 0 {
			return nil, nil, nil, false
		}
		allowed = append(allowed, list)
		for q := range p.parties {
			row := make([]int64, len(list))
			for j, k := range list {
				row[j] = p.unary[i][k*p.parties+q]
			}
			base[q] += slices.Min(row)
			out = unaryBoxes(out, row, slices.Min(row), 0, i, q, p.parties)
		}
		if len(out) > maxBoxes {
			return nil, nil, nil, false
		}
	}
	for _, t := range p.terms {
		b := box{add: t.add}
		for j, i := range t.scope {
			low, high := -1, -1
			for k, option := range allowed[i] {
				if !t.sets[j][option] {
					continue
				}
				if low < 0 {
					low = k
				} else if high != k-1 {
					return nil, nil, nil, false // no interval
				}
				high = k
			}
			if low < 0 {
				b.issue = nil
				break // no allowed package matches
			}
			b.issue, b.low, b.high = append(b.issue, i), append(b.low, low), append(b.high, high)
		}
		if slices.Min(t.add) < 0 {
			return nil, nil, nil, false
		}
		if len(b.issue) == len(t.scope) && slices.Max(t.add) > 0 {
			out = append(out, b)
		}
	}
	return base, out, allowed, true
}

// unaryBoxes writes what the options from a place on add for one party as intervals
// that lie in each other: the least of a run over the whole of it, and what is above
// that over the runs between.
func unaryBoxes(out []box, row []int64, floor int64, from, issue, party, parties int) []box {
	for len(row) > 0 {
		if row[0] <= floor {
			row, from = row[1:], from+1
			continue
		}
		n := 1
		for n < len(row) && row[n] > floor {
			n++
		}
		least := slices.Min(row[:n])
		b := box{add: make([]int64, parties), issue: []int{issue}, low: []int{from}, high: []int{from + n - 1}}
		b.add[party] = least - floor
		out = append(out, b)
		out = unaryBoxes(out, row[:n], least, from, issue, party, parties)
		row, from = row[n:], from+n
	}
	return out
}

// excludes reports whether no package lies in both boxes.
func (b box) excludes(o box) bool {
	for j, i := range b.issue {
		if k := slices.Index(o.issue, i); k >= 0 && (b.high[j] < o.low[k] || o.high[k] < b.low[j]) {
			return true
		}
	}
	return false
}

// cell is one package in all boxes of a set, and how many there are.
func (g *boxGraph) cell(set boxSet, boxes []box, allowed [][]int) (x Package, n *big.Int) {
	x, n = make(Package, len(allowed)), big.NewInt(1)
	for i, options := range allowed {
		low, high := 0, len(options)-1
		for v := range boxes {
			if !set.has(v) {
				continue
			}
			if j := slices.Index(boxes[v].issue, i); j >= 0 {
				low, high = max(low, boxes[v].low[j]), min(high, boxes[v].high[j])
			}
		}
		x[i] = options[low]
		n.Mul(n, big.NewInt(int64(high-low+1)))
	}
	return x, n
}
