// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"reflect"
	"testing"
)

func pieArena(t testing.TB, n int64) *Arena {
	t.Helper()
	a, b := make([]int64, n+1), make([]int64, n+1)
	for i := range a {
		a[i], b[i] = int64(i), n-int64(i)
	}
	p, err := Compile(pointsModel([]int64{0, 0}, [][][]int64{{a}, {b}}))
	if err != nil {
		t.Fatal(err)
	}
	arena, err := p.NewArena(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return arena
}

// TestSimulate: on a pie two of the same tactic meet near the middle, a conceder
// leaves more to a boulware, and every course repeats.
func TestSimulate(t *testing.T) {
	a := pieArena(t, 100)
	run := func(x, y Tactic) *Simulation {
		s, err := a.Simulate(t.Context(), []Player{{Tactic: x}, {Tactic: y}}, 1000, 7)
		if err != nil {
			t.Fatal(err)
		}
		again, err := a.Simulate(t.Context(), []Player{{Tactic: x}, {Tactic: y}}, 1000, 7)
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Fatalf("%s against %s does not repeat: %v", x, y, err)
		}
		return s
	}
	for _, tactic := range []Tactic{Boulware, Linear, Conceder, MiCRO} {
		s := run(tactic, tactic)
		if !s.Agreed || s.Package[0] < 49 || s.Package[0] > 51 {
			t.Errorf("%s: %+v", tactic, s.Package)
		}
	}
	if s := run(Boulware, Conceder); !s.Agreed || s.Package[0] < 60 {
		t.Errorf("boulware against conceder: %v", s.Package)
	}
	if s := run(TitForTat, TitForTat); s.Agreed || !s.Deadline {
		t.Errorf("two that wait for each other agreed on %v", s.Package)
	}
	if s := run(TitForTat, Linear); !s.Agreed {
		t.Error("tit for tat does not follow a linear tactic")
	}
	if s := run(Random, Random); !s.Agreed {
		t.Error("random offers did not agree in 1000 rounds")
	}
	m, err := a.p.Movement(run(Linear, Linear).Offers, [2]int{0, 1}, DefaultThreshold(), 1)
	if err != nil || m.ConcessionRate[0].Sign() <= 0 {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := a.Simulate(t.Context(), []Player{{Tactic: "bluff"}, {}}, 10, 0); err == nil {
		t.Error("an unknown tactic was accepted")
	}
}

// TestSimulateThree: three parties, stacked.
func TestSimulateThree(t *testing.T) {
	p, err := Compile(opposedModel(3, 4, 4, 3, 1))
	if err != nil {
		t.Fatal(err)
	}
	a, err := p.NewArena(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.Simulate(t.Context(), []Player{{Tactic: Linear}, {Tactic: Conceder}, {Tactic: Boulware, Exponent: 3}}, 100, 0)
	if err != nil || !s.Agreed {
		t.Fatalf("%+v, %v", s, err)
	}
}

// BenchmarkSimulate is one exchange over 10^3 packages with all prepared (warm)
// and from the model on (cold).
func BenchmarkSimulate(b *testing.B) {
	m := opposedModel(2, 3, 10, 4, 1)
	players := []Player{{Tactic: Conceder}, {Tactic: Boulware}}
	p, err := Compile(m)
	if err != nil {
		b.Fatal(err)
	}
	a, err := p.NewArena(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			if _, err := a.Simulate(b.Context(), players, 100, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			p, err := Compile(m)
			if err != nil {
				b.Fatal(err)
			}
			a, err := p.NewArena(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := a.Simulate(b.Context(), players, 100, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}
