// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"parley/internal/brief"
	"parley/stability"
)

type sweepReport struct {
	brief.SweepReport
	repaired
}

// maxRuns bounds the runs of a sweep.
const maxRuns = 10_000_000

func (a *app) stabilitySweep() *cobra.Command {
	var f modelFlags
	runs, seed := 1000, uint64(1)
	var vary []string
	c := f.asking(a, verb{
		use:   "sweep FILE",
		short: "Say which equilibria survive when preferences are not quite as stated",
		long: `Solves the model again and again with preferences varied at random, and counts
how often each state is an equilibrium. --vary DM=swaps:N exchanges N neighbours
of the ranking, DM=order:N neighbouring statements, DM=within:N shifts each
worth by up to N units; without it, everybody's preference is varied once,
statements by order and others by swaps. Seed and runs belong to the result: the
same give the same numbers. Shares are of what was drawn, not chances of an
outcome.`,
		example: "  parley stability sweep model.json --runs 1000 --seed 1\n  parley stability sweep model.json --vary north=order:2 --vary south=swaps:3",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		if runs < 1 || runs > maxRuns {
			return report{}, usageError("--runs %d is not from 1 to %d", runs, maxRuns)
		}
		how, err := cf.variations(vary)
		if err != nil {
			return report{}, err
		}
		show, end := a.counting(runs, "runs")
		r, err := brief.SweepModel(ctx, cf.m, runs, seed, how, cf.asked, f.list, show)
		end()
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.sweep", data: sweepReport{*r, cf.repairs()}, tables: cf.sweepTables(r)}, nil
	})
	f.addConcepts(c)
	f.addList(c)
	c.Flags().IntVar(&runs, "runs", runs, "how many `runs`")
	c.Flags().Uint64Var(&seed, "seed", seed, "the `seed` of what is drawn")
	c.Flags().StringArrayVar(&vary, "vary", nil, "vary one preference, as `DM=WAY:N`; may be repeated")
	return c
}

// counting prints how many of all are done, on a terminal only.
func (a *app) counting(all int, what string) (func(int), func()) {
	f, ok := a.err.(*os.File)
	if !ok || a.flags.quiet || a.flags.json != "" || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	start, last, shown := a.now(), time.Time{}, false
	return func(done int) {
			now := a.now()
			if now.Sub(start) < time.Second || now.Sub(last) < 200*time.Millisecond {
				return
			}
			last, shown = now, true
			fmt.Fprintf(f, "\rparley: %d of %d %s   ", done, all, what)
		}, func() {
			if shown {
				fmt.Fprintln(f)
			}
		}
}

// variations reads what is varied.
func (c *conflict) variations(texts []string) (out []stability.Variation, err error) {
	if len(texts) == 0 {
		for i, dm := range c.Definition.DMs {
			v := stability.Variation{DM: i, Swaps: 1}
			if len(dm.Preference.Statements) > 1 {
				v = stability.Variation{DM: i, Order: 1}
			}
			out = append(out, v)
		}
		return out, nil
	}
	for _, text := range texts {
		id, rest, ok := strings.Cut(text, "=")
		way, times, ok2 := strings.Cut(rest, ":")
		n, err := strconv.ParseInt(times, 10, 32)
		if !ok || !ok2 || err != nil || n < 1 {
			return nil, usageError("--vary %q is not DM=WAY:N, such as north=swaps:2", text)
		}
		who, err := c.members([]string{id}, "--vary")
		if err != nil {
			return nil, err
		}
		v := stability.Variation{DM: who[0]}
		switch way {
		case "swaps":
			v.Swaps = int(n)
		case "order":
			v.Order = int(n)
		case "within":
			v.Within = n
		default:
			return nil, usageError("--vary %q: there is no way %q; there are swaps, order and within", text, way)
		}
		out = append(out, v)
	}
	return out, nil
}

func (c *conflict) sweepTables(r *brief.SweepReport) []table {
	head := c.basisTable(&r.StabilityBasis)
	head.add("runs", number(r.Runs))
	head.add("seed", fmt.Sprint(r.Seed))
	for _, v := range r.Varied {
		how := fmt.Sprintf("%d exchanges of neighbours in the ranking", v.Swaps)
		switch {
		case v.Order > 0:
			how = fmt.Sprintf("%d exchanges of neighbouring statements", v.Order)
		case v.Within > 0:
			how = fmt.Sprintf("each worth shifted by up to %d units", v.Within)
		}
		head.add("varied for "+c.dmName(v.DM), how)
	}
	t := table{title: "equilibria", cols: []col{{name: "concept"}, {name: "state"}, {name: "runs", right: true}, {name: "share", right: true}, {name: "as stated"}, {name: "options taken"}}}
	options := table{title: "options in equilibria", cols: []col{{name: "concept"}, {name: "option"}, {name: "taken in", right: true}, {name: "of", right: true}}}
	for _, x := range r.Concepts {
		for _, s := range x.Value.States[:min(len(x.Value.States), tabledStates)] {
			t.add(x.Name, c.name(s.State), number(s.Runs), fmt.Sprintf("%d %%", s.Runs*100/r.Runs), yes(s.Base), c.taken(s.State))
		}
		t.note += fmt.Sprintf("%s: exactly the equilibria of the model in %d of %d runs. ", x.Name, x.Value.Same, r.Runs)
		for k, n := range x.Value.Taken {
			options.add(x.Name, orID(c.Definition.Options[k].Name, n.Name), number(n.Value), number(x.Value.All))
		}
	}
	t.note += "Shares are of what was drawn"
	out := []table{head, t}
	if len(options.rows) > 0 {
		out = append(out, options)
	}
	return out
}
