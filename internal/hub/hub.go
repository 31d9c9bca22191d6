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
	maxProcess     = int64(10) << 30 // bytes of envelopes in a process
	maxAhead       = 16              // ticks that a receipt may promise ahead
	slack          = 2               // ticks between the one promised and the last that keeps the promise
	maxUnmetered   = 512             // entries in one tick when quotas are lifted
	inboxBytes     = 8 << 20         // bytes of envelopes in one inbox answer
	inboxEntries   = 2048            // entries of each kind in one
	maxWaitingRoom = 64              // invitations open at once in a process
	maxInvitation  = 90 * 24 * time.Hour
)

// Hub serves any number of processes from one store. It is safe for concurrent
// use. One store must have one hub.
type Hub struct {
	store store.Store
	opt   Options

	mu        sync.Mutex // guards processes
	processes map[record.Hash]*process
}

// New opens a hub on a store. Processes are read when they are first asked for.
func New(st store.Store, opt Options) *Hub {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Hub{store: st, opt: opt, processes: map[record.Hash]*process{}}
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
	if !hmac.Equal([]byte(admission), []byte(h.opt.Admission)) {
		return nil, courier.ErrAdmission
	}
	e, err := record.ParseEnvelope(genesis)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	if !e.Open() {
		return nil, fmt.Errorf("%w: a genesis is an open entry", courier.ErrMalformed)
	}
	o, err := e.OpenClear()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	roster, err := record.NewRoster(o)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	nonce, err := record.GenesisNonce(o)
	if err != nil {
		return nil, err
	}
	if key := h.LogKey(nonce); string(key.Public()) != string(roster.HubKey) {
		return nil, fmt.Errorf("%w: the genesis names another hub's log key", courier.ErrRefused)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if p, err := h.load(ctx, e.Process); err == nil {
		if p.genesis != e.ID() {
			return nil, fmt.Errorf("%w: another genesis of this process", courier.ErrExists)
		}
		return h.receiptOf(ctx, p, e.ID())
	} else if !errors.Is(err, courier.ErrUnknown) {
		return nil, err
	}
	p := h.newProcess(e.Process, nonce)
	meta := entryMeta{tick: 0, notAfter: slack, received: h.opt.Now(), open: true}
	if err := p.commitTick(ctx, []batchEntry{{id: e.ID(), envelope: e.Bytes(), meta: &meta}}, int(roster.Policy.Batch)); err != nil {
		return nil, storeError(err)
	}
	h.processes[e.Process] = p
	return p.receipt(e.ID(), meta)
}

// process returns a process, reading it from the store if need be.
func (h *Hub) process(ctx context.Context, pid record.Hash) (*process, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.load(ctx, pid)
}

// load is process with h.mu held.
func (h *Hub) load(ctx context.Context, pid record.Hash) (*process, error) {
	if p := h.processes[pid]; p != nil {
		return p, nil
	}
	p, err := h.readProcess(ctx, pid)
	if err != nil {
		return nil, err
	}
	h.processes[pid] = p
	return p, nil
}

// Run closes ticks as their time comes, for every process in the store, until
// ctx ends. It returns the first error of the store.
func (h *Hub) Run(ctx context.Context) error {
	err := h.store.View(ctx, func(r store.Reader) error {
		for pid, err := range r.Processes() {
			if err != nil {
				return err
			}
			if _, err := h.process(ctx, record.Hash(pid)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-clock.C:
		}
		if err := h.TickDue(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// TickDue closes one tick in every loaded process whose tick length has passed.
func (h *Hub) TickDue(ctx context.Context) error {
	h.mu.Lock()
	var due []*process
	now := h.opt.Now()
	for _, p := range h.processes {
		if p.due(now) {
			due = append(due, p)
		}
	}
	h.mu.Unlock()
	for _, p := range due {
		if err := p.closeTick(ctx); err != nil {
			return err
		}
	}
	return nil
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
