// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/durable"
	"parley/internal/hub"
	"parley/internal/node"
)

func (a *app) hubCommands() *cobra.Command {
	return a.noun("hub", "Run a hub, which orders sealed entries and can read none",
		`A hub puts sealed entries in one order and passes them on. It holds no key that
opens any of them. One hub may serve many processes that know nothing of each
other.`,
		"  parley hub serve --dir /srv/parley-hub\n  parley hub status --dir /srv/parley-hub",
		a.hubServe(), a.hubStatus())
}

// hubReport is what a person needs to reach a hub.
type hubReport struct {
	Dir     string `json:"dir"`
	URL     string `json:"url"`
	Cert    string `json:"cert"` // SHA-256 of the certificate, hexadecimal
	Running bool   `json:"running"`
	Next    string `json:"next"`
}

const (
	defaultListen = "127.0.0.1:8420"
	// addressFile holds what hubReport says, for people and scripts that look
	// at a hub that is running. It is public.
	addressFile    = "hub.address"
	hubKeyFile     = "hub.key"
	maxAddressFile = 1024
)

func (a *app) hubServe() *cobra.Command {
	var dir, listen, admission string
	c := a.command(verb{
		use:   "serve --dir DIR",
		short: "Serve a hub until interrupted",
		long: `Serves the hub in a folder, which is made if it is not there. It prints the
address and the certificate hash that founders and joiners need, and ends with
code 0 when it is interrupted. The address is remembered. It listens on the
machine itself unless --listen says otherwise. With --admission-file, only who
knows the word in that file can found a process here.`,
		example: `  parley hub serve --dir hub
  parley hub serve --dir /srv/parley-hub --listen 0.0.0.0:8420 --admission-file word.txt`,
		exits: []int{},
		run: func(ctx context.Context, _ []string) error {
			if dir == "" {
				return usageError("say where the hub keeps its files with --dir DIR")
			}
			word := []byte{}
			if admission != "" {
				var err error
				if word, err = a.readSecret(admission); err != nil {
					return err
				}
				if len(word) == 0 {
					return usageError("%s holds no word", admission)
				}
			}
			return a.serveHub(ctx, dir, listen, string(word))
		},
	})
	f := c.Flags()
	f.StringVar(&dir, "dir", "", "`folder` of the hub")
	f.StringVar(&listen, "listen", "", "`address` to listen on (default: the last one, at first "+defaultListen+")")
	f.StringVar(&admission, "admission-file", "", "`file` with the word that founders must know")
	return c
}

func (a *app) serveHub(ctx context.Context, dir, listen, admission string) error {
	site, err := hub.OpenSite(dir)
	if errors.Is(err, node.ErrInUse) {
		return failure(exitFailed, "a hub is running in %s already", dir).hint("parley hub status --dir " + quoted(dir))
	}
	if err != nil {
		return err
	}
	a.cleanup = append(a.cleanup, func() { site.Store.Close() })
	if listen == "" {
		listen = site.Listen
	}
	if listen == "" {
		listen = defaultListen
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	at := l.Addr().String()
	if at != site.Listen {
		if err := site.SetListen(at); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	r := hubReport{Dir: dir, URL: hubURL(at), Cert: hex.EncodeToString(site.Cert[:]), Running: true}
	r.Next = "parley process create --hub " + r.URL + " --hub-cert " + r.Cert
	a.cleanup = append(a.cleanup, func() { os.Remove(filepath.Join(dir, addressFile)) })
	if err := durable.WriteFile(filepath.Join(dir, addressFile), []byte(r.URL+" "+r.Cert+"\n"), 0o644); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := a.emitHub(r); err != nil {
		return errors.Join(err, l.Close())
	}
	if admission == "" && !loopback(at) {
		a.warn("add --admission-file FILE", "anyone who can reach %s can found a process here", at)
	}
	a.say("serving; interrupt to stop")
	err = hub.New(site.Store, hub.Options{Secret: site.Secret, Admission: admission, Now: a.now}).Serve(ctx, l, site.Certificate)
	if err == nil || ctx.Err() != nil && errors.Is(err, context.Canceled) {
		a.say("stopped")
		return nil
	}
	return err
}

func (a *app) emitHub(r hubReport) error {
	t := table{cols: []col{{name: "url"}, {name: "cert"}, {name: "running"}}}
	t.add(r.URL, r.Cert, yes(r.Running))
	if err := a.emit(report{name: "hub", data: r, tables: []table{t}}); err != nil {
		return err
	}
	a.next(r.Next)
	return nil
}

// hubURL is the address of a hub that listens on at. Where it listens on every
// address of the machine, the machine's name stands in for them.
func hubURL(at string) string {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return "https://" + at
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			host = name
		}
	}
	return "https://" + net.JoinHostPort(host, port)
}

func loopback(at string) bool {
	host, _, err := net.SplitHostPort(at)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

func (a *app) hubStatus() *cobra.Command {
	var dir string
	c := a.command(verb{
		use:     "status --dir DIR",
		short:   "Show the address and certificate hash of a hub",
		long:    "Shows what founders and joiners need to reach the hub in a folder, and whether it\nis running. A hub keeps no log of who called, so there is nothing else to show.",
		example: "  parley hub status --dir hub\n  parley hub status --dir hub --json=url,cert",
		run: func(context.Context, []string) error {
			if dir == "" {
				return usageError("say which hub with --dir DIR")
			}
			if _, err := os.Stat(filepath.Join(dir, hubKeyFile)); errors.Is(err, fs.ErrNotExist) {
				return failure(exitFailed, "there is no hub in %s", dir).hint("parley hub serve --dir " + quoted(dir))
			}
			r := hubReport{Dir: dir}
			site, err := hub.OpenSite(dir)
			switch {
			case errors.Is(err, node.ErrInUse):
				b, err := durable.ReadFile(filepath.Join(dir, addressFile), maxAddressFile)
				if err != nil {
					return err
				}
				r.Running = true
				r.URL, r.Cert, _ = strings.Cut(strings.TrimSpace(string(b)), " ")
			case err != nil:
				return err
			default:
				if err := site.Store.Close(); err != nil {
					return err
				}
				r.Cert = hex.EncodeToString(site.Cert[:])
				if site.Listen != "" {
					r.URL = hubURL(site.Listen)
				}
			}
			r.Next = "parley hub serve --dir " + quoted(dir)
			if r.Running {
				r.Next = "parley process create --hub " + r.URL + " --hub-cert " + r.Cert
			}
			return a.emitHub(r)
		},
	})
	c.Flags().StringVar(&dir, "dir", "", "`folder` of the hub")
	return c
}
