// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

func TestMay(t *testing.T) {
	r := roster("M:mediator", "A:party", "B:party", "G:guarantor", "N:party:new")
	w := newWriter(t)
	w.do("M", everybody, act.Note{Text: "hello"})
	s := w.fold("M", r)
	all := strings.Fields(everybody)
	for _, c := range []struct {
		seat, role, kind string
		to               []string
		says             string // empty: allowed
	}{
		{"M", "mediator", act.KindTitle, all, ""},
		{"M", "mediator", act.KindTitle, all[1:], "seat A is not among the readers"},
		{"A", "party", act.KindTitle, all, "a mediator gives the process its title"},
		{"G", "guarantor", act.KindTitle, all, "seat G is guarantor"},
		{"X", "", act.KindTitle, all, "without a role"},
		{"A", "party", act.KindSeat, all, ""},
		{"A", "party", act.KindSeat, []string{"A", "M"}, "seat B is not among the readers"},
		{"M", "mediator", act.KindSeat, []string{"A", "M"}, "said to all"},
		{"A", "party", act.KindNote, []string{"A", "M"}, ""},
		{"A", "party", act.KindEvent, []string{"A"}, ""},
		{"A", "party", act.KindAsk, []string{"A", "M"}, ""},
		{"A", "party", record.KindGrant, []string{"A", "M"}, ""},
		{"A", "party", record.KindAdopt, []string{"A", "M"}, ""},
		{"G", "guarantor", record.KindDisclose, []string{"A", "G"}, ""},
		{"M", "mediator", "roster.close", all, "rules of the roster"},
		{"M", "mediator", "later.kind", all, "does not know the kind"},
		{"M", "mediator", "", all, "does not know the kind"},
	} {
		err := s.May(c.seat, c.role, c.kind, c.to)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s (%s) %s to %v: %v; want %q", c.seat, c.role, c.kind, c.to, err, c.says)
		}
	}
	for _, c := range []struct {
		seat, role, named string
		says              string
	}{
		{"A", "party", "A", ""},
		{"M", "mediator", "A", ""},
		{"M", "mediator", "N", ""}, // it has not accepted, and can be called something
		{"B", "party", "A", "seat A itself or a mediator"},
		{"M", "mediator", "X", "not in the roster"},
	} {
		err := s.MayAct(c.seat, c.role, act.SeatName{Seat: c.named, Name: "x"}, all)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s (%s) names %s: %v; want %q", c.seat, c.role, c.named, err, c.says)
		}
	}
	if err := s.MayAct("A", "party", act.Title{Title: "x"}, all); err == nil {
		t.Error("a party gives the process its title")
	}
	if err := New("M").May("M", "mediator", act.KindTitle, all); err == nil {
		t.Error("a title before there is a roster")
	}
}

// TestVoid: entries without right or without sense stay, with a reason, and
// change nothing.
func TestVoid(t *testing.T) {
	r := process4()
	json := func(body string) record.Part { return record.Part{Media: act.Media, Data: []byte(body)} }
	grant := record.Part{Media: "text/plain", Data: (&record.Grant{Entry: id("x"), Parts: []int64{1}, Audience: []string{"B"}}).Text()}
	for name, c := range map[string]struct {
		write func(*writer) *fact
		says  string
	}{
		"title by a party":    {func(w *writer) *fact { return w.do("A", everybody, act.Title{Title: "ours"}) }, "a mediator gives"},
		"title to some":       {func(w *writer) *fact { return w.do("M", "A", act.Title{Title: "yours"}) }, "said to all"},
		"another seat's name": {func(w *writer) *fact { return w.do("A", everybody, act.SeatName{Seat: "B", Name: "x"}) }, "seat B itself"},
		"name of no seat":     {func(w *writer) *fact { return w.do("M", everybody, act.SeatName{Seat: "X", Name: "x"}) }, "not in the roster"},
		"by no seat":          {func(w *writer) *fact { return w.do("X", everybody, act.Title{Title: "x"}) }, "without a role"},
		"relayed name": {func(w *writer) *fact {
			f := w.do("A", everybody, act.SeatName{Seat: "A", Name: "x"})
			f.relayed = true
			return f
		}, "not certain"},
		"relayed grant": {func(w *writer) *fact {
			f := w.grant("A", "M", record.Grant{Entry: id("x"), Parts: []int64{1}, Audience: []string{"B"}})
			f.relayed = true
			return f
		}, "not certain"},
		"two parts": {func(w *writer) *fact {
			return w.post("A", "M", record.OnRecord, "note", json(`{"text":"a"}`), json(`{}`))
		}, "2 parts"},
		"no part": {func(w *writer) *fact { return w.post("A", "M", record.OnRecord, "note") }, "0 parts"},
		"plain text": {func(w *writer) *fact {
			return w.post("A", "M", record.OnRecord, "note", record.Part{Media: "text/plain", Data: []byte("a")})
		}, "text/plain"},
		"broken body": {func(w *writer) *fact { return w.post("A", "M", record.OnRecord, "note", json(`{"text": "a"}`)) }, "one form"},
		"hidden character": {func(w *writer) *fact {
			return w.post("A", "M", record.OnRecord, "note", json("{\"text\":\"a\u202e\"}"))
		}, "U+202E"},
		"grant wp":             {func(w *writer) *fact { return w.post("A", "M", record.WithoutPrejudice, record.KindGrant, grant) }, "on the record"},
		"grant of nothing":     {func(w *writer) *fact { return w.grant("A", "M", record.Grant{Entry: id("x"), Audience: []string{"B"}}) }, "names no part"},
		"broken grant":         {func(w *writer) *fact { return w.post("A", "M", record.OnRecord, record.KindGrant, json(`{}`)) }, "cannot be used"},
		"broken adoption":      {func(w *writer) *fact { return w.post("A", "M", record.OnRecord, record.KindAdopt, json(`{}`)) }, "cannot be used"},
		"broken disclosure":    {func(w *writer) *fact { f := w.disclose("A", "M", nil); f.shows = record.ErrUnsigned; return f }, "cannot be used"},
		"nothing of a process": {func(w *writer) *fact { return w.post("A", "M", record.OnRecord, act.KindTitle, json(`null`)) }, "cannot be used"},
	} {
		w := newWriter(t)
		f := *c.write(w)
		s := w.fold("M", r)
		l, ok := s.Line(f.id)
		if !ok || !strings.Contains(l.Void, c.says) {
			t.Errorf("%s: %v, void %q; want %q", name, ok, l.Void, c.says)
		}
		if s.Title() != "" || s.Name("A") != "A" || s.Name("B") != "B" || len(s.Releases()) > 0 || s.Voids() != 1 {
			t.Errorf("%s: it has an effect", name)
		}
		for _, ch := range s.Channels() {
			if ch.Void != 1 || ch.Entries != 1 || len(s.Notes(ch.ID)) != 0 || len(s.In(ch.ID)) != 1 {
				t.Errorf("%s: channel %+v", name, ch)
			}
		}
	}
}

// TestKept: roster entries and kinds of later versions are lines like others.
func TestKept(t *testing.T) {
	w := newWriter(t)
	policy := w.post("M", everybody, record.OnRecord, "roster.policy", record.Part{Media: "text/plain", Data: []byte("tick 60\n")}).id
	consent := w.post("A", everybody, record.OnRecord, "roster.consent", record.Part{Media: "text/plain", Data: []byte("entry x\n")}).id
	later := w.post("A", "M", record.WithoutPrejudice, "later.kind", record.Part{}, record.Part{}).id
	w.do("A", "M", act.Note{Text: "relayed"}).relayed = true
	s := w.fold("M", process4())
	if l, _ := s.Line(policy); l.Text != "tick 60\n" || l.Void != "" || l.Unknown || l.Channel != record.RosterChannel() {
		t.Errorf("policy: %+v", l)
	}
	if l, _ := s.Line(consent); l.Text != "" || l.Act != nil || l.Kind != "roster.consent" {
		t.Errorf("consent: %+v", l)
	}
	if l, _ := s.Line(later); !l.Unknown || l.Void != "" || l.Kind != "later.kind" {
		t.Errorf("later: %+v", l)
	}
	ch := s.Channels()
	if s.Unknowns() != 1 || s.Voids() != 0 || len(ch) != 1 || ch[0].Entries != 2 || len(s.In(record.RosterChannel())) != 2 {
		t.Errorf("%d unknown, %d void, channels %+v", s.Unknowns(), s.Voids(), ch)
	}
	if n := s.Notes(ch[0].ID); len(n) != 1 || !n[0].Relayed || s.In(id("none")) != nil {
		t.Errorf("notes %+v", n)
	}
	if got := New("A").Apply(Item{}); got.Len() != 0 {
		t.Error("nothing was applied and something is there")
	}
}

// TestRightsAtTheirTime: an entry is judged by the roster that was in force at
// its place, also when it could be read only later.
func TestRightsAtTheirTime(t *testing.T) {
	early, late := process4(), process4()
	late.Index = 5
	late.Seats[0].Role = "mediator" // A was a party and is a mediator from index 5
	w := newWriter(t)
	held := *w.do("A", everybody, act.Title{Title: "too early"})
	s := New("M").apply(*w.post("M", everybody, record.OnRecord, "roster.consent"), early)
	w.facts = make([]fact, 5)
	s = s.apply(*w.post("M", everybody, record.OnRecord, "roster.policy"), late)
	s = s.apply(held, late)
	if l, _ := s.Line(held.id); l.Void == "" || s.Title() != "" {
		t.Errorf("a party of index 0 has given a title: %+v", l)
	}
	s = s.apply(*w.do("A", everybody, act.Title{Title: "in time"}), late)
	if s.Title() != "in time" {
		t.Errorf("title %q", s.Title())
	}
	if s.Roster() != late || s.rosterAt(4) != early || s.rosterAt(-1) != nil {
		t.Error("rosters are mixed up")
	}
}

// TestSameWords: act cannot import record, and says again what a seat name and
// the number of parts and readers are.
func TestSameWords(t *testing.T) {
	for _, seat := range []string{"A", "a.b", "0", ".", "", "a b", "ä", "a-b", "abcdefghijklmnop", "abcdefghijklmnopq", "a/b", "a\n"} {
		if got := (act.SeatName{Seat: seat, Name: "x"}).Validate() == nil; got != record.ValidSeat(seat) {
			t.Errorf("seat %q: act says %v", seat, got)
		}
	}
	ask := act.Ask{Entry: Ref(id("x")), Parts: []int64{record.MaxParts}}
	for i := range record.MaxAudience {
		ask.To = append(ask.To, string(rune('A'+i)))
	}
	if err := ask.Validate(); err != nil {
		t.Error(err)
	}
	ask.To = append(ask.To, "Z")
	if ask.Validate() == nil {
		t.Error("an ask to more seats than an entry has readers")
	}
	for _, kind := range act.Kinds() {
		if !record.ValidKind(kind) {
			t.Errorf("kind %s cannot be written", kind)
		}
	}
}
