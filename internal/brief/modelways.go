// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"context"
	"slices"

	"parley/stability"
)

// MostWays is how many states a model may have so that ways from today are listed:
// each of them is kept step by step.
const MostWays = 1 << 14

// A WayRow is an outcome that can be reached from today, with a shortest way to it.
type WayRow struct {
	OutcomeRow
	Path    []ModelMove
	Says    string   // the way, with who moves
	Through []string // who moves on it, each once
}

// A WaysReport says where things could go from today.
type WaysReport struct {
	Today        OutcomeRow
	Improvements []WayRow // each move paying whoever makes it
	Moves        []WayRow // the others: somebody moves at its own cost
	Never        int      // outcomes that no moves lead to
}

// Ways says where things could go from today, in the language of p: outcomes that
// hold first, then the nearest. It is nil where the model has no today, or more than
// [MostWays] states.
func (x *SolvedModel) Ways(ctx context.Context, p Speaker) (*WaysReport, error) {
	today, known := x.Today()
	if !known || x.Len() > MostWays {
		return nil, nil
	}
	part, err := pathsFrom(ctx, x.Model, today)
	if err != nil {
		return nil, err
	}
	out := &WaysReport{Today: x.outcome(today, x.Concepts), Never: x.Len() - len(part.Moves)}
	sets := x.equilibria(x.Concepts)
	paid := map[StateNumber]bool{}
	for _, r := range part.Improvements {
		if paid[r.State] = true; r.Steps > 0 {
			out.Improvements = append(out.Improvements, x.way(p, r, sets))
		}
	}
	for _, r := range part.Moves {
		if r.Steps > 0 && !paid[r.State] {
			out.Moves = append(out.Moves, x.way(p, r, sets))
		}
	}
	for _, list := range [][]WayRow{out.Improvements, out.Moves} {
		slices.SortStableFunc(list, func(a, b WayRow) int {
			return cmp.Or(cmp.Compare(rankHeld(a), rankHeld(b)), cmp.Compare(len(a.Path), len(b.Path)), cmp.Compare(a.State, b.State))
		})
	}
	return out, nil
}

func rankHeld(w WayRow) int {
	if len(w.Holds) > 0 {
		return 0
	}
	return 1
}

func (x *SolvedModel) way(p Speaker, r ReachedPart, sets []*stability.Set) WayRow {
	out := WayRow{OutcomeRow: x.outcomeIn(stability.State(r.State), x.Concepts, sets), Path: r.Path}
	t := teller{p, x.Model}
	var steps []stability.Step
	for _, m := range r.Path {
		i := slices.IndexFunc(x.Definition().DMs, func(d stability.DM) bool { return d.ID == m.DM })
		steps = append(steps, stability.Step{DM: i, From: stability.State(m.From), To: stability.State(m.To)})
		if name := DMSays(x.Model, i); !slices.Contains(out.Through, name) {
			out.Through = append(out.Through, name)
		}
	}
	out.Says = t.steps(steps)
	return out
}

// Way is the way to one outcome, and whether every move on it pays whoever makes it;
// nil if there is none.
func (r *WaysReport) Way(s StateNumber) (w *WayRow, pays bool) {
	for k, list := range [][]WayRow{r.Improvements, r.Moves} {
		if i := slices.IndexFunc(list, func(w WayRow) bool { return w.State == s }); i >= 0 {
			return &list[i], k == 0
		}
	}
	return nil, false
}

// ChangeSays says in the language of p who makes a move and what changes, and not
// where that ends.
func (x *SolvedModel) ChangeSays(p Speaker, move ModelMove) string {
	i := slices.IndexFunc(x.Definition().DMs, func(d stability.DM) bool { return d.ID == move.DM })
	t := teller{p, x.Model}
	change := t.change(stability.State(move.From), stability.State(move.To))
	if change == "" {
		return t.dm(i)
	}
	return t.T("{who} by {move}", "who", t.dm(i), "move", change)
}
