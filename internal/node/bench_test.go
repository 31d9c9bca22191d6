// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"parley/internal/hub"
	"parley/internal/store"
	"parley/record"
)

// longLog is a process whose log has some leaves, of which one in ten is an
// entry of the mediator to all, with 1 KB of text. Quotas of the hub are
// lifted, or the building would take days of ticks.
func longLog(b *testing.B, leaves int64) *world {
	b.Helper()
	w := newWorld(b, plan{
		policy:  record.Policy{Tick: 60, Batch: 128, Quorum: 3, Faulty: 1},
		options: func(o *hub.Options) { o.Unmetered = true },
	})
	w.everybodySyncs()
	m, text := w.As("M"), strings.Repeat("word ", 200)
	size := func() int64 { return m.view().Size }
	for size() < leaves {
		// 512 entries make four batches, so 40 batches follow with cover alone
		// to keep one leaf in ten an entry.
		n := min(512, max(1, int(leaves-size())/10))
		for range n {
			if _, err := m.node.Post(m.ctx(), note("A B C G", onRecord, text)); err != nil {
				b.Fatal(err)
			}
		}
		m.syncs()
		for range max(1, n*10/128) {
			w.later(time.Minute)
		}
		m.syncs()
	}
	return w
}

// stranger is a second archive of a seat: the keys it has, and an empty disk.
func (w *world) stranger(b *testing.B, name string) *Home {
	b.Helper()
	st, err := store.OpenSQLite(filepath.Join(b.TempDir(), "archive.db"), store.SQLiteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	return &Home{Keys: w.As(name).home.Keys, Store: st, Now: w.now}
}

// coldSync syncs an empty archive. At its very end it may find that the device
// has cosigned this log before and go into quarantine, as it should; by then
// everything has been fetched and folded.
func coldSync(b *testing.B, n *Node, line Hub) {
	b.Helper()
	if _, err := n.Sync(b.Context(), line); err != nil && !errors.Is(err, ErrQuarantine) {
		b.Fatal(err)
	}
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkColdSync fetches, verifies, keeps and folds a whole log on an empty
// archive; BenchmarkRefold's figure is that of opening the archive again. The
// heap figure is what the open node holds, in MB.
func BenchmarkColdSync(b *testing.B) {
	for _, leaves := range []int64{1_000, 10_000, 100_000} {
		w := longLog(b, leaves)
		a := w.As("A")
		at := fmt.Sprintf("leaves=%d", leaves)
		b.Run(at+"/sync", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				home := w.stranger(b, "A")
				b.StartTimer()
				n, err := Open(b.Context(), home, label)
				if err != nil {
					b.Fatal(err)
				}
				coldSync(b, n, a.line)
			}
		})
		home := w.stranger(b, "A")
		n, err := Open(b.Context(), home, label)
		if err != nil {
			b.Fatal(err)
		}
		coldSync(b, n, a.line)
		n.Lock()
		b.Run(at+"/refold", func(b *testing.B) {
			b.ReportAllocs()
			before, entries := heap(), 0
			var n *Node
			for b.Loop() {
				if n, err = Open(b.Context(), home, label); err != nil {
					b.Fatal(err)
				}
			}
			entries = len(n.entries)
			b.ReportMetric((heap()-before)/1e6, "heap-MB")
			b.ReportMetric(float64(entries), "entries")
			n.Lock()
		})
		b.Run(at+"/post+sync", func(b *testing.B) {
			b.ReportAllocs()
			x := w.As("B")
			x.syncs()
			for b.Loop() {
				if _, err := x.node.Post(b.Context(), note("M", wp, "one more")); err != nil {
					b.Fatal(err)
				}
				if _, err := x.node.Sync(b.Context(), x.line); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
