// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/record"
)

func (a *app) contactCommands() *cobra.Command {
	return a.noun("contact", "Contacts between sides, and each side's account of them",
		`A contact is a call, meeting, visit or message between sides. A readout is one
account of it, split into claims on named points. Where two accounts state a
point differently is computed and shown; what one does not state is shown as
silent.`,
		`  parley contact list
  parley contact add --form call --title "Call of the leaders" --when 2025-05-19 --to mediator
  parley contact readout 7f3a09c41b22 --teller "Delegation A" --claim 'point=Length; number="two hours"' --to mediator
  parley contact divergences --contact 7f3a09c41b22`,
		a.contactList(), a.contactShow(), a.contactAdd(), a.contactReadout(), a.contactDivergences())
}

func (a *app) contactList() *cobra.Command {
	return a.listing(verb{
		use:   "list",
		short: "List contacts, with how many accounts there are of each",
		long: `Lists the contacts that this seat knows of, the newest first: how many accounts
stand, on how many points they differ, and on how many one speaks alone.`,
		example: "  parley contact list\n  parley contact list --csv contacts.csv\n  parley contact list --json=found",
	}, func(d *desk) (report, *listing, error) {
		x := brief.Contacts(d.basis())
		r := report{name: "contact.list", data: x, texts: texts("contacts", len(x.Contacts) > 0)}
		r.grounds(x.Footing)
		l := newListing("contacts", col{name: "when"}, col{name: "form"}, col{name: "level"}, col{name: "length"}, col{name: "place"},
			col{name: "seats"}, col{name: "accounts", right: true}, col{name: "differ", right: true}, col{name: "alone", right: true}, col{name: "title"})
		for i := range x.Contacts {
			c := &x.Contacts[i]
			l.add(&c.Written, momentSays(c.When), c.Form, c.Level, c.Length.Says, c.Place,
				seatNames(c.Seats), number(c.Accounts), number(c.Differing), number(c.Silences), contactTitle(c))
		}
		return r, l, nil
	})
}

func contactTitle(c *brief.ContactLine) string {
	if !c.Opened && c.ShownBy == "" {
		return "(not opened here)"
	}
	return c.Title
}

func (a *app) contactShow() *cobra.Command {
	c := a.reading(verb{
		use:   "show REF",
		short: "Show one contact, its accounts side by side, and where they differ",
		long: `Shows one contact: each account of it in the order in which they came, what they
say point by point, where they differ, what one of them alone speaks of, and the
announcements and undertakings that belong to it.`,
		example: "  parley contact show 7f3a09c41b22\n  parley contact show 7f3a09c41b22 --json=divergences,silences --reveal",
		args:    cobra.ExactArgs(1),
	}, func(d *desk, args []string) (report, error) {
		id, err := d.contact(args[0])
		if err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x, err := brief.Contact(s, r, h, w, id, d.app.now())
		if err != nil {
			return report{}, err
		}
		out := report{name: "contact.show", data: x, tables: contactTables(x)}
		out.texts = []string{"contact", "accounts", "table", "divergences", "compatible", "silences", "announcements", "undertakings", "released"}
		out.grounds(x.Footing)
		return out, nil
	})
	c.ValidArgsFunction = offering(func() []string { return a.entryWords(act.KindContact) })
	return c
}

// contact finds a contact that anything is known of here. One that is known from
// a disclosure only is no entry that this seat has opened.
func (d *desk) contact(word string) (record.Hash, error) {
	var found []string
	for _, c := range brief.Contacts(d.basis()).Contacts {
		if want := strings.ToLower(word); !c.Opened && len(want) >= minRef && strings.HasPrefix(c.First, want) {
			found = append(found, c.First)
		}
	}
	if len(found) == 1 {
		if b, err := hex.DecodeString(found[0]); err == nil && len(b) == len(record.Hash{}) {
			return record.Hash(b), nil
		}
	}
	e, err := d.entryOf(word, act.KindContact)
	return e.ID, err
}

func contactTables(x brief.ContactReport) []table {
	c := &x.Contact
	t := table{title: "contact", card: true}
	t.add("title", contactTitle(c))
	t.add("form", strings.TrimRight(c.Form+", "+c.Level, ", "))
	t.add("when", momentSays(c.When))
	t.add("length", c.Length.Says)
	t.add("place", c.Place)
	t.add("through", c.Through)
	t.add("seats", seatNames(c.Seats))
	for _, p := range c.Who {
		t.add("person", attendee(p))
	}
	writtenCard(&t, &c.Written)
	t.filled()
	t.body = c.About
	out := []table{t}
	if len(x.Accounts) > 0 {
		out = append(out, accountTable(x.Accounts))
	}
	if len(x.Table.Rows) > 0 {
		out = append(out, pointTable(x))
	}
	out = append(out, divergenceTables(x.Divergences, x.Compatible, x.Silences)...)
	if len(x.Announcements) > 0 {
		out = append(out, announcementListing(x.Announcements).table())
	}
	if len(x.Undertakings) > 0 {
		out = append(out, undertakingListing(x.Undertakings).table())
	}
	if len(x.Released) > 0 {
		t := table{title: "release", cols: []col{{name: "entry", ref: true}, {name: "kind"}, {name: "asked", right: true}, {name: "permitted", right: true}, {name: "shown", right: true}}}
		for _, r := range x.Released {
			t.add(r.Entry, r.Kind, number(len(r.Asked)), number(len(r.Granted)), number(len(r.Disclosed)))
		}
		out = append(out, t)
	}
	return out
}

func accountTable(accounts []brief.ContactAccount) table {
	t := table{title: "accounts", note: "Accounts stand side by side. None is taken for the contact itself.",
		cols: []col{{name: "entry", ref: true}, {name: "ground"}, {name: "given"}, {name: "side"}, {name: "claims", right: true}, {name: "sources"}, {name: "teller"}, {name: "text"}}}
	for i := range accounts {
		x := &accounts[i]
		side := ""
		if x.Side != nil {
			side = seatName(*x.Side)
		}
		t.add(x.Entry, ground(&x.Written), momentSays(x.Given), side, number(x.Claims), sourcesSay(x.Sources), x.Teller, x.Text)
	}
	return t
}

// pointTable has one row for each point and account, so that it can be read on
// a narrow terminal.
func pointTable(x brief.ContactReport) table {
	t := table{title: "point by point", note: "* stated differently by another teller. Silent denies nothing.",
		cols: []col{{name: "point"}, {name: "teller"}, {name: "says"}}}
	tellers := map[string]string{}
	for i := range x.Accounts {
		tellers[x.Accounts[i].Entry] = x.Accounts[i].Teller
	}
	for _, row := range x.Table.Rows {
		for i, cell := range row.Cells {
			t.add(row.Point, tellers[x.Table.Columns[i]], cellSays(cell))
		}
	}
	return t
}

func cellSays(c brief.PointCell) string {
	switch c.State {
	case brief.CellSilent:
		return "silent"
	case brief.CellNotSplit:
		return "not split into claims"
	}
	var out []string
	for _, f := range c.Facets {
		star := ""
		if f.Differs {
			star = "*"
		}
		out = append(out, f.Facet+star+": "+f.Value)
	}
	if c.Words != "" {
		out = append(out, quotes(c.Words, c.Quoted))
	}
	if len(c.Sources) > 0 {
		out = append(out, "["+strings.Join(c.Sources, " ")+"]")
	}
	return strings.Join(out, "; ")
}

// divergenceTables lay out where accounts depart from each other. What differs
// and what one account is silent on are never in one table.
func divergenceTables(differ, compatible []brief.Divergence, silences []brief.Silence) []table {
	var out []table
	for _, x := range []struct {
		title, note string
		list        []brief.Divergence
	}{
		{"stated differently", "Nothing is said here of which is right.", differ},
		{"different, and both can hold", "", compatible},
	} {
		if len(x.list) == 0 {
			continue
		}
		t := table{title: x.title, note: x.note, cols: []col{{name: "point"}, {name: "facet"}, {name: "rule"}, {name: "teller"}, {name: "ground"}, {name: "value"}}}
		for _, v := range x.list {
			for _, s := range v.Values {
				mark := s.Mark
				if s.Illustrative {
					mark = "illustrative"
				}
				t.add(v.Point, v.Facet, strings.Join(v.Rules, " "), s.Teller, strings.TrimSpace(mark+" "+strings.Join(s.Sources, " ")), s.Value)
			}
		}
		out = append(out, t)
	}
	if len(silences) > 0 {
		t := table{title: "one account alone speaks of it", note: "The silence of the others is no denial.",
			cols: []col{{name: "point"}, {name: "teller"}, {name: "silent", right: true}, {name: "words"}}}
		for _, s := range silences {
			t.add(s.Point, s.Teller, number(s.Silent), s.Words)
		}
		out = append(out, t)
	}
	return out
}

func (a *app) contactDivergences() *cobra.Command {
	var contact string
	var days dayRange
	c := a.reading(verb{
		use:   "divergences",
		short: "Show where accounts of one contact depart from each other",
		long: `Compares the accounts of every contact, or of the one named: a point that
tellers state differently in number, scope, time, condition, actor or status.
What one account does not state is silence and is listed apart, never as a
difference. Nothing is typed in as a divergence, and nothing is said of who is
right.`,
		example: "  parley contact divergences\n  parley contact divergences --contact 7f3a09c41b22\n  parley contact divergences --from 2025-03-18 --until 2025-06-02",
	}, func(d *desk, _ []string) (report, error) {
		if err := days.check(); err != nil {
			return report{}, err
		}
		q := brief.DivergencesQuery{Contact: contact, From: days.from, Until: days.until}
		if err := d.settleEntry(&q.Contact, act.KindContact); err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Divergences(s, r, h, w, q)
		out := report{name: "contact.divergences", data: x, texts: texts("contacts", len(x.Contacts) > 0)}
		out.grounds(x.Footing)
		sum := table{title: "found", card: true}
		sum.add("divergences", number(x.Found)+" on "+number(x.Points)+" points")
		for _, f := range x.Facets {
			if f.Divergences > 0 {
				sum.add(f.Facet, number(f.Divergences))
			}
		}
		sum.add("both can hold", number(x.Compatible))
		sum.add("one alone speaks", number(x.Silences))
		out.tables = []table{sum}
		for i := range x.Contacts {
			c := &x.Contacts[i]
			for _, t := range divergenceTables(c.Divergences, c.Compatible, c.Silences) {
				t.title = momentSays(c.Contact.When) + " " + contactTitle(&c.Contact) + ": " + t.title
				out.tables = append(out.tables, t)
			}
		}
		return out, nil
	})
	c.Flags().StringVar(&contact, "contact", "", "contact `REF` (default: all)")
	_ = c.RegisterFlagCompletionFunc("contact", offering(func() []string { return a.entryWords(act.KindContact) }))
	days.flags(c, "the contacts")
	return c
}
