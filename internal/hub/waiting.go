// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// Invite keeps the hash of an invitation's token until it expires. Any member
// may invite; whether the seat is admitted is decided by the roster.
func (h *Hub) Invite(ctx context.Context, pid, cert, token record.Hash, expires time.Time) error {
	p, err := h.process(ctx, pid)
	if err != nil {
		return err
	}
	if _, err := p.member(cert); err != nil {
		return err
	}
	now := h.opt.Now()
	if expires.Before(now) || expires.After(now.Add(maxInvitation)) {
		return fmt.Errorf("%w: an invitation is open for at most %d days", courier.ErrMalformed, maxInvitation/(24*time.Hour))
	}
	return storeError(h.store.Update(ctx, func(w store.Writer) error {
		open := 0
		for x, err := range w.Scan(store.Process(pid), tableToken, nil, nil) {
			if err != nil {
				return err
			}
			until, err := indexOf(x.Value)
			if err != nil {
				return err
			}
			if time.Unix(until, 0).After(now) {
				open++
				continue
			}
			// Expired ones are cleared when somebody invites again.
			if err := errors.Join(w.Delete(store.Process(pid), tableToken, x.Key), w.Delete(store.Process(pid), tableWaiting, x.Key)); err != nil {
				return err
			}
		}
		if open >= maxWaitingRoom {
			return fmt.Errorf("%w: %d invitations are open", courier.ErrBusy, open)
		}
		return w.Put(store.Process(pid), tableToken, token[:], u64(expires.Unix()))
	}))
}

// Join leaves a join request in the waiting room. It is the one call that
// needs no place in the roster; it needs the token of an open invitation, and
// each token lets one request in. The same request may be left again.
func (h *Hub) Join(ctx context.Context, pid record.Hash, request []byte) error {
	j, err := record.ParseJoinRequest(request)
	if err != nil {
		return fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	if j.Process != pid {
		return fmt.Errorf("%w: the request is for another process", courier.ErrMalformed)
	}
	if _, err := h.process(ctx, pid); err != nil {
		return err
	}
	return storeError(h.store.Update(ctx, func(w store.Writer) error {
		at := store.Process(pid)
		b, err := w.Get(at, tableToken, j.TokenHash[:])
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%w: no invitation with this token is open", courier.ErrRefused)
		} else if err != nil {
			return err
		}
		until, err := indexOf(b)
		if err != nil {
			return err
		}
		if h.opt.Now().After(time.Unix(until, 0)) {
			return fmt.Errorf("%w: the invitation has expired", courier.ErrRefused)
		}
		old, err := w.Get(at, tableWaiting, j.TokenHash[:])
		switch {
		case errors.Is(err, store.ErrNotFound):
			return w.Put(at, tableWaiting, j.TokenHash[:], request)
		case err != nil:
			return err
		case string(old) != string(request):
			return fmt.Errorf("%w: another request was made with this token", courier.ErrExists)
		}
		return nil
	}))
}

// WaitingRoom returns the join requests that wait in a process.
func (h *Hub) WaitingRoom(ctx context.Context, pid, cert record.Hash) ([]courier.Waiting, error) {
	p, err := h.process(ctx, pid)
	if err != nil {
		return nil, err
	}
	if _, err := p.member(cert); err != nil {
		return nil, err
	}
	var out []courier.Waiting
	err = h.store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(store.Process(pid), tableWaiting, nil, nil) {
			if err != nil {
				return err
			}
			out = append(out, courier.Waiting{Token: record.Hash(x.Key), Request: x.Value})
		}
		return nil
	})
	return out, err
}
