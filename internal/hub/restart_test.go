// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// TestRestartChangesNothing that a caller could see.
func TestRestartChangesNothing(t *testing.T) {
	w := newWorld(t, plan{guarantor: true})
	a := w.seats["A"]
	given := &promises{}
	var entries []*record.Envelope
	var receipts [][]byte
	for i := range 30 {
		e := w.opaque()
		msg, err := a.put(e, channels()[i%3])
		if err != nil {
			break
		}
		entries, receipts = append(entries, e), append(receipts, msg)
		given.add(w.receipt(msg))
	}
	w.tick()
	note := w.process().note
	leaves := w.leaves()
	for range 3 {
		w.restart()
		w.counted()
		if !bytes.Equal(w.process().note, note) {
			t.Error("another checkpoint after the restart")
		}
		if !slices.Equal(w.leaves(), leaves) {
			t.Error("other leaves after the restart")
		}
		for i, e := range entries {
			if again := w.ok(a.put(e, "A")); !bytes.Equal(again, receipts[i]) {
				t.Error("another receipt after the restart")
			}
		}
		// What is new is promised behind what has waited since before.
		e := w.opaque()
		given.add(w.receipt(w.ok(a.put(e, "A"))))
	}
	for range maxAhead {
		w.tick()
	}
	given.kept(t, w.leaves(), 8)
	if !slices.Equal(w.leaves()[:len(leaves)], leaves) {
		t.Error("the log was not extended but changed")
	}
	for _, s := range w.seats {
		s.sync(s.local())
		if s.reader.Roster().Hash != w.roster().Hash {
			t.Error("another roster after the restart")
		}
	}
}

// TestRestartOnSQLite reads the same from the file.
func TestRestartOnSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	st := openSQLite(t, path)
	w := newWorld(t, plan{store: st})
	for range 9 {
		w.ok(w.seats["A"].put(w.opaque(), "A B"))
	}
	w.tick()
	note, leaves := w.process().note, w.leaves()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	w.store = openSQLite(t, path)
	w.hub = New(w.store, w.opt)
	w.counted()
	if !bytes.Equal(w.process().note, note) || !slices.Equal(w.leaves(), leaves) {
		t.Error("the log is another")
	}
}

// TestCrashBetweenCommitAndSign: a tick that is durable and whose checkpoint
// nobody has seen is signed when the process is read again. Nothing is stored
// between the two, so the store after any tick is the store of such a crash.
func TestCrashBetweenCommitAndSign(t *testing.T) {
	w := newWorld(t, plan{})
	line := must(w.founder.dev.Cosign(w.pid, w.checkpoint().Checkpoint, w.clock.Now()))
	if err := w.founder.local().Cosign(t.Context(), w.pid, line); err != nil {
		t.Fatal(err)
	}
	old := w.checkpoint()
	m := w.store.(*store.Memory)
	m.FailAfterNext(errors.New("the machine stopped"))
	if err := w.process().closeTick(t.Context()); err == nil {
		t.Fatal("the tick was closed")
	}
	if c := w.checkpoint(); c.Size != old.Size {
		t.Fatal("a checkpoint was signed for a tick that failed")
	}
	w.restart()
	c := w.checkpoint()
	if c.Size != old.Size+8 || len(c.Cosignatures) != 0 {
		t.Errorf("the checkpoint is of size %d with %d cosignatures; want %d and none", c.Size, len(c.Cosignatures), old.Size+8)
	}
	w.founder.sync(w.founder.local())
}

// checkpoint is the newest one, verified.
func (w *world) checkpoint() *record.SignedCheckpoint {
	w.t.Helper()
	note, err := w.founder.local().Checkpoint(w.t.Context(), w.pid)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := w.roster().Checkpoint(note)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// TestFailedWriteLeavesTheHubRight for each call that writes, whether what
// failed was kept or not: the hub goes on without a restart, and doing it again
// works.
func TestFailedWriteLeavesTheHubRight(t *testing.T) {
	failure := errors.New("the disk did not answer")
	calls := map[string]func(w *world) func() error{
		"create": func(w *world) func() error {
			w.hub = New(w.store, w.opt)
			g := w.newGenesis(fixed("another nonce"))
			g.Seats = []*record.Enrolment{w.founder.enrol}
			e := must(record.NewGenesis(g, record.RootSigner("M", w.founder.root), w.clock.Now()))
			return func() error {
				_, err := w.hub.Create(w.t.Context(), e.Bytes(), "")
				return err
			}
		},
		"submit": func(w *world) func() error {
			e := w.opaque()
			return func() error { _, err := w.seats["A"].put(e, "A B"); return err }
		},
		"submit a roster entry": func(w *world) func() error {
			e := w.seats["A"].draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
			return func() error { _, err := w.seats["A"].put(e, ""); return err }
		},
		"submit a roster entry, entries waiting": func(w *world) func() error {
			e := w.seats["A"].draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
			for range 5 {
				w.ok(w.seats["A"].put(w.opaque(), "A"))
			}
			return func() error { _, err := w.seats["A"].put(e, ""); return err }
		},
		"tick": func(w *world) func() error {
			for range 5 {
				w.ok(w.seats["A"].put(w.opaque(), "A"))
			}
			return func() error { return w.founder.local().Tick(w.t.Context(), w.pid) }
		},
		"cosign": func(w *world) func() error {
			line := must(w.founder.dev.Cosign(w.pid, w.checkpoint().Checkpoint, w.clock.Now()))
			return func() error { return w.founder.local().Cosign(w.t.Context(), w.pid, line) }
		},
		"invite": func(w *world) func() error {
			return func() error {
				return w.founder.local().Invite(w.t.Context(), w.pid, fixed("token"), w.clock.Now().Add(time.Hour))
			}
		},
	}
	for name, prepare := range calls {
		for _, kept := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/kept=%v", name, kept), func(t *testing.T) {
				m := store.NewMemory()
				w := newWorld(t, plan{store: m})
				call := prepare(w)
				if kept {
					m.FailAfterNext(failure)
				} else {
					m.FailNext(failure)
				}
				if err := call(); !errors.Is(err, failure) {
					t.Fatalf("the call says %v", err)
				}
				if err := call(); err != nil {
					t.Errorf("doing it again: %v", err)
				}
				w.counted()
				given := &promises{}
				for range 12 {
					given.add(w.receipt(w.ok(w.seats["A"].put(w.opaque(), "A M"))))
				}
				for range maxAhead {
					w.tick()
				}
				given.kept(t, w.leaves(), 8)
				w.counted()
				w.founder.sync(w.founder.local())
				for _, v := range w.founder.read {
					if v.Code.Alarming() {
						t.Errorf("leaf %d: %s: %s", v.Index, v.Code, v.Why)
					}
				}
			})
		}
	}
}

var seedsFlag = flag.Int("hub.seeds", 25, "how many histories TestRandomFaults plays")

// TestRandomFaults lets many things happen in a random order, with writes that
// fail, kept or not, and crashes between: what was acknowledged is honoured,
// and every checkpoint that was ever seen is a prefix of the log at the end.
func TestRandomFaults(t *testing.T) {
	seeds := *seedsFlag
	if testing.Short() {
		seeds = min(seeds, 5)
	}
	like := newWorld(t, plan{seats: "M:mediator A:party B:party C:party"})
	for seed := range uint64(seeds) {
		w := newWorld(t, plan{like: like, blind: true})
		random := rand.New(rand.NewPCG(seed, 11))
		given := &promises{}
		var seen []*record.SignedCheckpoint
		faults, failed := 0, 0
		for range 300 {
			m := w.store.(*store.Memory)
			switch random.IntN(24) {
			case 0:
				m.FailNext(errors.New("refused"))
				faults++
			case 1:
				m.FailAfterNext(errors.New("no answer"))
				faults++
			case 2:
				w.restart()
			case 3:
				e := w.founder.draftOf(record.SetPolicy(w.policy))
				var err error
				for range 3 { // two faults may be waiting
					if _, err = w.founder.put(e, ""); err == nil || errors.Is(err, courier.ErrBusy) {
						break
					}
					failed++
				}
				if err != nil && !errors.Is(err, courier.ErrBusy) {
					t.Fatalf("seed %d: again: %v", seed, err)
				}
			case 4, 5, 6:
				if err := w.process().closeTick(t.Context()); err != nil {
					failed++
				}
			case 7:
				w.clock.advance(time.Minute)
				seen = append(seen, w.checkpoint())
			default:
				to := channels()[random.IntN(len(channels()))]
				msg, err := w.seats[strings.Fields(to)[0]].put(w.opaque(), to)
				if err == nil {
					given.add(w.receipt(msg))
				} else if failed++; errors.Is(err, courier.ErrStale) {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		}
		for range 2*maxAhead + slack {
			if err := w.process().closeTick(t.Context()); err != nil {
				failed++
			}
		}
		w.counted()
		if faults == 0 || failed == 0 {
			t.Errorf("seed %d: nothing ever failed", seed)
		}
		leaves := w.leaves()
		given.kept(t, leaves, 8)
		for _, s := range w.seats {
			s.sync(s.local())
		}
		for _, c := range seen {
			if root := must(w.founder.reader.Tree().Root(c.Size)); root != c.Root {
				t.Errorf("seed %d: the checkpoint of size %d is not of this log", seed, c.Size)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestTwoHubsOnOneStoreDoNotMixTheirLogs: the second to close a tick finds that
// the log has moved, and goes on from there.
func TestTwoHubsOnOneStoreDoNotMixTheirLogs(t *testing.T) {
	w := newWorld(t, plan{})
	w.tick()
	other := New(w.store, w.opt)
	p, err := other.process(t.Context(), w.pid)
	if err != nil {
		t.Fatal(err)
	}
	w.tick()
	if err := p.closeTick(t.Context()); err == nil {
		t.Error("a tick was closed on a log that had moved")
	}
	if err := p.closeTick(t.Context()); err != nil {
		t.Errorf("after reading the log again: %v", err)
	}
	w.hub = other
	w.counted()
	w.founder.sync(w.founder.local())
}

// TestDamagedProcessDoesNotStopTheOthers.
func TestDamagedProcessDoesNotStopTheOthers(t *testing.T) {
	w := newWorld(t, plan{policy: record.Policy{Tick: 60, Batch: 8}})
	bad := store.Process(fixed("a damaged process"))
	err := w.store.Update(t.Context(), func(x store.Writer) error {
		return x.Put(bad, tableHead, keyHead, head{size: 5}.encode())
	})
	if err != nil {
		t.Fatal(err)
	}
	w.restart()
	if _, err := w.hub.process(t.Context(), record.Hash(bad)); err == nil {
		t.Error("a process whose leaves are missing was read")
	}
	size := len(w.leaves())
	w.clock.advance(time.Minute)
	if err := w.hub.TickDue(t.Context()); err != nil || len(w.leaves()) != size+8 {
		t.Errorf("%v; the log grew by %d leaves", err, len(w.leaves())-size)
	}
}
