// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
	"parley/stability"

	"github.com/spf13/cobra"
)

type conflictReport struct {
	brief.ConflictReport
	repaired
}

// solveFlags are the questions beside the concepts.
type solveFlags struct {
	modelFlags
	coalition       []string
	horizon         string
	statusQuo       string
	unknown         string
	strength, views bool
}

func (a *app) stabilitySolve() *cobra.Command {
	var f solveFlags
	c := f.asking(a, verb{
		use:   "solve FILE",
		short: "Find the states that would hold, under each way of thinking ahead",
		long: `Says for each state and decision maker whether it would stay, under each
concept: nobody gains by moving (nash); others could answer (gmr), without an
escape (smr); others would answer, because it pays them (seq), without an escape
(sseq); others might move at the same time (sim). A state that holds for
everybody is an equilibrium. Where the model states a concept for each decision
maker, those are solved together as mixed.

--coalition asks from which states some would depart together, --horizon where
two stay put who look some moves ahead, --status-quo where things could go from
a state. States are written as their decimal: the sum of 2^k over the options k
that are taken, counted from 0 in the order of the model.`,
		example: `  parley stability solve model.json
  parley stability solve model.json --concepts nash,seq --json
  parley stability solve model.json --coalition north,south --status-quo 0`,
	}, func(ctx context.Context, cf *conflict) (report, error) {
		q, err := f.question(cf)
		if err != nil {
			return report{}, err
		}
		f.noteUnasked(a, cf)
		r, err := brief.Conflict(ctx, cf.m, q)
		if err != nil {
			return report{}, err
		}
		tables, err := cf.solveTables(ctx, r)
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.solve", data: conflictReport{*r, cf.repairs()}, tables: tables}, nil
	})
	f.addConcepts(c)
	f.addList(c)
	c.Flags().StringSliceVar(&f.coalition, "coalition", nil, "`decision makers`, separated by commas, who might move together; all: every coalition")
	c.Flags().StringVar(&f.horizon, "horizon", "", "look `h` moves ahead (two decision makers); long: any number that is large enough")
	c.Flags().StringVar(&f.statusQuo, "status-quo", "", "say where things could go from this `state`")
	c.Flags().StringVar(&f.unknown, "unknown", "", "read pairs whose order is not known as `a`, b, c or d (parley help conflicts)")
	c.Flags().BoolVar(&f.strength, "strength", false, "say which states are strongly held, by the pairs of much better")
	c.Flags().BoolVar(&f.views, "views", false, "let each decision maker reason with its own view of the others")
	return c
}

// noteUnasked says what the model states and nobody asked about.
func (f *solveFlags) noteUnasked(a *app, c *conflict) {
	var unknown, strong, views bool
	for _, dm := range c.Definition.DMs {
		unknown = unknown || len(dm.Unknown) > 0
		strong = strong || len(dm.MuchBetter) > 0
		views = views || len(dm.Views) > 0
	}
	for _, x := range []struct {
		stated, asked bool
		say           string
	}{
		{unknown, f.unknown != "", "the order of some pairs is not known, and here each stands as it is stated; --unknown a, b, c or d reads them otherwise"},
		{strong, f.strength, "some preferences are strong; --strength says what rests on them"},
		{views, f.views, "some see the preferences of others in their own way; --views solves it so"},
	} {
		if x.stated && !x.asked {
			a.say("%s", x.say)
		}
	}
}

func (f *solveFlags) question(c *conflict) (q brief.StabilityQuestion, err error) {
	q.List, q.Concepts, q.Mixed, q.Strength, q.Views = f.list, c.asked, c.Concepts, f.strength, f.views
	if _, err := c.DM("all"); len(f.coalition) == 1 && f.coalition[0] == "all" && err != nil {
		q.Every = true
	} else if q.Coalition, err = c.members(f.coalition, "--coalition"); err != nil {
		return q, err
	}
	switch f.horizon {
	case "":
	case "long":
		q.NonMyopic = true
	default:
		if q.Horizon, err = strconv.Atoi(f.horizon); err != nil || q.Horizon < 1 {
			return q, usageError("--horizon %q is no number of moves; give 1 or more, or long", f.horizon)
		}
	}
	if f.statusQuo != "" {
		s, err := c.state(f.statusQuo, "--status-quo")
		if err != nil {
			return q, err
		}
		q.StatusQuo = &s
	}
	if f.unknown != "" {
		k := slices.Index([]string{"a", "b", "c", "d"}, f.unknown)
		if k < 0 {
			return q, usageError("--unknown %q is no reading; there are a, b, c and d", f.unknown).hint("parley help conflicts")
		}
		reading := stability.Reading(k)
		q.Reading = &reading
	}
	return q, nil
}

func (c *conflict) solveTables(ctx context.Context, r *brief.ConflictReport) ([]table, error) {
	out := []table{c.basisTable(&r.StabilityBasis)}
	out = append(out, c.equilibriumTables("equilibria", r.Equilibria)...)
	out = append(out, c.stableTable("stable for each", r.Stable))
	why, err := c.whyTable(ctx, r.Equilibria)
	if err != nil {
		return nil, err
	}
	out = append(out, why...)
	if r.Mixed != nil {
		t := table{title: "each with its own concept", card: true}
		for i, x := range c.Concepts {
			t.add(c.dmName(c.Definition.DMs[i].ID), x.String()+": "+conceptMeans(x.String()))
		}
		t.add("equilibria", listSays(r.Mixed))
		out = append(out, t)
	}
	out = append(out, c.groupTables(r)...)
	if r.Paths != nil {
		out = append(out, c.pathTables(r.Paths, r.Equilibria)...)
	}
	if r.Unknown != nil {
		out = append(out, c.equilibriumTables("with unknown pairs read as "+r.Unknown.Reading, r.Unknown.Equilibria)...)
		out = append(out, c.stableTable("stable for each, read as "+r.Unknown.Reading, r.Unknown.Stable))
	}
	if r.Strength != nil {
		out = append(out, c.stableTable("strongly stable for each", r.Strength.Strong.Stable), c.stableTable("stable, and not strongly", r.Strength.Weak))
	}
	if r.Views != nil {
		out = append(out, c.equilibriumTables("each with its own view of the others", r.Views.Equilibria)...)
		out = append(out, c.stableTable("stable for each in its own view", r.Views.Stable))
	}
	return out, nil
}

// conceptMeans is a concept in a few words.
func conceptMeans(word string) string {
	return map[string]string{
		"nash": "nobody gains by moving, whatever follows",
		"gmr":  "others could answer, even at their own cost",
		"smr":  "others could answer, and there would be no escape",
		"seq":  "others would answer, because it pays them",
		"sseq": "others would answer, and there would be no escape",
		"sim":  "others might move at the same time",
	}[word]
}

// equilibriumTables lists the states that are equilibria under some concept.
func (c *conflict) equilibriumTables(title string, by brief.ByConcept) []table {
	held := map[brief.StateNumber][]string{}
	var states []brief.StateNumber
	var none, cut, undefined, means []string
	for _, x := range by {
		if x.Value == nil {
			undefined = append(undefined, x.Name)
			continue
		}
		means = append(means, x.Name+": "+conceptMeans(x.Name))
		if x.Value.Count == 0 {
			none = append(none, x.Name)
		}
		if !x.Value.Whole() {
			cut = append(cut, fmt.Sprintf("%s %d", x.Name, x.Value.Count))
		}
		for _, s := range x.Value.States {
			if held[s] == nil {
				states = append(states, s)
			}
			held[s] = append(held[s], x.Name)
		}
	}
	slices.Sort(states)
	t := table{title: title, cols: []col{{name: "state", right: true}, {name: "letters"}, {name: "options taken"}, {name: "holds under"}}}
	for _, s := range states[:min(len(states), tabledStates)] {
		t.add(s.String(), c.m.Pattern(stability.State(s)), c.taken(s), strings.Join(held[s], ", "))
	}
	var notes []string
	if more := len(states) - tabledStates; more > 0 {
		notes = append(notes, fmt.Sprintf("%d more: --json lists all of them", more))
	}
	if none != nil {
		notes = append(notes, "no state holds for everybody under "+strings.Join(none, ", "))
	}
	if cut != nil {
		notes = append(notes, "too many to list, so counted: "+strings.Join(cut, ", "))
	}
	if undefined != nil {
		notes = append(notes, strings.Join(undefined, ", ")+" is not defined for this model")
	}
	t.note = strings.Join(append(notes, means...), "; ")
	return []table{t}
}

func (c *conflict) stableTable(title string, stable brief.Named[brief.ByConcept]) table {
	t := table{title: title, cols: []col{{name: "decision maker"}, {name: "concept"}, {name: "number", right: true}, {name: "states"}}}
	for _, dm := range stable {
		for _, x := range dm.Value {
			if x.Value != nil {
				t.add(c.dmName(dm.Name), x.Name, number(x.Value.Count), listSays(x.Value))
			}
		}
	}
	return t
}

// explained is how many equilibria a table of solve explains.
const explained = 8

// whyTable gives the reason of each equilibrium, under the concept that asks the
// least of others.
func (c *conflict) whyTable(ctx context.Context, by brief.ByConcept) ([]table, error) {
	under := map[brief.StateNumber]stability.Concept{}
	var states []brief.StateNumber
	for _, word := range []string{"nash", "sseq", "seq", "smr", "gmr", "sim"} {
		l, _ := by.Get(word)
		if l == nil {
			continue
		}
		x, _ := stability.ParseConcept(word)
		for _, s := range l.States[:min(len(l.States), explained)] {
			if _, ok := under[s]; !ok {
				under[s] = x
				states = append(states, s)
			}
		}
	}
	if len(states) == 0 {
		return nil, nil
	}
	slices.Sort(states)
	t := table{title: "what holds them", cols: []col{{name: "state", right: true}, {name: "concept"}, {name: "reason"}}}
	for _, s := range states[:min(len(states), explained)] {
		r, err := brief.Reasons(ctx, english(), c.m, stability.State(s), nil, []stability.Concept{under[s]})
		if err != nil {
			return nil, err
		}
		for _, x := range r.Reasons {
			t.add(s.String(), x.Concept, x.Says)
		}
	}
	t.note = "parley stability explain says the same of any state, and what would follow each move"
	return []table{t}, nil
}

func (c *conflict) groupTables(r *brief.ConflictReport) (out []table) {
	if g := r.Coalition; g != nil {
		t := table{title: "coalition", card: true}
		t.add("members", strings.Join(g.Members, ", "))
		if g.Every {
			t.add("what is asked", "states from which no coalition of any of them would depart")
		}
		for _, x := range g.Stable {
			t.add("stable under "+x.Name, listSays(x.Value))
		}
		out = append(out, t)
		if len(g.Departures) > 0 {
			d := table{title: "where they could go together", cols: []col{{name: "from"}, {name: "to, each of them better off"}}}
			for _, x := range g.Departures {
				var to []string
				for _, s := range x.To {
					to = append(to, c.name(s))
				}
				d.add(c.name(x.From), strings.Join(to, ", "))
			}
			d.note = "from states that hold while everybody moves alone"
			out = append(out, d)
		}
	}
	if h := r.Horizon; h != nil {
		t := table{title: "foresight", card: true}
		ahead := fmt.Sprintf("%d moves ahead", h.Moves)
		if h.Moves == 0 {
			ahead = "any number of moves from some one on"
		}
		t.add("looking", ahead)
		for _, x := range h.Stable {
			t.add(x.Name+" stays in", listSays(x.Value))
		}
		t.add("both stay in", listSays(h.Equilibria))
		out = append(out, t)
	}
	return out
}
