// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// AnnouncementsQuery chooses announcements. Its zero value asks for all of them.
type AnnouncementsQuery struct {
	Speaker string // part of the name, in any case
	Seat    string // for which the speaker acts
	Issue   string // id
	Contact string // id
	Point   string // name, in any case
	From    string // first day, YYYY-MM-DD
	Until   string // last day
}

// AnnouncementsReport is the register of public statements, the newest first.
type AnnouncementsReport struct {
	Footing
	Found         int                `json:"found"`
	Announcements []AnnouncementLine `json:"announcements"`
}

// AnnouncementLine is one public statement by a person. Its words are the
// speaker's; whoever entered it tells them.
type AnnouncementLine struct {
	Written
	Speaker  Attendee   `json:"speaker"`
	When     act.Moment `json:"when"`
	Where    string     `json:"where,omitempty"`
	Words    string     `json:"words"`
	Quoted   bool       `json:"quoted,omitempty"` // verbatim, else a paraphrase
	Language string     `json:"language,omitempty"`
	Contact  *EntryLink `json:"contact,omitempty"`
	Points   []string   `json:"points"`
	Issues   []IssueRef `json:"issues"`
}

// Announcements lists public statements.
func Announcements(s process.State, r *record.Roster, h Head, withheld int64, q AnnouncementsQuery) AnnouncementsReport {
	f := newFaces(s, r)
	versions := slices.DeleteFunc(s.Versions(act.KindAnnouncement), func(v process.Version) bool {
		return !q.takes(s, v.Act.(act.Announcement))
	})
	return AnnouncementsReport{footing(h, withheld), len(versions), f.announcements(versions)}
}

func (q AnnouncementsQuery) takes(s process.State, x act.Announcement) bool {
	within := func(ref, want string) bool { return want == "" || ref == want || sameAct(s, ref, want) }
	hasIssue := q.Issue == "" || slices.ContainsFunc(x.Issues, func(ref string) bool { return within(ref, q.Issue) })
	hasPoint := q.Point == "" || slices.ContainsFunc(x.Points, func(p string) bool { return foldValue(p) == foldValue(q.Point) })
	return hasIssue && hasPoint && within(x.Contact, q.Contact) &&
		(q.Seat == "" || x.Speaker.Seat == q.Seat) && strings.Contains(foldValue(x.Speaker.Name), foldValue(q.Speaker)) &&
		spans(x.When, q.From, q.Until)
}

// sameAct reports whether two ids name writings of one act.
func sameAct(s process.State, a, b string) bool {
	x, ok := entryID(a)
	y, ok2 := entryID(b)
	if !ok || !ok2 {
		return false
	}
	v, ok := s.Version(y)
	return ok && v.Is(x)
}

// spans reports whether a moment touches the days from one to another; an end
// that is not given is open.
func spans(m act.Moment, from, until string) bool {
	return (until == "" || m.Day <= until) && (from == "" || max(m.Day, m.Until) >= from)
}

func (f faces) announcements(versions []process.Version) []AnnouncementLine {
	out := make([]AnnouncementLine, 0, len(versions))
	for _, v := range versions {
		x := v.Act.(act.Announcement)
		out = append(out, AnnouncementLine{
			Written: f.written(v, x.Ground), Speaker: f.attendee(x.Speaker), When: x.When, Where: x.Where, Words: x.Words,
			Quoted: x.Quoted, Language: x.Language, Contact: f.link(x.Contact), Points: list(x.Points), Issues: f.issues(x.Issues),
		})
	}
	slices.SortFunc(out, func(a, b AnnouncementLine) int {
		return cmp.Or(strings.Compare(b.When.Day, a.When.Day), strings.Compare(b.When.Clock, a.When.Clock),
			b.Time.Compare(a.Time), strings.Compare(a.First, b.First))
	})
	return out
}
