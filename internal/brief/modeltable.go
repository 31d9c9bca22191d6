// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"context"
	"iter"

	"parley/stability"
)

// OutcomesAsked says which outcomes of a model are listed.
type OutcomesAsked struct {
	Concept *stability.Concept // nil: each that is solved
	Holds   bool               // only those in which everybody stays, under Concept or any
	Taken   map[int]bool       // by option: only outcomes that take it, or only those that do not
	From    int                // outcomes left out before the first
	Many    int                // listed at most
}

// An OutcomeRow is one outcome with who stays in it.
type OutcomeRow struct {
	State StateNumber
	Says  string // its letters or its name
	Taken []bool // by option
	Today bool
	Holds []string   // concepts under which everybody stays
	Stays [][]string // by decision maker: concepts under which it stays
}

// An OutcomeList is some of the outcomes of a model: today first, then those that
// hold, then the others, each in the order of their numbers.
type OutcomeList struct {
	Concepts []string // that rows speak of
	Rows     []OutcomeRow
	Of       int // outcomes that fit what was asked
	Held     int // of them hold
}

// Outcomes lists outcomes. Cost: three visits of each state, no search. The error is
// that of ctx.
func (x *SolvedModel) Outcomes(ctx context.Context, q OutcomesAsked) (OutcomeList, error) {
	concepts := x.Concepts
	if q.Concept != nil {
		concepts = []stability.Concept{*q.Concept}
	}
	var out OutcomeList
	for _, c := range concepts {
		out.Concepts = append(out.Concepts, c.String())
	}
	sets := x.equilibria(concepts)
	for s := range x.inOrder(ctx, sets) {
		held := holds(s, sets)
		if q.Holds && !held || !x.fits(s, q.Taken) {
			continue
		}
		if held {
			out.Held++
		}
		if out.Of++; out.Of > q.From && len(out.Rows) < q.Many {
			out.Rows = append(out.Rows, x.outcomeIn(s, concepts, sets))
		}
	}
	return out, ctx.Err()
}

// FirstOutcomes are the first states of that order, at most so many.
func (x *SolvedModel) FirstOutcomes(ctx context.Context, c stability.Concept, many int) (out []stability.State, err error) {
	for s := range x.inOrder(ctx, x.equilibria([]stability.Concept{c})) {
		if out = append(out, s); len(out) == many {
			break
		}
	}
	return out, ctx.Err()
}

// betweenAsks is how many states are visited before ctx is asked again.
const betweenAsks = 1 << 12

// inOrder yields every state: today, those that hold, the others. It ends early with
// ctx.
func (x *SolvedModel) inOrder(ctx context.Context, sets []*stability.Set) iter.Seq[stability.State] {
	return func(yield func(stability.State) bool) {
		today, known := x.Today()
		if known && !yield(today) {
			return
		}
		visited := 0
		for _, held := range []bool{true, false} {
			for s := range x.States() {
				if visited++; visited%betweenAsks == 0 && ctx.Err() != nil {
					return
				}
				if !(known && s == today) && holds(s, sets) == held && !yield(s) {
					return
				}
			}
		}
	}
}

func (x *SolvedModel) equilibria(concepts []stability.Concept) []*stability.Set {
	return equilibriaOf(x.Solution, concepts)
}

// equilibriaOf are the states that hold, by concept: each is a set of its own, made
// once for a list.
func equilibriaOf(x *stability.Solution, concepts []stability.Concept) []*stability.Set {
	var out []*stability.Set
	for _, c := range concepts {
		out = append(out, x.Equilibria(c))
	}
	return out
}

// holds reports whether a state is in one of the sets.
func holds(s stability.State, sets []*stability.Set) bool {
	for _, x := range sets {
		if x.Has(s) {
			return true
		}
	}
	return false
}

func (x *SolvedModel) fits(s stability.State, taken map[int]bool) bool {
	for k, want := range taken {
		if (s>>uint(k)&1 == 1) != want {
			return false
		}
	}
	return true
}

func (x *SolvedModel) outcome(s stability.State, concepts []stability.Concept) OutcomeRow {
	return x.outcomeIn(s, concepts, x.equilibria(concepts))
}

func (x *SolvedModel) outcomeIn(s stability.State, concepts []stability.Concept, sets []*stability.Set) OutcomeRow {
	today, known := x.Today()
	row := OutcomeRow{State: StateNumber(s), Says: x.Pattern(s), Today: known && s == today, Stays: make([][]string, x.DMs())}
	if d := x.Definition(); d.States == nil {
		for k := range d.Options {
			row.Taken = append(row.Taken, s>>uint(k)&1 == 1)
		}
	}
	for k, c := range concepts {
		if sets[k].Has(s) {
			row.Holds = append(row.Holds, c.String())
		}
		for i := range row.Stays {
			if x.Solution.Stable(i, c).Has(s) {
				row.Stays[i] = append(row.Stays[i], c.String())
			}
		}
	}
	return row
}

// An OptionGroup is the options of one decision maker, or those that nobody owns, in
// the order of decision makers.
type OptionGroup struct {
	DM      int // -1: nobody's, they never change
	Name    string
	Options []OptionFace
}

// An OptionFace is an option as pages show it.
type OptionFace struct {
	Index     int
	ID, Name  string
	Direction string // both, forward, back
}

// OptionGroups are the options of a model by who owns them.
func (x *SolvedModel) OptionGroups() []OptionGroup {
	d := x.Definition()
	owned := map[int]bool{}
	face := func(k int) OptionFace {
		o := d.Options[k]
		owned[k] = true
		return OptionFace{k, o.ID, cmp.Or(o.Name, o.ID), [...]string{"both", "forward", "back"}[o.Direction]}
	}
	out := []OptionGroup{}
	for i, dm := range d.DMs {
		g := OptionGroup{DM: i, Name: DMSays(x.Model, i)}
		for _, k := range dm.Options {
			g.Options = append(g.Options, face(k))
		}
		if len(g.Options) > 0 {
			out = append(out, g)
		}
	}
	rest := OptionGroup{DM: -1}
	for k := range d.Options {
		if !owned[k] {
			rest.Options = append(rest.Options, face(k))
		}
	}
	if rest.Options != nil {
		out = append(out, rest)
	}
	return out
}

// DMNames are the decision makers as people call them.
func (x *SolvedModel) DMNames() []string {
	var out []string
	for i := range x.DMs() {
		out = append(out, DMSays(x.Model, i))
	}
	return out
}
