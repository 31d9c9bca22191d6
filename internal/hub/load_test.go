// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// watched counts Views and holds up those that the test wants held up.
type watched struct {
	store.Store
	views atomic.Int64
	hold  atomic.Pointer[chan struct{}]
}

func (s *watched) View(ctx context.Context, fn func(store.Reader) error) error {
	s.views.Add(1)
	if c := s.hold.Load(); c != nil {
		<-*c
	}
	return s.Store.View(ctx, fn)
}

// TestProcessIsReadOnce however many ask for it at once.
func TestProcessIsReadOnce(t *testing.T) {
	w := newWorld(t, plan{})
	st := &watched{Store: w.store}
	w.hub = New(st, w.opt)
	hold := make(chan struct{})
	st.hold.Store(&hold)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			if _, err := w.founder.local().Checkpoint(t.Context(), w.pid); err != nil {
				t.Error(err)
			}
		})
	}
	// One that will not wait any longer does not spoil it for the others.
	ctx, stop := context.WithCancel(t.Context())
	wg.Go(func() {
		for st.views.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		stop()
		if _, err := w.founder.local().Checkpoint(ctx, w.pid); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who has gone: %v", err)
		}
		close(hold)
	})
	wg.Wait()
	if n := st.views.Load(); n != 1 {
		t.Errorf("the store was read %d times", n)
	}
}

// TestFirstCallerMayGo: the one whose call reads the process is as free to go as
// the others, which get it all the same.
func TestFirstCallerMayGo(t *testing.T) {
	w := newWorld(t, plan{})
	st := &watched{Store: w.store}
	w.hub = New(st, w.opt)
	hold := make(chan struct{})
	st.hold.Store(&hold)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = w.founder.local().Checkpoint(ctx, w.pid) })
	for st.views.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	wg.Go(func() {
		if _, err := w.founder.local().Checkpoint(t.Context(), w.pid); err != nil {
			t.Error(err)
		}
	})
	stop()
	close(hold)
	wg.Wait()
}

// TestOneProcessDoesNotHoldUpAnother: while one is being read or founded, which
// may take long, calls on others go on, and on others that are not there.
func TestOneProcessDoesNotHoldUpAnother(t *testing.T) {
	w := newWorld(t, plan{})
	st := &watched{Store: w.store}
	w.hub = New(st, w.opt)
	g := w.newGenesis(fixed("another nonce"))
	g.Seats = []*record.Enrolment{w.founder.enrol}
	e := must(record.NewGenesis(g, record.RootSigner("M", w.founder.root), w.clock.Now()))
	w.ok(w.hub.Create(t.Context(), e.Bytes(), ""))
	hold := make(chan struct{})
	st.hold.Store(&hold)
	founding := st.views.Load()
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := w.founder.local().Checkpoint(t.Context(), w.pid); err != nil {
			t.Error(err)
		}
	})
	for st.views.Load() == founding {
		time.Sleep(time.Millisecond)
	}
	st.hold.Store(nil)
	if _, err := w.founder.local().Checkpoint(t.Context(), g.Process()); err != nil {
		t.Error(err)
	}
	if _, err := w.founder.local().Checkpoint(t.Context(), fixed("x")); !errors.Is(err, courier.ErrUnknown) {
		t.Error(err)
	}
	if err := w.hub.TickDue(t.Context()); err != nil {
		t.Error(err)
	}
	close(hold)
	wg.Wait()
}

// TestFoundingAndAskingAtOnce: whoever asks for a process while it is being
// founded is told that it is not there, or gets it; it is founded in any case.
func TestFoundingAndAskingAtOnce(t *testing.T) {
	w := newWorld(t, plan{})
	for i := range 30 {
		hub := New(store.NewMemory(), w.opt)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 20 {
					_, err := hub.Checkpoint(t.Context(), w.pid, w.founder.cert)
					if err != nil && !errors.Is(err, courier.ErrUnknown) {
						t.Errorf("round %d: %v", i, err)
					}
				}
			})
		}
		wg.Go(func() {
			if _, err := hub.Create(t.Context(), w.genesis.Bytes(), ""); err != nil {
				t.Errorf("round %d: %v", i, err)
			}
		})
		wg.Wait()
		if _, err := hub.Checkpoint(t.Context(), w.pid, w.founder.cert); err != nil {
			t.Errorf("round %d: %v", i, err)
		}
	}
}

// TestManyTicksAtOnce: those of many processes are closed side by side, and one
// that fails does not keep the others from it.
func TestManyTicksAtOnce(t *testing.T) {
	m := store.NewMemory()
	w := newWorld(t, plan{store: m, policy: record.Policy{Tick: 60, Batch: 8}})
	pids := []record.Hash{w.pid}
	for i := range 40 {
		g := w.newGenesis(record.Hash{byte(i)})
		g.Seats = []*record.Enrolment{w.founder.enrol}
		e := must(record.NewGenesis(g, record.RootSigner("M", w.founder.root), w.clock.Now()))
		w.ok(w.hub.Create(t.Context(), e.Bytes(), ""))
		pids = append(pids, g.Process())
	}
	ticks := func() (n int64) {
		for _, pid := range pids {
			p := must(w.hub.process(t.Context(), pid))
			p.mu.Lock()
			n += p.tick
			p.mu.Unlock()
		}
		return n
	}
	before := ticks()
	w.clock.advance(time.Minute)
	failure := errors.New("the disk did not answer")
	m.FailNext(failure)
	if err := w.hub.TickDue(t.Context()); !errors.Is(err, failure) {
		t.Errorf("%v", err)
	}
	if n := ticks() - before; n != int64(len(pids))-1 {
		t.Errorf("%d of %d ticks were closed", n, len(pids))
	}
	// The one that failed is closed at the next opportunity, the others not.
	w.clock.advance(time.Second)
	if err := w.hub.TickDue(t.Context()); err != nil || ticks()-before != int64(len(pids)) {
		t.Errorf("%v; %d ticks", err, ticks()-before)
	}
}
