// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// named is a process in which seats have names, some of them chosen to mislead.
func named(t *testing.T, more ...act.SeatName) (State, *record.Roster) {
	r := process4()
	w := newWriter(t)
	w.do("M", everybody, act.SeatName{Seat: "M", Name: "United Mediators", Short: "um"})
	w.do("A", everybody, act.SeatName{Seat: "A", Name: "Ålesund delegation", Short: "north"})
	w.do("B", everybody, act.SeatName{Seat: "B", Name: "Delegation of B", Says: "party", Short: "south"})
	for _, n := range more {
		w.do(n.Seat, everybody, n)
	}
	return w.fold("A", r), r
}

func TestAudience(t *testing.T) {
	s, r := named(t)
	for words, want := range map[string]string{
		"all": "A B G M", "plenary": "A B G M", "ALL": "A B G M",
		"mediator": "A M", "party": "A B", "guarantor,north": "A G", "Mediator": "A M",
		"M": "A M", "um": "A M", "UM": "A M", "united mediators": "A M", "United\u00a0Mediators": "A M",
		"south": "A B", "delegation of b": "A B", "A": "A", "ålesund DELEGATION": "A",
		"B,south,Delegation of B": "A B", "b": "A B",
	} {
		got, err := Audience(r, s, strings.Split(words, ","))
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q is %v, %v; want %s", words, got, err, want)
		}
	}
	for words, says := range map[string]string{
		"nobody":        `"nobody" names nobody here; known are: all, guarantor, mediator, party, A (north, Ålesund delegation), B (south, Delegation of B), G, M (um, United Mediators)`,
		"all,nobody":    `"nobody" names nobody`,
		"":              `"" names nobody`,
		"A ":            "names nobody",
		"\u202e":        `"\u202e" names nobody`,
		"host":          "names nobody",
		"north south":   "names nobody",
		"A,B,G,M,other": "other",
	} {
		if got, err := Audience(r, s, strings.Split(words, ",")); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %v, %v; want %q", words, got, err, says)
		}
	}
	if _, err := Audience(r, s, nil); err == nil {
		t.Error("no words are an audience")
	}
	if _, err := Audience(nil, s, []string{"all"}); err == nil {
		t.Error("an audience without a roster")
	}
}

// TestMisleadingNames: no name that a seat chooses can catch what is meant for
// others.
func TestMisleadingNames(t *testing.T) {
	for _, c := range []struct {
		name act.SeatName
		word string
		want string // seats besides A; empty: refused
	}{
		{act.SeatName{Seat: "B", Name: "Mediator"}, "mediator", "A M"},
		{act.SeatName{Seat: "B", Name: "Mediator"}, "Mediator", "A M"},
		{act.SeatName{Seat: "B", Name: "B", Short: "mediator"}, "mediator", "A M"},
		{act.SeatName{Seat: "B", Name: "United Mediators"}, "united mediators", ""},
		{act.SeatName{Seat: "B", Name: "United\u00a0Mediators"}, "united mediators", ""},
		{act.SeatName{Seat: "B", Name: "B", Short: "um"}, "um", ""},
		{act.SeatName{Seat: "B", Name: "M"}, "M", "A M"},
		{act.SeatName{Seat: "B", Name: "B", Short: "m"}, "M", "A M"},
		{act.SeatName{Seat: "B", Name: "B", Short: "m"}, "m", ""},
	} {
		s, r := named(t, c.name)
		got, err := Audience(r, s, []string{c.word})
		if strings.Join(got, " ") != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%+v: %q is %v, %v; want %q", c.name, c.word, got, err, c.want)
		}
	}
	// Seats whose names in the roster are words for several.
	r := roster("all:party", "M:mediator", "mediator:party")
	s := newWriter(t).fold("M", r)
	for _, word := range []string{"all", "mediator"} {
		if got, err := Audience(r, s, []string{word}); err == nil {
			t.Errorf("%q is %v", word, got)
		}
	}
}

func TestAudienceOfSeatsThatCannotRead(t *testing.T) {
	r := roster("M:mediator", "A:party", "B:party:new", "H:host:new")
	s := newWriter(t).fold("A", r)
	if got, err := Audience(r, s, []string{"all"}); err != nil || strings.Join(got, " ") != "A M" {
		t.Errorf("all are %v, %v", got, err)
	}
	for _, word := range []string{"B", "host"} {
		if got, err := Audience(r, s, []string{word}); err == nil || !strings.Contains(err.Error(), "accepted") {
			t.Errorf("%s is %v, %v", word, got, err)
		}
	}
	r.Opened = false
	if _, err := Audience(r, s, []string{"all"}); err == nil || !strings.Contains(err.Error(), "not open") {
		t.Errorf("not open: %v", err)
	}
	var many []string
	for i := range record.MaxAudience + 1 {
		many = append(many, fmt.Sprintf("S%02d:party", i))
	}
	if _, err := Audience(roster(many...), New("S00"), []string{"all"}); err == nil || !strings.Contains(err.Error(), "readers at most") {
		t.Errorf("too many: %v", err)
	}
}

func TestNames(t *testing.T) {
	s, _ := named(t)
	if s.Name("A") != "Ålesund delegation" || s.Name("G") != "G" || s.Name("nobody") != "nobody" {
		t.Errorf("names %q %q %q", s.Name("A"), s.Name("G"), s.Name("nobody"))
	}
	for word, want := range map[string]string{"A": "A", "north": "A", "NORTH": "A", "a": "A", "x": "", "all": "", "mediator": ""} {
		got, ok := s.Resolve(word)
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%q is %v, %v", word, got, ok)
		}
	}
	if _, ok := New("A").Resolve("A"); ok {
		t.Error("a name before there is a roster")
	}
}

// TestAlternativeNames: the seat and a mediator name it without having seen each
// other. Both stand, the seat's own word first; whoever has seen both settles it.
func TestAlternativeNames(t *testing.T) {
	w := newWriter(t)
	// Seat Z sorts after M, so order by author would put the mediator first.
	r := roster("M:mediator", "Z:party")
	w.tick()
	w.do("M", "Z", act.SeatName{Seat: "Z", Name: "given"})
	w.do("Z", "M", act.SeatName{Seat: "Z", Name: "chosen"})
	w.do("M", "Z", act.Title{Title: "one"})
	names := func(s State) (out []string) {
		for _, a := range s.Names("Z") {
			out = append(out, a.Value.Name+" by "+a.By.Seat)
		}
		return out
	}
	s := w.fold("M", r)
	if got := names(s); !slices.Equal(got, []string{"chosen by Z", "given by M"}) || s.Name("Z") != "chosen" {
		t.Errorf("names %v", got)
	}
	w.tick()
	w.do("M", "Z", act.SeatName{Seat: "Z", Name: "given"})
	if got := names(w.fold("M", r)); !slices.Equal(got, []string{"given by M"}) {
		t.Errorf("settled as %v", got)
	}
	// The same value twice is no alternative.
	w.do("Z", "M", act.SeatName{Seat: "Z", Name: "given"})
	if got := names(w.fold("M", r)); !slices.Equal(got, []string{"given by Z"}) {
		t.Errorf("agreed as %v", got)
	}
}
