// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
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
	var f modelFlags
	var out, concept string
	c := a.command(verb{
		use:   "chart KIND FILE",
		short: "Draw a conflict as an SVG file: graph, table or prices",
		long: `graph sets the states around a circle, with an arrow for each move that pays,
the letter of who would make it, a double ring where nobody would leave, and a
square for the status quo. table has a row for each state and a column for each
concept. prices shows what it would take to hold each state, for each decision
maker on its own scale. The numbers are those of solve and map, which print them
as tables.`,
		example: "  parley stability chart graph model.json --concept seq --out graph.svg\n  parley stability chart table model.json -o table.svg",
		args:    cobra.ExactArgs(2),
		run: func(ctx context.Context, args []string) error {
			kind, path := args[0], args[1]
			if kind != "graph" && kind != "table" && kind != "prices" {
				return usageError("there is no chart %q; there are graph, table and prices", kind)
			}
			if out == "" {
				return usageError("name a file with --out")
			}
			if err := a.checkOutput(out, path); err != nil {
				return err
			}
			cf, err := f.read(ctx, a, path)
			if err != nil {
				return err
			}
			one, err := conceptOf(concept, "--concept")
			if err != nil {
				return err
			}
			fig, err := cf.draw(ctx, kind, one)
			if err != nil {
				return unsupported(a, err)
			}
			svg := chart.Alone(lang.For("en"), fig)
			if err := a.write(out, []byte(svg), "a picture", true); err != nil {
				return err
			}
			if out == standard {
				return nil
			}
			r := conflictChartReport{Kind: kind, Concept: one.String(), File: out, Bytes: len(svg), States: min(cf.m.Len(), drawnStates), repaired: cf.repairs()}
			if kind == "table" {
				r.Concept = ""
			}
			t := table{title: "chart", card: true}
			t.add("file", out)
			t.add("states", fmt.Sprintf("%d of %d", r.States, cf.m.Len()))
			return a.emit(report{name: "stability.chart", data: r, tables: append([]table{t}, cf.repairTable()...)})
		},
	})
	f.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	c.Flags().StringVar(&concept, "concept", "nash", "the `concept` of a graph or of prices")
	return c
}

func (c *conflict) draw(ctx context.Context, kind string, one stability.Concept) (chart.Figure, error) {
	w := chart.ConflictWords{Title: c.Definition.Name, Today: "today", States: "state", Holds: "double ring: holds for everybody under " + one.String(),
		Pays: "arrow: a move that pays who makes it", Leaves: "letters: who would leave"}
	if c.m.Len() > drawnStates {
		w.More = fmt.Sprintf("the first %d of %d states", drawnStates, c.m.Len())
	}
	p := lang.For("en")
	if kind == "prices" {
		r, err := brief.HoldMap(ctx, c.m, []stability.Concept{one}, drawnStates)
		if err != nil {
			return chart.Figure{}, err
		}
		var names []string
		for _, dm := range c.Definition.DMs {
			names = append(names, orID(dm.Name, dm.ID))
		}
		w.Holds = "dot: stays; bar: what it would take, on each one's own scale"
		w.Title = "Prices under " + one.String() + ": " + c.Definition.Name
		w.Description = "What it would take to hold each state, for each decision maker, under " + one.String() + ". " + ordinalNote(r.Cardinal) + "."
		return chart.PriceRows(p, r, one.String(), names, c.name, w), nil
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
