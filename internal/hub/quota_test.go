// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/record"
)

var pairsFlag = flag.Int("hub.pairs", 40, "how many pairs of worlds TestI8 compares in each case")

// A view is everything that B gets from the hub in the course of a script, with
// what must differ between two worlds masked: roots, signatures, the leaves of
// others, and the place within a tick, which the hashes decide.
type view []string

func (v *view) add(format string, args ...any) { *v = append(*v, fmt.Sprintf(format, args...)) }

// A step is one thing that happens in both worlds. In between, A and M write
// what they like.
type step struct {
	kind string // submit, poll, tick, roster
	to   string // of a submit
}

// scriptOf draws what B does. Its roster entries, of which everybody knows
// anyway, come after a tick: see TestRosterEntryHidesHowMuchWaited.
func scriptOf(random *rand.Rand, steps int) []step {
	var out []step
	for range steps {
		switch random.IntN(8) {
		case 0, 1, 2:
			out = append(out, step{"submit", []string{"B", "B M"}[random.IntN(2)]})
		case 3, 4:
			out = append(out, step{kind: "poll"})
		default:
			out = append(out, step{kind: "tick"})
		}
	}
	return out
}

// play runs a script while A and M write loud entries in between, and returns
// what B got. Worlds that are like the same one differ in nothing else.
func play(t *testing.T, like *world, opt Options, script []step, mine, theirs *rand.Rand, loud int) view {
	t.Helper()
	w := newWorld(t, plan{like: like, opt: opt, policy: like.policy})
	b := w.seats["B"]
	batch := w.policy.Batch
	own := map[record.Hash]bool{}
	from, seen := int64(0), int64(0)
	var v view
	poll := func() {
		note, err := b.local().Checkpoint(t.Context(), w.pid)
		if err != nil {
			t.Fatal(err)
		}
		c, err := w.roster().Checkpoint(note)
		if err != nil {
			t.Fatal(err)
		}
		v.add("checkpoint %s size %d, %d bytes", c.Origin, c.Size, len(note))
		ds, next, err := b.local().Inbox(t.Context(), w.pid, from)
		if err != nil {
			t.Fatal(err)
		}
		v.add("inbox from %d to %d, %d bytes on the wire", from, next, len(courier.Inbox(ds, next)))
		var got []string
		for _, d := range ds {
			e := must(record.ParseEnvelope(d.Envelope))
			got = append(got, fmt.Sprintf("tick %d: %s", d.Index/batch, e.ID()))
		}
		slices.Sort(got)
		v.add("%s", strings.Join(got, "\n"))
		ids, err := b.local().Leaves(t.Context(), w.pid, seen, c.Size)
		if err != nil {
			t.Fatal(err)
		}
		got = nil
		for i, id := range ids {
			if own[id] {
				got = append(got, fmt.Sprintf("own leaf in tick %d: %s", (seen+int64(i))/batch, id))
			}
		}
		slices.Sort(got)
		v.add("%d leaves; %s", len(ids), strings.Join(got, "\n"))
		from, seen = next, c.Size
	}
	for _, s := range script {
		for range theirs.IntN(loud + 1) {
			// A and M together and A alone: with B's own two, four channels.
			to := []string{"A", "A M"}[theirs.IntN(2)]
			if _, err := w.seats["A"].put(opaque(w.pid, w.roster().Hash, theirs), to); err != nil && !errors.Is(err, courier.ErrBusy) {
				t.Fatal(err)
			}
		}
		switch s.kind {
		case "submit":
			e := opaque(w.pid, w.roster().Hash, mine)
			msg, err := b.put(e, s.to)
			if err != nil {
				v.add("submit: %v", err)
				break
			}
			own[e.ID()] = true
			r := w.receipt(msg)
			v.add("receipt %s tick %d at %d not after %d, %d bytes", r.Envelope, r.Tick, r.Received.Unix(), r.NotAfter, len(msg))
		case "tick":
			w.clock.advance(time.Minute)
			w.tick()
		case "poll":
			poll()
		}
	}
	poll()
	return v
}

// difference is the first line in which two views differ, or "".
func difference(a, b view) string {
	for i := range max(len(a), len(b)) {
		x, y := "nothing", "nothing"
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("item %d:\n%s\n--- in the other world\n%s", i, x, y)
		}
	}
	return ""
}

// TestI8BsViewIsIndependentOfAMTraffic runs pairs of worlds with the same B: in
// one A and M are quiet or busy, in the other they write as they please. All
// that B receives must be the same (security design §8, N2 to N4, and I8).
func TestI8BsViewIsIndependentOfAMTraffic(t *testing.T) {
	pairs := *pairsFlag
	if testing.Short() {
		pairs = min(pairs, 10)
	}
	for _, c := range []struct {
		name  string
		opt   Options
		batch int64
		leaks bool // a negative control
	}{
		{name: "batch of 8", batch: 8},
		{name: "batch of 16", batch: 16},
		{name: "batch of 4", batch: 4},
		{name: "control: quotas lifted", opt: Options{Unmetered: true}, batch: 8, leaks: true},
		{name: "control: a batch too small for four channels", batch: 2, leaks: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy := record.Policy{Tick: 60, Batch: c.batch}
			like := newWorld(t, plan{policy: policy})
			different := 0
			for n := range pairs {
				seed := func(k uint64) *rand.Rand { return rand.New(rand.NewPCG(uint64(n), k)) }
				script := scriptOf(seed(1), 40)
				a := play(t, like, c.opt, script, seed(2), seed(3), []int{0, 1, 2}[n%3])
				b := play(t, like, c.opt, script, seed(2), seed(4), 12)
				d := difference(a, b)
				if d == "" {
					continue
				}
				if different++; !c.leaks {
					t.Fatalf("pair %d: %s", n, d)
				}
			}
			if c.leaks && different < pairs*9/10 {
				t.Errorf("only %d of %d pairs show what this control lets through: the test would miss it", different, pairs)
			}
		})
	}
}

// TestN3ABurstDelaysNobodyElse: with the backlog of one channel full, an entry
// of another goes in with the next tick.
func TestN3ABurstDelaysNobodyElse(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party C:party"})
	for _, to := range []string{"A", "A M", "A C"} {
		var err error
		for err == nil {
			_, err = w.seats["A"].put(w.opaque(), to)
		}
		isError(t, err, courier.ErrBusy)
		w.clock.advance(time.Hour)
	}
	tick := w.process().tick
	for range 2 {
		e := w.opaque()
		if r := w.receipt(w.ok(w.seats["B"].put(e, "B"))); r.Tick != tick {
			t.Errorf("due in tick %d; want %d", r.Tick, tick)
		}
	}
	w.tick()
	if n := w.process().backlog["B"]; n != 0 {
		t.Errorf("%d of B's entries still wait", n)
	}
}

// TestRosterEntryHidesHowMuchWaited: what waits goes in before a roster entry,
// in ticks of its own. Their number is the same whether nothing waits or as
// much as goes into one tick, and a power of two beyond that.
func TestRosterEntryHidesHowMuchWaited(t *testing.T) {
	like := newWorld(t, plan{})
	for waiting, want := range map[int]int64{0: 1, 1: 1, 2: 1, 3: 2, 5: 4, 9: 8, 17: 16} {
		w := newWorld(t, plan{like: like})
		before := w.process().tick
		for range waiting {
			w.ok(w.seats["A"].put(w.opaque(), "A M"))
		}
		w.change(w.seats["B"], record.AddDevice(record.NewDeviceText(second("B"), fixed("B2 tls"))))
		if n := w.process().tick - before - 1; n != want {
			t.Errorf("%d entries waiting: %d ticks before the roster entry; want %d", waiting, n, want)
		}
		w.counted()
	}
}
