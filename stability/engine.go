// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"slices"
)

// level is the number type of the sweeps.
type level interface{ int16 | int32 }

// An engine moves extreme values of a field f, one number for each position,
// along the moves of a model. Positions that are no state hold least or most,
// whichever loses, before and after. There is one engine for each kind.
type engine[T level] interface {
	// own sets f(s) to the greatest f over s and what i can reach from it.
	own(i int, f []T) error
	// step sets f(s) to the least f over s and what j can reach from it in one
	// move, or by one improvement, and reports whether anything changed.
	step(j int, f []T, improving bool) (bool, error)
	// legal sets f(s) to the least f over s and what the others than i can
	// reach from it by legal sequences, of improvements if improving.
	legal(i int, f []T, improving bool) error
}

func least[T level]() T {
	var x T
	switch p := any(&x).(type) {
	case *int16:
		*p = -1 << 15
	case *int32:
		*p = -1 << 31
	}
	return x
}

func most[T level]() T { return ^least[T]() }

// levelsOf returns the levels of a worth, which must be of type T.
func levelsOf[T level](w *worth) []T {
	if l, ok := any(w.l16).([]T); ok {
		return l
	}
	return any(w.l32).([]T)
}

func newEngine[T level](ctx context.Context, m *Model, improving bool) (engine[T], error) {
	switch m.kind {
	case list:
		return &listEngine[T]{m: m, ctx: ctx, joined: -1}, nil
	case graph:
		return newGraphEngine[T](ctx, m), nil
	}
	e := &cubeEngine[T]{m: m, ctx: ctx}
	return e, e.prepare(improving)
}

// others lists the decision makers but i, who own something.
func (m *Model) others(i int) []int {
	var out []int
	for j := range m.def.DMs {
		if j != i && (m.kind == graph || m.control[j].mask != 0) {
			out = append(out, j)
		}
	}
	return out
}

// settle steps each of the movers in turn until nothing changes. That is the
// closure by legal sequences where single moves compose: two moves of one mover
// in a row are one move.
func settle[T level](e engine[T], movers []int, f []T, improving bool) error {
	for quiet, k := 0, 0; quiet < len(movers); k = (k + 1) % len(movers) {
		changed, err := e.step(movers[k], f, improving)
		if err != nil {
			return err
		}
		quiet++
		if changed {
			quiet = 1 // a second step of the same mover would change nothing
		}
	}
	return nil
}

// answers applies the setting for sequences.
func answers[T level](e engine[T], m *Model, i int, f []T, improving bool) error {
	movers := m.others(i)
	switch m.def.Settings.Sequences {
	case Single:
		before := slices.Clone(f)
		for _, j := range movers {
			g := slices.Clone(before)
			if _, err := e.step(j, g, improving); err != nil {
				return err
			}
			lower(f, g)
		}
		return nil
	case Once:
		return once(e, m, movers, f, improving)
	}
	return e.legal(i, f, improving)
}

// once answers for every set of movers what they reach if each moves at most
// once: the first mover of a sequence is stepped last.
func once[T level](e engine[T], m *Model, movers []int, f []T, improving bool) error {
	n := uint(len(movers))
	if need := int64(len(f)) * 4 << min(n, 40); n > 20 || need > m.def.Limits.Bytes {
		return fmt.Errorf("each of %d moving at most once in %d states: %w", n, len(f), ErrBudget)
	}
	best := make([][]T, 1<<n)
	best[0] = f
	for set := 1; set < len(best); set++ {
		best[set] = slices.Clone(f)
		for k, j := range movers {
			if set>>k&1 == 1 {
				g := slices.Clone(best[set&^(1<<k)])
				if _, err := e.step(j, g, improving); err != nil {
					return err
				}
				lower(best[set], g)
			}
		}
	}
	copy(f, best[len(best)-1])
	return nil
}

func lower[T level](f, g []T) {
	g = g[:len(f)]
	for p, x := range g {
		f[p] = min(f[p], x)
	}
}
