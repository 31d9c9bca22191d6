// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) positionCommands() *cobra.Command {
	return a.noun("position", "Where each seat stands: what it said, apart from what is inferred",
		`A position is one thing about where a seat stands: an interest, a position, a red
line, a range, or what it does if there is no agreement. What was said is kept
apart from what somebody infers. Who reads it is named with --to, as always: your
own seat keeps it among yourselves, and sharing it is writing it again.`,
		`  parley position list
  parley position add --sort range --range "800 to 1,200 persons" --low 800 --high 1200 --unit persons --to OWN-SEAT
  parley position add --of a --basis inferred --sort interest --words "A pause that holds" --to OWN-SEAT`,
		a.positionList(), a.positionShow(), a.positionAdd())
}

func (a *app) positionList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List where seats stand, yours first, and what is not stated",
		long: `Lists where seats stand: yours first, then the parties, each on the whole and
then issue by issue. What a seat said comes before what is inferred of it. An
issue on which nothing is listed is one on which nothing is stated here.`,
		example: "  parley position list\n  parley position list --until 2025-06-02 --csv positions.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Positions(s, r, h, w, at)
		all := x.All()
		out := report{name: "position.list", data: x}
		out.texts = append(texts("seats", len(all) > len(x.Withdrawn)), texts("withdrawn", len(x.Withdrawn) > 0)...)
		out.grounds(x.Footing)
		l := newListing("positions", col{name: "of"}, col{name: "issue"}, col{name: "basis"}, col{name: "sort"}, col{name: "on"}, col{name: "range"}, col{name: "readers"}, col{name: "words"})
		for i := range all {
			p := &all[i]
			issue := issueName(p.Issue)
			if p.Issue == nil {
				issue = "the whole"
			}
			l.add(&p.Written, seatName(p.Of), issue, p.Basis, p.Sort, momentSays(p.On), rangeSays(p.Number), seatNames(p.Readers), quotes(p.Words, p.Quoted))
		}
		l.note = x.Says
		silent := table{title: "not stated", cols: []col{{name: "seat"}, {name: "issue"}, {name: "sorts"}}}
		for _, seat := range x.Seats {
			addSilent(&silent, seat.Seat, seat.Whole, "the whole")
			for _, sheet := range seat.Sheets {
				for _, b := range sheet.Baskets {
					for _, i := range b.Issues {
						addSilent(&silent, seat.Seat, i, issueName(i.Issue))
					}
				}
			}
		}
		out.tables = append(out.tables, silent)
		return out, l, nil
	})
	day.flags(c)
	return c
}

// addSilent lists of what nothing is stated: silence is shown, and not left out.
func addSilent(t *table, seat brief.SeatRef, i brief.IssuePosition, issue string) {
	if len(i.NotStated) > 0 {
		t.add(seatName(seat), issue, strings.Join(i.NotStated, ", "))
	}
}

// rangeSays prints a range in its own words, then its limits.
func rangeSays(f *act.Figure) string {
	if f == nil {
		return ""
	}
	limit := func(s string) string {
		if s == "" {
			return "not stated"
		}
		return s
	}
	if f.Low == "" && f.High == "" {
		return f.Says
	}
	return f.Says + " (" + strings.TrimSpace(limit(f.Low)+" .. "+limit(f.High)+" "+f.Unit) + ")"
}

func (a *app) positionShow() *cobra.Command {
	return showing(a, act.KindPosition, "position.show", verb{
		use:     "show REF",
		short:   "Show one position, whose it is, on what it rests and who reads it",
		long:    "Shows one thing about where a seat stands, in its words: whether the seat said it\nor it is inferred, and who can read it.",
		example: "  parley position show 7f3a09c41b22",
	}, func(d *desk) ([]brief.PositionLine, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Positions(s, r, h, w, a.today())
		return x.All(), x.Footing
	}, func(x *brief.PositionLine) *brief.Written { return &x.Written }, positionCard)
}

func positionCard(x *brief.PositionLine) []table {
	t := table{title: "position", card: true}
	t.add("of", seatName(x.Of))
	t.add("basis", x.Basis)
	t.add("sort", x.Sort)
	t.add("issue", issueName(x.Issue))
	t.add("range", rangeSays(x.Number))
	t.add("on", momentSays(x.On))
	t.add("heard in", linkName(x.Contact))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = quotes(x.Words, x.Quoted)
	return []table{t}
}
