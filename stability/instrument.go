// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// Instrument is something that an outsider can promise or threaten with an
// intensity z, 0 ≤ z ≤ Max: in every state where When holds it adds
// Effects[i]·z to the worth for DM i. Relief has positive effects, a sanction
// negative ones. Nil numbers are 0.
type Instrument struct {
	ID      string
	Effects []*big.Rat // for each DM, in its unit of worth
	When    Condition
	Max     *big.Rat // required, not negative
	// Cost is for each unit of z if When holds in the target, so that it must be
	// provided there; Readiness if it does not, so that it must only be credible.
	Cost, Readiness *big.Rat
	Fixed           *big.Rat // once, if z > 0
	Payer           string   // whose budget it burdens; may be empty
}

// Toolbox is what outsiders can do and afford. Payers without a budget are not
// limited.
type Toolbox struct {
	Instruments []Instrument
	Budgets     map[string]*big.Rat
}

func orZero(x *big.Rat) *big.Rat {
	if x == nil {
		return new(big.Rat)
	}
	return x
}

// check holds a toolbox to its rules.
func (m *Model) checkTools(tools Toolbox) error {
	for _, tool := range tools.Instruments {
		if err := m.checkConditions("trigger", []Condition{tool.When}); err != nil {
			return fmt.Errorf("instrument %q: %w", tool.ID, err)
		}
		if tool.Max == nil || len(tool.Effects) > m.DMs() {
			return fmt.Errorf("instrument %q: no greatest intensity, or more effects than decision makers", tool.ID)
		}
		for _, x := range []*big.Rat{tool.Max, tool.Cost, tool.Readiness, tool.Fixed} {
			if orZero(x).Sign() < 0 {
				return fmt.Errorf("instrument %q: %s is negative", tool.ID, x.RatString())
			}
		}
		for i, x := range tool.Effects {
			if orZero(x).Sign() != 0 && m.worth[i].values == nil {
				return fmt.Errorf("instrument %q: the preference of %q is ordinal, so an amount means nothing to it: %w", tool.ID, m.def.DMs[i].ID, ErrUnsupported)
			}
		}
	}
	return nil
}

// effect is Effects[i], or 0.
func (tool *Instrument) effect(i int) *big.Rat {
	if i >= len(tool.Effects) {
		return new(big.Rat)
	}
	return orZero(tool.Effects[i])
}

// Under returns the model in which the instruments are applied with the given
// intensities, one for each. The decision makers that are affected must have
// cardinal preferences. Free-form models are ErrUnsupported.
func (m *Model) Under(ctx context.Context, tools []Instrument, intensity []*big.Rat) (*Model, error) {
	if len(intensity) != len(tools) {
		return nil, fmt.Errorf("%d intensities for %d instruments", len(intensity), len(tools))
	}
	if m.def.States != nil {
		return nil, fmt.Errorf("instruments in a free-form model: %w", ErrUnsupported)
	}
	if err := m.checkTools(Toolbox{Instruments: tools}); err != nil {
		return nil, err
	}
	d := m.def
	d.DMs = slices.Clone(d.DMs)
	for i := range d.DMs {
		p := Preference{Weights: slices.Clone(d.DMs[i].Preference.Weights), Payoffs: slices.Clone(d.DMs[i].Preference.Payoffs)}
		changed := false
		for k := range tools {
			by := new(big.Rat).Mul(tools[k].effect(i), intensity[k])
			if by.Sign() == 0 {
				continue
			}
			changed = true
			if p.Weights != nil {
				p.Weights = append(p.Weights, Weight{tools[k].When, by})
			}
			for v := range p.Payoffs {
				if s, err := m.Canonical(p.Payoffs[v].State); err == nil && tools[k].When.Holds(s) {
					p.Payoffs[v].Worth = new(big.Rat).Add(p.Payoffs[v].Worth, by)
				}
			}
		}
		if changed {
			d.DMs[i].Preference, d.DMs[i].MuchBetter = p, nil
		}
	}
	return New(ctx, d)
}
