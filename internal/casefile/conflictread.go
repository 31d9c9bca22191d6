// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"slices"
	"strings"

	"parley/stability"
)

// maxConflictOptions is the most options of a model, one bit each.
const maxConflictOptions = 63

// stabilityReader reads one model (docs/spec/model.md).
type stabilityReader struct {
	c          *Conflict
	d          *stability.Definition
	infeasible []place // of each condition
}

func readStability(root *node, file string) (*Conflict, error) {
	c := &Conflict{Format: Stability, file: file}
	r := &stabilityReader{c: c, d: &c.Definition}
	if err := root.only("the model", "schema", "name", "options", "states", "dms", "arcs", "infeasible", "coalesce", "status_quo",
		"settings", "instruments", "budgets", "concepts", "unknown", "much_better", "blind", "views"); err != nil {
		return nil, err
	}
	if n := root.get("name"); n != nil {
		var err error
		if c.Definition.Name, err = n.word("the name of the model"); err != nil {
			return nil, err
		}
	}
	if c.Definition.Name == "" {
		c.Definition.Name = base(file)
	}
	// States can be named only when it is known which there are.
	for _, step := range []func(*node) error{r.ground, r.readConditions, r.readDMs, r.readPairs, r.readViews, r.readRest} {
		if err := step(root); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// ground reads what states are made of: options, or names.
func (r *stabilityReader) ground(root *node) error {
	options, states := root.get("options"), root.get("states")
	switch {
	case (options == nil) == (states == nil):
		return root.fail("the model needs either options, or states with arcs")
	case states != nil:
		return r.readStates(states)
	}
	items, err := options.list("options")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return options.fail("the model has no options")
	}
	if len(items) > maxConflictOptions {
		return items[maxConflictOptions].fail("the model has %d options, more than %d; options that always go together can be one", len(items), maxConflictOptions)
	}
	seen := map[string]int{}
	for _, item := range items {
		if err := item.only("an option", "id", "name", "direction"); err != nil {
			return err
		}
		var o stability.Option
		if o.ID, o.Name, err = identity(item, "option", seen); err != nil {
			return err
		}
		if !stability.ValidID(o.ID) {
			return item.get("id").fail("the option id %q could not be named in a condition: use letters, digits, \"_\", \".\" and \"-\", and put other words under \"name\"", short(o.ID))
		}
		if n := item.get("direction"); n != nil {
			k := slices.Index(directionWords(), n.text)
			if k < 0 {
				return n.fail("the direction of option %q is %s, want both, forward or back", o.ID, n.describe())
			}
			o.Direction = stability.Direction(k)
		}
		r.d.Options = append(r.d.Options, o)
	}
	return nil
}

// directionWords are in the order of the constants.
func directionWords() []string { return []string{"both", "forward", "back"} }

func (r *stabilityReader) readStates(n *node) error {
	items, err := n.list("states")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("the model has no states")
	}
	seen := map[string]int{}
	r.d.States = []string{}
	for _, item := range items {
		name, err := item.word("the name of a state")
		if err != nil {
			return err
		}
		if line, twice := seen[name]; twice {
			return item.fail("the state %q appears twice; it is on line %d already", short(name), line)
		}
		seen[name] = item.line
		r.d.States = append(r.d.States, name)
	}
	return nil
}

// condition reads the text of one condition.
func (r *stabilityReader) condition(n *node, what string) (stability.Condition, error) {
	text, err := n.word(what)
	if err != nil {
		return stability.Condition{}, err
	}
	return r.parse(n.at(), text, what)
}

func (r *stabilityReader) parse(at place, text, what string) (stability.Condition, error) {
	if r.d.States != nil {
		return stability.Condition{}, at.fail("%s is a condition, and a free-form model has no options to put into it", what)
	}
	if strings.TrimSpace(text) == "" {
		return stability.Condition{}, at.fail("%s is empty; in YAML a condition that begins with ! needs quotes around it", what)
	}
	c, err := stability.ParseCondition(text, optionIDs(r.d))
	if err != nil {
		say := strings.TrimPrefix(err.Error(), "condition: ")
		if strings.Contains(say, "unknown option") {
			say += "; there are: " + strings.Join(optionIDs(r.d), ", ")
		}
		return c, at.fail("%s %q: %s", what, short(text), say)
	}
	return c, nil
}

func (r *stabilityReader) conditions(n *node, what string) ([]stability.Condition, error) {
	items, err := n.list(what)
	if err != nil {
		return nil, err
	}
	out := []stability.Condition{}
	for _, item := range items {
		c, err := r.condition(item, what)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// readConditions leaves out empty lists, which say no more than none.
func (r *stabilityReader) readConditions(root *node) (err error) {
	if n := root.get("infeasible"); n != nil && (n.kind != list || len(n.items) > 0) {
		if r.d.Infeasible, err = r.conditions(n, "infeasible"); err != nil {
			return err
		}
		for _, item := range n.items {
			r.infeasible = append(r.infeasible, item.at())
		}
	}
	if n := root.get("coalesce"); n != nil && (n.kind != list || len(n.items) > 0) {
		r.d.Coalesce, err = r.conditions(n, "coalesce")
	}
	return err
}

// state reads the name of a state that must be there.
func (r *stabilityReader) state(n *node, what string) (stability.State, error) {
	if n.kind != number && n.kind != text {
		return 0, n.fail("%s is %s, want a state: its decimal, or one letter Y or N for each option", what, n.kind)
	}
	return r.stateText(n.at(), n.text, what)
}

func (r *stabilityReader) stateText(at place, text, what string) (stability.State, error) {
	s, err := parseState(r.d, text)
	if err != nil {
		return 0, at.fail("%s: %v", what, err)
	}
	if k := slices.IndexFunc(r.d.Infeasible, func(c stability.Condition) bool { return c.Holds(s) }); k >= 0 {
		return 0, at.fail("%s: state %s is infeasible, by %q on line %d; leave it out", what, r.c.says(s), r.d.Infeasible[k].Text(optionIDs(r.d)), r.infeasible[k].line)
	}
	return s, nil
}

// class is the state that a setting belongs to, as a key: settings that match one
// condition of coalesce are one state.
func (r *stabilityReader) class(s stability.State) string {
	for k, c := range r.d.Coalesce {
		if c.Holds(s) {
			return fmt.Sprint("c", k)
		}
	}
	return fmt.Sprint(s)
}

func (r *stabilityReader) readDMs(root *node) error {
	n := root.get("dms")
	if n == nil {
		return root.fail("the model has no decision makers: \"dms\" is missing")
	}
	items, err := n.list("dms")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("the model has no decision makers")
	}
	seen := map[string]int{}
	owner := map[int]string{}
	for _, item := range items {
		if err := item.only("a decision maker", "id", "name", "options", "statements", "weights", "ranking", "payoffs", "blind"); err != nil {
			return err
		}
		var dm stability.DM
		if dm.ID, dm.Name, err = identity(item, "decision maker", seen); err != nil {
			return err
		}
		if dm.Options, err = r.owned(item.get("options"), dm.ID, owner); err != nil {
			return err
		}
		places := dmPlaces{self: item.at(), preference: item.at()}
		if dm.Preference, places.preference, err = r.preference(item, dm.ID); err != nil {
			return err
		}
		if b := item.get("blind"); b != nil {
			if dm.Blind, err = r.conditions(b, "blind"); err != nil {
				return err
			}
		}
		r.d.DMs = append(r.d.DMs, dm)
		r.c.dms = append(r.c.dms, places)
	}
	for k, o := range r.d.Options {
		if owner[k] == "" {
			r.c.Repairs = append(r.c.Repairs, Repair{r.c.file, n.line, fmt.Sprintf("nobody controls option %q, so it never changes", o.ID)})
		}
	}
	return r.readArcs(root)
}

// owned reads the options that a decision maker controls.
func (r *stabilityReader) owned(n *node, id string, owner map[int]string) (out []int, err error) {
	if n == nil {
		return nil, nil
	}
	items, err := n.list("options")
	if err != nil {
		return nil, err
	}
	if r.d.States != nil && len(items) > 0 {
		return nil, n.fail("a free-form model has no options; say under \"arcs\" how %q can move", id)
	}
	for _, item := range items {
		word, err := item.word("an option of " + id)
		if err != nil {
			return nil, err
		}
		k := slices.Index(optionIDs(r.d), word)
		if k < 0 {
			return nil, item.fail("there is no option %q; there are: %s", short(word), strings.Join(optionIDs(r.d), ", "))
		}
		if owner[k] != "" {
			return nil, item.fail("option %q is controlled by both %q and %q; make two options of it", word, owner[k], id)
		}
		owner[k] = id
		out = append(out, k)
	}
	return out, nil
}

// readArcs reads the moves of a free-form model.
func (r *stabilityReader) readArcs(root *node) error {
	n := root.get("arcs")
	switch {
	case n == nil && r.d.States == nil:
		return nil
	case n == nil:
		return root.fail("a free-form model needs \"arcs\": who can move from which state to which")
	case r.d.States == nil:
		return n.fail("arcs belong to a free-form model, which has states in place of options")
	}
	return r.byDM(n, "arcs", func(i int, v *node) error {
		pairs, err := r.pairs(v, "an arc")
		r.d.DMs[i].Arcs = pairs
		return err
	})
}
