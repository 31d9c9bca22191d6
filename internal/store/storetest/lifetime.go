// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"parley/internal/store"
)

// testContextBefore calls with a context that has ended.
func testContextBefore(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 20 { // not only when the wrong one of two ready channels is chosen
		if err := s.Update(ctx, func(store.Writer) error {
			t.Error("fn was called")
			return nil
		}); !errors.Is(err, context.Canceled) {
			t.Errorf("Update returned %v", err)
		}
		if err := s.View(ctx, func(store.Reader) error {
			t.Error("fn was called")
			return nil
		}); !errors.Is(err, context.Canceled) {
			t.Errorf("View returned %v", err)
		}
	}
}

// testContextQueued ends the context of an update that waits for another.
func testContextQueued(t *testing.T, s store.Store) {
	inside, leave := make(chan bool), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- s.Update(context.Background(), func(w store.Writer) error {
			inside <- true
			<-leave
			return w.Put(proc(1), 1, []byte("first"), nil)
		})
	}()
	within(t, inside, "the first update")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	second := make(chan error, 1)
	go func() {
		second <- s.Update(ctx, func(w store.Writer) error {
			t.Error("fn was called")
			return w.Put(proc(1), 1, []byte("second"), nil)
		})
	}()
	if err := within(t, second, "the second update to give up"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Update returned %v", err)
	}
	close(leave)
	if err := within(t, first, "the first update to end"); err != nil {
		t.Error(err)
	}
	view(t, s, func(r store.Reader) error { return wantScan(r, proc(1), 1, nil, nil, "first", "") })
}

// testContextRunning ends the context of an update that has begun: what is
// told of it is what became of it.
func testContextRunning(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Update(ctx, func(w store.Writer) error {
		cancel()
		return errors.Join(
			w.Put(proc(1), 1, []byte("k"), []byte("v")),
			wantScan(w, proc(1), 1, nil, nil, "k", "v"))
	}); err != nil {
		t.Errorf("Update returned %v", err)
	}
	view(t, s, func(r store.Reader) error { return wantGet(r, proc(1), 1, "k", "v") })

	ctx, cancel = context.WithCancel(context.Background())
	if err := s.View(ctx, func(r store.Reader) error {
		cancel()
		return wantGet(r, proc(1), 1, "k", "v")
	}); err != nil {
		t.Errorf("View returned %v", err)
	}
}

func testClose(t *testing.T, s store.Store) {
	putAll(t, s, proc(1), "a", "1")
	if err := s.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	for range 2 {
		if err := s.Update(context.Background(), func(store.Writer) error {
			t.Error("fn was called")
			return nil
		}); !errors.Is(err, store.ErrClosed) {
			t.Errorf("Update after Close returned %v", err)
		}
		if err := s.View(context.Background(), func(store.Reader) error {
			t.Error("fn was called")
			return nil
		}); !errors.Is(err, store.ErrClosed) {
			t.Errorf("View after Close returned %v", err)
		}
		if err := s.Close(); !errors.Is(err, store.ErrClosed) {
			t.Errorf("second Close returned %v", err)
		}
	}
}

// testCloseWaits closes while an update and a view are running.
func testCloseWaits(t *testing.T, s store.Store) {
	putAll(t, s, proc(1), "a", "1")
	inside, leave := make(chan bool, 2), make(chan struct{})
	results := make(chan error, 2)
	go func() {
		results <- s.Update(context.Background(), func(w store.Writer) error {
			inside <- true
			<-leave
			return w.Put(proc(1), 1, []byte("a"), []byte("2"))
		})
	}()
	go func() {
		results <- s.View(context.Background(), func(r store.Reader) error {
			inside <- true
			<-leave
			return wantGet(r, proc(1), 1, "a", "1")
		})
	}()
	within(t, inside, "both to be inside")
	within(t, inside, "both to be inside")
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		t.Fatalf("Close did not wait and returned %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(leave)
	for range 2 {
		if err := within(t, results, "the running ones to end"); err != nil {
			t.Error(err)
		}
	}
	if err := within(t, closed, "Close"); err != nil {
		t.Errorf("Close: %v", err)
	}
}
