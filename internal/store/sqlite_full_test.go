// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestSQLiteFull fills a store to its limit, in single updates and in groups,
// and finds it usable afterwards.
func TestSQLiteFull(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "store.db"), SQLiteOptions{MaxPages: 200})
	fillAndRecover(t, s, func() {}) // deleting is allowed at the limit
}

// TestSQLiteDiskFull does the same on a file system that is really full. Name
// an empty directory on one of some megabytes in PARLEY_SMALL_DISK, such as
//
//	mount -t tmpfs -o size=24m tmpfs /mnt/small
//
// The space that is made must be more than the -wal file's 4 MiB, which may
// have taken the last of it and is given back only by writing to the database.
func TestSQLiteDiskFull(t *testing.T) {
	dir := os.Getenv("PARLEY_SMALL_DISK")
	if dir == "" {
		t.Skip("PARLEY_SMALL_DISK names no small file system")
	}
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 6<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, filepath.Join(dir, "parley", "store.db"), SQLiteOptions{})
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Join(dir, "parley")) })
	fillAndRecover(t, s, func() {
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	})
}

// fillAndRecover puts pairs until the store is full, in groups too, checks that
// those that were answered with nil are there and no others, makes space and
// goes on.
func fillAndRecover(t *testing.T, s *SQLite, makeSpace func()) {
	ctx := context.Background()
	body := bytes.Repeat([]byte{1}, 7000)
	var mu sync.Mutex
	kept := map[string]bool{}
	write := func(key string, size int) error {
		err := s.Update(ctx, func(w Writer) error {
			return errors.Join(
				w.Put(Process{}, 1, []byte(key), body[:size]),
				w.Put(Process{}, 2, []byte(key), []byte("second")))
		})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			kept[key] = true
		} else if !errors.Is(err, ErrFull) {
			t.Errorf("update %s: %v, want ErrFull", key, err)
		}
		return err
	}
	check := func() {
		t.Helper()
		if err := s.View(ctx, func(r Reader) error {
			for _, table := range []Table{1, 2} {
				n := 0
				for pair, err := range r.Scan(Process{}, table, nil, nil) {
					if err != nil {
						return err
					}
					if !kept[string(pair.Key)] {
						t.Errorf("table %d holds %s, of which an error was told", table, pair.Key)
					}
					n++
				}
				if n != len(kept) {
					t.Errorf("table %d holds %d pairs, want %d", table, n, len(kept))
				}
			}
			return nil
		}); err != nil {
			t.Errorf("read when full: %v", err)
		}
	}
	full := 0
	for n := 0; full < 3; n++ {
		if n > 20000 {
			t.Fatal("never full")
		}
		if write("single"+string(rune('0'+n)), len(body)) != nil {
			full++
		}
	}
	check()
	// Large and small together: what is too large for the space that is left
	// takes no small one with it, save when there is no space at all.
	var wg sync.WaitGroup
	for n := range 48 {
		wg.Go(func() { _ = write("group"+string(rune('0'+n)), []int{len(body), 10}[n%2]) })
	}
	wg.Wait()
	check()

	makeSpace()
	// A few at a time: with secure_delete an update that deletes writes as much
	// to the -wal file as it deletes.
	for left := true; left; {
		if err := s.Update(ctx, func(w Writer) error {
			n := 0
			left = false
			for pair, err := range w.Scan(Process{}, 1, nil, nil) {
				if err != nil {
					return err
				}
				if n++; n > 10 {
					left = true
					return nil
				}
				if err := errors.Join(w.Delete(Process{}, 1, pair.Key), w.Delete(Process{}, 2, pair.Key)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatalf("update after making space: %v", err)
		}
	}
	clear(kept)
	for n := range 10 {
		if err := write("again"+string(rune('0'+n)), len(body)); err != nil {
			t.Errorf("update after making space: %v", err)
		}
	}
	check()
	if got, err := s.writer.conn.text("PRAGMA integrity_check"); err != nil || got != "ok" {
		t.Errorf("integrity check: %q, %v", got, err)
	}
}
