// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/web"
)

// localAddress is where pages are served unless another port is asked for: a
// free one of this machine.
const localAddress = "127.0.0.1:0"

// listenFlags are shared by the commands that serve pages.
type listenFlags struct {
	listen string
	open   bool
	idle   time.Duration
}

func (f *listenFlags) flags(c *cobra.Command) {
	c.Flags().StringVar(&f.listen, "listen", localAddress, "`address` of this machine for the pages; port 0 is a free one")
	c.Flags().BoolVar(&f.open, "open", false, "open the pages in the browser")
}

func (a *app) serveCommand() *cobra.Command {
	var f listenFlags
	c := a.command(verb{
		use:   "serve",
		short: "Show your seat as pages in a browser on this machine",
		long: `Serves the pages of every process of this home, or of the one named with
--process, on this machine alone, until it is interrupted. A process can be begun
or joined there too. The address that it
prints lets one browser in, once. While it runs it syncs by itself, and no other
command can use this home; locking a desk in the browser forgets its keys, and
the passphrase opens it again. A desk that nobody uses for half an hour is locked.`,
		example: "  parley serve --open\n  parley serve --listen 127.0.0.1:8080",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			desks, home, err := a.homeDesks(ctx)
			if err != nil {
				return err
			}
			idle := f.idle
			if idle <= 0 {
				idle = -1 // never
			}
			return a.serveDesks(ctx, f, web.Options{Desks: desks, Home: home, Idle: idle})
		},
	})
	f.flags(c)
	c.Flags().DurationVar(&f.idle, "lock-after", 30*time.Minute, "`time` without use after which a desk is locked, and syncs no more; 0 is never")
	return c
}

// serveDesks shows desks in the browser until it is interrupted.
func (a *app) serveDesks(ctx context.Context, f listenFlags, opt web.Options) error {
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return failure(exitFailed, "the pages cannot be served: %v", err).hint("choose another address with --listen 127.0.0.1:PORT")
	}
	opt.Address, opt.Now = l.Addr().String(), a.now
	s, err := web.New(opt)
	if err != nil {
		l.Close()
		return usageError("%v", err)
	}
	address := s.Launch()
	// Said whatever the flags: without it nobody can see the pages.
	fmt.Fprintf(a.err, "parley: the pages are at %s\nparley: this address works once, in one browser on this machine\n", address)
	if f.open {
		if err := browse(address); err != nil {
			a.warn("", "no browser could be started: %v", err)
		}
	}
	a.say("interrupt (Ctrl C) ends it")
	if err := s.Serve(ctx, l); err != nil {
		return err
	}
	a.say("stopped")
	return nil
}

// browse opens an address in the person's browser.
func browse(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	c := exec.Command(name, args...)
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait()
	return nil
}
