// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// Foresight holds the states in which two decision makers stay put.
type Foresight struct {
	// Horizon is the number of moves looked ahead; 0 for non-myopic stability,
	// where it is every number from some one on.
	Horizon int
	// Stable has one set for each of the two decision makers.
	Stable [2]*Set
	// Equilibria are in both.
	Equilibria *Set
}

// maxHorizon bounds the moves looked ahead, and the search for a repetition.
const maxHorizon = 1 << 16

// anticipation is what follows where one of the two is to move: the state in
// which it all ends, with some number of moves left.
type anticipation struct {
	m    *Model
	ends [2][]int32
}

func (m *Model) anticipate() (*anticipation, error) {
	if m.DMs() != 2 {
		return nil, fmt.Errorf("foresight of %d decision makers, want two: %w", m.DMs(), ErrUnsupported)
	}
	a := &anticipation{m: m}
	for i := range a.ends {
		a.ends[i] = make([]int32, m.size)
		for p := range a.ends[i] {
			a.ends[i][p] = int32(p)
		}
	}
	return a, nil
}

// deepen looks one move further and returns where each of the two stays put.
func (a *anticipation) deepen(ctx context.Context) (stays [2]*Set, err error) {
	var next [2][]int32
	var buf []int32
	for i := range next {
		stays[i] = newSet(a.m)
		next[i] = make([]int32, a.m.size)
		for p := range a.m.size {
			if p&0xff == 0 && ctx.Err() != nil {
				return stays, ctx.Err()
			}
			if !a.m.isState(p) {
				continue
			}
			best, by := int32(p), int32(-1)
			buf = a.m.moves(i, p, buf[:0])
			for _, q := range buf {
				end := a.ends[1-i][q]
				x, y := a.m.level(i, int(end)), a.m.level(i, int(best))
				if x > y || x == y && by >= 0 && q < by {
					best, by = end, q
				}
			}
			if next[i][p] = best; by < 0 {
				stays[i].add(p)
			}
		}
	}
	a.ends = next
	return stays, nil
}

// Horizon finds the states in which each of two decision makers stays put when
// both look h ≥ 1 moves ahead and move in turn: L_h stability of F. C. Zagare,
// Theory and Decision 16 (1984), and D. M. Kilgour, the same volume, by backward
// induction. Whoever gains nothing stays; among equally good
// moves the one to the least decimal counts. h = 1 is Nash. It is ErrUnsupported
// for other than two decision makers. Cost: h visits of every move.
func (m *Model) Horizon(ctx context.Context, h int) (*Foresight, error) {
	a, err := m.anticipate()
	if err != nil {
		return nil, err
	}
	if h < 1 || h > maxHorizon {
		return nil, fmt.Errorf("horizon %d: want 1 to %d", h, maxHorizon)
	}
	f := &Foresight{Horizon: h}
	for range h {
		if f.Stable, err = a.deepen(ctx); err != nil {
			return nil, err
		}
	}
	f.Equilibria = intersect(f.Stable[:])
	return f, nil
}

// NonMyopic finds the states in which each of two decision makers stays put for
// every horizon that is large enough: S. J. Brams, D. Wittman, Conflict
// Management and Peace Science 6 (1981), D. M. Kilgour (1984). What the two
// anticipate at one horizon decides what they anticipate at the next, so it
// repeats in the end; that repetition is found exactly (R. P. Brent, BIT 20,
// 1980). ErrBudget if there is none within 65,536 moves.
func (m *Model) NonMyopic(ctx context.Context) (*Foresight, error) {
	a, err := m.anticipate()
	if err != nil {
		return nil, err
	}
	mark := a.ends
	for rounds, power, period := 0, 1, 0; ; {
		if rounds++; rounds > maxHorizon {
			return nil, fmt.Errorf("foresight does not repeat within %d moves: %w", maxHorizon, ErrBudget)
		}
		if _, err := a.deepen(ctx); err != nil {
			return nil, err
		}
		period++
		if slices.Equal(mark[0], a.ends[0]) && slices.Equal(mark[1], a.ends[1]) {
			return a.throughout(ctx, period)
		}
		if period == power {
			mark, power, period = a.ends, 2*power, 0
		}
	}
}

func (a *anticipation) throughout(ctx context.Context, period int) (*Foresight, error) {
	f := &Foresight{}
	for k := range period {
		stays, err := a.deepen(ctx)
		if err != nil {
			return nil, err
		}
		for i := range stays {
			if k > 0 {
				stays[i] = intersect([]*Set{stays[i], f.Stable[i]})
			}
		}
		f.Stable = stays
	}
	f.Equilibria = intersect(f.Stable[:])
	return f, nil
}
