// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// fieldView is a field as the template of forms shows it.
type fieldView struct {
	ID, Name, Label, Hint string
	Kind                  fieldKind
	Required              bool
	Value                 string
	Options               []optionView
	Mistake               string
	About                 string   // words of a person after the label
	Lines                 []string // words of a person below it
	Described             string   // ids of hint and mistake, for assistive technology
	Limit                 int
	Half                  bool
	Rows                  []rowView // of a group
	More                  bool      // another row may be added
	Suggest               []string  // beginnings of another row
	Issues                []issueRow
}

type optionView struct {
	ID, Value, Label string
	Chosen           bool
	Seat             *brief.SeatRef // set for seats, which have a mark
}

type rowView struct {
	Number int // from 1
	Index  int
	Fields []fieldView
	Gone   bool // it may be taken out
}

// show lays the fields of a form out with what was typed and what is wrong.
func (f *form) show(r *request, v values, wrong mistakes) []fieldView {
	return showFields(r, f.fields, v, wrong, "")
}

func showFields(r *request, fields []field, v values, wrong mistakes, prefix string) []fieldView {
	var out []fieldView
	for _, f := range fields {
		name := prefix + f.name
		x := fieldView{
			ID: fieldID(name), Name: name, Label: r.p.T(f.label), Kind: f.kind, Required: f.required,
			Value: v.Get(name), Limit: f.limit(), Mistake: wrong.at(name), Half: f.half,
			About: f.about, Lines: f.lines,
		}
		if f.hint != "" {
			x.Hint = r.p.T(f.hint)
		}
		var described []string
		if x.Hint != "" {
			described = append(described, x.ID+"-hint")
		}
		if x.Mistake != "" {
			described = append(described, x.ID+"-mistake")
		}
		x.Described = strings.Join(described, " ")
		if f.kind == groupField {
			x.Rows, x.More = showRows(r, f, v, wrong, name)
			if f.suggest != nil && x.More {
				x.Suggest = f.suggest(r, v)
			}
		}
		if f.kind == chosenField {
			x.Issues = showIssues(r, name, v[name])
		}
		for i, o := range f.choices(r) {
			y := optionView{ID: x.ID + "-" + strconv.Itoa(i), Value: o.Value, Label: o.Label, Chosen: slices.Contains(v[name], o.Value)}
			if o.Value == "" && x.Value == "" {
				y.Chosen = true
			}
			if i == 0 { // the summary of mistakes links to the first
				y.ID = x.ID
			}
			if f.kind == seatsField {
				y.Seat = &r.refs([]string{o.Value})[0]
			}
			x.Options = append(x.Options, y)
		}
		if x.Value != "" && (f.kind == zoneField || f.kind == entryField) && !slices.ContainsFunc(x.Options, func(o optionView) bool { return o.Chosen }) {
			// What stands there already stays, though it is not among the choices.
			x.Options = append(x.Options, optionView{ID: x.ID + "-own", Value: x.Value, Label: r.called(f, x.Value), Chosen: true})
		}
		out = append(out, x)
	}
	return out
}

func showRows(r *request, f field, v values, wrong mistakes, name string) (rows []rowView, more bool) {
	most := positive(f.most, maxRows)
	n := min(max(v.count(name), 1), most)
	for i := range n {
		rows = append(rows, rowView{
			Number: i + 1, Index: i, Gone: n > 1, Fields: showFields(r, f.fields, v, wrong, rowName(name, i, "")),
		})
	}
	return rows, n < most
}

// fieldID is the id of a field in the page.
func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// at is what is wrong with one field.
func (m mistakes) at(name string) string {
	for _, x := range m {
		if x.Field == name {
			return x.Text
		}
	}
	return ""
}

// mistakeLink is a line of the summary on top of a form.
type mistakeLink struct{ ID, Text string }

func (m mistakes) links() []mistakeLink {
	var out []mistakeLink
	for _, x := range m {
		out = append(out, mistakeLink{fieldID(x.Field), x.Text})
	}
	return out
}

// addRow shows one more row of a group; cutRow takes one out and moves those
// after it up.
func (v values) addRow(fields []field, group string) {
	for _, f := range fields {
		if f.kind == groupField && f.name == group && len(f.fields) > 0 {
			n := max(v.count(group), 1)
			v[rowName(group, n, f.fields[0].name)] = []string{""}
		}
	}
}

func (v values) cutRow(group string, at int) {
	n := v.count(group)
	for i := at; i < n; i++ {
		for name := range v {
			if strings.HasPrefix(name, rowName(group, i, "")) {
				delete(v, name)
			}
		}
		for name, x := range v {
			if rest, ok := strings.CutPrefix(name, rowName(group, i+1, "")); ok {
				v[rowName(group, i, rest)] = x
			}
		}
	}
}

// answered is one question with its answer, as the check page shows it.
type answered struct {
	Label string
	About string          // words of a person after the label
	Lines []string        // what was typed or chosen
	Long  bool            // it is a text, and not a fact in one line
	Seats []brief.SeatRef // of a choice of seats
	Entry string          // reference of an entry
	Rows  [][]answered    // of a group
	Named string          // what people call it, in the place of a label
}

// summary is what was filled in, for the check page.
func (f *form) summary(r *request, v values) []answered { return summaryOf(r, f.fields, v, "") }

func summaryOf(r *request, fields []field, v values, prefix string) (out []answered) {
	for _, f := range fields {
		name := prefix + f.name
		x := answered{Label: r.p.T(f.label), About: f.about}
		switch value := v.Get(name); {
		case f.kind == groupField:
			for i := range v.count(name) {
				if row := summaryOf(r, f.fields, v, rowName(name, i, "")); len(row) > 0 {
					x.Rows = append(x.Rows, row)
				}
			}
			if len(x.Rows) == 0 {
				continue
			}
		case f.kind == chosenField:
			if x.Rows = summaryOfChoices(r, v[name]); len(x.Rows) == 0 {
				continue
			}
		case value == "" && (f.about == "" || f.kind != choiceField), name == "amends":
			continue
		case f.kind == seatsField:
			x.Seats = r.refs(v.All(name))
		case f.kind == hiddenField && len(value) == 64:
			x.Entry = value
		case f.kind == yesField, f.kind == hiddenField && value == "yes":
			x.Lines = []string{r.p.T("yes")}
		case f.kind == dateField:
			x.Lines = []string{r.p.Day(value)}
		case f.kind == entryField:
			x.Lines = []string{r.called(f, value)}
		case f.kind == linesField:
			x.Lines = linesOf(value)
		case f.choices(r) != nil:
			for _, o := range f.choices(r) {
				if slices.Contains(v[name], o.Value) || value == "" && o.Value == "" {
					x.Lines = append(x.Lines, o.Label)
				}
			}
		default:
			x.Lines, x.Long = []string{value}, f.kind == textField || f.kind == shortField
		}
		out = append(out, x)
	}
	return out
}
