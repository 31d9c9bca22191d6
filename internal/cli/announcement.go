// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) announcementCommands() *cobra.Command {
	return a.noun("announcement", "What somebody said in public",
		`An announcement is a public statement by a person, with the capacity in which
the person spoke, where and when, how well it is known and where it can be
checked.`,
		`  parley announcement list --speaker minister --from 2025-05-01
  parley announcement add --speaker "N. N.;a;spokesperson" --when 2025-05-19 --words "…" --mark uncertain --to all`,
		a.announcementList(), a.announcementShow(), a.announcementAdd(), a.announcementImport())
}

func (a *app) announcementList() *cobra.Command {
	var q brief.AnnouncementsQuery
	var days dayRange
	c := a.listing(verb{
		use:     "list",
		short:   "List public statements, the newest first",
		long:    "Lists public statements, the newest first; the flags narrow the list.",
		example: "  parley announcement list --seat a\n  parley announcement list --issue 7f3a09c41b22 --csv statements.csv",
	}, func(d *desk) (report, *listing, error) {
		if err := days.check(); err != nil {
			return report{}, nil, err
		}
		q.From, q.Until = days.from, days.until
		if err := d.settleSeat(&q.Seat, "seat"); err != nil {
			return report{}, nil, err
		}
		if err := d.settleEntry(&q.Issue, act.KindIssue); err != nil {
			return report{}, nil, err
		}
		if err := d.settleEntry(&q.Contact, act.KindContact); err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Announcements(s, r, h, w, q)
		out := report{name: "announcement.list", data: x, texts: texts("announcements", len(x.Announcements) > 0)}
		out.grounds(x.Footing)
		return out, announcementListing(x.Announcements), nil
	})
	f := c.Flags()
	f.StringVar(&q.Speaker, "speaker", "", "part of the `name` of who spoke")
	f.StringVar(&q.Seat, "seat", "", "`seat` for which the person spoke")
	f.StringVar(&q.Issue, "issue", "", "issue `REF` that it speaks of")
	f.StringVar(&q.Contact, "contact", "", "contact `REF` that it speaks of")
	f.StringVar(&q.Point, "point", "", "`name` of a point that it speaks of")
	days.flags(c, "the statements")
	return c
}

func announcementListing(list []brief.AnnouncementLine) *listing {
	l := newListing("announcements", col{name: "when"}, col{name: "speaker"}, col{name: "where"}, col{name: "points"}, col{name: "issues"}, col{name: "words"})
	l.fileCols = []string{"speaker", "capacity", "seat", "date", "until", "clock", "zone", "where", "words", "quoted", "language", "points", "issues"}
	for i := range list {
		x := &list[i]
		l.add(&x.Written, momentSays(x.When), attendee(x.Speaker), x.Where, strings.Join(x.Points, "; "), issueNames(x.Issues), quotes(x.Words, x.Quoted))
		seat := ""
		if x.Speaker.Seat != nil {
			seat = x.Speaker.Seat.Seat
		}
		l.rows[i].file = []string{
			x.Speaker.Name, x.Speaker.Capacity, seat, x.When.Day, x.When.Until, x.When.Clock, x.When.Zone, x.Where, x.Words, yes(x.Quoted),
			x.Language, strings.Join(x.Points, "; "), issueNames(x.Issues),
		}
	}
	return l
}

func (a *app) announcementShow() *cobra.Command {
	return showing(a, act.KindAnnouncement, "announcement.show", verb{
		use:     "show REF",
		short:   "Show one public statement in full",
		long:    "Shows one public statement as it stands, with its sources.",
		example: "  parley announcement show 7f3a09c41b22",
	}, func(d *desk) ([]brief.AnnouncementLine, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Announcements(s, r, h, w, brief.AnnouncementsQuery{})
		return x.Announcements, x.Footing
	}, func(x *brief.AnnouncementLine) *brief.Written { return &x.Written }, announcementCard)
}

func announcementCard(x *brief.AnnouncementLine) []table {
	t := table{title: "announcement", card: true}
	t.add("speaker", attendee(x.Speaker))
	t.add("when", momentSays(x.When))
	t.add("where", x.Where)
	t.add("words are", map[bool]string{true: "verbatim", false: "a paraphrase"}[x.Quoted])
	t.add("language", x.Language)
	if x.Contact != nil {
		t.add("contact", linkName(x.Contact))
	}
	t.add("points", strings.Join(x.Points, "; "))
	t.add("issues", issueNames(x.Issues))
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = quotes(x.Words, x.Quoted)
	return []table{t}
}
