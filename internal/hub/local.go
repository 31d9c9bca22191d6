// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"time"

	"parley/internal/courier"
	"parley/record"
)

// Local is a hub as one caller in the same program sees it: the calls of
// [courier.Client] without a network between. Everything but the certificate
// check is the same code.
type Local struct {
	Hub  *Hub
	Cert record.Hash // hash of the caller's certificate
}

// LogKey is [courier.Client.LogKey].
func (l Local) LogKey(_ context.Context, nonce record.Hash) ([]byte, error) {
	return l.Hub.LogKey(nonce).Public(), nil
}

// Create is [courier.Client.Create].
func (l Local) Create(ctx context.Context, _ record.Hash, genesis []byte, admission string) ([]byte, error) {
	return l.Hub.Create(ctx, genesis, admission)
}

// Submit is [courier.Client.Submit].
func (l Local) Submit(ctx context.Context, pid, _ record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	return l.Hub.Submit(ctx, pid, l.Cert, envelope, deliver)
}

// Tick is [courier.Client.Tick].
func (l Local) Tick(ctx context.Context, pid record.Hash) error { return l.Hub.Tick(ctx, pid, l.Cert) }

// Checkpoint is [courier.Client.Checkpoint].
func (l Local) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	return l.Hub.Checkpoint(ctx, pid, l.Cert)
}

// Cosign is [courier.Client.Cosign].
func (l Local) Cosign(ctx context.Context, pid record.Hash, lines []byte) error {
	return l.Hub.Cosign(ctx, pid, l.Cert, lines)
}

// Leaves is [courier.Client.Leaves].
func (l Local) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	return l.Hub.Leaves(ctx, pid, l.Cert, from, to)
}

// Inbox is [courier.Client.Inbox].
func (l Local) Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error) {
	return l.Hub.Inbox(ctx, pid, l.Cert, from)
}

// Invite is [courier.Client.Invite].
func (l Local) Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error {
	return l.Hub.Invite(ctx, pid, l.Cert, token, expires)
}

// Join is [courier.Client.Join].
func (l Local) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	return l.Hub.Join(ctx, pid, token, request)
}

// WaitingRoom is [courier.Client.WaitingRoom].
func (l Local) WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error) {
	return l.Hub.WaitingRoom(ctx, pid, l.Cert)
}
