// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// Reason says why a state is stable or not for one decision maker.
type Reason struct {
	State   State
	DM      int
	Concept Concept
	Stable  bool // every deviation is deterred
	// Deviations has one entry for each improvement of DM, in ascending order of
	// its state; none if there is nothing to gain by moving.
	Deviations []Deviation
}

// Deviation is one improvement and what would follow.
type Deviation struct {
	To       State // the temptation
	Deterred bool
	// Answers counts the other states that others could lead to from To: by any moves
	// for GMR and SMR, by improvements for SEQ and SSEQ. Nash and SIM: 0.
	Answers int
	// Sanction leads from To to a state that is not better (for Worse: worse)
	// than State; a shortest such sequence. For SIM they are the moves that
	// others make from State at the same time. Empty if there is none.
	Sanction []Step
	// End is the state in which the sanction ends; only if Sanction is not empty.
	End State
	// Escape is the best state that DM could reach from End and that is better
	// than State; nil if there is none, or the concept does not ask. A deviation
	// with a sanction and an escape is not deterred: all its sanctions fail so.
	Escape *State
}

// Explain gives the reason for one state, decision maker and concept. Cost: a
// search through what the others can reach from each improvement.
func (m *Model) Explain(ctx context.Context, s State, i int, c Concept) (Reason, error) {
	return m.ExplainWithin(ctx, s, i, c, nil)
}

// ExplainWithin is Explain, were others able to answer by those steps only for which
// may; nil: by all. What i itself could do is as it is. So one sees on which answers a
// state rests, and which would do alone.
func (m *Model) ExplainWithin(ctx context.Context, s State, i int, c Concept, may func(Step) bool) (Reason, error) {
	p, err := m.position(s)
	if err != nil {
		return Reason{}, err
	}
	if c > SIM || c == SIM && m.kind == graph {
		return Reason{}, fmt.Errorf("concept %d: %w", c, ErrUnsupported)
	}
	r := Reason{State: m.at(p), DM: i, Concept: c, Stable: true}
	var improvements []int32
	for _, q := range m.moves(i, p, nil) {
		if m.improves(i, p, int(q)) {
			improvements = append(improvements, q)
		}
	}
	for _, s1 := range m.names(improvements) {
		q, _ := m.position(s1) // s1 is a state of the model
		d := Deviation{To: s1}
		switch c {
		case Nash:
		case SIM:
			m.explainTogether(ctx, &d, i, p, q, may)
			if err := ctx.Err(); err != nil {
				return Reason{}, err
			}
		default:
			if err := m.explainSanction(ctx, &d, i, p, q, c, may); err != nil {
				return Reason{}, err
			}
		}
		r.Stable = r.Stable && d.Deterred
		r.Deviations = append(r.Deviations, d)
	}
	return r, nil
}

func (m *Model) explainSanction(ctx context.Context, d *Deviation, i, p, q int, c Concept, may func(Step) bool) error {
	w := walk{m: m, sequences: m.def.Settings.Sequences}
	credible := c == SEQ || c == SSEQ
	if credible {
		w.may = m.improves
	}
	if may != nil {
		w.pairwise = true // of what may allow nothing is known
		w.may = func(j, from, to int) bool {
			return (!credible || m.improves(j, from, to)) && may(Step{DM: j, From: m.at(from), To: m.at(to)})
		}
	}
	if err := w.from(ctx, m.others(i), q); err != nil {
		return err
	}
	seen := map[int32]bool{int32(q): true} // to come back to q answers nothing
	failed := 0
	for k, n := range w.nodes[1:] {
		if seen[n.at] {
			continue
		}
		seen[n.at] = true
		if d.Deterred || !m.deters(i, p, int(n.at)) {
			continue
		}
		escape := -1
		if c == SMR || c == SSEQ {
			escape = m.escape(i, p, int(n.at))
		}
		switch {
		case escape < 0:
			d.Deterred, d.Escape, failed = true, nil, k+1
		case failed == 0: // keep the first that fails, to show why
			s := m.at(escape)
			d.Escape, failed = &s, k+1
		}
	}
	d.Answers = len(seen) - 1
	if failed > 0 {
		d.Sanction, d.End = w.path(failed), m.at(int(w.nodes[failed].at))
	}
	return nil
}

// escape is the best position that i reaches from q, if it is better than p;
// otherwise -1. Of equally good ones it is the first in the order of moves.
func (m *Model) escape(i, p, q int) int {
	best := -1
	for _, r := range m.moves(i, q, nil) {
		if m.improves(i, p, int(r)) && (best < 0 || m.improves(i, best, int(r))) {
			best = int(r)
		}
	}
	return best
}

// explainTogether finds the first combination that deters, in the order of
// decision makers and of their moves.
func (m *Model) explainTogether(ctx context.Context, d *Deviation, i, p, q int, may func(Step) bool) {
	t := &together{m: m, ctx: ctx, flips: make([][]uint64, m.DMs())}
	t.load(p)
	from := uint64(m.at(p))
	for j := range t.flips {
		t.flips[j] = slices.DeleteFunc(t.flips[j], func(flip uint64) bool {
			return j != i && may != nil && !may(Step{DM: j, From: State(from), To: State(from ^ flip)})
		})
	}
	flip := from ^ uint64(m.at(q))
	if d.Deterred = t.deterred(i, 0, flip); !d.Deterred {
		return
	}
	for j := range t.flips { // settle one decision maker after the other
		if j == i || t.deterred(i, j+1, flip) {
			continue
		}
		for _, other := range t.flips[j] {
			if t.deterred(i, j+1, flip^other) {
				flip ^= other
				d.Sanction = append(d.Sanction, Step{DM: j, From: State(from), To: State(from ^ other)})
				break
			}
		}
	}
	d.End = State(from ^ flip)
}
