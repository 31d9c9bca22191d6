// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"parley/internal/store"
	"pgregory.net/rapid"
)

// RunReopen checks what outlives Close. newPlace makes a new place for a store
// and returns the function that opens it, the first time and again.
func RunReopen(t *testing.T, newPlace func(t *testing.T) (open func() (store.Store, error))) {
	mustOpen := func(t *testing.T, open func() (store.Store, error)) store.Store {
		t.Helper()
		s, err := open()
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		return s
	}
	mustClose := func(t *testing.T, s store.Store) {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}

	t.Run("Keeps", func(t *testing.T) {
		open := newPlace(t)
		s := mustOpen(t, open)
		putAll(t, s, proc(1), "a", "1", "b", "2", "", "")
		putAll(t, s, proc(2), "gone", "3")
		update(t, s, func(w store.Writer) error { return w.Delete(proc(2), 1, []byte("gone")) })
		if err := s.Update(context.Background(), func(w store.Writer) error {
			return errors.Join(w.Put(proc(3), 1, []byte("refused"), nil), errRefused)
		}); !errors.Is(err, errRefused) {
			t.Fatal(err)
		}
		for range 3 {
			mustClose(t, s)
			s = mustOpen(t, open)
			view(t, s, func(r store.Reader) error {
				return errors.Join(
					wantScan(r, proc(1), 1, nil, nil, "", "", "a", "1", "b", "2"),
					wantProcesses(r, proc(1)))
			})
		}
		putAll(t, s, proc(2), "again", "4") // writing goes on where it was left
		mustClose(t, s)
		s = mustOpen(t, open)
		view(t, s, func(r store.Reader) error {
			return errors.Join(
				wantScan(r, proc(1), 1, nil, nil, "", "", "a", "1", "b", "2"),
				wantScan(r, proc(2), 1, nil, nil, "again", "4"))
		})
		mustClose(t, s)
	})

	t.Run("KeepsConcurrent", func(t *testing.T) {
		open := newPlace(t)
		s := mustOpen(t, open)
		var wg sync.WaitGroup
		errs := make(chan error, 16)
		for g := range byte(16) {
			wg.Go(func() {
				for n := range byte(20) {
					if err := s.Update(context.Background(), func(w store.Writer) error {
						return w.Put(proc(g), 1, []byte{n}, []byte{g, n})
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
		mustClose(t, s)
		s = mustOpen(t, open)
		view(t, s, func(r store.Reader) error {
			for g := range byte(16) {
				for n := range byte(20) {
					if err := wantGet(r, proc(g), 1, string([]byte{n}), string([]byte{g, n})); err != nil {
						return err
					}
				}
			}
			return nil
		})
		mustClose(t, s)
	})

	t.Run("InUse", func(t *testing.T) {
		open := newPlace(t)
		s := mustOpen(t, open)
		for range 3 {
			if second, err := open(); !errors.Is(err, store.ErrInUse) {
				t.Errorf("second open returned %v", err)
				if err == nil {
					_ = second.Close()
				}
			}
		}
		putAll(t, s, proc(1), "the first", "is not disturbed")
		mustClose(t, s)
		s = mustOpen(t, open)
		view(t, s, func(r store.Reader) error { return wantGet(r, proc(1), 1, "the first", "is not disturbed") })
		mustClose(t, s)
	})

	t.Run("Model", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			open := newPlace(t)
			checkModel(rt, mustOpen(t, open), func(s store.Store) (store.Store, error) {
				if err := s.Close(); err != nil {
					return nil, err
				}
				return open()
			})
		})
	})
}
