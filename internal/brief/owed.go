// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// OwedReport is who owes what to whom and when: undertakings that were spoken
// and commitments that were given, in one list. What was taken back, disowned or
// released is not in it.
type OwedReport struct {
	Footing
	Now     time.Time `json:"now"` // what dates are counted from
	Found   int       `json:"found"`
	Open    int       `json:"open"`    // of which nobody says that they were kept, or seats differ
	Overdue int       `json:"overdue"` // of these, those whose date has passed everywhere
	Owed    []Owed    `json:"owed"`    // dated ones first, by date
	Says    string    `json:"says"`
}

// Owed is one thing that a seat said it would do.
type Owed struct {
	Written
	Kind    string         `json:"kind"` // undertaking or commitment
	Owes    SeatRef        `json:"owes"`
	To      []SeatRef      `json:"to"` // a commitment names nobody: it is given to those who read it
	Words   string         `json:"words"`
	Quoted  bool           `json:"quoted,omitempty"`
	State   string         `json:"state"` // as the report of its kind has it
	Issue   *IssueRef      `json:"issue,omitempty"`
	Contact *EntryLink     `json:"contact,omitempty"`
	Due     DueStanding    `json:"due"`
	If      []Counterpart  `json:"if"`      // what a commitment hangs on
	Outcome []OutcomeClaim `json:"outcome"` // what each seat says became of it, by time
	Open    bool           `json:"open"`    // nobody says that it was kept, or seats differ
	Overdue bool           `json:"overdue,omitempty"`
}

// OutcomeClaim is what one seat says became of something that was owed.
type OutcomeClaim struct {
	Entry string     `json:"entry"`
	By    SeatRef    `json:"by"`
	Says  string     `json:"says"` // kept, partly-kept or not-kept
	On    act.Moment `json:"on,omitzero"`
	Words string     `json:"words,omitempty"`
	Mark  string     `json:"mark,omitempty"`
}

const owedSays = "Whether something was kept is for each side to say, and is never decided here. What hangs on a condition is listed with it."

// WhoOwes lists what seats said they would do; dates are counted from now.
func WhoOwes(s process.State, r *record.Roster, h Head, withheld int64, now time.Time) OwedReport {
	f := newFaces(s, r)
	out := OwedReport{Footing: footing(h, withheld), Now: now.UTC(), Owed: []Owed{}, Says: owedSays}
	for _, u := range f.undertakings(s.Versions(act.KindUndertaking), now) {
		if u.State != UndertakingWithdrawn && u.State != UndertakingDisowned {
			out.Owed = append(out.Owed, u.owed())
		}
	}
	given, _ := f.commitments(AsOf{Today: dayOf(now)})
	for i := range given {
		if c := &given[i]; c.Standing != StandsWithdrawn && c.Standing != StandsReleased {
			out.Owed = append(out.Owed, c.owed(now))
		}
	}
	slices.SortFunc(out.Owed, func(a, b Owed) int {
		return cmp.Or(strings.Compare(a.Due.order(), b.Due.order()), a.Time.Compare(b.Time), strings.Compare(a.First, b.First))
	})
	out.Found = len(out.Owed)
	for i := range out.Owed {
		if out.Owed[i].Open {
			out.Open++
		}
		if out.Owed[i].Overdue {
			out.Overdue++
		}
	}
	return out
}

// order puts dates before words, and words before nothing.
func (d DueStanding) order() string {
	switch {
	case d.When.Known():
		return max(d.When.Day, d.When.Until)
	case d.Words != "":
		return "words"
	}
	return "~"
}

func (u *UndertakingStanding) owed() Owed {
	out := Owed{
		Written: u.Written, Kind: act.KindUndertaking, Owes: u.Undertakes, To: u.To, Words: u.Words, Quoted: u.Quoted,
		State: u.State, Issue: u.Issue, Contact: u.Contact, Due: u.Due, If: []Counterpart{}, Outcome: []OutcomeClaim{},
		Open: !u.Kept(), Overdue: u.Overdue,
	}
	for _, r := range u.Outcome {
		if r.Withdrawn == nil {
			out.Outcome = append(out.Outcome, OutcomeClaim{r.Entry, r.By, r.Answer, r.On, r.Words, r.Mark})
		}
	}
	return out
}

func (c *CommitmentStanding) owed(now time.Time) Owed {
	out := Owed{
		Written: c.Written, Kind: act.KindCommitment, Owes: c.Seat, To: []SeatRef{}, Words: c.Words, State: c.Standing,
		Issue: c.Issue, Due: DueStanding{c.Due.When, c.Due.Says, c.Clock}, If: c.If, Outcome: []OutcomeClaim{}, Open: !c.kept(),
	}
	for _, x := range c.Claims {
		out.Outcome = append(out.Outcome, OutcomeClaim{x.Entry, x.By, x.Step, x.On, x.Words, x.Mark})
	}
	// What waits for another commitment is not due before that one stands.
	out.Overdue = out.Open && c.Standing != StandsNotYet && passed(c.Due.When, now)
	return out
}
