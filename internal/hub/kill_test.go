// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
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

var kills = flag.Int("hub.kills", 15, "how often TestKill kills a hub")

// The hub that is killed runs in a process of its own, on a clock a thousand
// times faster than ours: a tick of forty seconds is closed each forty milliseconds.
const (
	killPath  = "PARLEY_HUB_KILL_PATH"
	killEpoch = "PARLEY_HUB_KILL_EPOCH"
	killSpeed = 1000
	killBatch = 64
)

// fastClock is a clock that all processes of the test share.
func fastClock(epoch time.Time) func() time.Time {
	return func() time.Time {
		return newClock().now.Add(time.Since(epoch) * killSpeed).Truncate(time.Second)
	}
}

// killedHub is the process that is killed. It prints its address, and serves.
func killedHub(path string) error {
	ms, err := strconv.ParseInt(os.Getenv(killEpoch), 10, 64)
	if err != nil {
		return err
	}
	st, err := store.OpenSQLite(path, store.SQLiteOptions{})
	if err != nil {
		return err
	}
	hub := New(st, Options{Secret: fixed("hub secret"), Now: fastClock(time.UnixMilli(ms))})
	own, _, err := courier.Certificate(fixed("hub tls"))
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(2 * time.Millisecond) {
			if err := hub.TickDue(context.Background()); err != nil {
				fmt.Println("error", err)
				os.Exit(1)
			}
		}
	}()
	fmt.Println("https://" + l.Addr().String())
	return hub.Serve(context.Background(), l, own)
}

// TestKill runs a hub, lets seats write to it over HTTPS, and kills it at a
// random moment with a signal that it cannot catch. Each time it is started
// again every receipt that was given must be honoured, the leaves must give
// every checkpoint that was ever seen, and the newest must be no older.
func TestKill(t *testing.T) {
	if path := os.Getenv(killPath); path != "" {
		fmt.Println("error", killedHub(path))
		os.Exit(1)
	}
	path := filepath.Join(t.TempDir(), "hub.db")
	epoch := time.Now()
	st := openSQLite(t, path)
	w := newWorld(t, plan{
		store: st, seats: "M:mediator A:party B:party C:party", blind: true,
		policy: record.Policy{Tick: 40, Batch: killBatch}, opt: Options{Now: fastClock(epoch)},
	})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	k := &killing{world: w, path: path, epoch: epoch, first: w.founder.reader.Roster(), given: &promises{}, random: rand.New(rand.NewPCG(uint64(epoch.UnixNano()), 0))}
	k.roster.Store(&k.first.Hash)
	if testing.Short() {
		*kills = min(*kills, 5)
	}
	for round := range *kills {
		k.round(round)
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	// What is still promised is kept when the hub goes on.
	w.store = openSQLite(t, path)
	w.hub = New(w.store, w.opt)
	for range maxAhead + slack + 1 {
		w.tick()
	}
	k.check()
	late := k.given.kept(t, w.leaves(), killBatch)
	w.counted()
	w.founder.sync(w.founder.local())
	for _, v := range w.founder.read {
		if v.Code.Alarming() {
			t.Errorf("leaf %d: %s: %s", v.Index, v.Code, v.Why)
		}
	}
	t.Logf("%d rounds: %d receipts, %d checkpoints, %d changes of the roster, %d leaves, %d entries later than due",
		*kills, len(k.given.given), len(k.seen), k.changes, len(w.leaves()), late)
	if len(k.given.given) < *kills || late > 0 {
		t.Errorf("%d receipts, %d late", len(k.given.given), late)
	}
}

type killing struct {
	*world
	path    string
	epoch   time.Time
	random  *rand.Rand
	given   *promises
	first   *record.Roster              // verifies checkpoints and receipts
	roster  atomic.Pointer[record.Hash] // in force, as far as is known
	mu      sync.Mutex
	seen    []*record.SignedCheckpoint
	changes int
}

// round runs a hub, kills it, and looks at what it left.
func (k *killing) round(round int) {
	t := k.t
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), killPath+"="+k.path, killEpoch+"="+strconv.FormatInt(k.epoch.UnixMilli(), 10))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	child.Stderr = &stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "https://") {
		t.Fatalf("the hub said %q, %s", lines.Text(), &stderr)
	}
	address := lines.Text()
	running, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for g := range 12 {
		seed := k.random.Uint64()
		wg.Go(func() { k.write(running, address, g, rand.New(rand.NewPCG(seed, 1))) })
	}
	wg.Go(func() { k.watch(running, address) })
	wg.Go(func() { k.change(running, address) })
	// Either soon after the start, or in the middle of work: after so many
	// receipts and a moment. The deadline is for a machine that does nothing.
	wait, enough := time.Duration(k.random.IntN(80))*time.Millisecond, k.given.number()
	if k.random.IntN(4) > 0 {
		wait, enough = wait/4, enough+1+k.random.IntN(300)
	}
	for deadline := time.Now().Add(3 * time.Second); k.given.number() < enough && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(wait)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	stop()
	wg.Wait()
	for lines.Scan() {
		t.Errorf("the hub said %s", lines.Text())
	}
	_ = child.Wait() // says that it was killed

	st, err := store.OpenSQLite(k.path, store.SQLiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	k.store = st
	k.hub = New(st, k.opt)
	k.check()
	k.roster.Store(&k.world.roster().Hash)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

// write submits until the hub is gone.
func (k *killing) write(ctx context.Context, address string, g int, random *rand.Rand) {
	to := []string{"A", "A B M", "B C", "C M"}[g%4]
	s := k.seats[strings.Fields(to)[0]]
	c, err := courier.NewClient(address, k.hubTLS, s.tls, 0)
	if err != nil {
		k.t.Error(err)
		return
	}
	defer c.Close()
	for ctx.Err() == nil {
		e := opaque(k.pid, *k.roster.Load(), random)
		msg, err := c.Submit(ctx, k.pid, e.ID(), e.Bytes(), audience(to))
		switch {
		case err == nil:
			r, err := record.OpenReceipt(k.pid, k.first.HubKey, msg)
			if err != nil || r.Envelope != e.ID() {
				k.t.Errorf("receipt: %v", err)
				return
			}
			k.given.add(r)
		case errors.Is(err, courier.ErrBusy), errors.Is(err, courier.ErrStale):
			time.Sleep(time.Millisecond)
		case errors.Is(err, courier.ErrUnreachable):
			return
		default:
			k.t.Errorf("submit: %v", err)
			return
		}
	}
}

// watch collects checkpoints, and cosigns them.
func (k *killing) watch(ctx context.Context, address string) {
	s := k.seats["B"]
	c, err := courier.NewClient(address, k.hubTLS, s.tls, 0)
	if err != nil {
		k.t.Error(err)
		return
	}
	defer c.Close()
	for ctx.Err() == nil {
		note, err := c.Checkpoint(ctx, k.pid)
		if err != nil {
			if !errors.Is(err, courier.ErrUnreachable) {
				k.t.Errorf("checkpoint: %v", err)
			}
			return
		}
		signed, err := k.first.Checkpoint(note)
		if err != nil {
			k.t.Errorf("checkpoint: %v", err)
			return
		}
		k.mu.Lock()
		k.seen = append(k.seen, signed)
		k.mu.Unlock()
		_ = c.Cosign(ctx, k.pid, must(s.dev.Cosign(k.pid, signed.Checkpoint, k.opt.Now())))
		time.Sleep(time.Millisecond)
	}
}

// change puts roster entries on the log now and then.
func (k *killing) change(ctx context.Context, address string) {
	m := k.founder
	c, err := courier.NewClient(address, k.hubTLS, m.tls, 0)
	if err != nil {
		k.t.Error(err)
		return
	}
	defer c.Close()
	for ctx.Err() == nil {
		if _, err := m.pull(ctx, c); err != nil {
			if !errors.Is(err, courier.ErrUnreachable) {
				k.t.Errorf("pull: %v", err)
			}
			return
		}
		k.roster.Store(&m.reader.Roster().Hash)
		signer := m.dev.Signer()
		seq, prev := m.reader.Last(signer.Author, record.RosterChannel(), record.OnRecord)
		size := m.reader.Tree().Size()
		e := must(signer.SealOpen(m.reader.Roster().Draft(record.SetPolicy(k.policy),
			record.Chain{Seq: seq + 1, Prev: prev, SeenSize: size, SeenRoot: must(m.reader.Tree().Root(size))}, k.opt.Now())))
		msg, err := c.Submit(ctx, k.pid, e.ID(), e.Bytes(), nil)
		if err == nil {
			k.changes++
			k.given.add(must(record.OpenReceipt(k.pid, k.first.HubKey, msg)))
		} else if !errors.Is(err, courier.ErrUnreachable) && !errors.Is(err, courier.ErrBusy) {
			k.t.Errorf("roster entry: %v", err)
			return
		}
		if _, err := m.pull(ctx, c); err == nil {
			k.roster.Store(&m.reader.Roster().Hash)
		}
		select {
		case <-ctx.Done():
		case <-time.After(150 * time.Millisecond):
		}
	}
}

// check holds what the store has to what was seen of the hub.
func (k *killing) check() {
	k.t.Helper()
	leaves := k.leaves()
	k.given.kept(k.t, leaves, killBatch)
	logged := map[record.Hash]bool{}
	var tree record.Tree
	for _, id := range leaves {
		logged[id] = true
		tree.Append(id)
	}
	// Acknowledged, and neither in the log nor waiting for it?
	err := k.store.View(k.t.Context(), func(r store.Reader) error {
		waiting := map[record.Hash]bool{}
		for x, err := range r.Scan(store.Process(k.pid), tablePending, nil, nil) {
			if err != nil {
				return err
			}
			waiting[record.Hash(x.Value)] = true
		}
		for _, x := range k.given.given {
			if logged[x.Envelope] == waiting[x.Envelope] {
				k.t.Errorf("entry %s was acknowledged; logged %v, waiting %v", x.Envelope, logged[x.Envelope], waiting[x.Envelope])
			}
			b, err := r.Get(store.Process(k.pid), tableEnvelope, x.Envelope[:])
			if err != nil || must(record.ParseEnvelope(b)).ID() != x.Envelope {
				k.t.Errorf("entry %s was acknowledged; its bytes are %d others, %v", x.Envelope, len(b), err)
			}
		}
		return nil
	})
	if err != nil {
		k.t.Error(err)
	}
	now := k.checkpoint()
	if root := must(tree.Root(tree.Size())); now.Size != tree.Size() || now.Root != root {
		k.t.Errorf("the checkpoint is of %d leaves and another root than %d leaves give", now.Size, tree.Size())
	}
	for _, c := range k.seen {
		if c.Size > now.Size {
			k.t.Errorf("a checkpoint of %d leaves was seen; now it is of %d", c.Size, now.Size)
		} else if root := must(tree.Root(c.Size)); root != c.Root {
			k.t.Errorf("the checkpoint that was seen at size %d is not of this log", c.Size)
		}
	}
	k.counted()
}
