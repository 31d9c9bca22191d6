// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"context"
	"slices"

	"parley/internal/casefile"
	"parley/stability"
)

// DraftState is a state of a draft.
type DraftState struct {
	State StateNumber `json:"state"`
	Taken []string    `json:"taken"` // ids of options
}

// DraftAnswer is what a draft answers: what holds, and what became different.
type DraftAnswer struct {
	States   int             `json:"states"`
	Concepts []DraftConcept  `json:"concepts"`
	Left     []string        `json:"left"` // concepts that are not defined for it
	Change   *ModelChange    `json:"change,omitempty"`
	Names    map[string]Both `json:"-"` // of options and decision makers of both models, by id

	model    *stability.Model
	solution *stability.Solution
}

// Both are what something is called now, and before; empty where it is not there.
type Both struct{ Now, Before string }

// DraftConcept is what holds under one concept.
type DraftConcept struct {
	Concept string       `json:"concept"`
	Count   int          `json:"count"`
	List    []DraftState `json:"list"` // the first of them
}

// Answer solves a draft that is whole. At most so many states are listed of each
// concept.
func (l DraftLook) Answer(ctx context.Context, list int) (DraftAnswer, error) {
	m := l.Frame
	defined := DefinedConcepts(m)
	s, err := m.Solve(ctx, defined...)
	if err != nil {
		return DraftAnswer{}, err
	}
	out := DraftAnswer{States: m.Len(), Concepts: []DraftConcept{}, Left: []string{}, Names: map[string]Both{}, model: m, solution: s}
	for _, c := range stability.Concepts() {
		if !slices.Contains(defined, c) {
			out.Left = append(out.Left, c.String())
			continue
		}
		set := s.Equilibria(c)
		x := DraftConcept{Concept: c.String(), Count: set.Len(), List: []DraftState{}}
		for _, state := range set.List(list) {
			x.List = append(x.List, draftState(m, state))
		}
		out.Concepts = append(out.Concepts, x)
	}
	return out, nil
}

// Compare says what became different since a model, if there is one that was solved.
func (a *DraftAnswer) Compare(ctx context.Context, before *SolvedModel) error {
	if before == nil || before.Model == nil {
		return nil
	}
	change, err := CompareSolved(ctx, before.Model, a.model, before.Solution, a.solution)
	if err != nil {
		return err
	}
	a.Change = &change
	a.call(before.Definition(), a.model.Definition())
	return nil
}

// call finds what options and decision makers are called.
func (a DraftAnswer) call(before, now stability.Definition) {
	put := func(id, was, is string) {
		x := a.Names[id]
		x.Before, x.Now = x.Before+was, x.Now+is
		a.Names[id] = x
	}
	for _, o := range before.Options {
		put(o.ID, cmp.Or(o.Name, o.ID), "")
	}
	for _, o := range now.Options {
		put(o.ID, "", cmp.Or(o.Name, o.ID))
	}
	for _, d := range before.DMs {
		put("dm:"+d.ID, cmp.Or(d.Name, d.ID), "")
	}
	for _, d := range now.DMs {
		put("dm:"+d.ID, "", cmp.Or(d.Name, d.ID))
	}
}

func draftState(m *stability.Model, s stability.State) DraftState {
	return DraftState{StateNumber(s), takenOptions(m, s)}
}

// List lists the states of a draft, at most so many, and counts them.
func (l DraftLook) List(most int) (out []DraftState, count int) {
	if l.Frame == nil {
		return nil, 0
	}
	for s := range l.Frame.States() {
		if len(out) == most {
			break
		}
		out = append(out, draftState(l.Frame, s))
	}
	return out, l.Frame.Len()
}

// Find is the state that a decimal or letters name; ok is false if there is none.
func (l DraftLook) Find(text string) (DraftState, bool) {
	if l.Frame == nil {
		return DraftState{}, false
	}
	c := casefile.Conflict{Definition: l.Frame.Definition()}
	s, err := c.ParseState(text)
	if err != nil || !l.Frame.Has(s) {
		return DraftState{}, false
	}
	if s, err = l.Frame.Canonical(s); err != nil {
		return DraftState{}, false
	}
	return draftState(l.Frame, s), true
}

// Groups is [DraftLook.Order] with the options that are taken; at most so many
// states, and how many there are.
func (l DraftLook) Groups(i, most int) (out [][]DraftState, count int) {
	listed := 0
	for _, g := range l.Order(i) {
		var group []DraftState
		for _, s := range g {
			if listed++; listed <= most {
				group = append(group, draftState(l.Frame, s))
			}
		}
		if group != nil {
			out = append(out, group)
		}
	}
	return out, listed
}

// ReadDocument reads a document that stands alone.
func ReadDocument(text string) ModelLine {
	out := ModelLine{Document: text}
	var err error
	if out.Conflict, err = casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(text)}); err != nil {
		out.Fault = err.Error()
	}
	return out
}

// ModelFile is a model that was read from a file of this or another program.
type ModelFile struct {
	Document string // as a model file of ours
	Title    string
	Repairs  []string // what was read otherwise than it stands there, in English
	// Draft is the model laid out; Parts are what a draft has no place for, and
	// then it is not.
	Draft ModelDraft
	Parts *PartsError
}

// ReadModelFile reads a file: a model file of ours in JSON or YAML, or a .gmcr file.
func ReadModelFile(name string, data []byte) (ModelFile, error) {
	c, err := casefile.ReadConflict(casefile.File{Name: name, Data: data})
	if err != nil {
		return ModelFile{}, err
	}
	text, err := casefile.WriteConflict(c)
	if err != nil {
		return ModelFile{}, err
	}
	out := ModelFile{Document: string(text), Title: c.Definition.Name, Repairs: []string{}}
	for _, r := range c.Repairs {
		out.Repairs = append(out.Repairs, r.String())
	}
	if out.Draft, err = DraftOfConflict(c); err != nil {
		parts, ok := err.(*PartsError)
		if !ok {
			return ModelFile{}, err
		}
		out.Parts = parts
	}
	return out, nil
}

// DocumentIDs are the ids of decision makers, options and instruments of a document;
// none where it cannot be read.
func DocumentIDs(text string) (out []string) {
	c := ReadDocument(text).Conflict
	if c == nil {
		return nil
	}
	for _, d := range c.Definition.DMs {
		out = append(out, d.ID)
	}
	for _, o := range c.Definition.Options {
		out = append(out, o.ID)
	}
	for _, t := range c.Tools.Instruments {
		out = append(out, t.ID)
	}
	return out
}
