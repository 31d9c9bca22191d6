// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
)

// Step is one move in a sequence.
type Step struct {
	DM       int // who moves, an index into Definition.DMs
	From, To State
}

// node is a place in a search through sequences of moves.
type node struct {
	at     int32 // position
	mover  int32 // who came here; -1 at the start
	parent int32 // index of the node before
	depth  int32
}

type nodeKey struct {
	at  int32
	tag uint64
}

// A walk searches through sequences of moves, breadth first, from one position.
// nodes[0] is the start.
type walk struct {
	m         *Model
	sequences Sequences
	may       func(j, from, to int) bool // nil: every move
	pairwise  bool                       // may is not transitive: two moves of one mover need not be one
	nodes     []node
}

// improves reports whether to is better than from for j.
func (m *Model) improves(j, from, to int) bool { return m.level(j, to) > m.level(j, from) }

// from fills nodes with every node that the movers can reach from p. The same
// position may occur more than once, and the start may be reached again. Where
// single moves compose, a shortest sequence never has a mover twice in a row.
func (w *walk) from(ctx context.Context, movers []int, p int) error {
	w.nodes = append(w.nodes[:0], node{at: int32(p), mover: -1, parent: -1})
	seen := map[nodeKey]bool{}
	used := []uint64{0}
	var buf []int32
	for k := 0; k < len(w.nodes); k++ {
		if k&0xff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if int64(k)*128 > w.m.def.Limits.Bytes {
				return fmt.Errorf("a search through %d states: %w", k, ErrBudget)
			}
		}
		n := w.nodes[k]
		for _, j := range movers {
			if int(n.mover) == j || w.sequences == Single && k > 0 || w.sequences == Once && used[k]>>uint(j)&1 == 1 {
				continue
			}
			buf = w.m.moves(j, int(n.at), buf[:0])
			for _, q := range buf {
				if w.may != nil && !w.may(j, int(n.at), int(q)) {
					continue
				}
				key, after := nodeKey{at: q}, used[k]|1<<uint(j)
				switch {
				case w.sequences == Once:
					key.tag = after
				case (w.m.kind == graph || w.pairwise) && w.sequences == Legal:
					key.tag = uint64(j)
				}
				if !seen[key] {
					seen[key] = true
					w.nodes = append(w.nodes, node{at: q, mover: int32(j), parent: int32(k), depth: n.depth + 1})
					used = append(used, after)
				}
			}
		}
	}
	return nil
}

// path is the sequence of moves that leads to nodes[k].
func (w *walk) path(k int) []Step {
	n := w.nodes[k]
	steps := make([]Step, n.depth)
	for n.parent >= 0 {
		before := w.nodes[n.parent]
		steps[n.depth-1] = Step{DM: int(n.mover), From: w.m.at(int(before.at)), To: w.m.at(int(n.at))}
		n = before
	}
	return steps
}

// Reached is a state that can be reached, with a shortest way to it.
type Reached struct {
	State State
	Path  []Step // legal: nobody moves twice in a row
}

// Paths is the status quo analysis: the states that all decision makers can
// reach from s by legal sequences, of improvements only if improving, each with
// a shortest one; in order of their number of steps, then of discovery. s itself
// comes first with an empty path. Settings.Sequences does not matter here.
// Source: K. W. Li, D. M. Kilgour, K. W. Hipel, Status quo analysis in the graph
// model for conflict resolution, J. Oper. Res. Soc. 56 (2005) 699–707. Cost: one
// visit of each reachable state and its moves.
func (m *Model) Paths(ctx context.Context, s State, improving bool) ([]Reached, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	w := walk{m: m}
	if improving {
		w.may = m.improves
	}
	movers := make([]int, m.DMs())
	for i := range movers {
		movers[i] = i
	}
	if err := w.from(ctx, movers, p); err != nil {
		return nil, err
	}
	var out []Reached
	seen := map[int32]bool{}
	for k, n := range w.nodes {
		if !seen[n.at] {
			seen[n.at] = true
			out = append(out, Reached{State: m.at(int(n.at)), Path: w.path(k)})
		}
	}
	return out, nil
}
