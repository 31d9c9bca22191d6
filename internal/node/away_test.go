// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"parley/record"
)

// stuck is a hub whose next call of some name gets no answer until it is let go.
type stuck struct {
	at    string // the call that hangs
	in    chan struct{}
	letGo chan struct{}
	once  sync.Once
}

// hangs makes a person's next call of that name hang.
func (x *person) hangs(call string) *stuck {
	k := &stuck{at: call, in: make(chan struct{}), letGo: make(chan struct{})}
	x.line.(*route).weather = func(c string, _ int) fault {
		if c == k.at {
			k.once.Do(func() {
				close(k.in)
				<-k.letGo
			})
		}
		return fine
	}
	return k
}

// soon fails the test unless do returns while nobody answers. The time is long,
// so that a busy machine does not fail it, and waiting for a hub would be longer.
func soon(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s waits for the hub", what)
	}
}

// TestNoPageWaitsForASync holds the hub up at each kind of call: whatever a page
// asks of the node is answered at once, what is written meanwhile is kept, and
// the sync goes on from there.
func TestNoPageWaitsForASync(t *testing.T) {
	for _, call := range []string{"checkpoint", "inbox", "leaves", "submit", "tick", "cosign"} {
		t.Run(call, func(t *testing.T) {
			w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
			w.everybodySyncs()
			a, m := w.As("A"), w.As("M")
			read := m.writes("A", onRecord, "to be read")
			m.syncs()
			a.syncs()
			m.writes("A", onRecord, "to be fetched")
			m.syncs()
			a.writes("M", wp, "on its way")
			k := a.hangs(call)
			type ended struct {
				r   SyncReport
				err error
			}
			sync := make(chan ended, 1)
			go func() {
				r, err := a.node.Sync(a.ctx(), a.line)
				sync <- ended{r, err}
			}()
			<-k.in
			soon(t, "a page", func() {
				for what, err := range map[string]error{
					"View":          second(a.node.View()),
					"Check":         second(a.node.Check(note("M", wp, "x"))),
					"Post":          second(a.node.Post(a.ctx(), note("M", wp, "written meanwhile"))),
					"Drafts":        second(a.node.Drafts(a.ctx())),
					"SaveDraft":     a.node.SaveDraft(a.ctx(), draftFor("M", wp, "x")),
					"SetMark":       a.node.SetMark(a.ctx(), "last-visit", nil),
					"Called":        second(a.node.Called(a.ctx())),
					"Untold":        second(a.node.Untold(a.ctx())),
					"Unconfirmed":   second(a.node.Unconfirmed()),
					"Confirm":       a.node.Confirm(a.ctx(), "M"),
					"NewestReceipt": second(a.node.NewestReceipt(a.ctx())),
					"Disclosure":    second(a.node.Prove(read0(a))),
					"Export":        second(a.node.Export(a.ctx(), io.Discard, true, false)),
				} {
					if err != nil && !errors.Is(err, ErrNotWitnessed) {
						t.Errorf("%s: %v", what, err)
					}
				}
				if _, ok := a.node.Entry(read); !ok {
					t.Error("the entry that was read is not there")
				}
				gone := a.writes("M", wp, "taken back meanwhile")
				a.ok(a.node.Undo(a.ctx(), gone))
			})
			// A second sync, and whatever else moves the log, waits its turn, and
			// no longer than it is wanted.
			ctx, cancel := context.WithTimeout(a.ctx(), time.Millisecond)
			defer cancel()
			for what, err := range map[string]error{
				"Sync":   second(a.node.Sync(ctx, m.line)),
				"Import": second(a.node.Import(ctx, nil, nil)),
				"Change": a.node.RotateSeatKey(ctx, m.line),
			} {
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s beside a sync: %v", what, err)
				}
			}
			close(k.letGo)
			end := <-sync
			a.ok(end.err)
			if late := call == "submit" || call == "tick"; late && end.r.Submitted != 1 {
				t.Errorf("%d entries were submitted; one had been marked as sent", end.r.Submitted)
			}
			w.everybodySyncs()
			m.reads("to be read", "to be fetched", "on its way", "written meanwhile")
			a.reads("to be read", "to be fetched", "on its way", "written meanwhile")
			a.outboxIs("")
			a.samePortrait()
		})
	}
}

// read0 is the log index of the newest entry that a person reads.
func read0(x *person) int64 {
	es := x.view().Entries
	return es[len(es)-1].Index()
}

// Locking does not wait either, and ends the sync: nothing that was on its way is
// read into a locked node.
func TestLockEndsASync(t *testing.T) {
	for _, call := range []string{"checkpoint", "inbox", "leaves", "submit", "tick", "cosign"} {
		w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
		w.everybodySyncs()
		a, m := w.As("A"), w.As("M")
		m.writes("A", onRecord, "to be fetched")
		m.syncs()
		a.writes("M", wp, "on its way")
		k := a.hangs(call)
		sync := make(chan error, 1)
		go func() { sync <- second(a.node.Sync(a.ctx(), a.line)) }()
		<-k.in
		soon(t, "Lock", a.node.Lock)
		close(k.letGo)
		if err := <-sync; !errors.Is(err, ErrLocked) {
			t.Errorf("%s: the sync of a node that was locked: %v", call, err)
		}
		a.opens()
		w.everybodySyncs()
		a.reads("to be fetched", "on its way")
		m.reads("to be fetched", "on its way")
		a.outboxIs("")
		a.samePortrait()
	}
}

// hangsUp is a hub that answers nothing and gives up with its caller.
type hangsUp struct {
	Hub
	in chan struct{}
}

func (h hangsUp) Tick(ctx context.Context, _ record.Hash) error {
	close(h.in)
	<-ctx.Done()
	return ctx.Err()
}

// The call to the hub itself is broken off when the node is locked.
func TestLockHangsUp(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	a := w.As("A")
	h := hangsUp{a.line, make(chan struct{})}
	sync := make(chan error, 1)
	go func() { sync <- second(a.node.Sync(a.ctx(), h)) }()
	<-h.in
	a.node.Lock()
	if err := <-sync; !errors.Is(err, ErrLocked) {
		t.Errorf("%v; want %v", err, ErrLocked)
	}
}

// TestMeanwhile does each thing that a person can do in the midst of every call
// of a sync, of a roster change and of the replacement of a device. Afterwards
// nothing is lost, nothing is there twice, and nobody is alarmed.
func TestMeanwhile(t *testing.T) {
	if testing.Short() {
		t.Skip("goes through every call of a sync; left out of short runs")
	}
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m, b := w.As("A"), w.As("M"), w.As("B")
	m.writes("A", wp, "M one")
	m.syncs()
	b.ok(b.node.RotateSeatKey(b.ctx(), b.line)) // what waits here is sealed again
	m.writes("A B", onRecord, "M two")
	m.syncs()
	a.writes("M", wp, "queued one")
	a.writes("M", wp, "queued two")
	conversations := map[string]func(a *person) error{
		"sync":   func(a *person) error { return second(a.node.Sync(a.ctx(), a.line)) },
		"rotate": func(a *person) error { return a.node.RotateSeatKey(a.ctx(), a.line) },
	}
	things := map[string]func(a *person) (more, less []string){
		"post": func(a *person) (more, less []string) {
			a.writes("M", wp, "meanwhile")
			return []string{"meanwhile"}, nil
		},
		"post twice and undo": func(a *person) (more, less []string) {
			gone := a.writes("M", wp, "taken back")
			a.writes("M", wp, "meanwhile")
			a.ok(a.node.Undo(a.ctx(), gone))
			return []string{"meanwhile"}, nil
		},
		"undo": func(a *person) (more, less []string) {
			switch err := a.node.Undo(a.ctx(), a.node.Outbox()[0].ID); {
			case err == nil:
				return nil, []string{"queued one"}
			case !errors.Is(err, ErrGone):
				a.w.t.Error(err)
			}
			return nil, nil
		},
		"export": func(a *person) (more, less []string) {
			a.bundle(true, true)
			return nil, nil
		},
	}
	cases := 0
	for conversation, talk := range conversations {
		for thing, do := range things {
			for k, hit := 0, true; hit; k++ {
				hit = false
				what := fmt.Sprintf("%s in call %d of %s", thing, k, conversation)
				world := w.fork()
				a := world.As("A")
				want := slices.Clone(base)
				r := a.line.(*route)
				r.weather = func(_ string, n int) fault {
					if n != k || hit {
						return fine
					}
					hit = true
					if len(a.node.Outbox()) == 0 && thing == "undo" {
						return fine
					}
					more, less := do(a)
					want = append(want, more...)
					want = slices.DeleteFunc(want, func(s string) bool { return slices.Contains(less, s) })
					return fine
				}
				r.calls = 0
				if err := talk(a); err != nil {
					t.Errorf("%s: %v", what, err)
				}
				r.weather = nil
				world.everybodySyncs()
				slices.Sort(want)
				if got := world.As("M").notes(); !slices.Equal(got, want) {
					t.Errorf("%s: M reads %q; want %q", what, got, want)
				}
				a.reads(want...)
				a.outboxIs("")
				world.As("M").calm()
				world.As("B").calm()
				a.samePortrait()
				cases++
			}
		}
	}
	t.Logf("%d cases", cases)
}

// changed reports whether the channel was closed.
func changed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Changed tells of what is written, undone, read and locked, and keeps quiet of
// the rest.
func TestChanged(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	step := func(what string, want bool, do func()) {
		t.Helper()
		c, also := a.node.Changed(), a.node.Changed()
		do()
		if got := changed(c); got != want || changed(also) != want {
			t.Errorf("%s: told %v; want %v", what, got, want)
		}
	}
	quiet := func() { a.view(); a.node.Outbox(); _ = a.drafts() }
	step("reading", false, quiet)
	var id record.Hash
	step("writing", true, func() { id = a.writes("M", wp, "one") })
	step("undoing", true, func() { a.ok(a.node.Undo(a.ctx(), id)) })
	step("a draft", false, func() { a.ok(a.node.SaveDraft(a.ctx(), draftFor("M", wp, "x"))) })
	m.writes("A", wp, "two")
	m.syncs()
	step("a sync that brings something", true, func() { a.syncs() })
	w.everybodySyncs()
	step("a sync that brings nothing", false, func() { a.line = noTick{a.line}; a.syncs() })
	step("locking", true, a.node.Lock)
}

// noTick is a hub that closes no tick on demand.
type noTick struct{ Hub }

func (noTick) Tick(context.Context, record.Hash) error { return nil }
