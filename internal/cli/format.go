// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) formatCommands() *cobra.Command {
	return a.noun("format", "Meetings that may take place, and what is known of them",
		`A format is a meeting or round that is being planned. Each side says how it
stands to a venue, level, date, participants or agenda; what nobody has said is
unknown, and everything is tentative until every key has confirmed it.`,
		`  parley format list --until 2025-05-19
  parley format add --title "Second round" --key a,b --to all
  parley format point 7f3a09c41b22 offered --aspect venue --value Istanbul --to all
  parley format calendar meetings.ics`,
		a.formatList(), a.formatShow(), a.formatUnknowns(), a.formatAdd(), a.formatPoint(), a.formatCalendar())
}

func (a *app) formatList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:     "list",
		short:   "List meetings that may take place, with what is open",
		long:    "Lists meetings that may take place: what was said of date, venue and level, what\nis unknown, and how many objections stand.",
		example: "  parley format list\n  parley format list --until 2025-05-19 --csv formats.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Formats(s, r, h, w, at)
		out := report{name: "format.list", data: x, texts: texts("formats", len(x.Formats) > 0)}
		out.grounds(x.Footing)
		l := newListing("formats", col{name: "state"}, col{name: "date"}, col{name: "venue"}, col{name: "level"}, col{name: "unknown"}, col{name: "objections", right: true}, col{name: "title"})
		for i := range x.Formats {
			p := &x.Formats[i]
			l.add(&p.Written, p.State, aspectSays(p, "date"), aspectSays(p, "venue"), aspectSays(p, "level"),
				strings.Join(p.Unknown, " "), number(len(p.Objections)), p.Title)
		}
		l.note = x.Says
		return out, l, nil
	})
	day.flags(c)
	return c
}

// aspectSays puts the values of an aspect side by side, each with its state.
func aspectSays(p *brief.FormatPlan, aspect string) string {
	var out []string
	for _, a := range p.Aspects {
		if a.Aspect != aspect {
			continue
		}
		for _, v := range a.Values {
			if len(v.Stands) > 0 {
				out = append(out, valueSays(v)+" ("+v.State+")")
			}
		}
		if len(out) == 0 {
			return a.State
		}
	}
	return strings.Join(out, "; ")
}

func valueSays(v brief.FormatValue) string {
	switch {
	case v.NoDate:
		return "no date, “" + v.Value + "”"
	case v.When.Known():
		return v.Value + " = " + momentSays(v.When)
	}
	return v.Value
}

func (a *app) formatShow() *cobra.Command {
	var day asOf
	c := a.readingOf(act.KindFormat, verb{
		use:     "show REF",
		short:   "Show one meeting: who said what of each aspect, who objects",
		long:    "Shows one meeting: each value that was said of its venue, level, date,\nparticipants and agenda, how each seat stands to it, and for whose key it waits.",
		example: "  parley format show 7f3a09c41b22\n  parley format show 7f3a09c41b22 --until 2025-05-19",
	}, func(d *desk, e opened) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x, err := brief.Format(s, r, h, w, at, e.ID)
		if err != nil {
			return report{}, err
		}
		out := report{name: "format.show", data: x, texts: []string{"format"}, tables: formatTables(&x.Format)}
		out.tables[len(out.tables)-1].note = x.Says
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	return c
}

func formatTables(p *brief.FormatPlan) []table {
	t := table{title: "format", card: true}
	t.add("title", p.Title)
	t.add("state", p.State)
	t.add("keys", seatNames(p.Keys))
	t.add("unknown", strings.Join(p.Unknown, " "))
	t.add("open", strings.Join(p.Open, " "))
	t.add("clock", p.Clock.Says)
	writtenCard(&t, &p.Written)
	t.filled()
	t.body = p.Purpose
	points := table{title: "point by point", cols: []col{{name: "aspect"}, {name: "value"}, {name: "state"}, {name: "seat"}, {name: "stands"}, {name: "ground"}, {name: "waits for"}, {name: "words"}}}
	for _, aspect := range p.Aspects {
		said := false
		for _, v := range aspect.Values {
			for i := range v.Stands {
				x := &v.Stands[i]
				said = true
				points.add(aspect.Aspect, valueSays(v), v.State, standSeat(x), x.Stand, ground(&x.Written), seatNames(v.Waits), x.Words)
			}
			for i := range v.Withdrawn {
				x := &v.Withdrawn[i]
				points.add(aspect.Aspect, valueSays(v), v.State, standSeat(x), "taken back", ground(&x.Written), "", x.Words)
			}
		}
		if !said {
			points.add(aspect.Aspect, "", aspect.State)
		}
	}
	return []table{t, points, consentTable("take part", p.Consents)}
}

func standSeat(x *brief.FormatStand) string {
	if x.Self {
		return seatName(x.Seat)
	}
	return seatName(x.Seat) + ", says " + seatName(x.By)
}

func (a *app) formatUnknowns() *cobra.Command {
	var day asOf
	c := a.reading(verb{
		use:     "unknowns",
		short:   "List what is not known or not agreed of any meeting",
		long:    "Lists, over all meetings, what nobody has said and what was said and is not\nagreed, with the keys that it waits for.",
		example: "  parley format unknowns\n  parley format unknowns --until 2025-05-19",
	}, func(d *desk, _ []string) (report, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.FormatUnknowns(s, r, h, w, at)
		t := table{title: "unknown or not agreed", note: x.Says, cols: []col{{name: "format", ref: true}, {name: "aspect"}, {name: "state"}, {name: "waits for"}, {name: "said"}, {name: "title"}}}
		for _, u := range x.Unknowns {
			t.add(u.Format, u.Aspect, u.State, seatNames(u.Waits), strings.Join(u.Values, "; "), u.Title)
		}
		out := report{name: "format.unknowns", data: x, texts: texts("unknowns", len(x.Unknowns) > 0), tables: []table{t}}
		out.grounds(x.Footing)
		return out, nil
	})
	day.flags(c)
	return c
}
