// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/node"
)

func (a *app) syncExport() *cobra.Command {
	return a.command(verb{
		use:   "export FILE",
		short: "Write the record and the outbox to a file, all of it sealed",
		long: `Writes the log, every sealed entry held here and the entries that wait, for
somebody to carry. Nothing in the file is in clear but the roster; its size and
the seats that entries wait for can be seen. Read the twelve words of the file
to whoever gets it: a file that was exchanged on the way has others.`,
		example: "  parley sync export /media/stick/a.parley",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			return a.export(ctx, args[0], false, true)
		},
	})
}

func (a *app) syncImport() *cobra.Command {
	var submit bool
	c := a.command(verb{
		use:   "import FILE",
		short: "Take in a file that another seat exported",
		long: `Verifies a bundle as strictly as what a hub sends and takes in what is new. Files
may come in any order and more than once. With --submit, entries that wait in
the file are handed to the hub for their author; this is possible for entries
that your own seat can read.`,
		example: "  parley sync import /media/stick/b.parley\n  parley sync import /media/stick/b.parley --submit",
		exits:   []int{exitLocked, exitConflict, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			return a.importBundle(ctx, args[0], submit)
		},
	})
	c.Flags().BoolVar(&submit, "submit", false, "hand waiting entries to the hub")
	return c
}

// maxBundle is the largest bundle that is read, in bytes.
const maxBundle = 1 << 30

// importReport is what a bundle brought.
type importReport struct {
	Leaves    int64 `json:"leaves"` // new leaves of the log
	Opened    int   `json:"opened"` // entries newly readable here
	Handed    int   `json:"handed"` // waiting entries handed to the hub
	Size      int64 `json:"size"`
	Witnessed bool  `json:"witnessed"`
}

func (a *app) importBundle(ctx context.Context, path string, submit bool) error {
	b, err := a.read(path, maxBundle)
	if err != nil {
		return err
	}
	d, err := a.openDesk(ctx)
	if err != nil {
		return err
	}
	var hub node.Hub
	if submit {
		c, err := d.hub()
		if err != nil {
			return err
		}
		hub = c
	}
	before := d.view.State.Len()
	got, err := d.node.Import(ctx, b, hub)
	if errors.Is(err, courier.ErrStale) {
		return failure(exitConflict, "%v", err).
			hint(a.line("sync export FILE")).
			hint("give that file to the author: their node seals the entry again when it has read the newest roster, and exports it anew")
	}
	if err != nil {
		return err
	}
	if err := d.look(); err != nil {
		return err
	}
	r := importReport{
		Leaves: got.Leaves, Opened: d.view.State.Len() - before, Handed: got.Outbound,
		Size: d.view.Size, Witnessed: d.view.Witnessed,
	}
	head := d.head()
	t := table{cols: []col{{name: "new leaves", right: true}, {name: "opened", right: true}, {name: "handed", right: true}, {name: "size", right: true}, {name: "witnessed"}}}
	t.add(number(r.Leaves), number(r.Opened), number(r.Handed), number(r.Size), yes(r.Witnessed))
	if err := a.emit(report{name: "import", data: r, tables: []table{t}, head: &head}); err != nil {
		return err
	}
	if r.Opened > 0 {
		a.next(a.line("entry list"))
	}
	return nil
}

// exportReport is a bundle that was written.
type exportReport struct {
	File  string   `json:"file"`
	Bytes int      `json:"bytes"`
	Size  int64    `json:"size"`  // leaves of the log in it
	Open  bool     `json:"open"`  // whoever has it can read what this seat can read
	Words []string `json:"words"` // twelve, of the file
	Next  string   `json:"next"`
}

// export writes a bundle, with what opens it or with the outbox.
func (a *app) export(ctx context.Context, path string, open, outbox bool) error {
	if err := a.checkOutput(path); err != nil {
		return err
	}
	d, err := a.openDesk(ctx)
	if err != nil {
		return err
	}
	if err := d.known(); err != nil {
		return err
	}
	var b bytes.Buffer
	sum, err := d.node.Export(ctx, &b, open, outbox)
	if err != nil {
		return err
	}
	if err := a.write(path, b.Bytes(), "a bundle", false); err != nil {
		return err
	}
	words := wordsFor(sum)
	r := exportReport{File: path, Bytes: b.Len(), Size: d.view.Size, Open: open, Words: words, Next: "parley-verify " + quoted(path)}
	if outbox {
		r.Next = "parley sync import " + quoted(path)
	}
	if path != standard {
		head := d.head()
		t := table{cols: []col{{name: "file"}, {name: "bytes", right: true}, {name: "leaves", right: true}, {name: "open"}, {name: "words"}}}
		t.add(path, number(int64(b.Len())), number(r.Size), yes(open), strings.Join(words, " "))
		if err := a.emit(report{name: "export", data: r, tables: []table{t}, head: &head}); err != nil {
			return err
		}
	}
	if open {
		a.warn("", "whoever has this file can read everything that this seat can read")
	}
	a.next(r.Next)
	return nil
}
