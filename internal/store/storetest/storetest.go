// SPDX-License-Identifier: Apache-2.0

// Package storetest checks that a store.Store keeps its contract. Every
// implementation runs the whole suite; a sentence of the contract that has no
// test here is a sentence that nobody may rely on.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"parley/internal/store"
)

// Run checks everything that shows while a store is open. open returns a new
// and empty store each time; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, s store.Store)
	}{
		{"Get", testGet},
		{"EmptyKeyAndValue", testEmpty},
		{"Copies", testCopies},
		{"Spaces", testSpaces},
		{"BigPairs", testBigPairs},
		{"ScanBounds", testScanBounds},
		{"ScanLong", testScanLong},
		{"ScanBreak", testScanBreak},
		{"ScanNested", testScanNested},
		{"ScanWhileWriting", testScanWhileWriting},
		{"Last", testLast},
		{"Processes", testProcesses},

		{"ReadYourWrites", testReadYourWrites},
		{"Rollback", testRollback},
		{"RollbackAmongOthers", testRollbackAmongOthers},
		{"Serialised", testSerialised},
		{"FailureRestsOnDurable", testFailureRestsOnDurable},
		{"Panic", testPanic},
		{"Ended", testEnded},

		{"ViewSnapshot", testViewSnapshot},
		{"ViewSeesReturned", testViewSeesReturned},
		{"ViewAllOrNothing", testViewAllOrNothing},
		{"ViewsBeside", testViewsBeside},
		{"ViewError", testViewError},

		{"ContextBefore", testContextBefore},
		{"ContextQueued", testContextQueued},
		{"ContextRunning", testContextRunning},
		{"Close", testClose},
		{"CloseWaits", testCloseWaits},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			test.run(t, s)
			if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
				t.Errorf("Close: %v", err)
			}
		})
	}
	t.Run("Model", func(t *testing.T) { testModel(t, open) })
}

// patience is how long a test waits for what should happen at once.
const patience = 20 * time.Second

// proc returns the process identifier that begins with b, for readable tests.
func proc(b byte) store.Process { return store.Process{b} }

// update and view run fn and report its error. What a test finds wrong inside
// fn it returns as an error, since an implementation may run fn in a goroutine
// in which t.Fatal must not be called.
func update(t *testing.T, s store.Store, fn func(store.Writer) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t *testing.T, s store.Store, fn func(store.Reader) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// put writes one pair in an Update of its own.
func put(t *testing.T, s store.Store, p store.Process, tab store.Table, key, value string) {
	t.Helper()
	update(t, s, func(w store.Writer) error { return w.Put(p, tab, []byte(key), []byte(value)) })
}

// putAll writes the key=value pairs to table 1 of p.
func putAll(t *testing.T, s store.Store, p store.Process, keysValues ...string) {
	t.Helper()
	update(t, s, func(w store.Writer) error {
		for i := 0; i < len(keysValues); i += 2 {
			if err := w.Put(p, 1, []byte(keysValues[i]), []byte(keysValues[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
}

// absent stands for ErrNotFound in wantGet.
const absent = "\x00absent"

// wantGet returns an error unless Get returns the wanted value.
func wantGet(r store.Reader, p store.Process, tab store.Table, key, want string) error {
	got, err := r.Get(p, tab, []byte(key))
	switch {
	case want == absent && errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("Get(%x, %d, %q): %w, want %q", p[:1], tab, key, err, want)
	case got == nil:
		return fmt.Errorf("Get(%x, %d, %q) returned nil without an error", p[:1], tab, key)
	case string(got) != want:
		return fmt.Errorf("Get(%x, %d, %q) = %.40q, want %.40q", p[:1], tab, key, got, want)
	}
	return nil
}

// wantScan returns an error unless Scan yields the wanted keys and values.
func wantScan(r store.Reader, p store.Process, tab store.Table, from, to []byte, want ...string) error {
	got, err := scan(r, p, tab, from, to)
	if err != nil {
		return err
	}
	if len(want) == 0 {
		want = nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("Scan(%x, %d, %q, %q) (-want +got):\n%s", p[:1], tab, from, to, diff)
	}
	return nil
}

// scan returns the keys and values that Scan yields, in turn.
func scan(r store.Reader, p store.Process, tab store.Table, from, to []byte) (got []string, err error) {
	for pair, err := range r.Scan(p, tab, from, to) {
		if err != nil {
			return nil, fmt.Errorf("Scan(%x, %d, %q, %q): %w", p[:1], tab, from, to, err)
		}
		if pair.Key == nil || pair.Value == nil {
			return nil, fmt.Errorf("Scan(%x, %d, %q, %q) yielded a nil slice", p[:1], tab, from, to)
		}
		got = append(got, string(pair.Key), string(pair.Value))
	}
	return got, nil
}

// wantLast returns an error unless Last returns the wanted pair; with an absent
// key, unless there is none.
func wantLast(r store.Reader, p store.Process, tab store.Table, key, value string) error {
	got, err := r.Last(p, tab)
	switch {
	case key == absent && errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("Last(%x, %d): %w, want %q", p[:1], tab, err, key)
	case got.Key == nil || got.Value == nil:
		return fmt.Errorf("Last(%x, %d) returned a nil slice without an error", p[:1], tab)
	case string(got.Key) != key || string(got.Value) != value:
		return fmt.Errorf("Last(%x, %d) = %q: %q, want %q: %q", p[:1], tab, got.Key, got.Value, key, value)
	}
	return nil
}

// wantProcesses returns an error unless Processes yields the wanted ones.
func wantProcesses(r store.Reader, want ...store.Process) error {
	var got []store.Process
	for p, err := range r.Processes() {
		if err != nil {
			return fmt.Errorf("list of processes: %w", err)
		}
		got = append(got, p)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("list of processes (-want +got):\n%s", diff)
	}
	return nil
}

// within waits for something that should happen at once.
func within[T any](t *testing.T, ch <-chan T, what string) (v T) {
	t.Helper()
	select {
	case v = <-ch:
	case <-time.After(patience):
		t.Fatalf("still waiting for %s", what)
	}
	return v
}
