// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"

	"parley/stability"
)

// An Effect is what an entry changes in a model: the options that stand for it are
// taken away, so that nobody can ever take them, or the instrument that stands for it
// is not applied. docs/methods/stability-effect.md.
type Effect struct {
	Items []string `json:"items"` // ids of the options, or of the one instrument
	Tool  bool     `json:"tool"`  // it is an instrument
	// Fault is a word such as [EffectLarge] where nothing can be said; then there are
	// no concepts.
	Fault    string          `json:"fault,omitempty"`
	Concepts []ConceptEffect `json:"concepts"`
}

// A ConceptEffect is what an entry changes under one concept.
type ConceptEffect struct {
	Concept string `json:"concept"`
	// Held are outcomes that hold with it and not without, although it is not taken in
	// them: that it could be taken holds them. Of an instrument, all that hold with it
	// alone.
	Held EffectStates `json:"held"`
	// Taken are outcomes that hold and in which it is taken: without it they cannot be.
	Taken EffectStates `json:"taken"`
	// Opened are outcomes that hold without it and not with it.
	Opened EffectStates `json:"opened"`
}

// Changes reports whether the entry changes anything under the concept.
func (c ConceptEffect) Changes() bool { return c.Held.Count+c.Taken.Count+c.Opened.Count > 0 }

// EffectStates are how many outcomes, and the first of them.
type EffectStates struct {
	Count int           `json:"count"`
	List  []EffectState `json:"list"` // at most [ListedEffects]
}

// ListedEffects is how many outcomes of an effect are listed.
const ListedEffects = 6

// An EffectState is one outcome.
type EffectState struct {
	State   StateNumber `json:"state"`
	Pattern string      `json:"pattern"`
	Taken   []string    `json:"taken"`  // ids of options
	Leaves  []Leave     `json:"leaves"` // of an outcome that is held: who would leave it without the entry
}

// A Leave is a move that a decision maker would gain by and that no answer would hold
// back.
type Leave struct {
	DM   string      `json:"dm"`
	From StateNumber `json:"from"`
	To   StateNumber `json:"to"` // of such moves, the one that it likes best
}

// Model is the model with all that is asked for in it.
type effectModel struct {
	m      *stability.Model
	solved *stability.Solution
	tools  stability.Toolbox
}

// EffectOf says what the items that stand for an entry change in a model: all options
// among them together, and each instrument by itself. solved is the solution of m for
// the concepts that are asked for; a concept that takes too long is not among them.
// Errors are those of ctx, but for its deadline, which is a fault of the effect.
func EffectOf(ctx context.Context, m *stability.Model, solved *stability.Solution, tools stability.Toolbox, items []string) ([]Effect, error) {
	x := effectModel{m, solved, tools}
	var out []Effect
	for _, group := range x.groups(items) {
		e, err := x.effect(ctx, group)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (x effectModel) tool(item string) bool {
	return slices.ContainsFunc(x.tools.Instruments, func(t stability.Instrument) bool { return t.ID == item })
}

// groups puts the options together and each instrument by itself.
func (x effectModel) groups(items []string) (out [][]string) {
	var options []string
	for _, item := range items {
		if !x.tool(item) {
			options = append(options, item)
		}
	}
	if options != nil {
		out = append(out, options)
	}
	for _, item := range items {
		if x.tool(item) {
			out = append(out, []string{item})
		}
	}
	return out
}

func (x effectModel) effect(ctx context.Context, items []string) (Effect, error) {
	out := Effect{Items: items, Tool: x.tool(items[0]), Concepts: []ConceptEffect{}}
	alt, err := beside(ctx, x.m, x.solved, x.tools, items)
	for k := 0; err == nil && k < len(x.solved.Concepts); k++ {
		var one ConceptEffect
		one, err = alt.under(ctx, x.solved.Concepts[k])
		out.Concepts = append(out.Concepts, one)
	}
	if err != nil {
		out.Concepts = []ConceptEffect{}
		out.Fault, err = effectFault(err)
	}
	return out, err
}

// effectFault tells what can be said of an error from what cannot.
func effectFault(err error) (word string, other error) {
	var known errEffect
	switch {
	case errors.As(err, &known):
		return string(known), nil
	case errors.Is(err, context.DeadlineExceeded):
		return EffectSlow, nil
	case errors.Is(err, stability.ErrBudget):
		return EffectLarge, nil
	}
	return "", err
}

func (x *alternative) under(ctx context.Context, c stability.Concept) (ConceptEffect, error) {
	out := ConceptEffect{Concept: c.String()}
	with, without := x.answers.Equilibria(c), x.answersNot.Equilibria(c)
	var held, taken, opened []stability.State
	for s := range with.All() {
		switch {
		case s&x.never != 0:
			taken = append(taken, s)
		case !without.Has(s):
			held = append(held, s)
		}
	}
	for s := range without.All() {
		if !with.Has(s) {
			opened = append(opened, s)
		}
	}
	out.Taken, out.Opened, out.Held = x.listed(taken), x.listed(opened), x.listed(held)
	for k := range out.Held.List {
		s := &out.Held.List[k]
		var err error
		if s.Leaves, err = x.leaves(ctx, stability.State(s.State), c); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (x *alternative) listed(states []stability.State) EffectStates {
	out := EffectStates{Count: len(states), List: []EffectState{}}
	for _, s := range states[:min(len(states), ListedEffects)] {
		out.List = append(out.List, EffectState{StateNumber(s), x.with.Pattern(s), takenOptions(x.with, s), []Leave{}})
	}
	return out
}

// leaves finds who would leave a state without the entry, and for what.
func (x *alternative) leaves(ctx context.Context, s stability.State, c stability.Concept) ([]Leave, error) {
	out := []Leave{}
	for i := range x.without.DMs() {
		if x.answersNot.Stable(i, c).Has(s) {
			continue
		}
		reason, err := x.without.Explain(ctx, s, i, c)
		if err != nil {
			return nil, err
		}
		best, found := stability.State(0), false
		for _, d := range reason.Deviations {
			if d.Deterred {
				continue
			}
			if found {
				old, _, err := x.without.Worth(i, best)
				if err != nil {
					return nil, err
				}
				if worth, _, err := x.without.Worth(i, d.To); err != nil || worth.Cmp(old) <= 0 {
					continue
				}
			}
			best, found = d.To, true
		}
		if found {
			out = append(out, Leave{x.without.Definition().DMs[i].ID, StateNumber(s), StateNumber(best)})
		}
	}
	return out, nil
}

// A Rest says whether an outcome that holds rests on an entry.
type Rest struct {
	Entry string   `json:"entry"` // as a link of the model names it
	Items []string `json:"items"`
	Tool  bool     `json:"tool"`
	Taken bool     `json:"taken"` // an option that stands for it is taken in the outcome itself
	// Concepts are those under which the outcome holds with the entry and not without
	// it; Alone those under which it holds without it as well.
	Concepts []string `json:"concepts"`
	Alone    []string `json:"alone"`
	Fault    string   `json:"fault,omitempty"` // as in [Effect]
}

// RestsOf says of every entry that options or instruments of a model stand for
// whether an outcome rests on it, in the order of the links.
func RestsOf(ctx context.Context, m *stability.Model, solved *stability.Solution, tools stability.Toolbox, links []ModelStands, s stability.State) ([]Rest, error) {
	x := effectModel{m, solved, tools}
	out := []Rest{}
	s, err := m.Canonical(s)
	if err != nil {
		return nil, err
	}
	for _, entry := range linkedEntries(links) {
		for _, items := range x.groups(itemsOf(links, entry)) {
			one := Rest{Entry: entry, Items: items, Tool: x.tool(items[0]), Concepts: []string{}, Alone: []string{}}
			alt, err := beside(ctx, m, solved, tools, items)
			if err != nil {
				if one.Fault, err = effectFault(err); err != nil {
					return nil, err
				}
				out = append(out, one)
				continue
			}
			one.Taken = s&alt.never != 0
			for _, c := range solved.Concepts {
				with := everybodyStays(alt.answers, m.DMs(), []stability.Concept{c}, s)
				switch without := s&alt.never == 0 && everybodyStays(alt.answersNot, m.DMs(), []stability.Concept{c}, s); {
				case with && !without:
					one.Concepts = append(one.Concepts, c.String())
				case with:
					one.Alone = append(one.Alone, c.String())
				}
			}
			out = append(out, one)
		}
	}
	return out, nil
}

// everybodyStays reports whether one state holds with all thinking in one way, or each
// in its own. It does not make the set of all that hold.
func everybodyStays(x *stability.Solution, dms int, think []stability.Concept, s stability.State) bool {
	for i := range dms {
		if !stays(x, i, think, s) {
			return false
		}
	}
	return true
}

// stays reports whether one decision maker stays, which it does not if its way of
// thinking was not solved.
func stays(x *stability.Solution, dm int, think []stability.Concept, s stability.State) bool {
	set := x.Stable(dm, think[min(dm, len(think)-1)])
	return set != nil && set.Has(s)
}

// linkedEntries are the entries that a model stands for, each once.
func linkedEntries(links []ModelStands) (out []string) {
	for _, l := range links {
		if !slices.Contains(out, l.Link.Entry) {
			out = append(out, l.Link.Entry)
		}
	}
	return out
}

// itemsOf are the options and instruments that stand for an entry.
func itemsOf(links []ModelStands, entry string) (out []string) {
	for _, l := range links {
		if l.Link.Entry == entry {
			out = append(out, l.Item)
		}
	}
	return out
}
