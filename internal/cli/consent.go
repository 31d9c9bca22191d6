// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) consentCommands() *cobra.Command {
	return a.noun("consent", "Who takes part, in the process and in each format",
		`Each seat says for itself whether it takes part, and on what condition. It may
withdraw at any time; nothing is deleted. A seat that has said nothing is shown
as not stated.`,
		`  parley consent list
  parley consent give --on 2025-05-12 --to all
  parley consent withdraw --on 2025-05-14 --to all`,
		a.consentList(), a.consentGive(), a.consentWithdraw())
}

func (a *app) consentList() *cobra.Command {
	var day asOf
	c := a.reading(verb{
		use:     "list",
		short:   "List who takes part in what, and what was said before",
		long:    "Lists, for the process and for each format, how each seat stands to taking part.\nSilence is shown as not stated: neither consent nor refusal.",
		example: "  parley consent list\n  parley consent list --until 2025-05-14",
	}, func(d *desk, _ []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Consents(s, r, h, w, at)
		out := report{name: "consent.list", data: x, tables: []table{consentTable("the process", x.Process)}}
		said := false
		for _, c := range x.Process {
			said = said || len(c.History) > 0
		}
		out.texts = append(texts("process", said), texts("formats", len(x.Formats) > 0)...)
		out.texts = append(out.texts, texts("withdrawn", len(x.Withdrawn) > 0)...)
		for _, f := range x.Formats {
			out.tables = append(out.tables, consentTable(f.Title, f.Seats))
		}
		out.tables[len(out.tables)-1].note = x.Says
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	return c
}

func consentTable(title string, seats []brief.ConsentStand) table {
	t := table{title: title, cols: []col{{name: "seat"}, {name: "stand"}, {name: "on"}, {name: "condition"}, {name: "said", right: true}, {name: "words"}}}
	for _, c := range seats {
		t.add(seatName(c.Seat), c.Stand, momentSays(c.On), c.Condition, number(len(c.History)), c.Words)
	}
	return t
}
