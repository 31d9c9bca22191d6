// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The kinds of a [CalendarItem].
const (
	DatedFormat      = "format"
	DatedDeadline    = "deadline" // of a threat or an incentive
	DatedUndertaking = "undertaking"
	DatedCommitment  = "commitment"
	DatedRound       = "round" // the closing of an acceptance round
)

// How certain it is that a [CalendarItem] is as it says.
const (
	CertaintyTentative = "tentative"
	CertaintyConfirmed = "confirmed" // agreed by all keys, or said by the seat that it binds
	CertaintyCancelled = "cancelled" // taken back or released
)

// CalendarReport is what has a date, and what has none.
type CalendarReport struct {
	Footing
	AsOf    AsOf           `json:"as_of"`
	Items   []CalendarItem `json:"items"` // by date
	LeftOut []LeftOut      `json:"left_out"`
	Says    string         `json:"says"`
}

const calendarSays = "A meeting is tentative until its date and its venue are agreed; each date that was said of it is an item of its own until one is. " +
	"What has no date is in no calendar, and is listed with the reason."

// CalendarItem is one thing with a date.
type CalendarItem struct {
	// Source is an id that stays when the thing is written again: that of the
	// entry which said it first.
	Source    string     `json:"source"`
	Kind      string     `json:"kind"`            // a word such as [DatedFormat]
	Of        string     `json:"of"`              // first writing of the format, leverage, undertaking, commitment or round
	Entry     string     `json:"entry"`           // its writing in force
	Sequence  int        `json:"sequence"`        // how often it was changed
	Moves     int        `json:"moves,omitempty"` // of a deadline: how often it was moved
	Title     string     `json:"title"`
	Details   string     `json:"details,omitempty"`
	When      act.Moment `json:"when"`
	Says      string     `json:"says,omitempty"` // the date in words, when it was said so too
	Certainty string     `json:"certainty"`
	State     string     `json:"state"`  // in the words of its register
	Who       []SeatRef  `json:"who"`    // seats that it is about
	Places    []string   `json:"places"` // of a format: the agreed venue, else those that were said
	Clock     Clock      `json:"clock"`
	Mark      string     `json:"mark,omitempty"`

	Illustrative bool         `json:"illustrative,omitempty"`
	Sources      []act.Source `json:"sources"`
	Readers      []SeatRef    `json:"readers"`
	Open         bool         `json:"open"` // it is still waited for, as far as anybody told
}

// LeftOut is something that a calendar cannot hold.
type LeftOut struct {
	Kind  string    `json:"kind"`
	Of    string    `json:"of"`
	Title string    `json:"title"`
	Who   []SeatRef `json:"who"`
	Why   string    `json:"why"`            // a word: [ClockNone] or [ClockWords]
	Says  string    `json:"says,omitempty"` // the words that are no date
	State string    `json:"state"`
	Open  bool      `json:"open"`
}

// CalendarItems shows what has a date: meetings, deadlines, undertakings,
// commitments and the closing of acceptance rounds.
func CalendarItems(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) CalendarReport {
	f := newFaces(s, r)
	c := &calendar{faces: f, at: at, items: []CalendarItem{}, left: []LeftOut{}}
	c.addFormats(f.formats(at))
	c.addDeadlines(f.leverages(at))
	c.addUndertakings()
	all, _ := f.commitments(at)
	c.addCommitments(all)
	c.addRounds(f.rounds(at))
	c.sort()
	return CalendarReport{footing(h, withheld), at, c.items, c.left, calendarSays}
}

// calendar collects what has a date.
type calendar struct {
	faces
	at    AsOf
	items []CalendarItem
	left  []LeftOut
}

// sort puts the items in order of date. They are large, so their places are
// sorted and each of them is moved once.
func (c *calendar) sort() {
	if len(c.items) == 0 {
		return // and stay a list that prints as []
	}
	order := make([]int, len(c.items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &c.items[a].When, &c.items[b].When
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Clock, y.Clock))
	})
	sorted := make([]CalendarItem, 0, len(order))
	for _, i := range order {
		sorted = append(sorted, c.items[i])
	}
	c.items = sorted
}

// add files a thing under its date, or under what has none.
func (c *calendar) add(x CalendarItem, w *Written, d act.Due) {
	x.Of, x.Entry, x.When, x.Says = w.First, w.Entry, d.When, d.Says
	x.Mark, x.Illustrative, x.Sources, x.Readers = w.Mark, w.Illustrative, w.Sources, w.Readers
	x.Sequence += w.Writings - 1
	if x.Source == "" {
		x.Source = w.First
	}
	x.Who, x.Places = list(x.Who), list(x.Places)
	if w.Withdrawn != nil {
		x.Certainty, x.State, x.Open = CertaintyCancelled, MeetingWithdrawn, false
	}
	x.Clock = c.at.clock(d)
	if !x.Open {
		x.Clock = x.Clock.closed(x.State)
	}
	if d.When.Known() {
		c.items = append(c.items, x)
		return
	}
	out := LeftOut{x.Kind, x.Of, x.Title, x.Who, ClockNone, d.Says, x.State, x.Open}
	if d.Says != "" {
		out.Why = ClockWords
	}
	c.left = append(c.left, out)
}

func (c *calendar) addFormats(plans []FormatPlan) {
	for _, p := range plans {
		x := CalendarItem{Kind: DatedFormat, Title: p.Title, Details: p.Purpose, State: p.State, Certainty: CertaintyTentative, Who: p.Keys, Open: true}
		if p.State == MeetingConfirmed {
			x.Certainty = CertaintyConfirmed
		}
		for _, v := range p.standing("venue") {
			if v.State == PlanAgreed {
				x.Places = []string{v.Value}
				break
			}
			x.Places = append(x.Places, v.Value)
		}
		agreed, dated := p.agreedDate(), false
		words := ""
		for _, v := range p.standing(aspectDate) {
			switch {
			case v.NoDate:
				words = v.Value
			case !agreed.Known() || v.When == agreed:
				x.Source, x.Sequence, dated = v.First, len(v.Stands)+len(v.Withdrawn)-1, true
				c.add(x, &p.Written, act.Due{When: v.When, Says: v.Value})
			}
		}
		if !dated {
			c.add(x, &p.Written, act.Due{Says: words})
		}
	}
}

func (c *calendar) addDeadlines(all []LeverageStanding) {
	c.items = slices.Grow(c.items, len(all))
	for i := range all {
		l := &all[i]
		x := CalendarItem{
			Kind: DatedDeadline, Title: l.Title, Details: l.Does, State: l.State, Certainty: CertaintyTentative,
			Sequence: l.Deadline.Moves, Moves: l.Deadline.Moves, Open: l.Open,
		}
		if l.Mark == "" || l.Mark == string(act.Confirmed) {
			x.Certainty = CertaintyConfirmed
		}
		for _, seat := range []*SeatRef{l.HolderSeat, l.TargetSeat} {
			if seat != nil {
				x.Who = append(x.Who, *seat)
			}
		}
		c.add(x, &l.Written, l.Deadline.Now)
	}
}

func (c *calendar) addCommitments(all []CommitmentStanding) {
	c.items = slices.Grow(c.items, len(all))
	for i := range all {
		x := &all[i]
		item := CalendarItem{
			Kind: DatedCommitment, Title: firstLine(x.Words), Details: x.Words, State: x.Standing,
			Certainty: CertaintyTentative, Who: []SeatRef{x.Seat}, Open: true,
		}
		switch {
		case x.Standing == StandsReleased:
			item.Certainty, item.Open = CertaintyCancelled, false
		case x.Standing != StandsNotYet && x.By.Seat == x.Seat.Seat && (x.Mark == "" || x.Mark == string(act.Confirmed)):
			item.Certainty = CertaintyConfirmed
		}
		item.Open = item.Open && !x.kept()
		c.add(item, &x.Written, x.Due)
	}
}

// addRounds files rounds under the day on which they close, which is certain: the
// seat that opened them has set it.
func (c *calendar) addRounds(all []RoundLine) {
	for i := range all {
		x := &all[i]
		item := CalendarItem{
			Kind: DatedRound, Title: x.Title, Details: x.Words, State: x.State, Certainty: CertaintyConfirmed,
			Open: x.State == RoundOpen || x.State == RoundPast,
		}
		for _, a := range x.Asked {
			item.Who = append(item.Who, a.Seat)
		}
		c.add(item, &x.Written, act.Due{When: x.Closes})
	}
}

// addUndertakings files undertakings. One is certain when the seat that
// undertook says that these are its words; one that it does not own is as if it
// was taken back.
func (c *calendar) addUndertakings() {
	said := slices.DeleteFunc(c.state.Versions(act.KindUndertaking), func(v process.Version) bool {
		x, ok := v.Act.(act.Undertaking)
		return !ok || !c.at.takes(x.Spoken, x.Ground, &v.Line)
	})
	all := c.undertakings(said, c.at.now())
	c.items = slices.Grow(c.items, len(all))
	for i := range all {
		u := &all[i]
		u.until(c.at)
		item := CalendarItem{
			Kind: DatedUndertaking, Title: firstLine(u.Words), Details: u.Words, State: u.State,
			Certainty: CertaintyTentative, Who: append([]SeatRef{u.Undertakes}, u.To...), Open: !u.Kept(),
		}
		switch u.State {
		case UndertakingOwnWords, UndertakingConfirmed:
			item.Certainty = CertaintyConfirmed
		case UndertakingDisowned, UndertakingWithdrawn:
			item.Certainty, item.Open = CertaintyCancelled, false
		}
		c.add(item, &u.Written, act.Due{When: u.Due.When, Says: u.Due.Words})
	}
}

// until takes away what was answered later than the days that are looked at.
func (u *UndertakingStanding) until(at AsOf) {
	if at.Until == "" {
		return
	}
	later := func(r Reply) bool { return !at.within(r.On, r.Mark != "", r.Time) }
	u.Answers, u.Outcome = slices.DeleteFunc(u.Answers, later), slices.DeleteFunc(u.Outcome, later)
	if b := u.ReadBack; b != nil && !slices.ContainsFunc(u.Answers, func(r Reply) bool { return r.Entry == b.Entry }) {
		u.ReadBack = nil
	}
	if w := u.Withdrawn; w != nil && dayOf(w.Time) > at.Until {
		u.Withdrawn = nil
	}
	u.State = u.state(u.By.Seat == u.Undertakes.Seat && u.Mark == "")
}
