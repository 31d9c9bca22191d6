// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"errors"
	"fmt"
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

// TestRosterRaceHasOneWinner: of roster entries written on the same state of
// the roster exactly one takes effect; the others are refused and not logged.
func TestRosterRaceHasOneWinner(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st, seats: "M:mediator A:party B:party C:party"})
		for round := range 10 {
			var drafts []*record.Envelope
			for name, s := range w.seats {
				label := fmt.Sprintf("x%d", round)
				d := must(record.NewDeviceSecret(record.Author{Seat: name, Device: label}, record.DeviceSeeds{
					Sign: fixed(name, label, "s"), Witness: fixed(name, label, "w"), Seal: fixed(name, label, "e"), Auth: fixed(name, label, "a"),
				}))
				drafts = append(drafts, s.draftOf(record.AddDevice(record.NewDeviceText(d, fixed(name, label, "tls")))))
			}
			errs := make([]error, len(drafts))
			var wg sync.WaitGroup
			for i, e := range drafts {
				wg.Go(func() { _, errs[i] = w.founder.put(e, "") })
			}
			wg.Wait()
			won, leaves := 0, w.leaves()
			for i, err := range errs {
				if err == nil {
					won++
				} else {
					isError(t, err, courier.ErrStale)
				}
				if slices.Contains(leaves, drafts[i].ID()) != (err == nil) {
					t.Errorf("entry %d: %v, and its leaf says otherwise", i, err)
				}
			}
			if won != 1 {
				t.Fatalf("round %d: %d entries won", round, won)
			}
		}
		for _, s := range w.seats {
			s.sync(s.local())
			s.wellRead()
			if s.reader.Roster().Hash != w.roster().Hash {
				t.Errorf("seat %s and the hub have two rosters", s.name)
			}
		}
	})
}

// TestRosterEntryFlushesWhatWasAcknowledged: with real entries, more than the
// quota lets through at once, no reader ever finds an acknowledged one stale.
func TestRosterEntryFlushesWhatWasAcknowledged(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	written := map[string]int{}
	for round := range 6 {
		for _, s := range w.seats {
			s.sync(s.local())
		}
		for _, to := range []string{"A M", "A B M", "A"} {
			for range w.random.IntN(4) {
				w.seats["A"].write(to, "text")
				for _, name := range audience(to) {
					written[name]++
				}
			}
		}
		w.seats["B"].write("B M", "text")
		written["B"]++
		written["M"]++
		if round%2 == 0 {
			w.change(w.founder, record.SetPolicy(w.policy))
		} else {
			label := fmt.Sprintf("x%d", round)
			d := must(record.NewDeviceSecret(record.Author{Seat: "B", Device: label}, record.DeviceSeeds{
				Sign: fixed(label, "s"), Witness: fixed(label, "w"), Seal: fixed(label, "e"), Auth: fixed(label, "a"),
			}))
			w.change(w.seats["B"], record.AddDevice(record.NewDeviceText(d, fixed(label, "tls"))))
		}
		if n := w.rows(tablePending); n != 0 {
			t.Fatalf("%d entries wait after a roster entry", n)
		}
		if round%3 == 0 {
			w.restart()
		}
	}
	for name, s := range w.seats {
		s.sync(s.local())
		s.wellRead()
		n := 0
		for _, v := range s.read {
			if v.Code.OK() && v.Entry.Statement().Kind == "note" {
				n++
			}
		}
		if n != written[name] {
			t.Errorf("seat %s accepted %d entries of %d", name, n, written[name])
		}
	}
}

// TestRosterEntryAmongConcurrentWriters: an entry that was acknowledged is in
// the log at a place where the roster is the one it names, whatever came in
// between.
func TestRosterEntryAmongConcurrentWriters(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st, seats: "M:mediator A:party B:party", policy: record.Policy{Batch: 16}})
		var mu sync.Mutex
		acked := map[record.Hash]*record.Envelope{}
		stale, done := 0, make(chan struct{})
		var writing sync.WaitGroup
		for g := range 8 {
			writing.Go(func() {
				random := rand.New(rand.NewPCG(uint64(g), 3))
				to := channels()[g%4]
				if strings.Contains(to, "C") {
					to = "A B M"
				}
				s := w.seats[strings.Fields(to)[0]]
				for {
					select {
					case <-done:
						return
					default:
					}
					e := opaque(w.pid, w.roster().Hash, random)
					_, err := s.put(e, to)
					mu.Lock()
					switch {
					case err == nil:
						acked[e.ID()] = e
					case errors.Is(err, courier.ErrStale):
						stale++
					case !errors.Is(err, courier.ErrBusy):
						t.Error(err)
					}
					mu.Unlock()
					if err != nil {
						time.Sleep(time.Millisecond)
					}
				}
			})
		}
		for range 12 {
			w.change(w.founder, record.SetPolicy(w.policy))
		}
		close(done)
		writing.Wait()
		for range maxAhead + 1 {
			w.tick()
		}
		w.counted()
		leaves := w.leaves()
		auditor := record.NewReader(w.pid, "", sealedToOthers{})
		open := map[record.Hash][]byte{}
		for from, next := int64(-1), int64(0); next != from; {
			from = next
			var ds []courier.Delivery
			var err error
			if ds, next, err = w.founder.local().Inbox(t.Context(), w.pid, from); err != nil {
				t.Fatal(err)
			}
			for _, d := range ds {
				if e := must(record.ParseEnvelope(d.Envelope)); e.Open() {
					open[e.ID()] = d.Envelope
				}
			}
		}
		found := 0
		for i, id := range leaves {
			if e := acked[id]; e != nil {
				found++
				if in := auditor.Roster().Hash; e.Roster != in {
					t.Errorf("leaf %d was acknowledged for roster %s; in force is %s", i, e.Roster, in)
				}
			}
			auditor.Next(id, open[id])
		}
		if found != len(acked) {
			t.Errorf("%d entries of %d that were acknowledged are in the log", found, len(acked))
		}
		t.Logf("%d acknowledged, %d stale", len(acked), stale)
	})
}

func TestRosterEntryRefusals(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.seats["A"]
	good := a.draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
	damaged := slices.Clone(good.Bytes())
	damaged[len(damaged)-1] ^= 1
	wrongChain := func(change func(c *record.Chain)) *record.Envelope {
		root := must(a.reader.Tree().Root(a.reader.Tree().Size()))
		_, prev := a.reader.Last(record.Root("A"), record.RosterChannel(), record.OnRecord)
		c := record.Chain{Seq: 2, Prev: prev, SeenSize: a.reader.Tree().Size(), SeenRoot: root}
		change(&c)
		return must(record.RootSigner("A", a.root).SealOpen(a.reader.Roster().Draft(
			record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))), c, w.clock.Now())))
	}
	size := len(w.leaves())
	for name, c := range map[string]struct {
		envelope []byte
		want     error
	}{
		"damaged":               {damaged, courier.ErrRefused},
		"not its right":         {a.draftOf(record.Close(w.pid)).Bytes(), courier.ErrRefused},
		"by a device":           {a.draftOf(record.RosterChange{Kind: "roster.device.add", Body: record.NewDeviceText(second("A"), fixed("A2 tls"))}).Bytes(), courier.ErrRefused},
		"number left out":       {wrongChain(func(c *record.Chain) { c.Seq++ }).Bytes(), courier.ErrRefused},
		"number used":           {wrongChain(func(c *record.Chain) { c.Seq-- }).Bytes(), courier.ErrRefused},
		"another predecessor":   {wrongChain(func(c *record.Chain) { c.Prev = fixed("x") }).Bytes(), courier.ErrRefused},
		"another view":          {wrongChain(func(c *record.Chain) { c.SeenRoot = fixed("x") }).Bytes(), courier.ErrRefused},
		"a view of what is not": {wrongChain(func(c *record.Chain) { c.SeenSize++ }).Bytes(), courier.ErrRefused},
		"a certificate in use":  {a.draftOf(record.AddDevice(record.NewDeviceText(second("A"), w.seats["B"].cert))).Bytes(), courier.ErrRefused},
		"a second acceptance":   {a.draftOf(record.Accept(w.pid)).Bytes(), courier.ErrRefused},
	} {
		if _, err := w.hub.Submit(t.Context(), w.pid, a.cert, c.envelope, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
	}
	if n := len(w.leaves()); n != size {
		t.Errorf("the log grew by %d leaves", n-size)
	}
	w.ok(a.put(good, ""))
	w.counted()
}

// TestRemovedDeviceIsRefusedEverywhere from the moment its removal is in force.
func TestRemovedDeviceIsRefusedEverywhere(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.seats["A"]
	_, cert, err := courier.Certificate(fixed("A2 tls"))
	if err != nil {
		t.Fatal(err)
	}
	other := Local{Hub: w.hub, Cert: cert}
	e := w.opaque()
	if _, err := other.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), []string{"A"}); !errors.Is(err, courier.ErrNotMember) {
		t.Errorf("before it was added: %v", err)
	}
	w.change(a, record.AddDevice(record.NewDeviceText(second("A"), cert)))
	e = w.opaque()
	w.ok(other.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), []string{"A"}))
	w.change(a, record.RemoveDevice("d2"))
	refusedEverywhere(t, w, other, e)
	w.restart()
	other.Hub = w.hub
	refusedEverywhere(t, w, other, e)
	a.sync(a.local()) // the seat's other device goes on
}

// TestRemovedSeatIsRefusedEverywhere and nothing new is delivered to it.
func TestRemovedSeatIsRefusedEverywhere(t *testing.T) {
	w := newWorld(t, plan{})
	b := w.seats["B"]
	known := w.opaque()
	w.ok(b.put(known, "B"))
	w.change(w.founder, record.RemoveSeat("B"))
	refusedEverywhere(t, w, b.local(), known)
	_, err := w.seats["A"].put(w.opaque(), "A B")
	isError(t, err, courier.ErrRefused)
}

func TestNonMemberIsRefusedEverywhere(t *testing.T) {
	w := newWorld(t, plan{guarantor: true})
	e := w.opaque()
	w.ok(w.seats["A"].put(e, "A"))
	refusedEverywhere(t, w, Local{Hub: w.hub, Cert: fixed("nobody")}, e)
	refusedEverywhere(t, w, Local{Hub: w.hub}, e)
}

// refusedEverywhere calls all that is for members and guarantors. known is an
// entry that the hub holds.
func refusedEverywhere(t *testing.T, w *world, c caller, known *record.Envelope) {
	t.Helper()
	for name, call := range map[string]func() error{
		"submit a known entry": func() error {
			_, err := c.Submit(t.Context(), w.pid, known.ID(), known.Bytes(), []string{"A"})
			return err
		},
		"submit": func() error {
			e := w.opaque()
			_, err := c.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), []string{"A"})
			return err
		},
		"tick":         func() error { return c.Tick(t.Context(), w.pid) },
		"checkpoint":   func() error { _, err := c.Checkpoint(t.Context(), w.pid); return err },
		"cosign":       func() error { return c.Cosign(t.Context(), w.pid, []byte("x\n")) },
		"leaves":       func() error { _, err := c.Leaves(t.Context(), w.pid, 0, 8); return err },
		"inbox":        func() error { _, _, err := c.Inbox(t.Context(), w.pid, 0); return err },
		"invite":       func() error { return c.Invite(t.Context(), w.pid, fixed("token"), w.clock.Now().Add(1e12)) },
		"waiting room": func() error { _, err := c.WaitingRoom(t.Context(), w.pid); return err },
	} {
		if err := call(); !errors.Is(err, courier.ErrNotMember) {
			t.Errorf("%s: %v; want %v", name, err, courier.ErrNotMember)
		}
	}
}
