// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/chart"
	"parley/internal/lang"
	"parley/internal/sheet"
)

type bargainChartReport struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	File  string `json:"file"`
	CSV   string `json:"csv,omitempty"`
	Bytes int    `json:"bytes"`
	Rows  int    `json:"rows"` // of the table behind it
	repaired
}

// A chartKind is one chart of a case.
type chartKind struct {
	name, says string
	draw       func(*chartJob, context.Context) (chart.Figure, error)
}

// chartKinds are the charts of a case.
var chartKinds = [...]chartKind{
	{"plane", "two parties against each other, with fair points and offers", (*chartJob).plane},
	{"lines", "one axis for each party, one line for each way of sharing", (*chartJob).lines},
	{"matrix", "each two of three or more parties in a small plane of their own", (*chartJob).matrix},
	{"history", "what each side of --offers has offered over time", (*chartJob).history},
	{"shares", "in how many of --samples packages hold up", (*chartJob).shares},
	{"sensitivity", "which assumption would change the answer to --question", (*chartJob).sensitivity},
	{"coalitions", "what each group of parties can settle by itself under a --rule", (*chartJob).coalitions},
	{"contents", "what is in packages for the party --for, issue by issue", (*chartJob).contents},
}

func (a *app) bargainChart() *cobra.Command {
	job := chartJob{app: a, robust: bargain.RobustOptions{Samples: 1000, Seed: 1}}
	var out, csv, language string
	var kinds []string
	for _, k := range chartKinds {
		kinds = append(kinds, fmt.Sprintf("  %-12s %s", k.name, k.says))
	}
	c := a.command(verb{
		use:   "chart KIND PATH…",
		short: "Draw a case as an SVG file, with its table beside it",
		long: `Draws one picture of a case. The kinds are:

` + strings.Join(kinds, "\n") + `

Stated limits are marked, and with --from so are packages on the table (default:
the reference of the case). Where numbers are ranges, what is drawn stands at
their middle, and packages on the table have their ranges around them. With --csv
the numbers behind the picture are written as a table.`,
		example: "  parley bargain chart plane case.json --out plane.svg --offers offers.json\n  parley bargain chart lines case.json -o lines.svg --csv lines.csv --from 'truce=30d,zone=5'",
		exits:   []int{exitNegative},
		args:    cobra.MinimumNArgs(2),
		run: func(ctx context.Context, args []string) error {
			at := slices.IndexFunc(chartKinds[:], func(k chartKind) bool { return k.name == args[0] })
			if at < 0 {
				return usageError("there is no chart %q; there are: %s", args[0], chartNames())
			}
			if out == "" {
				return usageError("name a file with --out")
			}
			for _, name := range []string{out, csv} {
				if name == "" {
					continue
				}
				if err := a.checkOutput(name, append(slices.Clone(args[1:]), job.offers)...); err != nil {
					return err
				}
			}
			if out == csv {
				return usageError("--out and --csv are one file; name two")
			}
			if !slices.ContainsFunc(lang.Languages(), func(l lang.Language) bool { return l.Tag == language }) {
				return usageError("there is no language %q", language)
			}
			job.p = lang.For(language)
			if err := job.read(args[1:]); err != nil {
				return err
			}
			fig, err := chartKinds[at].draw(&job, ctx)
			if err != nil {
				return err
			}
			if fig.SVG == "" {
				return failure(exitNegative, "there is nothing to draw: %s", job.nothing(args[0]))
			}
			svg := chart.Alone(job.p, fig)
			if err := a.write(out, []byte(svg), "a picture", true); err != nil {
				return err
			}
			if csv != "" {
				data, err := twinSheet(fig.Table).CSV(false)
				if err != nil {
					return err
				}
				if err := a.write(csv, data, "a table", true); err != nil {
					return err
				}
			}
			if out == standard || csv == standard {
				return nil
			}
			t := table{title: "chart", card: true}
			t.add("question", fig.Title)
			t.add("file", out)
			if csv != "" {
				t.add("table", csv)
			}
			t.add("rows behind it", number(len(fig.Table.Rows)))
			return a.emit(report{name: "bargain.chart", data: bargainChartReport{args[0], fig.Title, out, csv, len(svg), len(fig.Table.Rows), repairsOf(job.cs)},
				tables: append([]table{t}, repairTable(job.cs)...)})
		},
	})
	job.f.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	c.Flags().StringVar(&csv, "csv", "", "write the numbers behind the picture to this `file`")
	c.Flags().StringVar(&language, "language", "en", "`language` of the words in the picture")
	c.Flags().StringArrayVar(&job.from, "from", nil, "mark this `package`, 'ISSUE=OPTION,…', as on the table; may be repeated (default: the reference of the case)")
	c.Flags().StringVar(&job.offers, "offers", "", "`file` of offers")
	c.Flags().StringSliceVar(&job.between, "between", nil, "the two `parties` of a plane, as A,B (default: the first two)")
	c.Flags().IntVar(&job.robust.Samples, "samples", job.robust.Samples, "draw `N` cases for shares")
	c.Flags().Uint64Var(&job.robust.Seed, "seed", job.robust.Seed, "`number` that the drawing starts from")
	c.Flags().StringVar(&job.rule, "rule", "", "`rule` of agreement for coalitions, as of parley bargain agree")
	job.doubt.add(c.Flags())
	return c
}

func chartNames() string {
	var names []string
	for _, k := range chartKinds {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

// twinSheet is the table behind a picture as a file has it.
func twinSheet(t chart.Twin) sheet.Table {
	out := sheet.Table{Columns: t.Head}
	for _, row := range t.Rows {
		out.Lines = append(out.Lines, sheet.Line{Cells: row})
	}
	return out
}
