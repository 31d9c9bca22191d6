// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/act"
)

// process5 has a consulted seat, E, that owns territory beside party A.
var process5 = []string{"M:mediator", "A:party", "B:party", "E:consulted", "G:guarantor"}

const all5 = "A B E G M"

var day = act.Moment{Day: "2025-05-18"}

// gateStory is an issue owned by A and E, and how to write about it.
type gateStory struct {
	*writer
	issue string
}

func newGateStory(t *testing.T) gateStory {
	w := newWriter(t)
	return gateStory{w, w.does("M", all5, act.Issue{Title: "Territory", Owners: []string{"A", "E"}})}
}

func (w gateStory) consult(by, to string, with ...string) string {
	return w.does(by, to, act.Consultation{Topic: "order of steps", Issues: []string{w.issue}, With: with, On: day})
}

func (w gateStory) tabled() act.Proposal {
	return act.Proposal{Stage: act.Tabled, Title: "Order of steps", Text: "a pause first", Issues: []string{w.issue}}
}

func TestGate(t *testing.T) {
	to := strings.Fields(all5)
	for name, c := range map[string]struct {
		write func(w gateStory) act.Proposal
		by    string // M when empty
		says  string // empty: it may be tabled
	}{
		"nobody was consulted": {func(w gateStory) act.Proposal { return w.tabled() }, "", `seat A on "Territory"; seat E on "Territory"`},
		"one of two was": {func(w gateStory) act.Proposal {
			w.consult("M", "A", "A")
			return w.tabled()
		}, "", `seat E on "Territory"`},
		"both were, apart": {func(w gateStory) act.Proposal {
			w.consult("M", "A", "A")
			w.consult("M", "E", "E")
			return w.tabled()
		}, "", ""},
		"both were, at once": {func(w gateStory) act.Proposal { w.consult("M", all5, "A", "E"); return w.tabled() }, "", ""},
		"an owner proposes":  {func(w gateStory) act.Proposal { w.consult("M", all5, "E"); return w.tabled() }, "A", ""},
		"the owner was consulted on another issue": {func(w gateStory) act.Proposal {
			x := w.tabled()
			w.issue = w.does("M", all5, act.Issue{Title: "Prisoners"})
			w.consult("M", all5, "A", "E")
			return x
		}, "", `seat A on "Territory"; seat E`},
		"the consultation was withdrawn": {func(w gateStory) act.Proposal {
			w.does("M", all5, act.Withdrawal{Entry: w.consult("M", all5, "A", "E")})
			return w.tabled()
		}, "", `seat A on "Territory"; seat E`},
		"the consultation was amended away from the issue": {func(w gateStory) act.Proposal {
			w.does("M", all5, act.Consultation{Amends: w.consult("M", all5, "A", "E"), Topic: "other", With: []string{"A", "E"}, On: day})
			return w.tabled()
		}, "", `seat A on "Territory"; seat E`},
		"the consultation was amended away from the owner": {func(w gateStory) act.Proposal {
			w.does("M", all5, act.Consultation{Amends: w.consult("M", all5, "A", "E"), Topic: "t", Issues: []string{w.issue}, With: []string{"A"}, On: day})
			return w.tabled()
		}, "", `seat E on "Territory"`},
		"another party says that it asked":         {func(w gateStory) act.Proposal { w.consult("B", all5, "A", "E"); return w.tabled() }, "", `seat A on "Territory"; seat E`},
		"another party asked, and proposes itself": {func(w gateStory) act.Proposal { w.consult("B", all5, "A", "E"); return w.tabled() }, "B", ""},
		"another party asked, and the owners have answered": {func(w gateStory) act.Proposal {
			ref := w.consult("B", all5, "A", "E")
			w.does("A", all5, act.ConsultationAnswer{Consultation: ref, Answer: "objects"})
			w.does("E", all5, act.ConsultationAnswer{Consultation: ref, Answer: "agrees"})
			return w.tabled()
		}, "", ""},
		"another party asked, and says what was answered": {func(w gateStory) act.Proposal {
			ref := w.consult("B", all5, "A", "E")
			for _, owner := range []string{"A", "E"} {
				w.does("B", all5, act.ConsultationAnswer{Consultation: ref, Answer: "agrees", For: owner, Ground: act.Ground{Mark: act.Uncertain}})
			}
			return w.tabled()
		}, "", `seat A on "Territory"; seat E`},
		"the owners say that they were asked": {func(w gateStory) act.Proposal {
			w.consult("A", all5, "A")
			w.consult("E", all5, "E")
			return w.tabled()
		}, "", ""},
		"the consultation is invented": {func(w gateStory) act.Proposal {
			w.does("M", all5, act.Consultation{
				Topic: "t", Issues: []string{w.issue}, With: []string{"A", "E"}, On: day, Ground: act.Ground{Mark: act.Uncertain, Illustrative: true},
			})
			return w.tabled()
		}, "", `seat A on "Territory"; seat E`},
		"so is the proposal": {func(w gateStory) act.Proposal {
			invented := act.Ground{Mark: act.Uncertain, Illustrative: true}
			w.does("M", all5, act.Consultation{Topic: "t", Issues: []string{w.issue}, With: []string{"A", "E"}, On: day, Ground: invented})
			x := w.tabled()
			x.Ground = invented
			return x
		}, "", ""},
		"with a reason why not": {func(w gateStory) act.Proposal { x := w.tabled(); x.Override = "no time"; return x }, "", ""},
		"its issue was written out of it on the way": {func(w gateStory) act.Proposal {
			x := w.tabled()
			x.Stage = act.Internal
			first := w.does("M", "M", x)
			x.Amends, x.Issues = first, nil
			w.does("M", "M", x)
			x.Amends, x.From, x.Stage = "", first, act.Tabled
			return x
		}, "", `seat A on "Territory"; seat E`},
		"nothing is touched": {func(w gateStory) act.Proposal { x := w.tabled(); x.Issues = nil; return x }, "", ""},
		"an issue is not opened here": {func(w gateStory) act.Proposal {
			x := w.tabled()
			x.Issues = []string{Ref(id("elsewhere"))}
			return x
		}, "", "which is not opened here"},
		"an issue got another owner": {func(w gateStory) act.Proposal {
			w.consult("M", all5, "A", "E")
			w.does("M", all5, act.Issue{Amends: w.issue, Title: "Territory and borders", Owners: []string{"A", "B", "E"}})
			return w.tabled()
		}, "", `seat B on "Territory and borders"`},
		"an issue lost its owner": {func(w gateStory) act.Proposal {
			w.does("M", all5, act.Issue{Amends: w.issue, Title: "Territory"})
			return w.tabled()
		}, "", ""},
		"an internal one is worked on": {func(w gateStory) act.Proposal { x := w.tabled(); x.Stage = act.Internal; return x }, "", "would read an internal proposal"},
		"the issue was left out on the way": {func(w gateStory) act.Proposal {
			x := w.tabled()
			x.Stage = act.Internal
			return act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", From: w.does("M", "G", x)}
		}, "", `seat A on "Territory"; seat E`},
	} {
		w := newGateStory(t)
		x := c.write(w)
		by, role := "M", "mediator"
		if c.by != "" {
			by, role = c.by, "party"
		}
		s := w.fold(by, roster(process5...))
		err := s.MayAct(by, role, x, to)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
		if strings.Contains(c.says, " on ") && !errors.Is(err, ErrNotConsulted) {
			t.Errorf("%s: a caller cannot tell that nobody was consulted: %v", name, err)
		}
	}
}

// TestGateMakesNothingVoid: what was tabled against the gate, or past a reader
// who does not know of the consultation, stands; everybody sees what the gate
// says here.
func TestGateMakesNothingVoid(t *testing.T) {
	w := newGateStory(t)
	w.consult("M", "A", "A")
	w.consult("M", "E", "E")
	consulted := w.do("M", all5, w.tabled()).id
	override := w.tabled()
	override.Override = "the owner could not be reached for two days"
	reason := w.do("M", all5, override).id
	for seat, open := range map[string]bool{"M": true, "A": false, "B": false} {
		s := New(seat)
		for _, f := range w.facts {
			if strings.Contains(strings.Join(f.text.Audience, " "), seat) {
				s = s.apply(f, roster(process5...))
			}
		}
		got := s.Proposals()
		if len(got) != 2 || got[0].ID != consulted || got[1].ID != reason || s.Voids() != 0 {
			t.Fatalf("seat %s reads %d proposals, %d void", seat, len(got), s.Voids())
		}
		if got[0].Gate.Open != open || got[0].Gate.Override != "" || got[1].Gate.Override != override.Override || len(got[0].Gate.Owners) != 2 {
			t.Errorf("seat %s: %+v", seat, got[0].Gate)
		}
	}
	s := w.fold("M", roster(process5...))
	issue, _ := hash(w.issue)
	if !s.Consulted(issue, "A") || s.Consulted(issue, "B") || s.Consulted(id("elsewhere"), "A") {
		t.Error("who was consulted is mixed up")
	}
}

// TestInternalProposals: nobody of the other side reads one, not as a reader,
// not by amending a tabled one back, and whoever writes one past that is void.
func TestInternalProposals(t *testing.T) {
	internal := act.Proposal{Stage: act.Internal, Title: "An idea", Text: "perhaps a pause"}
	r := roster(process5...)
	hello := newWriter(t)
	hello.do("M", all5, act.Note{Text: "hello"})
	s := hello.fold("M", r)
	for _, c := range []struct {
		by, role, to string
		ok           bool
	}{
		{"M", "mediator", "G M", true},
		{"M", "mediator", "E M", true},
		{"M", "mediator", "A M", false},
		{"M", "mediator", all5, false},
		{"A", "party", "A M", true},
		{"A", "party", "A", true},
		{"A", "party", "A B M", false},
		{"G", "guarantor", "A G", false},
	} {
		err := s.MayAct(c.by, c.role, internal, strings.Fields(c.to))
		if (err == nil) != c.ok {
			t.Errorf("%s to %s: %v", c.by, c.to, err)
		}
		w := newWriter(t)
		f := w.do(c.by, c.to, internal)
		if l, _ := w.fold("B", r).Line(f.id); (l.Void == "") != c.ok {
			t.Errorf("%s to %s is void: %q", c.by, c.to, l.Void)
		}
	}
	w := newWriter(t)
	tabled := w.does("M", all5, act.Proposal{Stage: act.Tabled, Title: "t", Text: "x"})
	back := internal
	back.Amends = tabled
	f := w.do("M", all5, back)
	s = w.fold("B", r)
	if got := s.Proposals(); len(got) != 1 || got[0].Act.(act.Proposal).Stage != act.Tabled {
		t.Errorf("B reads %+v", got)
	}
	if l, _ := s.Line(f.id); l.Void == "" {
		t.Error("an internal proposal is put to the parties as an amendment")
	}
	// What comes from an internal one names it, and nothing of it is here.
	w = newWriter(t)
	from := w.does("M", "G", internal)
	x := act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", From: from}
	if err := w.fold("M", r).MayAct("M", "mediator", x, strings.Fields(all5)); err != nil {
		t.Error(err)
	}
	if err := hello.fold("B", r).MayAct("B", "party", x, strings.Fields(all5)); err == nil {
		t.Error("B tables what it cannot have read")
	}
}
