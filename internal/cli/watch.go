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

	"parley/internal/durable"
	"parley/internal/node"
	"parley/record"
)

// bundleExt ends the names of the files in a watched folder.
const bundleExt = ".parley"

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
	once    bool
	seen    map[string]string // file name -> size and time when it was last read
	last    string            // state that the own file was written for

	// The folder is looked at in every round, the hub when its time has come.
	hubFailures int
	hubAfter    time.Time
}

func (a *app) syncWatch() *cobra.Command {
	w := &watcher{app: a, seen: map[string]string{}}
	every := restWait
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
			return a.every(ctx, func() time.Duration { return every }, w.once, func(d *desk) error { return w.round(ctx, d) })
		},
	})
	f := c.Flags()
	f.DurationVar(&every, "every", every, "`time` between two looks")
	f.BoolVar(&w.once, "once", false, "look once and end")
	f.BoolVar(&w.offline, "offline", false, "do not ask the hub")
	return c
}

func (w *watcher) round(ctx context.Context, d *desk) error {
	r := watchReport{Imported: []string{}}
	before := d.view.State.Len()
	hubErr := w.askHub(ctx, d)
	if hubErr != nil && !mayPass(hubErr) {
		return hubErr
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
	if w.once {
		return hubErr
	}
	return nil
}

// askHub syncs with the hub, and after failures waits longer and longer. What
// lies in the folder does not depend on it.
func (w *watcher) askHub(ctx context.Context, d *desk) error {
	if w.offline || d.seat.Hub.URL == "" || time.Now().Before(w.hubAfter) {
		return nil
	}
	_, err := d.syncRound(ctx)
	if err == nil {
		w.hubFailures = 0
		return nil
	}
	w.hubFailures++
	wait := pause(restWait, w.hubFailures)
	w.hubAfter = time.Now().Add(wait)
	if mayPass(err) && !w.once && ctx.Err() == nil {
		w.app.warn("", "%s; asking again in %v", w.app.explain(err).Msg, wait)
	}
	return err
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
