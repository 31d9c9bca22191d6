// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"parley/internal/store"
)

// testViewSnapshot looks, while updates come and go, at what was there before.
func testViewSnapshot(t *testing.T, s store.Store) {
	p, q, late := proc(1), proc(2), proc(3)
	putAll(t, s, p, "a", "1", "b", "2")
	putAll(t, s, q, "x", "9")
	change := func(w store.Writer) error {
		return errors.Join(
			w.Put(p, 1, []byte("a"), []byte("changed")),
			w.Put(p, 1, []byte("c"), []byte("3")),
			w.Delete(p, 1, []byte("b")),
			w.Delete(q, 1, []byte("x")),
			w.Put(late, 1, []byte("x"), []byte("new")),
		)
	}
	old := func(r store.Reader) error {
		return errors.Join(
			wantGet(r, p, 1, "a", "1"),
			wantGet(r, p, 1, "c", absent),
			wantScan(r, p, 1, nil, nil, "a", "1", "b", "2"),
			wantLast(r, p, 1, "b", "2"),
			wantScan(r, q, 1, nil, nil, "x", "9"),
			wantScan(r, late, 1, nil, nil),
			wantProcesses(r, p, q),
		)
	}
	view(t, s, func(r store.Reader) error {
		// Before the first read: the snapshot is older than fn.
		if err := s.Update(context.Background(), change); err != nil {
			return err
		}
		if err := old(r); err != nil {
			return err
		}
		// In the middle of a loop.
		n := 0
		for pair, err := range r.Scan(p, 1, nil, nil) {
			if err != nil {
				return err
			}
			if err := s.Update(context.Background(), func(w store.Writer) error {
				return w.Put(p, 1, append(pair.Key, '+'), nil)
			}); err != nil {
				return err
			}
			n++
		}
		if n != 2 {
			return fmt.Errorf("the loop saw %d pairs, want 2", n)
		}
		return old(r)
	})
	view(t, s, func(r store.Reader) error {
		return errors.Join(
			wantScan(r, p, 1, nil, nil, "a", "changed", "a+", "", "b+", "", "c", "3"),
			wantProcesses(r, p, late),
		)
	})
}

// testViewSeesReturned looks, after every update, for that update.
func testViewSeesReturned(t *testing.T, s store.Store) {
	const goroutines, rounds = 8, 40
	var wg sync.WaitGroup
	errs := make(chan error, goroutines)
	for g := range goroutines {
		wg.Go(func() {
			for n := range rounds {
				key := []byte{byte(g), byte(n)}
				err := s.Update(context.Background(), func(w store.Writer) error { return w.Put(proc(1), 1, key, key) })
				if err == nil {
					err = s.View(context.Background(), func(r store.Reader) error {
						return wantGet(r, proc(1), 1, string(key), string(key))
					})
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}

// testViewAllOrNothing writes the same value in many places at once, and looks
// for a moment at which they differ.
func testViewAllOrNothing(t *testing.T, s store.Store) {
	const updates, places = 60, 8
	var over atomic.Bool
	var wg sync.WaitGroup
	errs := make(chan error, 4)
	for range 3 {
		wg.Go(func() {
			for !over.Load() {
				err := s.View(context.Background(), func(r store.Reader) error {
					first, err := r.Get(proc(0), 0, []byte("k"))
					if errors.Is(err, store.ErrNotFound) {
						first, err = []byte(absent), nil
					}
					if err != nil {
						return err
					}
					for i := range places {
						if err := wantGet(r, proc(byte(i)), store.Table(i), "k", string(first)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for n := range updates {
		update(t, s, func(w store.Writer) error {
			for i := range places {
				if err := w.Put(proc(byte(i)), store.Table(i), []byte("k"), []byte{byte(n)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	over.Store(true)
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}

// testViewsBeside holds an update and a view open until another view has run.
func testViewsBeside(t *testing.T, s store.Store) {
	p := proc(1)
	putAll(t, s, p, "a", "old")
	inside, leave := make(chan string, 2), make(chan struct{})
	results := make(chan error, 2)
	go func() {
		results <- s.Update(context.Background(), func(w store.Writer) error {
			err := w.Put(p, 1, []byte("a"), []byte("new"))
			inside <- "the update"
			<-leave
			return err
		})
	}()
	go func() {
		results <- s.View(context.Background(), func(r store.Reader) error {
			inside <- "the first view"
			<-leave
			return wantGet(r, p, 1, "a", "old")
		})
	}()
	within(t, inside, "both to be inside")
	within(t, inside, "both to be inside")
	done := make(chan error, 1)
	go func() {
		done <- s.View(context.Background(), func(r store.Reader) error { return wantGet(r, p, 1, "a", "old") })
	}()
	if err := within(t, done, "a view beside a view and an update"); err != nil {
		t.Error(err)
	}
	close(leave)
	for range 2 {
		if err := within(t, results, "the held ones to end"); err != nil {
			t.Error(err)
		}
	}
	view(t, s, func(r store.Reader) error { return wantGet(r, p, 1, "a", "new") })
}

func testViewError(t *testing.T, s store.Store) {
	own := errors.New("fn's own")
	if err := s.View(context.Background(), func(store.Reader) error { return own }); err != own {
		t.Errorf("View returned %v, want fn's error as it is", err)
	}
	err := s.View(context.Background(), func(r store.Reader) error {
		_, err := r.Get(proc(1), 1, nil)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("View returned %v, want ErrNotFound", err)
	}
}
