// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/big"
)

// Price is what it takes to hold one decision maker in one state, or what it
// takes to break that hold.
type Price struct {
	// Price is the least reward, paid only in that state, that makes it stable;
	// 0 if it is. Its unit is that of the worths; see Cardinal.
	Price *big.Rat
	// Attained is false where the price itself is not enough, only anything above
	// it: an answer must be worse, not just not better (setting Worse).
	Attained bool
	// Margin is the worth that the state could lose before it stops being
	// stable: how much an outside offer must beat. Negative where it is not
	// stable; nil if the decision maker cannot move from the state at all.
	Margin *big.Rat
	// Temptation is a state, reached by a move, that sets the price or margin;
	// nil if there is no move.
	Temptation *State
	// Cardinal is false where the preference is ordinal. The numbers then count
	// ranks, which tells nothing about amounts.
	Cardinal bool
}

// Price returns the price of stability of s under c for each decision maker:
// max(0, (max_i v)(s) − u_i(s)), docs/methods/stability-price.md. In option form
// a reward in s alone changes nothing else, so the prices of different decision
// makers do not interact. SIM, coalesced and free-form models are ErrUnsupported.
// Cost: a search through the answers to each move from s.
func (m *Model) Price(ctx context.Context, s State, c Concept) ([]Price, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	if c >= SIM || m.kind == graph {
		return nil, fmt.Errorf("price of %v: %w", c, ErrUnsupported)
	}
	out := make([]Price, m.DMs())
	for i := range out {
		if out[i], err = m.priceFor(ctx, p, i, c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *Model) priceFor(ctx context.Context, p, i int, c Concept) (Price, error) {
	out := Price{Price: new(big.Rat), Attained: true, Cardinal: m.worth[i].values != nil}
	highest, at := int32(-1), -1 // thresholds, in half levels
	for _, q := range m.moves(i, p, nil) {
		v, err := m.value(ctx, i, int(q), c)
		if err != nil {
			return Price{}, err
		}
		if v > highest || v == highest && m.at(int(q)) < m.at(at) {
			highest, at = v, int(q)
		}
	}
	if at < 0 {
		return out, nil
	}
	s := m.at(at)
	u := &m.worth[i]
	out.Temptation = &s
	out.Margin = new(big.Rat).Sub(u.worthOf(m.level(i, p)), u.worthOf(highest>>1))
	if highest > 2*m.level(i, p) {
		out.Price.Neg(out.Margin)
		out.Attained = highest&1 == 0
	}
	return out, nil
}

// value is twice the level v(q) of docs/methods/stability-identity.md, plus one
// where a mover must be better off than that level and not just as well off.
func (m *Model) value(ctx context.Context, i, q int, c Concept) (int32, error) {
	v := 2 * m.level(i, q)
	if c == Nash {
		return v, nil
	}
	w := walk{m: m, sequences: m.def.Settings.Sequences}
	if c == SEQ || c == SSEQ {
		w.may = m.improves
	}
	if err := w.from(ctx, m.others(i), q); err != nil {
		return 0, err
	}
	for _, n := range w.nodes[1:] {
		v = min(v, m.sanctionValue(i, int(n.at), c))
	}
	return v, nil
}

// sanctionValue is the least doubled level of a state from which ending in r
// deters i, for Worse plus one.
func (m *Model) sanctionValue(i, r int, c Concept) int32 {
	x := 2 * m.level(i, r)
	if m.def.Settings.Sanction == Worse {
		x++
	}
	if c == SMR || c == SSEQ {
		for _, e := range m.moves(i, r, nil) {
			x = max(x, 2*m.level(i, int(e)))
		}
	}
	return x
}

// PriceField is the price of every state for one decision maker and concept. It
// is valid only during the call that hands it out.
type PriceField struct {
	DM       int
	Concept  Concept
	Stable   *Set  // the states of price 0
	Unit     int64 // prices and margins count 1/Unit; 1 for ordinal preferences
	Cardinal bool  // false: they count ranks
	m        *Model
	f        field
}

// At returns the price of s in units of 1/Unit, and whether it is enough or
// only a little more is. s must be a state of the model; other states panic.
func (f *PriceField) At(s State) (units int64, attained bool) {
	p := f.position(s)
	if f.Stable.has(p) {
		return 0, true
	}
	x, attained := f.f.threshold(p), true
	if f.m.def.Settings.Sanction == Worse {
		x, attained = x>>1, x&1 == 0
	}
	return -f.over(p, x), attained
}

// Margin returns, in units of 1/Unit, what s could lose before it stops being
// stable; below zero where it is not, and ok false where there is no move. Cost:
// nothing where a move sets the threshold; else, s being the best that its
// decision maker can reach, the moves from s up to one that is as good.
func (f *PriceField) Margin(s State) (units int64, ok bool) {
	p := f.position(s)
	x := f.f.threshold(p)
	if f.f.value(p) == x {
		best := least[int32]()
		f.m.visit(f.DM, p, func(q int32) bool {
			best, ok = max(best, f.f.value(int(q))), true
			return best < x
		})
		if !ok {
			return 0, false
		}
		x = best
	}
	if f.m.def.Settings.Sanction == Worse {
		x >>= 1
	}
	return f.over(p, x), true
}

// over is what a position is worth more than a level.
func (f *PriceField) over(p int, level int32) int64 {
	u, own := &f.m.worth[f.DM], f.m.level(f.DM, p)
	if u.values == nil {
		return int64(own - level)
	}
	return u.values[own] - u.values[level]
}

func (f *PriceField) position(s State) int {
	p, err := f.m.position(s)
	if err != nil {
		panic("stability: PriceField: " + err.Error())
	}
	return p
}

// PriceMap visits the prices of all states for every decision maker and each of
// the concepts, at the cost of Solve. visit may be called from several
// goroutines at once, for different decision makers; the order over decision
// makers is not fixed, each call is. Its error stops the work. SIM, coalesced
// and free-form models are ErrUnsupported.
func (m *Model) PriceMap(ctx context.Context, concepts []Concept, visit func(PriceField) error) error {
	if m.kind == graph {
		return fmt.Errorf("price map: %w", ErrUnsupported)
	}
	for _, c := range concepts {
		if c >= SIM {
			return fmt.Errorf("price of %v: %w", c, ErrUnsupported)
		}
	}
	return m.fields(ctx, concepts, true, func(i int, c Concept, f field) error {
		u := &m.worth[i]
		return visit(PriceField{DM: i, Concept: c, Stable: f.stable, Unit: max(1, u.unit), Cardinal: u.values != nil, m: m, f: f})
	})
}
