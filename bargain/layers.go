// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"math"
	"slices"
)

// errTangled says that settling issue by issue needs too many states: patterns
// overlap too much. Searching package by package is the way then.
var errTangled = errors.New("the patterns overlap too much to settle issue by issue")

const (
	maxArcs = 1 << 19 // of one layer; beyond, a layer costs more than it saves
	fewArcs = 1 << 15 // beyond, a search is tried first
)

// Layers are the case as a graph: one layer for each issue in order, one node
// for each set of patterns that may still match, one arc for each option or
// group of options with the same effect. Node 0 of layer 0 is the start; the
// last layer has one node or, if nothing is feasible, none.
type layers struct {
	order []int
	sizes []int       // nodes after each issue; sizes[l] belongs to arcs[l]
	arcs  [][][]arc   // arcs[l][node]: into that node, from nodes of layer l
	need  [][]bool    // need[l][node]: some feasible package passes here
	best  [][]int64   // best[l]: per node and party, greatest sum of what follows
	worst [][]int64   // least sum of what follows
	ways  [][]float64 // roughly how many packages follow
}

// An arc settles one issue.
type arc struct {
	from   int32
	option uint16  // the least of them
	same   uint64  // how many options do exactly this
	shift  []int64 // what they add, per party
}

// layer builds the graph, or returns errTangled if a layer has more arcs than most.
// keep says to keep arcs that are dominated by another between the same nodes,
// which counting packages needs.
func (p *Problem) layer(ctx context.Context, keep bool, most int) (*layers, error) {
	g := &layers{order: p.order()}
	b := newLayerBuilder(p, g.order)
	b.most = most
	nodes := []string{b.emptyKey()}
	for at := range g.order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next, arcs, err := b.advance(ctx, at, nodes, keep)
		if err != nil {
			return nil, err
		}
		g.sizes = append(g.sizes, len(next))
		g.arcs = append(g.arcs, arcs)
		nodes = next
	}
	g.look(p.parties)
	return g, nil
}

// look finds, from the end, what can still follow at each node.
func (g *layers) look(parties int) {
	n := len(g.order)
	g.need, g.ways = make([][]bool, n+1), make([][]float64, n+1)
	g.best, g.worst = make([][]int64, n+1), make([][]int64, n+1)
	sizes := append([]int{1}, g.sizes...)
	for l, k := range sizes {
		g.need[l], g.ways[l] = make([]bool, k), make([]float64, k)
		g.best[l] = slices.Repeat([]int64{math.MinInt64}, k*parties)
		g.worst[l] = slices.Repeat([]int64{math.MaxInt64}, k*parties)
	}
	for i := range g.need[n] {
		g.need[n][i], g.ways[n][i] = true, 1
		clear(g.best[n][i*parties : (i+1)*parties])
		clear(g.worst[n][i*parties : (i+1)*parties])
	}
	for l := n - 1; l >= 0; l-- {
		for to, arcs := range g.arcs[l] {
			if !g.need[l+1][to] {
				g.arcs[l][to] = nil
				continue
			}
			for _, a := range arcs {
				from := int(a.from)
				g.need[l][from] = true
				g.ways[l][from] += float64(a.same) * g.ways[l+1][to]
				for q, s := range a.shift {
					g.best[l][from*parties+q] = max(g.best[l][from*parties+q], g.best[l+1][to*parties+q]+s)
					g.worst[l][from*parties+q] = min(g.worst[l][from*parties+q], g.worst[l+1][to*parties+q]+s)
				}
			}
		}
	}
}

// feasible reports whether any package is.
func (g *layers) feasible() bool { return g.need[0][0] }

// pruneArcs keeps, of the arcs between the same two nodes, those that no other
// dominates, and joins those with equal shifts.
func pruneArcs(arcs []arc, keepDominated bool) []arc {
	slices.SortStableFunc(arcs, func(a, b arc) int {
		if a.from != b.from {
			return int(a.from) - int(b.from)
		}
		return slices.Compare(b.shift, a.shift)
	})
	out, group := arcs[:0], 0 // group: where the arcs from this node begin
	for _, a := range arcs {
		if n := len(out); n > 0 && out[n-1].from != a.from {
			group = n
		}
		if n := len(out); n > 0 && out[n-1].from == a.from && slices.Equal(out[n-1].shift, a.shift) {
			out[n-1].same += a.same
			out[n-1].option = min(out[n-1].option, a.option)
			continue
		}
		if !keepDominated && slices.ContainsFunc(out[group:], func(b arc) bool { return covers(b.shift, a.shift) }) {
			continue
		}
		out = append(out, a)
	}
	return out
}

// covers reports whether a is at least b in every entry.
func covers(a, b []int64) bool {
	for i := range b {
		if a[i] < b[i] {
			return false
		}
	}
	return true
}
