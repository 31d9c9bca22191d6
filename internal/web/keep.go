// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"time"

	"parley/internal/node"
)

// keep syncs a desk until ctx ends. No page waits for it.
func (s *Server) keep(ctx context.Context, d *station) {
	failures := 0
	d.ask() // at once, and then in turn
	for {
		wait := min(s.opt.Every<<min(failures, 6), max(slowest, s.opt.Every))
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-d.wake:
			timer.Stop()
		case <-timer.C:
		}
		if left := d.held(s.opt.Now()); left > 0 {
			// What was sealed a moment ago can still be undone.
			time.AfterFunc(left, d.ask)
			continue
		}
		if s.opt.Idle > 0 && d.idle(s.opt.Now()) > s.opt.Idle {
			d.lock()
		}
		n, hub := d.at()
		if n == nil || hub == nil {
			continue
		}
		if err := s.syncOnce(ctx, d, n, hub); err != nil {
			failures++
		} else {
			failures = 0
		}
	}
}

// use notes that a person has asked the desk for something.
func (d *station) use(now time.Time) {
	d.mu.Lock()
	d.used = now
	d.mu.Unlock()
}

// idle is for how long nobody has asked an open desk for anything that could be
// locked and opened again.
func (d *station) idle(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == nil || d.Unlock == nil {
		return 0
	}
	if d.used.IsZero() {
		d.used = now
	}
	return now.Sub(d.used)
}

// held is how long what was sealed last stays here.
func (d *station) held(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.hold.IsZero() {
		return 0
	}
	return d.hold.Sub(now)
}

// holdUntil keeps syncs away; zero lets them go on.
func (d *station) holdUntil(t time.Time) {
	d.mu.Lock()
	d.hold = t
	d.mu.Unlock()
}

// syncOnce syncs and tells the pages of the desk what changed, and the other
// desks of this server that there is something to fetch.
func (s *Server) syncOnce(ctx context.Context, d *station, n *node.Node, hub node.Hub) error {
	before := portrait(n)
	report, err := n.Sync(ctx, hub)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.mu.Lock()
	was := d.syncErr
	if d.syncErr = err; err == nil {
		d.synced, d.report = s.opt.Now(), report
	}
	d.mu.Unlock()
	if portrait(n) != before || (was == nil) != (err == nil) {
		d.tell()
	}
	if report.Submitted > 0 || report.Leaves > 0 {
		for _, other := range s.desks() {
			if other != d {
				other.ask()
			}
		}
	}
	return err
}

// portrait is what pages show of a node, in short: when it stays, they do.
func portrait(n *node.Node) string {
	v, err := n.View()
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprint(v.Size, v.Witnessed, v.Withheld, v.State.Len(), len(v.Alarms), v.Quarantine)
	if v.Checkpoint != nil {
		out += fmt.Sprint(" ", len(v.Checkpoint.Cosignatures))
	}
	for _, p := range n.Outbox() {
		out += fmt.Sprint(" ", p.ID, p.State)
	}
	return out
}
