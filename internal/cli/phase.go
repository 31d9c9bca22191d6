// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) phaseCommands() *cobra.Command {
	return a.noun("phase", "Where the process is, in the view of its mediator",
		`A mediator says in which phase the process is, to every seat that has accepted.`,
		`  parley phase show
  parley phase set positions --since 2025-05-16 --to all`,
		a.phaseShow(), a.phaseSet())
}

func (a *app) phaseShow() *cobra.Command {
	var day asOf
	c := a.reading(verb{
		use:     "show",
		short:   "Show where the process is, and where it was",
		long:    "Shows the phase of the process and those before it. Where mediators said\ndifferent things without having seen each other's, all of them are shown.",
		example: "  parley phase show\n  parley phase show --until 2025-05-19",
	}, func(d *desk, _ []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Exits(s, r, h, w, at)
		out := report{name: "phase.show", data: x.Phases, tables: []table{phaseTable("now", x.Phases.Now), phaseTable("history", x.Phases.History)}}
		out.texts = append(texts("now", len(x.Phases.Now) > 0), texts("history", len(x.Phases.History) > 0)...)
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	return c
}

func phaseTable(title string, lines []brief.PhaseLine) table {
	l := newListing(title, col{name: "since"}, col{name: "by"}, col{name: "phase"}, col{name: "words"})
	for i := range lines {
		x := &lines[i]
		l.add(&x.Written, x.Since, seatName(x.By), x.Phase, x.Words)
	}
	return l.table()
}

func (a *app) phaseSet() *cobra.Command {
	var x act.Phase
	f := newForm(a, &x)
	f.say(&x.Phase, "PHASE", act.Phases())
	f.day(&x.Since, "since", "the `day` from which it holds, as in 2025-05-12")
	f.text(&x.Words, "words", "what is to be said of it")
	return f.command(verb{
		use:   "set PHASE --since DAY --to all",
		short: "Say where the process is, as its mediator",
		long: `Says in which phase the process is, in the view of a mediator, to every seat
that has accepted: contact, design, confidence, positions, text, pressure,
signature, implementation or breakdown.`,
		example: `  parley phase set positions --since 2025-05-16 --to all`,
	})
}
