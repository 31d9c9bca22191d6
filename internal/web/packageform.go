// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
)

// packageForm writes a proposal that settles issues by their options.
func packageForm() form {
	return form{
		name: "package", kind: act.KindProposal, title: phrase.T("Build a package"), about: placePackages, after: "/packages",
		intro: phrase.T("Combine one option per issue; what is not settled stays open. It is internal: no other party reads it until it is put to the parties, and that waits for the owners of its issues."),
		seal:  phrase.T("Seal this package to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "stage", label: phrase.T("Stage"), kind: hiddenField},
			{name: "from", label: phrase.T("Internal proposal that it comes from"), kind: hiddenField},
			{name: "override", label: phrase.T("Why it is put to the parties without consultation"), kind: hiddenField},
			{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 160},
			choicesField(true),
			{name: "text", label: phrase.T("What goes with it, in words"), kind: shortField, most: 8000},
		}, offerFields(), []field{
			{name: "issues", label: phrase.T("Further issues that it touches"), hint: phrase.T("Those that it settles are among them already."), kind: checksField, options: issueOptions},
		}, groundFields(false, false)),
		parse: func(r *request, v values) (act.Act, error) { return parseProposal(r, packageForm().fields, v) },
	}
}

// choicesField asks how a package settles the issues.
func choicesField(required bool) field {
	return field{
		name: "choices", label: phrase.T("How it settles the issues"), kind: chosenField, required: required,
		hint: phrase.T("Issues that have options stand in the order of the agenda. What another seat could not live with is named only where every reader of this draft reads it."),
	}
}

// offerFields ask whose offer a proposal is and when it was made.
func offerFields() []field {
	return append([]field{
		{name: "by", label: phrase.T("Whose offer it is"), hint: phrase.T("Nobody’s is a suggestion. The offer of another seat is a report: say how sure it is."), kind: selectField, options: offerOptions},
	}, momentFields("on", phrase.T("Day on which it was made"), false)...)
}

// offerOptions are nobody and every seat, the own one first.
func offerOptions(r *request) []option {
	return append([]option{{"", r.p.T("Nobody’s: a suggestion")}}, seatOptions(r)...)
}

// packageCheck is what is said of a package before it is sealed.
type packageCheck struct {
	Open    []brief.IssueRef
	Refused []brief.CaseRefusal
}

// packageCheckOf looks at an act that is about to be sealed; nil when it is no
// package, or nothing is to be said of it. The page stands in the channel of the
// draft: what others refuse is said only if all its readers read it.
func (r *request) packageCheckOf(d draft, a act.Act) *packageCheck {
	x, ok := a.(act.Proposal)
	if !ok || len(x.Choices) == 0 {
		return nil
	}
	at, _ := r.asOf()
	looked := brief.Draft(r.view.State, r.view.Roster, at, d.Audience, x.Choices)
	if len(looked.Open) == 0 && len(looked.Refused) == 0 {
		return nil
	}
	return &packageCheck{looked.Open, looked.Refused}
}

// refusals are the seats that could not live with an option, by the choice, as far as
// this seat holds it and every reader of the draft reads it too.
func (r *request) refusals() map[string][]string {
	at, _ := r.asOf()
	out := map[string][]string{}
	for _, x := range brief.Refusals(r.view.State, r.view.Roster, at, r.readers) {
		for _, s := range x.Seats {
			key := choiceValue(x.Issue.Issue, x.Option)
			out[key] = append(out[key], s.Seat)
		}
	}
	return out
}
