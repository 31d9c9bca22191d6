// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"

	"parley/internal/act"
)

func leverageForm() form {
	return form{
		name: "leverage", kind: act.KindLeverage, title: phrase.T("Enter a threat or an incentive"), about: placeLeverage, after: "/leverage",
		intro: phrase.T("Who holds it, over whom, what would happen, on what it hangs and until when. What is not stated is left empty and shown as not stated."),
		seal:  phrase.T("Seal this leverage to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "sort", label: phrase.T("Sort"), kind: choiceField, required: true, options: termOptions("sort", act.LeverageSorts())},
			{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 160},
			{name: "holder", label: phrase.T("Who holds it"), kind: lineField, required: true, most: 120, half: true},
			{name: "holder_seat", label: phrase.T("Seat of the holder"), kind: selectField, options: seatOptions, half: true},
			{name: "target", label: phrase.T("Whom it is meant to move"), kind: lineField, required: true, most: 120, half: true},
			{name: "target_seat", label: phrase.T("Seat of the target"), kind: selectField, options: seatOptions, half: true},
			{name: "does", label: phrase.T("What would happen"), kind: shortField, required: true, most: 2000},
			{name: "condition", label: phrase.T("On what it hangs"), kind: shortField, most: 1000},
			{name: "trigger", label: phrase.T("What would set it off"), kind: shortField, most: 1000},
			{name: "evidence", label: phrase.T("By what that would be seen"), kind: shortField, most: 1000},
			{name: "decides", label: phrase.T("Who decides that it has come"), kind: lineField, most: 160},
			{name: "reversible", label: phrase.T("Whether it can be undone"), kind: choiceField, options: unknownOptions("reversible", act.Reversibilities())},
			{name: "snapback", label: phrase.T("How it would come back"), kind: shortField, most: 1000},
		}, momentFields("set", phrase.T("Day on which it was said or set"), true), dueFields("deadline"), []field{
			{name: "issues", label: phrase.T("Issues that it is about"), kind: checksField, options: issueOptions},
		}, groundFields(false, false)),
	}
}

func leverageStepForm() form {
	return form{
		name: "leverage-step", kind: act.KindLeverageStep, title: phrase.T("Say what became of a threat or an incentive"), about: placeLeverage, after: "/leverage",
		intro: phrase.T("A deadline that is moved stays one deadline with its history. That a date has passed says nothing by itself: say what became of it."),
		seal:  phrase.T("Seal this step to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "leverage", label: phrase.T("Threat or incentive"), kind: entryField, required: true, options: leverageOptions},
			{name: "step", label: phrase.T("What became of it"), kind: choiceField, required: true, options: termOptions("step", act.LeverageSteps())},
		}, momentFields("on", phrase.T("Day"), true), movedFields(), []field{
			{name: "words", label: phrase.T("Words"), kind: shortField, most: 1000},
		}, groundFields(false, false)),
	}
}

// movedFields ask for the date to which a deadline was moved.
func movedFields() []field {
	out := dueFields("deadline")
	out[0].label, out[0].hint = phrase.T("New deadline"), phrase.T("Of a deadline that was moved, and of nothing else.")
	return out
}

// leverageOptions are the threats and incentives that this seat reads, the
// newest first.
func leverageOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindLeverage)) {
		if x, ok := v.Act.(act.Leverage); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.First[:]), x.Holder + ": " + lineOf(x.Title)})
		}
	}
	return out
}

func showLeverage(a act.Leverage) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.term(phrase.T("Sort"), "sort", a.Sort)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.text(phrase.T("Who holds it"), a.Holder)
	rows.seats(phrase.T("Seat of the holder"), a.HolderSeat)
	rows.text(phrase.T("Whom it is meant to move"), a.Target)
	rows.seats(phrase.T("Seat of the target"), a.TargetSeat)
	rows.text(phrase.T("On what it hangs"), a.Condition)
	rows.text(phrase.T("What would set it off"), a.Trigger)
	rows.text(phrase.T("By what that would be seen"), a.Evidence)
	rows.text(phrase.T("Who decides that it has come"), a.Decides)
	rows.term(phrase.T("Whether it can be undone"), "reversible", a.Reversible)
	rows.text(phrase.T("How it would come back"), a.Snapback)
	rows.moment(phrase.T("Day on which it was said or set"), a.Set)
	rows.due(phrase.T("Deadline"), a.Deadline)
	rows.entry(phrase.T("Issue"), a.Issues...)
	return shownAct{Words: a.Does, Rows: append(rows, groundRows(a.Ground)...)}
}

func showLeverageStep(a act.LeverageStep) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Threat or incentive"), a.Leverage)
	rows.term(phrase.T("What became of it"), "step", a.Step)
	rows.moment(phrase.T("Day"), a.On)
	rows.due(phrase.T("New deadline"), a.Deadline)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
