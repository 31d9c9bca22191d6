// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/record"
)

// Limits of a note, those of package act; said here in words of the command.
const (
	maxNote     = 60000
	maxNoteFile = 1 << 20
)

func (a *app) entryPost() *cobra.Command {
	var to, public []string
	var register, file string
	var dry, cleared bool
	c := a.command(verb{
		use:   "post --to WHO [TEXT]",
		short: "Write to the seats you name, and to nobody else",
		long: `Seals a text to the seats named with --to, which has no default: an alias, a
display name or the word of the roster for one seat, the word of a role for all
who have it, and "all" for every seat. Before anything is written it says who
will be able to read it.

The register says what a reader can prove. In a caucus it is wp (without
prejudice) unless you choose otherwise, and in the plenary record: see "parley
help registers". The entry waits in the outbox and can be undone until the next
sync. A text on the command line may stay in the history of your shell; give
longer or delicate ones with --file.

A text is stopped when it holds words, numbers or names that are known here only
from channels which its readers do not read. Ask for disclosure, say with
--public where it is public, or let it pass with --cleared. Told freely enough,
a confidence passes unseen.`,
		example: `  parley entry post --to mediator "We could accept a first meeting at expert level"
  parley entry post --to mediator --file note.txt --dry-run
  parley entry post --to all --register record --file statement.txt
  echo "…" | parley entry post --to a,b --file -`,
		exits: []int{exitLocked, exitConflict, exitWithheld},
		args:  cobra.MaximumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			if err := a.checkTo(to); err != nil {
				return err
			}
			if (len(args) == 1) == (file != "") {
				return usageError("give the text as one argument or with --file; - is the standard input")
			}
			if err := checkRegister(register); err != nil {
				return err
			}
			text := ""
			if file == "" {
				text = args[0]
			} else {
				b, err := a.read(file, maxNoteFile)
				if err != nil {
					return err
				}
				text = string(b)
			}
			if n := utf8.RuneCountInString(text); n > maxNote {
				return failure(exitFailed, "the text is %d characters long; an entry holds %d at most", n, maxNote).
					hint("split it into several entries; a file of its own cannot be attached in this version")
			}
			note := act.Note{Text: act.Tidy(text)}
			for _, text := range public {
				x, err := sourceOf(text)
				if err != nil {
					return usageError("--public %q: want KEY=ADDRESS, as in C19=https://…", text)
				}
				note.Sources = append(note.Sources, x)
			}
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			return d.write(ctx, draft{to: to, register: register, act: note, dry: dry, cleared: cleared})
		},
	})
	f := c.Flags()
	f.StringSliceVar(&to, "to", nil, "`who` may read it; repeat it, or separate with commas")
	f.StringVar(&register, "register", "", "record or wp (default: wp in a caucus, record in the plenary)")
	f.StringVar(&file, "file", "", "`file` with the text; - is the standard input")
	f.BoolVar(&dry, "dry-run", false, "print what would be written, and write nothing")
	f.StringArrayVar(&public, "public", nil, "where what it repeats was made public, as `KEY=ADDRESS`; repeat it")
	f.BoolVar(&cleared, "cleared", false, clearedFlag)
	return c
}

// undoReport is an entry that was taken back.
type undoReport struct {
	Entry string `json:"entry"`
	State string `json:"state"` // undone
}

func (a *app) entryUndo() *cobra.Command {
	return a.command(verb{
		use:   "undo REF",
		short: "Take back an entry that has not left this machine",
		long: `Takes an entry out of the outbox. Once a sync has handed it to the hub it cannot
be taken back; a later entry can correct it.`,
		example: "  parley sync status\n  parley entry undo 7f3a09c41b22",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			id, err := d.pending(args[0])
			if err != nil {
				return err
			}
			if err := d.node.Undo(ctx, id); err != nil {
				return err
			}
			t := table{cols: []col{{name: "entry", ref: true}, {name: "state"}}}
			t.add(ref(id), "undone")
			if err := a.emit(report{name: "entry.undo", data: undoReport{ref(id), "undone"}, tables: []table{t}}); err != nil {
				return err
			}
			a.next(a.line("sync status"))
			return nil
		},
	})
}

// pending finds an entry of the outbox; one that has left it is an error that
// says so.
func (d *desk) pending(word string) (record.Hash, error) {
	var found []record.Hash
	for _, p := range d.node.Outbox() {
		if len(word) >= minRef && strings.HasPrefix(ref(p.ID), strings.ToLower(word)) {
			found = append(found, p.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		if l, err := d.entry(word); err == nil {
			return l.ID, nil
		}
		return record.Hash{}, usageError("the outbox holds no entry %q", word).hint(d.app.line("sync status"))
	}
	return record.Hash{}, usageError("%d entries of the outbox begin with %s; give more digits", len(found), word)
}
