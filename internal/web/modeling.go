// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
)

// modelHome is where a model is built, step by step.
const modelHome = "/models/"

// modeling is a model while it is built, step by step. All of it is in the draft, as
// it was typed, so that people can stop at any moment and nothing is lost that
// cannot be read yet.
type modeling struct {
	r    *request
	d    draft
	m    brief.ModelDraft
	look brief.DraftLook
	// raw is true for a model that the steps have no place for: it is edited as a
	// file. Parts are what they have no place for.
	raw   bool
	parts []string
}

// What a draft keeps beside the entry itself. None of it is sealed.
const (
	modelKept  = "model.draft" // what was typed, as JSON
	modelRaw   = "model.raw"   // set: it is edited as a file
	modelDone  = "model.done"  // steps that were gone through
	modelPast  = "model.past"  // what was typed before, the newest last
	modelQuiet = "model.quiet" // the step whose past is kept already
	modelFocus = "model.focus" // what has the focus next
	modelBase  = "model.base"  // the document that answers are compared with
	modelFrom  = "model.from"  // where it comes from: process, file, copy or again
	modelFixed = "model.since" // set: somebody fixed what answers are compared with
	modelSaid  = "model.said"  // what is to be known of how it was begun, a line each
)

// modeling takes up the draft that an address names.
func (r *request) modeling() (*modeling, error) {
	d, f, err := r.draft()
	if err != nil {
		return nil, err
	}
	if f.home != modelHome {
		return nil, errNotFound
	}
	e := &modeling{r: r, d: d}
	v := values(d.Values)
	switch text := v.Get(modelKept); {
	case v.Yes(modelRaw):
		e.raw = true
		_, err := brief.DraftOfModel(modelIn(v))
		e.parts = partsOf(err)
	case text != "":
		if err := json.Unmarshal([]byte(text), &e.m); err != nil {
			return nil, err
		}
	case v.Get("document") != "":
		err := e.takeUp(modelIn(v))
		if err != nil {
			e.raw, e.parts = true, partsOf(err)
			d.Values[modelRaw] = []string{"yes"}
		}
	}
	return e, e.inspect()
}

// partsOf are the parts that a draft has no place for.
func partsOf(err error) []string {
	var parts *brief.PartsError
	if errors.As(err, &parts) {
		return parts.Parts
	}
	return nil
}

// takeUp lays a model of the record out, with which its answers are compared.
func (e *modeling) takeUp(x act.Model) error {
	m, err := brief.DraftOfModel(x)
	if err != nil {
		return err
	}
	e.m = m
	e.d.Values[modelBase] = []string{x.Document}
	if x.Amends != "" {
		e.d.Values[modelFrom] = []string{"again"}
	}
	return nil
}

// modelIn is the model that stands in the fields of a draft. Nothing is checked.
func modelIn(v values) act.Model {
	var x act.Model
	body, err := json.Marshal(treeOf(modelForm().fields, v, ""))
	if err == nil {
		err = json.Unmarshal(body, &x)
	}
	if err != nil {
		return act.Model{}
	}
	return x
}

// keep saves the draft. Of a step that was finished it remembers what was typed
// before, unless a quiet save of that step did.
func (e *modeling) keep(step string, quiet bool) error {
	v := values(e.d.Values)
	before := v.Get(modelKept)
	body, err := json.Marshal(e.m)
	if err != nil {
		return err
	}
	if now := string(body); now != before {
		if before != "" && v.Get(modelQuiet) != step {
			v.rememberModel(before)
		}
		v[modelKept] = []string{now}
	}
	if quiet {
		v[modelQuiet] = []string{step}
	} else {
		delete(v, modelQuiet)
	}
	looked := e.inspect()
	if looked != nil {
		e.look = brief.DraftLook{}
	}
	composed := e.compose()
	// What was typed is kept whatever became of the look at it, even if the browser
	// went away meanwhile.
	return errors.Join(e.r.node.SaveDraft(context.WithoutCancel(e.r.Context()), e.d), looked, composed)
}

// compose writes the model into the fields from which it is checked and sealed, or
// leaves them empty while there is none.
func (e *modeling) compose() error {
	v, f := values(e.d.Values), modelForm()
	about := []string{"amends", "mark", "teller", "illustrative"}
	for name := range v {
		if !slices.Contains(about, name) && !strings.HasPrefix(name, "sources.") && labelOf(f.fields, name) != "" {
			delete(v, name)
		}
	}
	if len(e.look.Faults) > 0 || e.look.Model.Document == "" {
		return nil
	}
	made, err := valuesOf(e.look.Model, f.fields)
	if err != nil {
		return err
	}
	for name, x := range made {
		if !slices.Contains(about, name) {
			v[name] = x
		}
	}
	if v.Get(modelBase) == "" && e.look.Whole() { // the first answer is what the next ones are compared with
		v[modelBase] = []string{e.look.Model.Document}
	}
	return nil
}

func (v values) rememberModel(text string) {
	past := append(v[modelPast], text)
	size := 0
	for i := len(past) - 1; i >= 0; i-- {
		if size += len(past[i]); size > maxPastSize || len(past)-i > maxPast {
			past = past[i+1:]
			break
		}
	}
	v[modelPast] = past
}

// undo brings back what was typed before the last change.
func (e *modeling) undo() error {
	v := values(e.d.Values)
	past := v[modelPast]
	if len(past) == 0 {
		return nil
	}
	e.m = brief.ModelDraft{}
	if err := json.Unmarshal([]byte(past[len(past)-1]), &e.m); err != nil {
		return err
	}
	v[modelKept], v[modelPast] = past[len(past)-1:], past[:len(past)-1]
	return e.keep("", false)
}

// whose is the name of a decision maker, or its id where it has none yet.
func (e *modeling) whose(id string) string {
	for _, x := range e.m.DMs {
		if x.ID == id && x.Name != "" {
			return x.Name
		}
	}
	return id
}

// fix compares answers with the model as it is now, from here on.
func (e *modeling) fix() {
	if len(e.look.Faults) == 0 && e.look.Model.Document != "" {
		e.d.Values[modelBase], e.d.Values[modelFixed] = []string{e.look.Model.Document}, []string{"fixed"}
	}
}

// optionName is what people call an option.
func (e *modeling) optionName(id string) string {
	for _, o := range e.m.Options {
		if o.ID == id && o.Name != "" {
			return o.Name
		}
	}
	return id
}

// base is the model that answers are compared with; nil where there is none.
func (e *modeling) base() (*brief.SolvedModel, error) {
	text := values(e.d.Values).Get(modelBase)
	if text == "" {
		return nil, nil
	}
	return e.r.solvedModel(brief.ReadDocument(text))
}
