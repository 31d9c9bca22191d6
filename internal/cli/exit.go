// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) exitCommands() *cobra.Command {
	return a.noun("exit", "The mediator's leaving: considered, announced, done, returned",
		`What was said of a mediator's leaving, with its condition, and who carries on.
The process and its record go on without the mediator.`,
		`  parley exit list
  parley exit say considered --on 2025-05-19 --condition "if nothing moves" --to all`,
		a.exitListing(), a.exitSay())
}

func (a *app) exitListing() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:     "list",
		short:   "List what was said of a mediator's leaving, with its condition",
		long:    "Lists what was said of a mediator's leaving, by when it was said. Talk of leaving\nis an event with its condition, and changes no right.",
		example: "  parley exit list\n  parley exit list --until 2025-05-19",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Exits(s, r, h, w, at)
		out := report{name: "exit.list", data: x}
		out.texts = append(texts("events", len(x.Events) > 0), append(texts("mediators", len(x.Events) > 0), texts("phases", len(x.Phases.History) > 0)...)...)
		out.grounds(x.Footing)
		l := exitEvents(x.Events)
		l.note = x.Says
		t := table{title: "mediators", cols: []col{{name: "seat"}, {name: "stage"}, {name: "on"}}}
		for _, m := range x.Mediators {
			t.add(seatName(m.Seat), m.Stage, momentSays(m.On))
		}
		out.tables = []table{t}
		return out, l, nil
	})
	day.flags(c)
	return c
}

func exitEvents(events []brief.ExitEvent) *listing {
	l := newListing("leaving", col{name: "on"}, col{name: "by"}, col{name: "stage"}, col{name: "condition"}, col{name: "effect"}, col{name: "successor"}, col{name: "hub"}, col{name: "not stated"}, col{name: "words"})
	for i := range events {
		x := &events[i]
		by := seatName(x.By)
		if x.Reported {
			by += " (a report)"
		}
		successor := ""
		if x.Successor != nil {
			successor = seatName(*x.Successor)
		}
		effect := ""
		if x.Effect.Known() {
			effect = dueSays(x.Effect)
		}
		l.add(&x.Written, momentSays(x.On), by, x.Stage, x.Condition, effect, successor, x.Host, strings.Join(x.NotStated, " "), x.Words)
	}
	return l
}
