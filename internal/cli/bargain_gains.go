// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
)

type gainsReport struct {
	brief.GainsReport
	repaired
}

// tabled reads a case and the package that a question starts from.
func (f *caseFlags) tabled(a *app, verb string, args []string, from string) (*casefile.Case, *bargain.Problem, bargain.Package, error) {
	c, p, err := f.compile(a, verb, args)
	if err != nil {
		return nil, nil, nil, err
	}
	x, err := packageOf(c, from, "--from")
	if err != nil {
		return nil, nil, nil, err
	}
	if ok, k, err := p.Feasible(x); err == nil && !ok {
		return nil, nil, nil, failure(exitNegative, "the package is excluded by a constraint: %s", brief.ConstraintSays(c.Model, k))
	}
	a.noteCut(c)
	return c, p, x, nil
}

func (a *app) bargainGains() *cobra.Command {
	var f caseFlags
	var from string
	list := -1
	c := a.command(verb{
		use:   "gains PATH…",
		short: "Say what a tabled package leaves on the table",
		long: `Starts from a package on the table and says whether some package gives somebody
more and nobody less; if so, the largest step that is certain for everybody, and
for each party the most that could be added without cost to the others. If not,
that is a proof that the package cannot be improved.`,
		example: "  parley bargain gains case.json --from 'truce=30d,zone=5'\n  parley bargain gains case.json        from the reference package of the case",
		exits:   []int{exitNegative},
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, p, x, err := f.tabled(a, "gains", args, from)
			if err != nil {
				return err
			}
			show, done := a.progress()
			r, err := brief.Gains(ctx, p, x, bargain.Options{Progress: show}, a.points(list))
			done()
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.gains", data: gainsReport{*r, repairsOf(cs)}, tables: append(gainsTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&from, "from", "", "the `package` on the table: 'ISSUE=OPTION,…' or a JSON object (default: the reference of the case)")
	c.Flags().IntVar(&list, "list", -1, "list `N` of the packages that give nobody less (default: 20 in tables, 100000 in JSON)")
	return c
}

func gainsTables(r *brief.GainsReport) []table {
	head := table{title: "package", card: true}
	head.add("package", r.From.Package.String())
	for q, p := range r.Parties {
		head.add("utility of "+p, shownNumber(r.From.U[q]))
	}
	switch {
	case r.Efficient && r.Proven:
		head.add("what this means", "no package gives somebody more and nobody less: proven")
	case r.Efficient:
		head.add("what this means", "no better package was found, but that is not proven")
	default:
		head.add("what this means", fmt.Sprintf("%d ways of sharing give nobody less and somebody more; %d of them give everybody more", r.Vectors, r.BetterForAll))
	}
	t := table{title: "better packages", cols: append([]col{{name: "which"}}, pointColumns(r.Parties, col{name: "changes"})...)}
	row := func(which string, s *brief.SolutionPart) {
		t.add(append(append([]string{which}, shownNumbers(s.U)...), difference(r.From.Package, s.Package))...)
	}
	if r.Step != nil {
		row("most that is certain for everybody", r.Step)
	}
	for q, m := range r.More {
		if m != nil {
			row("most for "+r.Parties[q]+" at no cost to others", &m.SolutionPart)
		}
	}
	t.note = "utility, in each party's own points"
	out := []table{head, t}
	if !r.Efficient {
		out = append(out, packageTable("efficient packages that give nobody less", r.Parties, r.Points))
	}
	return out
}

// difference says what changes between two packages.
func difference(from, to brief.SettledPackage) string {
	var parts []string
	for i, s := range from {
		if to[i].Option != s.Option {
			parts = append(parts, fmt.Sprintf("%s: %s to %s", s.Issue, s.Option, to[i].Option))
		}
	}
	if parts == nil {
		return "nothing"
	}
	return strings.Join(parts, "; ")
}

type priceReport struct {
	brief.PriceReport
	repaired
}

func (a *app) bargainPrice() *cobra.Command {
	var f caseFlags
	var from, change string
	rolls := 10
	c := a.command(verb{
		use:   "price PATH…",
		short: "Say what each concession costs, and what would make up for it",
		long: `Starts from a package and says what every change of one issue means to each
party: who gives, who gets, and how much. Then it lists exchanges of two
concessions after which nobody has less (a logroll), the best first. With
--change it looks for the package that contains this change and leaves nobody
worse off than before.`,
		example: "  parley bargain price case.json --from 'truce=30d,zone=5'\n  parley bargain price case.json --change truce=90d",
		exits:   []int{exitNegative},
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			if rolls < 0 {
				return usageError("--logrolls %d is no number", rolls)
			}
			cs, p, x, err := f.tabled(a, "price", args, from)
			if err != nil {
				return err
			}
			var asked *bargain.Change
			if change != "" {
				i, o, err := casefile.ParseChoice(cs.Model, change)
				if err != nil {
					return usageError("--change: %v", err)
				}
				if x[i] == o {
					return usageError("--change %s changes nothing: the package has it already", change)
				}
				asked = &bargain.Change{Issue: i, From: x[i], To: o}
			}
			r, err := brief.Price(ctx, p, x, asked, bargain.Options{}, rolls)
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.price", data: priceReport{*r, repairsOf(cs)}, tables: append(priceTables(cs, r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&from, "from", "", "the `package` on the table: 'ISSUE=OPTION,…' or a JSON object (default: the reference of the case)")
	c.Flags().StringVar(&change, "change", "", "look for what would make up for this `ISSUE=OPTION`")
	c.Flags().IntVar(&rolls, "logrolls", rolls, "list `N` exchanges of two concessions (0: all)")
	return c
}

func priceTables(c *casefile.Case, r *brief.PriceReport) []table {
	head := table{title: "package", card: true}
	head.add("package", r.From.Package.String())
	for q, p := range r.Parties {
		head.add("utility of "+p, shownNumber(r.From.U[q]))
	}
	if r.Change != nil {
		means := "no package contains this change and leaves nobody worse off"
		if s := r.Compensation; s != nil {
			means = "made up for by: " + difference(r.From.Package, s.Package) + "; utilities are then " + strings.Join(shownNumbers(s.U), ", ")
		}
		head.add(r.Change.Issue+" to "+r.Change.To, means)
	}
	prices := table{title: "prices", cols: append([]col{{name: "issue"}, {name: "from"}, {name: "to"}}, pointColumns(r.Parties, col{name: "what this means"})...)}
	for _, x := range r.Prices {
		means := "costs nobody anything and brings nobody anything"
		switch {
		case len(x.Less) > 0 && len(x.More) > 0:
			means = strings.Join(x.Less, ", ") + " gives, " + strings.Join(x.More, ", ") + " gets"
		case len(x.Less) > 0:
			means = "costs " + strings.Join(x.Less, ", ") + " and brings nobody anything"
		case len(x.More) > 0:
			means = "costs nobody anything and helps " + strings.Join(x.More, ", ")
		}
		if silent := silentOn(c, x.Issue); len(silent) > 0 {
			means += "; " + strings.Join(silent, ", ") + " has stated nothing on this issue"
		}
		if !x.Allowed {
			means += "; excluded by a constraint"
		}
		prices.add(append(append([]string{x.Issue, x.From, x.To}, signed(x.Change)...), means)...)
	}
	prices.note = "change of utility, in each party's own points"
	rolls := table{title: "exchanges", cols: append([]col{{name: "one change"}, {name: "for"}}, pointColumns(r.Parties)...)}
	for _, x := range r.Logrolls {
		rolls.add(append([]string{x.First.Issue + ": " + x.First.To, x.Second.Issue + ": " + x.Second.To}, signed(x.Change)...)...)
	}
	rolls.note = "two concessions together, after which nobody has less than now; the best for the party that gains least comes first"
	return []table{head, prices, rolls}
}

// silentOn lists the parties that state nothing on an issue.
func silentOn(c *casefile.Case, id string) (out []string) {
	issue := slices.IndexFunc(c.Model.Issues, func(i bargain.Issue) bool { return i.ID == id })
	for _, p := range c.Model.Parties {
		v := p.Views[0]
		says := v.Values != nil && v.Values[issue] != nil
		for _, t := range v.Terms {
			says = says || slices.ContainsFunc(t.When, func(m bargain.Match) bool { return m.Issue == issue })
		}
		if !says {
			out = append(out, p.ID)
		}
	}
	return out
}

// signed shows gains with a plus.
func signed(list []string) []string {
	out := shownNumbers(list)
	for i, s := range out {
		if s != "0" && !strings.HasPrefix(s, "-") {
			out[i] = "+" + s
		}
	}
	return out
}

type robustReport struct {
	brief.RobustReport
	repaired
}

func (a *app) bargainRobust() *cobra.Command {
	var f caseFlags
	var packages []string
	o := bargain.RobustOptions{Samples: 1000, Seed: 1}
	c := a.command(verb{
		use:   "robust PATH…",
		short: "Say which packages survive when preferences are not certain",
		long: `Takes a case in which numbers are ranges, not known, or only ordered ("this
matters more than that"), or in which a party has several profiles. It draws
many exact cases from it and says, for each package, in how many of them it
cannot be improved, meets all limits, or is a fair point; and whether it is
certain (for every preference that fits) or at least possible that it cannot be
improved.

Shares are of samples, not chances of agreement. Sample size and seed belong to
the result: the same two give the same numbers.`,
		example: "  parley bargain robust case.yaml --samples 1000 --seed 1\n  parley bargain robust case.yaml --package 'truce=30d,zone=5' --package 'truce=90d,zone=10'",
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, err := f.read(a, args)
			if err != nil {
				return err
			}
			for _, s := range packages {
				x, err := packageOf(cs, s, "--package")
				if err != nil {
					return err
				}
				o.Packages = append(slices.Clip(o.Packages), x)
			}
			r, err := brief.Robust(ctx, cs.Model, o)
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.robust", data: robustReport{*r, repairsOf(cs)}, tables: append(robustTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().IntVar(&o.Samples, "samples", o.Samples, "draw `N` cases")
	c.Flags().Uint64Var(&o.Seed, "seed", o.Seed, "`number` that the drawing starts from")
	c.Flags().StringArrayVar(&packages, "package", nil, "judge this `package`; may be repeated (default: the fair points of the samples)")
	return c
}

func robustTables(r *brief.RobustReport) []table {
	t := table{title: "packages", cols: []col{{name: "efficient", right: true}, {name: "all limits met", right: true}, {name: "Nash", right: true},
		{name: "Kalai-S.", right: true}, {name: "egalitarian", right: true}, {name: "possible"}, {name: "certain"}, {name: "regret", right: true}, {name: "package"}}}
	share := func(n int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(r.Samples)) }
	for _, x := range r.Packages {
		t.add(share(x.Efficient), share(x.Acceptable), share(x.Nash), share(x.KalaiSmorodinsky), share(x.Egalitarian),
			x.Possibly, x.Necessarily, shownNumber(x.Regret), x.Package.String())
	}
	t.note = fmt.Sprintf("shares of %d samples drawn with seed %d; not chances of agreement. Efficient: no package gives somebody more and nobody less. "+
		"Possible, certain: whether some, or all, preferences that fit make it efficient. Regret: the most that every party could still have gained, in any sample", r.Samples, r.Seed)
	if r.Rounded+r.Unproven > 0 {
		t.note += fmt.Sprintf(". In %d samples numbers were rounded; %d are not proven for another reason", r.Rounded, r.Unproven)
	}
	return []table{t}
}
