// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// Solution holds the stable states of a model.
type Solution struct {
	// Settings are the conventions used.
	Settings Settings
	// Concepts are those asked for, without repetition.
	Concepts []Concept
	m        *Model
	stable   map[Concept][]*Set // by DM
}

// Stable returns the states that are stable for DM i under c, or nil if c was
// not asked for.
func (s *Solution) Stable(i int, c Concept) *Set {
	if s.stable[c] == nil {
		return nil
	}
	return s.stable[c][i]
}

// Equilibria returns the states that are stable for every DM under c, or nil if
// c was not asked for.
func (s *Solution) Equilibria(c Concept) *Set {
	if s.stable[c] == nil {
		return nil
	}
	return intersect(s.stable[c])
}

// Mixed returns the states that are stable for every DM i under concepts[i]. It
// is an error if one of them was not asked for, or there is not one for each DM.
func (s *Solution) Mixed(concepts []Concept) (*Set, error) {
	if len(concepts) != s.m.DMs() {
		return nil, fmt.Errorf("%d concepts for %d decision makers", len(concepts), s.m.DMs())
	}
	var sets []*Set
	for i, c := range concepts {
		if s.Stable(i, c) == nil {
			return nil, fmt.Errorf("concept %q was not solved", c)
		}
		sets = append(sets, s.Stable(i, c))
	}
	return intersect(sets), nil
}

// Solve finds the stable states of every DM under each of the concepts, by the
// identity of docs/methods/stability-identity.md. With no concept it solves all
// but SIM. SIM on coalesced or free-form models is ErrUnsupported. ctx can stop
// it within 100 ms.
//
// Cost in option form: for each DM and concept a few passes over all states for
// each DM, no matrix; SEQ and SSEQ pass as often as the longest alternation of
// improvements asks for. Memory: 2 or 4 bytes a state for one field, and for SEQ
// and SSEQ 1 to 4 bytes a state and DM. SIM: see docs/methods/stability-sim.md.
func (m *Model) Solve(ctx context.Context, concepts ...Concept) (*Solution, error) {
	out := &Solution{Settings: m.def.Settings, m: m, stable: map[Concept][]*Set{}}
	if len(concepts) == 0 {
		concepts = []Concept{Nash, GMR, SMR, SEQ, SSEQ}
	}
	for _, c := range concepts {
		if c > SIM {
			return nil, fmt.Errorf("no concept %d", c)
		}
		if !slices.Contains(out.Concepts, c) {
			out.Concepts = append(out.Concepts, c)
			out.stable[c] = make([]*Set, m.DMs())
		}
	}
	err := m.fields(ctx, out.Concepts, false, func(i int, c Concept, f field) error {
		out.stable[c][i] = f.stable
		return nil
	})
	if err == nil && out.stable[SIM] != nil {
		out.stable[SIM], err = m.simultaneous(ctx)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// A field is what was found for one DM under one concept. Its functions are valid
// during the call that hands it out only.
type field struct {
	stable *Set
	// threshold is the least worth of a position, as a level, or for Worse twice a
	// level, from which it is stable.
	threshold func(p int) int32
	// value is v of docs/methods/stability-identity.md, on the same scale: what a
	// move to a position is worth once it was answered. Nil unless it was kept.
	value func(p int) int32
}

// visitor gets the field for each DM and concept. It may be called from several
// goroutines, for different DMs.
type visitor func(i int, c Concept, f field) error

// fields visits all fields. keep asks for values, at the memory of one field more.
func (m *Model) fields(ctx context.Context, concepts []Concept, keep bool, visit visitor) error {
	if m.narrow {
		return solveFields[int16](ctx, m, concepts, keep, visit)
	}
	return solveFields[int32](ctx, m, concepts, keep, visit)
}

func solveFields[T level](ctx context.Context, m *Model, concepts []Concept, keep bool, visit visitor) error {
	improving := slices.Contains(concepts, SEQ) || slices.Contains(concepts, SSEQ)
	if need := m.solving(improving, keep, len(concepts)); need > m.def.Limits.Bytes {
		return fmt.Errorf("solving %d states needs about %d bytes: %w", m.count, need, ErrBudget)
	}
	one := func(e engine[T], i int, f []T) error {
		s := &solver[T]{m: m, ctx: ctx, e: e, i: i, u: levelsOf[T](&m.worth[i]), f: f}
		out := field{threshold: func(p int) int32 { return int32(s.f[p]) }}
		if keep {
			s.v = make([]T, m.size)
			out.value = func(p int) int32 { return int32(s.v[p]) }
		}
		for _, c := range concepts {
			if c == SIM {
				continue
			}
			if err := s.field(c); err != nil {
				return err
			}
			var err error
			if out.stable, err = s.stable(); err == nil {
				err = visit(i, c, out)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	if m.kind == cube { // its engine splits each sweep instead
		e, err := newEngine[T](ctx, m, improving)
		f := make([]T, m.size)
		for i := 0; i < m.DMs() && err == nil; i++ {
			err = one(e, i, f)
		}
		return err
	}
	var shared engine[T]
	if m.kind == graph { // it keeps nothing between calls
		shared = newGraphEngine[T](ctx, m)
	}
	errs := make([]error, m.DMs())
	err := parallel(ctx, m.def.Limits.Workers, m.DMs(), 1, func(i, _ int) {
		e, err := shared, error(nil)
		if e == nil {
			e, err = newEngine[T](ctx, m, improving)
		}
		if err == nil {
			err = one(e, i, make([]T, m.size))
		}
		errs[i] = err
	})
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return err
}

// solving estimates the bytes that Solve needs besides the model: fields, orders
// and sets.
func (m *Model) solving(improving, keep bool, concepts int) int64 {
	width, fields := int64(2), int64(1)
	if !m.narrow {
		width = 4
	}
	if m.kind != cube { // one for each decision maker under way, and components or queues
		fields = 4 * int64(min(m.def.Limits.Workers, m.DMs()))
	}
	if keep {
		fields += int64(min(m.def.Limits.Workers, m.DMs()))
	}
	need := int64(m.size) * (width*fields + int64(m.DMs()*concepts)/8)
	for _, c := range m.control {
		if improving && m.kind == cube && c.mask != 0 {
			need += int64(m.size) * orderWidth(bits.OnesCount64(c.mask))
		}
	}
	return need
}

// solver works on one decision maker with one field.
type solver[T level] struct {
	m    *Model
	ctx  context.Context
	e    engine[T]
	i    int
	u, f []T
	v    []T // a copy of what own was told last; nil if it is not kept
}

// field leaves in f the threshold under c: f(s) ≤ u(s), or 2u(s) for Worse,
// exactly where s is stable.
func (s *solver[T]) field(c Concept) error {
	scale, more := T(1), T(0) // a sanction is worth scale·u + more
	if s.m.def.Settings.Sanction == Worse {
		scale, more = 2, 1
	}
	escape := c == SMR || c == SSEQ
	if c == Nash || escape {
		s.set(start, scale, 0, least[T]())
		if c == Nash {
			return s.last()
		}
		if err := s.e.own(s.i, s.f); err != nil {
			return err
		}
	}
	switch {
	case escape && more > 0: // worse itself, and no escape to anything better
		s.set(raise, scale, more, most[T]())
	case escape:
		s.holes(most[T]())
	default:
		s.set(start, scale, more, most[T]())
	}
	if err := answers(s.e, s.m, s.i, s.f, c == SEQ || c == SSEQ); err != nil {
		return err
	}
	s.set(limit, scale, 0, least[T]())
	return s.last()
}

// last takes the step from values to thresholds.
func (s *solver[T]) last() error {
	copy(s.v, s.f)
	return s.e.own(s.i, s.f)
}

type assign uint8

const (
	start assign = iota // f = x
	raise               // f = max(f, x)
	limit               // f = min(f, x)
)

// set combines f with x = scale·u + more, and sets holes to hole.
func (s *solver[T]) set(how assign, scale, more, hole T) {
	// An error means that ctx has ended, which the next sweep will find.
	_ = parallel(s.ctx, s.m.def.Limits.Workers, s.m.size, 1<<15, func(from, to int) {
		u, f := s.u[from:to], s.f[from:to]
		f = f[:len(u)]
		switch how {
		case start:
			for p, x := range u {
				f[p] = scale*x + more
			}
		case raise:
			for p, x := range u {
				f[p] = max(f[p], scale*x+more)
			}
		case limit:
			for p, x := range u {
				f[p] = min(f[p], scale*x+more)
			}
		}
	})
	s.holes(hole)
}

func (s *solver[T]) holes(hole T) {
	for w, word := range s.m.feas {
		for bad := ^word; bad != 0; bad &= bad - 1 {
			if p := w*64 + bits.TrailingZeros64(bad); p < len(s.f) {
				s.f[p] = hole
			}
		}
	}
}

func (s *solver[T]) stable() (*Set, error) {
	out, double := newSet(s.m), T(1)
	if s.m.def.Settings.Sanction == Worse {
		double = 2
	}
	err := parallel(s.ctx, s.m.def.Limits.Workers, s.m.blocks(), 1<<10, func(from, to int) {
		for at := from; at < to; at++ {
			n := min(64, s.m.size-at*64)
			u, f := s.u[at*64:][:n], s.f[at*64:][:n]
			word := uint64(0)
			for k, x := range u {
				var bit uint64
				if f[k] <= double*x {
					bit = 1
				}
				word |= bit << uint(k)
			}
			out.words[at] = word & s.m.valid(at)
		}
	})
	return out, err
}
