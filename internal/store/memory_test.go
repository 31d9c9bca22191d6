// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"testing"
)

func TestMemoryFull(t *testing.T) {
	m, ctx := NewMemory(), context.Background()
	m.SetLimit(10)
	put := func(key, value string) error {
		return m.Update(ctx, func(w Writer) error { return w.Put(Process{}, 1, []byte(key), []byte(value)) })
	}
	if err := put("a", "123456789"); err != nil {
		t.Errorf("up to the limit: %v", err)
	}
	if err := put("b", ""); !errors.Is(err, ErrFull) {
		t.Errorf("above the limit: %v", err)
	}
	if err := put("a", "12345678"); err != nil {
		t.Errorf("a smaller value at the limit: %v", err)
	}
	if err := put("b", ""); err != nil {
		t.Errorf("into the space that the smaller value left: %v", err)
	}
	// A Put that failed fails its update, whether fn says so or not.
	if err := m.Update(ctx, func(w Writer) error {
		if err := w.Delete(Process{}, 1, []byte("b")); err != nil {
			return err
		}
		_ = w.Put(Process{}, 1, []byte("c"), make([]byte, 100))
		return nil
	}); !errors.Is(err, ErrFull) {
		t.Errorf("an update that hushes up a failed Put: %v", err)
	}
	if got := keys(t, m); got != "ab" {
		t.Errorf("holds %q", got)
	}
	if err := m.Update(ctx, func(w Writer) error { return w.Delete(Process{}, 1, []byte("a")) }); err != nil {
		t.Error(err)
	}
	if err := put("c", "12345678"); err != nil {
		t.Errorf("into the space of a deleted pair: %v", err)
	}
	m.SetLimit(0)
	if err := put("d", "there is no limit any more"); err != nil {
		t.Error(err)
	}
	if got := keys(t, m); got != "bcd" {
		t.Errorf("holds %q", got)
	}
}

func TestMemoryFailures(t *testing.T) {
	m, ctx := NewMemory(), context.Background()
	refused, lost, own := errors.New("refused"), errors.New("answer lost"), errors.New("fn's own")

	m.FailNext(refused)
	if err := m.Update(ctx, func(w Writer) error { return errors.Join(putKey("x")(w), own) }); !errors.Is(err, own) {
		t.Errorf("an update that fails by itself: %v", err)
	}
	if err := m.Update(ctx, putKey("a")); err != refused {
		t.Errorf("the next one: %v", err)
	}
	if got := keys(t, m); got != "" {
		t.Errorf("holds %q of a refused update", got)
	}
	m.FailAfterNext(lost)
	if err := m.Update(ctx, putKey("b")); err != lost {
		t.Errorf("an update whose answer is lost: %v", err)
	}
	if err := m.Update(ctx, putKey("c")); err != nil {
		t.Errorf("the failure did not pass: %v", err)
	}
	if got := keys(t, m); got != "bc" {
		t.Errorf("holds %q", got)
	}
}

func TestMemoryCrash(t *testing.T) {
	m, ctx := NewMemory(), context.Background()
	if err := m.Update(ctx, putKey("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Reopen(); !errors.Is(err, ErrInUse) {
		t.Errorf("Reopen of an open store: %v", err)
	}
	m.SetLimit(1)
	m.FailNext(errors.New("not carried over"))
	if err := m.Update(ctx, func(w Writer) error {
		m.Crash()
		return w.Delete(Process{}, 1, []byte("a"))
	}); !errors.Is(err, ErrClosed) {
		t.Errorf("an update during the crash: %v", err)
	}
	if err := m.View(ctx, func(Reader) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("View after the crash: %v", err)
	}
	again, err := m.Reopen()
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Update(ctx, putKey("b")); err != nil {
		t.Error(err)
	}
	if got := keys(t, again); got != "ab" {
		t.Errorf("after Reopen holds %q", got)
	}
	if err := m.Close(); !errors.Is(err, ErrClosed) {
		t.Errorf("Close after the crash: %v", err)
	}
}
