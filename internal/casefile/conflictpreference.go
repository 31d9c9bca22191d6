// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"strings"

	"parley/stability"
)

// preferenceKeys are the four ways of stating a preference.
func preferenceKeys() []string { return []string{"statements", "weights", "ranking", "payoffs"} }

// preference reads the one preference that a decision maker has.
func (r *stabilityReader) preference(item *node, id string) (p stability.Preference, at place, err error) {
	at = item.at()
	var given []string
	for _, k := range preferenceKeys() {
		if item.get(k) != nil {
			given = append(given, k)
		}
	}
	if len(given) != 1 {
		says := "has no preference"
		if len(given) > 1 {
			says = "has " + strings.Join(given, " and ")
		}
		return p, at, item.fail("decision maker %q %s; state it in one way: %s", id, says, strings.Join(preferenceKeys(), ", "))
	}
	n := item.get(given[0])
	at = n.at()
	switch given[0] {
	case "statements":
		p.Statements, err = r.conditions(n, "a statement of "+id)
	case "weights":
		p.Weights, err = r.weights(n, id)
	case "ranking":
		p.Ranking, err = r.ranking(n, id)
	default:
		p.Payoffs, err = r.payoffs(n, id)
	}
	return p, at, err
}

func (r *stabilityReader) weights(n *node, id string) (out []stability.Weight, err error) {
	if n.kind != object {
		return nil, n.fail("the weights of %q are %s, want an object of conditions and numbers", id, n.kind)
	}
	out = []stability.Weight{}
	err = n.each(func(k key, v *node) error {
		c, err := r.parse(place{n.file.name, k.line}, k.name, "a weight of "+id)
		if err != nil {
			return err
		}
		x, err := exactly(v, "the weight of "+short(k.name))
		out = append(out, stability.Weight{When: c, Amount: x})
		return err
	})
	return out, err
}

// ranking reads groups of states, best first. A state alone is a group of one.
func (r *stabilityReader) ranking(n *node, id string) ([][]stability.State, error) {
	items, err := n.list("ranking")
	if err != nil {
		return nil, err
	}
	out := make([][]stability.State, 0, len(items))
	type first struct {
		state       stability.State
		line, group int
	}
	seen := map[string]first{}
	for g, item := range items {
		members := []*node{item}
		if item.kind == list {
			members = item.items
		}
		if len(members) == 0 {
			return nil, item.fail("the ranking of %q has an empty group", id)
		}
		group := make([]stability.State, 0, len(members))
		for _, m := range members {
			s, err := r.state(m, "the ranking of "+id)
			if err != nil {
				return nil, err
			}
			switch before, twice := seen[r.class(s)]; {
			case !twice:
			case before.state == s:
				return nil, m.fail("the ranking of %q lists state %s twice, first on line %d: a state cannot be both better and worse than another", id, r.c.says(s), before.line)
			case before.group == g:
				continue // two settings of one coalesced state, in one place
			default:
				return nil, m.fail("the ranking of %q lists %s apart from %s on line %d; \"coalesce\" makes them one state", id, r.c.says(s), r.c.says(before.state), before.line)
			}
			seen[r.class(s)] = first{s, m.line, g}
			group = append(group, s)
		}
		out = append(out, group)
	}
	return out, nil
}

func (r *stabilityReader) payoffs(n *node, id string) (out []stability.Payoff, err error) {
	if n.kind != object {
		return nil, n.fail("the payoffs of %q are %s, want an object of states and numbers", id, n.kind)
	}
	out = []stability.Payoff{}
	seen := map[string]int{}
	err = n.each(func(k key, v *node) error {
		at := place{n.file.name, k.line}
		s, err := r.stateText(at, k.name, "the payoffs of "+id)
		if err != nil {
			return err
		}
		if line, twice := seen[r.class(s)]; twice {
			return at.fail("the payoffs of %q name state %s twice, first on line %d", id, r.c.says(s), line)
		}
		seen[r.class(s)] = k.line
		x, err := exactly(v, "the payoff of "+short(k.name))
		out = append(out, stability.Payoff{State: s, Worth: x})
		return err
	})
	return out, err
}
