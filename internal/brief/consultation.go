// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ConsultationsReport is who was asked about what before it went further.
type ConsultationsReport struct {
	Footing
	AsOf          AsOf               `json:"as_of"`
	Consultations []ConsultationLine `json:"consultations"` // by when they were
	Issues        []IssueOwners      `json:"issues"`        // those that have owners, by title
	Proposals     []ProposalGate     `json:"proposals"`     // by when they were entered
	Says          string             `json:"says"`
}

const consultationSays = "Nothing about an issue is tabled before the seats that own it were consulted on it, or the reason stands in the proposal. " +
	"This rests on the consultations that are opened here; there may be others."

// ConsultationLine is one consultation and what came back.
type ConsultationLine struct {
	Written
	Topic   string               `json:"topic"`
	Issues  []IssueRef           `json:"issues"`
	With    []Consulted          `json:"with"`             // seats
	Circle  string               `json:"circle,omitempty"` // others
	On      act.Moment           `json:"on"`
	Words   string               `json:"words,omitempty"`   // what was put to them
	Contact string               `json:"contact,omitempty"` // in which it was
	Answers []ConsultationAnswer `json:"answers"`           // by when they were given
}

// Consulted is a seat that was consulted.
type Consulted struct {
	Seat     SeatRef `json:"seat"`
	Reads    bool    `json:"reads"`    // it can read this record of it
	Answered bool    `json:"answered"` // an answer of it is known here, by itself or reported
}

// ConsultationAnswer is what was said back.
type ConsultationAnswer struct {
	Written
	Seat   SeatRef    `json:"seat"`   // whose answer it is
	Self   bool       `json:"self"`   // the seat says so itself; else By reports it
	Answer string     `json:"answer"` // a word of act.ConsultationAnswers
	Words  string     `json:"words,omitempty"`
	On     act.Moment `json:"on,omitzero"`
}

// IssueOwners is an issue with the seats that own it.
type IssueOwners struct {
	Issue  string       `json:"issue"` // id of its first writing
	Title  string       `json:"title"`
	Basket string       `json:"basket,omitempty"`
	Owners []IssueOwner `json:"owners"`
}

// IssueOwner is a seat that owns an issue, and where it was consulted on it.
type IssueOwner struct {
	Seat      SeatRef  `json:"seat"`
	Consulted bool     `json:"consulted"`
	In        []string `json:"in"` // first writings of the consultations
}

// The states of the gate of a proposal.
const (
	GateOpen       = "open"       // every owner was consulted, or is the author
	GateWaits      = "waits"      // some owner was not consulted, as far as known here; it is not tabled
	GateOverridden = "overridden" // it was tabled without, for a reason that stands in it
	GateNotSeen    = "not-seen"   // it was tabled, and what is opened here does not tell whether every owner was consulted
	GateWithdrawn  = "withdrawn"  // the proposal was taken back
)

// ProposalGate is a proposal and whether it can be put to the parties.
type ProposalGate struct {
	Written
	Stage    string          `json:"stage"` // internal or tabled
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Issues   []IssueRef      `json:"issues"`
	Choices  []PackageChoice `json:"choices"`         // of a package, in the order of the agenda
	Offer    *SeatRef        `json:"offer,omitempty"` // whose offer it is; absent: nobody's
	On       act.Moment      `json:"on,omitzero"`     // when it was made
	From     string          `json:"from,omitempty"`  // the internal proposal that it comes from
	Gate     string          `json:"gate"`            // a word such as [GateOpen]
	Waits    []GateWait      `json:"waits"`
	Unknown  []string        `json:"unknown"`            // issues that are not opened here, by id
	Override string          `json:"override,omitempty"` // the reason
	Says     string          `json:"says"`
}

// GateWait is an owner that was not consulted, as far as known here.
type GateWait struct {
	Seat  SeatRef  `json:"seat"`
	Issue IssueRef `json:"issue"`
}

// Consultations shows who was consulted, and which proposals wait for it.
func Consultations(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) ConsultationsReport {
	f := newFaces(s, r)
	return ConsultationsReport{
		footing(h, withheld), at, f.consultations(at), f.issueOwners(at), f.gates(at), consultationSays,
	}
}

func (f faces) consultations(at AsOf) []ConsultationLine {
	all := inOrder(at, f.state.Versions(act.KindConsultation), onConsultation)
	out := make([]ConsultationLine, 0, len(all))
	for i := range all {
		out = append(out, f.consultation(at, all[i].Version, &all[i].says))
	}
	return out
}

func (f faces) consultation(at AsOf, v *process.Version, x *act.Consultation) ConsultationLine {
	out := ConsultationLine{
		Written: f.writtenAt(at, v, x.Ground), Topic: x.Topic, Issues: f.issues(x.Issues), With: []Consulted{},
		Circle: x.Circle, On: x.On, Words: x.Words, Contact: x.Contact, Answers: f.answers(at, v),
	}
	for _, seat := range x.With {
		answered := slices.ContainsFunc(out.Answers, func(a ConsultationAnswer) bool { return a.Seat.Seat == seat && a.Withdrawn == nil })
		out.With = append(out.With, Consulted{f.seat(seat), slices.Contains(v.Audience, seat), answered})
	}
	return out
}

func (f faces) answers(at AsOf, v *process.Version) []ConsultationAnswer {
	out := []ConsultationAnswer{}
	for _, t := range inOrder(at, f.state.About(*v, act.KindConsultationAnswer), onAnswer) {
		x := &t.says
		seat := x.For
		if seat == "" {
			seat = t.Author.Seat
		}
		out = append(out, ConsultationAnswer{
			f.writtenAt(at, t.Version, x.Ground), f.seat(seat), seat == t.Author.Seat, x.Answer, x.Words, x.On,
		})
	}
	return out
}

// issueOwners lists the issues that somebody owns, with where the owners were
// consulted.
func (f faces) issueOwners(at AsOf) []IssueOwners {
	out := []IssueOwners{}
	for _, v := range f.state.Versions(act.KindIssue) {
		x, ok := v.Act.(act.Issue)
		if !ok || at.withdrawn(&v) || len(x.Owners) == 0 {
			continue
		}
		i := IssueOwners{process.Ref(v.First), x.Title, x.Basket, []IssueOwner{}}
		asked := f.consultedOn(at, v)
		for _, seat := range x.Owners {
			i.Owners = append(i.Owners, IssueOwner{f.seat(seat), len(asked[seat]) > 0, list(asked[seat])})
		}
		out = append(out, i)
	}
	slices.SortStableFunc(out, func(a, b IssueOwners) int { return strings.Compare(a.Title, b.Title) })
	return out
}

// consultedOn returns the consultations on an issue, by the seats that were
// consulted.
func (f faces) consultedOn(at AsOf, issue process.Version) map[string][]string {
	out := map[string][]string{}
	for _, c := range inOrder(at, f.state.About(issue, act.KindConsultation), onConsultation) {
		if at.withdrawn(c.Version) {
			continue
		}
		for _, seat := range c.says.With {
			out[seat] = append(out[seat], process.Ref(c.First))
		}
	}
	return out
}
