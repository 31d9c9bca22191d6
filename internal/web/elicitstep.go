// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
)

// elicitStep is one step of the elicitation: a page, and what it takes in.
type elicitStep struct {
	name     string // in addresses
	title    string // marked with phrase.T
	template string
	show     func(e *elicitation, n int, sent url.Values, wrong mistakes) any
	// take reads what was sent. With again, the same page is shown once more.
	take func(e *elicitation, n int, do string, sent url.Values) (wrong mistakes, again bool)
}

// elicitSteps are the steps in their order. Each may be left out.
func elicitSteps() []elicitStep {
	return []elicitStep{
		{"order", phrase.T("What matters most"), "preference-order", showOrder, takeOrder},
		{"worth", phrase.T("What each option is worth"), "preference-worth", showWorth, takeWorth},
		{"weight", phrase.T("Issues beside each other"), "preference-weight", showWeight, takeWeight},
		{"live", phrase.T("Could it be lived with?"), "preference-live", showLive, takeLive},
		{"limit", phrase.T("The least that could be lived with"), "preference-limit", showLimit, takeLimit},
		{"check", phrase.T("Does it sit well together?"), "preference-check", showDoubts, takeAnswers},
		{"summary", phrase.T("What is stated, and what is not"), "preference-summary", showSummary, takeSummary},
	}
}

// stepOf is the step of an address below that of the draft: "worth/2" is of worth.
func stepOf(at string) string {
	name, _, _ := strings.Cut(at, "/")
	if slices.ContainsFunc(elicitSteps(), func(s elicitStep) bool { return s.name == name }) {
		return name
	}
	return ""
}

// elicitPages are the pages of the steps.
func elicitPages() []page {
	var out []page
	for i, s := range elicitSteps() {
		path := preferenceHome + "{id}/" + s.name
		if s.name == "worth" {
			path += "/{n}"
		}
		out = append(out, page{path: path, place: placePackages, title: s.title, template: s.template, build: buildStep(i)})
	}
	return out
}

// elicitActions are what the steps take in.
func elicitActions() []action {
	var out []action
	for i, p := range elicitPages() {
		out = append(out, action{p.path, takeStep(i)})
	}
	return out
}

// stepPage is what every step shows.
type stepPage struct {
	ID       string
	Step     string // as in the address
	Number   int
	Of       int
	Title    string
	Whose    brief.SeatRef
	Estimate bool
	Gone     []goneValue
	Undo     bool
	Back     string // the page before, below the desk
	Last     bool   // nothing is asked after it
	Focus    string
	Links    []mistakeLink
}

// Head is what the shared parts of a step need.
func (s stepPage) Head() stepPage { return s }

func (e *elicitation) stepPage(i, n int, wrong mistakes) stepPage {
	s := elicitSteps()[i]
	e.r.title = e.r.p.T(s.title)
	out := stepPage{
		ID: e.d.ID, Step: s.at(n), Number: i + 1, Of: len(elicitSteps()), Title: e.r.p.T(s.title), Whose: e.whose(), Estimate: e.x.Basis == act.Inferred,
		Gone: e.gone, Undo: len(e.d.Values[keptPast]) > 0, Focus: e.focus(), Links: wrong.links(), Last: i == len(elicitSteps())-1,
	}
	out.Back = preferenceHome + e.d.ID
	switch {
	case s.name == "worth" && n > 0:
		out.Back += "/" + s.at(n-1)
	case i > 0 && elicitSteps()[i-1].name == "worth":
		out.Back += "/" + elicitSteps()[i-1].at(max(len(e.brief.Agenda)-1, 0))
	case i > 0:
		out.Back += "/" + elicitSteps()[i-1].name
	}
	return out
}

// at is the address of a step below that of the draft; n is the place of an
// issue, for the step that has a page for each.
func (s elicitStep) at(n int) string {
	if s.name == "worth" {
		return s.name + "/" + strconv.Itoa(n+1)
	}
	return s.name
}

// whose is the seat whose preference it is.
func (e *elicitation) whose() brief.SeatRef {
	if e.x.Of == "" {
		return brief.SeatRef{}
	}
	return e.r.refs([]string{e.x.Of})[0]
}

// stepIssue is the issue that an address names; 0 for steps without one.
func (e *elicitation) stepIssue(s elicitStep) (int, error) {
	if s.name != "worth" {
		return 0, nil
	}
	return e.issueAt(e.r.PathValue("n"))
}

func buildStep(i int) func(*request) (any, lane, error) {
	return func(r *request) (any, lane, error) {
		e, err := r.elicitation()
		if err != nil {
			return nil, lane{}, err
		}
		if len(e.brief.Agenda) == 0 {
			return nil, lane{}, &elsewhere{preferenceHome + e.d.ID}
		}
		s := elicitSteps()[i]
		n, err := e.stepIssue(s)
		if err != nil {
			return nil, lane{}, err
		}
		return s.show(e, n, nil, nil), r.draftLane(e.d), nil
	}
}

// takeStep keeps what was sent and goes on to the next step. What cannot be read
// is shown again with what was typed, and the rest is kept all the same.
func takeStep(i int) func(*request) (answer, error) {
	return func(r *request) (answer, error) {
		e, err := r.elicitation()
		if err != nil {
			return answer{}, err
		}
		s := elicitSteps()[i]
		n, err := e.stepIssue(s)
		if err != nil {
			return answer{}, err
		}
		home := preferenceHome + e.d.ID
		do := r.PostForm.Get("do")
		delete(e.d.Values, keptFocus)
		if do == "undo" {
			return answer{to: home + "/" + s.at(n)}, e.undo()
		}
		wrong, again := s.take(e, n, do, r.PostForm)
		if err := e.keep(s.at(n), do == "quiet"); err != nil {
			return answer{}, err
		}
		switch {
		case do == "quiet":
			return answer{}, nil
		case len(wrong) > 0:
			e.fit()
			return answer{
				page:    &page{title: s.title, template: s.template, place: placePackages},
				content: s.show(e, n, r.PostForm, wrong), lane: r.draftLane(e.d),
			}, nil
		case do == "stop":
			return answer{to: home}, nil
		case again:
			return answer{to: home + "/" + s.at(n)}, nil
		}
		return answer{to: e.next(i, n)}, nil
	}
}

// next is the page after a step.
func (e *elicitation) next(i, n int) string {
	home, steps := preferenceHome+e.d.ID+"/", elicitSteps()
	switch {
	case steps[i].name == "worth" && n+1 < len(e.brief.Agenda):
		return home + steps[i].at(n+1)
	case i+1 < len(steps):
		return home + steps[i+1].at(0)
	}
	return "/draft/" + e.d.ID + "/check"
}
