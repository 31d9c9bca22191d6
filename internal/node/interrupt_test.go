// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/store"
)

// fork is the whole world once more, as it stands: hub, archives and keys.
func (w *world) fork() *world {
	w.t.Helper()
	f := *w
	f.hubDisk = copyOf(w.t, w.hubDisk)
	if w.plan.now == nil {
		f.now = func() time.Time { return f.clock }
	}
	f.opt.Now = func() time.Time { return f.now() }
	f.hub = hub.New(f.hubDisk, f.opt)
	f.people = map[string]*person{}
	for name, x := range w.people {
		y := *x
		y.w = &f
		dir := fast(w.t)
		y.ok(os.CopyFS(dir, os.DirFS(x.home.Keys.Dir())))
		u, err := keys.UnlockWith(dir, must(x.home.Keys.Identity()))
		y.ok(err)
		y.disk = &disk{Store: copyOf(w.t, x.disk.Store)}
		y.home = &Home{Keys: u, Store: y.disk, Now: func() time.Time { return f.now().Add(y.skew) }}
		y.line = &route{to: func() Hub { return hub.Local{Hub: f.hub, Cert: y.cert} }}
		f.people[name] = &y
		if x.node != nil {
			y.opens()
		}
	}
	return &f
}

// interrupted is one action of A that is cut short at every point there is.
type interrupted struct {
	name string
	do   func(a *person) error
	// wants are the notes that A and M read in the end, if the action told its
	// caller that it was done, and if not.
	wants func(done bool) [][]string
}

// base is what M reads of A, and A of M, in any case.
var base = []string{"M one", "M two", "queued one", "queued two"}

func interruptions() []interrupted {
	with := func(more ...string) []string { return slices.Sorted(slices.Values(slices.Concat(base, more))) }
	same := func(bool) [][]string { return [][]string{with()} }
	return []interrupted{
		{"sync", func(a *person) error { return second(a.node.Sync(a.ctx(), a.line)) }, same},
		{"post", func(a *person) error { return second(a.node.Post(a.ctx(), note("M", onRecord, "posted"))) }, func(done bool) [][]string {
			if done {
				return [][]string{with("posted")}
			}
			return [][]string{with(), with("posted")}
		}},
		{"undo", func(a *person) error { return a.node.Undo(a.ctx(), a.node.Outbox()[0].ID) }, func(done bool) [][]string {
			without := []string{"M one", "M two", "queued two"}
			if done {
				return [][]string{without}
			}
			return [][]string{without, with()}
		}},
		{"rotate", func(a *person) error { return a.node.RotateSeatKey(a.ctx(), a.line) }, same},
		{"export", func(a *person) error { return second(a.node.Export(a.ctx(), &strings.Builder{}, true, true)) }, same},
		{"import", func(a *person) error {
			return second(a.node.Import(a.ctx(), a.w.As("M").bundle(true, false), a.line))
		}, same},
	}
}

// TestInterruptedSync cuts each action short at every write to the disk and at
// every call of the hub, in every way that those fail; afterwards nothing is
// lost, nothing is there twice, and nobody is alarmed.
func TestInterruptedSync(t *testing.T) {
	if testing.Short() {
		t.Skip("cuts every sync short at every step; left out of short runs")
	}
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m, b := w.As("A"), w.As("M"), w.As("B")
	m.writes("A", wp, "M one")
	m.syncs()
	b.ok(b.node.RotateSeatKey(b.ctx(), b.line))
	m.writes("A B", onRecord, "M two")
	m.syncs()
	a.writes("M", wp, "queued one")
	a.writes("M", wp, "queued two")
	cases := 0
	for _, x := range interruptions() {
		for _, m := range []mishap{refused, kept, deadBefore, deadAfter} {
			for k, hit := 0, true; hit; k++ {
				hit = w.cutShort(t, fmt.Sprintf("%s, mishap %d of update %d", x.name, m, k), x, m, k, fine, -1)
				cases++
			}
		}
		for _, f := range []fault{lost, unanswered, twice, late} {
			for k, hit := 0, true; hit; k++ {
				hit = w.cutShort(t, fmt.Sprintf("%s, fault %d of call %d", x.name, f, k), x, none, -1, f, k)
				cases++
			}
		}
	}
	t.Logf("%d interruptions", cases)
}

// cutShort runs one action on a copy of the world with one mishap or fault, and
// reports whether that came to pass.
func (w *world) cutShort(t *testing.T, what string, x interrupted, m mishap, update int, f fault, call int) (hit bool) {
	t.Helper()
	world := w.fork()
	a := world.As("A")
	var later []func()
	a.disk.updates = 0
	a.disk.trouble = func(n int) mishap {
		if n == update {
			hit = true
			return m
		}
		return none
	}
	r := a.line.(*route)
	r.calls, r.defer_ = 0, func(fn func()) { later = append(later, fn) }
	r.weather = func(_ string, n int) fault {
		if a.disk.dead {
			return lost
		}
		if n == call {
			hit = true
			return f
		}
		return fine
	}
	err := x.do(a)
	a.disk.trouble, r.weather = nil, nil
	if hit && err != nil && !errors.Is(err, errDisk) && !errors.Is(err, store.ErrClosed) && !errors.Is(err, courier.ErrUnreachable) {
		t.Errorf("%s: an error that tells another story: %v", what, err)
	}
	if !hit && err != nil {
		t.Errorf("%s: without any trouble: %v", what, err)
	}
	if a.disk.dead {
		a.restarts()
	}
	for _, fn := range later {
		fn()
	}
	world.everybodySyncs()
	wants := x.wants(err == nil)
	got := world.As("M").notes()
	if !slices.ContainsFunc(wants, func(want []string) bool { return slices.Equal(got, want) }) {
		t.Errorf("%s (%v): M reads %q; want one of %q", what, err, got, wants)
	}
	a.reads(got...)
	a.outboxIs("")
	world.As("M").calm()
	world.As("B").calm()
	a.samePortrait()
	return hit
}

// Replacing a device is cut short at every point there is: the second attempt,
// where one is needed, comes through.
func TestInterruptedReplaceDevice(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a := w.As("A")
	backup := copyOf(t, a.disk.Store)
	a.writes("M", onRecord, "forgotten by the copy")
	a.syncs()
	a.disk.Store = backup
	a.opens()
	a.writes("M", onRecord, "dropped")
	if _, err := a.node.Sync(a.ctx(), a.line); !errors.Is(err, ErrQuarantine) {
		t.Fatal(err)
	}
	for k := range 40 {
		world := w.fork()
		a := world.As("A")
		hit := false
		if m := []mishap{kept, deadBefore, deadAfter}[k%3]; k < 20 {
			a.disk.trouble = func(n int) mishap {
				if hit = hit || n == k/3; n == k/3 {
					return m
				}
				return none
			}
		} else {
			a.line.(*route).weather = func(_ string, n int) fault {
				if hit = hit || n == k-20; n == k-20 {
					return unanswered
				}
				return fine
			}
		}
		_, err := a.node.ReplaceDevice(a.ctx(), a.connect)
		if hit == (err == nil) && hit {
			t.Logf("case %d did no harm", k)
		}
		a.disk.trouble, a.line.(*route).weather = nil, nil
		s, serr := SeatOf(a.home, label)
		a.ok(serr)
		if _, err := a.connect(s); err != nil {
			t.Fatal(err)
		}
		a.restarts()
		if err != nil && a.view().Quarantine {
			_, err = a.node.ReplaceDevice(a.ctx(), a.connect)
			a.ok(err)
		}
		if v := a.view(); v.Quarantine {
			t.Errorf("case %d: still in quarantine", k)
		}
		a.syncs()
		if a.view().Roster.Seat("A").Device("d1") != nil {
			a.ok(a.node.RemoveDevice(a.ctx(), a.line, "d1"))
		}
		world.everybodySyncs()
		world.confirmAll()
		a.writes("M", onRecord, "as another device")
		world.everybodySyncs()
		world.As("M").reads("forgotten by the copy", "as another device")
		a.reads("forgotten by the copy", "as another device")
		a.outboxIs("")
		if !hit {
			continue
		}
	}
}

// A full disk loses nothing that was there, and what was refused can be done
// when there is space again.
func TestDiskFull(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	a.writes("M", wp, "before")
	m.writes("A", wp, "for A")
	m.syncs()
	memory := a.disk.Store.(*store.Memory)
	var size int64
	pairs(t, memory, func(_ store.Process, _ store.Table, x store.Pair) { size += int64(len(x.Key) + len(x.Value)) })
	for _, room := range []int64{1, 20_000, 40_000} {
		memory.SetLimit(size + room)
		posted := 0
		for i := range 20 {
			if _, err := a.node.Post(a.ctx(), note("M", wp, fmt.Sprintf("room %d, entry %02d", room, i))); errors.Is(err, store.ErrFull) {
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			posted++
		}
		if n := len(a.node.Outbox()); posted == 20 || n < posted {
			t.Fatalf("%d of 20 were taken and %d wait: the disk was not full", posted, n)
		}
		if _, err := a.node.Sync(a.ctx(), a.line); err != nil && !errors.Is(err, store.ErrFull) {
			t.Errorf("sync on a full disk: %v", err)
		}
		if err := a.node.RotateSeatKey(a.ctx(), a.line); err != nil && !errors.Is(err, store.ErrFull) {
			t.Errorf("a roster change on a full disk: %v", err)
		}
		if _, err := a.node.View(); err != nil {
			t.Errorf("the view on a full disk: %v", err)
		}
		memory.SetLimit(0)
		w.everybodySyncs()
		if n := len(m.notes()); n < posted+1 {
			t.Errorf("M reads %d notes; %d were taken", n, posted)
		}
		a.outboxIs("")
		a.calm()
		m.calm()
		a.samePortrait()
		memory = a.disk.Store.(*store.Memory)
		size = 0
		pairs(t, memory, func(_ store.Process, _ store.Table, x store.Pair) { size += int64(len(x.Key) + len(x.Value)) })
	}
	a.entry("before")
	a.entry("for A")
}
