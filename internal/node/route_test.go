// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// fault is what happens to one call on its way to the hub and back.
type fault int

// The faults of a line.
const (
	fine       fault = iota
	lost             // the request never arrives
	unanswered       // it arrives, and the answer is lost
	twice            // it arrives twice; the second answer comes back
	late             // it arrives when nobody waits for the answer any more
	stale            // the answer is the one that an equal call got before
)

// route is the way from a node to the hub, with what can go wrong on it.
type route struct {
	to      func() Hub
	weather func(call string, n int) fault      // nil: always fine
	tap     func(call string, sent, got []byte) // sees what goes over the wire
	defer_  func(func())                        // takes late requests
	before  map[string]any                      // last answers, for stale ones
	calls   int
}

// carry takes one call over the route. key names calls whose answers could be
// mistaken for each other.
func carry[T any](r *route, call, key string, do func(Hub) (T, error)) (T, error) {
	var none T
	f := fine
	if r.weather != nil {
		f = r.weather(call, r.calls)
	}
	r.calls++
	switch f {
	case lost:
		return none, courier.ErrUnreachable
	case unanswered:
		_, _ = do(r.to())
		return none, courier.ErrUnreachable
	case late:
		if r.defer_ != nil {
			r.defer_(func() { _, _ = do(r.to()) })
		}
		return none, courier.ErrUnreachable
	case twice:
		_, _ = do(r.to())
	case stale:
		if old, ok := r.before[call+key].(T); ok {
			return old, nil
		}
	}
	v, err := do(r.to())
	if err == nil {
		if r.before == nil {
			r.before = map[string]any{}
		}
		r.before[call+key] = v
	}
	return v, err
}

// act is carry for calls that answer with nothing.
func (r *route) act(call string, do func(Hub) error) error {
	_, err := carry(r, call, "", func(h Hub) (struct{}, error) { return struct{}{}, do(h) })
	return err
}

func (r *route) seen(call string, sent, got []byte) {
	if r.tap != nil {
		r.tap(call, sent, got)
	}
}

func (r *route) LogKey(ctx context.Context, nonce record.Hash) ([]byte, error) {
	return carry(r, "key", "", func(h Hub) ([]byte, error) { return h.LogKey(ctx, nonce) })
}

func (r *route) Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error) {
	out, err := carry(r, "create", "", func(h Hub) ([]byte, error) { return h.Create(ctx, pid, genesis, admission) })
	r.seen("create", genesis, out)
	return out, err
}

func (r *route) Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	out, err := carry(r, "submit", id.String(), func(h Hub) ([]byte, error) { return h.Submit(ctx, pid, id, envelope, deliver) })
	r.seen("submit", envelope, out)
	return out, err
}

func (r *route) Tick(ctx context.Context, pid record.Hash) error {
	return r.act("tick", func(h Hub) error { return h.Tick(ctx, pid) })
}

func (r *route) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	out, err := carry(r, "checkpoint", "", func(h Hub) ([]byte, error) { return h.Checkpoint(ctx, pid) })
	r.seen("checkpoint", nil, out)
	return out, err
}

func (r *route) Cosign(ctx context.Context, pid record.Hash, lines []byte) error {
	r.seen("cosign", lines, nil)
	return r.act("cosign", func(h Hub) error { return h.Cosign(ctx, pid, lines) })
}

func (r *route) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	out, err := carry(r, "leaves", string(u64(from))+string(u64(to)), func(h Hub) ([]record.Hash, error) { return h.Leaves(ctx, pid, from, to) })
	r.seen("leaves", nil, courier.Entries(out))
	return out, err
}

// inboxAnswer is what an inbox call answers with.
type inboxAnswer struct {
	deliveries []courier.Delivery
	next       int64
}

func (r *route) Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error) {
	out, err := carry(r, "inbox", string(u64(from)), func(h Hub) (inboxAnswer, error) {
		ds, next, err := h.Inbox(ctx, pid, from)
		return inboxAnswer{ds, next}, err
	})
	r.seen("inbox", nil, courier.Inbox(out.deliveries, out.next))
	return out.deliveries, out.next, err
}

func (r *route) Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error {
	return r.act("invite", func(h Hub) error { return h.Invite(ctx, pid, token, expires) })
}

func (r *route) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	r.seen("join", request, nil)
	return r.act("join", func(h Hub) error { return h.Join(ctx, pid, token, request) })
}

func (r *route) WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error) {
	out, err := carry(r, "room", "", func(h Hub) ([]courier.Waiting, error) { return h.WaitingRoom(ctx, pid) })
	r.seen("room", nil, courier.WaitingRoom(out))
	return out, err
}

// mishap is what happens to one update of a disk.
type mishap int

// The mishaps of a disk.
const (
	none       mishap = iota
	refused           // nothing is kept, and the caller is told so
	kept              // all is kept, and the caller is told that it failed
	deadBefore        // the program dies before anything is kept
	deadAfter         // the program dies when all is kept
)

var errDisk = errors.New("the disk failed")

// disk is a store whose updates can fail in every way that updates fail. After
// a death it answers nothing until restart.
type disk struct {
	store.Store
	trouble func(n int) mishap // nil: none
	updates int
	dead    bool
}

// Update implements store.Store.
func (d *disk) Update(ctx context.Context, fn func(store.Writer) error) error {
	if d.dead {
		return store.ErrClosed
	}
	m := none
	if d.trouble != nil {
		m = d.trouble(d.updates)
	}
	d.updates++
	switch m {
	case refused:
		// Every write is made, as a disk does that fails at the end.
		return d.Store.Update(ctx, func(w store.Writer) error { return errors.Join(fn(w), errDisk) })
	case kept:
		return errors.Join(d.Store.Update(ctx, fn), errDisk)
	case deadBefore:
		d.dead = true
		return store.ErrClosed
	case deadAfter:
		d.dead = true
		return errors.Join(d.Store.Update(ctx, fn), store.ErrClosed)
	}
	return d.Store.Update(ctx, fn)
}

// View implements store.Store.
func (d *disk) View(ctx context.Context, fn func(store.Reader) error) error {
	if d.dead {
		return store.ErrClosed
	}
	return d.Store.View(ctx, fn)
}

// restart is what the program that is started next finds.
func (d *disk) restart() {
	d.dead = false
	if m, ok := d.Store.(*store.Memory); ok {
		m.Crash()
		d.Store = must(m.Reopen())
	}
}
