// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ContactsReport is the register of contacts, the newest first.
type ContactsReport struct {
	Footing
	Found    int           `json:"found"`
	Contacts []ContactLine `json:"contacts"`
}

// ContactLine is one contact with what its accounts amount to. Of a contact that
// is not opened here and of which accounts are, only those are known.
type ContactLine struct {
	Written
	Opened  bool       `json:"opened"`
	ShownBy string     `json:"shown_by,omitempty"` // the disclosure by which this seat knows it
	Form    string     `json:"form"`
	Title   string     `json:"title"`
	When    act.Moment `json:"when,omitzero"`
	Level   string     `json:"level,omitempty"`
	Length  Length     `json:"length"`
	Place   string     `json:"place,omitempty"`
	Through string     `json:"through,omitempty"`
	Seats   []SeatRef  `json:"seats"`
	Who     []Attendee `json:"who"`
	About   string     `json:"about,omitempty"`

	Accounts    int `json:"accounts"`    // that stand
	Points      int `json:"points"`      // of which they speak
	Differing   int `json:"differing"`   // points on which they diverge
	Divergences int `json:"divergences"` // facets of these points
	Compatible  int `json:"compatible"`  // facets on which they differ and can both hold
	Silences    int `json:"silences"`    // points of which one account alone speaks
}

// Length is how long a contact lasted, as it was stated. A limit that was not
// stated is absent, and is not zero.
type Length struct {
	AtLeast int64  `json:"at_least,omitempty"` // minutes
	AtMost  int64  `json:"at_most,omitempty"`
	Says    string `json:"says"`
}

// Attendee is somebody who took part.
type Attendee struct {
	Name     string   `json:"name"`
	Seat     *SeatRef `json:"seat,omitempty"`
	Capacity string   `json:"capacity,omitempty"`
}

func newLength(least, most int64) Length {
	l := Length{AtLeast: least, AtMost: most}
	switch {
	case least == 0 && most == 0:
		l.Says = "not stated"
	case most == 0:
		l.Says = fmt.Sprintf("at least %d min", least)
	case least == 0:
		l.Says = fmt.Sprintf("at most %d min", most)
	case least == most:
		l.Says = fmt.Sprintf("%d min", least)
	default:
		l.Says = fmt.Sprintf("%d to %d min", least, most)
	}
	return l
}

func (f faces) attendee(p act.Person) Attendee {
	return Attendee{p.Name, f.seatIf(p.Seat), p.Capacity}
}

// meeting is a contact with its accounts compared.
type meeting struct {
	line     ContactLine
	version  process.Version // of a contact that is not opened here: its first writing alone
	accounts []account
	compared
}

// Contacts lists contacts.
func Contacts(s process.State, r *record.Roster, h Head, withheld int64) ContactsReport {
	m := newMeetings(newFaces(s, r))
	m.compare.counts = true
	all := m.all()
	out := ContactsReport{Footing: footing(h, withheld), Found: len(all), Contacts: []ContactLine{}}
	for i := range all {
		out.Contacts = append(out.Contacts, all[i].line)
	}
	return out
}

// all returns every contact of which anything is known here, the newest first.
func (m meetings) all() []*meeting {
	var out []*meeting
	opened := map[record.Hash]bool{}
	for _, v := range m.f.state.Versions(act.KindContact) {
		out = append(out, m.meet(v))
		opened[v.First] = true
	}
	for _, id := range m.unopened(opened) {
		out = append(out, m.meet(process.Version{First: id}))
	}
	slices.SortFunc(out, func(a, b *meeting) int {
		x, y := &a.line, &b.line
		return cmp.Or(strings.Compare(y.When.Day, x.When.Day), strings.Compare(y.When.Clock, x.When.Clock),
			y.Time.Compare(x.Time), strings.Compare(x.Title, y.Title), strings.Compare(x.First, y.First))
	})
	return out
}

// unopened returns the contacts that are not opened here and are known all the
// same, because one was disclosed or an account of it can be read.
func (m meetings) unopened(opened map[record.Hash]bool) []record.Hash {
	known := map[record.Hash]bool{}
	for id := range m.contacts {
		known[id] = true
	}
	for id := range m.readouts {
		known[id] = true
	}
	for _, l := range m.f.state.Acts(act.KindReadout) {
		if id, ok := entryID(l.Act.(act.Readout).Contact); ok {
			known[id] = true
		}
	}
	maps.DeleteFunc(known, func(id record.Hash, _ bool) bool {
		_, ok := m.f.state.Line(id)
		return ok || opened[id]
	})
	return slices.SortedFunc(maps.Keys(known), func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
}

// meet gathers the accounts of a contact and compares them.
func (m meetings) meet(v process.Version) *meeting {
	out := &meeting{version: v, accounts: m.accounts(v)}
	out.compared = m.compare.compare(out.accounts)
	out.line = m.contact(v)
	l := &out.line
	for i := range out.accounts {
		l.Accounts += 1 - taken(out.accounts[i])
	}
	l.Points, l.Divergences = len(out.points), len(out.divergences)
	l.Compatible, l.Silences = len(out.compatible), len(out.silences)
	for i, d := range out.divergences {
		if i == 0 || out.divergences[i-1].Point != d.Point {
			l.Differing++
		}
	}
	return out
}

// contact is a contact without its accounts.
func (m meetings) contact(v process.Version) ContactLine {
	f := m.f
	x, ok := v.Act.(act.Contact)
	out := ContactLine{Opened: ok}
	switch d, shown := m.contacts[v.First]; {
	case ok:
		out.Written = f.written(v, x.Ground)
	case shown:
		x, _ = shownAct(d).(act.Contact)
		out.Written, out.ShownBy = f.shownWriting(d, x.Ground), process.Ref(d.ID)
	default:
		out.Written = Written{Entry: process.Ref(v.First), First: process.Ref(v.First), Readers: []SeatRef{}, Sources: []act.Source{}, Rivals: []string{}}
	}
	out.Form, out.Title, out.When, out.Level, out.Place, out.Through, out.About = x.Form, x.Title, x.When, x.Level, x.Place, x.Through, x.About
	out.Length, out.Seats, out.Who = newLength(x.AtLeast, x.AtMost), f.seats(x.Seats), []Attendee{}
	for _, p := range x.Who {
		out.Who = append(out.Who, f.attendee(p))
	}
	return out
}

// ContactReport is one contact: its accounts in the order in which they came,
// what they say point by point, and where they differ.
type ContactReport struct {
	Footing
	Contact       ContactLine           `json:"contact"`
	Accounts      []ContactAccount      `json:"accounts"`
	Table         PointTable            `json:"table"`
	Divergences   []Divergence          `json:"divergences"`
	Compatible    []Divergence          `json:"compatible"` // different, and both can hold
	Silences      []Silence             `json:"silences"`
	Announcements []AnnouncementLine    `json:"announcements"`
	Undertakings  []UndertakingStanding `json:"undertakings"`
	Released      []ReleasedEntry       `json:"released"` // the contact and accounts of it that were asked for, permitted or shown
}

// ReleasedEntry is what became of one entry under release control.
type ReleasedEntry struct {
	Entry  string `json:"entry"`
	Kind   string `json:"kind"`
	Teller string `json:"teller,omitempty"`
	ReleaseReport
}

// Contact shows one contact; the error is [ErrNotOpened] when nothing of it is
// known here.
func Contact(s process.State, r *record.Roster, h Head, withheld int64, id record.Hash, now time.Time) (ContactReport, error) {
	m := newMeetings(newFaces(s, r))
	v, ok := s.Version(id)
	if ok && v.Kind != act.KindContact {
		return ContactReport{}, ErrNotOpened
	}
	if !ok {
		v = process.Version{First: id}
	}
	x := m.meet(v)
	if !ok && x.line.ShownBy == "" && len(x.accounts) == 0 {
		return ContactReport{}, ErrNotOpened
	}
	out := ContactReport{
		Footing: footing(h, withheld), Contact: x.line, Accounts: []ContactAccount{}, Table: m.f.table(x),
		Divergences: x.divergences, Compatible: x.compatible, Silences: x.silences,
		Announcements: m.f.announcements(s.About(v, act.KindAnnouncement)),
		Undertakings:  m.f.undertakings(s.About(v, act.KindUndertaking), now), Released: []ReleasedEntry{},
	}
	for _, id := range writings(v) {
		out.Released = m.f.released(out.Released, id, act.KindContact, x.line.Teller)
	}
	for i := range x.accounts {
		a := &x.accounts[i]
		out.Accounts = append(out.Accounts, a.ContactAccount)
		if id, ok := entryID(a.Entry); ok {
			out.Released = m.f.released(out.Released, id, act.KindReadout, a.Teller)
		}
	}
	return out, nil
}

// released adds an entry if the ledger knows anything of it.
func (f faces) released(all []ReleasedEntry, id record.Hash, kind, teller string) []ReleasedEntry {
	rel := f.release(id)
	if len(rel.Asked)+len(rel.Granted)+len(rel.Disclosed) == 0 && !rel.Adopted {
		return all
	}
	return append(all, ReleasedEntry{process.Ref(id), kind, teller, rel})
}
