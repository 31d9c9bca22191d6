// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestInverseOrderEqualsEnumeration tries every order of statements with the
// reference.
func TestInverseOrderEqualsEnumeration(t *testing.T) {
	ctx := context.Background()
	tried := 0
	smallModels(t, 600, 51, func(t *testing.T, rng *rand.Rand, d Definition, _ *Model, r *reference) {
		if len(d.Options) == 0 || len(r.states) > 10 {
			return
		}
		i, s := rng.IntN(len(d.DMs)), r.states[rng.IntN(len(r.states))]
		c := []Concept{Nash, GMR, SMR, SEQ, SSEQ}[rng.IntN(5)]
		d.DMs = append([]DM(nil), d.DMs...)
		told := make([]Condition, 1+rng.IntN(4))
		for k := range told {
			told[k] = randomCondition(rng, len(d.Options), 2)
		}
		d.DMs[i].Preference = Preference{Statements: told}
		got, err := must(t, d).InverseOrder(ctx, i, s, c)
		if err != nil {
			t.Fatal(err)
		}
		tried++
		want := OrderInverse{State: s, DM: i, Concept: c, LeastSwaps: -1}
		var numbers []State
		for k := range told {
			numbers = append(numbers, State(k))
		}
		permutations(numbers, func(order []State) {
			want.Of++
			e := d
			e.DMs = append([]DM(nil), d.DMs...)
			e.DMs[i].Preference = Preference{Statements: []Condition{}}
			swaps := 0
			for a, k := range order {
				e.DMs[i].Preference.Statements = append(e.DMs[i].Preference.Statements, told[k])
				for _, before := range order[:a] {
					if before > k {
						swaps++
					}
				}
			}
			q := newReference(e)
			if !q.stable(i, c, s) {
				return
			}
			want.OwnSatisfying++
			for j := range d.DMs {
				if !q.stable(j, c, s) {
					return
				}
			}
			want.Satisfying++
			if want.LeastSwaps < 0 || swaps < want.LeastSwaps {
				want.LeastSwaps, want.Nearest = swaps, nil
				for _, k := range order {
					want.Nearest = append(want.Nearest, int(k))
				}
			}
		})
		if !reflect.DeepEqual(*got, want) {
			t.Fatalf("%+v, want %+v", *got, want)
		}
	})
	if tried < rounds(600)/4 {
		t.Errorf("only %d were tried", tried)
	}
}

func TestInverseOrderErrors(t *testing.T) {
	ctx := context.Background()
	m := must(t, dilemma())
	if _, err := m.InverseOrder(ctx, 0, 3, Nash); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a ranking: %v", err)
	}
	d := dilemma()
	d.DMs[0].Preference = Preference{Statements: make([]Condition, 9)}
	m = must(t, d)
	if _, err := m.InverseOrder(ctx, 0, 3, Nash); !errors.Is(err, ErrBudget) {
		t.Errorf("nine statements: %v", err)
	}
	if _, err := m.InverseOrder(ctx, 0, 3, SIM); !errors.Is(err, ErrUnsupported) {
		t.Errorf("simultaneous: %v", err)
	}
	if _, err := m.InverseOrder(ctx, 0, 9, Nash); err == nil {
		t.Error("a state that is none")
	}
}
