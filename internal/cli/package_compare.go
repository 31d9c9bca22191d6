// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) packageCompare() *cobra.Command {
	var day asOf
	c := a.reading(verb{
		use:   "compare REF REF [REF]...",
		short: "Compare packages side by side, issue by issue",
		long: `Lays packages side by side: how each settles each issue, what it is worth of 100
to each party of which a preference is held here, and what none of them settles.
Marked with = is an issue that all settle alike.`,
		example: "  parley package compare 7f3a09c41b22 41c09b7f22aa",
		args:    cobra.MinimumNArgs(2),
	}, func(d *desk, args []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		var firsts []string
		for _, word := range args {
			first, err := d.packageOf(word)
			if err != nil {
				return report{}, err
			}
			if slices.Contains(firsts, first) {
				return report{}, usageError("%s is a writing of a package that is named already", word)
			}
			firsts = append(firsts, first)
		}
		x, err := d.board(at).Compare(firsts)
		if err != nil {
			return report{}, packageGone(err)
		}
		out := report{name: "package.compare", data: x, tables: comparisonTables(x), texts: []string{"packages", "issues", "open", "worths"}}
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return a.entryWords(act.KindProposal), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

func comparisonTables(x *brief.PackageComparison) []table {
	packages := table{title: "packages", cols: []col{{name: "package", ref: true}, {name: "column", right: true}, {name: "stage"}, {name: "title"}}}
	heads := []col{{name: "alike"}}
	for i, p := range x.Packages {
		heads = append(heads, col{name: number(i + 1)})
		packages.add(p.Entry, number(i+1), p.Stage, p.Title)
	}
	settles := table{title: "settles", cols: append(slices.Clone(heads), col{name: "issue"})}
	for _, row := range x.Issues {
		cells := []string{"differs"}
		if row.Same {
			cells[0] = "="
		}
		for _, k := range row.Settles {
			cell := openOr(k.Option)
			if len(k.Refused) > 0 {
				cell += " (could not live with it: " + seatNames(k.Refused) + ")"
			}
			cells = append(cells, cell)
		}
		settles.add(append(cells, issueName(&row.IssueRef))...)
	}
	worth := table{title: "worth", note: x.Says, cols: append([]col{{name: "party"}}, heads[1:]...)}
	for _, w := range x.Worths {
		cells := []string{seatName(w.Seat)}
		for _, k := range w.Worth {
			cells = append(cells, worthSays(k))
		}
		worth.add(cells...)
	}
	open := table{title: "left open by all", cols: []col{{name: "issue"}}}
	for _, i := range x.Open {
		open.add(issueName(&i))
	}
	return []table{packages, settles, worth, open, notHeld(x.Without)}
}
