// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/process"
	"parley/internal/store"
	"parley/record"
)

var pairsOfWorlds = flag.Int("i8.pairs", 20, "how many pairs of worlds TestI8NonInterference compares")

// script is what happens in a world, minute by minute. The worlds of a pair
// differ in what A and M say to each other, and in nothing else.
type script struct {
	open   [][]line // seen by B
	caucus [][]line // between A and M
}

type line struct {
	by, to   string
	register record.Register
	text     string
}

const minutes = 8

// newScript draws a script. burst is how many entries A and M write in the
// busiest minute at least.
func newScript(rng *rand.Rand, burst int) script {
	var s script
	speak := func(by, to string) line {
		return line{by, to, []record.Register{onRecord, wp}[rng.IntN(2)], strings.Repeat("words ", 1+rng.IntN(300))}
	}
	for minute := range minutes {
		var open, caucus []line
		for _, x := range []line{{by: "M", to: "B"}, {by: "B", to: "M"}, {by: "A", to: "B M G"}} {
			for range rng.IntN(2) {
				open = append(open, speak(x.by, x.to))
			}
		}
		n := rng.IntN(4)
		if minute == 2 {
			n = burst + rng.IntN(4)
		}
		for range n {
			if rng.IntN(2) == 0 {
				caucus = append(caucus, speak("A", "M"))
			} else {
				caucus = append(caucus, speak("M", "A"))
			}
		}
		s.open, s.caucus = append(s.open, open), append(s.caucus, caucus)
	}
	return s
}

// play is all that B's node received, stored and showed, with hashes and
// ciphertext masked.
func (s script) play(w *world, caucus bool) string {
	var log strings.Builder
	b := w.As("B")
	batch := w.plan.policy.Batch
	b.line = &witnessed{Hub: b.line, log: &log, batch: batch}
	for minute := range minutes {
		// The caucus comes first: in M's outbox it stands before what is for B.
		if caucus {
			for _, l := range s.caucus[minute] {
				w.As(l.by).writes(l.to, l.register, l.text)
			}
		}
		for _, l := range s.open[minute] {
			w.As(l.by).writes(l.to, l.register, l.text)
		}
		for i, name := range []string{"A", "M", "B", "G"} {
			w.clock = w.clock.Add(time.Duration(3+i) * time.Second)
			fmt.Fprintf(&log, "minute %d, %s syncs\n", minute, name)
			r := w.As(name).syncs()
			if name == "B" {
				fmt.Fprintf(&log, "report %+v\n", r)
			}
		}
		w.later(60*time.Second - 18*time.Second)
	}
	if n := len(b.notes()); n == 0 {
		w.t.Errorf("B reads nothing: the comparison shows nothing")
	}
	log.WriteString(b.shows(batch))
	log.WriteString(b.stores())
	return log.String()
}

// witnessed writes down what a node sends and gets.
type witnessed struct {
	Hub
	log   *strings.Builder
	batch int64
}

// masked are the texts of notes and receipts that say nothing but that there is
// a hash, a key or a signature.
func masked(text []byte) string {
	return regexp.MustCompile(`[A-Za-z0-9+/]{40,}=*|parley/[a-z2-7]{52}`).ReplaceAllString(string(text), "…")
}

// Submit takes down the receipt.
func (x *witnessed) Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	out, err := x.Hub.Submit(ctx, pid, id, envelope, deliver)
	fmt.Fprintf(x.log, "submit %d bytes for %v: %s %v\n", len(envelope), deliver, masked(out), err)
	return out, err
}

// Checkpoint takes down the note.
func (x *witnessed) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	out, err := x.Hub.Checkpoint(ctx, pid)
	fmt.Fprintf(x.log, "checkpoint of %d bytes: %s %v\n", len(out), masked(out), err)
	return out, err
}

// Leaves takes down how many there are.
func (x *witnessed) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	out, err := x.Hub.Leaves(ctx, pid, from, to)
	fmt.Fprintf(x.log, "leaves %d to %d: %d %v\n", from, to, len(out), err)
	return out, err
}

// Inbox takes down what comes in which tick, and the size of the answer. Inside
// a tick entries stand in the order of their hashes.
func (x *witnessed) Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error) {
	ds, next, err := x.Hub.Inbox(ctx, pid, from)
	var lines []string
	for _, d := range ds {
		lines = append(lines, fmt.Sprintf("  in tick %d: %d bytes", d.Index/x.batch, len(d.Envelope)))
	}
	slices.Sort(lines)
	fmt.Fprintf(x.log, "inbox from %d to %d, %d bytes: %v\n%s\n", from, next, len(courier.Inbox(ds, next)), err, strings.Join(lines, "\n"))
	return ds, next, err
}

// shows is what the node tells people.
func (x *person) shows(batch int64) string {
	v := x.view()
	var lines []string
	for _, l := range v.State.Lines() {
		text := ""
		if n, ok := l.Act.(act.Note); ok {
			text = n.Text
		}
		lines = append(lines, fmt.Sprintf("line in tick %d: %s %s %v %s %s seq %d seen %d %v %s%s",
			l.Index/batch, l.Kind, l.Author, l.Audience, l.Register, l.Time, l.Seq, l.Seen, l.Relayed, l.Void, text))
	}
	slices.Sort(lines)
	channels := v.State.Channels()
	slices.SortFunc(channels, func(a, b process.Channel) int { return cmp.Compare(fmt.Sprint(a.Audience), fmt.Sprint(b.Audience)) })
	for _, c := range channels {
		lines = append(lines, fmt.Sprintf("channel %v %d %d %d %s", c.Audience, c.Entries, c.OnRecord, c.WithoutPrejudice, c.Newest))
	}
	return fmt.Sprintf("size %d withheld %d waiting %d witnessed %v alarms %d outbox %s\n%s\n",
		v.Size, v.Withheld, v.Waiting, v.Witnessed, len(v.Alarms), x.outbox(), strings.Join(lines, "\n"))
}

// stores is what lies on the disk: tables, sizes, and numbers that are no hash.
func (x *person) stores() string {
	var lines []string
	pairs(x.w.t, x.disk.Store, func(_ store.Process, table store.Table, p store.Pair) {
		key := fmt.Sprintf("%d bytes", len(p.Key))
		if len(p.Key) == 8 && table != tableLeaf {
			key = fmt.Sprint(binary.BigEndian.Uint64(p.Key))
		}
		value := fmt.Sprintf("%d bytes", len(p.Value))
		if table == tableState && bytes.Equal(p.Key, keyCursor) {
			value = fmt.Sprint(binary.BigEndian.Uint64(p.Value))
		}
		if table == tableReceipt {
			value = masked(p.Value)
		}
		lines = append(lines, fmt.Sprintf("table %d: %s, %s", table, key, value))
	})
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestI8NonInterference compares pairs of worlds that differ in nothing but
// what A and M say to each other: everything that B's node receives, stores and
// shows must be the same. With a protection taken away, the difference must
// show, or the comparison would prove nothing.
func TestI8NonInterference(t *testing.T) {
	policy := record.Policy{Tick: 60, Batch: 8, Quorum: 3, Faulty: 1}
	for _, c := range []struct {
		name   string
		pairs  int
		differ bool
		burst  int
		policy record.Policy
		change func(*hub.Options)
	}{
		{"as it is", *pairsOfWorlds, false, 3, policy, nil},
		{"a flood in the caucus", max(2, *pairsOfWorlds/5), false, 30, policy, nil},
		{"quotas lifted", 3, true, 12, policy, func(o *hub.Options) { o.Unmetered = true }},
		{"no cover while nobody writes", 3, true, 12, record.Policy{Tick: 0, Batch: 8, Quorum: 3, Faulty: 1}, nil},
	} {
		base := newWorld(t, plan{seats: "M:mediator A:party B:party G:guarantor", policy: c.policy, options: c.change})
		base.everybodySyncs()
		for i := range c.pairs {
			s := newScript(rand.New(rand.NewPCG(uint64(i), 8)), c.burst)
			quiet, busy := s.play(base.fork(), false), s.play(base.fork(), true)
			if d := differ(quiet, busy); (d != "") != c.differ {
				t.Errorf("%s, pair %d: B's view differs: %v; want %v: %s", c.name, i, d != "", c.differ, d)
			}
			if c.differ && quiet != s.play(base.fork(), false) {
				t.Errorf("%s, pair %d: the same script gives two views: the control shows nothing", c.name, i)
			}
		}
	}
}
