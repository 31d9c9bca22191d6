// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// talkRows are the registers of what was said, as files.
func (r *request) talkRows(name string) (l listing, ok bool) {
	now := r.server.opt.Now()
	switch name {
	case "contacts":
		x := brief.Contacts(r.view.State, r.view.Roster, r.head, r.view.Withheld)
		l = listing{"contact.list", x, x.Footing, columns("when", "form", "level", "length", "place", "seats", "accounts", "differ", "alone", "title")}
		for i := range x.Contacts {
			c := &x.Contacts[i]
			l.row(&c.Written, plainMoment(c.When), c.Form, c.Level, c.Length.Says, c.Place, calledSeats(c.Seats),
				strconv.Itoa(c.Accounts), strconv.Itoa(c.Differing), strconv.Itoa(c.Silences), c.Title)
		}
		return l, true
	case "undertakings":
		x := brief.Undertakings(r.view.State, r.view.Roster, r.head, r.view.Withheld, now)
		l = listing{"undertake.list", x, x.Footing, columns("spoken", "seat", "to", "stands", "due", "clock", "kept", "words")}
		for i := range x.Undertakings {
			u := &x.Undertakings[i]
			var kept []string
			for _, a := range u.Outcome {
				kept = append(kept, a.Answer+" (says "+a.By.Name+")")
			}
			l.row(&u.Written, plainMoment(u.Spoken), u.Undertakes.Name, calledSeats(u.To), u.State,
				plainDue(act.Due{When: u.Due.When, Says: u.Due.Words}), u.Due.Clock.Says, strings.Join(kept, "; "), u.Words)
		}
		return l, true
	case "announcements":
		x := brief.Announcements(r.view.State, r.view.Roster, r.head, r.view.Withheld, brief.AnnouncementsQuery{})
		var all []act.Announcement
		for _, v := range r.view.State.Versions(act.KindAnnouncement) {
			if a, ok := v.Act.(act.Announcement); ok && v.Withdrawn == nil {
				all = append(all, a)
			}
		}
		return listing{"announcement.list", x, x.Footing, sheet.AnnouncementTable(all)}, true
	}
	return listing{}, false
}
