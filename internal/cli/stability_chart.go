// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
	"parley/stability"
)

type conflictChartReport struct {
	Kind    string `json:"kind"`
	Concept string `json:"concept"` // empty for a table of all
	File    string `json:"file"`
	Bytes   int    `json:"bytes"`
	States  int    `json:"states"` // drawn, of the model
	repaired
}

// drawnStates is how many states a picture takes in.
const drawnStates = 60

func (a *app) stabilityChart() *cobra.Command {
	var out string
	var q chartQuestion
	c := a.command(verb{
		use:   "chart KIND FILE",
		short: "Draw a conflict as an SVG file: graph, table, prices, path, …",
		long: `graph sets the states around a circle, with an arrow for each move that pays,
the letter of who would make it, a double ring where nobody would leave, and a
square for the status quo. table has a row for each state and a column for each
concept. prices shows what it would take to hold each state, for each decision
maker on its own scale. path leads from the status quo to --target by moves that
pay, or if there is no such way by any moves. mix shows how much of each
instrument holds --target at the least cost, sweep how often each state stays an
equilibrium. The numbers are those of solve, map, paths, leverage and sweep,
which print them as tables.`,
		example: "  parley stability chart graph model.json --concept seq --out graph.svg\n  parley stability chart table model.json -o table.svg",
		exits:   []int{exitNegative},
		args:    cobra.ExactArgs(2),
		run: func(ctx context.Context, args []string) error {
			kind, path := args[0], args[1]
			if !slices.Contains(conflictCharts(), kind) {
				return usageError("there is no chart %q; there are %s", kind, strings.Join(conflictCharts(), ", "))
			}
			if out == "" {
				return usageError("name a file with --out")
			}
			if err := a.checkOutput(out, path); err != nil {
				return err
			}
			cf, err := q.read(ctx, a, path)
			if err != nil {
				return err
			}
			if q.one, err = conceptOf(q.concept, "--concept"); err != nil {
				return err
			}
			fig, err := cf.draw(ctx, kind, q)
			if err != nil {
				return unsupported(a, err)
			}
			if fig.SVG == "" {
				return failure(exitNegative, "there is nothing to draw")
			}
			svg := chart.Alone(lang.For("en"), fig)
			if err := a.write(out, []byte(svg), "a picture", true); err != nil {
				return err
			}
			if out == standard {
				return nil
			}
			r := conflictChartReport{Kind: kind, Concept: q.one.String(), File: out, Bytes: len(svg), States: min(cf.m.Len(), drawnStates), repaired: cf.repairs()}
			if kind == "table" {
				r.Concept = ""
			}
			t := table{title: "chart", card: true}
			t.add("file", out)
			t.add("states", fmt.Sprintf("%d of %d", r.States, cf.m.Len()))
			return a.emit(report{name: "stability.chart", data: r, tables: append([]table{t}, cf.repairTable()...)})
		},
	})
	q.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	c.Flags().StringVar(&q.concept, "concept", "nash", "the `concept` of a graph, of prices, of a mix or of a sweep")
	q.addState(c, "target", "the `state` that a path leads to, or that a mix holds")
	c.Flags().IntVar(&q.runs, "runs", 1000, "how many `runs` a sweep takes")
	c.Flags().Uint64Var(&q.seed, "seed", 1, "the `seed` of a sweep")
	return c
}

// conflictCharts are the kinds of pictures.
func conflictCharts() []string { return []string{"graph", "table", "prices", "path", "mix", "sweep"} }

// chartQuestion is what a picture is of.
type chartQuestion struct {
	modelFlags
	concept string
	one     stability.Concept
	runs    int
	seed    uint64
}

func (c *conflict) draw(ctx context.Context, kind string, q chartQuestion) (chart.Figure, error) {
	one := q.one
	w := chart.ConflictWords{Title: c.Definition.Name, Today: "today", States: "state", Ranks: "ranks, not amounts", Holds: "double ring: holds for everybody under " + one.String(),
		Pays: "arrow: a move that pays who makes it", Leaves: "letters: who would leave"}
	if c.m.Len() > drawnStates {
		w.More = fmt.Sprintf("the first %d of %d states", drawnStates, c.m.Len())
	}
	p := lang.For("en")
	switch kind {
	case "path":
		return c.drawPath(ctx, p, q, w)
	case "mix":
		return c.drawMix(ctx, p, q, w)
	case "sweep":
		return c.drawSweep(ctx, p, q, w)
	case "prices":
		r, err := brief.HoldMap(ctx, c.m, []stability.Concept{one}, drawnStates)
		if err != nil {
			return chart.Figure{}, err
		}
		w.Holds = "dot: stays; bar: what it would take, on each one's own scale"
		w.Title = "Prices under " + one.String() + ": " + c.Definition.Name
		w.Description = "What it would take to hold each state, for each decision maker, under " + one.String() + ". " + ordinalNote(r.Cardinal) + "."
		return chart.PriceRows(p, r, one.String(), c.dmNames(), c.name, w), nil
	}
	asked := []stability.Concept{one}
	if kind == "table" {
		asked = nil
		w.Holds = "square: holds for everybody"
	}
	r, err := brief.Graph(ctx, c.m, asked, drawnStates)
	if err != nil {
		return chart.Figure{}, err
	}
	w.Description = holdsSay(r)
	if kind == "table" {
		return chart.StateTable(p, r, w), nil
	}
	return chart.StateGraph(p, r, one.String(), w), nil
}

// holdsSay says in words which states hold.
func holdsSay(r *brief.GraphReport) string {
	var parts []string
	for _, concept := range r.Concepts {
		var states []string
		for _, s := range r.States {
			for _, h := range s.Holds {
				if h == concept {
					states = append(states, s.State.String())
				}
			}
		}
		list := "no state"
		if states != nil {
			list = "states " + strings.Join(states, ", ")
		}
		parts = append(parts, "under "+concept+" "+list)
	}
	return "Holding for everybody: " + strings.Join(parts, "; ") + "."
}
