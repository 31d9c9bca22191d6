// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/node"
)

// A field of the kind chosenField asks for one option of each issue of the
// agenda, or none. Its values are choices as [choiceValue] writes them.

// choiceValue is a choice as a form holds it: the id of the issue, a blank, and
// the option in its own words.
func choiceValue(issue, option string) string { return issue + " " + option }

// choicesOf are the choices that a form holds, in the order of acts.
func choicesOf(list []string) []act.Choice {
	var out []act.Choice
	for _, value := range list {
		if issue, option, ok := strings.Cut(value, " "); ok {
			out = append(out, act.Choice{Issue: issue, Option: option})
		}
	}
	slices.SortFunc(out, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	return out
}

// choiceTree is a choice as its act has it in JSON.
func choiceTree(list []string) any {
	var out []map[string]any
	for _, k := range choicesOf(list) {
		out = append(out, map[string]any{"issue": k.Issue, "option": k.Option})
	}
	return some(out)
}

// issueRow is one issue of the agenda with what can be chosen of it.
type issueRow struct {
	Basket  string
	Begins  bool // the first of its basket
	Title   string
	ID      string // of its control
	Options []optionView
}

// agendaRow is an issue that can be settled in more than one way.
type agendaRow struct {
	first  string                // id of its first writing
	is     func(ref string) bool // reports whether it has a writing with this id
	says   act.Issue
	basket string
}

// agendaRows are the issues that have options, in the order of the agenda.
func (r *request) agendaRows() []agendaRow {
	if r.issues != nil {
		return r.issues
	}
	rep, _ := r.agenda()
	out := []agendaRow{}
	for _, sheet := range rep.Sheets {
		for _, b := range sheet.Baskets {
			for _, x := range b.Issues {
				id, err := node.ParseID(x.Entry)
				if err != nil {
					continue
				}
				v, ok := r.view.State.Version(id)
				body, isIssue := v.Act.(act.Issue)
				if ok && isIssue && len(body.Options) > 0 {
					is := func(ref string) bool {
						id, err := node.ParseID(ref)
						return err == nil && v.Is(id)
					}
					out = append(out, agendaRow{hex.EncodeToString(v.First[:]), is, body, b.Basket})
				}
			}
		}
	}
	r.issues = out
	return out
}

// inAgenda puts choices in the order of the agenda; those of issues that are not
// on it come last.
func (f *frame) inAgenda(list []act.Choice) []act.Choice {
	place := map[act.Choice]int{}
	for i, row := range f.r.agendaRows() {
		for _, k := range list {
			if row.is(k.Issue) {
				place[k] = i - len(f.r.agendaRows())
			}
		}
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b act.Choice) int { return place[a] - place[b] })
	return out
}

// chosenOf is the choice among some that settles an issue, named by any of its
// writings; empty for none.
func (x agendaRow) chosenOf(list []act.Choice) string {
	for _, k := range list {
		if x.is(k.Issue) {
			return choiceValue(k.Issue, k.Option)
		}
	}
	return ""
}

// showIssues lays out a chosenField. What was chosen and is no option any more
// stays, and is said to be none.
func showIssues(r *request, name string, chosen []string) []issueRow {
	list, refused := choicesOf(chosen), r.refusals()
	var out []issueRow
	for i, row := range r.agendaRows() {
		x := issueRow{Basket: row.basket, Begins: i == 0 || row.basket != out[i-1].Basket, Title: row.says.Title,
			ID: fieldID(name) + "-" + strconv.Itoa(i+1)}
		was := row.chosenOf(list)
		_, option, _ := strings.Cut(was, " ")
		for _, o := range row.says.Options {
			y := optionView{Value: choiceValue(row.first, o), Label: o, Chosen: was != "" && o == option}
			if seats := refused[y.Value]; len(seats) > 0 {
				y.Label = r.p.T("{option} (could not live with it: {seats})", "option", o, "seats", r.names(seats))
			}
			x.Options = append(x.Options, y)
		}
		if was != "" && !slices.Contains(row.says.Options, option) {
			x.Options = append(x.Options, optionView{Value: was, Label: r.p.T("{option} (no option any more)", "option", option), Chosen: true})
		}
		out = append(out, x)
	}
	return out
}

// checkChoices says what is wrong with choices: an issue that is chosen of twice,
// an option that is none.
func checkChoices(r *request, chosen []string) string {
	list, rows := choicesOf(chosen), r.agendaRows()
	seen := map[string]bool{}
	for _, k := range list {
		at := slices.IndexFunc(rows, func(x agendaRow) bool { return x.is(k.Issue) })
		if at < 0 {
			return r.p.T("“{option}” is chosen of an issue that is not on the agenda any more: leave it open", "option", k.Option)
		}
		title := rows[at].says.Title
		if seen[title] {
			return r.p.T("“{issue}” is settled twice: choose one option", "issue", title)
		}
		seen[title] = true
		if !slices.Contains(rows[at].says.Options, k.Option) {
			return r.p.T("“{option}” is not an option of “{issue}” any more: choose another", "option", k.Option, "issue", title)
		}
	}
	return ""
}

// summaryOfChoices is what was chosen, for the check page.
func summaryOfChoices(r *request, chosen []string) (out [][]answered) {
	list := choicesOf(chosen)
	for _, row := range r.agendaRows() {
		if _, option, ok := strings.Cut(row.chosenOf(list), " "); ok {
			out = append(out, []answered{{Named: row.says.Title, Lines: []string{option}}})
		}
	}
	return out
}

// withChoices names issues by the ids under which the agenda has them, and adds
// those that a package settles to those that it touches.
func (r *request) withChoices(v values) values {
	out := values{}
	for name, x := range v {
		out[name] = x
	}
	rows, list := r.agendaRows(), choicesOf(v["choices"])
	var chosen []string
	issues := slices.Clone(v["issues"])
	for _, k := range list {
		for _, row := range rows {
			if row.is(k.Issue) {
				k.Issue = row.first
				break
			}
		}
		chosen = append(chosen, choiceValue(k.Issue, k.Option))
		issues = append(issues, k.Issue)
	}
	out["choices"], out["issues"] = chosen, issues
	return out
}
