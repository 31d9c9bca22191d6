// SPDX-License-Identifier: Apache-2.0

package process_test

import (
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// A mediator hears a party alone, asks whether the other may know, and shows it
// the words. This is the whole way with real keys and proofs.
func TestStoryOfOneRelease(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	all := "A B G M"
	w.Do("M", all, record.OnRecord, act.Title{Title: "Talks"})
	w.Do("M", all, record.OnRecord, act.SeatName{Seat: "A", Name: "Delegation of A"})
	entry := w.Do("A", "M", record.WithoutPrejudice, act.Note{Text: "thirty days"})
	w.Do("M", "A", record.WithoutPrejudice, act.Ask{Entry: process.Ref(entry), Parts: []int64{1}, To: []string{"B"}})
	if s := w.State("A"); s.Release(entry).Asked[0].Answered {
		t.Error("nobody has answered")
	}
	adopt := w.Adopt("A", "M", entry)
	grant := w.Grant("A", "M", record.Grant{Entry: entry, Parts: []int64{1}, Audience: []string{"B"}})
	line := w.Disclose("M", "B", entry, []int64{1}, grant, adopt)

	for _, seat := range []string{"A", "B", "G", "M"} {
		s := w.State(seat)
		if s.Seat() != seat || s.Title() != "Talks" || s.Name("A") != "Delegation of A" || s.Voids() != 0 || s.Unknowns() != 0 {
			t.Errorf("seat %s: title %q, A is %q, %d void", seat, s.Title(), s.Name("A"), s.Voids())
		}
		for _, l := range s.Lines() {
			if len(l.Audience) == 0 || strings.HasPrefix(l.Kind, "roster.") != (l.Channel == record.RosterChannel()) {
				t.Errorf("seat %s: line %+v", seat, l)
			}
		}
	}
	// B reads the words, by whom, and that it may.
	s := w.State("B")
	if _, ok := s.Line(entry); ok {
		t.Fatal("B reads the caucus")
	}
	l, ok := s.Line(line)
	if !ok || l.Shown == nil || l.Shown.Author.Seat != "A" || l.Shown.Entry != entry || l.Shown.Register != record.WithoutPrejudice {
		t.Fatalf("disclosure: %+v", l)
	}
	if l.Shown.Grant != grant || strings.Join(l.Shown.Granted, " ") != "B" {
		t.Errorf("permission: %+v", l.Shown)
	}
	if n, ok := l.Shown.Parts[0].Act.(act.Note); !ok || n.Text != "thirty days" {
		t.Errorf("B reads %+v", l.Shown.Parts)
	}
	if r := s.Release(entry); len(r.Granted) != 0 || len(r.Asked) != 0 || !r.Disclosed[0].Permitted {
		t.Errorf("B knows %+v", r)
	}
	// The mediator, who is no seat that the permission names, sees that it
	// stayed within it.
	r := w.State("M").Release(entry)
	if !r.Asked[0].Answered || !r.Granted[0].Used || !r.Disclosed[0].Permitted || r.Adopted[0].Void != "" {
		t.Errorf("M knows %+v", r)
	}
	// A and G were not told that it was shown; G does not even know of it.
	if r := w.State("A").Release(entry); r.Granted[0].Used || len(r.Disclosed) != 0 {
		t.Errorf("A knows %+v", r)
	}
	if r := w.State("G").Releases(); len(r) != 0 {
		t.Errorf("G knows %+v", r)
	}
}

// What was shown without permission is genuine, kept and marked.
func TestStoryOfALeak(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	entry := w.Do("A", "M", record.OnRecord, act.Note{Text: "thirty days"})
	without := w.Disclose("M", "B", entry, []int64{1}, record.Hash{}, record.Hash{})
	grant := w.Grant("A", "M", record.Grant{Entry: entry, Parts: []int64{1}, Audience: []string{"G"}})
	beyond := w.Disclose("M", "B", entry, []int64{1}, grant, record.Hash{})
	within := w.Disclose("M", "G", entry, []int64{1}, grant, record.Hash{})
	for _, seat := range []string{"M", "B"} {
		s := w.State(seat)
		for i, id := range []record.Hash{without, beyond} {
			l, _ := s.Line(id)
			if l.Void != "" || l.Shown == nil || s.Release(entry).Disclosed[i].Permitted {
				t.Errorf("seat %s, disclosure %d: %+v", seat, i, l)
			}
		}
	}
	if r := w.State("G").Release(entry); len(r.Disclosed) != 1 || r.Disclosed[0].Entry != within || !r.Disclosed[0].Permitted {
		t.Errorf("G knows %+v", r)
	}
}

// A forged disclosure and one that is none are void.
func TestStoryOfAForgery(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	entry := w.Do("A", "M", record.WithoutPrejudice, act.Note{Text: "thirty days"})
	// Without prejudice and not adopted: nobody can tell who wrote it.
	unproven := w.Disclose("M", "B", entry, []int64{1}, record.Hash{}, record.Hash{})
	junk := w.Post("M", "B", record.OnRecord, record.KindDisclose, record.Part{Media: record.MediaDisclosure, Data: []byte("junk")})
	s := w.State("B")
	for _, id := range []record.Hash{unproven, junk} {
		if l, ok := s.Line(id); !ok || l.Void == "" || l.Shown != nil {
			t.Errorf("%+v", l)
		}
	}
	if len(s.Releases()) != 0 {
		t.Errorf("B knows %+v", s.Releases())
	}
}

// Seats that write in one tick do not see each other: two titles stand until
// somebody who has seen both writes a third.
func TestStoryOfTwoTitles(t *testing.T) {
	w := processtest.New(t, "M:mediator", "N:mediator", "A:party")
	w.Tick()
	w.Do("M", "A N", record.OnRecord, act.Title{Title: "one"})
	w.Do("N", "A M", record.OnRecord, act.Title{Title: "two"})
	for _, seat := range []string{"M", "N", "A"} {
		if got := w.State(seat).Titles(); len(got) != 2 || got[0].Value.Title != "one" || got[1].By.Seat != "N" {
			t.Errorf("seat %s: %+v", seat, got)
		}
	}
	w.Tick()
	w.Do("N", "A M", record.OnRecord, act.Title{Title: "three"})
	if got := w.State("A").Titles(); len(got) != 1 || got[0].Value.Title != "three" {
		t.Errorf("settled as %+v", got)
	}
}

// A seat that joins later reads what is written from then on, and is in "all".
func TestStoryOfALateSeat(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party")
	w.Do("M", "A", record.OnRecord, act.Title{Title: "early"})
	proposal := w.Change("M", record.AddSeat(w.Enrol("B", "party")))
	if r := w.State("M").Roster(); len(r.Pending) != 1 || r.Pending[0].Entry != proposal {
		t.Fatalf("pending %+v", r.Pending)
	}
	w.Change("A", record.Consent(proposal))
	w.Change("B", record.Accept(w.Process()))
	if got, err := process.Audience(w.Roster(), w.State("B"), []string{"all"}); err != nil || strings.Join(got, " ") != "A B M" {
		t.Errorf("all are %v, %v", got, err)
	}
	if s := w.State("B"); s.Title() != "" || s.Len() != 6 {
		t.Errorf("B reads %q, %d lines", s.Title(), s.Len())
	}
	// To some is not to all any more.
	w.Do("M", "A", record.OnRecord, act.Title{Title: "behind B"})
	w.Do("M", "A B", record.OnRecord, act.Title{Title: "late"})
	if s := w.State("A"); s.Title() != "late" || s.Voids() != 1 {
		t.Errorf("A reads %q, %d void", s.Title(), s.Voids())
	}
	if s := w.State("B"); s.Title() != "late" || s.Voids() != 0 {
		t.Errorf("B reads %q, %d void", s.Title(), s.Voids())
	}
}
