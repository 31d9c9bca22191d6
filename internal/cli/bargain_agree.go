// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
)

type agreeReport struct {
	brief.AgreementReport
	repaired
}

func (a *app) bargainAgree() *cobra.Command {
	var f caseFlags
	var ruleText string
	var members []string
	list := -1
	c := a.command(verb{
		use:   "agree PATH…",
		short: "Say which packages can pass under a rule of agreement",
		long: `Counts the packages that enough parties accept under a rule, and says which
points of the frontier no group strong enough to decide would rather replace.
The rule is that of the case or, with --rule:

  unanimity                 all must accept
  all_but=1,veto=a+b        at most one may dissent, and neither a nor b
  quorum=4,veto=a           four must accept, a among them

A party accepts what meets its stated limit; one that states none accepts all.
With --coalition it also says what that group can guarantee itself.`,
		example: "  parley bargain agree case.json --rule all_but=1,veto=north\n  parley bargain agree case.json --coalition north,east",
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, p, err := f.compile(a, "agree", args)
			if err != nil {
				return err
			}
			rule, err := ruleOf(cs, ruleText)
			if err != nil {
				return err
			}
			var set []int
			for _, id := range members {
				q, err := partyOf(cs, id, "--coalition")
				if err != nil {
					return err
				}
				set = append(set, q)
			}
			a.noteCut(cs)
			r, err := brief.Agreement(ctx, p, rule, set, bargain.Options{}, a.points(list))
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.agree", data: agreeReport{*r, repairsOf(cs)}, tables: append(agreeTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&ruleText, "rule", "", "`rule` of agreement (default: that of the case, else unanimity)")
	c.Flags().StringSliceVar(&members, "coalition", nil, "`parties` to ask about, as A,B")
	c.Flags().IntVar(&list, "list", -1, "list `N` points (default: 20 in tables, 100000 in JSON)")
	return c
}

// ruleOf reads a rule as it is typed.
func ruleOf(c *casefile.Case, s string) (bargain.Rule, error) {
	n := len(c.Model.Parties)
	if s == "" {
		if c.Rule != nil {
			return *c.Rule, nil
		}
		return bargain.Unanimity(n), nil
	}
	var out bargain.Rule
	for i, part := range strings.Split(s, ",") {
		name, value, _ := strings.Cut(part, "=")
		k, err := strconv.Atoi(value)
		switch {
		case i == 0 && name == "unanimity" && value == "":
			out = bargain.Unanimity(n)
		case i == 0 && name == "all_but" && err == nil && k >= 0 && k < n:
			out = bargain.AllBut(n, k)
		case i == 0 && name == "quorum" && err == nil && k >= 1 && k <= n:
			out.AtLeast = k
		case i > 0 && name == "veto":
			for _, id := range strings.Split(value, "+") {
				q, err := partyOf(c, id, "--rule")
				if err != nil {
					return out, err
				}
				out.Veto = append(out.Veto, q)
			}
		default:
			return out, usageError("--rule %q is not unanimity, all_but=K or quorum=K for %d parties, with veto=A+B after it", s, n)
		}
	}
	return out, nil
}

func agreeTables(r *brief.AgreementReport) []table {
	t := table{title: "agreement", card: true}
	t.add("rule", fmt.Sprintf("%d of %d parties must accept", r.AtLeast, len(r.Parties)))
	if len(r.Veto) > 0 {
		t.add("among them", strings.Join(r.Veto, ", "))
	}
	n := countSays(r.Acceptable)
	if r.Acceptable == nil {
		n = "between " + countSays(r.Fewest) + " and " + countSays(r.Most)
	}
	t.add("packages that can pass", n)
	t.add("frontier", fmt.Sprintf("%d ways of sharing", r.Vectors))
	t.add("of these, stable", fmt.Sprintf("%d can pass, and no group that can decide has another package that is better for each of its members", r.CoreVectors))
	t.add("replaced", fmt.Sprintf("%d can pass, but some such group has a better one", r.Blocked))
	t.add("not accepted", fmt.Sprintf("%d leave too many parties below their limit", r.Refused))
	if !r.Proven {
		t.add("proven", "no: the frontier is not")
	}
	out := []table{t}
	if c := r.Coalition; c != nil {
		g := table{title: "coalition", card: true}
		g.add("members", strings.Join(c.Members, ", "))
		switch {
		case c.Winning:
			g.add("what this means", fmt.Sprintf("it can decide by itself; it can guarantee itself any of %d ways of sharing", c.Guarantee.Vectors))
		case c.Blocks:
			g.add("what this means", "it cannot decide by itself, but nothing passes without it; alone it has its limits")
		default:
			g.add("what this means", "it can neither decide nor prevent; alone it has its limits")
		}
		out = append(out, g)
	}
	return append(out, packageTable("stable", r.Parties, r.Core))
}

func (a *app) bargainDivide() *cobra.Command {
	return a.command(verb{
		use:   "divide FILE",
		short: "Divide goods between two parties by their own claims",
		long: `Reads what two parties claim of each item, in points that add up to the same
sum, and divides the items by Adjusted Winner: each goes to the party that
claims more for it, then items move, the last of them in part, until both have
as many points. The file is {"schema": "parley.divide/1", "items": [...],
"claims": {"a": {"item": 86, ...}, "b": {...}}}. The result holds for the points
that were stated.`,
		example: "  parley bargain divide goods.json",
		args:    cobra.ExactArgs(1),
		run: func(_ context.Context, args []string) error {
			data, err := a.read(args[0], maxCaseFile)
			if err != nil {
				return err
			}
			d, err := casefile.ReadDivision(casefile.File{Name: filepath.ToSlash(args[0]), Data: data})
			if err != nil {
				return err
			}
			r, err := brief.Divide(d.Parties, d.Items, d.Claims)
			if err != nil {
				return failure(exitFailed, "%s: %v", args[0], err)
			}
			t := table{title: "items", cols: []col{{name: "item"}, {name: "claim of " + r.Parties[0], right: true}, {name: "claim of " + r.Parties[1], right: true},
				{name: "share of " + r.Parties[0], right: true}, {name: "share of " + r.Parties[1], right: true}}}
			for _, x := range r.Items {
				t.add(x.Item, x.Claims[0], x.Claims[1], x.Shares[0], x.Shares[1])
			}
			t.note = fmt.Sprintf("both get %s of their own points; neither would rather have the other's share, by what it claims", shownNumber(r.Points.U[0]))
			return a.emit(report{name: "bargain.divide", data: r, tables: []table{t}})
		},
	})
}
