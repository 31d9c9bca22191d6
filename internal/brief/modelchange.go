// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"iter"
	"slices"

	"parley/stability"
)

// A ModelChange says what differs between the answers of two models, such as two
// writings of one. A state of the one is a state of the other if the same options
// are taken in it, by their ids (in free-form models: if it has the same name), so
// an option that is only in one of them is not taken in any state of the other.
// Decision makers are the same by their ids.
type ModelChange struct {
	Compared []string `json:"compared"` // concepts, in their order
	// Undefined are concepts that are not defined for one of the models.
	Undefined []string        `json:"undefined"`
	Settings  bool            `json:"settings"` // the conventions are other ones
	Options   IDChange        `json:"options"`
	DMs       IDChange        `json:"dms"`
	States    StateChange     `json:"states"`   // what is a state at all
	Concepts  []ConceptChange `json:"concepts"` // those under which something differs
}

// An IDChange says which ids came and which went, each in the order of its model.
type IDChange struct {
	Came []string `json:"came"`
	Went []string `json:"went"`
}

// A ConceptChange says which states hold, and for whom, that did not before.
type ConceptChange struct {
	Concept    string      `json:"concept"`
	Equilibria StateChange `json:"equilibria"`
	DMs        []DMChange  `json:"dms"` // decision makers of both models for whom something differs
}

// A DMChange says which states one decision maker stays in that it did not before.
type DMChange struct {
	DM string `json:"dm"`
	StateChange
}

// A StateChange is two sets of states: what came is of the model after, what went
// of the model before.
type StateChange struct {
	Came ChangedStates `json:"came"`
	Went ChangedStates `json:"went"`
}

// Empty reports whether nothing came and nothing went.
func (c StateChange) Empty() bool { return c.Came.Count == 0 && c.Went.Count == 0 }

// ChangedStates are how many states, and the first of them by their decimals.
type ChangedStates struct {
	Count int            `json:"count"`
	List  []ChangedState `json:"list"` // at most [ListedChanges]
}

// A ChangedState is a state of one of two models.
type ChangedState struct {
	State   StateNumber  `json:"state"` // in its own model
	Pattern string       `json:"pattern"`
	Taken   []string     `json:"taken"` // ids of options
	Other   *StateNumber `json:"other"` // the same state in the other model; nil: it is none there
}

// ListedChanges is how many states of a change are listed.
const ListedChanges = 20

// Empty reports whether both models have the same states and give the same answers.
func (c ModelChange) Empty() bool {
	return !c.Settings && c.Options.empty() && c.DMs.empty() && c.States.Empty() && len(c.Concepts) == 0
}

func (c IDChange) empty() bool { return len(c.Came) == 0 && len(c.Went) == 0 }

// CompareModels solves two models and says what differs. No concept asks for all.
// Errors are those of [stability.Model.Solve].
func CompareModels(ctx context.Context, before, after *stability.Model, concepts []stability.Concept) (ModelChange, error) {
	if len(concepts) == 0 {
		concepts = stability.Concepts()
	}
	solve := func(m *stability.Model) (*stability.Solution, error) {
		asked := slices.DeleteFunc(slices.Clone(concepts), func(c stability.Concept) bool { return !slices.Contains(DefinedConcepts(m), c) })
		if len(asked) == 0 {
			return &stability.Solution{Settings: m.Settings()}, nil
		}
		return m.Solve(ctx, asked...)
	}
	was, err := solve(before)
	if err != nil {
		return ModelChange{}, err
	}
	now, err := solve(after)
	if err != nil {
		return ModelChange{}, err
	}
	return CompareSolved(ctx, before, after, was, now)
}

// CompareSolved is [CompareModels] for models whose solutions are there: it compares
// the concepts that both have. Cost: for each concept and decision maker one visit
// of each state that is stable in either model.
func CompareSolved(ctx context.Context, before, after *stability.Model, was, now *stability.Solution) (ModelChange, error) {
	x := stateCompare{ctx: ctx, before: before, after: after, forth: matchStates(before, after), back: matchStates(after, before)}
	out := ModelChange{
		Compared: []string{}, Undefined: []string{}, Concepts: []ConceptChange{},
		Settings: was.Settings != now.Settings,
		Options:  idChange(optionIDs(before), optionIDs(after)),
		DMs:      idChange(dmIDs(before), dmIDs(after)),
	}
	var err error
	any := func(stability.State) bool { return true }
	if out.States, err = x.change(before.States(), after.States(), any, any); err != nil {
		return ModelChange{}, err
	}
	later := dmIDs(after)
	for _, c := range stability.Concepts() {
		p, q := was.Equilibria(c), now.Equilibria(c)
		if p == nil || q == nil {
			if p != nil || q != nil {
				out.Undefined = append(out.Undefined, c.String())
			}
			continue
		}
		out.Compared = append(out.Compared, c.String())
		one := ConceptChange{Concept: c.String(), DMs: []DMChange{}}
		if one.Equilibria, err = x.sets(p, q); err != nil {
			return ModelChange{}, err
		}
		for i, id := range dmIDs(before) {
			k := slices.Index(later, id)
			if k < 0 {
				continue
			}
			change, err := x.sets(was.Stable(i, c), now.Stable(k, c))
			if err != nil {
				return ModelChange{}, err
			}
			if !change.Empty() {
				one.DMs = append(one.DMs, DMChange{id, change})
			}
		}
		if !one.Equilibria.Empty() || len(one.DMs) > 0 {
			out.Concepts = append(out.Concepts, one)
		}
	}
	return out, nil
}

// optionIDs are the ids of the options, in the order of bits.
func optionIDs(m *stability.Model) []string {
	out := []string{}
	for _, o := range m.Definition().Options {
		out = append(out, o.ID)
	}
	return out
}

func idChange(before, after []string) IDChange {
	c := IDChange{Came: []string{}, Went: []string{}}
	for _, id := range after {
		if !slices.Contains(before, id) {
			c.Came = append(c.Came, id)
		}
	}
	for _, id := range before {
		if !slices.Contains(after, id) {
			c.Went = append(c.Went, id)
		}
	}
	return c
}

// stateCompare compares sets of states of two models.
type stateCompare struct {
	ctx           context.Context
	before, after *stability.Model
	forth, back   stateMatch
}

func (x stateCompare) sets(was, now *stability.Set) (StateChange, error) {
	return x.change(was.All(), now.All(), was.Has, now.Has)
}

// change finds what is in one set and not in the other. was and now ask for states
// of the model before and after.
func (x stateCompare) change(before, after iter.Seq[stability.State], was, now func(stability.State) bool) (c StateChange, err error) {
	if c.Came, err = x.only(after, x.after, x.back, was); err != nil {
		return c, err
	}
	c.Went, err = x.only(before, x.before, x.forth, now)
	return c, err
}

// only lists the states of a set of m that the other set, asked by has, lacks.
func (x stateCompare) only(set iter.Seq[stability.State], m *stability.Model, match stateMatch, has func(stability.State) bool) (ChangedStates, error) {
	out, looked := ChangedStates{List: []ChangedState{}}, 0
	for s := range set {
		if looked++; looked&0xfff == 0 && x.ctx.Err() != nil {
			return out, x.ctx.Err()
		}
		other, ok := match.of(s)
		if ok && has(other) {
			continue
		}
		if out.Count++; len(out.List) == ListedChanges {
			continue
		}
		one := ChangedState{State: StateNumber(s), Pattern: m.Pattern(s), Taken: takenOptions(m, s)}
		if ok {
			n := StateNumber(other)
			one.Other = &n
		}
		out.List = append(out.List, one)
	}
	return out, nil
}

// stateMatch finds the states of one model in another.
type stateMatch struct {
	to   *stability.Model
	bits []int // where each option is there; -1: it is not. nil: they are the same
	// names are the places there of free-form states; nil: both have options.
	names []int
	none  bool // one has options, the other has not
}

func matchStates(from, to *stability.Model) stateMatch {
	a, b := from.Definition(), to.Definition()
	x := stateMatch{to: to, none: (a.States == nil) != (b.States == nil)}
	if a.States != nil {
		x.names = []int{}
		for _, s := range a.States {
			x.names = append(x.names, slices.Index(b.States, s))
		}
		return x
	}
	there := optionIDs(to)
	if ids := optionIDs(from); !slices.Equal(ids, there) {
		x.bits = []int{}
		for _, id := range ids {
			x.bits = append(x.bits, slices.Index(there, id))
		}
	}
	return x
}

// of is the state there; ok is false if it is none.
func (x stateMatch) of(s stability.State) (there stability.State, ok bool) {
	switch {
	case x.none:
		return 0, false
	case x.names != nil:
		k := x.names[s]
		return stability.State(max(k, 0)), k >= 0
	case x.bits == nil:
		there = s
	default:
		for k, bit := range x.bits {
			if s>>uint(k)&1 == 0 {
				continue
			}
			if bit < 0 {
				return 0, false
			}
			there |= 1 << uint(bit)
		}
	}
	if !x.to.Has(there) {
		return 0, false
	}
	there, err := x.to.Canonical(there)
	return there, err == nil
}
