// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

var benchLarge = flag.Bool("bench.large", false, "measure 100,000 readable entries too: sealing them takes minutes")

// library is a hub that answers from a log made beforehand, page by page as the
// true one does. A reads it; M and B have written it.
type library struct {
	Hub
	pid   record.Hash
	key   record.LogKey
	ids   []record.Hash
	mail  map[int64][]byte // what A gets, by index
	shown int64            // how much of the log there is so far
	tree  *record.Tree
}

const libraryBatch = 8

// newLibrary makes a log of so many leaves, of which so many are entries that A
// can read, spread evenly, and the rest is cover. extra ticks follow, with one
// entry each.
func newLibrary(b *testing.B, leaves, readable, extra int) (*world, *library) {
	b.Helper()
	w := newWorld(b, plan{seats: "M:mediator A:party B:party", policy: record.Policy{Batch: libraryBatch, Quorum: 1}})
	w.everybodySyncs()
	m := w.As("M")
	v := m.view()
	l := &library{
		Hub: m.line, pid: w.pid, tree: &record.Tree{}, mail: map[int64][]byte{},
		key: w.hub.LogKey(must(record.GenesisNonce(m.entries()[0].Opened()))),
	}
	a := w.As("A")
	l.ids = must(a.line.Leaves(a.ctx(), w.pid, 0, v.Size))
	ds, _, err := a.line.Inbox(a.ctx(), w.pid, 0)
	a.ok(err)
	for _, d := range ds {
		l.mail[d.Index] = d.Envelope
	}
	sealed := l.seal(w, v.Roster, readable+extra)
	cover := record.NewSeed()
	every := max(1, (leaves-len(l.ids))/max(1, readable))
	add := func(e *record.Envelope) {
		if e == nil {
			l.ids = append(l.ids, record.CoverLeaf(cover, int64(len(l.ids)), 0))
			return
		}
		l.mail[int64(len(l.ids))] = e.Bytes()
		l.ids = append(l.ids, e.ID())
	}
	for i := 0; len(l.ids) < leaves || i < readable*every; i++ {
		if i%every == 0 && i/every < readable {
			add(sealed[i/every])
		} else {
			add(nil)
		}
	}
	l.shown = int64(len(l.ids))
	for _, e := range sealed[readable:] {
		add(e)
		for range libraryBatch - 1 {
			add(nil)
		}
	}
	return w, l
}

// seal makes entries for A: in four chains, on two cores.
func (l *library) seal(w *world, roster *record.Roster, count int) []*record.Envelope {
	out := make([]*record.Envelope, count)
	var group sync.WaitGroup
	for at, c := range []struct {
		by       string
		register record.Register
	}{{"M", onRecord}, {"B", wp}, {"M", wp}, {"B", onRecord}} {
		group.Go(func() {
			device := w.As(c.by).node.keys.Device
			audience := []string{"A", c.by}
			slices.Sort(audience)
			to := must(roster.Recipients(audience))
			chain := record.Chain{SeenRoot: must((&record.Tree{}).Root(0))}
			for i := at; i < count; i += 4 {
				chain.Seq++
				e, _, err := device.Seal(&record.Draft{
					Process: l.pid, RosterIndex: roster.Index, Roster: roster.Hash, Time: w.now(), Kind: act.KindNote, Register: c.register,
					Audience: audience, Chain: chain,
					Parts: []record.Part{{Media: act.Media, Data: must(act.Body(act.Note{Text: fmt.Sprintf("entry %d: %s", i, strings.Repeat("words ", 100))}))}},
				}, to)
				if err != nil {
					panic(err)
				}
				chain.Prev, out[i] = e.ID(), e
			}
		})
	}
	group.Wait()
	return out
}

func (l *library) Checkpoint(context.Context, record.Hash) ([]byte, error) {
	for l.tree.Size() < l.shown {
		l.tree.Append(l.ids[l.tree.Size()])
	}
	return l.key.Sign(l.pid, l.shown, must(l.tree.Root(l.shown)))
}

func (l *library) Cosign(context.Context, record.Hash, []byte) error { return nil }

func (l *library) Tick(context.Context, record.Hash) error { return nil }

func (l *library) Leaves(_ context.Context, _ record.Hash, from, to int64) ([]record.Hash, error) {
	return slices.Clone(l.ids[from:to]), nil
}

func (l *library) Inbox(_ context.Context, _ record.Hash, from int64) (out []courier.Delivery, next int64, err error) {
	size := 0
	for i := from; i < l.shown; i++ {
		if e := l.mail[i]; e != nil {
			if size += len(e); size > 1<<20 {
				return out, i, nil
			}
			out = append(out, courier.Delivery{Index: i, Envelope: e})
		}
	}
	return out, l.shown, nil
}

// onDisk gives a person an empty archive in a file.
func (x *person) onDisk(b *testing.B) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "archive.db")
	x.disk = &disk{Store: must(store.OpenSQLite(path, store.SQLiteOptions{}))}
	x.home.Store = x.disk
	b.Cleanup(func() { _ = x.disk.Close() })
	return path
}

// reader is A with an empty archive.
func (l *library) reader(b *testing.B, w *world) *person {
	b.Helper()
	a := w.As("A")
	a.onDisk(b)
	a.opens()
	return a
}

func (l *library) read(a *person) SyncReport {
	a.w.t.Helper()
	r, err := a.node.Sync(a.ctx(), l)
	a.ok(err)
	return r
}

// sizes of logs, and how many entries among their leaves can be read.
func sizes() []struct{ leaves, readable int } {
	return []struct{ leaves, readable int }{{1e3, 10}, {1e4, 100}, {1e5, 1000}, {1e3, 1e3}, {1e4, 1e4}}
}

func overSizes(b *testing.B, extra int, run func(b *testing.B, w *world, l *library)) {
	for _, s := range sizes() {
		b.Run(fmt.Sprintf("leaves=%d/readable=%d", s.leaves, s.readable), func(b *testing.B) {
			w, l := newLibrary(b, s.leaves, s.readable, extra)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, w, l)
		})
	}
}

// BenchmarkColdSync reads a whole log from a hub into a new archive: goals are
// 100,000 leaves in less than 5 s and 10,000 entries in less than 10 s.
func BenchmarkColdSync(b *testing.B) {
	overSizes(b, 0, func(b *testing.B, w *world, l *library) {
		for b.Loop() {
			b.StopTimer()
			a := l.reader(b, w)
			b.StartTimer()
			l.read(a)
		}
	})
}

// BenchmarkOpen unlocks an archive and folds it: goal, 10,000 entries in less
// than 10 s.
func BenchmarkOpen(b *testing.B) {
	overSizes(b, 0, func(b *testing.B, w *world, l *library) {
		a := l.reader(b, w)
		l.read(a)
		b.ResetTimer()
		for b.Loop() {
			a.opens()
		}
	})
}

// BenchmarkPost writes an entry for one reader, and for five.
func BenchmarkPost(b *testing.B) {
	for _, to := range []string{"M", "M B C G"} {
		b.Run(fmt.Sprintf("readers=%d", len(strings.Fields(to))+1), func(b *testing.B) {
			w := newWorld(b, plan{})
			a := w.As("A")
			a.onDisk(b)
			a.opens()
			a.syncs()
			b.ReportAllocs()
			for b.Loop() {
				a.writes(to, wp, "thirty days")
			}
		})
	}
}

// BenchmarkSyncOne reads one more tick with one entry for the reader.
func BenchmarkSyncOne(b *testing.B) {
	const extra = 200
	overSizes(b, extra, func(b *testing.B, w *world, l *library) {
		first := l.shown
		a := l.reader(b, w)
		l.read(a)
		b.ResetTimer()
		for b.Loop() {
			if l.shown == first+extra*libraryBatch {
				b.StopTimer()
				l.shown, l.tree = first, &record.Tree{}
				a = l.reader(b, w)
				l.read(a)
				b.StartTimer()
			}
			l.shown += libraryBatch
			if r := l.read(a); r.Opened != 1 {
				b.Fatalf("%d entries were opened", r.Opened)
			}
		}
	})
}

// BenchmarkExport writes everything that a node holds, with what opens it.
func BenchmarkExport(b *testing.B) {
	w, l := newLibrary(b, 1e4, 1e3, 0)
	a := l.reader(b, w)
	l.read(a)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.node.Export(a.ctx(), io.Discard, true, false); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkViewDuringSync asks for the view again and again while a log of 10,000
// readable entries is read for the first time: how long does a page wait?
func BenchmarkViewDuringSync(b *testing.B) {
	w, l := newLibrary(b, 1e4, 1e4, 0)
	var waits []time.Duration
	for b.Loop() {
		a := l.reader(b, w)
		done := make(chan error, 1)
		go func() { done <- second(a.node.Sync(a.ctx(), l)) }()
		for running := true; running; {
			began := time.Now()
			a.view()
			waits = append(waits, time.Since(began))
			select {
			case err := <-done:
				a.ok(err)
				running = false
			case <-time.After(time.Millisecond):
			}
		}
	}
	slices.Sort(waits)
	for _, p := range []int{50, 95, 100} {
		b.ReportMetric(waits[(len(waits)-1)*p/100].Seconds()*1e3, fmt.Sprintf("p%d-ms", p))
	}
}

// BenchmarkMemory says what a node that has read a log holds: goal, less than
// 400 MB at 100,000 entries.
func BenchmarkMemory(b *testing.B) {
	all := []struct{ leaves, readable int }{{1e5, 0}, {1e5, 1e4}}
	if *benchLarge {
		all = append(all, struct{ leaves, readable int }{1e5, 1e5})
	}
	for _, s := range all {
		b.Run(fmt.Sprintf("leaves=%d/readable=%d", s.leaves, s.readable), func(b *testing.B) {
			w, l := newLibrary(b, s.leaves, s.readable, 0)
			a := l.reader(b, w)
			began := time.Now()
			l.read(a)
			cold := time.Since(began)
			a.node.Lock()
			a.node, l.mail, l.ids, l.tree = nil, nil, nil, nil
			debug.FreeOSMemory() // what made the log is not the node's
			before := heap()
			began = time.Now()
			a.opens()
			open := time.Since(began)
			held, rss := heap()-before, resident()
			if n := len(a.view().Entries); n < s.readable {
				b.Errorf("%d entries are read", n)
			}
			for b.Loop() { // the work is done
			}
			b.ReportMetric(cold.Seconds(), "cold-s")
			b.ReportMetric(open.Seconds(), "open-s")
			b.ReportMetric(float64(held)/1e6, "heap-MB")
			b.ReportMetric(float64(rss)/1e6, "rss-MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// heap is what is in use of the heap when all garbage is gone.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}

// resident is the memory that the system says this program has, 0 where it does
// not say.
func resident() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
