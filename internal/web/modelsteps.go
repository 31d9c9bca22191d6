// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// modelStep is one step of the building of a model: a page, and what it takes in.
type modelStep struct {
	name     string // in addresses, and of the faults that belong to it
	title    string // marked with phrase.T
	template string
	show     func(e *modeling, n int, head modelPage) any
	// take brings what was sent into the draft. With again, the same page is shown
	// once more.
	take func(e *modeling, n int, do string, sent url.Values) (wrong mistakes, again bool)
}

// modelSteps are the steps in their order. Each may be left and come back to.
func modelSteps() []modelStep {
	return []modelStep{
		{brief.DraftWho, phrase.T("Who decides"), "model-who", showWho, takeWho},
		{brief.DraftOptions, phrase.T("What each can do"), "model-options", showOptions, takeOptions},
		{brief.DraftTogether, phrase.T("What cannot be together"), "model-together", showTogether, takeTogether},
		{brief.DraftPrefer, phrase.T("What each prefers"), "model-prefer", showPrefer, takePrefer},
		{brief.DraftToday, phrase.T("Today, and conventions"), "model-today", showToday, takeToday},
		{brief.DraftMeans, phrase.T("Instruments and budgets"), "model-means", showMeans, takeMeans},
		{brief.DraftWhole, phrase.T("Look it over"), "model-check", showWhole, takeWhole},
	}
}

// modelEditPages are the pages on which models are built.
func modelEditPages() []page {
	out := []page{
		{path: "/models/begin", place: placeModels, title: phrase.T("Begin a model"), template: "model-begin", build: buildBeginModel},
		{path: modelHome + "{id}", place: placeModels, title: phrase.T("A model, step by step"), template: "model-tasks", build: buildModelTasks},
		{path: modelHome + "{id}/file", place: placeModels, title: phrase.T("The model as a file"), template: "model-file", build: buildModelFile},
	}
	for i, s := range modelSteps() {
		out = append(out, page{path: s.path(), place: placeModels, title: s.title, template: s.template, build: buildModelStep(i)})
	}
	return out
}

// modelEditActions are what those pages take in.
func modelEditActions() []action {
	out := []action{
		{"/models/begin", beginModel},
		{modelHome + "{id}", changeModelTasks},
		{modelHome + "{id}/file", takeModelFile},
	}
	for i, s := range modelSteps() {
		out = append(out, action{s.path(), takeModelStep(i)})
	}
	return out
}

func (s modelStep) path() string {
	if s.name == brief.DraftPrefer {
		return modelHome + "{id}/" + s.name + "/{n}"
	}
	return modelHome + "{id}/" + s.name
}

// at is the address of a step below that of the draft; n is the place of a decision
// maker, for the step that has a page for each.
func (s modelStep) at(n int) string {
	if s.name == brief.DraftPrefer {
		return s.name + "/" + strconv.Itoa(n+1)
	}
	return s.name
}

// modelPage is what every step shows.
type modelPage struct {
	ID      string
	Step    string // as in the address
	Number  int
	Of      int
	Title   string
	Model   string // its title
	Undo    bool
	Back    string
	Next    string
	Last    bool
	Focus   string
	Links   []mistakeLink
	Wrong   mistakes
	Answer  modelAnswer
	Also    string // what else of the page is shown again while somebody types
	Options []optionWord
	DM      string // whose preferences the page asks
}

// Bits are the short names of options in their order, on which numbers of outcomes hang.
func (p modelPage) Bits() string {
	var ids []string
	for _, o := range p.Options {
		ids = append(ids, o.ID)
	}
	return strings.Join(ids, " ")
}

// optionWord is an option as conditions name it.
type optionWord struct{ ID, Name, Owner string }

// At is what is wrong with one field.
func (p modelPage) At(name string) string { return p.Wrong.at(name) }

// FieldID is the id of a field in the page.
func (modelPage) FieldID(name string) string { return fieldID(name) }

// Head is what the shared parts of a step need.
func (p modelPage) Head() modelPage { return p }

// stepPage makes what every step shows. asked says that somebody wants to go on:
// then what is missing is said too, not only what is wrong.
func (e *modeling) stepPage(i, n int, extra mistakes, asked bool) (modelPage, error) {
	s := modelSteps()[i]
	e.r.title = e.r.p.T(s.title)
	answer, err := e.answer()
	if err != nil {
		return modelPage{}, err
	}
	done := slices.Contains(e.d.Values[modelDone], s.at(n))
	wrong := append(slices.Clone(extra), e.mistakes(s.name, n, asked || done)...)
	out := modelPage{
		ID: e.d.ID, Step: s.at(n), Number: i + 1, Of: len(modelSteps()), Title: e.r.p.T(s.title), Model: e.m.Title,
		Undo: len(e.d.Values[modelPast]) > 0, Back: e.beside(i, n, -1), Next: e.beside(i, n, 1), Last: i == len(modelSteps())-1,
		Focus: values(e.d.Values).Get(modelFocus), Links: wrong.links(), Wrong: wrong, Answer: answer,
	}
	if s.name == brief.DraftPrefer {
		out.DM = e.m.DMs[n].ID
	}
	for _, o := range e.m.Options {
		out.Options = append(out.Options, optionWord{o.ID, o.Name, e.whose(o.DM)})
	}
	return out, nil
}

// beside is the page before or after a step.
func (e *modeling) beside(i, n, by int) string {
	home, steps := modelHome+e.d.ID, modelSteps()
	if k := n + by; steps[i].name == brief.DraftPrefer && k >= 0 && k < len(e.m.DMs) {
		return home + "/" + steps[i].at(k)
	}
	i += by
	switch {
	case i < 0:
		return home
	case i >= len(steps):
		return "/draft/" + e.d.ID + "/check"
	case steps[i].name == brief.DraftPrefer && len(e.m.DMs) == 0:
		return e.beside(i, 0, by)
	case by < 0:
		return home + "/" + steps[i].at(max(len(e.m.DMs)-1, 0))
	}
	return home + "/" + steps[i].at(0)
}

// dmAt is the decision maker that an address names; 0 for steps without one.
func (e *modeling) dmAt(s modelStep) (int, error) {
	if s.name != brief.DraftPrefer {
		return 0, nil
	}
	n, err := strconv.Atoi(e.r.PathValue("n"))
	if err != nil || n < 1 || n > len(e.m.DMs) {
		return 0, errNotFound
	}
	return n - 1, nil
}

func buildModelStep(i int) func(*request) (any, lane, error) {
	return func(r *request) (any, lane, error) {
		e, err := r.modeling()
		if err != nil {
			return nil, lane{}, err
		}
		s := modelSteps()[i]
		if e.raw {
			return nil, lane{}, &elsewhere{modelHome + e.d.ID + "/file"}
		}
		if s.name == brief.DraftPrefer && len(e.m.DMs) == 0 {
			return nil, lane{}, &elsewhere{modelHome + e.d.ID + "/" + brief.DraftWho}
		}
		n, err := e.dmAt(s)
		if err != nil {
			return nil, lane{}, err
		}
		head, err := e.stepPage(i, n, nil, false)
		if err != nil {
			return nil, lane{}, err
		}
		return s.show(e, n, head), r.draftLane(e.d), nil
	}
}

// takeModelStep keeps what was sent, whether it can be read or not, and goes on to
// the next step. What cannot be read is shown again with what was typed.
func takeModelStep(i int) func(*request) (answer, error) {
	return func(r *request) (answer, error) {
		r.desk.typing.Lock()
		defer r.desk.typing.Unlock()
		e, err := r.modeling()
		if err != nil {
			return answer{}, err
		}
		s := modelSteps()[i]
		do, sent := r.PostForm.Get("do"), r.PostForm
		n, err := e.dmAt(s)
		if s.name == brief.DraftPrefer && sent.Has("dm") {
			n, sent = e.sameDM(sent)
			if err = nil; n < 0 { // it was left out meanwhile
				return answer{to: modelHome + e.d.ID}, nil
			}
		}
		if err != nil || e.raw {
			return answer{to: modelHome + e.d.ID}, err
		}
		here := modelHome + e.d.ID + "/" + s.at(n)
		delete(e.d.Values, modelFocus)
		switch do {
		case "undo":
			return answer{to: here}, e.undo()
		case "base":
			e.fix()
			return answer{to: here}, e.keep(s.at(n), false)
		}
		wrong, again := e.otherOutcomes(s, n, sent), true
		if wrong == nil {
			wrong, again = s.take(e, n, do, sent)
		}
		if err := e.keep(s.at(n), do == "live"); err != nil {
			return answer{}, err
		}
		if do == "go" && !slices.Contains(e.d.Values[modelDone], s.at(n)) {
			e.d.Values[modelDone] = append(e.d.Values[modelDone], s.at(n))
			if err := r.node.SaveDraft(r.Context(), e.d); err != nil {
				return answer{}, err
			}
		}
		show := len(wrong) > 0 || do == "live" || do == "go" && len(e.mistakes(s.name, n, true)) > 0
		switch {
		case show:
			head, err := e.stepPage(i, n, wrong, do == "go")
			return answer{
				page:    &page{title: s.title, template: s.template, place: placeModels},
				content: s.show(e, n, head), lane: r.draftLane(e.d), fine: do == "live",
			}, err
		case do == "stop":
			return answer{to: modelHome + e.d.ID}, nil
		case again || do != "go":
			return answer{to: here}, nil
		}
		return answer{to: e.beside(i, n, 1)}, nil
	}
}

// focusOn says what has the focus on the next page.
func (e *modeling) focusOn(name string) { e.d.Values[modelFocus] = []string{name} }

// rowsSent are the numbers of the rows of a list that a form sent, in their order.
func rowsSent(sent url.Values, list, field string) (out []int) {
	for n := 0; n < maxModelRows && sent.Has(list+"."+strconv.Itoa(n)+field); n++ {
		out = append(out, n)
	}
	return out
}

// maxModelRows is more than a model may have of anything that stands in rows.
const maxModelRows = 400

// cutDo divides a button's word into what it does and with what: "up:3".
func cutDo(do string) (what string, n int) {
	what, number, _ := strings.Cut(do, ":")
	n, err := strconv.Atoi(number)
	if err != nil {
		return what, -1
	}
	return what, n
}
