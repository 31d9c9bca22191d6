// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// All benchmarks run on SQLite on a disk, with every receipt given after an
// fsync. Quotas, rates and limits are lifted (Options.Unmetered), which the
// names say; with them, a seat may submit about five entries a second. The
// envelopes are of the smallest size, 6,936 bytes, and made beforehand.

// benchWorld is a world on disk with further processes.
type benchWorld struct {
	*world
	path string
	pids []record.Hash
	now  []record.Hash // roster hash of each
}

func newBench(b *testing.B, processes int) *benchWorld {
	b.Helper()
	path := filepath.Join(b.TempDir(), "hub.db")
	x := &benchWorld{path: path}
	x.world = newWorld(b, plan{store: openSQLite(b, path), opt: Options{Unmetered: true}, seats: "M:mediator", blind: true})
	x.pids = append(x.pids, x.pid)
	x.now = append(x.now, x.roster().Hash)
	for i := 1; i < processes; i++ {
		// Another process with the same seat.
		g := x.newGenesis(fixed("bench", fmt.Sprint(i)))
		g.Seats = []*record.Enrolment{x.founder.enrol}
		signer := record.RootSigner("M", x.founder.root)
		e := must(record.NewGenesis(g, signer, x.clock.Now()))
		pid := g.Process()
		x.ok(x.hub.Create(b.Context(), e.Bytes(), ""))
		r := must(record.NewRoster(must(e.OpenClear())))
		accept := must(signer.SealOpen(r.Draft(record.Accept(pid), record.Chain{Seq: 2, Prev: e.ID(), SeenRoot: must(record.TreeRoot(0, nil))}, x.clock.Now())))
		x.ok(x.hub.Submit(b.Context(), pid, x.founder.cert, accept.Bytes(), nil))
		p := must(x.hub.process(b.Context(), pid))
		x.pids = append(x.pids, pid)
		x.now = append(x.now, p.roster().Hash)
	}
	return x
}

// submits is the timed part: writers hand in b.N envelopes, spread over the
// processes.
func (x *benchWorld) submits(b *testing.B, writers int, callers func(writer int) caller) {
	b.Helper()
	type work struct {
		pid, id  record.Hash
		envelope []byte
	}
	todo := make([]work, b.N)
	random := rand.New(rand.NewPCG(uint64(b.N), uint64(time.Now().UnixNano())))
	for i := range todo {
		n := i % len(x.pids)
		e := opaque(x.pids[n], x.now[n], random)
		todo[i] = work{x.pids[n], e.ID(), e.Bytes()}
	}
	took := make([]time.Duration, b.N)
	clients := make([]caller, writers)
	for g := range clients {
		clients[g] = callers(g)
		if _, err := clients[g].Checkpoint(b.Context(), x.pid); err != nil { // connect
			b.Fatal(err)
		}
	}
	runtime.GC()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	start := time.Now()
	for g := range writers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				t := time.Now()
				if _, err := clients[g].Submit(b.Context(), todo[i].pid, todo[i].id, todo[i].envelope, []string{"M"}); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(t)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	report(b, time.Since(start), took)
}

func report(b *testing.B, all time.Duration, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/all.Seconds(), "submits/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkSubmitUnmetered is from the call to the receipt, in one program.
func BenchmarkSubmitUnmetered(b *testing.B) {
	for _, processes := range []int{1, 1000} {
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprintf("writers=%d/processes=%d", writers, processes), func(b *testing.B) {
				x := newBench(b, processes)
				x.submits(b, writers, func(int) caller { return x.founder.local() })
			})
		}
	}
}

// BenchmarkSubmitWithTicksUnmetered is the same while ticks of up to 512 entries
// take what has come, as fast as it comes.
func BenchmarkSubmitWithTicksUnmetered(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d/processes=1", writers), func(b *testing.B) {
			x := newBench(b, 1)
			p := x.process()
			ctx, stop := context.WithCancel(b.Context())
			var wg sync.WaitGroup
			ticks := 0
			wg.Go(func() {
				for ctx.Err() == nil {
					p.mu.Lock()
					n := p.total
					p.mu.Unlock()
					if n < maxUnmetered {
						time.Sleep(time.Millisecond)
						continue
					}
					if err := p.closeTick(context.Background()); err != nil {
						b.Error(err)
						return
					}
					ticks++
				}
			})
			x.submits(b, writers, func(int) caller { return x.founder.local() })
			stop()
			wg.Wait()
			b.ReportMetric(float64(ticks), "ticks")
		})
	}
}

// BenchmarkSubmitToLongLogUnmetered is into a log that has so many entries.
func BenchmarkSubmitToLongLogUnmetered(b *testing.B) {
	for _, leaves := range []int{1e3, 1e4, 1e5} {
		x := newBench(b, 1)
		x.long(leaves, func(int) string { return "M" })
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprintf("leaves=%d/writers=%d", leaves, writers), func(b *testing.B) {
				x.submits(b, writers, func(int) caller { return x.founder.local() })
			})
		}
	}
}

// BenchmarkSubmitTLSUnmetered is over HTTP/2 and TLS 1.3 on loopback, each client
// with a connection of its own, client and hub on the same cores.
func BenchmarkSubmitTLSUnmetered(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", writers), func(b *testing.B) {
			x := newBench(b, 1)
			address := x.serve()
			x.submits(b, writers, func(int) caller { return x.founder.client(address) })
		})
	}
}

// BenchmarkTickUnmetered closes a tick that takes so many entries; the batch is
// 8, so that there is no cover but in the first.
func BenchmarkTickUnmetered(b *testing.B) {
	for _, entries := range []int{8, 64, 512} {
		b.Run(fmt.Sprintf("entries=%d", entries), func(b *testing.B) {
			x := newBench(b, 1)
			p := x.process()
			random := rand.New(rand.NewPCG(1, 1))
			var took []time.Duration
			b.ReportAllocs()
			for range b.N {
				b.StopTimer()
				var wg sync.WaitGroup
				for range entries {
					e := opaque(x.pid, x.now[0], random)
					wg.Go(func() {
						if _, err := x.founder.put(e, "M"); err != nil {
							b.Error(err)
						}
					})
				}
				wg.Wait()
				b.StartTimer()
				t := time.Now()
				if err := p.closeTick(b.Context()); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(t))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkCold reads a log of 10^5 entries: by the hub after a restart, and by
// a member over TLS, leaves and one answer of the inbox.
func BenchmarkColdUnmetered(b *testing.B) {
	const leaves = 1e5
	x := newBench(b, 1)
	x.long(leaves, func(int) string { return "M" })
	size := x.process().reader.Tree().Size()
	b.Run("hub", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := New(x.store, x.opt).process(b.Context(), x.pid)
			if err != nil || p.reader.Tree().Size() != size {
				b.Fatal(err)
			}
		}
	})
	c := x.founder.client(x.serve())
	b.Run("leaves over TLS", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ids, err := c.Leaves(b.Context(), x.pid, 0, size)
			if err != nil || int64(len(ids)) != size {
				b.Fatal(err)
			}
		}
	})
	b.Run("inbox over TLS", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			ds, _, err := c.Inbox(b.Context(), x.pid, 0)
			if err != nil {
				b.Fatal(err)
			}
			n = len(ds)
		}
		b.ReportMetric(float64(n), "envelopes")
	})
}

const memoryPath = "PARLEY_HUB_MEMORY_PATH"

// BenchmarkMemoryUnmetered starts a hub with a log of 10^5 entries in a process
// of its own and reports what that takes: once the log is read, and after 2,000
// submits by 64 writers, ten ticks and an answer of the inbox.
func BenchmarkMemoryUnmetered(b *testing.B) {
	if path := os.Getenv(memoryPath); path != "" {
		memoryOf(b, path)
		return
	}
	x := newBench(b, 1)
	x.long(1e5, func(int) string { return "M" })
	if err := x.store.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		child := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkMemoryUnmetered$", "-test.benchtime=1x")
		child.Env = append(os.Environ(), memoryPath+"="+x.path)
		out, err := child.CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		for line := range strings.Lines(string(out)) {
			if f := strings.Fields(line); len(f) == 3 && f[0] == "memory" {
				mb, err := strconv.ParseFloat(f[2], 64)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(mb, f[1])
			}
		}
	}
}

func memoryOf(b *testing.B, path string) {
	say := func(when string) {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Printf("\nmemory %s-heap-MB %.1f\n", when, float64(m.HeapInuse)/1e6)
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return // not on Linux
		}
		for line := range bytes.Lines(status) {
			if f := strings.Fields(string(line)); f[0] == "VmRSS:" {
				kb, _ := strconv.ParseFloat(f[1], 64)
				fmt.Printf("\nmemory %s-rss-MB %.1f\n", when, kb*1024/1e6)
			}
		}
	}
	st, err := store.OpenSQLite(path, store.SQLiteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	hub := New(st, Options{Secret: fixed("hub secret"), Unmetered: true})
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- hub.Run(ctx) }()
	var pid record.Hash
	if err := st.View(ctx, func(r store.Reader) error {
		for x, err := range r.Processes() {
			pid = record.Hash(x)
			return err
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	p, err := hub.process(ctx, pid)
	if err != nil {
		b.Fatal(err)
	}
	say("read")
	_, cert, err := courier.Certificate(fixed("M", "tls"))
	if err != nil {
		b.Fatal(err)
	}
	m := Local{Hub: hub, Cert: cert}
	roster := p.roster().Hash
	var wg sync.WaitGroup
	for g := range 64 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(g), uint64(time.Now().UnixNano())))
			for range 31 {
				e := opaque(pid, roster, random)
				if _, err := m.Submit(ctx, pid, e.ID(), e.Bytes(), []string{"M"}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for range 10 {
		if err := p.closeTick(ctx); err != nil {
			b.Error(err)
		}
	}
	if ds, _, err := m.Inbox(ctx, pid, 0); err != nil || len(ds) == 0 {
		b.Error(err)
	}
	say("used")
	stop()
	if err := <-done; err != nil {
		b.Error(err)
	}
}
