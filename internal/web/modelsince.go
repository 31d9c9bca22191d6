// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"

	"parley/internal/brief"
)

// modelSince is what differs between a model and the writing before it.
type modelSince struct {
	Past     brief.PastWriting
	Why      string // a word of brief such as [brief.FaultLarge] where it cannot be told
	Change   brief.ModelChange
	Concepts []conceptSince
	Options  idsSince
	DMs      idsSince
}

// idsSince are names that came and went.
type idsSince struct{ Came, Went []string }

// conceptSince is what differs under one concept.
type conceptSince struct {
	Concept    string
	Came, Went outcomesSince
	DMs        []stayerSince
}

// stayerSince is in how many outcomes more, and fewer, somebody stays.
type stayerSince struct {
	Name       string
	Came, Went int
}

// outcomesSince are outcomes by name, and the number of those that are not listed.
type outcomesSince struct {
	List []outcomeSince
	More int
}

type outcomeSince struct {
	Name string
	Here bool // it is possible in the present writing
}

// outcomesNamed is how many outcomes of a change are named on a page.
const outcomesNamed = 6

// modelSince compares the model of a page with the writing before it, for the template
// "modelchanges"; nil for a model that was never written again.
func (f *frame) modelSince(p modelTablePage) (*modelSince, error) {
	r, v := f.r, p.modelView
	if len(v.Line.Earlier) == 0 || v.Solved.Fault != nil {
		return nil, nil
	}
	out := &modelSince{Past: v.Line.Earlier[0]}
	was, err := r.solvedModel(out.Past.Line())
	if err != nil {
		return nil, err
	}
	if was.Fault != nil {
		out.Why = was.Fault.Why
		return out, nil
	}
	change, err := timed(r, "since "+v.Line.Entry, modelAnswerTime, func(ctx context.Context) (*brief.ModelChange, error) {
		c, err := brief.CompareSolved(ctx, was.Model, v.Solved.Model, was.Solution, v.Solved.Solution)
		return &c, err
	})
	if err != nil {
		return nil, err
	}
	if change == nil {
		out.Why = brief.FaultSlow
		return out, nil
	}
	out.Change = *change
	before := modelView{Line: out.Past.Line(), Solved: was}
	out.Options = idsSince{v.optionNames(change.Options.Came), before.optionNames(change.Options.Went)}
	out.DMs = idsSince{v.dmNames(change.DMs.Came), before.dmNames(change.DMs.Went)}
	for _, c := range change.Concepts {
		one := conceptSince{Concept: c.Concept, Came: v.outcomesSince(r, c.Equilibria.Came, true), Went: before.outcomesSince(r, c.Equilibria.Went, false)}
		for _, d := range c.DMs {
			one.DMs = append(one.DMs, stayerSince{v.dmNames([]string{d.DM})[0], d.Came.Count, d.Went.Count})
		}
		out.Concepts = append(out.Concepts, one)
	}
	return out, nil
}

// outcomesSince names outcomes of a change. here says that the model is the present
// writing; those of the writing before may not be possible in it any more.
func (v modelView) outcomesSince(r *request, c brief.ChangedStates, here bool) (out outcomesSince) {
	for _, s := range c.List[:min(len(c.List), outcomesNamed)] {
		out.List = append(out.List, outcomeSince{v.outcomeName(r, s.State), here || s.Other != nil})
	}
	out.More = c.Count - len(out.List)
	return out
}

// optionNames are what the model calls some options.
func (v modelView) optionNames(ids []string) (out []string) {
	for _, id := range ids {
		for _, o := range v.Solved.Definition().Options {
			if o.ID == id {
				out = append(out, cmp.Or(o.Name, id))
			}
		}
	}
	return out
}

// dmNames are what the model calls some decision makers.
func (v modelView) dmNames(ids []string) (out []string) {
	for _, id := range ids {
		for _, d := range v.Solved.Definition().DMs {
			if d.ID == id {
				out = append(out, cmp.Or(d.Name, id))
			}
		}
	}
	return out
}
