// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"errors"
	"fmt"
)

// check holds the definition to its rules, before anything is enumerated.
func (m *Model) check() error {
	d := &m.def
	free := d.States != nil
	switch {
	case len(d.DMs) == 0:
		return errors.New("model: no decision maker")
	case len(d.DMs) > maxOptions:
		return fmt.Errorf("model: %d decision makers, the limit is %d", len(d.DMs), maxOptions)
	case free && (len(d.Options) > 0 || d.Infeasible != nil || d.Coalesce != nil || d.Feasible != nil):
		return errors.New("model: a free-form model has states and arcs, not options")
	case free && len(d.States) == 0, !free && len(d.Options) == 0:
		return errors.New("model: neither options nor states")
	case len(d.Options) > maxOptions:
		return fmt.Errorf("model: %d options, the limit is %d", len(d.Options), maxOptions)
	case d.Settings.Sanction > Worse || d.Settings.Sequences > Once || d.Settings.Coalition > Jointly:
		return errors.New("model: unknown setting")
	}
	if err := m.checkNames(); err != nil {
		return err
	}
	owner := make([]int, len(d.Options))
	m.control = make([]control, len(d.DMs))
	for i := range d.DMs {
		for _, k := range d.DMs[i].Options {
			if k < 0 || k >= len(d.Options) {
				return m.fault(i, fmt.Errorf("no option %d", k))
			}
			if owner[k] != 0 {
				return fmt.Errorf("option %q: owned by both %q and %q", d.Options[k].ID, d.DMs[owner[k]-1].ID, d.DMs[i].ID)
			}
			owner[k] = i + 1
			c, bit := &m.control[i], uint64(1)<<uint(k)
			c.mask |= bit
			switch d.Options[k].Direction {
			case Forward:
				c.forward |= bit
			case Back:
				c.back |= bit
			case Both:
			default:
				return fmt.Errorf("option %q: unknown direction", d.Options[k].ID)
			}
		}
		if err := m.checkDM(&d.DMs[i]); err != nil {
			return m.fault(i, err)
		}
	}
	if err := m.checkConditions("infeasible", d.Infeasible); err != nil {
		return err
	}
	return m.checkConditions("coalesce", d.Coalesce)
}

// seenError carries whose preference a wrong view is of.
type seenError struct {
	of int
	error
}

// fault says that something is wrong with DM i.
func (m *Model) fault(i int, err error) error {
	e := &DMError{DM: i, ID: m.def.DMs[i].ID, Seen: -1, Err: err}
	if view, ok := err.(*seenError); ok {
		e.Seen, e.Err = view.of, view.error
	}
	return e
}

func (m *Model) checkNames() error {
	seen := map[string]bool{}
	for _, o := range m.def.Options {
		if o.ID == "" || seen[o.ID] {
			return fmt.Errorf("option %q: id missing or used twice", o.ID)
		}
		seen[o.ID] = true
	}
	clear(seen)
	for _, dm := range m.def.DMs {
		if dm.ID == "" || seen[dm.ID] {
			return fmt.Errorf("decision maker %q: id missing or used twice", dm.ID)
		}
		seen[dm.ID] = true
	}
	clear(seen)
	for _, s := range m.def.States {
		if seen[s] {
			return fmt.Errorf("state %q: name used twice", s)
		}
		seen[s] = true
	}
	return nil
}

func (m *Model) checkDM(dm *DM) error {
	free := m.def.States != nil
	if free && (len(dm.Options) > 0 || len(dm.Blind) > 0) || !free && len(dm.Arcs) > 0 {
		return errors.New("arcs belong to a free-form model, options and blindness to the option form")
	}
	if err := m.checkConditions("blind", dm.Blind); err != nil {
		return err
	}
	if err := m.checkPreference(&dm.Preference); err != nil {
		return err
	}
	for _, v := range dm.Views {
		if v.DM < 0 || v.DM >= len(m.def.DMs) {
			return fmt.Errorf("view: no decision maker %d", v.DM)
		}
		if err := m.checkPreference(&v.Preference); err != nil {
			return &seenError{v.DM, fmt.Errorf("view of %q: %w", m.def.DMs[v.DM].ID, err)}
		}
	}
	return nil
}

func (m *Model) checkPreference(p *Preference) error {
	given := 0
	for _, set := range []bool{p.Statements != nil, p.Weights != nil, p.Ranking != nil, p.Payoffs != nil} {
		if set {
			given++
		}
	}
	switch {
	case given != 1:
		return fmt.Errorf("preference: %d of statements, weights, ranking and payoffs are given, want one", given)
	case m.def.States != nil && (p.Statements != nil || p.Weights != nil):
		return errors.New("preference: statements and weights need options")
	}
	for k, w := range p.Weights {
		if w.Amount == nil {
			return fmt.Errorf("weight %d: no amount", k)
		}
		if err := m.checkConditions("weight", []Condition{w.When}); err != nil {
			return err
		}
	}
	for _, v := range p.Payoffs {
		if v.Worth == nil {
			return fmt.Errorf("payoff of state %d: no worth", v.State)
		}
	}
	return m.checkConditions("statement", p.Statements)
}

func (m *Model) checkConditions(what string, cs []Condition) error {
	for k := range cs {
		if _, ok := cs[k].options(len(m.def.Options)); !ok {
			return fmt.Errorf("%s %d: names an option that does not exist", what, k)
		}
	}
	return nil
}

// checkPairs asks that pairs of unknown and of strong preference name states,
// and that a strong preference agrees with the preference itself.
func (m *Model) checkPairs() error {
	for i, dm := range m.def.DMs {
		for _, pair := range dm.Unknown {
			if _, _, err := m.pair(pair); err != nil {
				return m.fault(i, fmt.Errorf("unknown: %w", err))
			}
		}
		for _, pair := range dm.MuchBetter {
			a, b, err := m.pair(pair)
			if err == nil && m.level(i, a) <= m.level(i, b) {
				err = fmt.Errorf("state %d is not better than %d", pair[0], pair[1])
			}
			if err != nil {
				return m.fault(i, fmt.Errorf("much better: %w", err))
			}
		}
	}
	return nil
}

func (m *Model) pair(p Pair) (a, b int, err error) {
	if a, err = m.position(p[0]); err == nil {
		b, err = m.position(p[1])
	}
	return a, b, err
}
