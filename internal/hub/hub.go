// SPDX-License-Identifier: Apache-2.0

// Package hub puts the sealed envelopes of many processes in order, each
// process in a Merkle log of its own, and delivers them to their readers. It
// opens none of them: it holds no key but those it signs its logs and its
// connections with, and reads only the roster entries, which are open.
//
// A receipt is durable when it is given, and promises a place in the log
// within a few ticks. Each tick appends a batch of fixed size, entries and
// cover leaves mixed, so that the log shows the same growth whatever is
// written (security design §8, N2 to N6).
package hub

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// Options configure a hub. The zero value of each field but Secret is usable.
type Options struct {
	// Secret is what the hub's log keys are derived from, one key for each
	// process, so that two processes on one hub cannot be linked by key.
	Secret [32]byte

	// Admission is the word that whoever founds a process must know. Empty
	// means that anyone who reaches the hub may.
	Admission string

	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// Unmetered lifts quotas, rates and size limits. It is for measurements,
	// which must say so.
	Unmetered bool
}

// Limits of a hub (security design §9).
const (
	maxPerMinute   = 2 << 20         // bytes that a seat may submit in a minute
	burst          = 4 << 20         // and at once
	rosterCost     = 64 << 10        // bytes that a roster entry counts for: it costs everybody a tick or more
	maxProcess     = int64(10) << 30 // bytes of envelopes in a process
	maxAhead       = 16              // ticks that a receipt may promise ahead
	slack          = 2               // ticks between the one promised and the last that keeps the promise
	maxUnmetered   = 512             // entries in one tick when quotas are lifted
	inboxBytes     = 1<<20 - 64<<10  // bytes of envelopes in one inbox answer; padded it has 1 MiB, half a minute at 280 kbit/s
	inboxEntries   = 2048            // entries of each kind in one
	maxCosign      = 4 << 10         // bytes of cosignatures at once
	maxWaitingRoom = 64              // invitations open at once in a process
	maxInvitation  = 90 * 24 * time.Hour
	closers        = 16 // ticks of different processes that are closed at once
)

// Hub serves any number of processes from one store. It is safe for concurrent
// use. One store must have one hub.
type Hub struct {
	store store.Store
	opt   Options

	mu        sync.Mutex // guards processes; never held while anything is waited for
	processes map[record.Hash]*place
}

// place is where a process is kept in memory, and where callers wait while one
// of them reads it.
type place struct {
	ready chan struct{} // closed when p or err is set
	p     *process
	err   error
}

// New opens a hub on a store. Processes are read when they are first asked for.
func New(st store.Store, opt Options) *Hub {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Hub{store: st, opt: opt, processes: map[record.Hash]*place{}}
}

// derive makes a secret of the hub for one use and one process.
func (h *Hub) derive(use string, x record.Hash) [32]byte {
	m := hmac.New(sha256.New, h.opt.Secret[:])
	m.Write([]byte("parley hub " + use + "\n"))
	m.Write(x[:])
	return [32]byte(m.Sum(nil))
}

// LogKey is the key that the hub signs the log with whose genesis carries a
// nonce.
func (h *Hub) LogKey(nonce record.Hash) record.LogKey {
	return record.NewLogKey(h.derive("log", nonce))
}

// Create founds a process with its genesis envelope and returns the receipt of
// the genesis. Creating the same process again returns the receipt again.
func (h *Hub) Create(ctx context.Context, genesis []byte, admission string) ([]byte, error) {
	if !h.admits(admission) {
		return nil, courier.ErrAdmission
	}
	e, err := parseEnvelope(genesis)
	if err != nil {
		return nil, err
	}
	return h.create(ctx, e)
}

func (h *Hub) admits(word string) bool { return hmac.Equal([]byte(word), []byte(h.opt.Admission)) }

func parseEnvelope(b []byte) (*record.Envelope, error) {
	if len(b) > record.MaxEnvelope {
		return nil, fmt.Errorf("%w: an envelope of %d bytes; the limit is %d", courier.ErrTooLarge, len(b), record.MaxEnvelope)
	}
	e, err := record.ParseEnvelope(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	return e, nil
}

func (h *Hub) create(ctx context.Context, e *record.Envelope) ([]byte, error) {
	if !e.Open() {
		return nil, fmt.Errorf("%w: a genesis is an open entry", courier.ErrMalformed)
	}
	p, err := h.process(ctx, e.Process)
	if errors.Is(err, courier.ErrUnknown) {
		p, err = h.found(ctx, e)
	}
	if err != nil {
		return nil, err
	}
	if p.genesis != e.ID() {
		return nil, fmt.Errorf("%w: another genesis of this process", courier.ErrExists)
	}
	return h.receiptOf(ctx, p, e.ID())
}

// checkGenesis says whether a process can be founded here with an entry.
func (h *Hub) checkGenesis(e *record.Envelope) (nonce record.Hash, batch int, err error) {
	o, err := e.OpenClear()
	if err != nil {
		return nonce, 0, fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	roster, err := record.NewRoster(o)
	if err != nil {
		return nonce, 0, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	if nonce, err = record.GenesisNonce(o); err != nil {
		return nonce, 0, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	if key := h.LogKey(nonce); string(key.Public()) != string(roster.HubKey) {
		return nonce, 0, fmt.Errorf("%w: the genesis names another hub's log key", courier.ErrRefused)
	}
	return nonce, int(roster.Policy.Batch), nil
}

// found begins a log, unless another call does so first.
func (h *Hub) found(ctx context.Context, e *record.Envelope) (p *process, err error) {
	nonce, batch, err := h.checkGenesis(e)
	if err != nil {
		return nil, err
	}
	get := func(ctx context.Context, pid record.Hash) (*process, error) {
		if p, err := h.readProcess(ctx, pid); !errors.Is(err, courier.ErrUnknown) {
			return p, err
		}
		p := h.newProcess(pid, nonce)
		p.genesis = e.ID()
		meta := entryMeta{tick: 0, notAfter: slack, received: h.opt.Now(), open: true, size: len(e.Bytes())}
		p.bytes = int64(meta.size)
		if err := p.commitTick(ctx, []batchEntry{{id: e.ID(), envelope: e.Bytes(), meta: meta}}, batch); err != nil {
			return nil, storeError(err)
		}
		p.schedule(h.opt.Now())
		return p, nil
	}
	// It is unknown once more if somebody else was just being told so.
	for err = courier.ErrUnknown; errors.Is(err, courier.ErrUnknown) && ctx.Err() == nil; {
		p, err = h.claim(ctx, e.Process, get)
	}
	return p, err
}

// process returns a process, reading it from the store if need be.
func (h *Hub) process(ctx context.Context, pid record.Hash) (*process, error) {
	return h.claim(ctx, pid, h.readProcess)
}

// claim returns a process. If it is not in memory it is got with get, while
// others that want it wait for the outcome.
func (h *Hub) claim(ctx context.Context, pid record.Hash, get func(context.Context, record.Hash) (*process, error)) (*process, error) {
	h.mu.Lock()
	x := h.processes[pid]
	if x != nil {
		h.mu.Unlock()
		select {
		case <-x.ready:
			return x.p, x.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	x = &place{ready: make(chan struct{}), err: courier.ErrInternal}
	h.processes[pid] = x
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if x.err != nil {
			delete(h.processes, pid)
		}
		close(x.ready)
	}()
	// Others wait for it too, so it must not end because this caller goes.
	x.p, x.err = get(context.WithoutCancel(ctx), pid)
	return x.p, x.err
}

// Run closes ticks as their time comes, for every process in the store, until
// ctx ends. It returns the first error of the store other than a lack of
// space, which may pass.
func (h *Hub) Run(ctx context.Context) error {
	var pids []record.Hash
	err := h.store.View(ctx, func(r store.Reader) error {
		for pid, err := range r.Processes() {
			if err != nil {
				return err
			}
			pids = append(pids, record.Hash(pid))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if _, err := h.process(ctx, pid); err != nil {
			// The others go on.
			slog.Error("hub: a process cannot be read", "error", err)
		}
	}
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	full := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-clock.C:
		}
		err := h.TickDue(ctx)
		if errors.Is(err, courier.ErrFull) {
			if !full {
				slog.Error("hub: ticks are overdue", "error", err)
			}
		} else if err != nil && ctx.Err() == nil {
			return err
		}
		full = err != nil
	}
}

// TickDue closes one tick in every loaded process whose tick length has passed.
// One process that fails does not keep the others from it; a lack of space is
// returned only when there is no other error.
func (h *Hub) TickDue(ctx context.Context) error {
	h.mu.Lock()
	loaded := make([]*process, 0, len(h.processes))
	for _, x := range h.processes {
		select {
		case <-x.ready:
			loaded = append(loaded, x.p)
		default:
		}
	}
	h.mu.Unlock()
	now := h.opt.Now()
	var mu sync.Mutex
	var failed, full error
	var wg sync.WaitGroup
	// Several at once, since the store makes updates durable together.
	turns := make(chan struct{}, closers)
	for _, p := range loaded {
		if !p.due(now) {
			continue
		}
		turns <- struct{}{}
		wg.Go(func() {
			err := p.closeTick(ctx)
			<-turns
			if err == nil {
				p.schedule(now)
			}
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, courier.ErrFull) {
				full = err
			} else if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	if failed != nil {
		return failed
	}
	return full
}

// storeError maps what a store can fail with to the words of the protocol.
func storeError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrFull):
		return fmt.Errorf("%w: %w", courier.ErrFull, err)
	default:
		return err
	}
}
