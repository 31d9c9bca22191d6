// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// meansPage asks what outsiders could promise or threaten, and what it costs.
type meansPage struct {
	modelPage
	Tools   []toolRow // the last is blank
	Budgets []budgetRow
	Ordinal []string // those whose preferences have no amounts
}

type toolRow struct {
	Field   string
	Number  int
	Tool    brief.DraftTool
	Effects []effectRow
	Entries []optionView
	Says    string
	Blank   bool
}

type effectRow struct{ Field, Fault, Name, Amount string }

type budgetRow struct {
	Field      string
	Of, Amount string
}

func showMeans(e *modeling, _ int, head modelPage) any {
	out := meansPage{modelPage: head}
	for n, t := range append(slices.Clone(e.m.Tools), brief.DraftTool{}) {
		row := toolRow{Field: "tools." + strconv.Itoa(n), Number: n + 1, Tool: t, Entries: e.standsFor(t.Entry), Says: e.conditionSays(t.When), Blank: n == len(e.m.Tools)}
		for i, d := range e.m.DMs {
			x := effectRow{Field: row.Field + ".effect." + strconv.Itoa(i), Name: e.whose(d.ID)}
			if k := slices.IndexFunc(t.Effects, func(a brief.DraftAmount) bool { return a.Of == d.ID }); k >= 0 {
				x.Amount, x.Fault = t.Effects[k].Amount, row.Field+".effects."+strconv.Itoa(k)
			}
			row.Effects = append(row.Effects, x)
		}
		out.Tools = append(out.Tools, row)
	}
	for n, b := range append(slices.Clone(e.m.Budgets), brief.DraftAmount{}) {
		out.Budgets = append(out.Budgets, budgetRow{"budgets." + strconv.Itoa(n), b.Of, b.Amount})
	}
	for _, d := range e.m.DMs {
		affected := slices.ContainsFunc(e.m.Tools, func(t brief.DraftTool) bool {
			return slices.ContainsFunc(t.Effects, func(a brief.DraftAmount) bool { return a.Of == d.ID })
		})
		if affected && (d.Way == brief.ByRanking || d.Way == brief.ByStatements) {
			out.Ordinal = append(out.Ordinal, e.whose(d.ID))
		}
	}
	return out
}

func takeMeans(e *modeling, _ int, do string, sent url.Values) (mistakes, bool) {
	was, have, more := e.m.Tools, []namedRow{}, []string{".when", ".max"}
	for _, t := range was {
		have = append(have, namedRow{t.ID, t.Name})
	}
	for i := range e.m.DMs {
		more = append(more, ".effect."+strconv.Itoa(i))
	}
	e.m.Tools = nil
	for _, row := range e.pairRows(brief.DraftMeans, "tools", have, e.optionIDs(), sent, more...) {
		if row.N < 0 {
			e.m.Tools = append(e.m.Tools, was[row.Was])
			continue
		}
		at := "tools." + strconv.Itoa(row.N)
		t := brief.DraftTool{ID: row.ID}
		t.Name, t.When, t.Payer, t.Entry = line(sent.Get(at+".name")), line(sent.Get(at+".when")), line(sent.Get(at+".payer")), act.Tidy(sent.Get(at+".entry"))
		t.Max, t.Cost = amountText(sent.Get(at+".max")), amountText(sent.Get(at+".cost"))
		t.Readiness, t.Fixed = amountText(sent.Get(at+".readiness")), amountText(sent.Get(at+".fixed"))
		for i, d := range e.m.DMs {
			if x := amountText(sent.Get(at + ".effect." + strconv.Itoa(i))); x != "" {
				t.Effects = append(t.Effects, brief.DraftAmount{Of: d.ID, Amount: x})
			}
		}
		e.m.Tools = append(e.m.Tools, t)
	}
	e.takeBudgets(sent)
	switch cut := cutRow(do, "tools", sent, e.toolIDs()); {
	case cut >= 0:
		e.m.Tools = slices.Delete(e.m.Tools, cut, cut+1)
		e.focusOn("tools." + strconv.Itoa(len(e.m.Tools)) + ".name")
		return nil, true
	case do == "add":
		e.focusOn("tools." + strconv.Itoa(len(e.m.Tools)) + ".name")
		return nil, true
	}
	return nil, false
}

// takeBudgets takes the budgets that a page sent. Those that it did not show stay,
// unless they are what was being typed into it.
func (e *modeling) takeBudgets(sent url.Values) {
	var of []string
	var budgets []brief.DraftAmount
	for _, n := range rowsSent(sent, "budgets", ".of") {
		at := "budgets." + strconv.Itoa(n)
		b := brief.DraftAmount{Of: line(sent.Get(at + ".of")), Amount: amountText(sent.Get(at + ".amount"))}
		if b != (brief.DraftAmount{}) {
			budgets = append(budgets, b)
		}
		of = append(of, b.Of, sent.Get(at+".was"))
	}
	typing := len(of) > 0 && values(e.d.Values).Get(modelQuiet) == brief.DraftMeans
	for _, b := range e.m.Budgets {
		if !typing && !slices.Contains(of, b.Of) {
			budgets = append(budgets, b)
		}
	}
	e.m.Budgets = budgets
}

func (e *modeling) toolIDs() (out []string) {
	for _, t := range e.m.Tools {
		out = append(out, t.ID)
	}
	return out
}

func (e *modeling) optionIDs() (out []string) {
	for _, o := range e.m.Options {
		out = append(out, o.ID)
	}
	return out
}

// wholePage looks the model over before it is checked and sealed.
type wholePage struct {
	modelPage
	DMs     []wholeRow
	Missing []mistakeLink
}

type wholeRow struct {
	Name, Basis string
	Options     []string
	Way         string
	Path        string
}

func showWhole(e *modeling, _ int, head modelPage) any {
	out := wholePage{modelPage: head}
	ways := map[string]string{}
	for _, w := range preferenceWays(e.r) {
		ways[w.Word] = w.Name
	}
	for i, d := range e.m.DMs {
		row := wholeRow{Name: e.whose(d.ID), Basis: d.Basis, Way: ways[d.Way], Path: modelHome + e.d.ID + "/" + brief.DraftPrefer + "/" + strconv.Itoa(i+1)}
		for _, o := range e.m.Options {
			if o.DM == d.ID {
				row.Options = append(row.Options, o.Name)
			}
		}
		out.DMs = append(out.DMs, row)
	}
	for _, f := range e.look.Faults {
		out.Missing = append(out.Missing, mistakeLink{e.faultPath(f), e.faultText(f)})
	}
	return out
}

// takeWhole goes on to the check, when there is a model to seal.
func takeWhole(e *modeling, _ int, do string, _ url.Values) (mistakes, bool) {
	if do == "go" && len(e.look.Faults) > 0 {
		return mistakes{{"whole", e.r.p.T("Something is missing or wrong, as listed below")}}, true
	}
	return nil, false
}
