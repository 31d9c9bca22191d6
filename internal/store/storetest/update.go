// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"parley/internal/store"
)

func testReadYourWrites(t *testing.T, s store.Store) {
	p, q := proc(1), proc(2)
	putAll(t, s, p, "a", "1", "b", "2")
	update(t, s, func(w store.Writer) error {
		return errors.Join(
			w.Put(p, 1, []byte("c"), []byte("3")),
			wantGet(w, p, 1, "c", "3"),
			wantLast(w, p, 1, "c", "3"),
			w.Put(p, 1, []byte("a"), []byte("one")),
			w.Delete(p, 1, []byte("b")),
			wantGet(w, p, 1, "b", absent),
			wantScan(w, p, 1, nil, nil, "a", "one", "c", "3"),
			w.Put(q, 1, []byte("x"), nil),
			wantProcesses(w, p, q),
			w.Delete(p, 1, []byte("c")),
			wantLast(w, p, 1, "a", "one"),
			w.Put(p, 1, []byte("b"), []byte("back")),
			wantScan(w, p, 1, nil, nil, "a", "one", "b", "back"),
		)
	})
	view(t, s, func(r store.Reader) error {
		return errors.Join(wantScan(r, p, 1, nil, nil, "a", "one", "b", "back"), wantProcesses(r, p, q))
	})
}

func testRollback(t *testing.T, s store.Store) {
	p, q := proc(1), proc(2)
	putAll(t, s, p, "a", "1", "b", "2")
	refused := errors.New("refused")
	before := func(r store.Reader) error {
		return errors.Join(
			wantScan(r, p, 1, nil, nil, "a", "1", "b", "2"),
			wantScan(r, q, 1, nil, nil),
			wantProcesses(r, p))
	}
	for range 3 { // also after an earlier failure
		err := s.Update(context.Background(), func(w store.Writer) error {
			if err := errors.Join(
				w.Put(p, 1, []byte("a"), []byte("changed")),
				w.Delete(p, 1, []byte("b")),
				w.Put(p, 1, []byte("c"), []byte("new")),
				w.Put(q, 1, []byte("a"), []byte("new process")),
				wantProcesses(w, p, q),
			); err != nil {
				return err
			}
			return refused
		})
		if err != refused { // as it is, not wrapped
			t.Fatalf("Update returned %v, want fn's own error", err)
		}
		view(t, s, before)
		update(t, s, func(w store.Writer) error { return before(w) })
	}
	// A process that was rolled back is created as if for the first time.
	put(t, s, q, 1, "a", "kept")
	view(t, s, func(r store.Reader) error {
		return errors.Join(wantScan(r, q, 1, nil, nil, "a", "kept"), wantProcesses(r, p, q))
	})
	// An emptied process whose emptying was rolled back is still there.
	if err := s.Update(context.Background(), func(w store.Writer) error {
		return errors.Join(w.Delete(q, 1, []byte("a")), wantProcesses(w, p), refused)
	}); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	put(t, s, q, 1, "b", "kept too")
	view(t, s, func(r store.Reader) error { return wantScan(r, q, 1, nil, nil, "a", "kept", "b", "kept too") })
}

// testRollbackAmongOthers lets updates that fail run together with updates
// that do not, on processes that come into being and vanish meanwhile.
func testRollbackAmongOthers(t *testing.T, s store.Store) {
	const goroutines, rounds = 32, 12
	refused := errors.New("refused")
	var wg sync.WaitGroup
	errs := make(chan error, goroutines)
	for g := range goroutines {
		wg.Go(func() {
			for n := range rounds {
				fails := (g+n)%3 == 0
				p, shared := store.Process{2, byte(g), byte(n)}, store.Process{3, byte(n)}
				key := []byte{byte(g), byte(n)}
				err := s.Update(context.Background(), func(w store.Writer) error {
					if err := errors.Join(
						w.Put(p, 1, key, key),
						w.Put(p, 2, key, key),
						w.Put(shared, 1, key, key),
						w.Put(proc(1), 1, key, key),
					); err != nil {
						return err
					}
					if fails {
						return refused
					}
					return nil
				})
				if (fails && err != refused) || (!fails && err != nil) {
					errs <- fmt.Errorf("update %d of goroutine %d: %w", n, g, err)
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
	view(t, s, func(r store.Reader) error {
		for g := range goroutines {
			for n := range rounds {
				want := string([]byte{byte(g), byte(n)})
				key := want
				if (g+n)%3 == 0 {
					want = absent
				}
				if err := errors.Join(
					wantGet(r, store.Process{2, byte(g), byte(n)}, 1, key, want),
					wantGet(r, store.Process{2, byte(g), byte(n)}, 2, key, want),
					wantGet(r, store.Process{3, byte(n)}, 1, key, want),
					wantGet(r, proc(1), 1, key, want),
				); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// testSerialised counts in many goroutines: an update that did not see the one
// before it would lose a count.
func testSerialised(t *testing.T, s store.Store) {
	const goroutines, rounds = 32, 25
	p, key := proc(1), []byte("count")
	var wg sync.WaitGroup
	errs := make(chan error, goroutines)
	for range goroutines {
		wg.Go(func() {
			for range rounds {
				if err := s.Update(context.Background(), func(w store.Writer) error {
					var n uint64
					value, err := w.Get(p, 1, key)
					if err == nil {
						n = binary.BigEndian.Uint64(value)
					} else if !errors.Is(err, store.ErrNotFound) {
						return err
					}
					next := binary.BigEndian.AppendUint64(nil, n+1)
					return errors.Join(w.Put(p, 1, key, next), w.Put(p, 2, next, nil))
				}); err != nil {
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
	want := string(binary.BigEndian.AppendUint64(nil, goroutines*rounds))
	view(t, s, func(r store.Reader) error {
		return errors.Join(wantGet(r, p, 1, "count", want), wantLast(r, p, 2, want, ""))
	})
}

// testFailureRestsOnDurable lets goroutines compete for keys: whoever is told
// that a key is taken must find it there, since it may act on that.
func testFailureRestsOnDurable(t *testing.T, s store.Store) {
	const goroutines, rounds = 16, 30
	p := proc(1)
	taken := errors.New("taken")
	var wg sync.WaitGroup
	errs := make(chan error, goroutines)
	for range goroutines {
		wg.Go(func() {
			for n := range rounds {
				key := []byte{byte(n)}
				err := s.Update(context.Background(), func(w store.Writer) error {
					if _, err := w.Get(p, 1, key); !errors.Is(err, store.ErrNotFound) {
						return taken
					}
					return w.Put(p, 1, key, nil)
				})
				if err == nil || err == taken {
					err = s.View(context.Background(), func(r store.Reader) error {
						return wantGet(r, p, 1, string(key), "")
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

// testPanic panics, and ends goroutines, inside View and Update.
func testPanic(t *testing.T, s store.Store) {
	p := proc(1)
	putAll(t, s, p, "a", "1")
	run := func(fn func()) (recovered any) {
		done := make(chan any, 1)
		go func() {
			defer func() { done <- recover() }()
			fn()
		}()
		return within(t, done, "the goroutine to end")
	}
	for _, end := range []struct {
		name string
		call func()
		want any
	}{
		{"panic", func() { panic("the ceiling fell") }, "the ceiling fell"},
		{"Goexit", runtime.Goexit, nil}, // as t.FailNow does
	} {
		got := run(func() {
			_ = s.Update(context.Background(), func(w store.Writer) error {
				if err := errors.Join(w.Put(p, 1, []byte("a"), nil), w.Put(proc(2), 1, nil, nil)); err != nil {
					return err
				}
				end.call()
				return nil
			})
		})
		if got != end.want {
			t.Errorf("%s in Update: recovered %v, want %v", end.name, got, end.want)
		}
		for range 20 { // more often than there can be connections to lose
			got := run(func() {
				_ = s.View(context.Background(), func(r store.Reader) error {
					for range r.Scan(p, 1, nil, nil) {
						end.call()
					}
					return nil
				})
			})
			if got != end.want {
				t.Errorf("%s in View: recovered %v, want %v", end.name, got, end.want)
			}
		}
		view(t, s, func(r store.Reader) error {
			return errors.Join(wantScan(r, p, 1, nil, nil, "a", "1"), wantProcesses(r, p))
		})
		putAll(t, s, p, "a", "1")
	}
}

// testEnded uses Readers and Writers after their time.
func testEnded(t *testing.T, s store.Store) {
	p := proc(1)
	putAll(t, s, p, "a", "1")
	check := func(r store.Reader) {
		t.Helper()
		if _, err := r.Get(p, 1, []byte("a")); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("Get after the end: %v", err)
		}
		if _, err := r.Last(p, 1); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("Last after the end: %v", err)
		}
		failed := false
		for _, err := range r.Scan(p, 1, nil, nil) {
			failed = err != nil
		}
		if !failed {
			t.Error("Scan after the end yielded no error")
		}
		failed = false
		for _, err := range r.Processes() {
			failed = err != nil
		}
		if !failed {
			t.Error("Processes after the end yielded no error")
		}
	}
	var kept store.Reader
	view(t, s, func(r store.Reader) error {
		kept = r
		return nil
	})
	check(kept)
	var writer store.Writer
	update(t, s, func(w store.Writer) error {
		writer = w
		return nil
	})
	check(writer)
	if err := writer.Put(p, 1, []byte("late"), nil); err == nil {
		t.Error("Put after the end succeeded")
	}
	if err := writer.Delete(p, 1, []byte("a")); err == nil {
		t.Error("Delete after the end succeeded")
	}
	putAll(t, s, p, "b", "2")
	view(t, s, func(r store.Reader) error { return wantScan(r, p, 1, nil, nil, "a", "1", "b", "2") })
}
