// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/casefile"
)

// caseShape is what a generated case looks like.
type caseShape struct {
	kind                            string
	parties, issues, options, scale int
	seed                            uint64
}

func (a *app) bargainGenerate() *cobra.Command {
	s := caseShape{kind: "opposed", parties: 2, issues: 10, options: 5, scale: 1000}
	var out string
	c := a.command(verb{
		use:   "generate",
		short: "Write a made-up case, for trials and measurements",
		long: `Writes a case file with made-up parties. In an opposed case one party likes, on
every issue, what the others dislike, with a tenth of noise; in a random one
values are drawn independently. Values are points from 0 to --scale. The seed is
printed, and the same seed and shape give the same file.`,
		example: "  parley bargain generate --parties 3 --issues 20 --out case.json\n  parley bargain generate --kind random --seed 7 --out - | parley bargain solve -",
		run: func(context.Context, []string) error {
			if s.parties < 1 || s.parties > 8 || s.issues < 1 || s.issues > 1000 || s.options < 1 || s.options > 1000 || s.scale < 1 || s.scale > 1e12 {
				return usageError("a case has 1 to 8 parties, 1 to 1000 issues and options, and a scale from 1 to 10^12")
			}
			if s.kind != "opposed" && s.kind != "random" {
				return usageError("there is no kind %q; there are opposed and random", s.kind)
			}
			if s.seed == 0 {
				s.seed = uint64(a.now().UnixNano()/int64(time.Millisecond)) & (1<<31 - 1)
			}
			files, _, err := casefile.Write(&casefile.Case{Model: s.model()}, casefile.Parley)
			if err != nil {
				return err
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			if err := a.write(out, files[0].Data, "a case file", true); err != nil {
				return err
			}
			a.say("seed %d", s.seed)
			if out == standard {
				return nil
			}
			t := table{title: "case", card: true}
			t.add("file", out)
			t.add("seed", fmt.Sprint(s.seed))
			return a.emit(report{name: "bargain.generate", data: generateReport{out, s.kind, s.parties, s.issues, s.options, s.seed}, tables: []table{t}})
		},
	})
	c.Flags().StringVar(&s.kind, "kind", s.kind, "`kind` of case: opposed or random")
	c.Flags().IntVar(&s.parties, "parties", s.parties, "`number` of parties")
	c.Flags().IntVar(&s.issues, "issues", s.issues, "`number` of issues")
	c.Flags().IntVar(&s.options, "options", s.options, "`number` of options of each issue")
	c.Flags().IntVar(&s.scale, "scale", s.scale, "greatest `value` of an option")
	c.Flags().Uint64Var(&s.seed, "seed", 0, "`number` that the drawing starts from (0: chosen and printed)")
	c.Flags().StringVarP(&out, "out", "o", standard, "`file` to write; - is the standard output")
	return c
}

type generateReport struct {
	File    string `json:"file"`
	Kind    string `json:"kind"`
	Parties int    `json:"parties"`
	Issues  int    `json:"issues"`
	Options int    `json:"options"`
	Seed    uint64 `json:"seed"`
}

func (s caseShape) model() *bargain.Model {
	r := rand.New(rand.NewPCG(s.seed, 2))
	m := &bargain.Model{Name: fmt.Sprintf("%s, %d parties, %d issues of %d options, seed %d", s.kind, s.parties, s.issues, s.options, s.seed)}
	views := make([]bargain.View, s.parties)
	for i := range s.issues {
		issue := bargain.Issue{ID: fmt.Sprintf("i%d", i+1)}
		rows := make([][]bargain.Number, s.parties)
		for o := range s.options {
			issue.Options = append(issue.Options, bargain.Option{ID: fmt.Sprintf("o%d", o+1)})
			at := r.Float64()
			for p := range s.parties {
				v := r.Float64()
				if s.kind == "opposed" {
					liked := 1 - at
					if i%s.parties == p {
						liked = at
					}
					v = min(1, max(0, liked+0.1*(2*v-1)))
				}
				rows[p] = append(rows[p], bargain.Int(int64(v*float64(s.scale))))
			}
		}
		m.Issues = append(m.Issues, issue)
		for p := range views {
			views[p].Values = append(views[p].Values, rows[p])
		}
	}
	for p, v := range views {
		m.Parties = append(m.Parties, bargain.Party{ID: fmt.Sprintf("p%d", p+1), Views: []bargain.View{v}})
	}
	return m
}
