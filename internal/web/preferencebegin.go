// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// beginPage asks whose preference it is, what it rests on and who will read it.
type beginPage struct {
	Fields []fieldView
	Ground []fieldView // what a report rests on
	Opened bool        // they are shown at once
	Links  []mistakeLink
	Lanes  []beginLane
	ID     string // of the draft, when it was begun before
	Whose  brief.SeatRef
}

// beginLane is a choice of readers.
type beginLane struct {
	Word    string
	Readers []brief.SeatRef
	Chosen  bool
}

func buildBeginPreference(r *request) (any, lane, error) {
	v := values{"of": {r.node.Seat()}, "basis": {act.Said}}
	if r.role() != roleParty {
		v = values{"basis": {act.Inferred}}
	}
	return r.beginPage(v, "own", nil), r.machineLane(), nil
}

func (r *request) beginPage(v values, chosen string, wrong mistakes) beginPage {
	out := beginPage{
		Fields: showFields(r, preferenceWhose(), v, wrong, ""), Ground: showFields(r, groundFields(false, false), v, wrong, ""), Links: wrong.links(),
		Opened: v.Get("mark") != "" || v.Get("teller") != "" || wrong.at("mark") != "" || len(v.Rows("sources")) > 0,
	}
	out.Lanes = []beginLane{{"own", r.refs([]string{r.node.Seat()}), chosen != "mediators"}}
	if to := r.mediators(); len(to) > 0 {
		out.Lanes = append(out.Lanes, beginLane{"mediators", r.refs(append(to, r.node.Seat())), chosen == "mediators"})
	}
	return out
}

// beginPreference makes the draft, for its readers for life.
func beginPreference(r *request) (answer, error) {
	fields := preferenceAbout()
	v := typed(fields, r.PostForm)
	to := r.PostForm.Get("readers")
	if wrong := r.aboutMistakes(v); len(wrong) > 0 {
		return answer{page: &page{title: phrase.T("Begin a preference"), template: "preference-begin", place: placePackages}, content: r.beginPage(v, to, wrong), lane: r.machineLane()}, nil
	}
	d := draft{ID: node.NewDraftID(), Kind: preferenceForm().name, Audience: []string{r.node.Seat()}, Register: "wp", Values: v}
	if to == "mediators" {
		d.Audience = append(d.Audience, r.mediators()...)
		slices.Sort(d.Audience)
	}
	values(d.Values).dropEmptyRows(fields)
	return answer{to: preferenceHome + d.ID}, r.node.SaveDraft(r.Context(), d)
}

// aboutMistakes finds what is wrong with whose preference it is and what it
// rests on, before anything is stated.
func (r *request) aboutMistakes(v values) mistakes {
	wrong := checkFields(r, preferenceAbout(), v, "")
	if len(wrong) > 0 {
		return wrong
	}
	x := preferenceIn(v)
	own := x.Of == r.node.Seat()
	switch {
	case own && x.Basis == act.Inferred:
		return mistakes{{"basis", r.p.T("Your own seat states what it prefers; only of another is it inferred")}}
	case !own && x.Basis == act.Said && x.Mark == "":
		return mistakes{{"mark", r.p.T("Say how sure it is: it is a report of what another seat said")}}
	}
	x.Limit.Words = "-" // something has to be stated; the rest is judged as acts judge it
	f := preferenceForm()
	if m, ok := f.explain(r, x.Validate()).(mistakes); ok {
		return m
	}
	return nil
}

// aboutPage is the same page for a draft that was begun.
func buildPreferenceAbout(r *request) (any, lane, error) {
	e, err := r.elicitation()
	if err != nil {
		return nil, lane{}, err
	}
	return e.aboutPage(e.d.Values, nil), r.draftLane(e.d), nil
}

func (e *elicitation) aboutPage(v values, wrong mistakes) beginPage {
	e.r.title = e.r.p.T("Whose it is, and what it rests on")
	out := e.r.beginPage(v, "", wrong)
	out.ID, out.Lanes, out.Whose = e.d.ID, nil, e.whose()
	return out
}

func takePreferenceAbout(r *request) (answer, error) {
	e, err := r.elicitation()
	if err != nil {
		return answer{}, err
	}
	fields := preferenceAbout()
	v := typed(fields, r.PostForm)
	v["amends"] = e.d.Values["amends"]
	if wrong := r.aboutMistakes(v); len(wrong) > 0 {
		return answer{page: &page{title: phrase.T("Whose it is, and what it rests on"), template: "preference-begin", place: placePackages}, content: e.aboutPage(v, wrong), lane: r.draftLane(e.d)}, nil
	}
	v.dropEmptyRows(fields)
	about := preferenceIn(v)
	about.Order, about.Issues, about.Limit = e.x.Order, e.x.Issues, e.x.Limit
	e.x = about
	return answer{to: preferenceHome + e.d.ID}, e.keep("about", false)
}
