// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/web"
)

// servedHome is the home whose seats are shown as pages. Its keys and archive
// are open as long as one of its desks is.
type servedHome struct {
	app *app
	dir string

	mu   sync.Mutex // guards what follows
	home *node.Home // nil while every desk is locked
	hubs map[string]*courier.Client
	made int // desks, to number them
}

// homeDesks opens the home and every seat of it that takes part in a process,
// or the one that was named.
func (a *app) homeDesks(ctx context.Context) ([]*web.Desk, *web.Home, error) {
	dir, err := a.homeDir()
	if err != nil {
		return nil, nil, err
	}
	u, err := a.unlockedKeys()
	if err != nil {
		return nil, nil, err
	}
	s := &servedHome{app: a, dir: dir, hubs: map[string]*courier.Client{}}
	a.cleanup = append(a.cleanup, s.close)
	if s.home, err = a.openArchive(ctx, u); err != nil {
		u.Lock()
		return nil, nil, err
	}
	ring, err := u.Ring()
	if err != nil {
		return nil, nil, err
	}
	defer ring.Wipe()
	var out []*web.Desk
	for _, seat := range ring.Seats {
		if seat.Joining() || a.flags.process != "" && seat.Label != a.flags.process {
			continue
		}
		d, err := s.sit(ctx, seat.Label)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, d)
	}
	if len(out) == 0 && a.flags.process != "" {
		_, err := a.chooseSeat(u) // says why there is none
		return nil, nil, err
	}
	return out, &web.Home{Open: s.opened, Sit: s.sit}, nil
}

// opened is the home while one of its desks is open, or it has none yet.
func (s *servedHome) opened() (*node.Home, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.home == nil {
		return nil, node.ErrLocked
	}
	return s.home, nil
}

// sit makes the desk of a seat and opens it.
func (s *servedHome) sit(ctx context.Context, label string) (*web.Desk, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.home == nil {
		return nil, node.ErrLocked
	}
	s.made++
	d := &web.Desk{
		Key: fmt.Sprintf("desk-%d", s.made), Label: label,
		Unlock: func(ctx context.Context, pass []byte) (*node.Node, node.Hub, error) {
			return s.unlock(ctx, label, pass)
		},
		Lock: func() { s.lock(label) },
	}
	var err error
	d.Node, d.Hub, err = s.open(ctx, label)
	return d, err
}

// open opens one seat of the open home. The caller holds s.mu.
func (s *servedHome) open(ctx context.Context, label string) (*node.Node, node.Hub, error) {
	n, err := node.Open(ctx, s.home, label)
	if err != nil {
		return nil, nil, err
	}
	seat, err := node.SeatOf(s.home, label)
	if err != nil || seat.Hub.URL == "" {
		s.hubs[label] = nil
		return n, nil, err
	}
	c, err := node.ConnectSeat(seat)
	if err != nil {
		n.Lock()
		return nil, nil, err
	}
	s.hubs[label] = c
	return n, c, nil
}

// unlock opens one seat after its desk was locked. The passphrase is asked for
// also when another desk holds the home open.
func (s *servedHome) unlock(ctx context.Context, label string, pass []byte) (*node.Node, node.Hub, error) {
	u, err := keys.Unlock(s.dir, pass)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.home != nil {
		u.Lock()
		return s.open(ctx, label)
	}
	if s.home, err = s.app.openArchive(ctx, u); err != nil {
		u.Lock()
		return nil, nil, err
	}
	n, hub, err := s.open(ctx, label)
	if err != nil {
		err = errors.Join(err, s.shut())
	}
	return n, hub, err
}

// lock closes what one desk had open, and the home with the last of them.
func (s *servedHome) lock(label string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.hubs[label]; c != nil {
		c.Close()
	}
	delete(s.hubs, label)
	if len(s.hubs) > 0 {
		return
	}
	if err := s.shut(); err != nil {
		s.app.warn("", "the archive could not be closed: %v", err)
	}
}

// shut closes the home. The caller holds s.mu.
func (s *servedHome) shut() error {
	if s.home == nil {
		return nil
	}
	h := s.home
	s.home = nil
	h.Keys.Lock()
	return h.Close()
}

// close ends everything, when the command ends.
func (s *servedHome) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.hubs {
		if c != nil {
			c.Close()
		}
	}
	if err := s.shut(); err != nil {
		s.app.warn("", "the archive could not be closed: %v", err)
	}
}
