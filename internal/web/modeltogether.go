// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// togetherPage asks which options exclude each other, and which outcomes are one.
type togetherPage struct {
	modelPage
	Infeasible, Coalesce conditionRows
	Count                int // states that are left
	All                  string
	List                 []stateView
	More                 int
}

// conditionRows are conditions that are typed, one in each row; the last is blank.
type conditionRows struct {
	Field string // the beginning of their names
	Rows  []conditionRow
}

type conditionRow struct {
	Name   string // of the field
	Number int
	Text   string
	Says   string // in words; empty where it cannot be read
	Amount string
	Money  string // the name of the field of its amount; empty for none
	First  bool
	Last   bool
	Blank  bool
}

// shownStates is how many states a page lists.
const shownStates = 64

func showTogether(e *modeling, _ int, head modelPage) any {
	out := togetherPage{modelPage: head, Infeasible: e.conditionRows("infeasible", e.m.Infeasible), Coalesce: e.conditionRows("coalesce", e.m.Coalesce)}
	states, count := e.look.List(shownStates / 2)
	for _, s := range states {
		out.List = append(out.List, e.stateView(s))
	}
	out.Count, out.More = count, count-len(states)
	if n := len(e.m.Options); n < 40 {
		out.All = e.r.p.Number(1 << n)
	} else {
		out.All = "2^" + strconv.Itoa(n)
	}
	return out
}

func (e *modeling) conditionRows(field string, lines []string) conditionRows {
	out := conditionRows{Field: field}
	for n, text := range lines {
		out.Rows = append(out.Rows, conditionRow{Name: field + "." + strconv.Itoa(n), Number: n + 1, Text: text, Says: e.conditionSays(text), First: n == 0, Last: n == len(lines)-1})
	}
	out.Rows = append(out.Rows, conditionRow{Name: field + "." + strconv.Itoa(len(lines)), Number: len(lines) + 1, Blank: true})
	return out
}

// conditionSays reads a condition in words, where every word of it is an option.
func (e *modeling) conditionSays(text string) string {
	var out []string
	for _, w := range brief.ConditionWords(text) {
		says, ok := conditionSign(e.r.p, w)
		if !ok {
			found := false
			for _, o := range e.m.Options {
				if o.ID == w {
					says, found = "“"+apart(o.Name)+"”", true
				}
			}
			if !found {
				return ""
			}
		}
		out = append(out, says)
	}
	return strings.NewReplacer("( ", "(", " )", ")").Replace(strings.Join(out, " "))
}

// conditionSign is a sign of conditions in words.
func conditionSign(p *lang.Printer, sign string) (string, bool) {
	switch sign {
	case "!":
		return p.T("not"), true
	case "&":
		return p.T("and"), true
	case "|":
		return p.T("or"), true
	case "->":
		return p.T("requires"), true
	case "<->":
		return p.T("exactly if"), true
	case "(", ")":
		return sign, true
	}
	return "", false
}

// conditionsSent are the conditions that were typed in rows; blank ones are left out.
func conditionsSent(sent url.Values, field string) (out []string) {
	for _, n := range rowsSent(sent, field, "") {
		if text := line(sent.Get(field + "." + strconv.Itoa(n))); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// patternSent is the condition that was put together from choices; empty for none.
func (e *modeling) patternSent(sent url.Values) string {
	var parts []string
	for k, o := range e.m.Options {
		switch sent.Get("pattern." + strconv.Itoa(k)) {
		case "y":
			parts = append(parts, o.ID)
		case "n":
			parts = append(parts, "!"+o.ID)
		}
	}
	join := " & "
	if sent.Get("pattern.join") == "any" {
		join = " | "
	}
	return strings.Join(parts, join)
}

func takeTogether(e *modeling, _ int, do string, sent url.Values) (mistakes, bool) {
	lists := map[string]*[]string{"infeasible": &e.m.Infeasible, "coalesce": &e.m.Coalesce}
	for field, list := range lists {
		if sent.Has(field + ".0") {
			*list = conditionsSent(sent, field)
		}
	}
	what, rest, _ := strings.Cut(do, ":")
	field, number, _ := strings.Cut(rest, ":")
	list := lists[field]
	if list == nil {
		return nil, do == "add"
	}
	switch n, err := strconv.Atoi(number); {
	case what == "cut" && err == nil && n >= 0 && n < len(*list):
		*list = append(append([]string{}, (*list)[:n]...), (*list)[n+1:]...)
	case what == "pattern":
		text := e.patternSent(sent)
		if text == "" {
			return mistakes{{"pattern.0", e.r.p.T("Choose “taken” or “not taken” for at least one option")}}, true
		}
		*list = append(*list, text)
		e.focusOn("pattern.0")
		return nil, true
	}
	e.focusOn(field + "." + strconv.Itoa(len(*list)))
	return nil, true
}

// todayPage asks where things stand, and how others are taken to think.
type todayPage struct {
	modelPage
	Today    string
	Picked   bool // it is chosen from a list
	States   []optionView
	Settings []settingRow
	Think    []thinkRow
}

// settingRow is a convention on which published definitions differ.
type settingRow struct {
	Field, Label, Hint string
	Options            []optionView
}

// thinkRow is how one decision maker is taken to think ahead.
type thinkRow struct {
	Field, Name string
	Options     []optionView
}

func showToday(e *modeling, _ int, head modelPage) any {
	p := e.r.p
	out := todayPage{modelPage: head, Today: e.m.Today}
	states, count := e.look.List(shownStates)
	now, known := e.look.Find(e.m.Today)
	if out.Picked = count > 0 && count <= shownStates && (known || e.m.Today == ""); out.Picked {
		out.States = append(out.States, optionView{Label: p.T("not stated"), Chosen: e.m.Today == ""})
		for _, s := range states {
			v := e.stateView(s)
			out.States = append(out.States, optionView{Value: v.Number, Label: v.Number + ": " + e.namesSay(v), Chosen: known && s.State == now.State})
		}
	}
	out.Settings = []settingRow{
		{"sanction", p.T("When an answer deters"), "", chosenOf([]option{{"", p.T("when it leaves the mover not better off than before")}, {"worse", p.T("only when it leaves the mover worse off than before")}}, e.m.Sanction)},
		{"sequences", p.T("How others can answer"), "", chosenOf([]option{{"", p.T("by any sequence in which nobody moves twice in a row")}, {"single", p.T("by one move of one of them")}, {"once", p.T("each at most once, in any order")}}, e.m.Sequences)},
		{"coalition", p.T("How several move together"), p.T("Counts only where it is asked who could leave together."), chosenOf([]option{{"", p.T("one after the other")}, {"joint", p.T("all at once")}}, e.m.Coalition)},
	}
	for i, d := range e.m.DMs {
		concepts := []option{{"", p.T("not said")}}
		for _, word := range []string{"nash", "gmr", "smr", "seq", "sseq", "sim"} {
			concepts = append(concepts, option{word, conceptName(word) + ": " + conceptTerm(p, word)})
		}
		out.Think = append(out.Think, thinkRow{"dms." + strconv.Itoa(i) + ".concept", e.whose(d.ID), chosenOf(concepts, d.Concept)})
	}
	return out
}

// namesSay are the options that are taken, in a line of text.
func (e *modeling) namesSay(v stateView) string {
	if len(v.Names) == 0 {
		return e.r.p.T("nothing is taken")
	}
	return strings.Join(v.Names, "; ")
}

func takeToday(e *modeling, _ int, _ string, sent url.Values) (mistakes, bool) {
	if sent.Has("today") {
		e.m.Today = strings.ReplaceAll(line(sent.Get("today")), " ", "")
	}
	for field, to := range map[string]*string{"sanction": &e.m.Sanction, "sequences": &e.m.Sequences, "coalition": &e.m.Coalition} {
		if sent.Has(field) {
			*to = act.Tidy(sent.Get(field))
		}
	}
	for i := range e.m.DMs {
		if name := "dms." + strconv.Itoa(i) + ".concept"; sent.Has(name) {
			e.m.DMs[i].Concept = act.Tidy(sent.Get(name))
		}
	}
	return nil, false
}
