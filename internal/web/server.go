// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options say what a server shows and where.
type Options struct {
	// Address is the host and port of the listener, as it says them itself.
	Address string
	// Desks are the seats at work, in the order of the switch: at least one, or
	// a Home to make one in.
	Desks []*Desk
	// Home lets further processes be begun and joined; nil for none.
	Home *Home
	// Demo shows the banner of the demonstration and lets one person sit at
	// every desk in turn.
	Demo bool
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Language is used until a person chooses; empty asks the browser.
	Language string
	// Every is the time between two syncs of a desk; 0 is one second.
	Every time.Duration
	// Hold is how long a sealed entry waits here, and can be undone, before a
	// sync may take it; 0 is twenty seconds.
	Hold time.Duration
	// Idle is how long a desk stays open while nobody asks it for anything; 0 is
	// half an hour, and less than 0 is for ever. A page that shows itself again
	// asks for nothing.
	Idle time.Duration
}

// Waits of a server whose options leave them out.
const (
	defaultEvery = time.Second
	defaultHold  = 20 * time.Second
	defaultIdle  = 30 * time.Minute
	slowest      = time.Minute // between syncs that fail
)

// Server shows desks to the person at this machine, and to nobody else.
type Server struct {
	opt      Options
	guard    guard
	static   *assets
	sheets   sheets
	handler  http.Handler
	sessions sessions
	solving  chan struct{} // holds one place: see turn

	mu    sync.Mutex // guards what follows
	list  []*station
	start func(*station) // begins the loop of a desk; nil before serving
}

// New makes a server. It starts nothing: see [Server.Serve].
func New(opt Options) (*Server, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Every <= 0 {
		opt.Every = defaultEvery
	}
	if opt.Hold == 0 {
		opt.Hold = defaultHold
	}
	if opt.Idle == 0 {
		opt.Idle = defaultIdle
	}
	host, port, err := net.SplitHostPort(opt.Address)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", opt.Address, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("address %q is not of this machine alone: pages are served on 127.0.0.1 or ::1 only", opt.Address)
	}
	if len(opt.Desks) == 0 && opt.Home == nil {
		return nil, errors.New("a server needs a desk to show")
	}
	s := &Server{opt: opt, guard: newGuard(port), solving: make(chan struct{}, 1)}
	for _, d := range opt.Desks {
		if _, err := s.add(d); err != nil {
			return nil, err
		}
	}
	if s.static, err = readAssets(); err != nil {
		return nil, err
	}
	if err := s.sheets.load(s.static); err != nil {
		return nil, err
	}
	s.handler = s.routes()
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Launch makes an address that lets one browser in, once.
func (s *Server) Launch() string {
	return "http://" + s.opt.Address + "/open/" + s.sessions.invite()
}

// Serve answers on a listener and keeps the desks in sync until ctx ends, which
// is how it is meant to end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var loops sync.WaitGroup
	s.mu.Lock()
	s.start = func(d *station) { loops.Go(func() { s.keep(ctx, d) }) }
	for _, d := range s.list {
		s.start(d)
	}
	s.mu.Unlock()
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	loops.Go(func() {
		<-ctx.Done()
		// Live streams end with ctx, so that nothing is left to wait for long.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if srv.Shutdown(end) != nil {
			srv.Close()
		}
	})
	err := srv.Serve(l)
	stop()
	s.mu.Lock()
	s.start = nil // a desk that is added from now on has no loop
	s.mu.Unlock()
	loops.Wait()
	for _, d := range s.desks() {
		d.endSweep()
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// add takes a desk in. One that is there already stays as it is.
func (s *Server) add(d *Desk) (*station, error) {
	if err := keyFits(d.Key); err != nil {
		return nil, err
	}
	if s.desk(d.Key) != nil {
		return nil, fmt.Errorf("two desks have the key %q", d.Key)
	}
	x := newStation(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, x)
	if s.start != nil {
		s.start(x)
	}
	return x, nil
}

// desks are all of them.
func (s *Server) desks() []*station {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list)
}

func (s *Server) desk(key string) *station {
	for _, d := range s.desks() {
		if d.Key == key {
			return d
		}
	}
	return nil
}

// random is 32 bytes that nobody can guess, fit for an address.
func random() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
