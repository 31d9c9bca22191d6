// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

type bargainChartReport struct {
	Kind   string `json:"kind"`
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	Points int    `json:"points"` // drawn, of the frontier
	repaired
}

// chartStyle gives a picture that stands alone the colours of a page on paper.
const chartStyle = `<style>svg{--ink:#1d2733;--paper:#ffffff;font-family:sans-serif;background:#ffffff}text{fill:#1d2733}.soft{fill:#5a6672}.grid{stroke:#b9c2cc}</style>`

func (a *app) bargainChart() *cobra.Command {
	var f caseFlags
	var out, from string
	var between []string
	c := a.command(verb{
		use:   "chart KIND PATH…",
		short: "Draw the frontier as an SVG file: plane or lines",
		long: `Draws the packages that cannot be improved. plane sets the utilities of two
parties against each other, lines has one axis for each party. Fair points are
named, stated limits marked, and with --from so is the package on the table. The
numbers are those of parley bargain solve, which prints them as a table.`,
		example: "  parley bargain chart plane case.json --out plane.svg\n  parley bargain chart lines case.json -o lines.svg --from 'truce=30d,zone=5'",
		args:    cobra.MinimumNArgs(2),
		run: func(ctx context.Context, args []string) error {
			kind, paths := args[0], args[1:]
			if kind != "plane" && kind != "lines" {
				return usageError("there is no chart %q; there are plane and lines", kind)
			}
			if out == "" {
				return usageError("name a file with --out")
			}
			if err := a.checkOutput(out, paths...); err != nil {
				return err
			}
			cs, p, err := f.compile(a, "chart "+kind, paths)
			if err != nil {
				return err
			}
			if len(cs.Model.Parties) < 2 {
				return usageError("a chart needs two parties")
			}
			r, err := brief.Packages(ctx, p, bargain.Options{}, listedPoints)
			if err != nil {
				return err
			}
			var marks []chart.PackageMark
			for _, n := range solutionNames(r) {
				marks = append(marks, chart.PackageMark{Name: n.name, U: n.s.U})
			}
			if from != "" || cs.Reference != nil {
				x, err := packageOf(cs, from, "--from")
				if err != nil {
					return err
				}
				u, err := p.Utility(x)
				if err != nil {
					return err
				}
				m := chart.PackageMark{Name: "on the table"}
				for _, v := range u {
					m.U = append(m.U, brief.Rounded(v))
				}
				marks = append(marks, m)
			}
			w := chart.PackageWords{Title: "Packages of " + r.Case, Description: frontierSays(&r.Frontier) + ". " + zoneSays(r) + "."}
			for q, party := range cs.Model.Parties {
				w.Parties = append(w.Parties, "utility of "+orID(party.Name, party.ID))
				limit := ""
				if q < len(r.Limits) && r.Limits[q].Stated {
					limit = "limit " + shownNumber(r.Limits[q].Value)
				}
				w.Limits = append(w.Limits, limit)
			}
			fig := chart.PackageLines(lang.For("en"), r, marks, w)
			if kind == "plane" {
				if len(between) == 0 {
					between = partyNames(cs)[:2]
				}
				pair, err := pairOf(cs, between)
				if err != nil {
					return err
				}
				fig = chart.PackagePlane(lang.For("en"), r, pair, marks, w)
			}
			if fig.SVG == "" {
				return failure(exitNegative, "there is nothing to draw: %s", zoneSays(r))
			}
			svg := strings.Replace(fig.SVG, "<svg ", `<svg xmlns="http://www.w3.org/2000/svg" `, 1)
			svg = strings.Replace(svg, "<title", chartStyle+"<title", 1) + "\n"
			if err := a.write(out, []byte(svg), "a picture", true); err != nil {
				return err
			}
			if out == standard {
				return nil
			}
			t := table{title: "chart", card: true}
			t.add("file", out)
			t.add("points", fmt.Sprintf("%d of %d", len(r.Frontier.Points), r.Frontier.Vectors))
			return a.emit(report{name: "bargain.chart", data: bargainChartReport{kind, out, len(svg), len(r.Frontier.Points), repairsOf(cs)}, tables: append([]table{t}, repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	c.Flags().StringVar(&from, "from", "", "mark this `package`, 'ISSUE=OPTION,…', as on the table (default: the reference of the case)")
	c.Flags().StringSliceVar(&between, "between", nil, "the two `parties` of a plane, as A,B (default: the first two)")
	return c
}
