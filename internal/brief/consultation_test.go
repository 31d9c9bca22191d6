// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

func tellConsultation(c ConsultationLine) string {
	return c.On.Day + " " + c.Topic + ": " + joined(c.With, func(x Consulted) string {
		s := x.Seat.Seat
		if !x.Reads {
			s += " (does not read this)"
		}
		if !x.Answered {
			s += " (no answer)"
		}
		return s
	}) + " -> " + joined(c.Answers, func(a ConsultationAnswer) string { return a.Seat.Seat + " " + a.Answer + ": " + a.Words })
}

// TestCirclesOfMay: E was asked on 18 May and answered; U was asked on 19 May in
// words that it cannot read here. E's seat sees its own consultation alone.
func TestCirclesOfMay(t *testing.T) {
	w := newSeason(t)
	tell := func(seat string) string {
		return joined(Consultations(w.State(seat), w.Roster(), head, 0, may19).Consultations, tellConsultation)
	}
	same(t, "M", tell("M"), "2025-05-18 The calls of the next day: E -> E comments: A ceasefire first.; "+
		"2025-05-19 The call that follows: U (does not read this) (no answer) -> ")
	same(t, "E", tell("E"), "2025-05-18 The calls of the next day: E -> E comments: A ceasefire first.")
	same(t, "R", tell("R"), "")
	same(t, "17 May", joined(Consultations(w.State("M"), w.Roster(), head, 0, AsOf{Until: "2025-05-17"}).Consultations, tellConsultation), "")
}

// gate tells of the proposals that a seat reads.
func gate(w *processtest.World, seat string) string {
	return joined(Consultations(w.State(seat), w.Roster(), head, 0, AsOf{}).Proposals, func(p ProposalGate) string {
		return p.Title + " " + p.Stage + " " + p.Gate + " " + joined(p.Waits, func(g GateWait) string { return g.Seat.Seat + " on " + g.Issue.Title })
	})
}

// TestGate follows a proposal on what U owns: it waits, U is consulted, it is
// open; a consultation that is taken back closes it again.
func TestGate(t *testing.T) {
	w := newSeason(t)
	owners := func() string {
		return joined(Consultations(w.State("M"), w.Roster(), head, 0, AsOf{}).Issues, func(i IssueOwners) string {
			return i.Title + ": " + joined(i.Owners, func(o IssueOwner) string { return named("%s %v %d", o.Seat.Seat, o.Consulted, len(o.In)) })
		})
	}
	same(t, "waits", gate(w.World, "M"), "A line of contact internal waits U on Territory") // that E was asked does not open it
	same(t, "owners", owners(), "Territory: U false 0")
	same(t, "who does not read it", gate(w.World, "U"), "")
	p := Consultations(w.State("M"), w.Roster(), head, 0, AsOf{}).Proposals[0]
	same(t, "says", p.Says, "it waits for consultation: U on Territory")

	asked := w.Do("M", "U", record.OnRecord, act.Consultation{Topic: "A line", Issues: ids(w.owned), With: []string{"U"}, On: day("2025-05-20")})
	same(t, "open", gate(w.World, "M"), "A line of contact internal open ")
	same(t, "owners", owners(), "Territory: U true 1")
	same(t, "T does not know of it", gate(w.World, "T"), "A line of contact internal waits U on Territory")

	w.Do("M", plenary, record.OnRecord, act.Proposal{Stage: act.Tabled, Title: "The line", Text: "x", Issues: ids(w.owned), From: process.Ref(w.internal)})
	same(t, "tabled", gate(w.World, "U"), "The line tabled open ")
	same(t, "R cannot see that U was asked", gate(w.World, "R"), "The line tabled not-seen U on Territory")

	w.Do("M", "U", record.OnRecord, act.Withdrawal{Entry: process.Ref(asked)})
	if got := gate(w.World, "M"); !strings.HasPrefix(got, "A line of contact internal waits U on Territory") {
		t.Errorf("after it was taken back: %s", got)
	}
	w.Do("M", plenary, record.OnRecord, act.Proposal{Stage: act.Tabled, Title: "Urgent", Text: "x", Issues: ids(w.owned), Override: "a life is at risk"})
	all := Consultations(w.State("R"), w.Roster(), head, 0, AsOf{}).Proposals
	if x := all[len(all)-1]; x.Gate != GateOverridden || x.Override != "a life is at risk" || len(x.Waits) != 1 {
		t.Errorf("%+v", x)
	}
	// The author of a proposal need not be asked on what it owns itself.
	w.Do("U", plenary, record.OnRecord, act.Proposal{Stage: act.Tabled, Title: "Own", Text: "x", Issues: ids(w.owned)})
	all = Consultations(w.State("R"), w.Roster(), head, 0, AsOf{}).Proposals
	if x := all[len(all)-1]; x.Gate != GateOpen {
		t.Errorf("%+v", x)
	}
}

// TestUnknownIssueKeepsTheGate: what touches an issue that is not opened here is
// not known to be cleared.
func TestUnknownIssueKeepsTheGate(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	issue := w.Do("A", "M", record.WithoutPrejudice, act.Issue{Title: "Only between us", Owners: []string{"A"}})
	w.Do("M", "G", record.WithoutPrejudice, act.Proposal{Stage: act.Internal, Title: "Idea", Text: "x", Issues: ids(issue)})
	p := Consultations(w.State("G"), w.Roster(), head, 0, AsOf{}).Proposals[0]
	if p.Gate != GateWaits || len(p.Unknown) != 1 || p.Issues[0].Opened || !strings.Contains(p.Says, "1 issue that is not opened here") {
		t.Errorf("%+v", p)
	}
	if text := marshal(t, p); strings.Contains(text, "Only between us") {
		t.Error("the title of an issue that G does not read is in its report")
	}
}

// TestAnswersForOthers: an answer that another seat reports is shown as a report.
func TestAnswersForOthers(t *testing.T) {
	w := newSeason(t)
	w.Do("M", "E", record.OnRecord, act.ConsultationAnswer{
		Consultation: process.Ref(w.asked), Answer: "agrees", For: "E", On: day("2025-05-19"), Ground: source(act.OneSource, "C21"),
	})
	c := Consultations(w.State("M"), w.Roster(), head, 0, AsOf{}).Consultations[0]
	same(t, "answers", joined(c.Answers, func(a ConsultationAnswer) string {
		return named("%s %s %v by %s", a.Seat.Seat, a.Answer, a.Self, a.By.Seat)
	}),
		"E comments true by E; E agrees false by M")
}
