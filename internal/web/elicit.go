// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// elicitation is a preference while it is stated, step by step. All of it is in
// the draft, so that people can stop at any moment; what is not asked of them any
// more, since an issue was worded anew, is left out and named.
type elicitation struct {
	r     *request
	d     draft
	x     act.Preference
	brief brief.PreferenceDraft
	gone  []goneValue
}

// goneValue is something that the draft valued and that is not on the agenda of
// its readers any more.
type goneValue struct{ Issue, Option string }

// What a draft keeps beside the preference itself. None of it is sealed.
const (
	keptAnswers = "elicit.answers" // pairs: the key of a question, and what was answered
	keptDone    = "elicit.done"    // steps that were gone through
	keptPast    = "elicit.past"    // what was stated before, the newest last
	keptQuiet   = "elicit.quiet"   // the step whose past is kept already
	keptFocus   = "elicit.focus"   // the button that has the focus next
)

// How much of the past is kept for "undo".
const (
	maxPast     = 6
	maxPastSize = 64 << 10
)

// elicitation takes up the draft that an address names.
func (r *request) elicitation() (*elicitation, error) {
	d, f, err := r.draft()
	if err != nil {
		return nil, err
	}
	if f.home != preferenceHome {
		return nil, errNotFound
	}
	e := &elicitation{r: r, d: d, x: preferenceIn(d.Values)}
	e.fit()
	return e, nil
}

// fit brings what is stated onto the agenda as its readers read it, and looks at
// the result.
func (e *elicitation) fit() {
	at, _ := e.r.asOf()
	look := func() {
		e.brief = brief.DraftPreference(e.r.view.State, e.r.view.Roster, at, e.d.Audience, e.x)
	}
	look()
	l := e.brief.Line
	e.x.Issues = nil
	for _, i := range l.Issues {
		if i.Off {
			e.gone = append(e.gone, goneValue{i.Title, ""})
			continue
		}
		w := act.IssueWorth{Issue: i.Issue, Weight: i.Weight}
		for _, o := range i.Options {
			if o.Gone {
				e.gone = append(e.gone, goneValue{i.Title, o.Option})
			} else {
				w.Options = append(w.Options, act.OptionWorth{Option: o.Option, Worth: o.Worth, Live: o.Live})
			}
		}
		e.x.Issues = append(e.x.Issues, w)
	}
	e.x.Order = nil
	for _, i := range l.Order {
		if e.place(i.Issue) >= 0 {
			e.x.Order = append(e.x.Order, i.Issue)
		}
	}
	var kept []act.Choice
	for _, k := range l.Limit.Package {
		if n := e.place(k.Issue.Issue); n >= 0 && slices.Contains(e.brief.Agenda[n].Options, k.Option) {
			kept = append(kept, act.Choice{Issue: k.Issue.Issue, Option: k.Option})
		}
	}
	e.x.Limit.Package = kept
	if len(e.gone) > 0 {
		look()
	}
}

// place is where an issue stands on the agenda; -1 when it is not on it. In the
// order of the agenda are also the issues of x, each with all its options.
func (e *elicitation) place(issue string) int {
	return slices.IndexFunc(e.brief.Agenda, func(v brief.ValuedIssue) bool { return v.Issue == issue })
}

// title is what an issue is called.
func (e *elicitation) title(n int) string { return e.brief.Agenda[n].Title }

// keep saves the draft. Of a step that was finished it remembers what was stated
// before, unless a quiet save of that step did.
func (e *elicitation) keep(step string, quiet bool) error {
	v := values(e.d.Values)
	before := v.snapshot()
	if err := putPreference(v, e.x); err != nil {
		return err
	}
	if v.snapshot() != before && v.Get(keptQuiet) != step {
		e.remember(before)
	}
	if quiet {
		v[keptQuiet] = []string{step}
	} else {
		delete(v, keptQuiet)
		if name := stepOf(step); name != "" && !slices.Contains(v[keptDone], name) {
			v[keptDone] = append(v[keptDone], name)
		}
	}
	return e.r.node.SaveDraft(e.r.Context(), e.d)
}

// snapshot is what is stated, as undo brings it back.
func (v values) snapshot() string {
	body, err := json.Marshal(struct {
		X       act.Preference
		Answers []string
	}{trimmed(preferenceIn(v)), v[keptAnswers]})
	if err != nil {
		return ""
	}
	return string(body)
}

func (e *elicitation) remember(snapshot string) {
	past := append(e.d.Values[keptPast], snapshot)
	size := 0
	for i := len(past) - 1; i >= 0; i-- {
		if size += len(past[i]); size > maxPastSize || len(past)-i > maxPast {
			past = past[i+1:]
			break
		}
	}
	e.d.Values[keptPast] = past
}

// undo brings back what was stated before the last change.
func (e *elicitation) undo() error {
	v := values(e.d.Values)
	past := v[keptPast]
	if len(past) == 0 {
		return nil
	}
	var last struct {
		X       act.Preference
		Answers []string
	}
	if err := json.Unmarshal([]byte(past[len(past)-1]), &last); err != nil {
		return err
	}
	v[keptPast] = past[:len(past)-1]
	v[keptAnswers] = last.Answers
	delete(v, keptQuiet)
	if err := putPreference(v, last.X); err != nil {
		return err
	}
	return e.r.node.SaveDraft(e.r.Context(), e.d)
}

// answer is what was answered to a question; empty for nothing yet.
func (e *elicitation) answer(key string) string {
	list := e.d.Values[keptAnswers]
	for i := 0; i+1 < len(list); i += 2 {
		if list[i] == key {
			return list[i+1]
		}
	}
	return ""
}

// focus says which button has the focus on the next page, and forgets it.
func (e *elicitation) focus() string { return values(e.d.Values).Get(keptFocus) }

// reference is the issue beside which the others are weighed: the first in the
// order whose weight is 100, or else the first in the order or of the agenda.
func (e *elicitation) reference() int {
	order := e.inOrder()
	for _, n := range order {
		if e.x.Issues[n].Weight == (act.Span{Low: "100"}) {
			return n
		}
	}
	if len(order) == 0 {
		return -1
	}
	return order[0]
}

// inOrder are the places of all issues: those that are ordered, then the others.
func (e *elicitation) inOrder() []int {
	var out []int
	for _, ref := range e.x.Order {
		out = append(out, e.place(ref))
	}
	for n := range e.brief.Agenda {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// issueAt reads the place of an issue in an address, from 1.
func (e *elicitation) issueAt(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(e.brief.Agenda) {
		return 0, errNotFound
	}
	return n - 1, nil
}
