// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"runtime"

	"parley/internal/web"
)

// localAddress is where pages are served unless another port is asked for: a
// free one of this machine.
const localAddress = "127.0.0.1:0"

// listenFlags are shared by the commands that serve pages.
type listenFlags struct {
	listen string
	open   bool
}

// serveDesks shows desks in the browser until it is interrupted.
func (a *app) serveDesks(ctx context.Context, f listenFlags, demo bool, desks []*web.Desk) error {
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return failure(exitFailed, "the pages cannot be served: %v", err).hint("choose another address with --listen 127.0.0.1:PORT")
	}
	s, err := web.New(web.Options{Address: l.Addr().String(), Desks: desks, Demo: demo, Now: a.now})
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
