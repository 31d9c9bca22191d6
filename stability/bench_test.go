// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// generate draws the conflict of the benchmarks: n options dealt out evenly to
// the decision makers in order, both ways unless oneWay; each has 12 prioritised
// statements, and three conditions of three literals are infeasible, which
// leaves about two settings in three. Seed 2025 unless said.
func generate(n, dms int, oneWay bool, seed uint64) Definition {
	rng := rand.New(rand.NewPCG(seed, 2025))
	d := Definition{Name: fmt.Sprintf("generated %d/%d seed %d", n, dms, seed), DMs: make([]DM, dms)}
	for k := range n {
		o := Option{ID: fmt.Sprintf("o%d", k)}
		i := k * dms / n
		if oneWay && len(d.DMs[i].Options) == 0 {
			o.Direction = Forward // the first option of each
		}
		d.Options = append(d.Options, o)
		d.DMs[i].Options = append(d.DMs[i].Options, k)
	}
	literals := func(k int) (all []Condition) {
		for _, o := range rng.Perm(n)[:k] {
			c := Yes(o)
			if rng.IntN(2) == 0 {
				c = Not(c)
			}
			all = append(all, c)
		}
		return all
	}
	for range 3 {
		d.Infeasible = append(d.Infeasible, All(literals(3)...))
	}
	for i := range d.DMs {
		d.DMs[i].ID = fmt.Sprintf("dm%d", i)
		for k := range 12 {
			pair := literals(2)
			switch k % 4 {
			case 0:
				pair = []Condition{All(pair...)}
			case 1:
				pair = []Condition{Any(pair...)}
			case 2:
				pair = []Condition{If(pair[0], pair[1])}
			}
			d.DMs[i].Preference.Statements = append(d.DMs[i].Preference.Statements, pair[0])
		}
	}
	return d
}

// sparse draws listed states: each decision maker has kinds allowed settings of
// its ten options, and one state in twenty is left out.
func sparse(dms, kinds int, seed uint64) Definition {
	rng := rand.New(rand.NewPCG(seed, 2025))
	d := generate(10*dms, dms, false, seed)
	d.Infeasible = nil
	states := []State{0}
	for i := range dms {
		var next []State
		for _, local := range rng.Perm(1 << 10)[:kinds] {
			for _, s := range states {
				next = append(next, s|State(local)<<(10*i))
			}
		}
		states = next
	}
	for _, s := range states {
		if rng.IntN(20) > 0 {
			d.Feasible = append(d.Feasible, s)
		}
	}
	return d
}

func benchSolve(b *testing.B, d Definition, concepts ...Concept) {
	ctx := context.Background()
	m := must(b, d)
	b.ReportAllocs()
	b.ReportMetric(float64(m.Len()), "states")
	for b.Loop() {
		if _, err := m.Solve(ctx, concepts...); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		n, dms int
		oneWay bool
	}{{12, 3, false}, {12, 3, true}, {16, 4, false}, {20, 4, false}, {20, 4, true}, {24, 4, false}, {26, 3, false}, {28, 3, false}} {
		b.Run(fmt.Sprintf("2^%d/%dDMs/oneway=%v", c.n, c.dms, c.oneWay), func(b *testing.B) {
			if c.n > 24 && os.Getenv("STABILITY_LARGE") == "" {
				b.Skip("set STABILITY_LARGE for 2^26 and 2^28")
			}
			benchSolve(b, generate(c.n, c.dms, c.oneWay, 2025))
		})
	}
	b.Run("2^12/3DMs/with SIM", func(b *testing.B) { benchSolve(b, generate(12, 3, false, 2025), Nash, GMR, SMR, SEQ, SIM) })
	b.Run("sparse/40 options/4 DMs", func(b *testing.B) { benchSolve(b, sparse(4, 32, 2025)) })
	b.Run("sparse/60 options/6 DMs", func(b *testing.B) { benchSolve(b, sparse(6, 10, 2025)) })
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{12, 16, 20, 24} {
		b.Run(fmt.Sprintf("2^%d/4DMs", n), func(b *testing.B) {
			d := generate(n, 4, false, 2025)
			for b.Loop() {
				must(b, d)
			}
		})
	}
	b.Run("sparse/60 options/6 DMs", func(b *testing.B) {
		d := sparse(6, 10, 2025)
		for b.Loop() {
			must(b, d)
		}
	})
}

// BenchmarkPriceMap reads the price of every state, for all five concepts.
func BenchmarkPriceMap(b *testing.B) {
	m := must(b, generate(20, 4, false, 2025))
	concepts := []Concept{Nash, GMR, SMR, SEQ, SSEQ}
	for b.Loop() {
		err := m.PriceMap(context.Background(), concepts, func(f PriceField) error {
			highest := int64(0)
			for s := range m.States() {
				units, _ := f.At(s)
				highest = max(highest, units)
			}
			if highest < 0 {
				b.Fatal("a negative price")
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExplain asks for the reason of one state in a large model.
func BenchmarkExplain(b *testing.B) {
	m := must(b, generate(16, 4, false, 2025))
	first := slices.Collect(m.States())[0]
	for b.Loop() {
		if _, err := m.Explain(context.Background(), first, 0, SEQ); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSweep is 1,000 runs on 4,096 settings, four concepts.
func BenchmarkSweep(b *testing.B) {
	m := must(b, generate(12, 3, false, 2025))
	vary := []Variation{{DM: 0, Order: 3}, {DM: 1, Order: 3}, {DM: 2, Swaps: 5}}
	for b.Loop() {
		if _, err := m.Sweep(context.Background(), 1000, 1, vary, Nash, GMR, SMR, SEQ); err != nil {
			b.Fatal(err)
		}
	}
}
