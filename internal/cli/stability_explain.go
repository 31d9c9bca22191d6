// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/stability"
)

type reasonsReport struct {
	brief.ReasonsReport
	repaired
}

func (a *app) stabilityExplain() *cobra.Command {
	var f modelFlags
	var dms []string
	c := f.asking(a, verb{
		use:   "explain FILE --state STATE",
		short: "Say why a state would hold or not, for whom, and what would follow",
		long: `For each decision maker and concept: what it would gain by moving, who could or
would answer and with what, whether it could escape, and so whether it stays. A
state is written as its decimal, or as one letter Y or N for each option.`,
		example: "  parley stability explain model.json --state 5\n  parley stability explain model.json --state YNYN --dm north --concepts seq",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		s, err := f.state(cf)
		if err != nil {
			return report{}, err
		}
		who, err := cf.members(dms, "--dm")
		if err != nil {
			return report{}, err
		}
		r, err := brief.Reasons(ctx, english(), cf.m, s, who, cf.asked)
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.explain", data: reasonsReport{*r, cf.repairs()}, tables: cf.reasonTables(r)}, nil
	})
	f.addConcepts(c)
	f.addState(c, "state", "the `state`")
	c.Flags().StringSliceVar(&dms, "dm", nil, "only these `decision makers`, separated by commas")
	return c
}

func (c *conflict) reasonTables(r *brief.ReasonsReport) []table {
	head := c.basisTable(&r.StabilityBasis)
	c.addState(&head, "state", r.State)
	var holds, not []string
	for _, x := range r.Equilibrium {
		if x.Value {
			holds = append(holds, x.Name)
		} else {
			not = append(not, x.Name)
		}
	}
	for _, x := range []struct {
		field string
		list  []string
	}{{"holds for everybody under", holds}, {"does not under", not}} {
		if x.list != nil {
			head.add(x.field, strings.Join(x.list, ", "))
		}
	}
	t := table{title: "reasons", cols: []col{{name: "decision maker"}, {name: "concept"}, {name: "stays"}, {name: "reason"}}}
	moves := table{title: "each move that pays", cols: []col{{name: "decision maker"}, {name: "concept"}, {name: "to"}, {name: "deterred"}, {name: "what would follow"}}}
	for _, x := range r.Reasons {
		name := c.dmName(x.DM)
		t.add(name, x.Concept, yes(x.Stable), x.Says)
		for _, d := range x.Deviations {
			if x.Concept != stability.Nash.String() || len(r.Reasons) == 1 {
				moves.add(name, x.Concept, d.To.String(), yes(d.Deterred), d.Says)
			}
		}
	}
	out := []table{head, t}
	if len(moves.rows) > 0 {
		out = append(out, moves)
	}
	return out
}
