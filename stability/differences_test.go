// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"reflect"
	"testing"
)

// TestDifferences holds the conflicts of docs/methods/stability-differences.md, in
// which one word has two answers, to both of them.
func TestDifferences(t *testing.T) {
	ctx := context.Background()
	three := func(infeasible []string, a, b, c Preference) Definition {
		ids := []string{"a", "b", "c"}
		d := Definition{DMs: []DM{{ID: "A", Options: []int{0}, Preference: a}, {ID: "B", Options: []int{1}, Preference: b}, {ID: "C", Options: []int{2}, Preference: c}}}
		for _, id := range ids {
			d.Options = append(d.Options, Option{ID: id})
		}
		d.Infeasible = told(t, ids, infeasible...)
		return d
	}
	ties := func(groups ...[]State) Preference { return Preference{Ranking: groups} }
	two := func(a, b Preference) Definition {
		d := dilemma()
		d.DMs[0].Preference, d.DMs[1].Preference = a, b
		return d
	}
	for _, c := range []struct {
		name         string
		d            Definition
		other        Settings
		c            Concept
		ours, theirs []State
	}{
		{"one answer or a sequence", three([]string{"!a & !c", "a & b"}, ranked(4, 5, 1, 6), ranked(4, 5, 6, 1), ranked(1, 6, 4, 5)),
			Settings{Sequences: Single}, GMR, []State{1, 4, 6}, []State{1, 4}},
		{"each once or again", three([]string{"a & !b & c", "a & b"}, ranked(2, 0, 6, 1, 4), ranked(1, 2, 0, 4, 6), ranked(1, 0, 6, 4, 2)),
			Settings{Sequences: Once}, SEQ, []State{0, 1, 4}, []State{0, 4}},
		{"not better or worse", two(ties([]State{1}, []State{2}, []State{0, 3}), ties([]State{0, 1, 3}, []State{2})),
			Settings{Sanction: Worse}, SEQ, []State{1, 3}, []State{1}},
	} {
		m := must(t, c.d)
		for _, x := range []struct {
			s    Settings
			want []State
		}{{Settings{}, c.ours}, {c.other, c.theirs}} {
			s, err := m.With(x.s).Solve(ctx, c.c)
			if err != nil || !reflect.DeepEqual(s.Equilibria(c.c).List(-1), x.want) {
				t.Errorf("%s, %+v: %v, %v; want %v", c.name, x.s, s.Equilibria(c.c).List(-1), err, x.want)
			}
		}
	}
	// Both would rather be in 3, and no step of one alone leads there.
	d := two(ranked(3, 0), ranked(3, 0))
	d.Infeasible = told(t, idsOf(d), "one & !two", "!one & two")
	for moves, want := range map[CoalitionMoves][]State{InSequence: {0, 3}, Jointly: {3}} {
		s, err := must(t, d).With(Settings{Coalition: moves}).Coalition(ctx, []int{0, 1}, Nash)
		if err != nil || !reflect.DeepEqual(s.Stable(Nash).List(-1), want) {
			t.Errorf("coalition %v: %v, %v; want %v", moves, s.Stable(Nash).List(-1), err, want)
		}
	}
	// Only if both others leave as well does leaving 7 end badly.
	m := must(t, three(nil, ranked(6, 4, 2, 5, 3, 1, 7, 0), ranked(5, 4, 1, 6, 3, 2, 7, 0), ranked(3, 2, 1, 6, 5, 4, 7, 0)))
	for i := range 3 {
		r, err := m.Explain(ctx, 7, i, SIM)
		if err != nil || !r.Stable || len(r.Deviations) != 1 || len(r.Deviations[0].Sanction) != 2 || r.Deviations[0].End != 0 {
			t.Errorf("simultaneous moves for %d: %+v, %v", i, r, err)
		}
	}
}
