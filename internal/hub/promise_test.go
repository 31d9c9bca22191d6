// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// promises are the receipts given in a test.
type promises struct {
	mu    sync.Mutex
	given []record.Receipt
}

func (p *promises) add(r *record.Receipt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given = append(p.given, *r)
}

func (p *promises) number() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.given)
}

// kept fails the test unless every promise was kept that was due: the entry is
// in the log, once, no later than in the last tick of its receipt. A tick is
// known by its leaves, since each has batch of them. It returns how many
// entries were logged after the tick they were due in, though in time.
func (p *promises) kept(t testing.TB, leaves []record.Hash, batch int64) (late int) {
	t.Helper()
	at := map[record.Hash]int64{}
	for i, id := range leaves {
		if _, ok := at[id]; ok {
			t.Errorf("%s is in the log twice", id)
		}
		at[id] = int64(i) / batch
	}
	open := int64(len(leaves)) / batch
	for _, r := range p.given {
		tick, ok := at[r.Envelope]
		switch {
		case ok && tick > r.NotAfter:
			t.Errorf("entry %s went in with tick %d; its receipt promises %d at the latest", r.Envelope, tick, r.NotAfter)
		case !ok && r.NotAfter < open:
			t.Errorf("entry %s is not in the log at tick %d; its receipt promises tick %d", r.Envelope, open, r.NotAfter)
		case ok && tick > r.Tick:
			late++
		}
	}
	return late
}

// channels of the seats M, A, B and C, more than the four that fit in a tick.
func channels() []string {
	return []string{"A", "A B", "A M", "A B C M", "B", "B M", "C", "C M", "M", "A B C", "B C"}
}

// TestI1AckedIsIntegratedByNotAfterTick submits and ticks at random, over many
// channels at once and beyond what the quota lets through.
func TestI1AckedIsIntegratedByNotAfterTick(t *testing.T) {
	steps := 1500
	if testing.Short() {
		steps = 400
	}
	for _, batch := range []int64{1, 2, 5, 8, 32} {
		t.Run(fmt.Sprintf("batch=%d", batch), func(t *testing.T) {
			w := newWorld(t, plan{seats: "M:mediator A:party B:party C:party", policy: record.Policy{Batch: batch}, blind: true})
			random := rand.New(rand.NewPCG(uint64(batch), 5))
			given, busy := &promises{}, 0
			for range steps {
				switch n := random.IntN(100); {
				case n < 20:
					w.tick()
				case n < 21:
					// Anybody may propose; it waits for consents for ever.
					w.change(w.founder, record.SetPolicy(w.policy))
				default:
					to := channels()[random.IntN(1+random.IntN(len(channels())))]
					s := w.seats[strings.Fields(to)[0]]
					msg, err := s.put(w.opaque(), to)
					if errors.Is(err, courier.ErrBusy) {
						busy++
						w.clock.advance(time.Second)
						continue
					}
					given.add(w.receipt(w.ok(msg, err)))
				}
			}
			for range maxAhead + slack + 2 {
				w.tick()
			}
			w.counted()
			if n := given.kept(t, w.leaves(), batch); n > 0 {
				t.Errorf("%d entries went in later than in the tick they were due", n)
			}
			if given.number() < 100 || busy == 0 && !testing.Short() {
				t.Errorf("%d receipts, %d times busy: the load was too small to show anything", len(given.given), busy)
			}
		})
	}
}

// TestI1UnderConcurrentSubmitsAndTicks is the same with writers side by side and
// ticks in between: who was counted first may be durable last.
func TestI1UnderConcurrentSubmitsAndTicks(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		const batch, writers = 4, 64
		w := newWorld(t, plan{seats: "M:mediator A:party B:party C:party", policy: record.Policy{Batch: batch}, store: st})
		given := &promises{}
		var stop atomic.Bool
		var writing, ticking sync.WaitGroup
		ticking.Go(func() {
			for !stop.Load() {
				w.tick()
			}
		})
		for g := range writers {
			writing.Go(func() {
				random := rand.New(rand.NewPCG(uint64(g), 9))
				roster := w.roster().Hash
				to := channels()[g%3]
				s := w.seats[strings.Fields(to)[0]]
				for range 12 {
					msg, err := s.put(opaque(w.pid, roster, random), to)
					if errors.Is(err, courier.ErrBusy) {
						w.clock.advance(time.Second)
						continue
					}
					if err != nil {
						t.Error(err)
						return
					}
					given.add(w.receipt(msg))
				}
			})
		}
		writing.Wait()
		stop.Store(true)
		ticking.Wait()
		for range maxAhead + slack + 2 {
			w.tick()
		}
		w.counted()
		if n := given.kept(t, w.leaves(), batch); n > 0 {
			t.Errorf("%d of %d entries went in later than in the tick they were due", n, len(given.given))
		}
		if len(given.given) < 64 {
			t.Errorf("only %d receipts: the load was too small to show anything", len(given.given))
		}
	})
}

// stalling is a store in which the Update that comes next takes its time before
// it begins, as when the disk is busy with others.
type stalling struct {
	store.Store
	armed   atomic.Bool
	stalled chan struct{} // closed when the Update has come
	resume  chan struct{}
}

func (s *stalling) Update(ctx context.Context, fn func(store.Writer) error) error {
	if s.armed.CompareAndSwap(true, false) {
		close(s.stalled)
		<-s.resume
	}
	return s.Store.Update(ctx, fn)
}

// TestI1TicksWaitForAnEntryThatIsBeingKept: an entry that was counted in a tick
// and is not durable yet must not be passed over by several ticks.
func TestI1TicksWaitForAnEntryThatIsBeingKept(t *testing.T) {
	st := &stalling{Store: store.NewMemory(), stalled: make(chan struct{}), resume: make(chan struct{})}
	w := newWorld(t, plan{store: st})
	e := w.opaque()
	given := &promises{}
	var running sync.WaitGroup
	st.armed.Store(true)
	running.Go(func() {
		msg, err := w.seats["A"].put(e, "A")
		if err != nil {
			t.Error(err)
			return
		}
		given.add(w.receipt(msg))
	})
	<-st.stalled
	running.Go(func() {
		for range 2 * slack {
			if err := w.process().closeTick(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	// The ticks are either waiting now or done; in both cases the entry may
	// go on, and must be in time.
	time.Sleep(20 * time.Millisecond)
	close(st.resume)
	running.Wait()
	for range maxAhead {
		w.tick()
	}
	given.kept(t, w.leaves(), 8)
	if !slices.Contains(w.leaves(), e.ID()) {
		t.Error("the entry is not in the log")
	}
}
