// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/internal/chart"
)

// doubtFlags say what to ask about a package and what to doubt.
type doubtFlags struct {
	question, of, spread string
	steps                int
}

func (f *doubtFlags) add(s *pflag.FlagSet) {
	s.StringVar(&f.question, "question", "least-gain", "`question`: least-gain, unused or worth")
	s.StringVar(&f.of, "for", "", "the `party` that the question worth, or the contents of a package, is about")
	s.StringVar(&f.spread, "spread", "", "`share` of itself by which each weight and limit that is one number may be off as well, such as 0.2")
}

// options reads the flags for a package of a case.
func (f *doubtFlags) options(c *casefile.Case, x bargain.Package) (o bargain.SensitivityOptions, err error) {
	o = bargain.SensitivityOptions{Package: x, Steps: f.steps}
	switch f.question {
	case "least-gain":
		o.Question = bargain.LeastGain
	case "unused":
		o.Question = bargain.Unused
	case "worth":
		o.Question = bargain.Worth
		if f.of == "" {
			return o, usageError("the question worth is about one party; say which with --for")
		}
		if o.Party, err = partyOf(c, f.of, "--for"); err != nil {
			return o, err
		}
	default:
		return o, usageError("there is no question %q; there are: least-gain, unused, worth", f.question)
	}
	if f.spread != "" {
		if o.Spread, err = casefile.ParseNumber(f.spread); err != nil {
			return o, usageError("--spread: %v", err)
		}
		if o.Spread.Sign() < 0 || o.Spread.Cmp(big.NewRat(1, 1)) > 0 {
			return o, usageError("--spread %s is not a share from 0 to 1", f.spread)
		}
	}
	if c.Uncertain() == nil && (o.Spread == nil || o.Spread.Sign() == 0) {
		return o, usageError("every number of the case is one number, so there is nothing to doubt; say how far weights and limits may be off with --spread 0.2")
	}
	return o, nil
}

type sensitivityReport struct {
	brief.SensitivityReport
	repaired
}

func (a *app) bargainSensitivity() *cobra.Command {
	var f caseFlags
	var d doubtFlags
	var from string
	c := a.command(verb{
		use:   "sensitivity PATH…",
		short: "Say which assumption would change the answer about a package",
		long: `Puts every number that is a range, not known, or only ordered, and every further
profile of a party, at both of its ends while all others stay in the middle, and
lists by how far the answer about a package moves. The question is what the party
that gains least gets above its limit; with --question unused how much all could
still gain over the package, with --question worth what it is worth to the party
--for. Where the package begins or ceases to meet every limit, or to be one that
nobody can improve on, the place is written out.

One assumption is moved at a time: what several do together is not shown; for
that there is parley bargain robust.`,
		example: "  parley bargain sensitivity case.yaml --package 'truce=30d,zone=5'\n  parley bargain sensitivity case.json --spread 0.2\n  parley bargain sensitivity case.yaml --question worth --for north",
		exits:   []int{exitNegative},
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, err := f.read(a, args)
			if err != nil {
				return err
			}
			x, err := packageOf(cs, from, "--package")
			if err != nil {
				return err
			}
			r, err := d.report(ctx, cs, x)
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.sensitivity", data: sensitivityReport{*r, repairsOf(cs)}, tables: append(sensitivityTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	d.add(c.Flags())
	c.Flags().StringVar(&from, "package", "", "ask about this `package`: 'ISSUE=OPTION,…' or a JSON object (default: the reference of the case)")
	c.Flags().IntVar(&d.steps, "steps", 8, "look for changes at `N` places of each range and between them")
	return c
}

// report asks about a package.
func (f *doubtFlags) report(ctx context.Context, c *casefile.Case, x bargain.Package) (*brief.SensitivityReport, error) {
	for k, constraint := range c.Model.Constraints {
		if !constraint.Allows(x) {
			return nil, failure(exitNegative, "the package is excluded by a constraint: %s", brief.ConstraintSays(c.Model, k))
		}
	}
	o, err := f.options(c, x)
	if err != nil {
		return nil, err
	}
	return brief.Sensitivity(ctx, c.Model, o)
}

func sensitivityTables(r *brief.SensitivityReport) []table {
	head := table{title: "package", card: true}
	head.add("package", r.Package.String())
	asks := map[string]string{"least_gain": "the least gain above a limit", "unused": "what all could still gain", "worth": "worth to " + r.Of}[r.Question]
	head.add(asks, orNone(r.Middle.Value)+", with every number in the middle of what is stated")
	head.add("what this means", standingSays(r.Middle))
	t := table{title: "assumptions", cols: []col{{name: "party"}, {name: "assumption"}, {name: "from", right: true}, {name: "to", right: true},
		{name: "answer then", right: true}, {name: "and then", right: true}, {name: "moves it by", right: true}, {name: "what changes"}}}
	for _, s := range r.Swings {
		t.add(s.Party, assumptionSays(s), orDash(s.Low), orDash(s.High), orNone(s.AtLow.Value), orNone(s.AtHigh.Value), shownNumber(s.Swing), strings.Join(flipsSay(s), "; "))
	}
	t.note = "one at a time, all others in the middle; greatest first"
	if r.Spread != "0" {
		t.note += ". Weights and limits that are one number were taken to be off by " + r.Spread + " of themselves"
	}
	if r.Rounded > 0 {
		t.note += fmt.Sprintf(". In %d cases numbers were rounded", r.Rounded)
	}
	return []table{head, t}
}

func orDash(s *string) string {
	if s == nil {
		return "-"
	}
	return shownNumber(*s)
}

func standingSays(a brief.AnswerPart) string {
	out := "it meets every stated limit"
	if !a.Acceptable {
		out = "it misses a limit"
	}
	if a.Efficient {
		return out + ", and nobody can have more without cost to another"
	}
	return out + ", and somebody could have more at no cost to another"
}

func assumptionSays(s brief.SwingPart) string {
	switch s.Kind {
	case "weight":
		return "weight of " + s.Issue
	case "value":
		return "value of " + s.Issue + " = " + s.Option
	case "term":
		return "together: " + s.When
	case "limit":
		return "limit"
	}
	return "view " + s.View
}

func flipsSay(s brief.SwingPart) (out []string) {
	for _, f := range s.Flips {
		what := map[bool]string{true: "meets every limit", false: "misses a limit"}[f.Holds]
		if f.Property == brief.FlipEfficient {
			what = map[bool]string{true: "cannot be improved on", false: "can be improved on"}[f.Holds]
		}
		switch {
		case f.After == nil:
			out = append(out, what)
		case f.Property == brief.FlipAcceptable && !f.Holds:
			out = append(out, "above "+shownNumber(*f.After)+" "+what)
		case f.Exact:
			out = append(out, "from "+shownNumber(*f.After)+" on "+what)
		default:
			out = append(out, "from about "+shownNumber(*f.Before)+" on "+what)
		}
	}
	return out
}

func (j *chartJob) sensitivity(ctx context.Context) (chart.Figure, error) {
	if len(j.tabled) == 0 {
		return chart.Figure{}, usageError("say which package with --from")
	}
	r, err := j.doubt.report(ctx, j.cs, j.tabled[0].Package)
	if err != nil {
		return chart.Figure{}, err
	}
	return chart.Tornado(j.p, r, j.names()), nil
}
