// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// BalanceReport sets side by side how each seat was dealt with over some days,
// so that a mediator sees whether one side is heard less than another. Every
// figure counts entries of this record; none adds up what different tellers
// claim.
type BalanceReport struct {
	Footing
	From    string        `json:"from,omitempty"`  // first day, YYYY-MM-DD; absent: from the beginning
	Until   string        `json:"until,omitempty"` // last day; absent: up to now
	Parties []SeatBalance `json:"parties"`         // the own one first, then by the name in the roster
	Others  []SeatBalance `json:"others"`
	Says    string        `json:"says"`
}

// SeatBalance is one seat.
type SeatBalance struct {
	Seat         SeatRef          `json:"seat"`
	Role         string           `json:"role"` // empty for a seat that has left
	You          bool             `json:"you,omitempty"`
	Contacts     int              `json:"contacts"` // that name the seat or somebody who acted for it
	Length       LengthSum        `json:"length"`
	LastContact  *LastContact     `json:"last_contact,omitempty"`
	Releases     ReleaseCount     `json:"releases"`
	Requests     RequestCount     `json:"requests"`
	Undertakings UndertakingCount `json:"undertakings"`
}

// LengthSum is how long the contacts of a seat lasted together, as far as their
// lengths were stated. A contact counts towards a limit only if it states one;
// how many do not is said beside it.
type LengthSum struct {
	AtLeast    int64 `json:"at_least,omitempty"` // minutes, of the contacts that state a lower limit
	AtLeastOf  int   `json:"at_least_of"`        // how many do
	AtMost     int64 `json:"at_most,omitempty"`  // minutes, of the contacts that state an upper limit
	AtMostOf   int   `json:"at_most_of"`         // how many do
	NoUpper    int   `json:"no_upper"`           // contacts that state a lower limit alone
	NotStated  int   `json:"not_stated"`         // contacts that state neither
	NotCounted int   `json:"not_counted"`        // contacts marked disputed or illustrative: their lengths are left out
}

// LastContact is the latest contact of a seat.
type LastContact struct {
	Entry string     `json:"entry"`
	Title string     `json:"title"`
	Form  string     `json:"form"`
	When  act.Moment `json:"when"`
}

// ReleaseCount counts disclosures that this seat can read.
type ReleaseCount struct {
	To   int `json:"to"`   // that showed the seat something which was not sealed to it
	From int `json:"from"` // that showed entries of the seat to others
}

// RequestCount counts requests to show an entry. Answered are those that
// permissions cover.
type RequestCount struct {
	By         int `json:"by"` // by the seat
	ByAnswered int `json:"by_answered"`
	Of         int `json:"of"` // for entries of the seat
	OfAnswered int `json:"of_answered"`
}

// UndertakingCount counts undertakings that were neither taken back nor
// disowned. Open are those that not all who speak of them call kept.
type UndertakingCount struct {
	By     int `json:"by"` // of the seat
	ByOpen int `json:"by_open"`
	To     int `json:"to"` // said to the seat
	ToOpen int `json:"to_open"`
}

const balanceSays = "These figures count entries that this seat can read. Equal figures are not equal treatment, and unequal ones may have good reasons."

// Balance counts per seat, from one day to another; an empty day leaves that end
// open. Contacts and undertakings are of the day that they state, the rest of
// the day on which it was entered.
func Balance(s process.State, r *record.Roster, h Head, withheld int64, from, until string) BalanceReport {
	f := newFaces(s, r)
	out := BalanceReport{
		Footing: footing(h, withheld), From: from, Until: until,
		Parties: []SeatBalance{}, Others: []SeatBalance{}, Says: balanceSays,
	}
	if r == nil {
		return out
	}
	rows := map[string]*SeatBalance{}
	names := slices.Concat(r.Names(), r.Removed)
	for _, name := range names {
		row := &SeatBalance{Seat: f.seat(name), You: name == s.Seat()}
		if seat := r.Seat(name); seat != nil {
			row.Role = seat.Role
		}
		rows[name] = row
	}
	b := balance{f, rows, act.Moment{Day: from, Until: until}}
	b.contacts()
	b.releases()
	b.undertakings()
	for _, name := range names {
		switch row := rows[name]; {
		case row.Role != record.RoleParty:
			out.Others = append(out.Others, *row)
		case row.You: // each party's own copy names it first
			out.Parties = slices.Insert(out.Parties, 0, *row)
		default:
			out.Parties = append(out.Parties, *row)
		}
	}
	return out
}

type balance struct {
	f    faces
	rows map[string]*SeatBalance
	days act.Moment // an end that is empty is open
}

func (b balance) takes(m act.Moment) bool { return spans(m, b.days.Day, b.days.Until) }

func (b balance) entered(t time.Time) bool { return b.takes(act.Moment{Day: dayOf(t)}) }

// each adds to the rows of some seats, once for each seat that has one.
func (b balance) each(seats []string, add func(*SeatBalance)) {
	for i, seat := range seats {
		if row := b.rows[seat]; row != nil && !slices.Contains(seats[:i], seat) {
			add(row)
		}
	}
}

func (b balance) contacts() {
	for _, v := range b.f.state.Versions(act.KindContact) {
		x := v.Act.(act.Contact)
		if v.Withdrawn != nil || !b.takes(x.When) {
			continue
		}
		seats := slices.Clone(x.Seats)
		for _, p := range x.Who {
			seats = append(seats, p.Seat)
		}
		b.each(seats, func(row *SeatBalance) {
			row.Contacts++
			row.Length.add(x)
			if last := row.LastContact; last == nil || last.When.Day+last.When.Clock <= x.When.Day+x.When.Clock {
				row.LastContact = &LastContact{process.Ref(v.First), x.Title, x.Form, x.When}
			}
		})
	}
}

func (l *LengthSum) add(x act.Contact) {
	if x.Mark == act.Disputed || x.Illustrative {
		l.NotCounted++
		return
	}
	l.AtLeast += x.AtLeast
	l.AtMost += x.AtMost
	switch {
	case x.AtLeast == 0 && x.AtMost == 0:
		l.NotStated++
	case x.AtMost == 0:
		l.AtLeastOf++
		l.NoUpper++
	case x.AtLeast == 0:
		l.AtMostOf++
	default:
		l.AtLeastOf++
		l.AtMostOf++
	}
}

func (b balance) releases() {
	for _, rel := range b.f.state.Releases() {
		author := []string{rel.Author.Seat}
		for _, a := range rel.Asked {
			if !b.entered(a.Time) {
				continue
			}
			answered := 0
			if a.Answered {
				answered = 1
			}
			b.each([]string{a.By.Seat}, func(row *SeatBalance) { row.Requests.By++; row.Requests.ByAnswered += answered })
			b.each(author, func(row *SeatBalance) { row.Requests.Of++; row.Requests.OfAnswered += answered })
		}
		for _, d := range rel.Disclosed {
			l, ok := b.f.state.Line(d.Entry)
			if !ok || !b.entered(d.Time) {
				continue
			}
			fresh := slices.DeleteFunc(slices.Clone(d.To), func(seat string) bool { return slices.Contains(l.Shown.Audience, seat) })
			if len(fresh) == 0 {
				continue
			}
			b.each(fresh, func(row *SeatBalance) { row.Releases.To++ })
			b.each(author, func(row *SeatBalance) { row.Releases.From++ })
		}
	}
}

func (b balance) undertakings() {
	for _, u := range b.f.undertakings(b.f.state.Versions(act.KindUndertaking), time.Time{}) {
		if u.State == UndertakingWithdrawn || u.State == UndertakingDisowned || !b.takes(act.Moment{Day: u.spoken()}) {
			continue
		}
		open := 1
		if u.Kept() {
			open = 0
		}
		b.each([]string{u.Undertakes.Seat}, func(row *SeatBalance) { row.Undertakings.By++; row.Undertakings.ByOpen += open })
		var to []string
		for _, seat := range u.To {
			to = append(to, seat.Seat)
		}
		b.each(to, func(row *SeatBalance) { row.Undertakings.To++; row.Undertakings.ToOpen += open })
	}
}
