// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/record"
)

// liar is a hub that lies to one node, in scripted ways. Everything else it does
// as the true hub behind it.
type liar struct {
	Local func() hub.Local

	sayStale  func() bool // answer a submission with "stale", and keep it
	logHidden bool        // hand what was kept to the true hub at once
	receipt   []byte      // answer every submission with this
	hidden    []hiddenEntry
}

type hiddenEntry struct {
	id       record.Hash
	envelope []byte
	deliver  []string
}

// The honest calls.

func (l *liar) LogKey(ctx context.Context, nonce record.Hash) ([]byte, error) {
	return l.Local().LogKey(ctx, nonce)
}

func (l *liar) Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error) {
	return l.Local().Create(ctx, pid, genesis, admission)
}

func (l *liar) Tick(ctx context.Context, pid record.Hash) error { return l.Local().Tick(ctx, pid) }

func (l *liar) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	return l.Local().Checkpoint(ctx, pid)
}

func (l *liar) Cosign(ctx context.Context, pid record.Hash, lines []byte) error {
	return l.Local().Cosign(ctx, pid, lines)
}

func (l *liar) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	return l.Local().Leaves(ctx, pid, from, to)
}

func (l *liar) Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error) {
	return l.Local().Inbox(ctx, pid, from)
}

func (l *liar) Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error {
	return l.Local().Invite(ctx, pid, token, expires)
}

func (l *liar) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	return l.Local().Join(ctx, pid, token, request)
}

func (l *liar) WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error) {
	return l.Local().WaitingRoom(ctx, pid)
}

// Submit implements Hub.
func (l *liar) Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	if l.sayStale != nil && len(deliver) > 0 && l.sayStale() {
		l.hidden = append(l.hidden, hiddenEntry{id, envelope, deliver})
		if l.logHidden {
			if _, err := l.Local().Submit(ctx, pid, id, envelope, deliver); err != nil {
				return nil, err
			}
		}
		return nil, courier.ErrStale
	}
	receipt, err := l.Local().Submit(ctx, pid, id, envelope, deliver)
	if err == nil && l.receipt != nil {
		return l.receipt, nil
	}
	return receipt, err
}
