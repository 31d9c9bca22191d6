// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// TestInboxHoldsWhatIsAddressedToTheSeat and nothing else, each once, in order,
// and not before it is in the log.
func TestInboxHoldsWhatIsAddressedToTheSeat(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st, seats: "M:mediator A:party B:party C:party"})
		want := map[string]map[record.Hash]bool{"A": {}, "B": {}, "C": {}, "M": {}}
		for _, seats := range want {
			seats[w.genesis.ID()] = true
			for _, e := range w.started {
				seats[e.ID()] = true
			}
		}
		got := map[string]map[record.Hash]bool{"A": {}, "B": {}, "C": {}, "M": {}}
		from, last := map[string]int64{}, map[string]int64{"A": -1, "B": -1, "C": -1, "M": -1}
		for range 60 {
			for range 3 {
				to := channels()[w.random.IntN(4)]
				e := w.opaque()
				w.ok(w.seats["A"].put(e, strings.Join(audience("A "+to), " ")))
				for _, name := range audience("A " + to) {
					want[name][e.ID()] = true
				}
			}
			if w.random.IntN(3) == 0 {
				continue
			}
			w.tick()
			if w.random.IntN(3) == 0 {
				continue
			}
			w.clock.advance(1e11)
			leaves := w.leaves()
			for name, s := range w.seats {
				ds, next, err := s.local().Inbox(t.Context(), w.pid, from[name])
				if err != nil {
					t.Fatal(err)
				}
				if next != int64(len(leaves)) {
					t.Errorf("seat %s goes on at %d of %d", name, next, len(leaves))
				}
				from[name] = next
				for _, d := range ds {
					id := must(record.ParseEnvelope(d.Envelope)).ID()
					if d.Index <= last[name] || leaves[d.Index] != id {
						t.Errorf("seat %s: index %d after %d, or not its leaf", name, d.Index, last[name])
					}
					last[name] = d.Index
					got[name][id] = true
				}
			}
		}
		for range maxAhead {
			w.tick()
		}
		for name, s := range w.seats {
			ds, _, err := s.local().Inbox(t.Context(), w.pid, from[name])
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range ds {
				got[name][must(record.ParseEnvelope(d.Envelope)).ID()] = true
			}
			for id := range got[name] {
				if !want[name][id] {
					t.Errorf("seat %s got %s, which is not addressed to it", name, id)
				}
			}
			if len(got[name]) != len(want[name]) {
				t.Errorf("seat %s got %d envelopes of %d", name, len(got[name]), len(want[name]))
			}
		}
	})
}

func TestInboxFromAnyIndex(t *testing.T) {
	w := newWorld(t, plan{})
	for range 20 {
		w.ok(w.seats["A"].put(w.opaque(), "A B"))
		w.tick()
	}
	all, next, err := w.seats["B"].local().Inbox(t.Context(), w.pid, 0)
	if err != nil {
		t.Fatal(err)
	}
	for from := int64(0); from <= next; from++ {
		ds, n, err := w.seats["B"].local().Inbox(t.Context(), w.pid, from)
		if err != nil || n != next {
			t.Fatalf("from %d: next %d, want %d (%v)", from, n, next, err)
		}
		want := slices.DeleteFunc(slices.Clone(all), func(d courier.Delivery) bool { return d.Index < from })
		if len(ds) != len(want) || len(ds) > 0 && ds[0].Index != want[0].Index {
			t.Fatalf("from %d: %d envelopes, want %d", from, len(ds), len(want))
		}
	}
	// A reader that is ahead of the hub learns how far the hub is.
	ds, n, err := w.seats["B"].local().Inbox(t.Context(), w.pid, 1<<62)
	if err != nil || len(ds) != 0 || n != next {
		t.Errorf("beyond the end: %d envelopes, next %d, %v", len(ds), n, err)
	}
}

// long makes a world whose log has many entries, put into the store as ticks
// are, without the way through Submit.
func (w *world) long(entries int, deliver func(i int) string) {
	w.t.Helper()
	p := w.process()
	roster := w.roster().Hash
	for at := 0; at < entries; {
		var chosen []batchEntry
		err := w.store.Update(w.t.Context(), func(x store.Writer) error {
			chosen = nil
			random := rand.New(rand.NewPCG(uint64(at), 77))
			for i := at; i < min(at+maxUnmetered, entries); i++ {
				e := opaque(w.pid, roster, random)
				id := e.ID()
				m := entryMeta{tick: p.tick, notAfter: p.tick, received: w.clock.Now(), size: len(e.Bytes()), deliver: audience(deliver(i))}
				if err := errors.Join(x.Put(store.Process(w.pid), tableEnvelope, id[:], e.Bytes()),
					x.Put(store.Process(w.pid), tableMeta, id[:], m.encode())); err != nil {
					return err
				}
				chosen = append(chosen, batchEntry{id: id, arrival: int64(i), meta: m})
			}
			return nil
		})
		if err != nil {
			w.t.Fatal(err)
		}
		at += len(chosen)
		batch := int(w.policy.Batch)
		size := (len(chosen) + batch - 1) / batch * batch
		p.mu.Lock()
		for _, e := range chosen { // as if they had been counted in
			p.backlog[channelOf(e.meta.deliver)]++
			p.total++
			p.bytes += int64(e.meta.size)
		}
		p.mu.Unlock()
		if err := p.commitTick(w.t.Context(), chosen, size); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestInboxIsBounded: a seat with more entries than go into one answer gets
// them in several, none twice and none left out.
func TestInboxIsBounded(t *testing.T) {
	w := newWorld(t, plan{})
	const entries = 700
	w.long(entries, func(i int) string {
		if i%5 == 4 {
			return "A M"
		}
		return "B M"
	})
	w.counted()
	b := w.seats["B"]
	got, rounds := 0, 0
	last := int64(-1)
	for from := int64(0); ; rounds++ {
		ds, next, err := b.local().Inbox(t.Context(), w.pid, from)
		if err != nil {
			t.Fatal(err)
		}
		size := 0
		for _, d := range ds {
			if d.Index <= last || d.Index < from || d.Index >= next {
				t.Fatalf("index %d after %d in an answer from %d to %d", d.Index, last, from, next)
			}
			last = d.Index
			size += len(d.Envelope)
		}
		if size > inboxBytes || len(ds) > 2*inboxEntries {
			t.Errorf("%d bytes in %d envelopes at once", size, len(ds))
		}
		if n := len(courier.Inbox(ds, next)); n > 1<<20 {
			t.Errorf("%d bytes on the wire", n)
		}
		got += len(ds)
		if next == from {
			break
		}
		from = next
	}
	if want := entries*4/5 + 1 + len(w.started); got != want {
		t.Errorf("%d envelopes; want %d", got, want)
	}
	if rounds < 4 {
		t.Errorf("all in %d answers: the test shows nothing", rounds)
	}
}

// TestInboxStopsWhereEitherTableDoes: with more rows of one kind than one answer
// takes, nothing of the other kind may run ahead of them.
func TestInboxStopsWhereEitherTableDoes(t *testing.T) {
	w := newWorld(t, plan{})
	// Rows without entries behind them: what matters is where the answer ends.
	small := w.genesis.Bytes()
	pid := store.Process(w.pid)
	p := w.process()
	const rows = 2*inboxEntries + 100
	size := p.reader.Tree().Size()
	err := w.store.Update(t.Context(), func(x store.Writer) error {
		id := fixed("entry")
		if err := x.Put(pid, tableEnvelope, id[:], small[:1]); err != nil {
			return err
		}
		for i := range int64(rows) {
			table, key := tableRoster, u64(size+i)
			if i%10 == 0 {
				table, key = tableDeliver, deliverKey("B", size+i)
			}
			if err := x.Put(pid, table, key, id[:]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range rows {
		p.reader.Next(fixed("entry"), nil)
	}
	var got []int64
	for from := size; ; {
		ds, next, err := w.seats["B"].local().Inbox(t.Context(), w.pid, from)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			got = append(got, d.Index)
		}
		if next == from {
			break
		}
		from = next
	}
	for i := range int64(rows) {
		if int(i) >= len(got) || got[i] != size+i {
			t.Fatalf("%d of %d rows were delivered, or in another order (at %d)", len(got), rows, i)
		}
	}
}

// TestInboxSizeSaysLittle: the answer is padded to a power of two, 16 KiB at
// least.
func TestInboxSizeSaysLittle(t *testing.T) {
	w := newWorld(t, plan{})
	for range 12 {
		w.ok(w.seats["A"].put(w.opaque(), "A B"))
		w.tick()
		ds, next, err := w.seats["B"].local().Inbox(t.Context(), w.pid, 0)
		if err != nil {
			t.Fatal(err)
		}
		b := courier.Inbox(ds, next)
		if n := len(b); n < 16<<10 || n&(n-1) != 0 {
			t.Errorf("%d envelopes make an answer of %d bytes", len(ds), n)
		}
	}
}

func TestGuarantorGetsRosterEntriesAndLeavesOnly(t *testing.T) {
	w := newWorld(t, plan{guarantor: true})
	_, cert, err := courier.Certificate(fixed("g", "tls"))
	if err != nil {
		t.Fatal(err)
	}
	g := Local{Hub: w.hub, Cert: cert}
	w.ok(w.seats["A"].put(w.opaque(), "A B M"))
	w.tick()
	ds, next, err := g.Inbox(t.Context(), w.pid, 0)
	if err != nil || next != int64(len(w.leaves())) {
		t.Fatalf("next %d, %v", next, err)
	}
	for _, d := range ds {
		if e := must(record.ParseEnvelope(d.Envelope)); !e.Open() {
			t.Errorf("index %d is a sealed entry", d.Index)
		}
	}
	if len(ds) != 1+len(w.started) {
		t.Errorf("%d roster entries; want %d", len(ds), 1+len(w.started))
	}
	ids, err := g.Leaves(t.Context(), w.pid, 0, next)
	if err != nil || !slices.Equal(ids, w.leaves()) {
		t.Errorf("the leaves are others (%v)", err)
	}
	note, err := g.Checkpoint(t.Context(), w.pid)
	if err != nil || !bytes.Equal(note, w.process().note) {
		t.Errorf("the checkpoint is another (%v)", err)
	}
	e := w.opaque()
	_, err = g.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), []string{"A"})
	isError(t, err, courier.ErrNotMember)
	isError(t, g.Tick(t.Context(), w.pid), courier.ErrNotMember)
	isError(t, g.Invite(t.Context(), w.pid, fixed("x"), w.clock.Now().Add(1e12)), courier.ErrNotMember)
	_, err = g.WaitingRoom(t.Context(), w.pid)
	isError(t, err, courier.ErrNotMember)
}

func TestUnknownProcess(t *testing.T) {
	w := newWorld(t, plan{closed: true})
	l := w.founder.local()
	_, err := l.Checkpoint(t.Context(), fixed("another"))
	isError(t, err, courier.ErrUnknown)
	for range 3 {
		_, _, err = l.Inbox(t.Context(), fixed("another"), 0)
		isError(t, err, courier.ErrUnknown)
	}
	if n := len(w.hub.processes); n != 1 {
		t.Errorf("%d processes in memory after asking for one that is not there", n)
	}
}

func TestLeavesBeyondTheLog(t *testing.T) {
	w := newWorld(t, plan{})
	size := int64(len(w.leaves()))
	for _, c := range [][2]int64{{0, size + 1}, {size, size + 1}, {1 << 40, 1<<40 + 3}} {
		_, err := w.founder.local().Leaves(t.Context(), w.pid, c[0], c[1])
		isError(t, err, courier.ErrNotFound)
	}
	if ids, err := w.founder.local().Leaves(t.Context(), w.pid, size, size); err != nil || len(ids) != 0 {
		t.Errorf("an empty range: %d leaves, %v", len(ids), err)
	}
}
