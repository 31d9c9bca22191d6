// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) balanceCommand() *cobra.Command {
	var days dayRange
	c := a.reading(verb{
		use:   "balance",
		short: "Set side by side how each seat was dealt with",
		long: `Counts, for each seat: contacts and how long they lasted as far as that was
stated, what it was shown and what of it was shown, what was asked and answered,
and undertakings open. The order is that of the roster. Equal figures are not
equal treatment, and nothing here adds up what different tellers claim.`,
		example: "  parley balance\n  parley balance --from 2025-05-01 --until 2025-06-02 --json",
	}, func(d *desk, _ []string) (report, error) {
		if err := days.check(); err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Balance(s, r, h, w, days.from, days.until)
		out := report{name: "balance", data: x, tables: balanceTables(x)}
		for _, list := range []struct {
			field string
			seats []brief.SeatBalance
		}{{"parties", x.Parties}, {"others", x.Others}} {
			for _, b := range list.seats {
				if b.LastContact != nil {
					out.texts = append(out.texts, list.field)
					break
				}
			}
		}
		out.grounds(x.Footing)
		return out, nil
	})
	days.flags(c, "what is counted")
	return c
}

func balanceTables(x brief.BalanceReport) []table {
	var out []table
	for _, list := range []struct {
		title string
		seats []brief.SeatBalance
	}{{"parties", x.Parties}, {"other seats", x.Others}} {
		t := table{title: list.title, cols: []col{
			{name: "seat"}, {name: "contacts", right: true}, {name: "lasted"}, {name: "shown to", right: true}, {name: "shown of", right: true},
			{name: "asked by"}, {name: "asked of"}, {name: "undertook"}, {name: "was told"}, {name: "last contact"},
		}}
		for i := range list.seats {
			b := &list.seats[i]
			last := "none"
			if b.LastContact != nil {
				last = momentSays(b.LastContact.When) + " " + b.LastContact.Title
			}
			t.add(seatName(b.Seat), number(b.Contacts), lengthSays(b.Length, b.Contacts), number(b.Releases.To), number(b.Releases.From),
				answered(b.Requests.ByAnswered, b.Requests.By), answered(b.Requests.OfAnswered, b.Requests.Of),
				stillOpen(b.Undertakings.ByOpen, b.Undertakings.By), stillOpen(b.Undertakings.ToOpen, b.Undertakings.To), last)
		}
		out = append(out, t)
	}
	out[len(out)-1].note = x.Says
	return out
}

// lengthSays never turns a length that was not stated into zero.
func lengthSays(l brief.LengthSum, contacts int) string {
	if contacts == 0 {
		return "none"
	}
	var out []string
	if l.AtLeastOf > 0 {
		out = append(out, fmt.Sprintf("at least %d min in %d", l.AtLeast, l.AtLeastOf))
	}
	if l.AtMostOf > 0 {
		out = append(out, fmt.Sprintf("at most %d min in %d", l.AtMost, l.AtMostOf))
	}
	if l.NotStated > 0 {
		out = append(out, fmt.Sprintf("not stated in %d", l.NotStated))
	}
	if l.NotCounted > 0 {
		out = append(out, fmt.Sprintf("not counted in %d", l.NotCounted))
	}
	return strings.Join(out, ", ")
}

func answered(n, of int) string { return fmt.Sprintf("%d, answered %d", of, n) }

func stillOpen(n, of int) string { return fmt.Sprintf("%d, open %d", of, n) }
