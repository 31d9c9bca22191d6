// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// NotStated is the stand of a seat that has said nothing. It is silence, and
// neither consent nor refusal.
const NotStated = "not-stated"

// ConsentsReport is who takes part, in the process and in each format, with what
// was said before.
type ConsentsReport struct {
	Footing
	AsOf      AsOf             `json:"as_of"`
	Process   []ConsentStand   `json:"process"` // every seat of the roster, and who else has said
	Formats   []FormatConsents `json:"formats"` // those that were not taken back
	Withdrawn []ConsentTo      `json:"withdrawn"`
	Says      string           `json:"says"`
}

const consentSays = "Each seat speaks for itself alone. A seat that has said nothing is shown as not stated: that is silence, neither consent nor refusal."

// FormatConsents is who takes part in one format.
type FormatConsents struct {
	Format string         `json:"format"` // id of its first writing
	Title  string         `json:"title"`
	Seats  []ConsentStand `json:"seats"` // every key of it, and who else has said
}

// ConsentStand is whether a seat takes part.
type ConsentStand struct {
	Seat      SeatRef       `json:"seat"`
	Stand     string        `json:"stand"` // a word of act.ConsentStands, or [NotStated]
	Condition string        `json:"condition,omitempty"`
	On        act.Moment    `json:"on,omitzero"`
	Words     string        `json:"words,omitempty"`
	History   []ConsentLine `json:"history"` // by when it was said, the stand itself last; also what was taken back
}

// ConsentLine is one thing that a seat said of its taking part.
type ConsentLine struct {
	Written
	Stand     string     `json:"stand"`
	Condition string     `json:"condition,omitempty"`
	On        act.Moment `json:"on"`
	Words     string     `json:"words,omitempty"`
}

// ConsentTo is a seat that has withdrawn its consent, and from what.
type ConsentTo struct {
	Format string `json:"format,omitempty"` // absent for the process as a whole
	Title  string `json:"title,omitempty"`
	ConsentStand
}

// Consents shows who takes part in what.
func Consents(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) ConsentsReport {
	f := newFaces(s, r)
	out := ConsentsReport{
		Footing: footing(h, withheld), AsOf: at, Process: f.consentsToProcess(at),
		Formats: []FormatConsents{}, Withdrawn: []ConsentTo{}, Says: consentSays,
	}
	for _, v := range s.Versions(act.KindFormat) {
		x, _ := v.Act.(act.Format)
		if !at.withdrawn(&v) {
			out.Formats = append(out.Formats, FormatConsents{process.Ref(v.First), x.Title, f.consentsTo(at, v, keysOf(v))})
		}
	}
	out.Withdrawn = withdrawnConsents(out.Process, out.Formats)
	return out
}

// withdrawnConsents picks out the seats whose stand is that they do not take
// part any more.
func withdrawnConsents(whole []ConsentStand, formats []FormatConsents) []ConsentTo {
	out := []ConsentTo{}
	add := func(format, title string, seats []ConsentStand) {
		for _, c := range seats {
			if c.Stand == "withdrawn" {
				out = append(out, ConsentTo{format, title, c})
			}
		}
	}
	add("", "", whole)
	for _, x := range formats {
		add(x.Format, x.Title, x.Seats)
	}
	return out
}

func (f faces) consentsToProcess(at AsOf) []ConsentStand {
	whole := slices.DeleteFunc(f.state.Versions(act.KindConsent), func(v process.Version) bool {
		x, _ := v.Act.(act.Consent)
		return x.Format != ""
	})
	var seats []string
	if f.roster != nil {
		seats = f.roster.Names()
	}
	return f.stands(at, whole, seats)
}

func (f faces) consentsTo(at AsOf, format process.Version, seats []string) []ConsentStand {
	return f.stands(at, f.state.About(format, act.KindConsent), seats)
}

// stands shows how some seats stand: those that have to be asked, then others
// that have said.
func (f faces) stands(at AsOf, all []process.Version, seats []string) []ConsentStand {
	said := inOrder(at, all, onConsent)
	others := map[string]bool{}
	for _, c := range said {
		if seat := c.Author.Seat; !slices.Contains(seats, seat) {
			others[seat] = true
		}
	}
	out := []ConsentStand{}
	place := map[string]int{}
	for _, seat := range slices.Concat(seats, sortedKeys(others)) {
		place[seat] = len(out)
		out = append(out, ConsentStand{Seat: f.seat(seat), Stand: NotStated, History: []ConsentLine{}})
	}
	for _, t := range said {
		c, x := &out[place[t.Author.Seat]], &t.says
		c.History = append(c.History, ConsentLine{f.writtenAt(at, t.Version, x.Ground), x.Stand, x.Condition, x.On, x.Words})
		if !at.withdrawn(t.Version) {
			c.Stand, c.Condition, c.On, c.Words = x.Stand, x.Condition, x.On, x.Words
		}
	}
	return out
}

// sortedKeys returns the members of a set in order.
func sortedKeys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
