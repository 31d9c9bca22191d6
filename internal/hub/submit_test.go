// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// rows counts the rows of a table of the world's process.
func (w *world) rows(t store.Table) int {
	w.t.Helper()
	n := 0
	err := w.store.View(w.t.Context(), func(r store.Reader) error {
		for _, err := range r.Scan(store.Process(w.pid), t, nil, nil) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestSubmitGivesAReceiptThatHolds(t *testing.T) {
	w := newWorld(t, plan{})
	e := w.opaque()
	msg := w.ok(w.seats["A"].put(e, "A B"))
	r := w.receipt(msg)
	p := w.process()
	want := record.Receipt{
		Process: w.pid, Envelope: e.ID(), Tick: p.tick, Received: w.clock.Now(), NotAfter: p.tick + slack,
	}
	if *r != want {
		t.Errorf("receipt %+v; want %+v", *r, want)
	}
	if _, err := record.OpenReceipt(w.pid, w.hub.LogKey(fixed("another")).Public(), msg); err == nil {
		t.Error("the receipt holds under another key")
	}
	if _, err := record.OpenReceipt(fixed("another"), w.hub.LogKey(w.nonce).Public(), msg); err == nil {
		t.Error("the receipt holds in another process")
	}
}

func TestSubmitIsRepeatable(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st})
		a := w.seats["A"]
		e := w.opaque()
		first := w.ok(a.put(e, "A M"))
		w.clock.advance(time.Hour)
		roster := a.draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
		firstRoster := w.ok(a.put(roster, ""))
		w.tick()
		// Later, by another member, for other readers, under another roster.
		for _, name := range []string{"A", "M", "B"} {
			w.clock.advance(time.Hour)
			if again := w.ok(w.seats[name].put(e, name)); !bytes.Equal(first, again) {
				t.Errorf("another receipt:\n%s\n%s", first, again)
			}
			if again := w.ok(w.seats[name].put(roster, "")); !bytes.Equal(firstRoster, again) {
				t.Errorf("another receipt:\n%s\n%s", firstRoster, again)
			}
		}
		if n := slices.Index(w.leaves(), e.ID()); n < 0 || slices.Contains(w.leaves()[n+1:], e.ID()) {
			t.Error("the entry is not in the log once")
		}
	})
}

// second makes a further device of a seat.
func second(name string) *record.DeviceSecret {
	return must(record.NewDeviceSecret(record.Author{Seat: name, Device: "d2"}, record.DeviceSeeds{
		Sign: fixed(name, "sign2"), Witness: fixed(name, "witness2"), Seal: fixed(name, "seal2"), Auth: fixed(name, "auth2"),
	}))
}

// TestSubmitByManyAtOnceKeepsOne holds for sealed entries and roster entries,
// also when the same envelope arrives more often than the backlog is long.
func TestSubmitByManyAtOnceKeepsOne(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st, policy: record.Policy{Batch: 4}})
		a := w.seats["A"]
		w.clock.advance(time.Hour) // the rate limit is full again
		for _, name := range []string{"sealed", "roster"} {
			e := w.opaque()
			if name == "roster" {
				e = a.draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
			}
			before := w.rows(tableEnvelope)
			receipts := make([][]byte, 64)
			var wg sync.WaitGroup
			for i := range receipts {
				wg.Go(func() {
					var err error
					if receipts[i], err = a.put(e, "A"); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				})
			}
			wg.Wait()
			for _, r := range receipts {
				if !bytes.Equal(r, receipts[0]) {
					t.Fatalf("%s: two receipts:\n%s\n%s", name, r, receipts[0])
				}
			}
			w.tick()
			if n := w.rows(tableEnvelope) - before; n != 1 {
				t.Errorf("%s: %d envelopes were kept", name, n)
			}
		}
		w.counted()
	})
}

// counted fails the test if the counters in memory are not what the store
// holds.
func (w *world) counted() {
	w.t.Helper()
	fresh, err := w.hub.readProcess(w.t.Context(), w.pid)
	if err != nil {
		w.t.Fatal(err)
	}
	p := w.process()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.total != fresh.total || len(p.backlog) != len(fresh.backlog) {
		w.t.Errorf("%d entries in %d channels are counted as waiting; the store holds %d in %d",
			p.total, len(p.backlog), fresh.total, len(fresh.backlog))
	}
	for channel, n := range fresh.backlog {
		if p.backlog[channel] != n {
			w.t.Errorf("channel %q: %d are counted; the store holds %d", channel, p.backlog[channel], n)
		}
	}
	if p.bytes != fresh.bytes || p.tick != fresh.tick || p.reader.Tree().Size() != fresh.reader.Tree().Size() {
		w.t.Errorf("bytes %d, tick %d, size %d; the store says %d, %d, %d", p.bytes, p.tick,
			p.reader.Tree().Size(), fresh.bytes, fresh.tick, fresh.reader.Tree().Size())
	}
}

// witnessed is a store that notes which keys were durable, and when an Update
// returned.
type witnessed struct {
	store.Store
	mu      sync.Mutex
	durable map[record.Hash]bool
}

func (s *witnessed) Update(ctx context.Context, fn func(store.Writer) error) error {
	var put []record.Hash
	err := s.Store.Update(ctx, func(w store.Writer) error {
		put = nil
		return fn(&noted{w, &put})
	})
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, id := range put {
			s.durable[id] = true
		}
	}
	return err
}

type noted struct {
	store.Writer
	put *[]record.Hash
}

func (n *noted) Put(p store.Process, t store.Table, key, value []byte) error {
	if t == tableEnvelope {
		*n.put = append(*n.put, record.Hash(key))
	}
	return n.Writer.Put(p, t, key, value)
}

func TestSubmitIsDurableBeforeTheReceipt(t *testing.T) {
	st := &witnessed{Store: store.NewMemory(), durable: map[record.Hash]bool{}}
	w := newWorld(t, plan{store: st, opt: Options{Unmetered: true}})
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(g), 0))
			for range 30 {
				e := opaque(w.pid, w.roster().Hash, random)
				if _, err := w.seats["A"].put(e, "A"); err != nil {
					t.Error(err)
				}
				st.mu.Lock()
				if !st.durable[e.ID()] {
					t.Error("a receipt was given before the entry was durable")
				}
				st.mu.Unlock()
			}
		})
	}
	wg.Wait()
	w.tick()
	w.counted()
}

func TestSubmitRefusesAStaleRosterAndKeepsNothing(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.seats["A"]
	e := w.opaque()
	roster := a.draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
	w.change(w.seats["B"], record.AddDevice(record.NewDeviceText(second("B"), fixed("B2 tls"))))
	rows, size := w.rows(tableEnvelope), len(w.leaves())
	_, err := a.put(e, "A B")
	isError(t, err, courier.ErrStale)
	_, err = a.put(roster, "")
	isError(t, err, courier.ErrStale)
	if w.rows(tableEnvelope) != rows || w.rows(tablePending) != 0 || len(w.leaves()) != size {
		t.Error("something of a stale entry was kept")
	}
	w.counted()
}

func TestSubmitRefusals(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	a := w.seats["A"]
	foreign := opaque(fixed("another process"), w.roster().Hash, w.random)
	forged := w.opaque().Bytes()
	for name, c := range map[string]struct {
		envelope []byte
		deliver  string
		want     error
	}{
		"empty":                  {nil, "A B", courier.ErrMalformed},
		"noise":                  {bytes.Repeat([]byte("x"), 9000), "A B", courier.ErrMalformed},
		"too large":              {make([]byte, record.MaxEnvelope+1), "A B", courier.ErrTooLarge},
		"cut short":              {forged[:len(forged)-1], "A B", courier.ErrMalformed},
		"another process":        {foreign.Bytes(), "A B", courier.ErrMalformed},
		"no reader":              {w.opaque().Bytes(), "", courier.ErrMalformed},
		"author is no reader":    {w.opaque().Bytes(), "B M", courier.ErrMalformed},
		"unsorted":               {w.opaque().Bytes(), "B A", courier.ErrMalformed},
		"one reader twice":       {w.opaque().Bytes(), "A A B", courier.ErrMalformed},
		"a reader who is nobody": {w.opaque().Bytes(), "A Z", courier.ErrRefused},
		"a reader like a list":   {w.opaque().Bytes(), "A,B", courier.ErrMalformed},
		"the genesis again":      {must(record.ParseEnvelope(w.genesis.Bytes())).Bytes(), "", nil},
	} {
		_, err := w.hub.Submit(t.Context(), w.pid, a.cert, c.envelope, strings.Fields(c.deliver))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
	}
	if n := w.rows(tablePending); n != 0 {
		t.Errorf("%d refused entries wait", n)
	}
	w.counted()
}

func TestSubmitBeforeTheProcessIsOpen(t *testing.T) {
	w := newWorld(t, plan{closed: true})
	_, err := w.founder.put(w.opaque(), "M")
	isError(t, err, courier.ErrRefused)
	w.change(w.founder, record.Accept(w.pid))
	_, err = w.founder.put(w.opaque(), "M")
	isError(t, err, courier.ErrRefused)
}

func TestSubmitAfterTheProcessIsClosed(t *testing.T) {
	w := newWorld(t, plan{})
	late := w.opaque()
	w.ok(w.seats["A"].put(late, "A"))
	change := w.seats["B"].draftOf(record.AddDevice(record.NewDeviceText(second("B"), fixed("B2 tls"))))
	w.change(w.founder, record.Close(w.pid))
	if !slices.Contains(w.leaves(), late.ID()) {
		t.Error("what was acknowledged before the close is not in the log")
	}
	_, err := w.seats["A"].put(w.opaque(), "A")
	isError(t, err, courier.ErrClosed)
	_, err = w.seats["B"].put(change, "")
	isError(t, err, courier.ErrClosed)
	w.ok(w.seats["A"].put(late, "A")) // its receipt is still to be had
	size := len(w.leaves())
	w.clock.advance(24 * time.Hour)
	if err := w.hub.TickDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.leaves()) != size {
		t.Error("a closed log grew")
	}
}

func TestSubmitAfterARefusalIsDecidedAnew(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Batch: 4}})
	a := w.seats["A"]
	var last *record.Envelope
	var err error
	for range 100 {
		last = w.opaque()
		if _, err = a.put(last, "A"); err != nil {
			break
		}
	}
	isError(t, err, courier.ErrBusy)
	w.tick()
	w.ok(a.put(last, "A"))
	w.counted()
}

func TestRateOfASeat(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Batch: 128}, seats: "M:mediator A:party B:party"})
	w.clock.advance(time.Hour)
	a, b := w.seats["A"], w.seats["B"]
	size := len(w.opaque().Bytes())
	sent := 0
	var err error
	for err == nil {
		if _, err = a.put(w.opaque(), "A"); err == nil {
			sent += size
		}
		if w.rows(tablePending) > 300 {
			w.tick()
		}
	}
	isError(t, err, courier.ErrBusy)
	if sent < burst-size || sent > burst+size {
		t.Errorf("%d bytes at once; want %d", sent, burst)
	}
	w.ok(b.put(w.opaque(), "B")) // the rate is the seat's own
	w.clock.advance(30 * time.Second)
	for sent, err = 0, error(nil); err == nil; {
		if _, err = a.put(w.opaque(), "A"); err == nil {
			sent += size
		}
		w.tick()
	}
	if sent < maxPerMinute/2-size || sent > maxPerMinute/2+size {
		t.Errorf("%d bytes after half a minute; want %d", sent, maxPerMinute/2)
	}
}

func TestRosterEntriesCountAgainstRateAndSize(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.seats["A"]
	before := w.process().bytes
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		label := "x" + string(rune('a'+n%26)) + string(rune('a'+n/26%26))
		d := must(record.NewDeviceSecret(record.Author{Seat: "A", Device: label}, record.DeviceSeeds{
			Sign: fixed(label, "s"), Witness: fixed(label, "w"), Seal: fixed(label, "e"), Auth: fixed(label, "a"),
		}))
		e := a.draftOf(record.AddDevice(record.NewDeviceText(d, fixed(label, "tls"))))
		if _, err = a.put(e, ""); err != nil {
			break
		}
		e = a.draftOf(record.RemoveDevice(label))
		_, err = a.put(e, "")
	}
	isError(t, err, courier.ErrBusy)
	if n < 8 {
		t.Errorf("only %d changes were let in", n)
	}
	if w.process().bytes <= before {
		t.Error("roster entries do not count in the size of the process")
	}
	w.counted()
}
