// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// rounds is a process in which a round on two packages is open.
type rounds struct {
	*writer
	r, was                 *record.Roster // in force now, and before somebody left; nil: nobody has
	issue, one, two, round string
}

func newRounds(t *testing.T) *rounds {
	w := &rounds{writer: newWriter(t), r: roster(process5...)}
	w.issue = w.does("M", all5, act.Issue{Title: "Length", Options: []string{"30 days", "90 days"}})
	offer := func(option string) string {
		return w.does("M", all5, act.Proposal{Stage: act.Tabled, Title: option, Issues: []string{w.issue}, Choices: []act.Choice{{Issue: w.issue, Option: option}}})
	}
	w.one, w.two = offer("30 days"), offer("90 days")
	if w.one > w.two {
		w.one, w.two = w.two, w.one
	}
	w.round = w.does("M", all5, act.Round{Title: "Two lengths", Packages: []string{w.one, w.two}, Asked: []string{"A", "B", "E"}, Closes: day})
	return w
}

func (w *rounds) answer(one, two string) act.RoundAnswer {
	x := act.RoundAnswer{Round: w.round}
	for i, word := range []string{one, two} {
		a := act.PackageAnswer{Package: []string{w.one, w.two}[i], Answer: word}
		if word == act.YesIf {
			a.Condition = "the list comes first"
		}
		x.Answers = append(x.Answers, a)
	}
	return x
}

func (w *rounds) result(one, two string) act.RoundResult {
	return act.RoundResult{Round: w.round, Outcomes: []act.PackageOutcome{{Package: w.one, Outcome: one}, {Package: w.two, Outcome: two}}}
}

// TestRound: three seats answer, one refuses and one has a condition. The
// mediator counts all of it and can tell nothing else; each seat counts its own.
func TestRound(t *testing.T) {
	w := newRounds(t)
	w.does("A", "M", w.answer(act.Yes, act.Yes))
	first := w.does("B", "M", w.answer(act.No, act.Yes))
	w.tick()
	tally := func(seat string) Tally {
		t.Helper()
		id, _ := hash(w.round)
		x, ok := w.only(seat).Tally(id)
		if !ok {
			t.Fatalf("seat %s knows of no round", seat)
		}
		return x
	}
	if x := tally("M").Packages[1]; x.All() || !slices.Equal(x.Yes, []string{"A", "B"}) || !slices.Equal(x.None, []string{"E"}) {
		t.Errorf("who has not answered is counted as %+v", x)
	}
	again := w.answer(act.No, act.Yes)
	again.Amends = first
	w.does("B", "M", again)
	w.does("E", "M", w.answer(act.YesIf, act.Yes))
	got := tally("M").Packages
	if x := got[0]; x.All() || !slices.Equal(x.Yes, []string{"A"}) || !slices.Equal(x.No, []string{"B"}) || !slices.Equal(x.YesIf, []string{"E"}) {
		t.Errorf("the first package is counted as %+v", x)
	}
	if x := got[1]; !x.All() || x.Outcome() != act.AllAccept {
		t.Errorf("the second package is counted as %+v", x)
	}
	for _, seat := range []string{"A", "B", "E", "G"} {
		for _, a := range tally(seat).Answers {
			if (len(a.By) > 0) != (a.Seat == seat) {
				t.Errorf("seat %s knows %d answers of seat %s", seat, len(a.By), a.Seat)
			}
		}
	}
	s := w.only("M")
	for name, c := range map[string]struct {
		act  act.RoundResult
		by   string
		to   string
		says string
	}{
		"as it was answered":   {w.result(act.NotAllAccept, act.AllAccept), "M", all5, ""},
		"a refusal is dropped": {w.result(act.AllAccept, act.AllAccept), "M", all5, "the answers make it not-all-accept"},
		"a consent is dropped": {w.result(act.NotAllAccept, act.NotAllAccept), "M", all5, "the answers make it all-accept"},
		"one package is left":  {act.RoundResult{Round: w.round, Outcomes: w.result(act.NotAllAccept, act.AllAccept).Outcomes[:1]}, "M", all5, "has 2 packages, and 1 outcomes"},
		"one seat is left out": {w.result(act.NotAllAccept, act.AllAccept), "M", "A B", "seat E was asked and would not read"},
		"by a party":           {w.result(act.NotAllAccept, act.AllAccept), "A", all5, "a mediator closes a round"},
	} {
		role := map[string]string{"M": "mediator", "A": "party"}[c.by]
		err := s.MayAct(c.by, role, c.act, strings.Fields(c.to))
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
	w.does("M", all5, w.result(act.NotAllAccept, act.AllAccept))
	if tally("B").Result == nil {
		t.Error("a seat that was asked does not learn that the round is closed")
	}
	if err := w.only("B").MayAct("B", "party", again, []string{"B", "M"}); err == nil || !strings.Contains(err.Error(), "is closed") {
		t.Errorf("an answer after the end: %v", err)
	}
}

// TestRoundLate: what came after the mediator had counted counts for nothing, and
// is told apart from what was counted.
func TestRoundLate(t *testing.T) {
	w := newRounds(t)
	w.tick()
	mine := w.does("A", "M", w.answer(act.Yes, act.Yes))
	theirs := w.does("B", "M", w.answer(act.Yes, act.Yes))
	w.tick()
	// E answers and A amends in the tick in which the mediator closes.
	w.does("E", "M", w.answer(act.Yes, act.Yes))
	again := w.answer(act.No, act.Yes)
	again.Amends = mine
	w.does("A", "M", again)
	w.does("M", all5, w.result(act.NotAllAccept, act.NotAllAccept))
	w.tick()
	w.does("B", "M", act.Withdrawal{Entry: theirs})
	w.tick()
	id, _ := hash(w.round)
	got, _ := w.only("M").Tally(id)
	if got.Result == nil {
		t.Fatal("the round is not closed")
	}
	for i, p := range got.Packages {
		if !slices.Equal(p.Yes, []string{"A", "B"}) || !slices.Equal(p.None, []string{"E"}) {
			t.Errorf("package %d is counted as %+v", i, p)
		}
	}
	for i, want := range []int{1, 1, 1} {
		if late := got.Answers[i].Late; len(late) != want {
			t.Errorf("seat %s: %d late entries; want %d", got.Answers[i].Seat, len(late), want)
		}
	}
}

// TestRoundRules asks what may be answered, to whom, and what may be opened.
func TestRoundRules(t *testing.T) {
	w := newRounds(t)
	mine := w.does("A", "M", w.answer(act.Yes, act.No))
	internal := w.does("M", "", act.Proposal{
		Stage: act.Internal, Title: "idea", Issues: []string{w.issue}, Choices: []act.Choice{{Issue: w.issue, Option: "30 days"}},
	})
	words := w.does("M", all5, act.Proposal{Stage: act.Tabled, Title: "in words", Text: "x"})
	s := w.fold("M", w.r) // knows everything
	open := func(pkg string) act.Round {
		return act.Round{Title: "t", Packages: []string{pkg}, Asked: []string{"A", "B"}, Closes: day}
	}
	longer := act.Round{Amends: w.round, Title: "Two lengths", Packages: []string{w.one, w.two}, Asked: []string{"A", "B", "E"}, Closes: act.Moment{Day: "2026-01-02"}}
	fewer := longer
	fewer.Asked = []string{"A", "B"}
	amended := w.answer(act.No, act.No)
	amended.Amends = mine
	other := w.answer(act.Yes, act.Yes)
	other.Answers = other.Answers[:1]
	other.Answers[0].Package = internal
	for name, c := range map[string]struct {
		by, role string
		act      act.Act
		to       string
		says     string
	}{
		"an answer":                      {"B", "party", w.answer(act.Yes, act.YesIf), "M", ""},
		"an answer before the other":     {"B", "party", w.answer(act.Yes, act.Yes), "A M", "seat A would read the answer"},
		"an answer before a guarantor":   {"B", "party", w.answer(act.Yes, act.Yes), "G M", "seat G would read the answer"},
		"an answer kept to oneself":      {"B", "party", w.answer(act.Yes, act.Yes), "", "seat M opened the round and would not read"},
		"an answer of who is not asked":  {"G", "guarantor", w.answer(act.Yes, act.Yes), "M", "seat G is not asked"},
		"a second answer":                {"A", "party", w.answer(act.No, act.No), "M", "amend that answer"},
		"an answer written again":        {"A", "party", amended, "M", ""},
		"an answer to what is not there": {"B", "party", other, "M", "is not in the round"},
		"a longer round":                 {"M", "mediator", longer, all5, ""},
		"a round with fewer seats":       {"M", "mediator", fewer, all5, "keeps its packages and the seats"},
		"a round on an idea":             {"M", "mediator", open(internal), "M", "seat A is asked and is not among the readers"},
		"a round on an idea, to all":     {"M", "mediator", open(internal), all5, "would learn of the entry"},
		"a round on words":               {"M", "mediator", open(words), all5, "is no package"},
		"a round on a contact":           {"M", "mediator", open(w.round), all5, "is of the kind round; want proposal"},
		"a choice of no option":          {"M", "mediator", act.Proposal{Stage: act.Tabled, Title: "t", Issues: []string{w.issue}, Choices: []act.Choice{{Issue: w.issue, Option: "60 days"}}}, all5, `"60 days" is no option of the issue "Length", which has: 30 days; 90 days`},
		"a worth of no option":           {"A", "party", act.Preference{Of: "A", Basis: act.Said, Issues: []act.IssueWorth{{Issue: w.issue, Options: []act.OptionWorth{{Option: "x", Live: "no"}}}}}, "", `"x" is no option`},
	} {
		audience := strings.Fields(c.to + " " + c.by)
		slices.Sort(audience)
		err := s.MayAct(c.by, c.role, c.act, slices.Compact(audience))
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

// leaves removes a seat from the process.
func (w *rounds) leaves(seat string) {
	w.tick()
	was := *w.r
	w.was, w.r = &was, roster(process5...)
	w.r.Seats = slices.DeleteFunc(w.r.Seats, func(s record.Seat) bool { return s.Name == seat })
	w.r.Removed, w.r.Index = []string{seat}, int64(len(w.facts))
	w.does("G", all5, act.Title{Title: "later"})
}

// TestRoundSeatLeft: a round goes on when a seat that is asked has left. What that
// seat answered counts for nothing, it need not be told, and the day can be moved.
func TestRoundSeatLeft(t *testing.T) {
	w := newRounds(t)
	for _, seat := range []string{"A", "B", "E"} {
		w.does(seat, "M", w.answer(act.Yes, act.Yes))
	}
	w.tick()
	id, _ := hash(w.round)
	if x, _ := w.only("M").Tally(id); !x.Packages[0].All() || len(x.Left) > 0 {
		t.Fatalf("before it left it is counted as %+v", x)
	}
	w.leaves("E")
	x, _ := w.only("M").Tally(id)
	if p := x.Packages[0]; p.All() || !slices.Equal(p.Left, []string{"E"}) || !slices.Equal(p.Yes, []string{"A", "B"}) || x.Adrift || !slices.Equal(x.Left, []string{"E"}) {
		t.Errorf("when a seat has left it is counted as %+v", x)
	}
	s := w.only("M")
	longer := act.Round{Amends: w.round, Title: "Two lengths", Packages: []string{w.one, w.two}, Asked: []string{"A", "B", "E"}, Closes: act.Moment{Day: "2026-01-02"}}
	anew := longer
	anew.Amends = ""
	for name, c := range map[string]struct {
		act  act.Act
		to   string
		says string
	}{
		"a closing before those who stay": {w.result(act.NotAllAccept, act.NotAllAccept), "A B G M", ""},
		"a closing that counts who left":  {w.result(act.AllAccept, act.AllAccept), "A B G M", "the answers make it not-all-accept"},
		"a closing that leaves one out":   {w.result(act.NotAllAccept, act.NotAllAccept), "A G M", "seat B was asked"},
		"its day is moved":                {longer, "A B G M", ""},
		"a new round that asks who left":  {anew, "A B E G M", "seat E is not in the roster"},
	} {
		err := s.MayAct("M", "mediator", c.act, strings.Fields(c.to))
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

// TestRoundMediatorLeft: nobody can answer or close a round whose mediator has
// left, and the words say that this is why.
func TestRoundMediatorLeft(t *testing.T) {
	w := newRounds(t)
	w.leaves("M")
	w.r.Seats = append(w.r.Seats, record.Seat{Name: "N", Role: "mediator", Accepted: true})
	s := w.only("A")
	id, _ := hash(w.round)
	if x, ok := s.Tally(id); !ok || !x.Adrift {
		t.Errorf("the round counts as %+v", x)
	}
	for to, says := range map[string]string{"A M": "seat M has left the process", "A N": "seat M opened the round \"Two lengths\" and has left the process"} {
		if err := s.MayAct("A", "party", w.answer(act.Yes, act.Yes), strings.Fields(to)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("an answer to %s: %v; want %q", to, err, says)
		}
	}
	if err := s.MayAct("N", "mediator", w.result(act.NotAllAccept, act.NotAllAccept), strings.Fields("A B E G N")); err == nil || !strings.Contains(err.Error(), "has left the process") {
		t.Errorf("another mediator closes it: %v", err)
	}
}

// TestRoundMoves: what becomes of a package does not hold up its round.
func TestRoundMoves(t *testing.T) {
	w := newRounds(t)
	w.does("M", all5, act.Withdrawal{Entry: w.one, Why: "taken back"})
	w.does("M", all5, act.Proposal{Amends: w.two, Stage: act.Tabled, Title: "other words", Issues: []string{w.issue}, Choices: []act.Choice{{Issue: w.issue, Option: "30 days"}}})
	x := act.Round{Amends: w.round, Title: "Two lengths", Packages: []string{w.one, w.two}, Asked: []string{"A", "B", "E"}, Closes: act.Moment{Day: "2026-01-02"}}
	s := w.fold("M", w.r)
	if err := s.MayAct("M", "mediator", x, strings.Fields(all5)); err != nil {
		t.Errorf("its day is not moved: %v", err)
	}
	x.Amends = ""
	if err := s.MayAct("M", "mediator", x, strings.Fields(all5)); err == nil || !strings.Contains(err.Error(), "was withdrawn") {
		t.Errorf("a new round on a withdrawn package: %v", err)
	}
}

// TestPreferenceReaders: nobody but the seat itself shows its numbers to a party.
func TestPreferenceReaders(t *testing.T) {
	w := newWriter(t)
	issue := w.does("M", all5, act.Issue{Title: "Length", Options: []string{"30 days"}})
	s := w.fold("M", roster(process5...))
	x := act.Preference{Of: "A", Basis: act.Inferred, Order: []string{issue}}
	told := x
	told.Basis, told.Ground = act.Said, sourced
	for _, c := range []struct {
		by, role, to string
		act          act.Preference
		may          bool
	}{
		{"M", "mediator", "M", x, true},
		{"M", "mediator", "A M", x, true},
		{"M", "mediator", "E G M", x, true},
		{"M", "mediator", "B M", x, false},
		{"M", "mediator", "A B M", told, false},
		{"B", "party", "B", x, true},
		{"B", "party", "B M", told, true},
		{"A", "party", "A", x, false},
		{"A", "party", "A B M", told, true},
	} {
		if err := s.MayAct(c.by, c.role, c.act, strings.Fields(c.to)); (err == nil) != c.may {
			t.Errorf("%s to %s, %s: %v", c.by, c.to, c.act.Basis, err)
		}
	}
}

// only is the state of a seat that reads what was addressed to it.
func (w *rounds) only(seat string) State {
	s := New(seat)
	for _, f := range w.facts {
		if slices.Contains(f.text.Audience, seat) {
			r := w.r
			if w.was != nil && f.index < w.r.Index {
				r = w.was
			}
			s = s.apply(f, r)
		}
	}
	return s
}
