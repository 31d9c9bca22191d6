// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/casefile"
)

// heldReport is the case that was made of a record, and where it was written.
type heldReport struct {
	File  string `json:"file"` // - is the standard output
	Bytes int    `json:"bytes"`
	*brief.HeldCase
}

func (a *app) bargainCase() *cobra.Command {
	var out, prefer string
	var parties []string
	var middle bool
	var day asOf
	c := a.command(verb{
		use:   "case",
		short: "Write the case that this seat holds of its process as a case file",
		long: `Makes a case of what this seat reads: the options of the agenda, and what each
party stated or is estimated to prefer, in points of 100. Ranges, orders and
several views are kept, as robust and sensitivity take them; with --middle every
range stands at its middle, as solve, gains and price need it. What is not stated
by every party is left out and named. The file holds opened text.`,
		example: "  parley bargain case --out case.json\n  parley bargain case --prefer inferred --party a --party b --out case.json\n  parley bargain case --middle --out middle.json",
		args:    cobra.NoArgs,
		exits:   []int{exitNegative, exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			if prefer != act.Said && prefer != act.Inferred {
				return usageError("--prefer %q: want %s or %s", prefer, act.Said, act.Inferred)
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			d, err := a.readingDesk(ctx)
			if err != nil {
				return err
			}
			at, err := day.of(a)
			if err != nil {
				return err
			}
			s, r, h, w := d.basis()
			for _, seat := range parties {
				if r.Seat(seat) == nil {
					return usageError("--party %q is no seat; there are: %s", seat, strings.Join(r.Names(), ", "))
				}
			}
			slices.Sort(parties)
			held := brief.Case(s, r, h, w, at, brief.CaseQuery{Parties: slices.Compact(parties), Prefer: prefer})
			m := held.Model()
			if middle {
				m = held.MiddleModel()
			}
			if m == nil {
				return failure(exitNegative, "there is no case: %s", caseLacks(held)).hint(a.line("position list"))
			}
			files, _, err := casefile.Write(&casefile.Case{Model: m, Format: casefile.Parley}, casefile.Parley)
			if err != nil {
				return err
			}
			return a.writeCase(held, out, files[0].Data)
		},
	})
	c.Flags().StringVarP(&out, "out", "o", standard, "`file` to write; - is the standard output")
	c.Flags().StringVar(&prefer, "prefer", act.Said, "`basis` that is taken where a party's preference is held on both: said or inferred")
	c.Flags().StringArrayVar(&parties, "party", nil, "take the preference of this `seat` into the case; may be repeated (default: every party of which one is held)")
	c.Flags().BoolVar(&middle, "middle", false, "put every range at its middle and every order at its centroid, as single numbers")
	day.flags(c)
	return c
}

// caseLacks says what it would take to make a case.
func caseLacks(c *brief.HeldCase) string {
	if len(c.Parties) == 0 {
		return "no preference of a party is read here"
	}
	return "no issue of the agenda has options that every party of the case has stated"
}

// writeCase writes the file and says what it rests on.
func (a *app) writeCase(c *brief.HeldCase, out string, data []byte) error {
	if out == standard {
		if err := a.guard([]string{"issues", "parties"}); err != nil {
			return err
		}
		return a.write(out, data, "a case", true)
	}
	r := report{name: "bargain.case", data: heldReport{out, len(data), c}, tables: caseTables(c, out)}
	r.grounds(c.Footing)
	// What is printed names parties, issues and options, and none of the numbers.
	r.texts = []string{"issues", "parties", "left_out", "excluded", "packages"}
	if a.flags.json == "" {
		r.texts = nil
		r.tables = r.tables[:1]
		if a.out.terminal || a.flags.reveal {
			r.tables = caseTables(c, out)
		}
	}
	if err := a.mayEmit(r); err != nil {
		return err
	}
	if err := a.write(out, data, "a case", true); err != nil {
		return err
	}
	a.say("%s holds opened text; whoever has the file can read it", out)
	return a.emit(r)
}

// caseTables are the file, then what its numbers rest on.
func caseTables(c *brief.HeldCase, out string) []table {
	head := table{title: "case", card: true}
	head.add("file", out)
	head.add("issues", number(len(c.Issues)))
	head.add("parties", number(len(c.Parties)))
	head.add("left out", number(len(c.LeftOut)))
	head.add("excluded", number(len(c.Excluded)))
	parties := table{title: "parties", cols: []col{{name: "party"}, {name: "basis"}, {name: "stated", right: true}, {name: "of", right: true}, {name: "limit"}, {name: "entered by"}}, note: c.Says}
	for _, p := range c.Parties {
		basis := p.Basis
		if p.Estimate {
			basis += " (estimate)"
		}
		var by []string
		for _, v := range p.Views {
			by = append(by, seatName(v.By)+" "+v.Day)
		}
		parties.add(seatName(p.Seat), basis, number(p.Stated), number(p.Agenda), p.Limit, strings.Join(by, ", "))
	}
	left := table{title: "left out", cols: []col{{name: "issue"}, {name: "option"}, {name: "why"}, {name: "not stated by"}}}
	for _, g := range c.LeftOut {
		left.add(issueName(&g.Issue), g.Option, g.Why, seatNames(g.Seats))
	}
	refused := table{title: "excluded", cols: []col{{name: "issue"}, {name: "option"}, {name: "could not live with it"}}}
	for _, e := range c.Excluded {
		refused.add(issueName(&e.Issue), e.Option, seatNames(e.Seats))
	}
	return []table{head, parties, left, refused}
}
