// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// QuestionsReport is what is open, issue by issue, with the newest word of each
// party on it.
type QuestionsReport struct {
	Footing
	AsOf      AsOf       `json:"as_of"`
	Parties   []SeatRef  `json:"parties"`   // in the order of the roster
	Questions []Question `json:"questions"` // what was spoken of last comes first
	Says      string     `json:"says"`
}

const questionSays = "The newest word of each party that is known here, its own or as its side is told. " +
	"A party that has said nothing on an issue is shown as silent: that is neither agreement nor refusal."

// Question is one issue and where each party stands on it in its newest words.
type Question struct {
	Issue  string      `json:"issue"` // id of its first writing
	Title  string      `json:"title"`
	Basket string      `json:"basket,omitempty"`
	Owners []SeatRef   `json:"owners"`
	Newest string      `json:"newest,omitempty"` // day of the newest of these words
	Words  []PartyWord `json:"words"`            // one for each party, in their order
}

// PartyWord is the newest that one party has said on an issue. Without an entry
// it is silent.
type PartyWord struct {
	Party        SeatRef      `json:"party"`
	Entry        string       `json:"entry,omitempty"` // that says it
	Kind         string       `json:"kind,omitempty"`
	Day          string       `json:"day,omitempty"`
	Words        string       `json:"words,omitempty"`
	Quoted       bool         `json:"quoted,omitempty"`
	By           *SeatRef     `json:"by,omitempty"` // the seat that entered it
	Mark         string       `json:"mark,omitempty"`
	Illustrative bool         `json:"illustrative,omitempty"`
	Sources      []act.Source `json:"sources"`
}

// Questions shows what is open.
func Questions(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) QuestionsReport {
	f := newFaces(s, r)
	out := QuestionsReport{footing(h, withheld), at, []SeatRef{}, []Question{}, questionSays}
	if r != nil {
		for _, seat := range r.Seats {
			if seat.Role == record.RoleParty {
				out.Parties = append(out.Parties, f.seat(seat.Name))
			}
		}
	}
	for _, v := range s.Versions(act.KindIssue) {
		if x, ok := v.Act.(act.Issue); ok && !at.withdrawn(&v) {
			out.Questions = append(out.Questions, f.question(at, v, x, out.Parties))
		}
	}
	slices.SortStableFunc(out.Questions, func(a, b Question) int { return -cmp.Compare(a.Newest, b.Newest) })
	return out
}

func (f faces) question(at AsOf, v process.Version, x act.Issue, parties []SeatRef) Question {
	out := Question{Issue: process.Ref(v.First), Title: x.Title, Basket: x.Basket, Owners: f.seats(x.Owners), Words: []PartyWord{}}
	newest := map[string]partyWord{}
	for _, kind := range []string{act.KindAnnouncement, act.KindReadout, act.KindUndertaking, act.KindCommitment} {
		for _, w := range f.state.About(v, kind) {
			if at.withdrawn(&w) {
				continue
			}
			for _, said := range f.partyWords(at, v, w) {
				if old, ok := newest[said.Party.Seat]; !ok || old.at.compare(&said.at) <= 0 {
					newest[said.Party.Seat] = said
				}
			}
		}
	}
	for _, p := range parties {
		word, ok := newest[p.Seat]
		if !ok {
			word.PartyWord = PartyWord{Party: p, Sources: []act.Source{}}
		}
		out.Newest = max(out.Newest, word.Day)
		out.Words = append(out.Words, word.PartyWord)
	}
	return out
}

type partyWord struct {
	PartyWord
	at happened
}

// partyWords is what an act says on an issue in the name of a seat: an account
// of a side can say several things.
func (f faces) partyWords(at AsOf, issue, w process.Version) []partyWord {
	word := func(seat string, on act.Moment, g act.Ground, words string, quoted bool) []partyWord {
		if seat == "" || !at.takes(on, g, &w.Line) {
			return nil
		}
		h, by := happens(on, &w.Line), f.seat(w.Author.Seat)
		return []partyWord{{PartyWord{
			f.seat(seat), process.Ref(w.ID), w.Kind, h.day, words, quoted, &by, string(g.Mark), g.Illustrative, list(g.Sources),
		}, h}}
	}
	switch x := w.Act.(type) {
	case act.Announcement:
		return word(x.Speaker.Seat, x.When, x.Ground, x.Words, x.Quoted)
	case act.Undertaking:
		return word(x.By, x.Spoken, x.Ground, x.Words, x.Quoted)
	case act.Commitment:
		return word(x.By, x.On, x.Ground, x.Words, false)
	case act.Readout:
		var out []partyWord
		for _, k := range x.Claims {
			if ref := f.issueIf(k.Issue); ref != nil && ref.Issue == process.Ref(issue.First) {
				out = append(out, word(x.Side, x.Given, x.Ground, k.Point+": "+claimWords(k), false)...)
			}
		}
		return out
	}
	return nil
}
