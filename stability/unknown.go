// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// Reading says how a pair of states whose order is not known is treated. K. W.
// Li, K. W. Hipel, D. M. Kilgour, L. Fang, Preference uncertainty in the graph
// model for conflict resolution, IEEE Trans. SMC-A 34 (2004) 507–520.
type Reading uint8

const (
	ReadingA Reading = iota // leaves for better or unknown; deterred by what is known not to be better
	ReadingB                // leaves for better only; deterred by what is known not to be better
	ReadingC                // leaves for better or unknown; deterred also by unknown
	ReadingD                // leaves for better only; deterred also by unknown
)

// relations replaces the comparison of worths, pair by pair.
type relations struct {
	leaves  func(i, from, to int) bool // would i move, as the first or as an answer
	tempts  func(i, from, to int) bool // as the first, in the state that is examined
	deters  func(i, from, end int) bool
	escapes func(i, from, end int) bool // is end, reached from a sanction, a way out
}

// Unknown solves m with the pairs of DM.Unknown read as r says. The movers who
// answer in SEQ and SSEQ move to what is better or unknown in all four readings.
// Without such pairs every reading equals Solve. SIM is ErrUnsupported. Cost: for
// each state a search through the answers to each improvement.
func (m *Model) Unknown(ctx context.Context, r Reading, concepts ...Concept) (*Solution, error) {
	if r > ReadingD {
		return nil, fmt.Errorf("no reading %d", r)
	}
	pairs := m.pairSets(func(dm *DM) []Pair { return dm.Unknown }, true)
	unknown := func(i, a, b int) bool { return pairs[i][[2]int{a, b}] }
	better := func(i, from, to int) bool { return !unknown(i, from, to) && m.improves(i, from, to) }
	loose := func(i, from, to int) bool { return unknown(i, from, to) || m.improves(i, from, to) }
	rel := relations{leaves: loose, tempts: better}
	if r == ReadingA || r == ReadingC {
		rel.tempts = loose
	}
	known := r == ReadingA || r == ReadingB
	rel.deters = func(i, from, end int) bool {
		if unknown(i, from, end) {
			return !known
		}
		return m.deters(i, from, end)
	}
	rel.escapes = func(i, from, end int) bool {
		if unknown(i, from, end) {
			return known
		}
		return m.improves(i, from, end)
	}
	return m.solveRelations(ctx, rel, concepts)
}

// StrengthSolution splits stable states by how strongly they are held.
type StrengthSolution struct {
	// All holds the stable states, however strongly.
	All *Solution
	// Strong holds those where every deviation meets an answer that leaves the
	// mover much worse off, for SMR and SSEQ after any escape as well. Nash
	// stability has no strength: there it equals All.
	Strong *Solution
}

// Weak returns the states that are stable for DM i under c, but not strongly;
// nil if c was not asked for.
func (s *StrengthSolution) Weak(i int, c Concept) *Set {
	all, strong := s.All.Stable(i, c), s.Strong.Stable(i, c)
	if all == nil {
		return nil
	}
	out := newSet(all.m)
	for w := range out.words {
		out.words[w] = all.words[w] &^ strong.words[w]
	}
	return out
}

// Strength solves m with the pairs of DM.MuchBetter, read literally: no pair is
// inferred. L. Hamouda, D. M. Kilgour, K. W. Hipel, Strength of preference in
// the graph model for conflict resolution, Group Decision and Negotiation 13
// (2004) 449–462. SIM is ErrUnsupported. Cost as for Unknown.
func (m *Model) Strength(ctx context.Context, concepts ...Concept) (*StrengthSolution, error) {
	if slices.Contains(concepts, SIM) {
		return nil, fmt.Errorf("strength of simultaneous stability: %w", ErrUnsupported)
	}
	all, err := m.Solve(ctx, concepts...)
	if err != nil {
		return nil, err
	}
	pairs := m.pairSets(func(dm *DM) []Pair { return dm.MuchBetter }, false)
	muchWorse := func(i, from, end int) bool { return pairs[i][[2]int{from, end}] }
	strong, err := m.solveRelations(ctx, relations{
		leaves: m.improves, tempts: m.improves, deters: muchWorse,
		escapes: func(i, from, end int) bool { return !muchWorse(i, from, end) },
	}, all.Concepts)
	return &StrengthSolution{All: all, Strong: strong}, err
}

func (m *Model) pairSets(of func(*DM) []Pair, bothWays bool) []map[[2]int]bool {
	out := make([]map[[2]int]bool, m.DMs())
	for i := range out {
		out[i] = map[[2]int]bool{}
		for _, pair := range of(&m.def.DMs[i]) {
			a, b, err := m.pair(pair)
			if err != nil || a == b {
				continue // New has refused errors; a state is never unknown against itself
			}
			out[i][[2]int{a, b}] = true
			if bothWays {
				out[i][[2]int{b, a}] = true
			}
		}
	}
	return out
}

func (m *Model) solveRelations(ctx context.Context, rel relations, concepts []Concept) (*Solution, error) {
	out := &Solution{Settings: m.def.Settings, m: m, stable: map[Concept][]*Set{}}
	if len(concepts) == 0 {
		concepts = []Concept{Nash, GMR, SMR, SEQ, SSEQ}
	}
	for _, c := range concepts {
		if c >= SIM {
			return nil, fmt.Errorf("concept %v with such preferences: %w", c, ErrUnsupported)
		}
		if slices.Contains(out.Concepts, c) {
			continue
		}
		out.Concepts = append(out.Concepts, c)
		for i := range m.DMs() {
			set := newSet(m)
			err := parallel(ctx, m.def.Limits.Workers, m.blocks(), 1, func(at, _ int) {
				for p := at * 64; p < min(at*64+64, m.size) && ctx.Err() == nil; p++ {
					if m.isState(p) && m.stableUnder(ctx, rel, i, p, c) {
						set.add(p)
					}
				}
			})
			if err != nil {
				return nil, err
			}
			out.stable[c] = append(out.stable[c], set)
		}
	}
	return out, nil
}

// stableUnder is the definition of the concept. Where ctx has ended its answer
// is thrown away.
func (m *Model) stableUnder(ctx context.Context, rel relations, i, p int, c Concept) bool {
	for _, q := range m.moves(i, p, nil) {
		if rel.tempts(i, p, int(q)) && !m.deterredUnder(ctx, rel, i, p, int(q), c) {
			return false
		}
	}
	return true
}

func (m *Model) deterredUnder(ctx context.Context, rel relations, i, p, q int, c Concept) bool {
	if c == Nash {
		return false
	}
	w := walk{m: m, sequences: m.def.Settings.Sequences}
	credible := c == SEQ || c == SSEQ
	if credible {
		w.may = rel.leaves
	}
	// Pairs that are not known need not compose, and leading i back to q itself can
	// deter where it is not known to be better than p.
	w.pairwise = w.m.kind != graph && w.sequences == Legal
	if w.from(ctx, m.others(i), q) != nil {
		return false
	}
	for _, n := range w.nodes[1:] {
		if !rel.deters(i, p, int(n.at)) {
			continue
		}
		escaped := false
		if c == SMR || c == SSEQ {
			for _, r := range m.moves(i, int(n.at), nil) {
				escaped = escaped || (!credible || rel.leaves(i, int(n.at), int(r))) && rel.escapes(i, p, int(r))
			}
		}
		if !escaped {
			return true
		}
	}
	return false
}
