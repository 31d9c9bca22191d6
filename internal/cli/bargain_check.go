// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
)

type checkReport struct {
	Case        string       `json:"case"`
	Format      string       `json:"format"`
	Issues      []checkIssue `json:"issues"`
	Parties     []checkParty `json:"parties"`
	Constraints int          `json:"constraints"`
	Packages    string       `json:"packages"` // feasible or not
	Feasible    bool         `json:"feasible"`
	Conflict    []string     `json:"conflict"`  // constraints that exclude every package together
	Smallest    bool         `json:"smallest"`  // no fewer of them do
	Uncertain   *string      `json:"uncertain"` // why this is a case for robust, or null
	repaired
}

type checkIssue struct {
	Issue   string `json:"issue"`
	Name    string `json:"name"`
	Options int    `json:"options"`
}

type checkParty struct {
	Party       string  `json:"party"`
	Name        string  `json:"name"`
	Profiles    int     `json:"profiles"`
	Valued      int     `json:"valued"` // issues for which it states values
	Tables      int     `json:"tables"` // rows of tables and boxes
	Weights     *string `json:"weights"`
	Reservation *string `json:"reservation"`
}

func (a *app) bargainCheck() *cobra.Command {
	var f caseFlags
	c := a.command(verb{
		use:   "check PATH…",
		short: "Say how a case was understood, and what is wrong with it",
		long: `Reads a case and says what was understood: issues, parties, what each party
states and what it leaves out, every decision that was made about a file that is
not as its format says, and whether the constraints leave any package. If they
do not, it names a smallest set of them that cannot hold together, and the exit
code is 3.`,
		example: "  parley bargain check case.json\n  parley bargain check folder --json=repairs",
		exits:   []int{exitNegative},
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, err := f.read(a, args)
			if err != nil {
				return err
			}
			r, err := a.checkCase(ctx, cs, &f)
			if err != nil {
				return err
			}
			if err := a.emit(report{name: "bargain.check", data: r, tables: checkTables(cs, r)}); err != nil {
				return err
			}
			if !r.Feasible {
				return failure(exitNegative, "no package satisfies the constraints")
			}
			return nil
		},
	})
	f.add(c)
	return c
}

func (a *app) checkCase(ctx context.Context, c *casefile.Case, f *caseFlags) (*checkReport, error) {
	m := c.Model
	r := &checkReport{Case: m.Name, Format: string(c.Format), Constraints: len(m.Constraints), Issues: []checkIssue{}, Parties: []checkParty{},
		Conflict: []string{}, repaired: repairsOf(c)}
	n := big.NewInt(1)
	for _, i := range m.Issues {
		n.Mul(n, big.NewInt(int64(len(i.Options))))
		r.Issues = append(r.Issues, checkIssue{i.ID, orID(i.Name, i.ID), len(i.Options)})
	}
	r.Packages = n.String()
	for _, p := range m.Parties {
		x := checkParty{Party: p.ID, Name: orID(p.Name, p.ID), Profiles: len(p.Views)}
		v := p.Views[0]
		for _, row := range v.Values {
			if row != nil {
				x.Valued++
			}
		}
		x.Tables = len(v.Terms)
		sum, known := new(big.Rat), v.Weights != nil
		for _, w := range v.Weights {
			e, exact := w.Exact()
			if known = known && exact; known {
				sum.Add(sum, e)
			}
		}
		if known {
			s := brief.Rounded(sum)
			x.Weights = &s
		}
		switch res := v.Reservation; {
		case res == nil:
		case res.Package != nil:
			s := "the package " + brief.NamePackage(m, res.Package).String()
			x.Reservation = &s
		default:
			s := res.Value.String()
			if e, exact := res.Value.Exact(); exact {
				s = brief.Rounded(e)
			}
			x.Reservation = &s
		}
		r.Parties = append(r.Parties, x)
	}
	if e := c.Uncertain(); e != nil {
		s := e.Error()
		r.Uncertain = &s
	} else if _, err := c.Compile(f.resolution); err != nil && !errors.Is(err, bargain.ErrTooFine) {
		return nil, err
	}
	set, smallest, err := m.Conflict(ctx)
	if err != nil {
		return nil, err
	}
	r.Feasible, r.Smallest = set == nil, smallest
	for _, k := range set {
		r.Conflict = append(r.Conflict, brief.ConstraintSays(m, k))
	}
	return r, nil
}

func checkTables(c *casefile.Case, r *checkReport) []table {
	head := table{title: "case", card: true}
	head.add("case", r.Case)
	head.add("format", r.Format)
	head.add("packages", r.Packages+" before constraints")
	head.add("constraints", number(r.Constraints))
	for _, s := range r.Conflict {
		head.add("excluded by", s)
	}
	if len(r.Conflict) > 0 {
		head.add("what this means", "these constraints cannot hold together, and without any one of them the others can")
	}
	if r.Uncertain != nil {
		head.add("not one number", *r.Uncertain+": parley bargain robust takes this case")
	}
	issues := table{title: "issues", cols: []col{{name: "issue"}, {name: "name"}, {name: "options", right: true}}}
	for _, i := range r.Issues {
		issues.add(i.Issue, i.Name, number(i.Options))
	}
	parties := table{title: "parties", cols: []col{{name: "party"}, {name: "name"}, {name: "valued", right: true}, {name: "tables", right: true}, {name: "weights add up to"}, {name: "limit"}}}
	for _, p := range r.Parties {
		weights, limit := "no weights: points", "not stated"
		if p.Weights != nil {
			weights = *p.Weights
		}
		if p.Reservation != nil {
			limit = *p.Reservation
		}
		if p.Profiles > 1 {
			limit = fmt.Sprintf("%d profiles", p.Profiles)
			weights = ""
		}
		parties.add(p.Party, p.Name, fmt.Sprintf("%d of %d issues", p.Valued, len(r.Issues)), number(p.Tables), weights, limit)
	}
	return append([]table{head, issues, parties}, repairTable(c)...)
}

type convertReport struct {
	Case    string   `json:"case"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Files   []string `json:"files"`
	Issues  int      `json:"issues"`
	Parties []string `json:"parties"`
	Lost    []string `json:"lost"` // what the format has no place for
	repaired
}

func (a *app) bargainImport() *cobra.Command {
	var f caseFlags
	var to, out string
	c := a.command(verb{
		use:   "import PATH…",
		short: "Turn a case of another tool into a case file, or back",
		long: `Reads a case of any known format and writes it in another: parley (one JSON
file), genius (XML), geniusweb (JSON) or negmas (YAML); the last three are a new
folder. What the format has no place for is said; what would become another case
is refused. If nothing is lost, reading the result gives an equal case.`,
		example: "  parley bargain import genius-folder --out case.json\n  parley bargain import case.json --to negmas --out folder",
		args:    cobra.MinimumNArgs(1),
		run: func(_ context.Context, args []string) error {
			if out == "" {
				return usageError("name a file or folder with --out")
			}
			cs, err := f.read(a, args)
			if err != nil {
				return err
			}
			files, lost, err := casefile.Write(cs, casefile.Format(to))
			if err != nil {
				return failure(exitFailed, "%v", err)
			}
			if len(files) == 1 {
				if err := a.checkOutput(out, args...); err != nil {
					return err
				}
			}
			names, err := a.writeFiles(out, files)
			if err != nil {
				return err
			}
			for _, s := range lost {
				a.warn("", "%s", s)
			}
			r := convertReport{Case: cs.Model.Name, From: string(cs.Format), To: to, Files: names, Issues: len(cs.Model.Issues), Parties: []string{},
				Lost: append([]string{}, lost...), repaired: repairsOf(cs)}
			for _, p := range cs.Model.Parties {
				r.Parties = append(r.Parties, p.ID)
			}
			if out == standard {
				return nil
			}
			t := table{title: "import", card: true}
			t.add("case", r.Case)
			t.add("from", r.From)
			t.add("to", r.To)
			t.add("files", strings.Join(r.Files, ", "))
			t.add("parties", strings.Join(r.Parties, ", "))
			return a.emit(report{name: "bargain.import", data: r, tables: append([]table{t}, repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&to, "to", string(casefile.Parley), "write this `format`: parley, genius, geniusweb or negmas")
	c.Flags().StringVarP(&out, "out", "o", "", "`file` or new folder to write; - is the standard output")
	return c
}
