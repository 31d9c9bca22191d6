// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"maps"
	"slices"

	"parley/internal/act"
)

func formatForm() form {
	return form{
		name: "format", kind: act.KindFormat, title: phrase.T("Plan a meeting"), about: placeFormats, after: "/formats",
		intro: phrase.T("A meeting that may take place. Its venue, date, level, participants and agenda are said afterwards, by each side for itself; what nobody has said is unknown."),
		seal:  phrase.T("Seal this planned meeting to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			amendsField(),
			{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 160},
			{name: "purpose", label: phrase.T("What it is for"), kind: shortField, most: 2000},
			{name: "keys", label: phrase.T("Seats that must confirm"), hint: phrase.T("Two at least. A value is agreed when each of them has confirmed it itself."), kind: seatsField, required: true},
		}, groundFields(false, false)),
	}
}

func pointForm() form {
	return form{
		name: "point", kind: act.KindFormatPoint, title: phrase.T("Say how a seat stands to a planned meeting"), about: placeFormats, after: "/formats",
		intro: phrase.T("One value of one aspect, and how a seat stands to it. For your own seat you speak yourself; what another seat is said to want is a report, with its mark and sources."),
		seal:  phrase.T("Seal this word on the meeting to {seats}", "seats", ""),
		fields: slices.Concat([]field{
			{name: "format", label: phrase.T("Planned meeting"), kind: entryField, required: true, options: formatOptions},
			{name: "aspect", label: phrase.T("Aspect"), kind: choiceField, required: true, options: termOptions("aspect", act.Aspects())},
			{name: "value", label: phrase.T("Value, in words"), hint: phrase.T("For example: Istanbul. Of a date, the words that were said."), kind: lineField, most: 200, half: true},
			{name: "level", label: phrase.T("Value, of a level"), kind: selectField, options: termOptions("level", act.Levels()), half: true},
		}, momentFields("when", phrase.T("Value, of a date: the day"), false), []field{
			{name: "stand", label: phrase.T("How the seat stands to it"), kind: choiceField, required: true, options: termOptions("stand", act.FormatStands())},
			{name: "for", label: phrase.T("Seat whose stand is reported"), hint: phrase.T("Leave it out for your own seat."), kind: selectField, options: seatOptions},
			{name: "words", label: phrase.T("Reason, or the words that were said"), kind: shortField, most: 1000},
		}, momentFields("on", phrase.T("Day on which it was said"), false), groundFields(false, false)),
		parse: parsePoint,
	}
}

// parsePoint takes the value from where its aspect has it: a level from the list
// of levels, and a date that was given as a day and not in words from that day.
func parsePoint(r *request, v values) (act.Act, error) {
	v = maps.Clone(v)
	level := v.Get("level")
	delete(v, "level")
	switch {
	case v.Get("aspect") == "level" && level != "":
		v["value"] = []string{level}
	case v.Get("aspect") == "date" && v.Get("value") == "" && v.Get("when.day") != "":
		v["value"] = []string{v.Get("when.day") + after("/", v.Get("when.until"))}
	}
	if v.Get("aspect") == "level" && !slices.Contains(act.Levels(), v.Get("value")) {
		return nil, wrongField("level", r.p.T("Choose: {field}", "field", r.p.T("Value, of a level")))
	}
	if v.Get("value") == "" {
		return nil, wrongField("value", r.p.T("Fill in: {field}", "field", r.p.T("Value, in words")))
	}
	return actOf(act.KindFormatPoint, pointForm().fields, v)
}

// formatOptions are the meetings that this seat reads of, the newest first.
func formatOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindFormat)) {
		if x, ok := v.Act.(act.Format); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.First[:]), lineOf(x.Title)})
		}
	}
	return out
}

func showFormat(a act.Format) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.seats(phrase.T("Seats that must confirm"), a.Keys...)
	return shownAct{Words: a.Purpose, Rows: append(rows, groundRows(a.Ground)...)}
}

func showPoint(a act.FormatPoint) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Planned meeting"), a.Format)
	rows.term(phrase.T("Aspect"), "aspect", a.Aspect)
	if a.Aspect == "level" {
		rows.term(phrase.T("Value"), "level", a.Value)
	} else {
		rows.text(phrase.T("Value"), a.Value)
	}
	rows.moment(phrase.T("Day"), a.When)
	rows.term(phrase.T("How the seat stands to it"), "stand", a.Stand)
	rows.seats(phrase.T("Seat whose stand is reported"), a.For)
	rows.moment(phrase.T("Day on which it was said"), a.On)
	return shownAct{Words: a.Words, Rows: append(rows, groundRows(a.Ground)...)}
}
