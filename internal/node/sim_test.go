// SPDX-License-Identifier: Apache-2.0

package node

import (
	"flag"
	"fmt"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"
)

var (
	simSeeds = flag.Int("sim.seeds", 12, "how many seeds TestSimulator plays")
	simSeed  = flag.Uint64("sim.seed", 0, "the one seed that TestSimulator plays, and tells step by step")
	simFirst = flag.Uint64("sim.first", 1, "the first of the seeds")
)

// regressions are seeds that found a bug once. What each found is in the
// comment; all of it is mended.
var regressions = []uint64{}

// TestSimulator plays processes in which everything goes wrong that can: five
// to seven nodes and a hub in one goroutine, with a virtual clock and a seeded
// source of all randomness, so that a seed is the whole story. The hub is
// honest under even seeds, and lies under odd ones.
//
//	go test ./internal/node -run TestSimulator -sim.seeds=200
//	go test ./internal/node -run TestSimulator -sim.seed=17 -v
func TestSimulator(t *testing.T) {
	if *simSeed != 0 {
		play(t, *simSeed, true)
		return
	}
	for _, seed := range regressions {
		play(t, seed, false)
	}
	if testing.Short() {
		*simSeeds = min(*simSeeds, 2) // one goroutine: the race detector has nothing to find
	}
	began, steps, calls := time.Now(), 0, 0
	for seed := *simFirst; seed < *simFirst+uint64(*simSeeds); seed++ {
		r := play(t, seed, false)
		steps, calls = steps+r.steps, calls+r.calls
	}
	t.Logf("%d seeds, %d steps, %d calls of the hub in %.1f s", *simSeeds, steps, calls, time.Since(began).Seconds())
}

// TestSimulatorIsReproducible plays some seeds twice (I14): every byte over
// every wire, and all that is shown at the end, must be the same.
func TestSimulatorIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("plays four seeds; left out of short runs")
	}
	for _, seed := range []uint64{1001, 1002} {
		first, second := play(t, seed, false), play(t, seed, false)
		if first.transcript != second.transcript {
			t.Errorf("seed %d: two runs differ: %s and %s after %d and %d calls", seed, first.transcript, second.transcript, first.calls, second.calls)
		}
	}
}

// played is the outcome of one seed.
type played struct {
	transcript   string // hash of all that happened
	steps, calls int
}

// play runs one seed.
func play(t *testing.T, seed uint64, tell bool) (out played) {
	t.Helper()
	ok := t.Run(fmt.Sprint(seed), func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			cryptotest.SetGlobalRandom(t, seed)
			s := newSim(t, seed, tell)
			s.run()
			out = played{s.transcript(), s.steps, s.calls}
		})
	})
	if !ok {
		t.Errorf("seed %d failed; to see it again:\n\tgo test ./internal/node -run '^TestSimulator$' -sim.seed=%d -v", seed, seed)
	}
	return out
}
