// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/casefile"
	"parley/stability"
)

// PartsError says which parts of a model a draft has no place for. Such a model is
// edited as a file.
type PartsError struct {
	Parts []string // keys of a model file, as "views"
}

// Error names the parts.
func (e *PartsError) Error() string {
	return fmt.Sprintf("a draft has no place for %s; edit the model file itself", strings.Join(e.Parts, ", "))
}

// DraftOfModel lays a model out to be edited. The draft gives the same model again.
// A model that has parts without a place in a draft is a [PartsError], and nothing
// of it is left out.
func DraftOfModel(m act.Model) (ModelDraft, error) {
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(m.Document)})
	if err != nil {
		return ModelDraft{}, err
	}
	d, err := DraftOfConflict(c)
	if err != nil {
		return ModelDraft{}, err
	}
	d.Title, d.Words = m.Title, m.Words
	d.Name = otherThan(c.Definition.Name, m.Title)
	if d.Name == "model" { // a document without a name is called by its file
		d.Name = ""
	}
	for _, x := range m.DMs {
		i := slices.Index(d.DMIDs(), x.ID)
		if i < 0 {
			return ModelDraft{}, &PartsError{[]string{fmt.Sprintf("the decision maker %q, which the document does not have", x.ID)}}
		}
		d.DMs[i].Seat, d.DMs[i].Basis, d.DMs[i].Why = x.Seat, x.Basis, x.Words
	}
	for _, l := range m.Links {
		if o := slices.IndexFunc(d.Options, func(o DraftOption) bool { return o.ID == l.Item && o.Entry == "" }); o >= 0 {
			d.Options[o].Entry = l.Entry
		} else if t := slices.IndexFunc(d.Tools, func(t DraftTool) bool { return t.ID == l.Item && t.Entry == "" }); t >= 0 {
			d.Tools[t].Entry = l.Entry
		} else if slices.Contains(d.OptionIDs(), l.Item) {
			d.Links = append(d.Links, l)
		} else {
			return ModelDraft{}, &PartsError{[]string{fmt.Sprintf("the link of %q, which the document does not have", l.Item)}}
		}
	}
	return d, nil
}

// DraftOfConflict lays the model of a file out to be edited.
func DraftOfConflict(c *casefile.Conflict) (ModelDraft, error) {
	def := &c.Definition
	if parts := partsBeyond(def); parts != nil {
		return ModelDraft{}, &PartsError{parts}
	}
	d := ModelDraft{Title: def.Name}
	ids := []string{}
	for _, o := range def.Options {
		ids = append(ids, o.ID)
		d.Options = append(d.Options, DraftOption{ID: o.ID, Name: cmp.Or(o.Name, o.ID), Direction: [...]string{"both", "forward", "back"}[o.Direction]})
	}
	for i, dm := range def.DMs {
		x := DraftDM{ID: dm.ID, Name: cmp.Or(dm.Name, dm.ID), Basis: act.Inferred, Blind: conditionLines(dm.Blind, ids)}
		x.Way, x.Lines = preferenceLines(dm.Preference, ids)
		if c.Concepts != nil {
			x.Concept = c.Concepts[i].String()
		}
		for _, k := range dm.Options {
			d.Options[k].DM = dm.ID
		}
		d.DMs = append(d.DMs, x)
	}
	d.Infeasible, d.Coalesce = conditionLines(def.Infeasible, ids), conditionLines(def.Coalesce, ids)
	if def.StatusQuo != nil {
		d.Today = decimalOf(*def.StatusQuo)
	}
	d.Sanction = [...]string{"", "worse"}[def.Settings.Sanction]
	d.Sequences = [...]string{"", "single", "once"}[def.Settings.Sequences]
	d.Coalition = [...]string{"", "joint"}[def.Settings.Coalition]
	for k, t := range c.Tools.Instruments {
		x := DraftTool{
			ID: t.ID, Name: cmp.Or(c.ToolNames[k], t.ID), When: t.When.Text(ids), Payer: t.Payer,
			Max: numberOf(t.Max), Cost: numberOf(t.Cost), Readiness: numberOf(t.Readiness), Fixed: numberOf(t.Fixed),
		}
		for i, e := range t.Effects {
			if e != nil {
				x.Effects = append(x.Effects, DraftAmount{def.DMs[i].ID, numberOf(e)})
			}
		}
		d.Tools = append(d.Tools, x)
	}
	payers := []string{}
	for payer := range c.Tools.Budgets {
		payers = append(payers, payer)
	}
	slices.Sort(payers)
	for _, payer := range payers {
		d.Budgets = append(d.Budgets, DraftAmount{payer, numberOf(c.Tools.Budgets[payer])})
	}
	return d, nil
}

// partsBeyond are the parts of a definition that a draft has no place for.
func partsBeyond(def *stability.Definition) (out []string) {
	add := func(is bool, part string) {
		if is && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	add(def.States != nil, "states")
	add(def.Feasible != nil, "feasible")
	for _, dm := range def.DMs {
		add(dm.Arcs != nil, "arcs")
		add(dm.Unknown != nil, "unknown")
		add(dm.MuchBetter != nil, "much_better")
		add(dm.Views != nil, "views")
	}
	for _, o := range def.Options {
		add(!stability.ValidID(o.ID), fmt.Sprintf("the option id %q", o.ID))
	}
	return out
}

func conditionLines(all []stability.Condition, ids []string) (out []string) {
	for _, c := range all {
		out = append(out, c.Text(ids))
	}
	return out
}

func preferenceLines(p stability.Preference, ids []string) (way string, out []string) {
	switch {
	case p.Statements != nil:
		return ByStatements, conditionLines(p.Statements, ids)
	case p.Weights != nil:
		var order []string // one condition may carry several amounts
		sum := map[string]*big.Rat{}
		for _, w := range p.Weights {
			text := w.When.Text(ids)
			if sum[text] == nil {
				sum[text] = new(big.Rat)
				order = append(order, text)
			}
			sum[text].Add(sum[text], w.Amount)
		}
		for _, text := range order {
			out = append(out, text+": "+numberOf(sum[text]))
		}
		return ByWeights, out
	case p.Ranking != nil:
		return ByRanking, RankingLines(p.Ranking)
	}
	return ByPayoffs, payoffLines(p.Payoffs)
}

// RankingLines writes groups of equally good states as lines of a draft.
func RankingLines(groups [][]stability.State) (out []string) {
	for _, g := range groups {
		var states []string
		for _, s := range g {
			states = append(states, decimalOf(s))
		}
		out = append(out, strings.Join(states, " = "))
	}
	return out
}

func payoffLines(all []stability.Payoff) (out []string) {
	for _, x := range all {
		out = append(out, decimalOf(x.State)+": "+numberOf(x.Worth))
	}
	return out
}

func decimalOf(s stability.State) string { return strconv.FormatUint(uint64(s), 10) }

// numberOf is a number as it is typed: a decimal where one is exact, or else a
// fraction; nothing for nil.
func numberOf(x *big.Rat) string {
	if x == nil {
		return ""
	}
	if n, exact := x.FloatPrec(); exact {
		return x.FloatString(n)
	}
	return x.RatString()
}

// ErrNoAmounts means that amounts were asked for where only an order is stated: a
// rank is not an amount.
var ErrNoAmounts = errors.New("an order says nothing of amounts")

// ErrManyStates means that there are too many states to state something of each.
var ErrManyStates = errors.New("there are too many states to state something of each")

// ErrNotStated means that there is no preference yet that could be stated otherwise.
var ErrNotStated = errors.New("no preference is stated yet")

// Otherwise states the preference of decision maker i in another way, where that
// says the same: an order of states from anything, and the worth of each state from
// weights. look is that of the draft.
func (d ModelDraft) Otherwise(look DraftLook, i int, way string) ([]string, error) {
	from := d.DMs[i].Way
	switch {
	case from == way:
		return d.DMs[i].Lines, nil
	case (way == ByRanking || way == ByPayoffs) && look.Many():
		return nil, ErrManyStates
	case look.Frame == nil || !look.Stated[i]:
		return nil, ErrNotStated
	case way == ByRanking:
		return RankingLines(look.Order(i)), nil
	case way == ByPayoffs && from == ByWeights:
		var out []stability.Payoff
		for s := range look.Frame.States() {
			x, _, err := look.Frame.Worth(i, s)
			if err != nil {
				return nil, err
			}
			out = append(out, stability.Payoff{State: s, Worth: x})
		}
		return payoffLines(out), nil
	}
	return nil, ErrNoAmounts
}

// Many reports whether there are more states than a draft says something of, one by
// one: a document cannot hold much more, and to put them in order would take too long.
func (l DraftLook) Many() bool {
	return l.TooLarge || l.Frame != nil && l.Frame.Len() > draftListed
}

// Order is the order of states that decision maker i's preference gives: groups of
// equally good states, best first; nothing where there are [DraftLook.Many].
func (l DraftLook) Order(i int) [][]stability.State {
	if l.Many() {
		return nil
	}
	type worth struct {
		s stability.State
		x *big.Rat
	}
	var all []worth
	for s := range l.Frame.States() {
		x, _, err := l.Frame.Worth(i, s)
		if err != nil {
			return nil
		}
		all = append(all, worth{s, x})
	}
	slices.SortStableFunc(all, func(a, b worth) int { return b.x.Cmp(a.x) })
	var out [][]stability.State
	for n, w := range all {
		if n == 0 || w.x.Cmp(all[n-1].x) != 0 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], w.s)
	}
	return out
}
