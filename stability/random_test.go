// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// randomCondition draws a compound condition over n options.
func randomCondition(rng *rand.Rand, n, depth int) Condition {
	if depth == 0 || rng.IntN(4) == 0 {
		c := Yes(rng.IntN(n))
		if rng.IntN(2) == 0 {
			c = Not(c)
		}
		return c
	}
	a, b := randomCondition(rng, n, depth-1), randomCondition(rng, n, depth-1)
	switch rng.IntN(6) {
	case 0:
		return If(a, b)
	case 1:
		return Iff(a, b)
	case 2:
		return Not(All(a, b))
	case 3:
		return Any(a, b, randomCondition(rng, n, depth-1))
	case 4:
		return Any(a, b)
	}
	return All(a, b)
}

// randomPreference draws a preference of any of the four kinds over states.
func randomPreference(rng *rand.Rand, options int, states []State) Preference {
	kinds := 4
	if options == 0 {
		kinds = 2
	}
	switch rng.IntN(kinds) {
	case 0:
		var p Preference
		for _, k := range rng.Perm(len(states)) {
			if len(p.Ranking) == 0 || rng.IntN(3) > 0 {
				p.Ranking = append(p.Ranking, nil)
			}
			last := &p.Ranking[len(p.Ranking)-1]
			*last = append(*last, states[k])
		}
		return p
	case 1:
		p := Preference{Payoffs: []Payoff{}}
		for _, s := range states {
			p.Payoffs = append(p.Payoffs, Payoff{s, big.NewRat(rng.Int64N(12)-6, rng.Int64N(3)+1)})
		}
		return p
	case 2:
		p := Preference{Statements: []Condition{}}
		for range rng.IntN(6) {
			p.Statements = append(p.Statements, randomCondition(rng, options, 2))
		}
		return p
	}
	p := Preference{Weights: []Weight{}}
	for range rng.IntN(6) {
		p.Weights = append(p.Weights, Weight{randomCondition(rng, options, 1), big.NewRat(rng.Int64N(9)-4, rng.Int64N(2)+1)})
	}
	return p
}

// randomDefinition draws a small conflict: up to 5 decision makers, at most 6
// options or 9 named states, every convention.
func randomDefinition(rng *rand.Rand) Definition {
	d := Definition{Settings: Settings{
		Sanction: Sanction(rng.IntN(2)), Sequences: Sequences(rng.IntN(3)), Coalition: CoalitionMoves(rng.IntN(2)),
	}}
	dms := 2 + rng.IntN(4)
	if rng.IntN(5) == 0 {
		return randomFreeForm(rng, d, min(dms, 4))
	}
	return randomOptions(rng, d, dms, max(2, dms-1)+rng.IntN(3))
}

// randomOptions draws a conflict of n options.
func randomOptions(rng *rand.Rand, d Definition, dms, n int) Definition {
	for k := range n {
		d.Options = append(d.Options, Option{ID: fmt.Sprintf("o%d", k), Direction: Direction(max(0, rng.IntN(5)-2))})
	}
	d.DMs = make([]DM, dms)
	for k := range n {
		if i := rng.IntN(dms + 1); i < dms {
			d.DMs[i].Options = append(d.DMs[i].Options, k)
		}
	}
	for range rng.IntN(4) {
		d.Infeasible = append(d.Infeasible, All(randomCondition(rng, n, 1), randomCondition(rng, n, 0)))
	}
	if rng.IntN(4) == 0 {
		for range 1 + rng.IntN(2) {
			d.Coalesce = append(d.Coalesce, randomCondition(rng, n, 1))
		}
	}
	if rng.IntN(3) == 0 {
		d.Feasible = []State{}
		for s := range State(1) << n {
			if rng.IntN(4) > 0 {
				d.Feasible = append(d.Feasible, s)
			}
		}
	}
	for i := range d.DMs {
		d.DMs[i].ID = string(rune('a' + i))
		if rng.IntN(8) == 0 {
			d.DMs[i].Blind = []Condition{randomCondition(rng, n, 1)}
		}
	}
	states := statesOf(d)
	for i := range d.DMs {
		d.DMs[i].Preference = randomPreference(rng, n, states)
	}
	return d
}

func statesOf(d Definition) []State {
	d.DMs = nil
	return newReference(d).states
}

func randomFreeForm(rng *rand.Rand, d Definition, dms int) Definition {
	n := 2 + rng.IntN(8)
	for s := range n {
		d.States = append(d.States, fmt.Sprint("state ", s))
	}
	states := statesOf(d)
	for i := range dms {
		dm := DM{ID: string(rune('a' + i)), Preference: randomPreference(rng, 0, states)}
		for a := range State(n) {
			for b := range State(n) {
				if a != b && rng.IntN(4) == 0 {
					dm.Arcs = append(dm.Arcs, Pair{a, b})
				}
			}
		}
		d.DMs = append(d.DMs, dm)
	}
	return d
}

var tried = flag.Int("stability.models", 0, "how many random models each property is tried on, in place of its own number")

// rounds is how many random models a property is tried on.
func rounds(n int) int {
	if *tried > 0 {
		return *tried
	}
	if testing.Short() {
		return n / 10
	}
	return n
}

// TestEngineEqualsDefinitions compares every concept for every decision maker
// and state with the reference, in all kinds of model and both widths.
func TestEngineEqualsDefinitions(t *testing.T) {
	ctx := context.Background()
	kinds := map[kind]int{}
	for seed := range uint64(rounds(20000)) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d := randomDefinition(rng)
		d.Limits.Workers = 1 + int(seed%3)
		r := newReference(d)
		m, err := compile(ctx, d, seed%2 == 0)
		if len(r.states) == 0 {
			if err == nil {
				t.Fatalf("seed %d: no feasible state, and no error", seed)
			}
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		kinds[m.kind]++
		concepts := Concepts()
		if m.kind == graph {
			if _, err := m.Solve(ctx, SIM); !errors.Is(err, ErrUnsupported) {
				t.Fatalf("seed %d: SIM in a graph: %v", seed, err)
			}
			concepts = concepts[:5]
		}
		got, err := m.Solve(ctx, concepts...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if states := slices.Collect(m.States()); !reflect.DeepEqual(states, r.states) {
			t.Fatalf("seed %d: states %v, want %v", seed, states, r.states)
		}
		for i := range d.DMs {
			for _, c := range concepts {
				if got, want := got.Stable(i, c).List(-1), r.stableSet(i, c); !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d kind %d dm %d %v (%+v): got %v, want %v", seed, m.kind, i, c, d.Settings, got, want)
				}
			}
		}
		checkImplications(t, seed, m, got)
	}
	for _, k := range []kind{cube, list, graph} {
		if kinds[k] < rounds(20000)/20 {
			t.Errorf("only %d models of kind %d", kinds[k], k)
		}
	}
}

// TestWiderEqualDefinitions is the same for conflicts of seven to nine options,
// which the reference can still solve.
func TestWiderEqualDefinitions(t *testing.T) {
	for seed := range uint64(rounds(400)) {
		rng := rand.New(rand.NewPCG(seed, 5))
		d := randomOptions(rng, Definition{Settings: Settings{Sanction: Sanction(rng.IntN(2)), Sequences: Sequences(rng.IntN(3))}}, 2+rng.IntN(4), 7+rng.IntN(3))
		r := newReference(d)
		if len(r.states) == 0 {
			continue
		}
		m := must(t, d)
		concepts := Concepts()
		if m.kind == graph {
			concepts = concepts[:SIM]
		}
		got, err := m.Solve(context.Background(), concepts...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i := range d.DMs {
			for _, c := range concepts {
				set := got.Stable(i, c)
				for range 40 { // of up to 512 states
					s := r.states[rng.IntN(len(r.states))]
					if set.Has(s) != r.stable(i, c, s) {
						t.Fatalf("seed %d kind %d dm %d %v at %d (%+v): got %v", seed, m.kind, i, c, s, d.Settings, set.Has(s))
					}
				}
			}
		}
	}
}

// checkImplications holds a solution to the known inclusions between concepts.
// For Worse, Nash implies all others as well, because nothing needs deterring.
func checkImplications(t *testing.T, seed uint64, m *Model, s *Solution) {
	t.Helper()
	for _, imply := range [][2]Concept{{Nash, SMR}, {Nash, SEQ}, {SMR, GMR}, {SEQ, GMR}, {Nash, SSEQ}, {SSEQ, SEQ}} {
		for i := range m.DMs() {
			a, b := s.Stable(i, imply[0]), s.Stable(i, imply[1])
			for w := range a.words {
				if a.words[w]&^b.words[w] != 0 {
					t.Fatalf("seed %d dm %d: %v does not imply %v", seed, i, imply[0], imply[1])
				}
			}
		}
	}
}
