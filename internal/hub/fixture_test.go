// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// caller is a hub as its callers see it; [Local] and [courier.Client] are the
// two there are.
type caller interface {
	LogKey(ctx context.Context, nonce record.Hash) ([]byte, error)
	Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error)
	Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error)
	Tick(ctx context.Context, pid record.Hash) error
	Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error)
	Cosign(ctx context.Context, pid record.Hash, lines []byte) error
	Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error)
	Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error)
	Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error
	Join(ctx context.Context, pid, token record.Hash, request []byte) error
	WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error)
}

var (
	_ caller = Local{}
	_ caller = (*courier.Client)(nil)
)

// fixed derives 32 bytes from words, so that keys are the same in every run.
func fixed(words ...string) [32]byte { return sha256.Sum256([]byte(strings.Join(words, "/"))) }

// clock is a clock that stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2025, 5, 19, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// plan says what a world is to be like. The zero value is a memory store, ticks
// on demand, a batch of 8, and the seats A, B and M, all of which have accepted.
type plan struct {
	seats     string        // "name:role …"; the first founds
	policy    record.Policy // zero Batch: 8
	opt       Options       // Now is the world's clock if nil
	store     store.Store
	guarantor bool // a guarantor "g" without a seat
	closed    bool // nobody has accepted yet

	// like makes the world a copy of another, at the point where its process
	// had been founded: sealing draws fresh salt each time.
	like *world

	// blind seats do not try to open what others wrote, which takes time.
	blind bool
}

// world is a hub with one process on it, and those who use it.
type world struct {
	t       testing.TB
	clock   *clock
	opt     Options
	store   store.Store
	hub     *Hub
	hubCert tls.Certificate
	hubTLS  record.Hash
	policy  record.Policy
	nonce   record.Hash
	pid     record.Hash
	genesis *record.Envelope
	started []*record.Envelope // by which the seats accepted
	founder *seat
	seats   map[string]*seat
	random  *rand.Rand
	founded *store.Memory // what the store held when the process was founded
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// newWorld founds a process on a new hub.
func newWorld(t testing.TB, p plan) *world {
	t.Helper()
	w := &world{
		t: t, clock: newClock(), opt: p.opt, store: p.store, policy: p.policy,
		nonce: fixed("nonce"), seats: map[string]*seat{}, random: rand.New(rand.NewPCG(1, 2)),
	}
	if w.opt.Now == nil {
		w.opt.Now = w.clock.Now
	}
	if w.opt.Secret == ([32]byte{}) {
		w.opt.Secret = fixed("hub secret")
	}
	if w.policy.Batch == 0 {
		w.policy.Batch = 8
	}
	w.policy.Quorum = max(w.policy.Quorum, 1)
	if p.seats == "" {
		p.seats = "M:mediator A:party B:party"
	}
	var err error
	if w.hubCert, w.hubTLS, err = courier.Certificate(fixed("hub tls")); err != nil {
		t.Fatal(err)
	}
	if p.like != nil {
		w.copy(p.like)
	} else {
		w.found(p)
	}
	for _, s := range w.seats {
		s.blind = p.blind
		s.reader = record.NewReader(w.pid, s.name, s)
	}
	if p.like != nil || p.closed {
		return w
	}
	for _, x := range strings.Fields(p.seats) {
		name, _, _ := strings.Cut(x, ":")
		w.started = append(w.started, w.change(w.seats[name], record.Accept(w.pid)))
	}
	if p.store == nil {
		// What there is by now is put aside, and this world goes on from it
		// as its copies do.
		w.founded = w.store.(*store.Memory)
		w.founded.Crash()
		w.store = must(w.founded.Reopen())
		w.hub = New(w.store, w.opt)
	}
	return w
}

// found puts the genesis on a new hub.
func (w *world) found(p plan) {
	w.t.Helper()
	if w.store == nil {
		w.store = store.NewMemory()
	}
	w.hub = New(w.store, w.opt)
	g := w.newGenesis(w.nonce)
	for _, x := range strings.Fields(p.seats) {
		name, role, _ := strings.Cut(x, ":")
		s := w.newSeat(name, role)
		w.seats[name] = s
		g.Seats = append(g.Seats, s.enrol)
		if w.founder == nil {
			w.founder = s
		}
	}
	if p.guarantor {
		witness := must(record.NewDeviceSecret(record.Author{Seat: "g", Device: "d1"}, record.DeviceSeeds{
			Witness: fixed("g", "witness"), Seal: fixed("g", "seal"), Auth: fixed("g", "auth"),
		}))
		_, cert, err := courier.Certificate(fixed("g", "tls"))
		if err != nil {
			w.t.Fatal(err)
		}
		g.Guarantors = []record.Guarantor{{Name: "g", Witness: witness.WitnessKey(), TLS: cert}}
	}
	w.genesis = must(record.NewGenesis(g, record.RootSigner(w.founder.name, w.founder.root), w.clock.Now()))
	w.pid = g.Process()
	w.ok(w.hub.Create(w.t.Context(), w.genesis.Bytes(), w.opt.Admission))
}

func (w *world) copy(like *world) {
	w.store = must(like.founded.Reopen())
	w.hub = New(w.store, w.opt)
	w.genesis, w.started, w.pid = like.genesis, like.started, like.pid
	for name, x := range like.seats {
		s := *x
		s.w, s.own, s.tails, s.got = w, map[record.Hash]record.Opening{}, map[string]tail{}, map[int64][]byte{}
		s.from, s.note, s.read = 0, nil, nil
		w.seats[name] = &s
	}
	w.founder = w.seats[like.founder.name]
}

func (w *world) newGenesis(nonce record.Hash) *record.Genesis {
	return &record.Genesis{Policy: w.policy, HubKey: w.hub.LogKey(nonce).Public(), HubTLS: w.hubTLS, Nonce: nonce}
}

// ok ends the test if a call of the hub failed.
func (w *world) ok(receipt []byte, err error) []byte {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// openSQLite opens a store in a file that the test removes.
func openSQLite(t testing.TB, path string) *store.SQLite {
	t.Helper()
	s, err := store.OpenSQLite(path, store.SQLiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

// bothStores runs a test on each kind of store.
func bothStores(t *testing.T, run func(t *testing.T, st store.Store)) {
	t.Run("memory", func(t *testing.T) { run(t, store.NewMemory()) })
	t.Run("sqlite", func(t *testing.T) { run(t, openSQLite(t, filepath.Join(t.TempDir(), "hub.db"))) })
}

// restart ends the hub as a kill would, and starts another on what it left. The
// store is a [store.Memory].
func (w *world) restart() {
	w.t.Helper()
	m := w.store.(*store.Memory)
	m.Crash()
	again, err := m.Reopen()
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = again
	w.hub = New(again, w.opt)
}

// serve answers on a loopback port until the test ends, and returns the
// address.
func (w *world) serve() string {
	w.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.hub.Serve(ctx, l, w.hubCert) }()
	w.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			w.t.Errorf("serve: %v", err)
		}
	})
	return "https://" + l.Addr().String()
}

func (w *world) client(address string, own tls.Certificate) *courier.Client {
	w.t.Helper()
	c, err := courier.NewClient(address, w.hubTLS, own, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(c.Close)
	return c
}

// roster is the roster in force at the hub.
func (w *world) roster() *record.Roster {
	w.t.Helper()
	return w.process().roster()
}

func (w *world) process() *process {
	w.t.Helper()
	p, err := w.hub.process(w.t.Context(), w.pid)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// tick closes a tick, as the clock would.
func (w *world) tick() {
	w.t.Helper()
	if err := w.process().closeTick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// leaves are all leaves of the log.
func (w *world) leaves() []record.Hash {
	w.t.Helper()
	p := w.process()
	p.mu.Lock()
	size := p.reader.Tree().Size()
	p.mu.Unlock()
	ids, err := w.hub.Leaves(w.t.Context(), w.pid, w.founder.cert, 0, size)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// isError fails the test unless err is the sentinel.
func isError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v; want %v", err, want)
	}
}
