// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
)

// listedPoints is how many points of a frontier JSON lists; tables list fewer.
const (
	listedPoints = 100_000
	tabledPoints = 20
)

type solveReport struct {
	brief.PackagesReport
	repaired
}

func (a *app) bargainSolve() *cobra.Command {
	var f caseFlags
	var rational bool
	list := -1
	var budget string
	c := a.command(verb{
		use:   "solve PATH…",
		short: "Find the packages that cannot be improved, and the fair ones among them",
		long: `Reads a case file, a folder, or a domain with its profiles, and says: how many
packages there are; which of them nobody can improve on without cost to another
(the frontier); which of those five definitions of fairness select; whether a
package meets everybody's limit, and if none does, what would open one.

Everything is exact and complete where it says proven. With --resolution, or
when memory runs out, it says how far it may be off. A case with ranges, orders
or several profiles of a party is a case for parley bargain robust.`,
		example: `  parley bargain solve case.json
  parley bargain solve domain.xml profile1.xml profile2.xml
  parley bargain solve folder --party north=util1.xml --party south=util7.xml --json`,
		args: cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			if list < -1 {
				return usageError("--list %d is no number of points", list)
			}
			memory, err := memorySize(budget)
			if err != nil {
				return err
			}
			cs, p, err := f.compile(a, "solve", args)
			var r *brief.PackagesReport
			switch {
			case err == nil:
				show, done := a.progress()
				r, err = brief.Packages(ctx, p, bargain.Options{RationalOnly: rational, MemoryBytes: memory, Progress: show}, a.points(list))
				done()
			case errors.Is(err, bargain.ErrTooFine): // exact all the same, but more slowly
				var fine error
				if r, fine = brief.FinePackages(ctx, cs.Model, rational, a.points(list)); fine == nil || ctx.Err() != nil {
					err = fine
				}
			}
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.solve", data: solveReport{*r, repairsOf(cs)}, tables: solveTables(cs, r)})
		},
	})
	f.add(c)
	c.Flags().BoolVar(&rational, "rational-only", false, "leave out what gives a party less than its stated limit")
	c.Flags().IntVar(&list, "list", -1, "list `N` points of the frontier (default: 20 in tables, 100000 in JSON; 0 for none)")
	c.Flags().StringVar(&budget, "memory", "", "keep vectors within this `SIZE`, such as 500M or 4G (default 2G); beyond it the result says what is still proven")
	return c
}

// memorySize reads bytes, or a number with K, M or G; 0 if nothing is stated.
func memorySize(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	digits := strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(s), "B"), "I")
	shift := 0
	if i := strings.IndexAny(digits, "KMG"); i >= 0 && i == len(digits)-1 {
		shift = 10 * (1 + strings.IndexByte("KMG", digits[i]))
		digits = digits[:i]
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > 1<<40>>shift {
		return 0, usageError("--memory %q is no size; write one such as 500M or 4G", s)
	}
	return n << shift, nil
}

// points is how many points are listed.
func (a *app) points(list int) int {
	switch {
	case list >= 0:
		return list
	case a.flags.json != "":
		return listedPoints
	}
	return tabledPoints
}

func solveTables(c *casefile.Case, r *brief.PackagesReport) []table {
	head := table{title: "case", card: true}
	head.add("case", r.Case)
	head.add("parties", strings.Join(r.Parties, ", "))
	head.add("issues", number(r.Issues))
	if r.Outcomes != nil {
		head.add("packages", *r.Outcomes)
	} else {
		head.add("packages", "between "+*r.AtLeast+" and "+*r.AtMost)
	}
	head.add("frontier", frontierSays(&r.Frontier))
	head.add("agreement", zoneSays(r))
	for _, s := range r.Conflict {
		head.add("excluded by", s)
	}
	out := []table{head, limitTable(r)}
	if names := solutionNames(r); len(names) > 0 {
		out = append(out, solutionTables(c, r)...)
	}
	if len(r.Frontier.Points) > 0 {
		t := packageTable("frontier", r.Parties, r.Frontier.Points)
		t.note = "utility, in each party's own points; points of two parties are not of one unit unless the case says so"
		if more := r.Frontier.Vectors - len(r.Frontier.Points); more > 0 {
			t.note = fmt.Sprintf("the first %d of %d; --list shows more. ", len(r.Frontier.Points), r.Frontier.Vectors) + t.note
		}
		out = append(out, t)
	}
	return append(out, repairTable(c)...)
}

func frontierSays(f *brief.FrontierPart) string {
	s := fmt.Sprintf("%d ways of sharing utility, in %s packages, that no package improves on for one party without cost to another", f.Vectors, countSays(f.Packages))
	switch {
	case f.Proven:
		return s + "; proven, and complete"
	case f.Why == "resolution":
		return s + "; not proven: numbers were rounded, and a utility may be off by " + strings.Join(shownNumbers(f.Rounding), ", ")
	}
	s += "; not proven: " + map[string]string{"memory": "memory ran out", "steps": "the search was cut short"}[f.Why]
	if f.Ceiling != nil {
		s += "; no package gives more than " + strings.Join(shownNumbers(f.Ceiling), ", ")
	}
	return s
}

func zoneSays(r *brief.PackagesReport) string {
	z := &r.Zone
	stated := 0
	for _, l := range r.Limits {
		if l.Stated {
			stated++
		}
	}
	n := countSays(z.Packages)
	if z.Packages == nil {
		n = "between " + countSays(z.AtLeast) + " and " + countSays(z.AtMost)
	}
	switch {
	case z.Exists && stated == 0:
		return "no party states a limit, so every package is possible; that is not a limit of zero"
	case z.Exists:
		return n + " packages meet every limit that is stated"
	case len(r.Limits) == 0:
		return "no package satisfies the constraints"
	}
	s := "no package meets every limit that is stated"
	for q, x := range z.Relaxations {
		if x != nil {
			s += fmt.Sprintf("; %s alone would open it by lowering its limit by %s", r.Parties[q], shownNumber(*x))
		}
	}
	return s
}

func limitTable(r *brief.PackagesReport) table {
	t := table{title: "limits", cols: []col{{name: "party"}, {name: "limit", right: true}, {name: "best possible", right: true}, {name: "where the limit comes from"}}}
	for q, l := range r.Limits {
		from := "stated: less than this is worse than no agreement"
		if !l.Stated {
			from = "not stated; this is the least that any package gives, and gains are counted from it"
		}
		best := "none"
		if l.Ideal != nil {
			best = shownNumber(*l.Ideal)
		}
		t.add(r.Parties[q], shownNumber(l.Value), best, from)
	}
	t.note = "best possible: the most a party gets among packages that meet all stated limits"
	return t
}

// A namedSolution is a fair point with its name and what it means.
type namedSolution struct {
	name, means string
	s           *brief.SolutionPart
}

func solutionNames(r *brief.PackagesReport) (out []namedSolution) {
	x := &r.Solutions
	for _, n := range []namedSolution{
		{"Nash", "the product of what the parties gain over their limits is greatest: any other package costs some party a larger share of its gain than it brings another", x.Nash},
		{"Kalai-Smorodinsky", "each party gets, as nearly as packages allow, the same share of the most it could hope for", x.KalaiSmorodinsky},
		{"egalitarian", "the party that gains least gains as much as it can; gains are compared in points, so this means something only if points of the parties are of one unit", x.Egalitarian},
		{"equal gain", "what the parties gain differs least; the same caution about units", x.EqualGain},
		{"utilitarian", "the sum of utilities is greatest; the case says that points are of one unit", x.Utilitarian},
	} {
		if n.s != nil {
			out = append(out, n)
		}
	}
	return out
}

func solutionTables(c *casefile.Case, r *brief.PackagesReport) []table {
	names := solutionNames(r)
	u := table{title: "fair points", cols: append([]col{{name: "definition"}}, pointColumns(r.Parties, col{name: "also selected", right: true}, col{name: "proven"}, col{name: "what this means"})...)}
	x := table{title: "their packages", cols: []col{{name: "issue"}}}
	type column struct {
		names string
		of    *brief.SolutionPart
	}
	var columns []column // definitions that select one package share a column
	for _, n := range names {
		at := slices.IndexFunc(columns, func(c column) bool { return slices.Equal(c.of.Package, n.s.Package) })
		if at >= 0 {
			columns[at].names += ", " + n.name
		} else {
			columns = append(columns, column{n.name, n.s})
		}
		proven := "yes"
		if !n.s.Proven {
			proven = "no"
		}
		u.add(append(append([]string{n.name}, shownNumbers(n.s.U)...), number(n.s.Ties), proven, gainSays(r, n.s)+"; "+n.means)...)
	}
	for _, c := range columns {
		x.cols = append(x.cols, col{name: c.names})
	}
	u.note = "utility, in each party's own points. A fair point is a definition applied to stated numbers, not a recommendation; it moves when numbers do"
	for i, issue := range c.Model.Issues {
		row := []string{orID(issue.Name, issue.ID)}
		for _, c := range columns {
			row = append(row, optionName(issue, c.of.Package[i].Option))
		}
		x.add(row...)
	}
	return []table{u, x}
}

func orID(name, id string) string {
	if name != "" {
		return name
	}
	return id
}

func optionName(issue bargain.Issue, id string) string {
	for _, o := range issue.Options {
		if o.ID == id {
			return orID(o.Name, o.ID)
		}
	}
	return id
}

// gainSays is how far a point is above the limits, as a share of what is possible.
func gainSays(r *brief.PackagesReport, s *brief.SolutionPart) string {
	var parts []string
	for q, l := range r.Limits {
		if l.Ideal == nil {
			continue
		}
		u, limit, ideal := ratio(s.U[q]), ratio(l.Value), ratio(*l.Ideal)
		if ideal <= limit {
			parts = append(parts, r.Parties[q]+" cannot gain")
			continue
		}
		parts = append(parts, fmt.Sprintf("%s gets %.0f %% of its possible gain", r.Parties[q], math.Floor(100*(u-limit)/(ideal-limit)+0.5)))
	}
	return strings.Join(parts, ", ")
}

// ratio reads a rounded number for a percentage.
func ratio(s string) float64 {
	var x float64
	if _, err := fmt.Sscan(s, &x); err != nil {
		return 0
	}
	return x
}
