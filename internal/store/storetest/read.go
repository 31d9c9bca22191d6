// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"parley/internal/store"
)

func testGet(t *testing.T, s store.Store) {
	p := proc(1)
	view(t, s, func(r store.Reader) error { return wantGet(r, p, 1, "a", absent) })
	put(t, s, p, 1, "a", "one")
	view(t, s, func(r store.Reader) error { return wantGet(r, p, 1, "a", "one") })
	put(t, s, p, 1, "a", "another, and longer")
	view(t, s, func(r store.Reader) error { return wantGet(r, p, 1, "a", "another, and longer") })
	for range 2 { // the second time it is not there, which is no error
		update(t, s, func(w store.Writer) error { return w.Delete(p, 1, []byte("a")) })
		view(t, s, func(r store.Reader) error { return wantGet(r, p, 1, "a", absent) })
	}
	update(t, s, func(w store.Writer) error { return w.Delete(proc(9), 9, []byte("never")) })
}

func testEmpty(t *testing.T, s store.Store) {
	p := proc(1)
	update(t, s, func(w store.Writer) error {
		return errors.Join(
			w.Put(p, 1, nil, []byte("at the empty key")),
			w.Put(p, 1, []byte("empty"), []byte{}),
			w.Put(p, 1, []byte("nil"), nil),
			w.Put(p, 2, []byte{}, nil),
		)
	})
	view(t, s, func(r store.Reader) error {
		return errors.Join(
			wantGet(r, p, 1, "", "at the empty key"),
			wantGet(r, p, 1, "empty", ""),
			wantGet(r, p, 1, "nil", ""),
			wantGet(r, p, 1, "not there", absent),
			wantScan(r, p, 1, nil, nil, "", "at the empty key", "empty", "", "nil", ""),
			wantScan(r, p, 1, []byte{}, []byte("a"), "", "at the empty key"),
			wantGet(r, p, 2, "", ""),
			wantLast(r, p, 2, "", ""),
			wantProcesses(r, p),
		)
	})
	update(t, s, func(w store.Writer) error {
		return errors.Join(w.Delete(p, 1, []byte{}), w.Delete(p, 2, nil))
	})
	view(t, s, func(r store.Reader) error {
		return errors.Join(wantGet(r, p, 1, "", absent), wantLast(r, p, 2, absent, ""))
	})
}

// testCopies changes every slice that goes in or comes out, and looks again.
func testCopies(t *testing.T, s store.Store) {
	p := proc(1)
	spoil := func(slices ...[]byte) {
		for _, b := range slices {
			for i := range b {
				b[i] = 'X'
			}
		}
	}
	check := func(r store.Reader) error {
		return errors.Join(
			wantGet(r, p, 1, "key", "value"),
			wantScan(r, p, 1, nil, nil, "key", "value"),
			wantLast(r, p, 1, "key", "value"),
		)
	}
	spoilResults := func(r store.Reader) error {
		value, err := r.Get(p, 1, []byte("key"))
		if err != nil {
			return err
		}
		last, err := r.Last(p, 1)
		if err != nil {
			return err
		}
		spoil(value, last.Key, last.Value)
		for pair, err := range r.Scan(p, 1, nil, nil) {
			if err != nil {
				return err
			}
			spoil(pair.Key, pair.Value)
		}
		return check(r)
	}
	update(t, s, func(w store.Writer) error {
		key, value := []byte("key"), []byte("value")
		if err := w.Put(p, 1, key, value); err != nil {
			return err
		}
		spoil(key, value)
		return errors.Join(check(w), spoilResults(w))
	})
	view(t, s, func(r store.Reader) error { return errors.Join(check(r), spoilResults(r)) })
	view(t, s, check)

	// A bound may change too, between the call of Scan and the end of the loop.
	putAll(t, s, p, "a", "1", "b", "2", "c", "3")
	view(t, s, func(r store.Reader) error {
		from, to := []byte("a"), []byte("c")
		seq := r.Scan(p, 1, from, to)
		spoil(from, to)
		var got []string
		for pair, err := range seq {
			if err != nil {
				return err
			}
			got = append(got, string(pair.Key))
		}
		if !slices.Equal(got, []string{"a", "b"}) {
			return fmt.Errorf("a Scan whose bounds were changed later yielded %q", got)
		}
		return nil
	})
}

// testSpaces writes the same keys to tables and processes that are neighbours.
func testSpaces(t *testing.T, s store.Store) {
	var zero, highest store.Process
	for i := range highest {
		highest[i] = 0xff
	}
	processes := []store.Process{zero, proc(1), {1, 31: 1}, proc(2), highest}
	tables := []store.Table{0, 1, 2, 254, 255}
	name := func(p, tab int) string { return fmt.Sprintf("process %d table %d", p, tab) }
	keys := []string{"", "\x00", "k", "\xff\xff"}
	update(t, s, func(w store.Writer) error {
		for i, p := range processes {
			for j, tab := range tables {
				for _, k := range keys {
					if err := w.Put(p, tab, []byte(k), []byte(name(i, j))); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	// Empty the middle of the middle process.
	update(t, s, func(w store.Writer) error {
		for _, k := range keys {
			if err := w.Delete(processes[2], 2, []byte(k)); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(r store.Reader) error {
		errs := []error{wantProcesses(r, processes...)}
		for i, p := range processes {
			for j, tab := range tables {
				n := name(i, j)
				if i == 2 && tab == 2 {
					errs = append(errs,
						wantGet(r, p, tab, "k", absent), wantLast(r, p, tab, absent, ""), wantScan(r, p, tab, nil, nil))
					continue
				}
				errs = append(errs,
					wantGet(r, p, tab, "k", n),
					wantLast(r, p, tab, "\xff\xff", n),
					wantScan(r, p, tab, nil, nil, "", n, "\x00", n, "k", n, "\xff\xff", n))
			}
		}
		return errors.Join(errs...)
	})
}

func testBigPairs(t *testing.T, s store.Store) {
	p := proc(1)
	value := func(n int) []byte { return bytes.Repeat([]byte{byte(n), 0, 0xff, byte(n)}, 1<<18) }
	key := func(n int) []byte { return append(bytes.Repeat([]byte{'k'}, 1<<14), byte(n)) }
	update(t, s, func(w store.Writer) error {
		for n := range 4 {
			if err := w.Put(p, 1, key(n), value(n)); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s, func(w store.Writer) error { return w.Put(p, 1, key(2), []byte("small now")) })
	view(t, s, func(r store.Reader) error {
		n := 0
		for pair, err := range r.Scan(p, 1, nil, nil) {
			if err != nil {
				return err
			}
			want := value(n)
			if n == 2 {
				want = []byte("small now")
			}
			if !bytes.Equal(pair.Key, key(n)) || !bytes.Equal(pair.Value, want) {
				return fmt.Errorf("pair %d came back changed (%d and %d bytes)", n, len(pair.Key), len(pair.Value))
			}
			n++
		}
		if n != 4 {
			return fmt.Errorf("%d pairs, want 4", n)
		}
		return nil
	})
}

func testScanBounds(t *testing.T, s store.Store) {
	p := proc(1)
	putAll(t, s, p, "a", "1", "a\x00", "2", "aa", "3", "b", "4", "\xff", "5", "\xff\xff", "6")
	for _, test := range []struct {
		from, to []byte
		want     string // the values, in order
	}{
		{nil, nil, "123456"},
		{[]byte{}, nil, "123456"},
		{[]byte("a"), nil, "123456"},
		{[]byte("a\x00"), nil, "23456"},
		{[]byte("a\x00\x00"), nil, "3456"},
		{[]byte("\xff\xff\x00"), nil, ""},
		{nil, []byte{}, ""},
		{nil, []byte("a"), ""},
		{nil, []byte("a\x00"), "1"},
		{nil, []byte("b"), "123"},
		{nil, []byte("\xff\xff"), "12345"},
		{nil, []byte("\xff\xff\xff"), "123456"},
		{[]byte("a\x00"), []byte("b"), "23"},
		{[]byte("a"), []byte("a"), ""},
		{[]byte("b"), []byte("a"), ""},
		{[]byte("c"), []byte("d"), ""},
	} {
		check := func(r store.Reader) error {
			got, err := scan(r, p, 1, test.from, test.to)
			if err != nil {
				return err
			}
			values := ""
			for i := 1; i < len(got); i += 2 {
				values += got[i]
			}
			if values != test.want {
				return fmt.Errorf("Scan(%q, %q) yielded values %q, want %q", test.from, test.to, values, test.want)
			}
			return nil
		}
		view(t, s, check)
		update(t, s, func(w store.Writer) error { return check(w) })
	}
}

// testScanLong reads more than any read-ahead holds, in bytewise order.
func testScanLong(t *testing.T, s store.Store) {
	p := proc(1)
	random := rand.New(rand.NewPCG(1, 2)) // any seed will do; this one repeats
	values := map[string]string{}
	update(t, s, func(w store.Writer) error {
		clear(values)
		for range 3000 {
			key := make([]byte, random.IntN(6))
			for i := range key {
				key[i] = "\x00\x01az\x7f\x80\xfe\xff"[random.IntN(8)]
			}
			value := make([]byte, random.IntN(1200))
			if err := w.Put(p, 1, key, value); err != nil {
				return err
			}
			values[string(key)] = string(value)
		}
		return nil
	})
	var want []string
	for k := range values {
		want = append(want, k)
	}
	slices.Sort(want)
	view(t, s, func(r store.Reader) error {
		var got []string
		for pair, err := range r.Scan(p, 1, nil, nil) {
			if err != nil {
				return err
			}
			if v := values[string(pair.Key)]; v != string(pair.Value) {
				return fmt.Errorf("key %q has a value of %d bytes, want %d", pair.Key, len(pair.Value), len(v))
			}
			got = append(got, string(pair.Key))
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("a scan yielded %d keys, want %d, in bytewise order", len(got), len(want))
		}
		return wantLast(r, p, 1, want[len(want)-1], values[want[len(want)-1]])
	})
}

func testLast(t *testing.T, s store.Store) {
	p := proc(1)
	last := func(key, value string) {
		t.Helper()
		view(t, s, func(r store.Reader) error { return wantLast(r, p, 1, key, value) })
	}
	put(t, s, p, 0, "z", "of another table")
	put(t, s, p, 2, "z", "of another table")
	put(t, s, proc(2), 1, "z", "of another process")
	last(absent, "")
	put(t, s, p, 1, "b", "1")
	last("b", "1")
	put(t, s, p, 1, "a", "2")
	last("b", "1")
	put(t, s, p, 1, "b\x00", "3")
	last("b\x00", "3")
	put(t, s, p, 1, "\xff\xff\xff\xff", "4")
	last("\xff\xff\xff\xff", "4")
	update(t, s, func(w store.Writer) error {
		return errors.Join(w.Delete(p, 1, []byte("\xff\xff\xff\xff")), wantLast(w, p, 1, "b\x00", "3"))
	})
	last("b\x00", "3")
}

func testProcesses(t *testing.T, s store.Store) {
	var zero store.Process
	view(t, s, func(r store.Reader) error { return wantProcesses(r) })
	update(t, s, func(w store.Writer) error {
		for _, p := range []store.Process{proc(200), proc(3), zero, {3, 31: 1}} {
			if err := w.Put(p, 1, []byte("k"), []byte("v")); err != nil {
				return err
			}
		}
		return wantProcesses(w, zero, proc(3), store.Process{3, 31: 1}, proc(200))
	})
	put(t, s, proc(3), 255, "second", "")
	view(t, s, func(r store.Reader) error {
		for p, err := range r.Processes() {
			if err != nil || p != zero {
				return fmt.Errorf("first process is %x (%w), want the zero one", p[:1], err)
			}
			break
		}
		return wantProcesses(r, zero, proc(3), store.Process{3, 31: 1}, proc(200))
	})
	// A process is gone with its last pair, and back with the next.
	update(t, s, func(w store.Writer) error {
		return errors.Join(
			w.Delete(proc(3), 1, []byte("k")),
			w.Delete(zero, 1, []byte("k")),
			wantProcesses(w, proc(3), store.Process{3, 31: 1}, proc(200)),
			w.Delete(proc(200), 1, []byte("k")),
			w.Put(proc(200), 2, []byte("k"), nil),
			w.Put(proc(4), 2, []byte("k"), nil),
			w.Delete(proc(4), 2, []byte("k")),
		)
	})
	view(t, s, func(r store.Reader) error {
		return wantProcesses(r, proc(3), store.Process{3, 31: 1}, proc(200))
	})
	put(t, s, zero, 1, "again", "")
	view(t, s, func(r store.Reader) error {
		return errors.Join(
			wantProcesses(r, zero, proc(3), store.Process{3, 31: 1}, proc(200)),
			wantScan(r, zero, 1, nil, nil, "again", ""))
	})
	// Many of them, beyond any read-ahead.
	var many []store.Process
	for i := range 1000 {
		many = append(many, store.Process{5, byte(i >> 8), byte(i)})
	}
	update(t, s, func(w store.Writer) error {
		for _, p := range many {
			if err := w.Put(p, 7, nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(r store.Reader) error {
		want := slices.Concat([]store.Process{zero, proc(3), {3, 31: 1}}, many, []store.Process{proc(200)})
		return wantProcesses(r, want...)
	})
}
