// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"iter"
	"math/bits"
	"runtime"
	"slices"
	"strings"
)

type kind uint8

const (
	cube  kind = iota // a position is a decimal; infeasible ones are holes
	list              // a position is the rank among the feasible decimals
	graph             // free-form or coalesced: a position is a class, moves are arcs
)

// control is what one decision maker can flip.
type control struct {
	mask, forward, back uint64
}

// allows reports whether the owner can go from s to t, two settings that differ
// in its own options only.
func (c control) allows(s, t uint64) bool {
	return t&^s&c.back == 0 && s&^t&c.forward == 0
}

// Model is a checked and compiled conflict. It is immutable and safe for
// concurrent use. Methods that take a DM want its index in Definition.DMs and
// panic if there is none. A state is named by its decimal; naming one that the
// model does not have is an error.
//
// Memory: 2 bytes for each state and decision maker (4 with more than 16,000
// different worths, or 2 and 4 for each of the 2^n settings if most are
// feasible), and for models with few feasible states 8 bytes more for each
// state and decision maker.
type Model struct {
	def     Definition
	kind    kind
	size    int      // positions
	count   int      // states, at most size
	feas    []uint64 // cube: bit set of states; nil if every position is one
	decimal []State  // list and graph: decimal of each position, ascending
	control []control
	worth   []worth
	narrow  bool // every worth has 16-bit levels

	fibres []fibres // list: the states grouped by what each DM cannot change
	arcs   []arcs   // graph: moves of each DM

	member      []State // coalesced: every feasible setting, ascending
	memberClass []int32
}

// New checks d and compiles it. Errors name the part that is wrong. It refuses
// with ErrBudget what would exceed d.Limits. ctx can stop it within 100 ms; the
// error is then ctx.Err().
//
// Cost in option form: about 2^n·(statements of all DMs)/8 operations for n ≤ 28
// options, otherwise one visit of each partial setting that no condition
// excludes.
func New(ctx context.Context, d Definition) (*Model, error) { return compile(ctx, d, false) }

// compile is New; wide forces 32-bit levels, for tests.
func compile(ctx context.Context, d Definition, wide bool) (*Model, error) {
	d.Limits = d.Limits.withDefaults()
	m := &Model{def: d}
	if err := m.check(); err != nil {
		return nil, err
	}
	steps := []func(context.Context) error{m.enumerate, m.coalesce, m.freeForm, m.limit}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	if m.count == 0 {
		return nil, fmt.Errorf("model: no feasible state")
	}
	if err := m.prefer(ctx, wide); err != nil {
		return nil, err
	}
	if m.kind == list {
		if err := m.group(ctx); err != nil {
			return nil, err
		}
	}
	if q := d.StatusQuo; q != nil {
		if _, err := m.position(*q); err != nil {
			return nil, fmt.Errorf("status quo: %w", err)
		}
	}
	return m, m.checkPairs()
}

func (l Limits) withDefaults() Limits {
	if l.States <= 0 {
		l.States = 1 << 28
	}
	if l.Bytes <= 0 {
		l.Bytes = 8 << 30
	}
	if l.Workers <= 0 {
		l.Workers = runtime.GOMAXPROCS(0)
	}
	return l
}

func (m *Model) limit(context.Context) error {
	need := int64(m.size) * int64(len(m.def.DMs)+1) * 2
	if m.kind != cube {
		need = int64(m.size) * int64(12*len(m.def.DMs)+12)
	}
	if m.size > m.def.Limits.States || need > m.def.Limits.Bytes {
		return fmt.Errorf("model of %d states and at least %d bytes: %w", m.size, need, ErrBudget)
	}
	return nil
}

// Definition returns the definition with defaults filled in; its slices must not
// be changed.
func (m *Model) Definition() Definition { return m.def }

// Settings returns the conventions of every result of m.
func (m *Model) Settings() Settings { return m.def.Settings }

// With returns a model that differs in its conventions only. It shares memory
// with m and costs nothing. It panics on values that are no setting.
func (m *Model) With(s Settings) *Model {
	if s.Sanction > Worse || s.Sequences > Once || s.Coalition > Jointly {
		panic("stability: Model.With: unknown setting")
	}
	c := *m
	c.def.Settings = s
	return &c
}

// Len returns the number of states.
func (m *Model) Len() int { return m.count }

// DMs returns the number of decision makers.
func (m *Model) DMs() int { return len(m.def.DMs) }

// Has reports whether s is a state; for coalesced states, any member is.
func (m *Model) Has(s State) bool { _, err := m.position(s); return err == nil }

// States yields the states, ascending.
func (m *Model) States() iter.Seq[State] {
	return func(yield func(State) bool) {
		for p := range m.size {
			if m.isState(p) && !yield(m.at(p)) {
				return
			}
		}
	}
}

// Canonical returns the decimal under which results name s: for a member of
// coalesced states the least one. It is an error if s is no state.
func (m *Model) Canonical(s State) (State, error) {
	p, err := m.position(s)
	if err != nil {
		return 0, err
	}
	return m.at(p), nil
}

// isState reports whether a position is a state and not a hole in the cube.
func (m *Model) isState(p int) bool { return m.feas == nil || m.feas[p>>6]>>(p&63)&1 == 1 }

func (m *Model) at(p int) State {
	if m.kind == cube {
		return State(p)
	}
	return m.decimal[p]
}

func (m *Model) position(s State) (int, error) {
	p, ok := int(s), false
	switch {
	case m.kind == cube:
		ok = s < State(m.size) && m.isState(p)
	case m.member != nil:
		var k int
		if k, ok = slices.BinarySearch(m.member, s); ok {
			p = int(m.memberClass[k])
		}
	default:
		p, ok = slices.BinarySearch(m.decimal, s)
	}
	if !ok {
		return 0, fmt.Errorf("state %d: not a state of the model", s)
	}
	return p, nil
}

// Pattern writes s with one letter for each option, option 0 first: Y taken, N
// not. In a free-form model it is the name of the state, or "" if there is none.
func (m *Model) Pattern(s State) string {
	if m.def.States != nil {
		if s < State(len(m.def.States)) {
			return m.def.States[s]
		}
		return ""
	}
	var b strings.Builder
	for k := range m.def.Options {
		b.WriteByte("NY"[s>>uint(k)&1])
	}
	return b.String()
}

// ParsePattern is the inverse of Pattern. It does not ask whether the state is
// feasible. Lower case is accepted.
func (m *Model) ParsePattern(text string) (State, error) {
	if m.def.States != nil {
		if k := slices.Index(m.def.States, text); k >= 0 {
			return State(k), nil
		}
		return 0, fmt.Errorf("state %q: no such name", text)
	}
	if len(text) != len(m.def.Options) || strings.Trim(text, "YNyn") != "" {
		return 0, fmt.Errorf("state %q: want %d letters Y or N", text, len(m.def.Options))
	}
	var s State
	for k := range text {
		if text[k]|0x20 == 'y' {
			s |= 1 << uint(k)
		}
	}
	return s, nil
}

// Reachable returns the states that DM i can reach alone in one move from s,
// ascending, without s. Cost: the settings of i's options, or its states nearby.
func (m *Model) Reachable(i int, s State) ([]State, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	return m.names(m.moves(i, p, nil)), nil
}

func (m *Model) names(positions []int32) []State {
	out := make([]State, len(positions))
	for k, p := range positions {
		out[k] = m.at(int(p))
	}
	slices.Sort(out)
	return out
}

// moves appends to buf the positions that i can reach in one move from p, in a
// fixed order and without p.
func (m *Model) moves(i, p int, buf []int32) []int32 {
	m.visit(i, p, func(q int32) bool {
		buf = append(buf, q)
		return true
	})
	return buf
}

// visit hands to one, until that says false, what moves appends.
func (m *Model) visit(i, p int, one func(q int32) bool) {
	c := m.control[i]
	switch m.kind {
	case cube:
		s := uint64(p)
		free := c.mask &^ (s & c.forward) &^ (^s & c.back)
		for d := -free & free; d != 0; d = (d - free) & free { // every nonempty subset
			if t := int(s ^ d); m.isState(t) && !one(int32(t)) {
				return
			}
		}
	case list:
		f := &m.fibres[i]
		g := f.group[p]
		if g < 0 {
			return
		}
		s := uint64(m.decimal[p])
		for _, t := range f.order[f.start[g]:f.start[g+1]] {
			if int(t) != p && c.allows(s, uint64(m.decimal[t])) && !one(t) {
				return
			}
		}
	case graph:
		a := &m.arcs[i]
		for _, t := range a.to[a.start[p]:a.start[p+1]] {
			if !one(t) {
				return
			}
		}
	}
}

func popcount(words []uint64) (n int) {
	for _, w := range words {
		n += bits.OnesCount64(w)
	}
	return n
}
