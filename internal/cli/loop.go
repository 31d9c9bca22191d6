// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"time"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/node"
)

// Waits of the commands that run until they are interrupted.
const (
	minWait  = time.Second
	restWait = 10 * time.Second
	maxWait  = 5 * time.Minute
)

// pause is how long to wait before trying again after some failures in a row.
func pause(every time.Duration, failures int) time.Duration {
	for range failures {
		if every *= 2; every >= maxWait {
			return maxWait
		}
	}
	return max(every, minWait)
}

// mayPass reports whether an error is one that waiting can cure.
func mayPass(err error) bool {
	return errors.Is(err, courier.ErrUnreachable) || errors.Is(err, courier.ErrBusy) || errors.Is(err, courier.ErrInternal) ||
		errors.Is(err, node.ErrInUse) || errors.Is(err, courier.ErrNotMember) || errors.Is(err, courier.ErrFull)
}

// every runs a round until ctx ends, with longer pauses while it fails in a way
// that may pass. The archive is open only during a round, so that other
// commands can be used meanwhile. Being interrupted is how it is meant to end.
func (a *app) every(ctx context.Context, wait func() time.Duration, once bool, round func(*desk) error) error {
	u, err := a.unlockedKeys()
	if err != nil {
		return err
	}
	a.cleanup = append(a.cleanup, u.Lock)
	for failures := 0; ; {
		err := a.round(ctx, u, round)
		switch {
		case ctx.Err() != nil:
			a.say("stopped")
			return nil
		case err == nil:
			failures = 0
		case once || !mayPass(err):
			return err
		default:
			failures++
			e := a.explain(err)
			a.warn("", "%s; trying again in %v", e.Msg, pause(wait(), failures))
		}
		if once {
			return nil
		}
		select {
		case <-ctx.Done():
			a.say("stopped")
			return nil
		case <-time.After(pause(wait(), failures)):
		}
	}
}

// round opens the process, does one thing, and closes it again.
func (a *app) round(ctx context.Context, u *keys.Unlocked, do func(*desk) error) (err error) {
	h, err := a.openArchive(ctx, u)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	d, err := a.sitDown(ctx, h)
	if err != nil {
		return err
	}
	defer d.node.Lock()
	return do(d)
}

// syncRound syncs once within a round.
func (d *desk) syncRound(ctx context.Context) (syncReport, error) {
	hub, err := node.ConnectSeat(d.seat)
	if err != nil {
		return syncReport{}, err
	}
	defer hub.Close()
	r, err := d.syncWith(ctx, hub)
	if err == nil && d.view.Quarantine {
		err = node.ErrQuarantine
	}
	return r, err
}
