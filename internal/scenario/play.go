// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"parley/internal/durable"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
	"parley/record"
)

// Passphrase opens every home of a played process. They are throw-away homes:
// it is written beside them, and their key files use a low work factor.
const Passphrase = "demonstration"

// Label is the local name of the played process in each home.
const Label = "process-2025"

// Options say where and how a process is played.
type Options struct {
	Dir  string           // an empty or absent directory
	Now  func() time.Time // nil is time.Now
	Step func(string)     // told of each step; may be nil
}

// Played is a process that has been played and is still running: its hub
// answers, and the node of every seat is open.
type Played struct {
	Process *Process
	ID      record.Hash
	Dir     string
	Hub     *hub.Hub
	URL     string
	Seats   []*PlayedSeat // in the order of the data

	hubStore store.Store
	stop     context.CancelFunc
	done     chan error
	told     time.Time // what the clocks of the seats show while a row is written; zero: the time of day
}

// PlayedSeat is one seat with its home and its node.
type PlayedSeat struct {
	Seat
	Name string // the seat's random name in the process
	Dir  string // its home
	Node *node.Node
	Hub  node.Hub

	home *node.Home
}

// Batch is the number of leaves in a tick of a played process, cover included.
const Batch = 32

// Play starts a hub and the nodes of every seat, founds the process with all
// of them, writes every row as the seat that tells it, and syncs until all
// seats have witnessed the same log.
func Play(ctx context.Context, p *Process, opt Options) (*Played, error) {
	if opt.Step == nil {
		opt.Step = func(string) {}
	}
	out := &Played{Process: p, Dir: opt.Dir, done: make(chan error, 1)}
	if err := out.play(ctx, opt); err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return out, nil
}

func (p *Played) play(ctx context.Context, opt Options) error {
	opt.Step("starting the hub")
	if err := p.startHub(ctx, opt); err != nil {
		return err
	}
	opt.Step("making the keys of each seat")
	if err := p.found(ctx, opt); err != nil {
		return err
	}
	opt.Step("writing the chronology")
	if err := p.write(ctx); err != nil {
		return err
	}
	opt.Step("syncing until every seat has witnessed the record")
	return p.settle(ctx)
}

// throwAway is how the stores of a played process are kept: nobody needs them
// after a power cut, and playing waits for no disk.
func throwAway() store.SQLiteOptions { return store.SQLiteOptions{Unsynced: true} }

// startHub serves a hub on a free port of the loopback address. The address is
// written beside its store, so that `parley hub serve` answers there again.
func (p *Played) startHub(ctx context.Context, opt Options) error {
	dir := filepath.Join(p.Dir, "hub")
	site, err := hub.OpenSiteWith(dir, throwAway())
	if err != nil {
		return err
	}
	p.hubStore = site.Store
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.URL = "https://" + l.Addr().String()
	if err := site.SetListen(l.Addr().String()); err != nil {
		return errors.Join(err, l.Close())
	}
	p.Hub = hub.New(site.Store, hub.Options{Secret: site.Secret, Now: opt.Now})
	ctx, p.stop = context.WithCancel(ctx)
	go func() { p.done <- p.Hub.Serve(ctx, l, site.Certificate) }()

	var enrolled keys.HubAddress
	enrolled.URL, enrolled.Cert = p.URL, site.Cert
	for _, s := range p.Process.Seats {
		seat := &PlayedSeat{Seat: s, Name: node.RandomSeat(), Dir: filepath.Join(p.Dir, "seats", s.Key)}
		p.Seats = append(p.Seats, seat)
		if seat.home, err = newHome(seat.Dir, p.clock(opt.Now)); err != nil {
			return err
		}
		if _, err := node.Prepare(seat.home, Label, seat.Name, s.Role, enrolled); err != nil {
			return err
		}
		if seat.Hub, err = node.Connect(seat.home, Label); err != nil {
			return err
		}
	}
	return nil
}

// clock is the clock of every seat. While a row is written it shows the day that
// the row is told under, so that the times which authors claim are those of the
// process; the hub, its ticks and what witnesses sign are of today.
func (p *Played) clock(now func() time.Time) func() time.Time {
	if now == nil {
		now = time.Now
	}
	return func() time.Time {
		if p.told.IsZero() {
			return now()
		}
		return p.told
	}
}

// newHome makes a throw-away home, with its passphrase beside the keys.
func newHome(dir string, now func() time.Time) (*node.Home, error) {
	u, err := keys.Create(dir, []byte(Passphrase), keys.CostDemonstration)
	if err != nil {
		return nil, err
	}
	if err := durable.WriteFile(filepath.Join(dir, "passphrase"), []byte(Passphrase+"\n"), 0o600); err != nil {
		return nil, err
	}
	st, err := store.OpenSQLite(node.ArchivePath(dir), throwAway())
	if err != nil {
		return nil, err
	}
	return &node.Home{Keys: u, Store: st, Now: now}, nil
}

// found founds the process with every seat in its genesis; each then accepts.
func (p *Played) found(ctx context.Context, opt Options) error {
	var enrolments []*record.Enrolment
	for _, s := range p.Seats {
		e, err := node.EnrolmentOf(s.home, Label, s.Role)
		if err != nil {
			return err
		}
		enrolments = append(enrolments, e)
	}
	founder := p.Seats[0]
	pid, err := node.Found(ctx, founder.home, Label, founder.Hub, node.Founding{
		// Four of five seats cosign; one may lie or be silent.
		Policy: record.Policy{Tick: 0, Batch: Batch, Quorum: 4, Faulty: 1},
		Seats:  enrolments,
	})
	if err != nil {
		return err
	}
	p.ID = pid
	opt.Step("each seat accepts the process")
	for _, s := range p.Seats {
		if s != founder {
			if err := node.Adopt(s.home, Label, pid); err != nil {
				return err
			}
		}
		if s.Node, err = node.Open(ctx, s.home, Label); err != nil {
			return err
		}
		if _, err := s.Node.Sync(ctx, s.Hub); err != nil {
			return err
		}
		if err := s.Node.Accept(ctx, s.Hub); err != nil {
			return err
		}
	}
	return nil
}

// Reopen opens the node of a seat again after it has been locked.
func (s *PlayedSeat) Reopen(ctx context.Context, passphrase []byte) (*node.Node, error) {
	u, err := keys.Unlock(s.Dir, passphrase)
	if err != nil {
		return nil, err
	}
	u.Lock() // it fits; the home of the play has its own copy
	n, err := node.Open(ctx, s.home, Label)
	if err != nil {
		return nil, err
	}
	s.Node = n
	return n, nil
}

// Close locks every node and stops the hub. What was played stays on disk.
func (p *Played) Close() error {
	var errs []error
	for _, s := range p.Seats {
		if s.Node != nil {
			s.Node.Lock()
		}
		// A hub that stops waits a while for whoever is still connected.
		if c, ok := s.Hub.(interface{ Close() }); ok {
			c.Close()
		}
		if s.home != nil {
			s.home.Keys.Lock()
			errs = append(errs, s.home.Store.Close())
		}
	}
	if p.stop != nil {
		p.stop()
		errs = append(errs, <-p.done)
	}
	if p.hubStore != nil {
		errs = append(errs, p.hubStore.Close())
	}
	return errors.Join(errs...)
}

// Empty reports whether dir can be played into: it does not exist, or holds
// nothing.
func Empty(dir string) (bool, error) {
	names, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	return len(names) == 0, err
}
