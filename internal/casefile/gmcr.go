// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"parley/stability"
)

// gmcrReader reads the save file of GMCR+ and the programs after it.
type gmcrReader struct {
	c      *Conflict
	d      *stability.Definition
	manual bool
}

// readGMCR is lenient: derived parts are not read, and what is off is reported.
func readGMCR(root *node, file string) (*Conflict, error) {
	c := &Conflict{Format: GMCR, file: file, Definition: stability.Definition{Name: base(file)}}
	r := &gmcrReader{c: c, d: &c.Definition}
	m := root.first("useManualPreferenceRanking", "useManualPreferenceVectors", "useManualPreferenceVector")
	r.manual = m != nil && m.text == "true"
	for _, step := range []func(*node) error{r.options, r.infeasibles, r.dms, r.coalitions} {
		if err := step(root); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (r *gmcrReader) repair(n *node, format string, args ...any) {
	r.c.Repairs = append(r.c.Repairs, Repair{r.c.file, n.line, fmt.Sprintf(format, args...)})
}

func (r *gmcrReader) options(root *node) error {
	n := root.get("options")
	items, err := n.list("options")
	if err != nil {
		return err
	}
	if len(items) == 0 || len(items) > maxConflictOptions {
		return n.fail("there are %d options; from 1 to %d can be read", len(items), maxConflictOptions)
	}
	taken := map[string]bool{}
	for k, item := range items {
		name, err := gmcrName(item, "option")
		if err != nil {
			return err
		}
		o := stability.Option{ID: idFrom(name, fmt.Sprintf("option%d", k+1), taken), Name: name}
		switch d := item.get("permittedDirection"); {
		case d == nil:
			r.repair(item, "option %q states no direction; it is taken to go both ways", name)
		case d.text == "both":
		case d.text == "fwd":
			o.Direction = stability.Forward
		case d.text == "back":
			o.Direction = stability.Back
		default:
			return d.fail("the permittedDirection of option %q is %s, want both, fwd or back", short(name), d.describe())
		}
		r.d.Options = append(r.d.Options, o)
	}
	return nil
}

func gmcrName(item *node, what string) (string, error) {
	if item.kind != object {
		return "", item.fail("this %s is %s, want an object", what, item.kind)
	}
	n := item.get("name")
	if n == nil {
		return "", item.fail("this %s has no name", what)
	}
	return n.word("the name of a " + what)
}

// idFrom makes a word that can be named in conditions and flags.
func idFrom(name, otherwise string, taken map[string]bool) string {
	id := strings.Trim(strings.Map(func(r rune) rune {
		if r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return '_'
	}, strings.TrimSpace(name)), "_")
	if !stability.ValidID(id) {
		id = otherwise
	}
	first := id
	for k := 2; taken[id]; k++ {
		id = first + "_" + strconv.Itoa(k)
	}
	taken[id] = true
	return id
}

// index reads a number of the list of options or decision makers.
func index(n *node, what string, many int) (int, error) {
	k, err := strconv.Atoi(n.text)
	if n.kind != number && n.kind != text || err != nil {
		return 0, n.fail("%s is %s, want a whole number", what, n.describe())
	}
	if k < 0 || k >= many {
		return 0, n.fail("%s is %d; there are %d, counted from 0", what, k, many)
	}
	return k, nil
}

// simple reads [[option, "Y"], …]: all of them hold.
func (r *gmcrReader) simple(n *node) (stability.Condition, error) {
	var parts []stability.Condition
	for _, item := range n.items {
		if item.kind != list || len(item.items) != 2 {
			return stability.Condition{}, item.fail("a part of a condition is written as [option, \"Y\" or \"N\"]")
		}
		k, err := index(item.items[0], "the option of a condition", len(r.d.Options))
		if err != nil {
			return stability.Condition{}, err
		}
		switch yes := item.items[1].text; yes {
		case "Y":
			parts = append(parts, stability.Yes(k))
		case "N":
			parts = append(parts, stability.Not(stability.Yes(k)))
		default:
			return stability.Condition{}, item.items[1].fail("a condition wants \"Y\" or \"N\" for option %d, and not %s", k, item.items[1].describe())
		}
	}
	return stability.All(parts...), nil
}

// condition reads a simple condition, or a compound one of which any member holds.
func (r *gmcrReader) condition(n *node) (stability.Condition, error) {
	switch n.kind {
	case list:
		return r.simple(n)
	case object:
		members := n.get("members")
		if members == nil {
			return stability.Condition{}, n.fail("a compound condition has no members")
		}
		items, err := members.list("the members of a condition")
		if err != nil {
			return stability.Condition{}, err
		}
		var parts []stability.Condition
		for _, item := range items {
			c, err := r.condition(item)
			if err != nil {
				return c, err
			}
			parts = append(parts, c)
		}
		return stability.Any(parts...), nil
	}
	return stability.Condition{}, n.fail("a condition is %s, want a list or an object", n.kind)
}

func (r *gmcrReader) conditionList(n *node, what string) (out []stability.Condition, err error) {
	if n == nil {
		return nil, nil
	}
	items, err := n.list(what)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		c, err := r.condition(item)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (r *gmcrReader) infeasibles(root *node) (err error) {
	r.d.Infeasible, err = r.conditionList(root.get("infeasibles"), "infeasibles")
	return err
}

func (r *gmcrReader) dms(root *node) error {
	n := root.get("decisionMakers")
	items, err := n.list("decisionMakers")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("there are no decision makers")
	}
	taken, owner := map[string]bool{}, map[int]string{}
	for k, item := range items {
		name, err := gmcrName(item, "decision maker")
		if err != nil {
			return err
		}
		dm := stability.DM{ID: idFrom(name, fmt.Sprintf("dm%d", k+1), taken), Name: name}
		if o := item.get("options"); o != nil {
			if dm.Options, err = r.owned(o, name, owner); err != nil {
				return err
			}
		}
		if dm.Blind, err = r.conditionList(item.get("misperceptions"), "misperceptions"); err != nil {
			return err
		}
		if len(dm.Blind) > 0 {
			r.repair(item.get("misperceptions"), "%q does not see the states that match its misperceptions: here it neither leaves nor enters them", name)
		}
		if dm.Preference.Statements, err = r.conditionList(item.get("preferences"), "preferences"); err != nil {
			return err
		}
		if dm.Preference.Statements == nil {
			dm.Preference.Statements = []stability.Condition{}
		}
		r.d.DMs = append(r.d.DMs, dm)
		r.c.dms = append(r.c.dms, dmPlaces{self: item.at(), preference: item.at()})
	}
	for k, o := range r.d.Options {
		if owner[k] == "" {
			r.repair(n, "nobody controls option %q, so it never changes", o.Name)
		}
	}
	return r.preferences(n)
}

func (r *gmcrReader) owned(n *node, name string, owner map[int]string) (out []int, err error) {
	items, err := n.list("the options of " + short(name))
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		k, err := index(item, "an option of "+short(name), len(r.d.Options))
		if err != nil {
			return nil, err
		}
		if owner[k] != "" {
			return nil, item.fail("option %q is controlled by both %q and %q", r.d.Options[k].Name, owner[k], name)
		}
		owner[k] = name
		out = append(out, k)
	}
	return out, nil
}

// coalitions says that a coalition is a question here and not a part of a model.
func (r *gmcrReader) coalitions(root *node) error {
	n := root.get("coalitions")
	if n == nil || n.kind != list {
		return nil
	}
	for _, item := range n.items {
		if item.kind != list || len(item.items) < 2 {
			continue
		}
		var ids []string
		for _, m := range item.items {
			k, err := index(m, "a member of a coalition", len(r.d.DMs))
			if err != nil {
				return err
			}
			ids = append(ids, r.d.DMs[k].ID)
		}
		r.repair(item, "the coalition of %s is not a part of the model here; ask with --coalition %s", strings.Join(ids, " and "), strings.Join(ids, ","))
	}
	return nil
}

// preferences takes the rankings where the file says so.
func (r *gmcrReader) preferences(n *node) error {
	m, err := r.feasible()
	if err != nil {
		return err
	}
	if r.manual {
		return r.rankings(n, m)
	}
	for i, dm := range r.d.DMs {
		if len(dm.Preference.Statements) == 0 {
			r.repair(n.items[i], "%q states no preference, so all states are equally good for it", dm.Name)
		}
	}
	return nil
}

// feasible lists the settings that are states, ascending.
func (r *gmcrReader) feasible() ([]stability.State, error) {
	d := *r.d
	d.DMs = []stability.DM{{ID: "nobody", Preference: stability.Preference{Statements: []stability.Condition{}}}}
	d.Limits = stability.Limits{States: 1 << 20}
	m, err := stability.New(context.Background(), d)
	if err != nil {
		if !r.manual {
			return nil, nil // compiling says so, with the whole model
		}
		return nil, &Error{File: r.c.file, Msg: err.Error(), cause: err}
	}
	return slices.Collect(m.States()), nil
}
