// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/store"
)

// An update of the benchmarks is what a hub writes for one envelope: 7 KB of
// it, and two small pairs that point to it.
const (
	envelopes store.Table = 1
	byLeaf    store.Table = 2
	byHash    store.Table = 3
)

func bigEndian(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func process(n int) (p store.Process) {
	// Spread like the hashes that identify real processes.
	r := rand.New(rand.NewPCG(uint64(n), 1))
	for i := 0; i < len(p); i += 8 {
		binary.BigEndian.PutUint64(p[i:], r.Uint64())
	}
	return p
}

// hash returns the hash that stands for envelope n.
func hash(n uint64) []byte {
	r := rand.New(rand.NewPCG(n, 2))
	h := make([]byte, 0, 32)
	for range 4 {
		h = binary.BigEndian.AppendUint64(h, r.Uint64())
	}
	return h
}

// putEnvelope writes envelope n of p.
func putEnvelope(w store.Writer, p store.Process, n uint64, body []byte) error {
	h := hash(n)
	if err := w.Put(p, envelopes, h, body); err != nil {
		return err
	}
	if err := w.Put(p, byLeaf, bigEndian(n), h); err != nil {
		return err
	}
	return w.Put(p, byHash, h, bigEndian(n))
}

func randomBody() []byte {
	body := make([]byte, 7000)
	for i := range body {
		body[i] = byte(rand.Int())
	}
	return body
}

func openSQLite(tb testing.TB) store.Store {
	tb.Helper()
	s, err := store.OpenSQLite(filepath.Join(tb.TempDir(), "store.db"), store.SQLiteOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func openMemory(testing.TB) store.Store { return store.NewMemory() }

func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 64} {
		for _, processes := range []int{1, 1000} {
			name := fmt.Sprintf("writers=%d/processes=%d", writers, processes)
			b.Run("sqlite/"+name, func(b *testing.B) { benchmarkUpdate(b, openSQLite(b), writers, processes) })
			b.Run("memory/"+name, func(b *testing.B) { benchmarkUpdate(b, openMemory(b), writers, processes) })
		}
	}
}

// benchmarkUpdate runs b.N updates in so many goroutines, and reports the rate
// and the median and 99th percentile of how long one took.
func benchmarkUpdate(b *testing.B, s store.Store, writers, processes int) {
	body := randomBody()
	b.ReportAllocs()
	b.ResetTimer()
	start := time.Now()
	var next atomic.Uint64
	next.Store(1 << 40) // beyond what a preloaded store holds
	last := next.Load() + uint64(b.N)
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			var mine []time.Duration
			for n := next.Add(1); n <= last; n = next.Add(1) {
				t := time.Now()
				if err := s.Update(context.Background(), func(w store.Writer) error {
					return putEnvelope(w, process(int(n)%processes), n, body)
				}); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(t))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
		})
	}
	wg.Wait()
	b.StopTimer()
	if b.Failed() {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "updates/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkSize reads from, and adds to, a process that holds so many
// envelopes.
func BenchmarkSize(b *testing.B) {
	for _, size := range []int{1e3, 1e4, 1e5} {
		b.Run(fmt.Sprintf("sqlite/%d", size), func(b *testing.B) { benchmarkSize(b, openSQLite(b), size) })
		b.Run(fmt.Sprintf("memory/%d", size), func(b *testing.B) { benchmarkSize(b, openMemory(b), size) })
	}
}

func benchmarkSize(b *testing.B, s store.Store, size int) {
	ctx := context.Background()
	p, body := process(0), randomBody()
	for from := 0; from < size; from += 100 {
		if err := s.Update(ctx, func(w store.Writer) error {
			for n := from; n < min(from+100, size); n++ {
				if err := putEnvelope(w, p, uint64(n), body); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	get := func(r store.Reader, n int) error {
		_, err := r.Get(p, envelopes, hash(uint64(n)))
		return err
	}
	scan := func(r store.Reader, t store.Table, limit int) error {
		n := 0
		for _, err := range r.Scan(p, t, nil, nil) {
			if err != nil {
				return err
			}
			if n++; n == limit {
				break
			}
		}
		if n != min(size, limit) {
			return fmt.Errorf("%d pairs", n)
		}
		return nil
	}
	// Each operation of these is a View of its own.
	for _, op := range []struct {
		name string
		run  func(r store.Reader) error
	}{
		{"Get7KB", func(r store.Reader) error { return get(r, rand.IntN(size)) }},
		{"Last", func(r store.Reader) error {
			_, err := r.Last(p, byLeaf)
			return err
		}},
		{"ScanFirst", func(r store.Reader) error { return scan(r, byLeaf, 1) }},
		{"ScanAll32B", func(r store.Reader) error { return scan(r, byLeaf, size) }},
		{"ScanAll7KB", func(r store.Reader) error { return scan(r, envelopes, size) }},
	} {
		b.Run(op.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := s.View(ctx, op.run); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Get7KBWithinView", func(b *testing.B) {
		b.ReportAllocs()
		if err := s.View(ctx, func(r store.Reader) error {
			for b.Loop() {
				if err := get(r, rand.IntN(size)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	})
	b.Run("Update64", func(b *testing.B) { benchmarkUpdate(b, s, 64, 1) })
}
