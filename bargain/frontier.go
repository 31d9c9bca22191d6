// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"math/big"
	"slices"
)

// DefaultMemory is the memory budget if Options state none: 2 GiB.
const DefaultMemory = 2 << 30

// DefaultSteps is the number of partial packages that a search may visit if
// Options state none: about a minute's work.
const DefaultSteps = 2_000_000

// Options steer the calculation of a frontier. The zero value asks for the whole
// exact frontier within the default budgets.
type Options struct {
	// RationalOnly leaves out packages that give some party less than it has
	// stated as its reservation; that can save most of the work.
	RationalOnly bool
	// MemoryBytes bounds the memory of vectors and back-pointers; 0 means
	// [DefaultMemory].
	MemoryBytes int64
	// Steps bounds a search package by package; 0 means [DefaultSteps].
	Steps int64
	// Progress, if not nil, is called now and then from one goroutine at a time.
	Progress func(Progress)

	splitAt int // see engine
}

// Progress says how far a calculation is.
type Progress struct {
	Done, Total int // issues settled, of all
	Vectors     int // vectors kept at this point
}

// A Frontier is the set of utility vectors of feasible packages that no feasible
// package dominates (at least as much for all, more for one), in descending
// order. It is immutable and safe for concurrent use.
type Frontier struct {
	p        *Problem
	last     *vectors
	layers   *layers   // nil if found package by package
	trail    [][]trail // per layer and node
	packages []uint16  // witnesses, if found package by package
	proven   bool
	rational bool
	why      string
	ceiling  []int64    // per party, no feasible package gives more
	gap      []*big.Rat // see Gap, if not from the problem
	whole    *Frontier  // before the cut, or nil
	of       []int      // the point of whole behind each point
	least    []bool     // the count of a point is a lower bound
}

// A trail leads from each vector of one node back to the layer before.
type trail struct {
	back []uint32
	via  []uint16
}

// Frontier computes the frontier. The method is the sum of factors, issue by
// issue (Nemhauser and Ullmann 1969): partial sums that another dominates can
// not lead to the frontier and are dropped. Patterns over several issues make it
// one list for each set of patterns that may still match. Where patterns overlap
// too much for that, packages are searched one by one with bounds.
//
// The result is proven unless the problem has a resolution or a budget was used
// up; then [Frontier.Proven] is false, [Frontier.Why] says why, the points are
// feasible packages none of which dominates another, and [Frontier.Ceiling] is a
// proven bound. The only other errors are those of the context. Cost: the number
// of vectors of all steps, times options, times a logarithm (two and three
// parties) or a fractional power (four and more).
func (p *Problem) Frontier(ctx context.Context, o Options) (*Frontier, error) {
	f, err := p.exactFrontier(ctx, o)
	if !errors.Is(err, errMemory) {
		return f, err
	}
	return p.coarseFrontier(ctx, o)
}

func (o Options) steps() int64 {
	if o.Steps <= 0 {
		return DefaultSteps
	}
	return o.Steps
}

func (o Options) memory() int64 {
	if o.MemoryBytes <= 0 {
		return DefaultMemory
	}
	return o.MemoryBytes
}

// trialSteps is how long a search is tried where layers would be wide.
const trialSteps = 1 << 17

// exactFrontier settles issue by issue where patterns overlap little. Where they
// overlap more it first tries a search for a short time, which is far faster if
// the frontier has few vectors.
func (p *Problem) exactFrontier(ctx context.Context, o Options) (*Frontier, error) {
	g, err := p.layer(ctx, false, fewArcs)
	if errors.Is(err, errTangled) {
		trial := o
		trial.Steps = min(trialSteps, o.steps())
		f, failed := p.searchFrontier(ctx, trial)
		if failed != nil || f.why != "steps" && f.why != "memory" {
			return f, failed
		}
		if g, err = p.layer(ctx, false, maxArcs); errors.Is(err, errTangled) {
			if f, failed = p.boxFrontier(ctx, o); !errors.Is(failed, errTangled) {
				return f, failed
			}
			return p.searchFrontier(ctx, o)
		}
	}
	if err != nil {
		return nil, err
	}
	return p.layerFrontier(ctx, g, o)
}

// layerFrontier is the sum of factors along a graph.
func (p *Problem) layerFrontier(ctx context.Context, g *layers, o Options) (*Frontier, error) {
	f := &Frontier{p: p, layers: g, proven: p.resolution == 0, rational: o.RationalOnly}
	if !f.proven {
		f.why = "resolution"
	}
	if !g.feasible() {
		f.last = &vectors{parties: p.parties}
		return f, nil
	}
	f.ceiling = slices.Clone(g.best[0])
	e := &engine{parties: p.parties, budget: o.memory(), splitAt: o.splitAt}
	start := &vectors{parties: p.parties, u: make([]int64, p.parties), back: []uint32{0}, via: []uint16{0}}
	start.count.push(1)
	lists := []*vectors{start}
	var kept int64
	for l := range g.order {
		next, err := p.settleIssue(ctx, e, g, l, lists, o.RationalOnly)
		if err != nil {
			return nil, err
		}
		trails, total := make([]trail, len(next)), 0
		for i, v := range next {
			trails[i] = trail{slices.Clip(v.back), slices.Clip(v.via)}
			total += v.len()
		}
		f.trail = append(f.trail, trails)
		e.used.Store(kept) // back-pointers of earlier layers, and the present lists
		for _, v := range next {
			e.used.Add(v.bytes())
			kept += trailBytes * int64(v.len())
		}
		lists = next
		if o.Progress != nil {
			o.Progress(Progress{Done: l + 1, Total: len(g.order), Vectors: total})
		}
	}
	f.last = lists[0]
	return f, nil
}

// settleIssue makes the lists of the nodes after the issue of layer l.
func (p *Problem) settleIssue(ctx context.Context, e *engine, g *layers, l int, lists []*vectors, rational bool) ([]*vectors, error) {
	next := make([]*vectors, g.sizes[l])
	work := func(to int) error {
		var src []source
		for via, a := range g.arcs[l][to] {
			if lists[a.from].len() > 0 {
				src = append(src, source{from: lists[a.from], shift: a.shift, same: a.same, via: uint16(via)})
			}
		}
		if len(src) == 0 {
			next[to] = &vectors{parties: p.parties}
			return nil
		}
		var need []int64
		if rational {
			need = p.needed(g.best[l+1][to*p.parties : (to+1)*p.parties])
		}
		v, err := e.combine(ctx, src, need)
		next[to] = v
		return err
	}
	if len(next) < 16 {
		for to := range next {
			if err := work(to); err != nil {
				return nil, err
			}
		}
		return next, nil
	}
	const lanes = 4
	return next, each(lanes, func(lane int) error {
		for to := lane; to < len(next); to += lanes {
			if err := work(to); err != nil {
				return err
			}
		}
		return nil
	})
}

// needed is the least sum per party with which, if the best follows, stated
// reservations are still met.
func (p *Problem) needed(best []int64) []int64 {
	need := make([]int64, p.parties)
	for q := range need {
		need[q] = -1 << 62
		if p.stated[q] && best[q] != -1<<63 {
			need[q] = p.limit[q] - best[q]
		}
	}
	return need
}

// Len returns the number of distinct utility vectors.
func (f *Frontier) Len() int { return f.last.len() }

// Proven reports whether the frontier is exact and complete.
func (f *Frontier) Proven() bool { return f.proven }

// Why says in one word why the frontier is not proven: "resolution", "memory" or
// "steps"; it is empty if it is.
func (f *Frontier) Why() string { return f.why }

// Problem returns the problem that was solved.
func (f *Frontier) Problem() *Problem { return f.p }

// Ceiling returns, per party, a utility that no feasible package exceeds (under
// a resolution, up to [Problem.RoundingError]), or nil if no package is feasible.
func (f *Frontier) Ceiling() []*big.Rat {
	if f.ceiling == nil {
		return nil
	}
	out := make([]*big.Rat, f.p.parties)
	for q := range out {
		out[q] = f.p.rat(q, f.ceiling[q])
	}
	return out
}
