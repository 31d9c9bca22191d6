// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/big"
)

// Leverage is the least outlay on instruments that makes a state an equilibrium.
type Leverage struct {
	Target   State
	Concepts []Concept // of each DM
	// Possible is false if no intensities within the limits and budgets do; then
	// the fields below are empty.
	Possible bool
	Cost     *big.Rat
	// Intensity is one for each instrument.
	Intensity []*big.Rat
	// Attained is false where Cost is an infimum: exactly at Intensity some
	// comparison that must be strict is a tie, and any more is enough.
	Attained bool
	// Proven is false where not all sequences of answers were looked at, because
	// there are too many: then a cheaper mix may exist.
	Proven bool
	// Binding are the comparisons that hold with nothing to spare at Intensity:
	// what breaks first.
	Binding []Binding
	// Before and After are the equilibria without and with the instruments; After
	// is nil where Cost is not attained.
	Before, After *Set
}

// Role says what a comparison is for.
type Role uint8

const (
	Temptation Role = iota // a move must not pay
	Threat                 // an answer must leave the mover not better off
	NoEscape               // nothing better must be reachable from the answer
	Credible               // a step of the answer must pay its mover
)

// Binding is one comparison: for DM, To must not be better than Than, or for
// Credible must be better than it.
type Binding struct {
	Role     Role
	DM       int
	To, Than State
}

// Leverage finds the least total cost of intensities under which target is
// stable for each DM i under concepts[i] (one concept for all if there is only
// one), and one such mix: docs/methods/stability-leverage.md. Exact, by a linear
// programme for Nash and by branching on how each deviation is met otherwise.
// Worths of DMs that no instrument affects may be ordinal. SIM and free-form
// models are ErrUnsupported; more than 200,000 branches are ErrBudget. Cost: in
// the worst case exponential in the deviations of target that do not pay
// already; small models take milliseconds.
func (m *Model) Leverage(ctx context.Context, target State, concepts []Concept, tools Toolbox) (*Leverage, error) {
	p, err := m.position(target)
	if err != nil {
		return nil, err
	}
	if m.def.States != nil {
		return nil, fmt.Errorf("instruments in a free-form model: %w", ErrUnsupported)
	}
	if err := m.checkTools(tools); err != nil {
		return nil, err
	}
	out := &Leverage{Target: m.at(p), Proven: true}
	for i := range m.DMs() {
		switch {
		case len(concepts) == 1:
			out.Concepts = append(out.Concepts, concepts[0])
		case len(concepts) != m.DMs():
			return nil, fmt.Errorf("%d concepts for %d decision makers", len(concepts), m.DMs())
		default:
			out.Concepts = append(out.Concepts, concepts[i])
		}
		if out.Concepts[i] >= SIM {
			return nil, fmt.Errorf("leverage under %v: %w", out.Concepts[i], ErrUnsupported)
		}
	}
	b := &bargainer{m: m, ctx: ctx, tools: tools, target: p}
	if err := b.deviations(out.Concepts); err != nil {
		return nil, err
	}
	out.Proven = !b.cut
	if err := b.search(nil, nil); err != nil {
		return nil, err
	}
	if b.best == nil {
		return out, b.effectOn(out)
	}
	out.Possible, out.Cost, out.Intensity, out.Attained = true, b.bestCost, b.best, true
	if b.strictRows {
		if err := b.attain(out); err != nil {
			return nil, err
		}
	}
	out.Binding = b.binding(out.Intensity)
	return out, b.effectOn(out)
}

// effectOn solves the conflict before and after.
func (b *bargainer) effectOn(out *Leverage) error {
	mixed := func(m *Model) (*Set, error) {
		s, err := m.Solve(b.ctx, out.Concepts...)
		if err != nil {
			return nil, err
		}
		return s.Mixed(out.Concepts)
	}
	var err error
	if out.Before, err = mixed(b.m); err != nil || !out.Possible || !out.Attained {
		return err
	}
	after, err := b.m.Under(b.ctx, b.tools.Instruments, out.Intensity)
	if err != nil {
		return err
	}
	out.After, err = mixed(after)
	return err
}

// attain looks for intensities of the same cost under which every strict
// comparison is strict.
func (b *bargainer) attain(out *Leverage) error {
	b.strict, b.nodes = true, 0
	if err := b.search(nil, nil); err != nil {
		return err
	}
	if out.Attained = b.attained != nil; out.Attained {
		out.Intensity = b.attained
	}
	return nil
}

// binding lists, without repetition, the comparisons that are ties under z in
// the ways in which the deviations are met.
func (b *bargainer) binding(z []*big.Rat) (out []Binding) {
	seen := map[Binding]bool{}
	for _, d := range b.open {
		for _, way := range d {
			if !b.meets(way, z, false) {
				continue
			}
			for _, c := range way {
				if !seen[c.what] && dot(c.of, z).Cmp(c.most) == 0 {
					seen[c.what] = true
					out = append(out, c.what)
				}
			}
			break // the first way that holds
		}
	}
	return out
}
