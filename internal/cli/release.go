// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) releaseCommands() *cobra.Command {
	return a.noun("release", "What was asked, permitted and shown across channels",
		`What one seat says is shown to another only with its permission on the record.
These commands look at that; parley disclose acts on it.`,
		`  parley release list
  parley release told b --on 2025-05-19`,
		a.releaseList(), a.releaseTold())
}

func (a *app) releaseList() *cobra.Command {
	return a.reading(verb{
		use:   "list",
		short: "List every entry that was asked for, permitted or shown",
		long: `Lists, for each entry under release control that this seat knows of, who asked
to show it, what its author permitted, and what was shown to whom.`,
		example: "  parley release list\n  parley release list --json=found",
	}, func(d *desk, _ []string) (report, error) {
		x := brief.Releases(d.basis())
		tables, why := releaseTables(x)
		out := report{name: "release.list", data: x, tables: tables, texts: texts("entries", why)}
		out.grounds(x.Footing)
		return out, nil
	})
}

// releaseTables keep apart what was asked, what was permitted and what was shown.
// why says that an ask gives its reason.
func releaseTables(x brief.ReleasesReport) (tables []table, why bool) {
	asked := table{title: "asked", cols: []col{{name: "ask", ref: true}, {name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "of"}, {name: "what"}, {name: "to"}, {name: "answered"}, {name: "why"}}}
	granted := table{title: "permitted", cols: []col{{name: "grant", ref: true}, {name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "what"}, {name: "to"}, {name: "used"}}}
	shown := table{title: "shown", note: x.Says, cols: []col{{name: "disclosure", ref: true}, {name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "what"}, {name: "to"}, {name: "permitted"}}}
	for _, line := range x.Entries {
		for _, g := range line.Asked {
			of := "not known here"
			if g.Of != nil {
				of = seatName(*g.Of)
			}
			why = why || g.Why != ""
			asked.add(g.Ask, g.Entry, stamp(g.Time), seatName(g.By), of, partsMeant(g.Parts), seatNames(g.To), yes(g.Answered), g.Why)
		}
		for _, g := range line.Granted {
			what := partsMeant(g.Parts)
			if g.OwnWords {
				what = "the idea, in the mediator's own words"
			}
			granted.add(g.Grant, g.Entry, stamp(g.Time), seatName(g.By), what, seatNames(g.To), yes(g.Used))
		}
		for _, g := range line.Disclosed {
			shown.add(g.Disclosure, line.Entry, stamp(g.Time), seatName(g.By), partsMeant(g.Parts), seatNames(g.To), yes(g.Permitted))
		}
	}
	return []table{asked, granted, shown}, why
}

func (a *app) releaseTold() *cobra.Command {
	var on string
	var reads bool
	v := verb{
		use:   "told SEAT",
		short: "Say what a seat knows on a day, in which words, on whose permission",
		long: `Says, as far as your own seat can know, what a seat had been shown by the end of
a day, in UTC: in which words, by whom, and on whose permission. Beside that
stands what it may be shown and what may be used before it in the mediator's own
words. --reads adds what was sealed to it from the beginning.`,
		example: "  parley release told b --on 2025-05-19\n  parley release told b --reads",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
	}
	v.run = func(ctx context.Context, args []string) error {
		until, err := endOf("on", on)
		if err != nil {
			return err
		}
		d, err := a.readingDesk(ctx)
		if err != nil {
			return err
		}
		seat, err := d.resolve(args[0])
		if err != nil {
			return err
		}
		q := brief.KnowledgeQuery{Seat: seat, Reads: reads, Until: until}
		s, r, h, w := d.basis()
		x := brief.Knowledge(s, r, h, w, q)
		out := report{name: "release.told", data: x, tables: toldTables(x)}
		out.texts = append(texts("told", len(x.Told) > 0), texts("permitted", len(x.Permitted) > 0)...)
		out.texts = append(out.texts, append(texts("own_words", len(x.OwnWords) > 0), texts("reads", len(x.Reads) > 0)...)...)
		out.grounds(x.Footing)
		return a.emit(out)
	}
	c := a.command(v)
	c.Flags().StringVar(&on, "on", "", "the `day`, up to its end in UTC, or a time (default: now)")
	c.Flags().BoolVar(&reads, "reads", false, "also list what was sealed to it from the beginning")
	c.ValidArgsFunction = offering(a.seatWords)
	return c
}

func toldTables(x brief.KnowledgeReport) []table {
	sum := table{title: "knows", card: true}
	sum.add("seat", seatName(x.Seat))
	until := "now"
	if t, err := time.Parse(time.RFC3339, x.Until); err == nil {
		until = stamp(t)
	}
	sum.add("until", until)
	sum.add("was shown", number(len(x.Told))+" entries that were not sealed to it")
	sum.add("reads", number(x.ReadsOf)+" entries that your seat reads too")
	sum.note = x.Says
	out := []table{sum}
	for _, k := range x.Told {
		t := shownTable(&k.Shown)
		t.title = "shown " + stamp(k.Time) + " by " + seatName(k.By)
		for _, p := range k.Permissions {
			when := "came with the disclosure"
			if p.Opened {
				when = stamp(p.Time)
			}
			t.add("permission", p.Grant[:refDigits]+" by "+seatName(p.By)+", "+when)
		}
		if len(k.Permissions) == 0 {
			t.add("permission", "none is known here")
		}
		out = append(out, t)
	}
	for _, list := range []struct {
		title string
		items []brief.Allowed
	}{{"may be shown to it", x.Permitted}, {"may be used before it, in the mediator's own words", x.OwnWords}} {
		if len(list.items) == 0 {
			continue
		}
		t := table{title: list.title, cols: []col{{name: "entry", ref: true}, {name: "of"}, {name: "permitted"}, {name: "grant", ref: true}, {name: "kind"}, {name: "says"}}}
		for _, a := range list.items {
			says := a.Says
			if !a.Opened {
				says = "(not opened here)"
			}
			t.add(a.Entry, seatName(a.Of), stamp(a.Time), a.Grant, a.Kind, says)
		}
		out = append(out, t)
	}
	if len(x.Reads) > 0 {
		t := table{title: "was sealed to it", cols: []col{{name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "kind"}, {name: "says"}}}
		for _, r := range x.Reads {
			t.add(r.Entry, stamp(r.Time), seatName(r.By), r.Kind, r.Says)
		}
		out = append(out, t)
	}
	return out
}
