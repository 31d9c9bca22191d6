// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestCubeEqualsList solves cubes that need several tiles, in every layout of
// options, and compares them with the engine for listed states, which shares
// none of their sweeps. That engine equals the definitions on small models.
func TestCubeEqualsList(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(rounds(60)) {
		rng := rand.New(rand.NewPCG(seed, 3))
		n := 11 + rng.IntN(5)
		d := Definition{DMs: make([]DM, 1+rng.IntN(4))}
		d.Settings.Sanction = Sanction(rng.IntN(2))
		for k := range n {
			o := Option{ID: string(rune('a' + k))}
			if seed%2 == 0 && rng.IntN(4) == 0 {
				o.Direction = Direction(rng.IntN(3))
			}
			d.Options = append(d.Options, o)
			i := k * len(d.DMs) / n
			if seed%3 == 0 {
				i = rng.IntN(len(d.DMs))
			}
			d.DMs[i].Options = append(d.DMs[i].Options, k)
		}
		for range seed % 4 {
			d.Infeasible = append(d.Infeasible, All(randomCondition(rng, n, 1), randomCondition(rng, n, 1), randomCondition(rng, n, 0)))
		}
		for i := range d.DMs {
			d.DMs[i].ID = string(rune('a' + i))
			d.DMs[i].Preference.Statements = []Condition{}
			for range 8 {
				d.DMs[i].Preference.Statements = append(d.DMs[i].Preference.Statements, randomCondition(rng, n, 2))
			}
		}
		a := must(t, d)
		d.Feasible = []State{}
		for s := range a.States() {
			d.Feasible = append(d.Feasible, s)
		}
		b := must(t, d)
		if b.kind != list {
			t.Fatal("not a list")
		}
		if a.kind != cube {
			continue
		}
		x, errX := a.Solve(ctx)
		y, errY := b.Solve(ctx)
		if errX != nil || errY != nil {
			t.Fatal(errX, errY)
		}
		for i := range d.DMs {
			for _, c := range x.Concepts {
				if !reflect.DeepEqual(x.Stable(i, c).List(-1), y.Stable(i, c).List(-1)) {
					t.Fatalf("seed %d dm %d %v: cube and list differ", seed, i, c)
				}
			}
		}
	}
}

func TestSortFunc(t *testing.T) {
	for _, n := range []int{0, 1, sortRun - 1, sortRun, sortRun + 1, 3*sortRun + 7, 5 * sortRun} {
		rng := rand.New(rand.NewPCG(uint64(n), 4))
		all := make([]int, n)
		for k := range all {
			all[k] = rng.IntN(n)
		}
		got := sortFunc(context.Background(), slices.Clone(all), cmp.Compare[int])
		if slices.Sort(all); !slices.Equal(got, all) {
			t.Fatalf("%d entries are not sorted", n)
		}
	}
}
