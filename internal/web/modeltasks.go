// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
)

// modelTasks is where a draft stands: its steps, each to be gone to and left at any
// time.
type modelTasks struct {
	ID      string
	Title   string
	Readers []brief.SeatRef
	From    string
	Said    []string // what is to be known of how it was begun, in English
	Steps   []modelTask
	Undo    bool
	Answer  modelAnswer
	Raw     bool
	Parts   []string
}

// modelTask is a step and how far it is.
type modelTask struct {
	taskRow
	Optional bool // a model is whole without it
}

func buildModelTasks(r *request) (any, lane, error) {
	e, err := r.modeling()
	if err != nil {
		return nil, lane{}, err
	}
	v := values(e.d.Values)
	out := modelTasks{
		ID: e.d.ID, Title: e.m.Title, Readers: r.refs(e.d.Audience), From: v.Get(modelFrom), Said: v[modelSaid],
		Undo: len(v[modelPast]) > 0, Raw: e.raw, Parts: e.parts,
	}
	if e.raw {
		out.Title = v.Get("title")
		return out, r.draftLane(e.d), nil
	}
	if out.Answer, err = e.answer(); err != nil {
		return nil, lane{}, err
	}
	here := false
	for i, s := range modelSteps() {
		for n := range max(1, e.pagesOf(s)) {
			x := modelTask{taskRow{stepLink: stepLink{modelHome + e.d.ID + "/" + s.at(n), r.p.T(s.title)}, Number: i + 1, State: e.stateOf(s, n)},
				slices.Contains([]string{brief.DraftTogether, brief.DraftToday, brief.DraftMeans}, s.name)}
			if s.name == brief.DraftPrefer {
				if len(e.m.DMs) == 0 {
					x.Path = modelHome + e.d.ID + "/" + brief.DraftWho
				} else {
					x.Name = r.p.T("What {name} prefers", "name", apart(e.whose(e.m.DMs[n].ID)))
				}
			}
			if x.State != "done" && !here {
				x.Here, here = true, true
			}
			out.Steps = append(out.Steps, x)
		}
	}
	return out, r.draftLane(e.d), nil
}

// pagesOf is how many pages a step has.
func (e *modeling) pagesOf(s modelStep) int {
	if s.name == brief.DraftPrefer {
		return len(e.m.DMs)
	}
	return 1
}

// stateOf says how far a step is: done when it was gone through, or something is
// stated in it and nothing wrong; begun when something in it is to be mended.
func (e *modeling) stateOf(s modelStep, n int) string {
	wrong := len(e.mistakes(s.name, n, true)) > 0
	stated := map[string]bool{
		brief.DraftWho: len(e.m.DMs) > 0, brief.DraftOptions: len(e.m.Options) > 0,
		brief.DraftTogether: len(e.m.Infeasible)+len(e.m.Coalesce) > 0,
		brief.DraftToday:    e.m.Today != "" || e.m.Sanction+e.m.Sequences+e.m.Coalition != "",
		brief.DraftMeans:    len(e.m.Tools) > 0,
		brief.DraftPrefer:   n < len(e.m.DMs) && e.m.DMs[n].Way != "",
	}[s.name]
	done := slices.Contains(e.d.Values[modelDone], s.at(n))
	switch {
	case wrong && (stated || done):
		return "begun"
	case !wrong && (stated || done):
		return "done"
	}
	return ""
}

// changeModelTasks throws a draft away or takes the last change back.
func changeModelTasks(r *request) (answer, error) {
	e, err := r.modeling()
	if err != nil {
		return answer{}, err
	}
	here := modelHome + e.d.ID
	switch r.PostForm.Get("do") {
	case "drop":
		return answer{to: "/models"}, r.node.DropDraft(r.Context(), e.d.ID)
	case "undo":
		if e.raw {
			return answer{to: here}, nil
		}
		return answer{to: here}, e.undo()
	case "base":
		if !e.raw {
			e.fix()
		}
		return answer{to: here}, r.node.SaveDraft(r.Context(), e.d)
	}
	return answer{}, errNotFound
}

// modelFilePage is the model as a file: as the steps give it, or for a model that
// they have no place for.
type modelFilePage struct {
	ID, Title, Words, Document string
	Raw                        bool
	Parts                      []string
	Reason                     string // why it cannot be read, in English
	Links                      []mistakeLink
	Wrong                      mistakes
	Empty                      bool // it is not a model yet
}

// At is what is wrong with one field.
func (p modelFilePage) At(name string) string { return p.Wrong.at(name) }

func (e *modeling) filePage(x act.Model, wrong mistakes, reason string) modelFilePage {
	e.r.title = e.r.p.T("The model as a file")
	return modelFilePage{
		ID: e.d.ID, Title: x.Title, Words: x.Words, Document: x.Document, Raw: e.raw, Parts: e.parts,
		Reason: reason, Links: wrong.links(), Wrong: wrong, Empty: !e.raw && len(e.look.Faults) > 0,
	}
}

func buildModelFile(r *request) (any, lane, error) {
	e, err := r.modeling()
	if err != nil {
		return nil, lane{}, err
	}
	x := e.look.Model
	if e.raw {
		x = modelIn(e.d.Values)
	} else if len(e.look.Faults) > 0 {
		x = act.Model{Title: e.m.Title}
	}
	return e.filePage(x, nil, ""), r.draftLane(e.d), nil
}

// takeModelFile takes the model as a file. What the steps have a place for is laid
// out in them again.
func takeModelFile(r *request) (answer, error) {
	e, err := r.modeling()
	if err != nil {
		return answer{}, err
	}
	v := values(e.d.Values)
	x := e.look.Model
	if e.raw {
		x = modelIn(v)
	}
	x.Amends, x.Ground = v.Get("amends"), modelIn(v).Ground
	x.Title, x.Words, x.Document = line(r.PostForm.Get("title")), act.Tidy(r.PostForm.Get("words")), act.Tidy(r.PostForm.Get("document"))
	again := func(wrong mistakes, reason string) (answer, error) {
		return answer{page: &page{title: phrase.T("The model as a file"), template: "model-file", place: placeModels}, content: e.filePage(x, wrong, reason), lane: r.draftLane(e.d)}, nil
	}
	if x.Title == "" {
		return again(mistakes{{"title", r.p.T("Fill in: {field}", "field", r.p.T("What it asks, in one line"))}}, "")
	}
	if l := brief.ReadDocument(x.Document); l.Fault != "" {
		return again(mistakes{{"document", r.p.T("This is no model file")}}, l.Fault)
	}
	m, err := brief.DraftOfModel(x)
	if err == nil {
		delete(v, modelRaw)
		e.raw, e.m = false, m
		if r.PostForm.Get("do") == "check" {
			return answer{to: "/draft/" + e.d.ID + "/check"}, e.keep("", false)
		}
		return answer{to: modelHome + e.d.ID}, e.keep("", false)
	}
	e.raw, e.parts = true, partsOf(err)
	f := modelForm()
	x.DMs, x.Links = inDocument(x)
	made, err := valuesOf(x, f.fields)
	if err != nil {
		if m, ok := f.explain(r, x.Validate()).(mistakes); ok {
			return again(m, "")
		}
		return answer{}, err
	}
	for name := range v {
		if labelOf(f.fields, name) != "" {
			delete(v, name)
		}
	}
	for name, y := range made {
		v[name] = y
	}
	v[modelRaw] = []string{"yes"}
	delete(v, modelKept)
	to := modelHome + e.d.ID
	if r.PostForm.Get("do") == "check" {
		to = "/draft/" + e.d.ID + "/check"
	}
	return answer{to: to}, r.node.SaveDraft(r.Context(), e.d)
}

// inDocument are the descriptions of decision makers, and the links, that the
// document of a model still has.
func inDocument(x act.Model) (dms []act.ModelDM, links []act.ModelLink) {
	have := brief.DocumentIDs(x.Document)
	for _, d := range x.DMs {
		if slices.Contains(have, d.ID) {
			dms = append(dms, d)
		}
	}
	for _, l := range x.Links {
		if slices.Contains(have, l.Item) {
			links = append(links, l)
		}
	}
	return dms, links
}
