// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/stability"
)

// byDM walks an object whose keys are decision makers.
func (r *stabilityReader) byDM(n *node, what string, visit func(i int, v *node) error) error {
	if n.kind != object {
		return n.fail("%s is %s, want an object of decision makers", what, n.kind)
	}
	seen := map[int]bool{}
	return n.each(func(k key, v *node) error {
		i, err := findDM(r.d, k.name)
		if err != nil {
			return place{n.file.name, k.line}.fail("%s: %v", what, err)
		}
		if seen[i] {
			return place{n.file.name, k.line}.fail("%s has the key %q twice", what, k.name)
		}
		seen[i] = true
		return visit(i, v)
	})
}

// pairs reads a list of two states each.
func (r *stabilityReader) pairs(n *node, what string) (out []stability.Pair, err error) {
	items, err := n.list(what)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if item.kind != list || len(item.items) != 2 {
			return nil, item.fail("%s is written as a list of two states", what)
		}
		var p stability.Pair
		for k, v := range item.items {
			if p[k], err = r.state(v, what); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// readPairs reads what is not known or strong, and who does not see what.
func (r *stabilityReader) readPairs(root *node) error {
	for _, part := range []struct {
		key, what string
		put       func(i int, v *node) error
	}{
		{"unknown", "an unknown pair", func(i int, v *node) (err error) {
			r.d.DMs[i].Unknown, err = r.pairs(v, "an unknown pair")
			return err
		}},
		{"much_better", "a pair of strong preference", func(i int, v *node) (err error) {
			r.c.dms[i].strong = v.at()
			r.d.DMs[i].MuchBetter, err = r.pairs(v, "a pair of strong preference")
			return err
		}},
		{"blind", "blind", func(i int, v *node) error {
			more, err := r.conditions(v, "blind")
			r.d.DMs[i].Blind = append(r.d.DMs[i].Blind, more...)
			return err
		}},
	} {
		if n := root.get(part.key); n != nil {
			if err := r.byDM(n, part.key, part.put); err != nil {
				return err
			}
		}
	}
	return nil
}

// readViews reads how decision makers see each other.
func (r *stabilityReader) readViews(root *node) error {
	n := root.get("views")
	if n == nil {
		return nil
	}
	return r.byDM(n, "views", func(i int, v *node) error {
		if err := v.only("a view", "dms"); err != nil {
			return err
		}
		if v.get("dms") == nil {
			return v.fail("the view of %q has no \"dms\"", r.d.DMs[i].ID)
		}
		items, err := v.get("dms").list("the view of " + r.d.DMs[i].ID)
		if err != nil {
			return err
		}
		seen := map[string]int{}
		r.c.dms[i].views = map[int]place{}
		for _, item := range items {
			if err := item.only("a decision maker of a view", append([]string{"id", "name"}, preferenceKeys()...)...); err != nil {
				return err
			}
			id, _, err := identity(item, "decision maker", seen)
			if err != nil {
				return err
			}
			j, err := findDM(r.d, id)
			if err != nil {
				return item.fail("the view of %q: %v", r.d.DMs[i].ID, err)
			}
			if i == j {
				return item.fail("%q has a view of itself; its own preference is the true one", id)
			}
			p, at, err := r.preference(item, id)
			if err != nil {
				return err
			}
			r.d.DMs[i].Views = append(r.d.DMs[i].Views, stability.View{DM: j, Preference: p})
			r.c.dms[i].views[j] = at
		}
		return nil
	})
}

func (r *stabilityReader) readRest(root *node) error {
	if n := root.get("status_quo"); n != nil && n.kind != null {
		s, err := r.state(n, "the status quo")
		if err != nil {
			return err
		}
		r.d.StatusQuo = &s
	}
	for _, step := range []func(*node) error{r.readSettings, r.readInstruments, r.readBudgets, r.readConcepts} {
		if err := step(root); err != nil {
			return err
		}
	}
	return nil
}

// The words of settings, in the order of the constants.
func sanctionWords() []string  { return []string{"not_better", "worse"} }
func sequenceWords() []string  { return []string{"legal", "single", "once"} }
func coalitionWords() []string { return []string{"sequences", "joint"} }

// ParseSettings changes settings by the words of files and flags; an empty word
// changes nothing.
func ParseSettings(s stability.Settings, sanction, sequences, coalition string) (stability.Settings, error) {
	for _, x := range []struct {
		what, word string
		words      []string
		put        func(k int)
	}{
		{"sanction", sanction, sanctionWords(), func(k int) { s.Sanction = stability.Sanction(k) }},
		{"sequences", sequences, sequenceWords(), func(k int) { s.Sequences = stability.Sequences(k) }},
		{"coalition", coalition, coalitionWords(), func(k int) { s.Coalition = stability.CoalitionMoves(k) }},
	} {
		if x.word == "" {
			continue
		}
		k := slices.Index(x.words, x.word)
		if k < 0 {
			return s, fmt.Errorf("the setting %s is %q, want %s", x.what, short(x.word), strings.Join(x.words, " or "))
		}
		x.put(k)
	}
	return s, nil
}

func (r *stabilityReader) readSettings(root *node) error {
	n := root.get("settings")
	if n == nil {
		return nil
	}
	if err := n.only("settings", "sanction", "sequences", "coalition"); err != nil {
		return err
	}
	return n.each(func(k key, v *node) (err error) {
		words := map[string]string{k.name: v.text}
		if v.text == "" {
			return v.fail("the setting %s is %s, want a word", k.name, v.kind)
		}
		r.d.Settings, err = ParseSettings(r.d.Settings, words["sanction"], words["sequences"], words["coalition"])
		if err != nil {
			return v.fail("%v", err)
		}
		return nil
	})
}

func (r *stabilityReader) readInstruments(root *node) error {
	n := root.get("instruments")
	if n == nil {
		return nil
	}
	items, err := n.list("instruments")
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for _, item := range items {
		if err := item.only("an instrument", "id", "name", "dm_effects", "when", "max", "cost", "readiness_cost", "fixed_cost", "payer"); err != nil {
			return err
		}
		tool := stability.Instrument{Effects: make([]*big.Rat, len(r.d.DMs))}
		var name string
		if tool.ID, name, err = identity(item, "instrument", seen); err != nil {
			return err
		}
		if w := item.get("when"); w != nil {
			if tool.When, err = r.condition(w, "the trigger of "+tool.ID); err != nil {
				return err
			}
		}
		if item.get("max") == nil {
			return item.fail("instrument %q has no \"max\": how much of it there can be at most", tool.ID)
		}
		if err := toolNumbers(item, &tool); err != nil {
			return err
		}
		if p := item.get("payer"); p != nil {
			if tool.Payer, err = p.word("the payer of " + tool.ID); err != nil {
				return err
			}
		}
		if e := item.get("dm_effects"); e != nil {
			if err := r.byDM(e, "dm_effects of "+tool.ID, func(i int, v *node) (err error) {
				tool.Effects[i], err = exactly(v, "an effect of "+tool.ID)
				return err
			}); err != nil {
				return err
			}
		}
		r.c.Tools.Instruments, r.c.ToolNames = append(r.c.Tools.Instruments, tool), append(r.c.ToolNames, name)
	}
	return nil
}

// toolNumbers reads the amounts of an instrument, none of which can be negative.
func toolNumbers(item *node, tool *stability.Instrument) error {
	for _, x := range []struct {
		key string
		to  **big.Rat
	}{{"max", &tool.Max}, {"cost", &tool.Cost}, {"readiness_cost", &tool.Readiness}, {"fixed_cost", &tool.Fixed}} {
		v := item.get(x.key)
		if v == nil {
			continue
		}
		amount, err := exactly(v, x.key+" of instrument "+tool.ID)
		if err != nil {
			return err
		}
		if amount.Sign() < 0 {
			return v.fail("%s of instrument %q is %s, and cannot be negative", x.key, tool.ID, v.describe())
		}
		*x.to = amount
	}
	return nil
}

func (r *stabilityReader) readBudgets(root *node) error {
	n := root.get("budgets")
	if n == nil {
		return nil
	}
	if n.kind != object {
		return n.fail("budgets is %s, want an object of payers and numbers", n.kind)
	}
	r.c.Tools.Budgets = map[string]*big.Rat{}
	return n.each(func(k key, v *node) (err error) {
		if !slices.ContainsFunc(r.c.Tools.Instruments, func(t stability.Instrument) bool { return t.Payer == k.name }) {
			r.c.Repairs = append(r.c.Repairs, Repair{r.c.file, k.line, fmt.Sprintf("no instrument is paid by %q, so its budget limits nothing", short(k.name))})
		}
		r.c.Tools.Budgets[k.name], err = exactly(v, "the budget of "+short(k.name))
		return err
	})
}

func (r *stabilityReader) readConcepts(root *node) error {
	n := root.get("concepts")
	if n == nil {
		return nil
	}
	stated := map[int]bool{}
	r.c.Concepts = make([]stability.Concept, len(r.d.DMs))
	if err := r.byDM(n, "concepts", func(i int, v *node) error {
		c, ok := stability.ParseConcept(v.text)
		if !ok {
			return v.fail("the concept of %q is %s, want %s", r.d.DMs[i].ID, v.describe(), strings.Join(conceptWords(), ", "))
		}
		r.c.Concepts[i], stated[i] = c, true
		return nil
	}); err != nil {
		return err
	}
	for i, dm := range r.d.DMs {
		if !stated[i] {
			return n.fail("concepts says nothing of %q; state one for each decision maker", dm.ID)
		}
	}
	return nil
}

func conceptWords() (out []string) {
	for _, c := range stability.Concepts() {
		out = append(out, c.String())
	}
	return out
}
