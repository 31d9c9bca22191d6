// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/durable"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// Waits of the commands that run until they are interrupted.
const (
	minWait   = time.Second
	restWait  = 10 * time.Second
	maxWait   = 5 * time.Minute
	bundleExt = ".parley"
)

// pause is how long to wait before trying again after some failures in a row.
func pause(every time.Duration, failures int) time.Duration {
	for range failures {
		if every >= maxWait {
			return maxWait
		}
		every *= 2
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

// watchReport is one round of sync watch.
type watchReport struct {
	Imported []string `json:"imported"` // files taken in
	Written  string   `json:"written"`  // own file, when it changed
	Size     int64    `json:"size"`
	Opened   int      `json:"opened"`
}

// watcher follows a folder that several seats share.
type watcher struct {
	app     *app
	dir     string
	offline bool
	seen    map[string]string // file name -> size and time when it was last read
	last    string            // state that the own file was written for
}

func (a *app) syncWatch() *cobra.Command {
	w := &watcher{app: a, seen: map[string]string{}}
	every := restWait
	var once bool
	c := a.command(verb{
		use:   "watch DIR",
		short: "Exchange files with other seats in a folder, until interrupted",
		long: `Takes in the .parley files that other seats leave in a folder and keeps a file of
its own there, named after the seat. With a hub it syncs too, unless --offline.
While the hub cannot be reached it waits longer and longer, five minutes at
most. Everything in the folder is sealed.`,
		example: "  parley sync watch /media/shared\n  parley sync watch /media/shared --offline --once",
		exits:   []int{exitLocked, exitConflict, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			w.dir = args[0]
			if info, err := os.Stat(w.dir); err != nil {
				return err
			} else if !info.IsDir() {
				return usageError("%s is no folder", w.dir)
			}
			if every < minWait {
				return usageError("--every is %v; want %v or more", every, minWait)
			}
			return a.every(ctx, func() time.Duration { return every }, once, func(d *desk) error { return w.round(ctx, d) })
		},
	})
	f := c.Flags()
	f.DurationVar(&every, "every", every, "`time` between two looks")
	f.BoolVar(&once, "once", false, "look once and end")
	f.BoolVar(&w.offline, "offline", false, "do not ask the hub")
	return c
}

func (w *watcher) round(ctx context.Context, d *desk) error {
	r := watchReport{Imported: []string{}}
	before := d.view.State.Len()
	// What lies in the folder does not depend on the hub.
	var hubErr error
	if !w.offline && d.seat.Hub.URL != "" {
		_, hubErr = d.syncRound(ctx)
	}
	names, err := filepath.Glob(filepath.Join(w.dir, "*"+bundleExt))
	if err != nil {
		return err
	}
	own := filepath.Join(w.dir, d.seat.Name+bundleExt)
	for _, name := range names {
		info, err := os.Stat(name)
		if name == own || err != nil || w.seen[name] == fingerprint(info) {
			continue
		}
		b, err := durable.ReadFile(name, maxBundle)
		if err == nil {
			_, err = d.node.Import(ctx, b, nil)
		}
		switch {
		case errors.Is(err, node.ErrSplitView):
			return err
		case err != nil:
			// It may be half copied, or of another process: the next round
			// looks again when it has changed.
			w.app.warn("", "%s was not taken in: %v", filepath.Base(name), err)
		default:
			r.Imported = append(r.Imported, filepath.Base(name))
		}
		w.seen[name] = fingerprint(info)
	}
	if err := d.look(); err != nil {
		return err
	}
	if err := w.publish(ctx, d, own, &r); err != nil {
		return err
	}
	r.Size, r.Opened = d.view.Size, d.view.State.Len()-before
	if len(r.Imported) > 0 || r.Written != "" {
		t := table{cols: []col{{name: "imported"}, {name: "written"}, {name: "size", right: true}, {name: "opened", right: true}}}
		t.add(strings.Join(r.Imported, " "), r.Written, number(r.Size), number(r.Opened))
		head := d.head()
		if err := w.app.emit(report{name: "sync.watch", data: r, tables: []table{t}, head: &head}); err != nil {
			return err
		}
	}
	return hubErr
}

// publish writes the own file when there is something new to carry.
func (w *watcher) publish(ctx context.Context, d *desk, own string, r *watchReport) error {
	if d.view.Roster == nil {
		return nil
	}
	state := d.view.Root.String()
	for _, p := range d.node.Outbox() {
		state += " " + ref(p.ID)
	}
	if d.view.Checkpoint != nil {
		state += " " + number(len(d.view.Checkpoint.Cosignatures))
	}
	if state == w.last {
		return nil
	}
	var b bytes.Buffer
	if _, err := d.node.Export(ctx, &b, false, true); err != nil {
		return err
	}
	if err := durable.WriteFile(own, b.Bytes(), 0o600); err != nil {
		return err
	}
	w.last, r.Written = state, filepath.Base(own)
	return nil
}

func fingerprint(info os.FileInfo) string {
	return number(info.Size()) + " " + info.ModTime().String()
}

// wordsFor are the twelve words of a file.
func wordsFor(sum record.Hash) []string { return wordList(record.Words(sum)) }
