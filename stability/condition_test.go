// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"math/rand/v2"
	"testing"
)

func TestParseCondition(t *testing.T) {
	ids := []string{"a", "b-1", "c.x", "вывод"}
	for _, c := range []struct{ text, print string }{
		{"a", "a"}, {" ( a ) ", "a"}, {"!a&b-1|c.x", "!a & b-1 | c.x"},
		{"a->b-1->c.x", "a -> b-1 -> c.x"}, {"(a->b-1)->c.x", "(a -> b-1) -> c.x"},
		{"a<->b-1<->c.x", "a <-> b-1 <-> c.x"}, {"a <-> (b-1 <-> c.x)", "a <-> (b-1 <-> c.x)"},
		{"!(a|вывод)", "!(a | вывод)"}, {"!!a", "!!a"}, {"a&(b-1|c.x)", "a & (b-1 | c.x)"}, {"()", "()"},
		{"a|b-1->c.x<->a", "a | b-1 -> c.x <-> a"},
	} {
		got, err := ParseCondition(c.text, ids)
		if err != nil || got.Text(ids) != c.print {
			t.Errorf("%q: %q, %v; want %q", c.text, got.Text(ids), err, c.print)
		}
	}
	for _, text := range []string{"", "a a", "a &", "d", "(a", "a)", "a - > b-1", "<", "a <- b-1", "a && b-1", "\xff", "!"} {
		if c, err := ParseCondition(text, ids); err == nil {
			t.Errorf("%q: accepted as %q", text, c.Text(ids))
		}
	}
}

// TestConditionWays compares the evaluation of one state, of 64 at once, and of
// partial settings, and that a printed condition is read back with its meaning.
func TestConditionWays(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e", "f", "g"}
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 2))
		c := randomCondition(rng, 7, 4)
		again, err := ParseCondition(c.Text(ids), ids)
		if err != nil {
			t.Fatalf("%s: %v", c.Text(ids), err)
		}
		var w, listed block
		w.cells(64)
		var states []State
		for s := range State(64) {
			states = append(states, 64+s)
		}
		listed.states(states)
		for s := range State(64) {
			want := c.Holds(64 + s)
			all := uint64(127)
			if again.Holds(64+s) != want || c.in(&w)>>s&1 == 1 != want || c.in(&listed)>>s&1 == 1 != want ||
				c.decided(uint64(64+s), all&^uint64(64+s)) != map[bool]int{true: 1, false: 0}[want] {
				t.Fatalf("%s at %d", c.Text(ids), 64+s)
			}
			known := rng.Uint64N(128)
			if d := c.decided(uint64(64+s)&known, known&^uint64(64+s)); d >= 0 && d == 1 != want {
				t.Fatalf("%s at %d is decided %d by %b", c.Text(ids), 64+s, d, known)
			}
		}
	}
}

func FuzzParseCondition(f *testing.F) {
	for _, seed := range []string{"a & !b -> (c <-> a | b)", "()", "a-b", "((((", "!a->b<->c"} {
		f.Add(seed)
	}
	ids := []string{"a", "b", "c"}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCondition(text, ids)
		if err != nil {
			return
		}
		printed := c.Text(ids)
		again, err := ParseCondition(printed, ids)
		if err != nil || again.Text(ids) != printed {
			t.Fatalf("%q prints as %q, read back as %q, %v", text, printed, again.Text(ids), err)
		}
		for s := range State(8) {
			if c.Holds(s) != again.Holds(s) {
				t.Fatalf("%q and %q differ at %d", text, printed, s)
			}
		}
	})
}
