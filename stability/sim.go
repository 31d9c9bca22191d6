// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
)

// simultaneous finds the states that are stable under SIM, from the definition:
// an improvement of i is deterred if some combination of improvements that the
// others have from the same state, each taking one or none, flipped together
// with it, gives a state that is not better for i (for Worse: that is worse).
//
// Cost: for each state at most the product of 1 + the improvements of each DM,
// less where a sanction is found early.
func (m *Model) simultaneous(ctx context.Context) ([]*Set, error) {
	if m.kind == graph {
		return nil, fmt.Errorf("simultaneous moves in coalesced or free-form states: %w", ErrUnsupported)
	}
	sets := make([]*Set, m.DMs())
	for i := range sets {
		sets[i] = newSet(m)
	}
	err := parallel(ctx, m.def.Limits.Workers, m.blocks(), 1, func(at, _ int) {
		t := &together{m: m, ctx: ctx, flips: make([][]uint64, m.DMs())}
		for p := at * 64; p < min(at*64+64, m.size) && ctx.Err() == nil; p++ {
			if !m.isState(p) {
				continue
			}
			t.load(p)
			for i := range sets {
				if t.stable(i) {
					sets[i].add(p) // this piece owns the word
				}
			}
		}
	})
	return sets, err
}

// together holds the improvements of every DM from one position, as flips.
type together struct {
	m     *Model
	ctx   context.Context
	p     int
	from  uint64
	flips [][]uint64
	buf   []int32
	tried int
}

func (t *together) load(p int) {
	t.p, t.from = p, uint64(t.m.at(p))
	for j := range t.flips {
		t.flips[j] = t.flips[j][:0]
		t.buf = t.m.moves(j, p, t.buf[:0])
		for _, q := range t.buf {
			if t.m.level(j, int(q)) > t.m.level(j, p) {
				t.flips[j] = append(t.flips[j], t.from^uint64(t.m.at(int(q))))
			}
		}
	}
}

func (t *together) stable(i int) bool {
	for _, own := range t.flips[i] {
		if !t.deterred(i, 0, own) {
			return false
		}
	}
	return true
}

// deterred tries the combinations of DMs j and later on top of flip.
func (t *together) deterred(i, j int, flip uint64) bool {
	if t.tried++; t.tried&0xffff == 0 && t.ctx.Err() != nil {
		return false // the result is thrown away
	}
	if j == len(t.flips) {
		q, err := t.m.position(State(t.from ^ flip))
		return err == nil && t.m.deters(i, t.p, q)
	}
	if t.deterred(i, j+1, flip) {
		return true
	}
	if j != i {
		for _, other := range t.flips[j] {
			if t.deterred(i, j+1, flip^other) {
				return true
			}
		}
	}
	return false
}

// deters reports whether ending in q instead of p is bad enough for i not to
// have set out, under the setting for sanctions.
func (m *Model) deters(i, p, q int) bool {
	if m.def.Settings.Sanction == Worse {
		return m.level(i, q) < m.level(i, p)
	}
	return m.level(i, q) <= m.level(i, p)
}
