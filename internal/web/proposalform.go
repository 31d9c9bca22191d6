// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/node"
)

func proposalForm() form {
	return form{
		name: "proposal", kind: act.KindProposal, title: phrase.T("Write a proposal"), about: placeConsultation, after: "/consultation",
		intro: phrase.T("A way to settle one or more issues. It is internal: no other party reads it until it is put to the parties, and that waits for the owners of its issues."),
		seal:  phrase.T("Seal this internal proposal to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "stage", label: phrase.T("Stage"), kind: hiddenField},
			{name: "from", label: phrase.T("Internal proposal that it comes from"), kind: hiddenField},
			{name: "override", label: phrase.T("Why it is put to the parties without consultation"), kind: hiddenField},
		}, proposalFields(), groundFields(false, false)),
		parse: func(r *request, v values) (act.Act, error) { return parseProposal(r, proposalForm().fields, v) },
	}
}

// parseProposal makes a proposal, which is internal unless it is written again.
func parseProposal(r *request, fields []field, v values) (act.Act, error) {
	if v.Get("stage") == "" {
		v = withStage(v, act.Internal)
	}
	return actOf(act.KindProposal, fields, r.withChoices(v))
}

func tableForm() form {
	return form{
		name: "table", kind: act.KindProposal, title: phrase.T("Put a proposal to the parties"), about: placeConsultation, after: "/consultation",
		intro: phrase.T("It is put to its readers as it stands here. Nothing about an issue is put to the parties before the seats that own the issue were consulted on it, unless you say why on the record."),
		seal:  phrase.T("Put this proposal to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "from", label: phrase.T("Internal proposal that it comes from"), kind: entryField, options: internalOptions},
		}, proposalFields(), []field{
			{name: "override", label: phrase.T("Why it is put to the parties without consultation"), kind: hiddenField},
		}, groundFields(false, false)),
		parse: func(r *request, v values) (act.Act, error) {
			fields := append(tableForm().fields, field{name: "stage", kind: hiddenField})
			return actOf(act.KindProposal, fields, r.withChoices(withStage(v, act.Tabled)))
		},
		start: startTable,
	}
}

func withStage(v values, stage string) values {
	v = maps.Clone(v)
	v["stage"] = []string{stage}
	return v
}

func proposalFields() []field {
	return append([]field{
		{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 160},
		{name: "text", label: phrase.T("The proposal"), hint: phrase.T("A package, which settles issues below, can do without words."), kind: textField, most: 8000},
		choicesField(false),
		{name: "issues", label: phrase.T("Issues that it touches"), kind: checksField, options: issueOptions},
	}, offerFields()...)
}

// startTable begins with the words of the internal proposal.
func startTable(r *request, v values) {
	id, err := node.ParseID(v.Get("from"))
	if err != nil {
		return
	}
	at, ok := r.view.State.Version(id)
	x, isProposal := at.Act.(act.Proposal)
	if !ok || !isProposal {
		return
	}
	v["title"], v["text"], v["issues"] = []string{x.Title}, []string{x.Text}, x.Issues
	v["mark"] = []string{string(x.Mark)}
	// How a package of another seat settles the issues is that seat's to release, as
	// its words are: it is not carried over from its channel.
	if packed, err := valuesOf(x, packageForm().fields); err == nil && at.Author.Seat == r.node.Seat() {
		for name, value := range packed {
			if name == "choices" || name == "by" || strings.HasPrefix(name, "on.") {
				v[name] = value
			}
		}
	}
	if x.Illustrative {
		v["illustrative"] = []string{"yes"}
	}
}

// internalOptions are the proposals that were not put to the parties, the newest
// first.
func internalOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindProposal)) {
		if x, ok := v.Act.(act.Proposal); ok && v.Withdrawn == nil && x.Stage == act.Internal {
			out = append(out, option{hex.EncodeToString(v.First[:]), lineOf(x.Title)})
		}
	}
	return out
}

func showProposal(a act.Proposal) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.term(phrase.T("Stage"), "stage", a.Stage)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.seats(phrase.T("Whose offer it is"), a.By)
	rows.moment(phrase.T("Day on which it was made"), a.On)
	rows.entry(phrase.T("Issue"), unsettled(a)...)
	rows.entry(phrase.T("Internal proposal that it comes from"), a.From)
	rows.text(phrase.T("Why it is put to the parties without consultation"), a.Override)
	return shownAct{Words: a.Text, Choices: a.Choices, Rows: append(rows, groundRows(a.Ground)...)}
}

// unsettled are the issues that a proposal touches and chooses no option of.
func unsettled(a act.Proposal) []string {
	return slices.DeleteFunc(slices.Clone(a.Issues), func(issue string) bool {
		return slices.ContainsFunc(a.Choices, func(k act.Choice) bool { return k.Issue == issue })
	})
}
