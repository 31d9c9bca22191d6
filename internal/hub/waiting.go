// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
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
			if bytes.Equal(x.Key, token[:]) {
				continue // it is put anew below
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
// needs no place in the roster; it needs the token of an open invitation, of
// which token is the hash, and each token lets one request in. The same
// request may be left again.
func (h *Hub) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	if err := h.invited(ctx, pid, token); err != nil {
		return err
	}
	if len(request) > record.MaxJoin {
		return fmt.Errorf("%w: a join request of %d bytes; the limit is %d", courier.ErrTooLarge, len(request), record.MaxJoin)
	}
	j, err := record.ParseJoinRequest(request)
	if err != nil {
		return fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	if j.Process != pid || j.TokenHash != token {
		return fmt.Errorf("%w: the request is for another process or invitation", courier.ErrMalformed)
	}
	return storeError(h.store.Update(ctx, func(w store.Writer) error {
		at := store.Process(pid)
		if err := h.openInvitation(w, at, token); err != nil {
			return err
		}
		old, err := w.Get(at, tableWaiting, token[:])
		switch {
		case errors.Is(err, store.ErrNotFound):
			return w.Put(at, tableWaiting, token[:], request)
		case err != nil:
			return err
		case !bytes.Equal(old, request):
			return fmt.Errorf("%w: another request was made with this token", courier.ErrExists)
		}
		return nil
	}))
}

// invited says whether an invitation is open. It is asked before anything that
// costs more, since anybody can ask.
func (h *Hub) invited(ctx context.Context, pid, token record.Hash) error {
	if _, err := h.process(ctx, pid); err != nil {
		return err
	}
	return h.store.View(ctx, func(r store.Reader) error {
		return h.openInvitation(r, store.Process(pid), token)
	})
}

func (h *Hub) openInvitation(r store.Reader, at store.Process, token record.Hash) error {
	b, err := r.Get(at, tableToken, token[:])
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
	return nil
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
