// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
	"parley/stability"
)

// drawPath draws a way from the status quo to a state.
func (c *conflict) drawPath(ctx context.Context, p *lang.Printer, q chartQuestion, w chart.ConflictWords) (chart.Figure, error) {
	target, err := q.state(c)
	if err != nil {
		return chart.Figure{}, err
	}
	if c.Definition.StatusQuo == nil {
		return chart.Figure{}, usageError("the model states no status quo, from which a path could lead")
	}
	r, err := brief.Paths(ctx, c.m, *c.Definition.StatusQuo, []stability.Concept{stability.Nash}, 0)
	if err != nil {
		return chart.Figure{}, err
	}
	for _, x := range []struct {
		what string
		list []brief.ReachedPart
	}{{"each move pays who makes it", r.Improvements}, {"some moves cost who makes them: no way to this state pays at every step", r.Moves}} {
		for _, to := range x.list {
			if to.State != brief.StateNumber(target) {
				continue
			}
			w.Title = "From today to " + c.name(to.State) + ": " + c.Definition.Name
			w.Description = fmt.Sprintf("%d moves; %s.", to.Steps, x.what)
			says := func(s brief.StateNumber) string { return c.name(s) + "  " + c.taken(s) }
			does := func(m brief.ModelMove) string {
				return c.dmName(m.DM) + ": " + brief.MoveSays(p, c.m, stability.State(m.From), stability.State(m.To))
			}
			return chart.StatePath(p, r.From, to.Path, says, does, w), nil
		}
	}
	return chart.Figure{}, failure(exitNegative, "no moves lead from the status quo to state %s", c.name(brief.StateNumber(target)))
}

// drawMix draws how much of each instrument holds a state.
func (c *conflict) drawMix(ctx context.Context, p *lang.Printer, q chartQuestion, w chart.ConflictWords) (chart.Figure, error) {
	target, err := q.state(c)
	if err != nil {
		return chart.Figure{}, err
	}
	r, err := brief.Outlay(ctx, p, c.m, target, []stability.Concept{q.one}, c.Tools, 0)
	if err != nil {
		return chart.Figure{}, err
	}
	if !r.Possible {
		return chart.Figure{}, failure(exitNegative, "no intensities within the limits and budgets hold state %s under %s", c.name(r.Target), q.one)
	}
	var rows []chart.BarRow
	for k, x := range r.Instruments {
		tool := c.Tools.Instruments[k]
		row := chart.BarRow{Label: orID(c.ToolNames[k], x.Name), Value: x.Value + " of " + brief.Amount(tool.Max)}
		row.Part, row.Whole = share(x.Value, tool.Max)
		if x.Value != "0" {
			row.Mark = "ready"
			if c.toolHolds(k, r.Target) {
				row.Mark = "provided"
			}
		}
		rows = append(rows, row)
	}
	cost := "cost " + *r.Cost
	if !r.Attained {
		cost = "anything above " + cost
	}
	w.Title = "What holds " + c.name(r.Target) + " under " + q.one.String() + ": " + c.Definition.Name
	w.Holds = cost + "; filled: needed"
	var first []string
	for _, b := range r.Binding {
		first = append(first, b.Says)
	}
	w.Description = cost + ". With nothing to spare: " + strings.Join(first, "; ") + "."
	return chart.ShareRows(p, "mix", rows, w), nil
}

// share is a part of a whole in thousandths.
func share(part string, whole *big.Rat) (of, all int) {
	x, ok := new(big.Rat).SetString(part)
	if !ok || whole.Sign() <= 0 {
		return 0, 0
	}
	x.Mul(x.Quo(x, whole), big.NewRat(1000, 1))
	return int(new(big.Int).Quo(x.Num(), x.Denom()).Int64()), 1000
}

// drawSweep draws how often states stay equilibria.
func (c *conflict) drawSweep(ctx context.Context, p *lang.Printer, q chartQuestion, w chart.ConflictWords) (chart.Figure, error) {
	if q.runs < 1 || q.runs > maxRuns {
		return chart.Figure{}, usageError("--runs %d is not from 1 to %d", q.runs, maxRuns)
	}
	vary, err := c.variations(nil)
	if err != nil {
		return chart.Figure{}, err
	}
	r, err := brief.SweepModel(ctx, c.m, q.runs, q.seed, vary, []stability.Concept{q.one}, drawnStates, nil)
	if err != nil {
		return chart.Figure{}, err
	}
	found, _ := r.Concepts.Get(q.one.String())
	var rows []chart.BarRow
	for _, s := range found.States {
		row := chart.BarRow{Label: c.name(s.State), Value: fmt.Sprintf("%d of %d", s.Runs, r.Runs), Part: s.Runs, Whole: r.Runs}
		if s.Base {
			row.Mark = "as stated"
		}
		rows = append(rows, row)
	}
	w.Title = "How often each state holds under " + q.one.String() + ": " + c.Definition.Name
	w.Holds = fmt.Sprintf("filled: holds as stated; %d runs, seed %d; shares of what was drawn, not chances", r.Runs, r.Seed)
	w.Description = fmt.Sprintf("Everybody's preference varied once; exactly the equilibria of the model in %d of %d runs.", found.Same, r.Runs)
	return chart.ShareRows(p, "sweep", rows, w), nil
}
