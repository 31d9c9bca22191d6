// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

type outlayReport struct {
	brief.OutlayReport
	repaired
}

func (a *app) stabilityLeverage() *cobra.Command {
	var f modelFlags
	var concept string
	c := f.asking(a, verb{
		use:   "leverage FILE --target STATE --concept CONCEPT",
		short: "Find what would hold a state at the least cost, and what breaks first",
		long: `The model states what outsiders could promise or threaten, how much of it
changes what for whom, and what it costs. Answered is: how much of each makes
the state an equilibrium at the least total cost; which comparison then has
nothing to spare; what it costs under each concept, so what a believed threat
saves; and which other states hold or stop holding. Exact. It is the value of a
definition applied to stated numbers; what it leaves out is in
docs/methods/stability-leverage.md.`,
		example: "  parley stability leverage model.json --target 5 --concept seq\n  parley stability leverage model.json --target 5 --json",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		s, err := f.state(cf)
		if err != nil {
			return report{}, err
		}
		think, err := cf.thinking(concept, "--concept")
		if err != nil {
			return report{}, err
		}
		r, err := brief.Outlay(ctx, english(), cf.m, s, think, cf.Tools, f.list)
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.leverage", data: outlayReport{*r, cf.repairs()}, tables: cf.outlayTables(r)}, nil
	})
	f.addList(c)
	f.addState(c, "target", "the `state` that should hold")
	c.Flags().StringVar(&concept, "concept", "", "one `concept` for everybody (default: those of the model)")
	return c
}

func (c *conflict) outlayTables(r *brief.OutlayReport) []table {
	head := c.basisTable(&r.StabilityBasis)
	c.addState(&head, "target", r.Target)
	for _, x := range r.Concepts {
		head.add(c.dmName(x.Name)+" thinks ahead by", x.Value+": "+conceptMeans(x.Value))
	}
	switch {
	case !r.Possible:
		head.add("cost", "no intensities within the limits and budgets make this an equilibrium")
	case !r.Attained:
		head.add("cost", "anything above "+*r.Cost+": at exactly that, some answer would just not pay who gives it")
	default:
		head.add("cost", *r.Cost)
	}
	if !r.Proven {
		head.add("careful", "there are too many sequences of answers to look at all; a cheaper mix may exist")
	}
	out := []table{head}
	if r.Possible {
		t := table{title: "instruments", cols: []col{{name: "instrument"}, {name: "how much", right: true}, {name: "at most", right: true}, {name: "when"}, {name: "in the target"}}}
		for k, x := range r.Instruments {
			tool := c.Tools.Instruments[k]
			state := "ready, not used"
			if c.toolHolds(k, r.Target) {
				state = "provided"
			}
			if x.Value == "0" {
				state = "not needed"
			}
			t.add(orID(c.ToolNames[k], x.Name), x.Value, brief.Amount(tool.Max), tool.When.Text(c.optionIDs()), state)
		}
		b := table{title: "what breaks first", cols: []col{{name: "decision maker"}, {name: "comparison with nothing to spare"}}}
		for _, x := range r.Binding {
			b.add(c.dmName(x.DM), x.Says)
		}
		out = append(out, t, b)
	}
	costs := table{title: "cost under each concept", cols: []col{{name: "concept"}, {name: "cost", right: true}, {name: "everybody thinks"}}}
	for _, x := range r.ByConcept {
		cost := "not possible"
		if x.Value != nil {
			cost = *x.Value
		}
		costs.add(x.Name, cost, conceptMeans(x.Name))
	}
	if len(r.Payers) > 0 {
		p := table{title: "who pays", cols: []col{{name: "payer"}, {name: "spends", right: true}, {name: "budget", right: true}}}
		for _, x := range r.Payers {
			budget := "not stated"
			if b := c.Tools.Budgets[x.Name]; b != nil {
				budget = brief.Amount(b)
			}
			p.add(x.Name, x.Value, budget)
		}
		out = append(out, p)
	}
	effect := table{title: "equilibria", card: true}
	effect.add("without", listSays(r.Before))
	if r.After != nil {
		effect.add("with", listSays(r.After))
	}
	return append(out, costs, effect)
}
