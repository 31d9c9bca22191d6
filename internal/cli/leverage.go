// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) leverageCommands() *cobra.Command {
	return a.noun("leverage", "Threats, incentives and deadlines, and what became of them",
		`Leverage is a threat or an incentive: who holds it, over whom, on what it hangs
and until when. A deadline that is moved stays one deadline with its history.`,
		`  parley leverage list
  parley leverage timeline --until 2025-08-08
  parley leverage add --sort threat --title "…" --holder "State C" --target "Delegation A" --does "…" --set 2025-07-14 --to mediator
  parley leverage step 7f3a09c41b22 lapsed --on 2025-08-08 --to mediator`,
		a.leverageList(), a.leverageShow(), a.leverageTimeline(), a.leverageAdd(), a.leverageStep())
}

func (a *app) leverageList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List threats and incentives, each with its one deadline",
		long: `Lists threats and incentives by when they were set: who holds each, over whom,
its deadline as it is now and how often it was moved, and what became of it.
That a date has passed does not say what became of it.`,
		example: "  parley leverage list\n  parley leverage list --until 2025-08-08 --csv leverage.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Leverages(s, r, h, w, at)
		out := report{name: "leverage.list", data: x, texts: append(texts("leverages", len(x.Leverages) > 0), texts("timeline", len(x.Timeline) > 0)...)}
		out.grounds(x.Footing)
		l := newListing("leverage", col{name: "set"}, col{name: "sort"}, col{name: "holder"}, col{name: "target"}, col{name: "state"},
			col{name: "deadline"}, col{name: "moves", right: true}, col{name: "clock"}, col{name: "decides"}, col{name: "title"})
		for i := range x.Leverages {
			v := &x.Leverages[i]
			decides := v.Decides
			if decides == "" {
				decides = "not stated"
			}
			l.add(&v.Written, momentSays(v.Set), v.Sort, v.Holder, v.Target, v.State, dueSays(v.Deadline.Now), number(v.Deadline.Moves),
				v.Deadline.Clock.Says, decides, v.Title)
		}
		l.note = x.Says
		return out, l, nil
	})
	day.flags(c)
	return c
}

func (a *app) leverageShow() *cobra.Command {
	return showing(a, act.KindLeverage, "leverage.show", verb{
		use:     "show REF",
		short:   "Show one threat or incentive, and its deadline with its history",
		long:    "Shows one threat or incentive in full, what it is silent on, and every step that\nwas told of it.",
		example: "  parley leverage show 7f3a09c41b22",
	}, func(d *desk) ([]brief.LeverageStanding, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Leverages(s, r, h, w, a.today())
		return x.Leverages, x.Footing
	}, func(x *brief.LeverageStanding) *brief.Written { return &x.Written }, leverageCard)
}

func leverageCard(x *brief.LeverageStanding) []table {
	t := table{title: "leverage", card: true}
	t.add("title", x.Title)
	t.add("sort", x.Sort)
	t.add("holder", withSeat(x.Holder, x.HolderSeat))
	t.add("target", withSeat(x.Target, x.TargetSeat))
	t.add("set", momentSays(x.Set))
	t.add("state", x.State)
	if len(x.Rivals) > 0 {
		t.add("also told", strings.Join(x.Rivals, " "))
	}
	t.add("deadline", dueSays(x.Deadline.Now))
	t.add("moves", number(x.Deadline.Moves))
	t.add("clock", x.Deadline.Clock.Says)
	t.add("condition", x.Condition)
	t.add("trigger", x.Trigger)
	t.add("evidence", x.Evidence)
	t.add("decides", x.Decides)
	t.add("reversible", x.Reversible)
	t.add("snapback", x.Snapback)
	t.add("not stated", strings.Join(x.NotStated, " "))
	t.add("issues", issueNames(x.Issues))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Does
	history := table{title: "deadline", cols: stepColumns()}
	for _, s := range x.Deadline.History {
		history.add(stepCells(s)...)
	}
	steps := table{title: "steps", cols: stepColumns()}
	for _, s := range x.Steps {
		steps.add(stepCells(s)...)
	}
	return []table{t, history, steps}
}

func withSeat(name string, seat *brief.SeatRef) string {
	if seat == nil || seat.Name == name {
		return name
	}
	return name + " (" + seatName(*seat) + ")"
}

func stepColumns() []col {
	return []col{{name: "on"}, {name: "step"}, {name: "deadline"}, {name: "told by"}, {name: "words"}}
}

func stepCells(s brief.LeverageStep) []string {
	var by, words []string
	for i := range s.Told {
		t := &s.Told[i]
		by = append(by, seatName(t.By)+" ("+ground(&t.Written)+")")
		if t.Words != "" {
			words = append(words, t.Words)
		}
	}
	deadline := ""
	if s.Deadline.Known() {
		deadline = dueSays(s.Deadline)
	}
	step := s.Step
	if s.Withdrawn {
		step += " (taken back)"
	}
	return []string{momentSays(s.On), step, deadline, strings.Join(by, "; "), strings.Join(words, " / ")}
}

func (a *app) leverageTimeline() *cobra.Command {
	var day asOf
	c := a.reading(verb{
		use:     "timeline",
		short:   "Show the steps of all threats and incentives in order of time",
		long:    "Shows when each threat or incentive was set, moved, enacted, lapsed or lifted.\nWho tells the same of the same day tells one step.",
		example: "  parley leverage timeline\n  parley leverage timeline --until 2025-08-08",
	}, func(d *desk, _ []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Leverages(s, r, h, w, at)
		t := table{title: "timeline", note: x.Says, cols: append([]col{{name: "leverage", ref: true}, {name: "sort"}, {name: "title"}}, stepColumns()...)}
		for _, m := range x.Timeline {
			t.add(append([]string{m.Leverage, m.Sort, m.Title}, stepCells(m.LeverageStep)...)...)
		}
		out := report{name: "leverage.timeline", data: x.Timeline, texts: openedFields(x.Timeline), tables: []table{t}}
		if len(x.Timeline) == 0 {
			out.texts = nil
		}
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	return c
}
