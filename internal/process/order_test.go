// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// meaning is what a state says, without the index of an entry in the log and in
// an order that does not depend on it.
func meaning(s State) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, l := range s.Lines() {
		add("line %s %v %s %v %s %q", Ref(l.ID), l.Author, l.Kind, l.Audience, l.Register, l.Void)
	}
	for _, l := range s.Events() {
		add("event %s", Ref(l.ID))
	}
	for _, c := range s.Channels() {
		add("channel %v %d %d %d %d %v", c.Audience, c.Entries, c.OnRecord, c.WithoutPrejudice, c.Void, c.Newest)
		for _, l := range s.Notes(c.ID) {
			add("note %s", Ref(l.ID))
		}
	}
	for _, r := range s.Releases() {
		for _, a := range r.Asked {
			add("asked %s %v %v %s %v", Ref(a.Entry), a.Parts, a.To, a.Why, a.Answered)
		}
		for _, g := range r.Granted {
			add("granted %s %v %v %v %v %q", Ref(g.Entry), g.Parts, g.To, g.OwnWords, g.Used, g.Void)
		}
		for _, a := range r.Adopted {
			add("adopted %s %q", Ref(a.Entry), a.Void)
		}
		for _, d := range r.Disclosed {
			add("disclosed %s %v %v %v", Ref(d.Entry), d.Parts, d.To, d.Permitted)
		}
	}
	add("voids %d, unknown %d", s.Voids(), s.Unknowns())
	slices.Sort(out)
	// The order of alternatives is part of the meaning.
	add("titles %v", s.Titles())
	for _, seat := range strings.Fields(everybody) {
		add("%s is called %v", seat, s.Names(seat))
	}
	return strings.Join(out, "\n")
}

// story writes ticks of random entries by four seats, some with two devices.
// It returns the facts tick by tick.
func story(t *testing.T, rnd *rand.Rand) [][]fact {
	w := newWriter(t)
	var ends []int
	authors := []string{"M/d1", "M/d2", "N/d1", "A/d1", "A/d2", "B/d1"}
	some := func() record.Hash { return id("entry", rnd.IntN(40)) }
	for range 6 {
		for range 1 + rnd.IntN(8) {
			author := authors[rnd.IntN(len(authors))]
			to := []string{"A B M N", "A B M N", "A B M N", "A B M N", "M", "A", "B M"}[rnd.IntN(7)]
			var f *fact
			switch rnd.IntN(12) {
			case 0, 1, 2:
				f = w.do(author, to, act.Title{Title: fmt.Sprint("title ", rnd.IntN(3))})
			case 3, 4, 5:
				f = w.do(author, to, act.SeatName{Seat: []string{"A", "B", "M"}[rnd.IntN(3)], Name: fmt.Sprint("name ", rnd.IntN(3))})
			case 6:
				f = w.do(author, to, event("2025-05-16", "talks", act.Disputed))
			case 7:
				f = w.do(author, to, act.Ask{Entry: Ref(some()), Parts: []int64{1}, To: []string{"B"}})
			case 8:
				f = w.grant(author, to, record.Grant{Entry: some(), Parts: []int64{1, 2}, Audience: []string{"B"}})
			case 9:
				f = w.adopt(author, to, some())
			case 10:
				f = w.disclose(author, to, &Shown{
					Entry: some(), Author: record.Author{Seat: "A", Device: "d1"}, Audience: []string{"A", "M"},
					Parts: []ShownPart{{Number: 1}},
				})
			default:
				f = w.post(author, to, record.WithoutPrejudice, "later.kind")
			}
			if rnd.IntN(6) == 0 && len(ends) > 0 {
				f.seen = int64(ends[rnd.IntN(len(ends))]) // this author was away
			}
			f.relayed = rnd.IntN(15) == 0
		}
		ends = append(ends, len(w.facts))
		w.tick()
	}
	var ticks [][]fact
	for i, start := range append([]int{0}, ends[:len(ends)-1]...) {
		ticks = append(ticks, w.facts[start:ends[i]])
	}
	return ticks
}

// shuffle gives the facts of a tick another order, and so other indexes. The
// chain of an author keeps its own order, as in the log of any hub.
func shuffle(rnd *rand.Rand, tick []fact) []fact {
	out := slices.Clone(tick)
	rnd.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	chain := func(f fact) string { return fmt.Sprint(f.text.Author, f.text.Audience, f.text.Register) }
	first := tick[0].index
	byChain := map[string][]fact{}
	for _, f := range tick {
		byChain[chain(f)] = append(byChain[chain(f)], f)
	}
	for i := range out {
		k := chain(out[i])
		out[i] = byChain[k][0]
		byChain[k] = byChain[k][1:]
		out[i].index = first + int64(i)
	}
	return out
}

// TestOrderInsideATickHasNoMeaning is the law of the fold.
func TestOrderInsideATickHasNoMeaning(t *testing.T) {
	r := roster("M:mediator", "N:mediator", "A:party", "B:party")
	alternatives, several := 0, 0
	for seed := range uint64(500) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		ticks := story(t, rnd)
		fold := func(ticks [][]fact) string {
			s := New("M")
			for _, tick := range ticks {
				for _, f := range tick {
					s = s.apply(f, r)
				}
			}
			if len(s.Titles()) > 1 {
				alternatives++
			}
			if len(s.Names("A")) > 1 {
				several++
			}
			return meaning(s)
		}
		want := fold(ticks)
		for range 5 {
			other := make([][]fact, len(ticks))
			for i, tick := range ticks {
				other[i] = shuffle(rnd, tick)
			}
			if got := fold(other); got != want {
				t.Fatalf("seed %d: one order says\n%s\n\nanother\n%s", seed, want, got)
			}
		}
	}
	if alternatives < 100 || several < 50 {
		t.Errorf("the stories hold too few alternatives to show anything: %d, %d", alternatives, several)
	}
}

// TestHeldEntries folds a chain whose first entry comes late: what waited for it
// counts from when it could be read.
func TestHeldEntries(t *testing.T) {
	r := roster("M:mediator", "N:mediator")
	w := newWriter(t)
	first := *w.do("M", "N", act.Title{Title: "first"})
	second := *w.do("M", "N", act.Title{Title: "second"})
	other := *w.do("N", "M", act.Title{Title: "other"})
	// The hub logs the second at index 0, N's at 1, the first at 2: the second
	// waits. N had seen one leaf, which nobody could read yet.
	second.index, other.index, first.index = 0, 1, 2
	other.seen = 1
	// Another device of N writes later, and had seen no more than that leaf.
	later := *w.do("N/d2", "M", act.Title{Title: "later"})
	later.index, later.seen = 3, 1
	s := New("M")
	for _, f := range []fact{other, first, second, later} {
		s = s.apply(f, r)
	}
	var got []string
	for _, a := range s.Titles() {
		got = append(got, a.Value.Title)
	}
	slices.Sort(got)
	if strings.Join(got, ", ") != "later, other, second" {
		t.Errorf("titles are %v", got)
	}
}

// TestApplyLeavesTheStateAlone: a state that somebody keeps stays as it was, and
// two futures of it do not meet.
func TestApplyLeavesTheStateAlone(t *testing.T) {
	r := roster("M:mediator", "N:mediator", "A:party", "B:party")
	ticks := story(t, rand.New(rand.NewPCG(7, 7)))
	facts := slices.Concat(ticks...)
	var states []State
	var said []string
	s := New("M")
	for _, f := range facts {
		states, said = append(states, s), append(said, meaning(s))
		s = s.apply(f, r)
	}
	for i, old := range states {
		w := newWriter(t)
		w.facts = make([]fact, 1000) // for ids and indexes of its own
		w.do("A", "M", act.Note{Text: "another future"})
		w.do("M", "A B N", act.Title{Title: "another title"})
		w.grant("A", "M", record.Grant{Entry: id("entry", 1), Parts: []int64{1}, Audience: []string{"B"}})
		for _, f := range w.facts[1000:] {
			old = old.apply(f, r)
		}
		if old.Len() != i+3 {
			t.Fatalf("another future has %d entries", old.Len())
		}
	}
	for i, old := range states {
		if meaning(old) != said[i] {
			t.Fatalf("state %d has changed", i)
		}
	}
	again := s
	for _, f := range facts {
		again = again.apply(f, r)
	}
	if meaning(again) != meaning(s) || again.Len() != s.Len() {
		t.Error("entries that were applied before have changed the state")
	}
}
