// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"

	"parley/internal/act"
)

func commitmentForm() form {
	return form{
		name: "commitment", kind: act.KindCommitment, title: phrase.T("Give a commitment"), about: placeCommitments, after: "/commitments",
		intro: phrase.T("What a seat binds itself to. It may hang on commitments of others: ours holds if yours does. Whether it was kept is for each side to say."),
		seal:  phrase.T("Seal this commitment to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "by", label: phrase.T("Seat that commits itself"), hint: phrase.T("Of another seat it is a report, with its mark and sources."), kind: selectField, required: true, options: seatOptions},
			{name: "words", label: phrase.T("To what"), kind: shortField, required: true, most: 2000},
			{name: "issue", label: phrase.T("Issue"), kind: entryField, options: issueOptions},
			{name: "if", label: phrase.T("Holds only if these stand"), kind: checksField, options: commitmentOptions},
			{name: "condition", label: phrase.T("A further condition, in words"), hint: phrase.T("It is shown and not judged."), kind: shortField, most: 1000},
		}, dueFields("due"), momentFields("on", phrase.T("Day on which it was given"), false), groundFields(false, false)),
	}
}

func commitmentStepForm() form {
	return form{
		name: "commitment-step", kind: act.KindCommitmentStep, title: phrase.T("Say what became of a commitment"), about: placeCommitments, after: "/commitments",
		intro: phrase.T("In your view: that it was kept, in part or not, or that you release the seat from it. Views of several seats stand side by side."),
		seal:  phrase.T("Seal this word on the commitment to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "commitment", label: phrase.T("Commitment"), kind: entryField, required: true, options: commitmentOptions},
			{name: "step", label: phrase.T("What became of it"), kind: choiceField, required: true, options: termOptions("kept", act.CommitmentSteps())},
		}, momentFields("on", phrase.T("Day"), true), []field{
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 1000},
		}, groundFields(false, false)),
	}
}

// commitmentOptions are the commitments that this seat reads, the newest first.
func commitmentOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindCommitment)) {
		if x, ok := v.Act.(act.Commitment); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.First[:]), r.name(x.By) + ": " + lineOf(x.Words)})
		}
	}
	return out
}

func showCommitment(a act.Commitment) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.seats(phrase.T("Seat that commits itself"), a.By)
	rows.entry(phrase.T("Issue"), a.Issue)
	rows.entry(phrase.T("Holds only if these stand"), a.If...)
	rows.text(phrase.T("A further condition, in words"), a.Condition)
	rows.due(phrase.T("Due on"), a.Due)
	rows.moment(phrase.T("Day on which it was given"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}

func showCommitmentStep(a act.CommitmentStep) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Commitment"), a.Commitment)
	rows.term(phrase.T("What became of it"), "kept", a.Step)
	rows.moment(phrase.T("Day"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
