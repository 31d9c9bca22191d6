// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
)

// tasksPage is where a draft stands: its steps, each to be gone to and left at
// any time.
type tasksPage struct {
	ID      string
	Whose   brief.SeatRef
	Basis   string
	View    string
	Readers []brief.SeatRef
	Again   bool
	Agenda  int
	Bare    []brief.IssueRef
	Hidden  []brief.IssueRef
	Gone    []goneValue
	Steps   []taskRow
	Undo    bool
}

type taskRow struct {
	stepLink
	Number int
	State  string // "done", "begun" or ""
	Here   bool   // where to go on
}

func buildPreferenceTasks(r *request) (any, lane, error) {
	e, err := r.elicitation()
	if err != nil {
		return nil, lane{}, err
	}
	out := tasksPage{
		ID: e.d.ID, Whose: e.whose(), Basis: e.x.Basis, View: e.x.View, Readers: r.refs(e.d.Audience), Again: e.x.Amends != "", Agenda: len(e.brief.Agenda),
		Bare: e.brief.Bare, Hidden: e.brief.Hidden, Gone: e.gone, Undo: len(e.d.Values[keptPast]) > 0,
	}
	here := false
	for i, s := range elicitSteps() {
		x := taskRow{stepLink: e.link(s.name, nil), Number: i + 1, State: e.state(s.name)}
		if x.State == "" && !here {
			x.Here, here = true, true
		}
		out.Steps = append(out.Steps, x)
	}
	return out, r.draftLane(e.d), nil
}

// state says how far a step is: done when it was gone through or something in it
// is stated, begun when some issues are valued and others are not.
func (e *elicitation) state(step string) string {
	weighed, lived, some, all := false, false, false, true
	for _, i := range e.x.Issues {
		weighed = weighed || i.Weight != (act.Span{})
		for _, o := range i.Options {
			lived = lived || o.Live != ""
			some = some || o.Worth != (act.Span{})
			all = all && o.Worth != (act.Span{})
		}
	}
	l := e.x.Limit
	stated := map[string]bool{
		"order": len(e.x.Order) > 0, "worth": some && all, "weight": weighed, "live": lived,
		"limit": l.Words != "" || l.Worth != (act.Span{}) || len(l.Package) > 0,
	}[step]
	switch {
	case step == "worth" && some && !all:
		return "begun"
	case stated, slices.Contains(e.d.Values[keptDone], step):
		return "done"
	}
	return ""
}

// changeTasks throws a draft away or takes the last change back.
func changeTasks(r *request) (answer, error) {
	e, err := r.elicitation()
	if err != nil {
		return answer{}, err
	}
	switch r.PostForm.Get("do") {
	case "drop":
		return answer{to: "/preferences"}, r.node.DropDraft(r.Context(), e.d.ID)
	case "undo":
		return answer{to: preferenceHome + e.d.ID}, e.undo()
	}
	return answer{}, errNotFound
}

// worksheetPage is the questions of the elicitation on paper, without a single
// answer.
type worksheetPage struct {
	Agenda []brief.ValuedIssue
	Bare   []brief.IssueRef
}

func buildWorksheet(r *request) (any, lane, error) {
	at, _ := r.asOf()
	d := brief.DraftPreference(r.view.State, r.view.Roster, at, []string{r.node.Seat()}, act.Preference{})
	return worksheetPage{d.Agenda, d.Bare}, r.ownLane(), nil
}
