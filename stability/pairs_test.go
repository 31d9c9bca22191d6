// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestReadingsWithoutUnknown: with nothing unknown, all four readings are the
// plain concepts, and with nothing strong only Nash-like stability is strong.
func TestReadingsWithoutUnknown(t *testing.T) {
	ctx := context.Background()
	smallModels(t, 200, 30, func(t *testing.T, _ *rand.Rand, d Definition, m *Model, _ *reference) {
		plain, err := m.Solve(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for reading := ReadingA; reading <= ReadingD; reading++ {
			got, err := m.Unknown(ctx, reading)
			if err != nil {
				t.Fatal(err)
			}
			for i := range d.DMs {
				for _, c := range plain.Concepts {
					if !reflect.DeepEqual(got.Stable(i, c).words, plain.Stable(i, c).words) {
						t.Fatalf("reading %d of %v for %d differs", reading, c, i)
					}
				}
			}
		}
		strong, err := m.Strength(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.DMs {
			for _, c := range plain.Concepts {
				if !reflect.DeepEqual(strong.Strong.Stable(i, c).words, plain.Stable(i, Nash).words) {
					t.Fatalf("%v for %d is strong without a strong preference", c, i)
				}
			}
		}
	})
}

// TestUnknownByHand: in the dilemma, One does not know whether it prefers 2
// (exploiting) to 3 (mutual cooperation). State 3, One moves to 2, Two answers
// with 0. Worked by hand from the definitions.
func TestUnknownByHand(t *testing.T) {
	d := dilemma()
	d.DMs[0].Unknown = []Pair{{2, 3}}
	m := must(t, d)
	for reading, want := range map[Reading][]bool{
		// Nash, GMR at state 3 and at 2 for One. At 3 the move to 2 tempts A and C.
		// It is deterred by 0, which is known to be worse than 3.
		// At 2 the move to 3 is unknown as well; Two then takes it to 1, the worst for One.
		ReadingA: {false, true, false, true},
		ReadingB: {true, true, true, true},
		ReadingC: {false, true, false, true},
		ReadingD: {true, true, true, true},
	} {
		s, err := m.Unknown(context.Background(), reading, Nash, GMR)
		if err != nil {
			t.Fatal(err)
		}
		got := []bool{s.Stable(0, Nash).Has(3), s.Stable(0, GMR).Has(3), s.Stable(0, Nash).Has(2), s.Stable(0, GMR).Has(2)}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("reading %d: %v, want %v", reading, got, want)
		}
	}
	// With 0 against 3 unknown, the answer 0 deters in C and D only.
	d.DMs[0].Unknown = []Pair{{0, 3}}
	m = must(t, d)
	for reading, want := range map[Reading]bool{ReadingA: false, ReadingB: false, ReadingC: true, ReadingD: true} {
		s, err := m.Unknown(context.Background(), reading, GMR)
		if err != nil || s.Stable(0, GMR).Has(3) != want {
			t.Errorf("reading %d: GMR at 3 is %v, %v", reading, !want, err)
		}
	}
	if _, err := m.Unknown(context.Background(), ReadingA, SIM); !errors.Is(err, ErrUnsupported) {
		t.Error(err)
	}
}

// TestStrengthByHand: mutual cooperation is strongly held for One under GMR if
// mutual defection is much worse for it, else weakly.
func TestStrengthByHand(t *testing.T) {
	d := dilemma()
	for _, strong := range []bool{false, true} {
		if strong {
			d.DMs[0].MuchBetter = []Pair{{3, 0}, {3, 1}}
		}
		s, err := must(t, d).Strength(context.Background(), GMR, SMR)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []Concept{GMR, SMR} {
			// At 3 One goes to 2, Two answers with 0, One could go on to 1: both much worse than 3.
			if s.Strong.Stable(0, c).Has(3) != strong || s.Weak(0, c).Has(3) == strong || !s.All.Stable(0, c).Has(3) {
				t.Errorf("strong pairs %v: %v wrong", strong, c)
			}
		}
	}
}

// TestHypergame: Two believes that One prefers mutual cooperation (3) to
// exploiting (2). Its own stability uses that belief, One's does not.
func TestHypergame(t *testing.T) {
	ctx := context.Background()
	d := dilemma()
	d.DMs[1].Views = []View{{DM: 0, Preference: ranked(3, 2, 0, 1)}}
	m := must(t, d)
	got, err := m.Hypergame(ctx)
	if err != nil {
		t.Fatal(err)
	}
	truth, err := m.Solve(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seen := dilemma()
	seen.DMs[0].Preference = ranked(3, 2, 0, 1)
	belief, err := must(t, seen).Solve(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range got.Concepts {
		if !reflect.DeepEqual(got.Stable(0, c).List(-1), truth.Stable(0, c).List(-1)) ||
			!reflect.DeepEqual(got.Stable(1, c).List(-1), belief.Stable(1, c).List(-1)) {
			t.Errorf("%v: %v and %v", c, got.Stable(0, c).List(-1), got.Stable(1, c).List(-1))
		}
	}
	// One's answer to 1, where Two exploits, is 0 in either picture, so SEQ holds 3.
	if !got.Equilibria(SEQ).Has(3) {
		t.Error("mutual cooperation lost")
	}
}
