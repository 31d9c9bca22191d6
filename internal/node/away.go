// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"time"

	"parley/internal/courier"
	"parley/record"
)

// A node has two locks. talk is held for as long as a conversation with the hub
// takes, and by everything else that moves the log or changes keys: one at a
// time, so that between two answers of the hub the log here stands still. mu
// guards memory and is held for moments: it is let go while the hub is asked,
// so that reading, writing and undoing never wait for a network. talk is taken
// before mu.

// begin takes both locks and opens a conversation. The context it returns ends
// when the node is locked; end gives both locks back.
func (n *Node) begin(ctx context.Context) (within context.Context, end func(), err error) {
	select {
	case n.talk <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	n.mu.Lock()
	within, cancel := context.WithCancel(ctx)
	n.hangUp = cancel
	end = func() {
		n.hangUp = nil
		cancel()
		n.mu.Unlock()
		<-n.talk
	}
	if err := n.enter(within); err != nil {
		end()
		return nil, nil, err
	}
	return within, end, nil
}

// away is the hub as functions that hold n.mu ask it: each call lets n.mu go
// until the answer is there. What they have read of the node before may have
// changed after: the outbox, and what a refold makes anew.
type away struct {
	n   *Node
	hub Hub
}

// ask lets n.mu go for one call. A node that was locked meanwhile says so,
// whatever the hub has said.
func (a away) ask(ctx context.Context, call func() error) error {
	err := func() error {
		a.n.mu.Unlock()
		defer a.n.mu.Lock()
		return call()
	}()
	if err := a.n.enter(ctx); err != nil {
		return err
	}
	return err
}

func (a away) submit(ctx context.Context, id record.Hash, envelope []byte, deliver []string) (receipt []byte, err error) {
	err = a.ask(ctx, func() (err error) {
		receipt, err = a.hub.Submit(ctx, a.n.pid, id, envelope, deliver)
		return err
	})
	return receipt, err
}

func (a away) invite(ctx context.Context, token record.Hash, expires time.Time) error {
	return a.ask(ctx, func() error { return a.hub.Invite(ctx, a.n.pid, token, expires) })
}

func (a away) tick(ctx context.Context) error {
	return a.ask(ctx, func() error { return a.hub.Tick(ctx, a.n.pid) })
}

func (a away) checkpoint(ctx context.Context) (note []byte, err error) {
	err = a.ask(ctx, func() (err error) {
		note, err = a.hub.Checkpoint(ctx, a.n.pid)
		return err
	})
	return note, err
}

func (a away) cosign(ctx context.Context, lines []byte) error {
	return a.ask(ctx, func() error { return a.hub.Cosign(ctx, a.n.pid, lines) })
}

func (a away) leaves(ctx context.Context, from, to int64) (ids []record.Hash, err error) {
	err = a.ask(ctx, func() (err error) {
		ids, err = a.hub.Leaves(ctx, a.n.pid, from, to)
		return err
	})
	return ids, err
}

func (a away) inbox(ctx context.Context, from int64) (page []courier.Delivery, next int64, err error) {
	err = a.ask(ctx, func() (err error) {
		page, next, err = a.hub.Inbox(ctx, a.n.pid, from)
		return err
	})
	return page, next, err
}

// Changed returns a channel that is closed when the node changes next: its
// state, its outbox, its witness, or that it is locked. Ask for the channel
// first and for the view after, and no change is missed. Some changes show
// nothing new; a page that reloads on each should wait a little for the next.
func (n *Node) Changed() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.changed == nil {
		n.changed = make(chan struct{})
	}
	return n.changed
}

// tell wakes those who wait for a change. They see it once n.mu, which the
// caller holds, is let go.
func (n *Node) tell() {
	if n.changed != nil {
		close(n.changed)
		n.changed = nil
	}
}
