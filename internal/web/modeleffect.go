// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"parley/internal/brief"
	"parley/internal/node"
)

// entryModel is what an entry changes in one model that this seat reads, for the page
// of the entry.
type entryModel struct {
	Line    brief.ModelLine
	Effects []entryEffect // none: Why says the reason
	Why     string        // a word of brief such as [brief.EffectLarge]
}

// entryEffect is an effect with the words of a page.
type entryEffect struct {
	brief.Effect
	Of      string // id of the model, for links
	Name    string // what stands for the entry
	Concept string // under which Held or Done are told
	Held    []heldOutcome
	Done    []heldOutcome // in which it is done; told where it holds no others
	More    int           // outcomes that are not told
}

// heldOutcome is an outcome that holds with the entry alone, and who would leave it.
type heldOutcome struct {
	State brief.StateNumber
	Name  string
	Says  []string
}

// The page of an entry tells of so many models, of so many outcomes in each, and works
// on one of them for so long: it is about the entry.
const (
	entryModelsMost = 4
	entryHeldMost   = 3
	entryModelTime  = time.Second
)

// entryModels are the models of this seat in which something stands for an entry, for
// the template "entrymodels". They are those of the day that is asked for.
func (f *frame) entryModels(first string) ([]entryModel, error) {
	r := f.r
	lines, err := r.modelsLinked(first)
	var out []entryModel
	for _, l := range lines[:min(len(lines), entryModelsMost)] {
		var one entryModel
		if one, err = r.entryModel(l, first); err != nil {
			break
		}
		out = append(out, one)
	}
	return out, err
}

// modelsLinked are the models in which something stands for an entry.
func (r *request) modelsLinked(first string) ([]brief.ModelLine, error) {
	id, err := node.ParseID(first)
	if err != nil {
		return nil, nil // an entry of which nothing is known
	}
	at, _ := r.asOf()
	all, err := remembered(r, "models "+at.Today+" "+at.Until, func() (brief.ModelsReport, error) { return r.models(at), nil })
	return all.ModelsOf(r.view.State, id), err
}

func (r *request) entryModel(l brief.ModelLine, first string) (entryModel, error) {
	out := entryModel{Line: l}
	if l.Conflict != nil && len(l.Conflict.Definition.Options) > listedOptions {
		out.Why = brief.EffectLarge
		return out, nil
	}
	m, err := r.solvedModel(l)
	if err != nil {
		return out, err
	}
	if m.Fault != nil {
		out.Why = m.Fault.Why
		return out, nil
	}
	var items []string
	for _, k := range l.Links {
		if k.Link.Entry == first {
			items = append(items, k.Item)
		}
	}
	var late []brief.Effect // of which one was too slow: told, and not kept
	effects, err := timed(r, "effect "+l.Entry+" "+first, entryModelTime, func(ctx context.Context) (*[]brief.Effect, error) {
		made, err := brief.EffectOf(ctx, m.Model, m.Solution, m.Tools, items)
		if slices.ContainsFunc(made, func(e brief.Effect) bool { return e.Fault == brief.EffectSlow }) {
			late, err = made, context.DeadlineExceeded
		}
		return &made, err
	})
	if err != nil {
		return out, err
	}
	if effects == nil {
		effects = &late
	}
	for _, e := range *effects {
		out.Effects = append(out.Effects, r.entryEffect(modelView{Line: l, Solved: m}, e))
	}
	return out, nil
}

func (r *request) entryEffect(v modelView, e brief.Effect) entryEffect {
	out := entryEffect{Effect: e, Of: v.Line.First, Name: itemNames(r, v.Line, e.Items)}
	if c, ok := e.Telling(); ok {
		out.Concept = c.Concept
		out.Held, out.More = r.heldOutcomes(v, c.Held)
	} else if c, ok := e.Done(); ok {
		out.Concept = c.Concept
		out.Done, out.More = r.heldOutcomes(v, c.Taken)
	}
	return out
}

func (r *request) heldOutcomes(v modelView, of brief.EffectStates) (out []heldOutcome, more int) {
	for _, s := range of.List[:min(len(of.List), entryHeldMost)] {
		x := heldOutcome{State: s.State, Name: v.outcomeName(r, s.State)}
		for _, l := range s.Leaves {
			x.Says = append(x.Says, brief.LeaveSays(voice{r.p}, v.Solved.Model, l))
		}
		out = append(out, x)
	}
	return out, of.Count - len(out)
}

// itemNames are what a model calls options and instruments.
func itemNames(r *request, l brief.ModelLine, items []string) string {
	var names []string
	for _, item := range items {
		name := item
		for _, k := range l.Links {
			if k.Item == item {
				name = k.Name
			}
		}
		names = append(names, r.p.T("“{name}”", "name", voice{r.p}.Name(name)))
	}
	return strings.Join(names, ", ")
}

// rests says of each entry that the model stands for whether an outcome would hold
// without it; nil where that takes too long or the model is too large.
func (r *request) rests(v modelView, s brief.StateNumber) ([]restsOn, error) {
	if len(v.Line.Links) == 0 || v.Solved.Len() > brief.EffectStatesMost {
		return nil, nil
	}
	state, ok := v.Solved.State(s)
	if !ok {
		return nil, nil
	}
	list, err := timed(r, "rests "+v.Line.Entry+" "+s.String(), modelAnswerTime, func(ctx context.Context) (*[]brief.Rest, error) {
		out, err := brief.RestsOf(ctx, v.Solved.Model, v.Solved.Solution, v.Solved.Tools, v.Line.Links, state)
		if slices.ContainsFunc(out, func(x brief.Rest) bool { return x.Fault == brief.EffectSlow }) {
			return nil, context.DeadlineExceeded
		}
		return &out, err
	})
	if err != nil || list == nil {
		return nil, err
	}
	var out []restsOn
	for _, x := range *list {
		out = append(out, restsOn{x, itemNames(r, v.Line, x.Items), v.link(x.Entry)})
	}
	return out, err
}

// restsOn is whether an outcome rests on an entry, with the words of a page.
type restsOn struct {
	brief.Rest
	Name string
	Link brief.EntryLink
}

// link is the link to an entry that the model stands for.
func (v modelView) link(entry string) brief.EntryLink {
	for _, l := range v.Line.Links {
		if l.Link.Entry == entry {
			return l.Link
		}
	}
	return brief.EntryLink{Entry: entry}
}
