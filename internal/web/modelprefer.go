// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// preferPage asks what one decision maker prefers, in one of four ways, and shows
// the order of outcomes that follows.
type preferPage struct {
	modelPage
	Who   string
	Basis string
	Field string // of what is stated
	Way   string
	Ways  []wayChoice
	Lines conditionRows // statements, or conditions with amounts
	// Ranked are outcomes in order, and Rest those without a place.
	Ranked, Rest []rankedRow
	MoreRest     int
	MoreRanked   int
	Typed        string
	Amounts      []amountRow
	Other        string // lines that name no outcome
	Order        []orderGroup
	MoreOrder    int
	Unordered    bool // there is an order, and too many outcomes to show it
	Count        int
}

type wayChoice struct {
	Word, Name, Hint string
	Chosen           bool
}

// rankedRow is an outcome in an order.
type rankedRow struct {
	stateView
	Text        string // as it was typed
	Known       bool
	Place       int // of its group, from 1
	First, Last bool
	Tied        bool // it is as good as the one above it
}

// amountRow is an outcome with what it is worth.
type amountRow struct {
	stateView
	Field, Amount string
}

// orderGroup is a group of outcomes that are equally good.
type orderGroup struct {
	Place  int
	States []stateView
}

func preferenceWays(r *request) []wayChoice {
	return []wayChoice{
		{Word: brief.ByStatements, Name: r.p.T("What matters most, in order"), Hint: r.p.T("A list of conditions. Of two outcomes the one is better that fulfils the first condition on which they differ.")},
		{Word: brief.ByRanking, Name: r.p.T("All outcomes in order"), Hint: r.p.T("From the best to the worst; some may be equally good. For up to a few dozen outcomes.")},
		{Word: brief.ByWeights, Name: r.p.T("Amounts for conditions"), Hint: r.p.T("Each condition that holds adds its amount. Only where amounts are known: prices need them.")},
		{Word: brief.ByPayoffs, Name: r.p.T("An amount for each outcome"), Hint: r.p.T("What each outcome is worth. A place in an order is no amount and is not made into one.")},
	}
}

func showPrefer(e *modeling, n int, head modelPage) any {
	x := e.m.DMs[n]
	out := preferPage{modelPage: head, Who: e.whose(x.ID), Basis: x.Basis, Way: x.Way, Ways: preferenceWays(e.r), Field: "dms." + strconv.Itoa(n) + ".lines"}
	out.Title = e.r.p.T("What {name} prefers", "name", apart(out.Who))
	e.r.title, out.Also = out.Title, "#order"
	for i := range out.Ways {
		out.Ways[i].Chosen = out.Ways[i].Word == x.Way
	}
	switch x.Way {
	case brief.ByStatements:
		out.Lines = e.conditionRows(out.Field, x.Lines)
	case brief.ByWeights:
		texts := make([]string, len(x.Lines))
		amounts := make([]string, len(x.Lines))
		for k, text := range x.Lines {
			texts[k], amounts[k] = brief.CutAmount(text)
		}
		out.Lines = e.conditionRows(out.Field, texts)
		for k := range out.Lines.Rows {
			out.Lines.Rows[k].Money = "amounts." + strconv.Itoa(k)
			if k < len(amounts) {
				out.Lines.Rows[k].Amount = amounts[k]
			}
		}
	case brief.ByRanking:
		e.showRanking(&out, x.Lines)
	case brief.ByPayoffs:
		e.showAmounts(&out, x.Lines)
	}
	_, out.Count = e.look.List(0)
	if e.look.Frame != nil && e.look.Stated[n] && x.Way != brief.ByRanking {
		out.Unordered = e.look.Many()
		groups, all := e.look.Groups(n, shownStates)
		listed := 0
		for k, g := range groups {
			row := orderGroup{Place: k + 1}
			for _, s := range g {
				row.States = append(row.States, e.stateView(s))
				listed++
			}
			out.Order = append(out.Order, row)
		}
		out.MoreOrder = all - listed
	}
	return out
}

// showRanking lists outcomes in order, and those that have no place yet.
func (e *modeling) showRanking(out *preferPage, lines []string) {
	groups := groupsOf(lines)
	seen := map[string]bool{}
	for g, group := range groups {
		for k, text := range group {
			row := rankedRow{Text: text, Place: g + 1, Tied: k > 0, First: g == 0 && len(group) == 1, Last: g == len(groups)-1 && len(group) == 1}
			s, ok := e.look.Find(text)
			if row.stateView = (stateView{Number: text}); ok {
				row.stateView, row.Known = e.stateView(s), true
				seen[row.Number] = true
			}
			if len(out.Ranked) == shownStates {
				out.MoreRanked++
				continue
			}
			out.Ranked = append(out.Ranked, row)
		}
	}
	out.Typed = strings.Join(lines, ", ")
	states, _ := e.look.List(1 << 12)
	for _, s := range states {
		v := e.stateView(s)
		if seen[v.Number] {
			continue
		}
		if len(out.Rest) == shownStates {
			out.MoreRest++
			continue
		}
		out.Rest = append(out.Rest, rankedRow{stateView: v, Text: v.Number, Known: true})
	}
}

// groupsOf are the lines of a ranking, each with the outcomes that are equally good.
func groupsOf(lines []string) (out [][]string) {
	for _, text := range lines {
		var group []string
		for s := range strings.SplitSeq(text, "=") {
			if s = strings.TrimSpace(s); s != "" {
				group = append(group, s)
			}
		}
		if group != nil {
			out = append(out, group)
		}
	}
	return out
}

// rankLines is the way back.
func rankLines(groups [][]string) (out []string) {
	for _, g := range groups {
		if len(g) > 0 {
			out = append(out, strings.Join(g, " = "))
		}
	}
	return out
}

// showAmounts lists outcomes with their amounts.
func (e *modeling) showAmounts(out *preferPage, lines []string) {
	amounts, other := map[string]string{}, []string{}
	states, count := e.look.List(shownStates)
	for _, text := range lines {
		what, amount := brief.CutAmount(text)
		s, ok := e.look.Find(what)
		number := strconv.FormatUint(uint64(s.State), 10)
		if _, twice := amounts[number]; !ok || twice || count > shownStates {
			other = append(other, text)
			continue
		}
		amounts[number] = amount
	}
	out.Other = strings.Join(other, "\n")
	if count > shownStates {
		return
	}
	for _, s := range states {
		v := e.stateView(s)
		out.Amounts = append(out.Amounts, amountRow{v, "pay." + v.Number, amounts[v.Number]})
	}
}

func takePrefer(e *modeling, n int, do string, sent url.Values) (mistakes, bool) {
	x := &e.m.DMs[n]
	switch x.Way {
	case brief.ByStatements:
		takeStatements(e, x, n, do, sent)
	case brief.ByWeights:
		takeWeights(e, x, n, do, sent)
	case brief.ByRanking:
		takeRanking(e, x, do, sent)
	case brief.ByPayoffs:
		takeAmounts(e, x, sent)
	}
	way := sent.Get("way")
	if do == "live" || way == x.Way || !slices.Contains(brief.PreferenceWays(), way) {
		what, _, _ := strings.Cut(do, ":")
		if what == "pattern" && e.patternSent(sent) == "" {
			return mistakes{{"pattern.0", e.r.p.T("Choose “taken” or “not taken” for at least one option")}}, true
		}
		return nil, do != "go" && do != "stop"
	}
	if err := e.inspect(); err != nil { // what was typed just now counts
		return mistakes{{"way", err.Error()}}, true
	}
	lines, err := e.m.Otherwise(e.look, n, way)
	if errors.Is(err, brief.ErrManyStates) {
		return mistakes{{"way", e.r.p.T("There are too many outcomes to state them one by one; what is stated stays as it is")}}, true
	}
	if err != nil {
		lines = nil // it is not said in this way: undo brings the other back
	}
	x.Way, x.Lines = way, lines
	e.focusOn("way." + way)
	return nil, true
}

func takeStatements(e *modeling, x *brief.DraftDM, n int, do string, sent url.Values) {
	field := "dms." + strconv.Itoa(n) + ".lines"
	if sent.Has(field + ".0") {
		x.Lines = conditionsSent(sent, field)
	}
	e.moveLine(x, field, do, sent)
}

// moveLine moves, adds and takes out what stands in rows.
func (e *modeling) moveLine(x *brief.DraftDM, field, do string, sent url.Values) {
	x.Lines = slices.Clone(x.Lines)
	switch what, k := cutDo(do); {
	case what == "up" && k > 0 && k < len(x.Lines):
		x.Lines[k-1], x.Lines[k] = x.Lines[k], x.Lines[k-1]
		e.focusOn("up:" + strconv.Itoa(k-1))
		if k == 1 {
			e.focusOn("down:0")
		}
	case what == "down" && k >= 0 && k < len(x.Lines)-1:
		x.Lines[k+1], x.Lines[k] = x.Lines[k], x.Lines[k+1]
		e.focusOn("down:" + strconv.Itoa(k+1))
		if k+1 == len(x.Lines)-1 {
			e.focusOn("up:" + strconv.Itoa(k+1))
		}
	case what == "cut" && k >= 0 && k < len(x.Lines):
		x.Lines = slices.Delete(x.Lines, k, k+1)
		e.focusOn(field + "." + strconv.Itoa(min(k, len(x.Lines))))
	case what == "pattern":
		if text := e.patternSent(sent); text != "" {
			if x.Way == brief.ByWeights {
				text += ": " + line(sent.Get("pattern.amount"))
			}
			x.Lines = append(x.Lines, text)
			e.focusOn("pattern.0")
		}
	case what == "add":
		e.focusOn(field + "." + strconv.Itoa(len(x.Lines)))
	}
}

func takeWeights(e *modeling, x *brief.DraftDM, n int, do string, sent url.Values) {
	field := "dms." + strconv.Itoa(n) + ".lines"
	if rows := rowsSent(sent, field, ""); len(rows) > 0 {
		x.Lines = nil
		for _, k := range rows {
			what, amount := line(sent.Get(field+"."+strconv.Itoa(k))), amountText(sent.Get("amounts."+strconv.Itoa(k)))
			if what != "" || amount != "" {
				x.Lines = append(x.Lines, what+": "+amount)
			}
		}
	}
	e.moveLine(x, field, do, sent)
}

func takeAmounts(e *modeling, x *brief.DraftDM, sent url.Values) {
	states, count := e.look.List(shownStates)
	if count == 0 || !sent.Has("other") && !slices.ContainsFunc(states, func(s brief.DraftState) bool { return sent.Has("pay." + strconv.FormatUint(uint64(s.State), 10)) }) {
		return // they could not be shown, or were not
	}
	var lines []string
	if count <= shownStates {
		for _, s := range states {
			number := strconv.FormatUint(uint64(s.State), 10)
			if text := amountText(sent.Get("pay." + number)); text != "" {
				lines = append(lines, number+": "+text)
			}
		}
	}
	for text := range strings.SplitSeq(sent.Get("other"), "\n") {
		if text = line(text); text != "" {
			lines = append(lines, text)
		}
	}
	x.Lines = lines
}
