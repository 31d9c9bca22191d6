// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// TestN2EveryTickHasTheSizeOfThePolicy and holds what it should: entries that
// were submitted, and cover derived from the hub's secret, sorted by id.
func TestN2EveryTickHasTheSizeOfThePolicy(t *testing.T) {
	for _, batch := range []int{1, 2, 3, 8, 31, 128} {
		t.Run(fmt.Sprintf("batch=%d", batch), func(t *testing.T) {
			w := newWorld(t, plan{policy: record.Policy{Batch: int64(batch)}})
			random := rand.New(rand.NewPCG(uint64(batch), 1))
			entries := map[record.Hash]bool{w.genesis.ID(): true}
			for _, e := range w.started {
				entries[e.ID()] = true
			}
			for tick := range int64(60) {
				for range random.IntN(6) {
					to := []string{"A", "A B", "A M", "A B M"}[random.IntN(4)]
					e := w.opaque()
					if _, err := w.seats["A"].put(e, to); err == nil {
						entries[e.ID()] = true
					} else {
						isError(t, err, courier.ErrBusy)
					}
				}
				size := len(w.leaves())
				w.tick()
				if n := len(w.leaves()) - size; n != batch {
					t.Fatalf("tick %d: %d leaves", tick, n)
				}
				w.clock.advance(time.Minute)
			}
			cover := 0
			for tick, leaves := range slices.Collect(slices.Chunk(w.leaves(), batch)) {
				if tick == 0 {
					if leaves[0] != w.genesis.ID() {
						t.Error("the genesis is not leaf 0")
					}
					leaves = leaves[1:]
				}
				if !slices.IsSortedFunc(leaves, func(a, b record.Hash) int { return bytes.Compare(a[:], b[:]) }) {
					t.Errorf("tick %d is not sorted by id", tick)
				}
				left := slices.DeleteFunc(slices.Clone(leaves), func(id record.Hash) bool { return entries[id] })
				for n := range len(left) {
					c := record.CoverLeaf(w.process().cover, int64(tick), n)
					if !slices.Contains(left, c) {
						t.Errorf("tick %d: cover leaf %d is missing or another", tick, n)
					}
				}
				cover += len(left)
			}
			if cover == 0 && batch > 2 {
				t.Error("there was no cover: the test shows nothing")
			}
		})
	}
}

func TestN4OrderWithinATickIsIndependentOfArrival(t *testing.T) {
	like := newWorld(t, plan{})
	var entries []*record.Envelope
	for range 8 {
		entries = append(entries, opaque(like.pid, like.roster().Hash, like.random))
	}
	var first []record.Hash
	for n := range 20 {
		w := newWorld(t, plan{like: like})
		for _, i := range w.random.Perm(len(entries)) {
			// Two entries in each of four channels: all fit.
			w.ok(w.seats["A"].put(entries[i], []string{"A", "A B", "A M", "A B M"}[i%4]))
		}
		w.tick()
		ids := w.leaves()
		if n == 0 {
			first = ids
		} else if !slices.Equal(ids, first) {
			t.Fatal("another order of arrival, another log")
		}
		like.random = rand.New(rand.NewPCG(uint64(n), 7))
	}
}

func TestN5CoverIsAnotherInEachProcessAndTick(t *testing.T) {
	seen := map[record.Hash]string{}
	for _, secret := range []string{"one", "two"} {
		w := newWorld(t, plan{opt: Options{Secret: fixed(secret)}, closed: true})
		for range 20 {
			w.tick()
		}
		for i, id := range w.leaves() {
			if at, ok := seen[id]; ok {
				t.Errorf("leaf %d of %s is also %s", i, secret, at)
			}
			seen[id] = fmt.Sprintf("leaf %d of %s", i, secret)
		}
	}
}

func TestTickOnDemandOnly(t *testing.T) {
	for _, seconds := range []int64{0, 60} {
		w := newWorld(t, plan{policy: record.Policy{Tick: seconds, Batch: 8}})
		w.ok(w.seats["A"].put(w.opaque(), "A"))
		size := len(w.leaves())
		err := w.seats["B"].local().Tick(t.Context(), w.pid)
		if seconds > 0 {
			isError(t, err, courier.ErrRefused)
			continue
		}
		if err != nil || len(w.leaves()) != size+8 {
			t.Errorf("%v; the log grew by %d leaves", err, len(w.leaves())-size)
		}
		// With nothing waiting there is nothing to ask for.
		if err := w.seats["B"].local().Tick(t.Context(), w.pid); err != nil || len(w.leaves()) != size+8 {
			t.Errorf("%v; an empty tick was closed on demand", err)
		}
	}
}

func TestTickFollowsTheClock(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Tick: 60, Batch: 8}})
	size := len(w.leaves())
	for _, c := range []struct {
		wait  time.Duration
		grown int
	}{{0, 0}, {59 * time.Second, 0}, {time.Second, 8}, {time.Second, 8}, {59 * time.Second, 16}, {time.Hour, 24}, {0, 24}} {
		w.clock.advance(c.wait)
		if err := w.hub.TickDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(w.leaves()) - size; n != c.grown {
			t.Errorf("after %s more: %d leaves; want %d", c.wait, n, c.grown)
		}
	}
}

// TestRunTicksEveryProcessInTheStore also those that nobody has asked for since
// the hub was started.
func TestRunTicksEveryProcessInTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, plan{policy: record.Policy{Tick: 60, Batch: 8}, opt: Options{Now: time.Now}})
		size := len(w.leaves())
		w.hub = New(w.store, w.opt)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.hub.Run(ctx) }()
		time.Sleep(10*time.Minute + 30*time.Second)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		// Each tick is closed within a second of its time.
		if n := (len(w.leaves()) - size) / 8; n < 9 || n > 10 {
			t.Errorf("%d ticks in ten minutes", n)
		}
	})
}

// TestRunOutlivesAFullDisk: what waits for space must not end the hub, which
// still has everything to read.
func TestRunOutlivesAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := store.NewMemory()
		w := newWorld(t, plan{policy: record.Policy{Tick: 1, Batch: 8}, opt: Options{Now: time.Now}, store: m})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- w.hub.Run(ctx) }()
		m.SetLimit(1)
		time.Sleep(10 * time.Second)
		select {
		case err := <-done:
			t.Fatalf("the hub ended: %v", err)
		default:
		}
		_, err := w.seats["A"].put(w.opaque(), "A")
		isError(t, err, courier.ErrFull)
		w.founder.sync(w.founder.local())
		m.SetLimit(0)
		time.Sleep(10 * time.Second)
		w.ok(w.seats["A"].put(w.opaque(), "A"))
		time.Sleep(3 * time.Second)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.counted()
		w.founder.sync(w.founder.local())
		w.founder.wellRead()
	})
}

// slow is a store whose writes take time, on the clock of the test.
type slow struct {
	store.Store
	clock *clock
}

func (s slow) Update(ctx context.Context, fn func(store.Writer) error) error {
	s.clock.advance(20 * time.Millisecond)
	return s.Store.Update(ctx, fn)
}

// TestTickLengthIsKept although closing a tick takes time itself, and although
// roster entries close ticks in between.
func TestTickLengthIsKept(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Tick: 1, Batch: 8}})
	w.store = slow{w.store, w.clock}
	w.hub = New(w.store, w.opt)
	size := len(w.leaves())
	start := w.clock.Now()
	changes := 0
	for second := range 60 {
		// The clock of Run strikes each second, whatever took how long.
		w.clock.advance(start.Add(time.Duration(second+1) * time.Second).Sub(w.clock.Now()))
		if err := w.hub.TickDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if second%7 == 3 {
			w.change(w.founder, record.SetPolicy(w.policy))
			changes++
		}
	}
	if n := (len(w.leaves())-size)/8 - 2*changes; n != 60 {
		t.Errorf("%d ticks in a minute beside those of roster entries", n)
	}
}
