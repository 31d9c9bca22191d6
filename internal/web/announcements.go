// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/brief"
)

// announcementsPage is the register of public statements.
type announcementsPage struct {
	paging
	Announcements []brief.AnnouncementLine
	Total         int // without a filter
	Speaker       string
	Point         string
	Seat          string
	Seats         []option
	Issue         string
	Issues        []option
	Days          days
	Filtered      bool
}

func buildAnnouncements(r *request) (any, lane, error) {
	q := r.URL.Query()
	out := announcementsPage{
		Speaker: strings.TrimSpace(q.Get("speaker")), Point: strings.TrimSpace(q.Get("point")), Seat: q.Get("seat"), Seats: seatOptions(r),
		Issue: q.Get("issue"), Issues: issueOptions(r), Days: r.days(), Total: len(r.view.State.Versions("announcement")),
	}
	out.Filtered = out.Speaker != "" || out.Point != "" || out.Seat != "" || out.Issue != "" || out.Days.set()
	list := brief.Announcements(r.view.State, r.view.Roster, r.head, r.view.Withheld, brief.AnnouncementsQuery{
		Speaker: out.Speaker, Point: out.Point, Seat: out.Seat, Issue: out.Issue, From: out.Days.From, Until: out.Days.Until,
	}).Announcements
	out.Announcements, out.paging = paged(r, "/announcements", list, pageRows)
	return out, r.ownLane(), nil
}
