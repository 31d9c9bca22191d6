// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

var sourced = act.Ground{Mark: act.Confirmed, Sources: []act.Source{{Key: "C1", At: "example.org"}}}

// TestRightsOfEveryKind asks for each kind and each role who may write it, and
// finds the same answer at every reader: what may not be written is void.
func TestRightsOfEveryKind(t *testing.T) {
	r := roster(process5...)
	r.Removed = []string{"X"} // X was a seat, and has left
	w := newWriter(t)
	issue := w.does("M", all5, act.Issue{Title: "Territory"})
	call := w.does("M", all5, contact("call", ""))
	undertaking := w.does("M", all5, act.Undertaking{By: "A", Words: "we look into it"})
	format := w.does("M", all5, act.Format{Title: "round", Keys: []string{"A", "B"}})
	leverage := w.does("M", all5, act.Leverage{Sort: act.Threat, Title: "t", Holder: "h", Target: "g", Does: "x", Set: day})
	commitment := w.does("A", all5, act.Commitment{By: "A", Words: "we send a list"})
	consultation := w.does("M", all5, act.Consultation{Topic: "t", With: []string{"A"}, On: day})
	entry := w.does("A", all5, act.Note{Text: "a"})
	settled := w.does("M", all5, act.Issue{Title: "Length", Options: []string{"30 days", "90 days"}})
	offer := w.does("M", all5, act.Proposal{
		Stage: act.Tabled, Title: "t", Issues: []string{settled}, Choices: []act.Choice{{Issue: settled, Option: "30 days"}},
	})
	round := w.does("M", all5, act.Round{Title: "t", Packages: []string{offer}, Asked: []string{"A", "B"}, Closes: day})
	known := len(w.facts)
	s := w.fold("M", r)

	point := act.FormatPoint{Format: format, Aspect: "venue", Value: "Geneva", Stand: "offered"}
	answer := act.UndertakingAnswer{Undertaking: undertaking, Answer: "confirmed"}
	exit := act.Exit{Stage: "considered", On: day}
	covered := map[string]bool{}
	for name, c := range map[string]struct {
		act  act.Act
		may  string // seats that may, of M A B E G
		void bool   // readers come to the same answer from the entry alone
	}{
		"title":                        {act.Title{Title: "t"}, "M", true},
		"name of A":                    {act.SeatName{Seat: "A", Name: "n"}, "M A", true},
		"name of a seat that left":     {act.SeatName{Seat: "X", Name: "n"}, "", true},
		"note":                         {act.Note{Text: "a"}, "M A B E G", true},
		"event":                        {event("2025-05-16", "talks", act.Disputed), "M A B E G", true},
		"ask":                          {act.Ask{Entry: entry, To: []string{"B"}}, "M A B E G", true},
		"phase":                        {act.Phase{Phase: "design", Since: "2025-05-11"}, "M", true},
		"issue":                        {act.Issue{Title: "t", Owners: []string{"A", "E"}}, "M A B E G", true},
		"issue of nobody here":         {act.Issue{Title: "t", Owners: []string{"Z"}}, "", true},
		"issue of a seat that left":    {act.Issue{Title: "t", Owners: []string{"X"}}, "", true},
		"contact":                      {act.Contact{Form: "call", Title: "t", When: day, Seats: []string{"A", "X"}}, "M A B E G", true},
		"contact of nobody here":       {act.Contact{Form: "call", Title: "t", When: day, Seats: []string{"A", "Z"}}, "", true},
		"contact with a person of Z":   {act.Contact{Form: "call", Title: "t", When: day, Who: []act.Person{{Name: "a", Seat: "Z"}}}, "", true},
		"readout of its own":           {act.Readout{Contact: call, Text: "x", Ground: act.Ground{Teller: "a"}}, "M A B E G", true},
		"readout as that of A":         {act.Readout{Contact: call, Side: "A", Text: "x", Ground: act.Ground{Teller: "a"}}, "A", true},
		"readout of A as a report":     {act.Readout{Contact: call, Side: "A", Text: "x", Ground: act.Ground{Teller: "a", Mark: act.Uncertain}}, "M A B E G", true},
		"readout of a seat that left":  {act.Readout{Contact: call, Side: "X", Text: "x", Ground: act.Ground{Teller: "a", Mark: act.Uncertain}}, "M A B E G", true},
		"announcement":                 {act.Announcement{Speaker: act.Person{Name: "a", Seat: "A"}, When: day, Words: "x", Ground: sourced}, "M A B E G", true},
		"announcement for Z":           {act.Announcement{Speaker: act.Person{Name: "a", Seat: "Z"}, When: day, Words: "x", Ground: sourced}, "", true},
		"undertaking":                  {act.Undertaking{By: "A", To: []string{"X"}, Words: "x"}, "M A B E G", true},
		"undertaking to nobody here":   {act.Undertaking{By: "A", To: []string{"Z"}, Words: "x"}, "", true},
		"A's words are confirmed":      {answer, "A", false},
		"A's words, as a report":       {act.UndertakingAnswer{Undertaking: undertaking, Answer: "confirmed", Ground: sourced}, "M A B E G", true},
		"A's words were kept":          {act.UndertakingAnswer{Undertaking: undertaking, Answer: "not-kept"}, "M A B E G", true},
		"format":                       {act.Format{Title: "t", Keys: []string{"A", "B"}}, "M A B E G", true},
		"format with a key that left":  {act.Format{Title: "t", Keys: []string{"A", "X"}}, "", true},
		"format point":                 {point, "M A B E G", true},
		"format point for A":           {act.FormatPoint{Format: format, Aspect: "venue", Value: "x", Stand: "confirmed", For: "A"}, "A", true},
		"format point for A, reported": {act.FormatPoint{Format: format, Aspect: "venue", Value: "x", Stand: "claimed", For: "A", Ground: sourced}, "M A B E G", true},
		"leverage":                     {act.Leverage{Sort: act.Threat, Title: "t", Holder: "h", Target: "g", TargetSeat: "A", Does: "x", Set: day}, "M A B E G", true},
		"leverage over nobody here":    {act.Leverage{Sort: act.Threat, Title: "t", Holder: "h", Target: "g", TargetSeat: "Z", Does: "x", Set: day}, "", true},
		"leverage step":                {act.LeverageStep{Leverage: leverage, Step: "lapsed", On: day}, "M A B E G", true},
		"commitment of A":              {act.Commitment{By: "A", Words: "x"}, "A", true},
		"commitment of A, reported":    {act.Commitment{By: "A", Words: "x", Ground: sourced}, "M A B E G", true},
		"commitment step":              {act.CommitmentStep{Commitment: commitment, Step: "not-kept", On: day}, "M A B E G", true},
		"consultation":                 {act.Consultation{Topic: "t", With: []string{"E"}, Issues: []string{issue}, On: day}, "M A B E G", true},
		"consultation of nobody here":  {act.Consultation{Topic: "t", With: []string{"Z"}, On: day}, "", true},
		"answer to a consultation":     {act.ConsultationAnswer{Consultation: consultation, Answer: "agrees"}, "M A B E G", true},
		"answer for A":                 {act.ConsultationAnswer{Consultation: consultation, Answer: "agrees", For: "A"}, "A", true},
		"tabled proposal":              {act.Proposal{Stage: act.Tabled, Title: "t", Text: "x"}, "M A B E G", true},
		"internal proposal, to all":    {act.Proposal{Stage: act.Internal, Title: "t", Text: "x"}, "", true},
		"consent":                      {act.Consent{Format: format, Stand: "withdrawn", On: day}, "M A B E G", true},
		"exit":                         {exit, "M", true},
		"exit as a report":             {act.Exit{Stage: "considered", On: day, Ground: sourced}, "M A B E G", true},
		"exit in favour of a party":    {act.Exit{Stage: "announced", On: day, Successor: "A"}, "", true},
		"exit in favour of nobody":     {act.Exit{Stage: "announced", On: day, Successor: "Z", Ground: sourced}, "", true},
		"A's position":                 {act.Position{Of: "A", Sort: "red-line", Words: "x", Basis: act.Said}, "A", true},
		"A's position, reported":       {act.Position{Of: "A", Sort: "position", Words: "x", Basis: act.Said, Ground: sourced}, "M A B E G", true},
		"A's interest, inferred":       {act.Position{Of: "A", Sort: "interest", Words: "x", Basis: act.Inferred}, "B", true},
		"A's interest, with sources":   {act.Position{Of: "A", Sort: "interest", Words: "x", Basis: act.Inferred, Ground: sourced}, "B", true},
		"M's interest, inferred":       {act.Position{Of: "M", Sort: "interest", Words: "x", Basis: act.Inferred}, "", true},
		"position of a seat that left": {act.Position{Of: "X", Sort: "position", Words: "x", Basis: act.Said, Ground: sourced}, "M A B E G", true},
		"position of nobody here":      {act.Position{Of: "Z", Sort: "position", Words: "x", Basis: act.Said, Ground: sourced}, "", true},
		"A's preference, to all":       {act.Preference{Of: "A", Basis: act.Said, Order: []string{issue}}, "A", true},
		"A's preference, reported":     {act.Preference{Of: "A", Basis: act.Said, Order: []string{issue}, Ground: sourced}, "A B", true},
		"A's preference, estimated":    {act.Preference{Of: "A", Basis: act.Inferred, Order: []string{issue}}, "B", true},
		"model, to parties":            {act.Model{Title: "t", Document: "{}"}, "", true},
		"preference of nobody here":    {act.Preference{Of: "Z", Basis: act.Inferred, Order: []string{issue}}, "", true},
		"offer of A":                   {act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", By: "A"}, "A", true},
		"offer of A, reported":         {act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", By: "A", Ground: sourced}, "M A B E G", true},
		"offer of nobody here":         {act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", By: "Z", Ground: sourced}, "", true},
		"round":                        {act.Round{Title: "t", Packages: []string{offer}, Asked: []string{"A", "B"}, Closes: day}, "M", true},
		"round of a seat that left":    {act.Round{Title: "t", Packages: []string{offer}, Asked: []string{"A", "X"}, Closes: day}, "", true},
		"answer in a round, to all":    {act.RoundAnswer{Round: round, Answers: []act.PackageAnswer{{Package: offer, Answer: act.Yes}}}, "", true},
		"withdrawal of A's note":       {act.Withdrawal{Entry: entry}, "A", false},
	} {
		covered[c.act.Kind()] = true
		for seat, role := range map[string]string{"M": "mediator", "A": "party", "B": "party", "E": "consulted", "G": "guarantor"} {
			want := slices.Contains(strings.Fields(c.may), seat)
			err := s.MayAct(seat, role, c.act, strings.Fields(all5))
			if (err == nil) != want {
				t.Errorf("%s by %s (%s): %v", name, seat, role, err)
			}
			// A reader who has nothing but this entry.
			alone := newWriter(t)
			f := alone.do(seat, all5, c.act)
			l, _ := alone.fold("G", r).Line(f.id)
			if c.void && (l.Void == "") != want {
				t.Errorf("%s by %s is void: %q; may: %v", name, seat, l.Void, err)
			}
			if !c.void && l.Void != "" {
				t.Errorf("%s by %s is void at a reader who knows less: %q", name, seat, l.Void)
			}
			// And one who has all of it.
			w.facts = w.facts[:known]
			f = w.do(seat, all5, c.act)
			full := w.fold("G", r)
			l, _ = full.Line(f.id)
			if (full.Void(l) == "") != want {
				t.Errorf("%s by %s is void with everything known: %q; may: %v", name, seat, full.Void(l), err)
			}
		}
	}
	covered[act.KindRoundResult] = true // TestRound: what it says depends on the answers
	for _, kind := range act.Kinds() {
		if !covered[kind] {
			t.Errorf("nobody asks who may write a %s", kind)
		}
	}
}

// TestInferredStaysWithThoseWhoInfer: what is inferred of a seat is read by
// nobody who is a party but its author and that seat.
func TestInferredStaysWithThoseWhoInfer(t *testing.T) {
	w := newWriter(t)
	w.does("M", all5, act.Note{Text: "a"})
	s := w.fold("M", roster(process5...))
	for _, c := range []struct {
		by, role, of, to string
		may              bool
	}{
		{"M", "mediator", "A", "M", true},
		{"M", "mediator", "A", "A M", true},
		{"M", "mediator", "A", "E G M", true},
		{"M", "mediator", "A", "B M", false},
		{"M", "mediator", "A", "A B M", false},
		{"M", "mediator", "E", "A M", false},
		{"A", "party", "B", "A", true},
		{"A", "party", "B", "A M", true},
		{"A", "party", "B", "A B", true},
		{"A", "party", "M", "A B", false},
		{"A", "party", "A", "A", false},
	} {
		x := act.Position{Of: c.of, Sort: "interest", Words: "a pause that holds", Basis: act.Inferred}
		if err := s.MayAct(c.by, c.role, x, strings.Fields(c.to)); (err == nil) != c.may {
			t.Errorf("%s infers of %s, to %s: %v", c.by, c.of, c.to, err)
		}
		x.Basis, x.Ground = act.Said, sourced // a report goes to whom its author tells it
		if err := s.MayAct(c.by, c.role, x, strings.Fields(c.to)); err != nil {
			t.Errorf("%s reports of %s, to %s: %v", c.by, c.of, c.to, err)
		}
	}
}

// TestMayRefer: what an act refers to is opened here, of the right kind, counts,
// and is no secret to its readers. All of it holds for writing only.
func TestMayRefer(t *testing.T) {
	r := roster(process5...)
	w := newWriter(t)
	issue := w.does("M", all5, act.Issue{Title: "Territory"})
	note := w.does("M", all5, act.Note{Text: "a"})
	call := w.does("M", all5, contact("call", ""))
	void := Ref(w.do("A", all5, contact("ours", call)).id)
	withdrawn := w.does("M", all5, contact("wrong", ""))
	w.does("M", all5, act.Withdrawal{Entry: withdrawn})
	quiet := w.does("M", "A", contact("quiet call", ""))
	shown := w.do("M", "A", contact("shown", "")).id
	w.disclose("M", "B", &Shown{Entry: shown, Author: record.Author{Seat: "M", Device: "d1"}, Audience: []string{"A", "M"}, Parts: []ShownPart{{Number: 1}}})
	elsewhere := Ref(id("elsewhere"))
	s := w.fold("M", r)
	for name, c := range map[string]struct {
		act  act.Act
		to   string
		says string
	}{
		"a readout of nothing here":         {readout(elsewhere, "x"), all5, "is opened here, and this is about it"},
		"a readout of a note":               {readout(note, "x"), all5, "is of the kind note; want contact"},
		"a readout of what is void":         {readout(void, "x"), all5, "changes nothing: the entry is by seat M"},
		"a readout of what was withdrawn":   {readout(withdrawn, "x"), all5, ""},
		"an issue that is a note":           {act.Undertaking{By: "A", Words: "x", Issue: note}, all5, "is of the kind note; want issue"},
		"an issue not opened here":          {act.Undertaking{By: "A", Words: "x", Issue: elsewhere}, all5, ""},
		"a contact that is an issue":        {act.Undertaking{By: "A", Words: "x", Contact: issue}, all5, "is of the kind issue; want contact"},
		"a commitment that hangs on a note": {act.Commitment{By: "M", Words: "x", If: []string{note}}, all5, "is of the kind note; want commitment"},
		"a proposal from an issue":          {act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", From: issue}, all5, "is of the kind issue; want proposal"},
		"an issue linked to a contact":      {act.Issue{Title: "t", Links: []string{call}}, all5, "is of the kind contact; want issue"},
		"a claim on an issue that is none": {act.Readout{
			Contact: call, Claims: []act.Claim{{Point: "a", Words: "b", Issue: note}}, Ground: act.Ground{Teller: "a"},
		}, all5, "is of the kind note; want issue"},
		"a step of a contact":            {act.LeverageStep{Leverage: call, Step: "lapsed", On: day}, all5, "want leverage"},
		"a position on a contact":        {act.Position{Of: "M", Sort: "interest", Words: "x", Basis: act.Said, Issue: call}, all5, "is of the kind contact; want issue"},
		"a position heard in an issue":   {act.Position{Of: "M", Sort: "interest", Words: "x", Basis: act.Said, Contact: issue}, all5, "is of the kind issue; want contact"},
		"a position heard in a caucus":   {act.Position{Of: "M", Sort: "interest", Words: "x", Basis: act.Said, Contact: quiet}, "B M", "seat B would learn of the entry"},
		"consent to an issue":            {act.Consent{Format: issue, Stand: "given", On: day}, all5, "want format"},
		"an amendment of nothing here":   {contact("x", elsewhere), all5, "that could be amended or withdrawn"},
		"a withdrawal of nothing here":   {act.Withdrawal{Entry: elsewhere}, all5, "that could be amended or withdrawn"},
		"an amendment of A's":            {contact("x", void), all5, "the entry is by seat A"},
		"an amendment of what was taken": {contact("x", withdrawn), all5, "was withdrawn by"},
		"taken back again":               {act.Withdrawal{Entry: withdrawn}, all5, "was withdrawn by"},
		"a quiet call, in its channel":   {readout(quiet, "x"), "A M", ""},
		"a quiet call, to the author":    {readout(quiet, "x"), "M", ""},
		"a quiet call, before B":         {readout(quiet, "x"), "A B M", "seat B would learn of the entry"},
		"a quiet call, amended for all":  {contact("x", quiet), all5, "would learn of the entry"},
		"a quiet call, withdrawn before": {act.Withdrawal{Entry: quiet}, all5, "would learn of the entry"},
		"what was shown, before B":       {readout(Ref(shown), "x"), "A B M", ""},
		"what was shown to B, before G":  {readout(Ref(shown), "x"), "A G M", "seat G would learn of the entry"},
	} {
		err := s.MayAct("M", "mediator", c.act, strings.Fields(c.to))
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
		// None of it is void at a reader who has only this.
		alone := newWriter(t)
		f := alone.do("M", c.to, c.act)
		if l, _ := alone.fold("M", r).Line(f.id); l.Void != "" {
			t.Errorf("%s is void at a reader who knows less: %q", name, l.Void)
		}
	}
	// What was said to all may be pointed at before a seat that came later.
	late := roster(append(slices.Clone(process5), "N:party")...)
	late.Index = 100
	s = s.apply(fact{id: id("late"), index: 100, text: w.facts[0].text, parts: w.facts[0].parts}, late)
	if err := s.MayAct("M", "mediator", readout(call, "x"), strings.Fields(all5+" N")); err != nil {
		t.Errorf("a call that all knew of: %v", err)
	}
	if err := s.MayAct("M", "mediator", readout(quiet, "x"), strings.Fields("A M N")); err == nil {
		t.Error("the seat that came late learns of a quiet call")
	}
}

// TestModelReaders: no party reads a model but its author, and whose preferences
// it has as said says how it knows.
func TestModelReaders(t *testing.T) {
	w := newWriter(t)
	w.does("M", all5, act.Note{Text: "a"})
	r := roster(process5...)
	r.Removed = []string{"X"}
	s := w.fold("M", r)
	of := func(seat, basis string, g act.Ground) act.Model {
		return act.Model{Title: "t", Document: "{}", DMs: []act.ModelDM{{ID: "a", Seat: seat, Basis: basis}, {ID: "city", Basis: act.Inferred}}, Ground: g}
	}
	for _, c := range []struct {
		by, role, to string
		act          act.Model
		may          bool
	}{
		{"M", "mediator", "M", of("A", act.Inferred, act.Ground{}), true},
		{"M", "mediator", "E G M", of("A", act.Inferred, act.Ground{}), true},
		{"M", "mediator", "A M", of("A", act.Inferred, act.Ground{}), false},
		{"M", "mediator", "M", of("A", act.Said, act.Ground{}), false},
		{"M", "mediator", "M", of("A", act.Said, sourced), true},
		{"M", "mediator", "M", of("X", act.Inferred, act.Ground{}), true},
		{"M", "mediator", "M", of("Z", act.Inferred, act.Ground{}), false},
		{"A", "party", "A", of("A", act.Said, act.Ground{}), true},
		{"A", "party", "A M", of("B", act.Inferred, act.Ground{}), true},
		{"A", "party", "A B", of("A", act.Said, act.Ground{}), false},
		{"G", "guarantor", "G M", of("A", act.Inferred, act.Ground{}), true},
		{"G", "guarantor", "B G", of("A", act.Inferred, act.Ground{}), false},
	} {
		if err := s.MayAct(c.by, c.role, c.act, strings.Fields(c.to)); (err == nil) != c.may {
			t.Errorf("a model of %+v by %s to %s: %v", c.act.DMs[0], c.by, c.to, err)
		}
	}
}
