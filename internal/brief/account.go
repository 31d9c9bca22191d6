// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ContactAccount is one account of a contact. Accounts stand side by side, each
// with its teller; none is taken for the contact itself.
type ContactAccount struct {
	Written
	Side    *SeatRef   `json:"side,omitempty"` // the seat whose account it is, when it is a seat's
	Given   act.Moment `json:"given,omitzero"` // when the account was given
	Text    string     `json:"text,omitempty"`
	Claims  int        `json:"claims"`             // points that it speaks of; 0 when it was not split into claims
	ShownBy string     `json:"shown_by,omitempty"` // the disclosure by which this seat knows it; absent when it reads the entry
}

// account is an account with what the comparison needs.
type account struct {
	ContactAccount
	body   *act.Readout
	teller string    // folded
	keys   []string  // short names of its sources
	came   time.Time // when its first writing was entered
}

// meetings finds the accounts of contacts: those that this seat reads, and those
// that were disclosed to it.
type meetings struct {
	f        faces
	readouts map[record.Hash][]process.Line // disclosures of readouts that are not opened here, by contact
	contacts map[record.Hash]process.Line   // disclosures of contacts that are not opened here, by entry
	compare  *comparer
}

func newMeetings(f faces) meetings {
	m := meetings{f, map[record.Hash][]process.Line{}, map[record.Hash]process.Line{}, newComparer()}
	shown := map[record.Hash]process.Line{} // the first disclosure of each entry
	amended := map[record.Hash]bool{}
	lines := f.state.Lines()
	for i := range lines {
		l := lines[i]
		if l.Shown == nil || l.Void != "" {
			continue
		}
		if _, ok := f.state.Line(l.Shown.Entry); ok {
			continue
		}
		switch x := shownAct(l).(type) {
		case act.Contact:
			if _, ok := m.contacts[l.Shown.Entry]; !ok {
				m.contacts[l.Shown.Entry] = l
			}
		case act.Readout:
			if _, ok := shown[l.Shown.Entry]; !ok {
				shown[l.Shown.Entry] = l
			}
			if id, ok := entryID(x.Amends); ok {
				amended[id] = true
			}
		}
	}
	ids := slices.SortedFunc(maps.Keys(shown), func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
	for _, id := range ids {
		if !amended[id] {
			l := shown[id]
			contact, _ := entryID(shownAct(l).(act.Readout).Contact)
			m.readouts[contact] = append(m.readouts[contact], l)
		}
	}
	return m
}

// shownAct is the act that a disclosure shows; nil when it shows none.
func shownAct(l process.Line) act.Act {
	for _, p := range l.Shown.Parts {
		if p.Act != nil {
			return p.Act
		}
	}
	return nil
}

// accounts returns the accounts of a contact in the order in which they came:
// those that stand, then those that were taken back.
func (m meetings) accounts(v process.Version) []account {
	var out []account
	versions := m.f.state.About(v, act.KindReadout)
	for i := range versions {
		x := versions[i].Act.(act.Readout)
		out = append(out, m.f.account(m.written(versions[i], x.Ground), &x, "", began(versions[i])))
	}
	for _, id := range writings(v) {
		for _, l := range m.readouts[id] {
			if slices.ContainsFunc(versions, func(v process.Version) bool { return v.Is(l.Shown.Entry) }) {
				continue
			}
			x := shownAct(l).(act.Readout)
			out = append(out, m.f.account(m.f.shownWriting(l, x.Ground), &x, process.Ref(l.ID), l.Shown.Time))
		}
	}
	slices.SortFunc(out, func(a, b account) int {
		return cmp.Or(cmp.Compare(taken(a), taken(b)), a.came.Compare(b.came), strings.Compare(a.Teller, b.Teller), strings.Compare(a.First, b.First))
	})
	return out
}

func taken(a account) int {
	if a.Withdrawn != nil {
		return 1
	}
	return 0
}

func (f faces) account(w Written, x *act.Readout, shownBy string, came time.Time) account {
	return account{ContactAccount{w, f.seatIf(x.Side), x.Given, x.Text, len(x.Claims), shownBy}, x, foldValue(x.Teller), keys(x.Sources), came}
}

// written is how an account stands; for a report that only counts, no more than
// whether it does.
func (m meetings) written(v process.Version, g act.Ground) Written {
	if !m.compare.counts {
		return m.f.written(v, g)
	}
	out := Written{Teller: g.Teller}
	if v.Withdrawn != nil {
		out.Withdrawn = &Taken{}
	}
	return out
}

// began is the time of the earliest writing that is opened here.
func began(v process.Version) time.Time {
	at := v.Time
	for _, l := range v.Earlier {
		if l.Time.Before(at) {
			at = l.Time
		}
	}
	return at
}

// shownWriting is how an act stands that this seat knows from a disclosure.
func (f faces) shownWriting(l process.Line, g act.Ground) Written {
	s := l.Shown
	return Written{
		Entry: process.Ref(s.Entry), First: process.Ref(s.Entry), By: f.seat(s.Author.Seat), Time: s.Time,
		Register: string(s.Register), Readers: f.seats(s.Audience), Mark: string(g.Mark), Teller: g.Teller,
		Sources: list(g.Sources), Illustrative: g.Illustrative, Writings: 1, Rivals: []string{},
	}
}

// keys are the short names of some sources, each once.
func keys(sources []act.Source) []string {
	out := []string{}
	for _, s := range sources {
		if !slices.Contains(out, s.Key) {
			out = append(out, s.Key)
		}
	}
	return out
}

// writings are the ids under which others may refer to an act.
func writings(v process.Version) []record.Hash {
	out := []record.Hash{v.First}
	add := func(id record.Hash) {
		if id != (record.Hash{}) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for i := range v.Earlier {
		add(v.Earlier[i].ID)
	}
	for i := range v.Rivals {
		add(v.Rivals[i].ID)
	}
	add(v.ID)
	return out
}
