// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) standingCommand() *cobra.Command {
	var day asOf
	var since string
	c := a.reading(verb{
		use:   "standing",
		short: "Say how things stand: phase, meetings, clocks, what waits",
		long: `Says how things stand as far as this seat can know: where the process is,
meetings that may take place and what is unknown of them, dates that are waited
for, what waits for consultation, talk of leaving, consents withdrawn, requests
and permissions, and what is new. --since lists all that is new since then, and
not only the newest.`,
		example: "  parley standing\n  parley standing --since 1280\n  parley standing --until 2025-05-19",
	}, func(d *desk, _ []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		var q brief.ChangesQuery
		if err := sinceOf(since, &q); err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.StandingAt(s, r, h, w, at)
		if since != "" {
			x.Changes = newest(brief.Changes(s, r, h, w, q))
		}
		out := report{name: "standing", data: x, texts: standingTexts(x)}
		out.tables = append([]table{standingCard(x)}, roomTables(x.RoomStanding)...)
		out.tables = append(out.tables, waitTables(x)...)
		out.grounds(x.Footing)
		return out, nil
	})
	c.Flags().StringVar(&since, "since", "", "`size` of the log that was seen, or a day or time: list all that is newer")
	day.flags(c)
	return c
}

// newest puts the changes of all registers into one list, the newest first.
func newest(x brief.ChangesReport) []brief.EntryLine {
	out := []brief.EntryLine{}
	for _, g := range x.Groups {
		for _, c := range g.Changes {
			out = append(out, c.EntryLine)
		}
	}
	slices.SortFunc(out, func(a, b brief.EntryLine) int { return cmp.Compare(b.Index, a.Index) })
	return out
}

// roomTables lay out where the process is and what is waited for. A part of
// which nothing is known is left out, but for the phase: that nobody has said
// where the process is, is worth knowing.
func roomTables(r brief.RoomStanding) []table {
	phase := table{title: "phase", cols: []col{{name: "since"}, {name: "by"}, {name: "phase"}, {name: "words"}}}
	for _, p := range r.Phase {
		phase.add(p.Since, seatName(p.By), p.Phase, p.Words)
	}
	meetings := table{title: "meetings", cols: []col{{name: "format", ref: true}, {name: "state"}, {name: "date"}, {name: "venue"}, {name: "level"}, {name: "unknown"}, {name: "objections", right: true}, {name: "title"}}}
	for _, m := range r.Meetings {
		meetings.add(m.Format, m.State, saidOf(m.Dates), saidOf(m.Venues), saidOf(m.Levels), strings.Join(m.Unknown, " "), number(m.Objections), m.Title)
	}
	clocks := table{title: "waited for", cols: []col{{name: "of", ref: true}, {name: "kind"}, {name: "who"}, {name: "state"}, {name: "date"}, {name: "moves", right: true}, {name: "clock"}, {name: "title"}}}
	for _, c := range r.Clocks {
		date := c.Clock.Day
		if c.Clock.Until != "" {
			date += ".." + c.Clock.Until
		}
		if date == "" {
			date = "no date"
		}
		if c.Says != "" {
			date += ", “" + c.Says + "”"
		}
		clocks.add(c.Of, c.Kind, seatNames(c.Who), c.State, date, number(c.Moves), c.Clock.Says, c.Title)
	}
	waiting := table{title: "waits for consultation", cols: []col{{name: "proposal", ref: true}, {name: "why"}, {name: "title"}}}
	for _, g := range r.Waiting {
		waiting.add(g.Proposal, g.Says, g.Title)
	}
	rounds := table{title: "acceptance rounds", cols: []col{{name: "round", ref: true}, {name: "state"}, {name: "by"}, {name: "closes"}, {name: "waits for you"}, {name: "title"}}}
	for _, x := range r.Rounds {
		waits := "no"
		if x.Waits {
			waits = "yes"
		}
		rounds.add(x.Round, x.State, seatName(x.By), x.Clock.Day, waits, x.Title)
	}
	consents := table{title: "consent withdrawn", cols: []col{{name: "seat"}, {name: "on"}, {name: "from"}, {name: "words"}}}
	for _, c := range r.ConsentsWithdrawn {
		from := "the process"
		if c.Format != "" {
			from = c.Title
		}
		consents.add(seatName(c.Seat), momentSays(c.On), from, c.Words)
	}
	changes := table{title: "newest", cols: []col{{name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "kind"}, {name: "says"}}}
	for _, e := range r.Changes {
		changes.add(e.Entry, stamp(e.Time), seatName(e.By), e.Kind, e.Says)
	}
	open := table{title: "open", card: true}
	open.add("undertakings", number(r.OpenUndertakings))
	open.add("commitments", number(r.OpenCommitments))
	out := []table{phase}
	for _, t := range []table{meetings, clocks, waiting, rounds, exitEvents(r.Exits).table(), consents, open, changes} {
		if len(t.rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func saidOf(values []brief.Said) string {
	var out []string
	for _, v := range values {
		out = append(out, valueSays(brief.FormatValue{Value: v.Value, When: v.When, NoDate: v.NoDate})+" ("+v.State+")")
	}
	if len(out) == 0 {
		return brief.PlanUnknown
	}
	return strings.Join(out, "; ")
}
