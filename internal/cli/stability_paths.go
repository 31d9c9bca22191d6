// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/stability"
)

type pathsReport struct {
	brief.PathsReport
	repaired
}

func (a *app) stabilityPaths() *cobra.Command {
	var f modelFlags
	var from string
	c := f.asking(a, verb{
		use:   "paths FILE",
		short: "Say where things could go from the state of today, and through whom",
		long: `From the status quo of the model, or another state: which states can be reached,
in how many moves and through whom, by any moves and by moves that each pay who
makes them; and which of them are equilibria.`,
		example: "  parley stability paths model.json\n  parley stability paths model.json --status-quo 2 --concepts seq",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		if from == "" {
			if cf.Definition.StatusQuo == nil {
				return report{}, usageError("the model states no status quo; say from where with --status-quo STATE")
			}
			from = fmt.Sprint(*cf.Definition.StatusQuo)
		}
		s, err := cf.state(from, "--status-quo")
		if err != nil {
			return report{}, err
		}
		r, err := brief.Paths(ctx, cf.m, s, cf.asked, f.list)
		if err != nil {
			return report{}, err
		}
		tables := append([]table{cf.basisTable(&r.StabilityBasis)}, cf.pathTables(&r.PathsPart, r.Equilibria)...)
		return report{name: "stability.paths", data: pathsReport{*r, cf.repairs()}, tables: tables}, nil
	})
	f.addConcepts(c)
	f.addList(c)
	c.Flags().StringVar(&from, "status-quo", "", "start from this `state` (default: that of the model)")
	return c
}

// pathTables lists what can be reached, each with a shortest way.
func (c *conflict) pathTables(p *brief.PathsPart, equilibria brief.ByConcept) (out []table) {
	holds := map[brief.StateNumber][]string{}
	for _, x := range equilibria {
		if x.Value != nil {
			for _, s := range x.Value.States {
				holds[s] = append(holds[s], x.Name)
			}
		}
	}
	for _, x := range []struct {
		title, note string
		reached     []brief.ReachedPart
	}{
		{"reached by moves that pay", "each move pays who makes it", p.Improvements},
		{"reached by any moves", "moves may cost who makes them", p.Moves},
	} {
		t := table{title: x.title, cols: []col{{name: "state"}, {name: "moves", right: true}, {name: "holds under"}, {name: "a shortest way"}}}
		for _, r := range x.reached[:min(len(x.reached), tabledStates)] {
			way := "here"
			if r.Steps > 0 {
				var parts []string
				for _, m := range r.Path {
					parts = append(parts, c.dmName(m.DM)+" to "+m.To.String())
				}
				way = strings.Join(parts, ", then ")
			}
			t.add(c.name(r.State), number(r.Steps), strings.Join(holds[r.State], ", "), way)
		}
		t.note = x.note + ", and nobody moves twice in a row; from " + c.name(p.From)
		if more := len(x.reached) - tabledStates; more > 0 {
			t.note += fmt.Sprintf(". %d more: --json lists all of them", more)
		}
		out = append(out, t)
	}
	return out
}

type rankingsReport struct {
	brief.RankingsReport
	repaired
}

func (a *app) stabilityInverse() *cobra.Command {
	var f modelFlags
	var dm, concept string
	c := f.asking(a, verb{
		use:   "inverse FILE --dm DM --target STATE --concept CONCEPT",
		short: "Say which rankings of one decision maker would make a state hold",
		long: `Leaves the preferences of the others as they are and asks which strict rankings
of all states, by one decision maker, make a state an equilibrium: how many of
all there are, what they must have in common, and how many exchanges of
neighbours lead there from the stated preference.`,
		example: "  parley stability inverse model.json --dm north --target 5 --concept gmr",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		if dm == "" {
			return report{}, usageError("say whose rankings with --dm")
		}
		who, err := cf.members([]string{dm}, "--dm")
		if err != nil {
			return report{}, err
		}
		s, err := f.state(cf)
		if err != nil {
			return report{}, err
		}
		think, err := cf.thinking(concept, "--concept")
		if err != nil {
			return report{}, err
		}
		if len(think) > 1 { // the inverse is of one concept
			think = []stability.Concept{think[who[0]]}
		}
		r, err := brief.Rankings(ctx, english(), cf.m, who[0], s, think[0])
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.inverse", data: rankingsReport{*r, cf.repairs()}, tables: cf.rankingTables(r)}, nil
	})
	c.Flags().StringVar(&dm, "dm", "", "the `decision maker` whose rankings are asked for")
	f.addState(c, "target", "the `state` that should hold")
	c.Flags().StringVar(&concept, "concept", "", "the `concept` (default: that of the decision maker in the model)")
	return c
}

func (c *conflict) rankingTables(r *brief.RankingsReport) []table {
	head := c.basisTable(&r.StabilityBasis)
	head.add("state", c.name(r.Target))
	head.add("rankings of", c.dmName(r.DM))
	head.add("concept", r.Concept+": "+conceptMeans(r.Concept))
	head.add("make it an equilibrium", r.Satisfying+" of "+r.Of+" strict rankings")
	head.add("make it stable for "+c.dmName(r.DM), r.OwnSatisfying+" of "+r.Of)
	switch {
	case r.LeastSwaps == nil:
		head.add("from here", "no ranking of "+c.dmName(r.DM)+" alone makes it an equilibrium")
	case *r.LeastSwaps == 0:
		head.add("from here", "the stated preference is already one of them")
	case *r.LeastSwaps == 1:
		head.add("from here", "one exchange of neighbours in the stated preference leads there")
	default:
		head.add("from here", fmt.Sprintf("%d exchanges of neighbours in the stated preference lead there, and no fewer", *r.LeastSwaps))
	}
	t := table{title: "what such rankings have in common", cols: []col{{name: "against the move to"}, {name: "requirement"}}}
	for _, q := range r.Requirements {
		t.add(c.name(q.Temptation), q.Says)
	}
	t.note = "all of these together, for it to be stable for " + c.dmName(r.DM)
	if len(r.Requirements) == 0 {
		t.note = "nothing: it has no move from this state"
	}
	out := []table{head, t}
	if o := r.Orders; o != nil {
		n := table{title: "orders of its statements", card: true}
		n.add("make it an equilibrium", fmt.Sprintf("%d of %d", o.Satisfying, o.Of))
		n.add("make it stable for "+c.dmName(r.DM), fmt.Sprintf("%d of %d", o.OwnSatisfying, o.Of))
		if o.LeastSwaps == nil {
			n.add("nearest", "no order of these statements will do")
		} else {
			n.add("exchanges of neighbours", number(*o.LeastSwaps))
			n.add("nearest, most important first", strings.Join(o.Nearest, "; "))
		}
		out = append(out, n)
	}
	return out
}
