// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"parley/internal/durable"
	"parley/internal/keys"
	"parley/internal/node"
)

// restoreReport is a home that was made from a backup.
type restoreReport struct {
	Home    string         `json:"home"`
	Archive string         `json:"archive"`
	Seats   []restoredLine `json:"seats"`
	Next    string         `json:"next"`
}

// restoredLine is one seat of it.
type restoredLine struct {
	Label   string   `json:"label"`
	Process string   `json:"process"` // identifier, base64
	Seat    string   `json:"seat"`
	Device  string   `json:"device"`  // new; the root of the seat has not admitted it yet
	Entries int      `json:"entries"` // that can be read
	Words   []string `json:"words"`   // twelve, the same on the machine that admits the device
	File    string   `json:"file"`    // for that machine; empty when there is none
}

// restoring is what key restore is asked for.
type restoring struct {
	backup, archive, out, passphrase, url, cert string
}

func (a *app) keyRestore() *cobra.Command {
	var x restoring
	c := a.command(verb{
		use:   "restore BACKUP --archive FILE",
		short: "Make a home from a backup and a copy of the archive",
		long: `Makes a new home that reads what the lost machine could read: BACKUP is the file
of "parley key backup", and --archive a copy of the file archive.db. The backup's
passphrase is asked for first, then one for the new home.

Device keys and the root key are in no backup: two machines that sign with one
key would contradict each other. So each seat gets a new device. With --out, a
file for each is written into that folder; the machine that keeps the root key
of the seat admits it (parley roster add FILE). Where the root key was lost too,
the archive can be read, and the mediator removes the seat and invites it again.
Give --hub and --hub-cert where the seats reach their hub.`,
		example: `  parley key restore /media/stick/parley-backup.age --archive /media/stick/archive.db --out /media/stick
  parley --home restored key restore backup.age --archive archive.db --hub https://hub.example:8420 --hub-cert 5f0c… --out .`,
		exits: []int{exitLocked},
		args:  cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			x.backup = args[0]
			return a.restore(ctx, x)
		},
	})
	f := c.Flags()
	f.StringVar(&x.archive, "archive", "", "copy of the `file` archive.db of the lost machine")
	f.StringVar(&x.out, "out", "", "`folder` for the files by which the new devices are admitted")
	f.StringVar(&x.passphrase, "backup-passphrase-file", "", "`file` with the passphrase of the backup; - is the standard input")
	f.StringVar(&x.url, "hub", "", "https `address` of the hub")
	f.StringVar(&x.cert, "hub-cert", "", "SHA-256 `hash` of the hub's certificate")
	return c
}

func (a *app) restore(ctx context.Context, x restoring) error {
	var at keys.HubAddress
	var err error
	if x.url != "" || x.cert != "" {
		if at, err = address(x.url, x.cert); err != nil {
			return err
		}
	}
	dir, err := a.homeDir()
	if err != nil {
		return err
	}
	if err := vacant(dir); err != nil {
		return err
	}
	if info, err := os.Stat(x.out); x.out != "" && (err != nil || !info.IsDir()) {
		return usageError("--out %s is no folder", x.out)
	}
	b, err := a.openBackup(x)
	if err != nil {
		return err
	}
	defer b.Wipe()
	pass, err := a.newPassphrase(a.flags.passphraseFile, "the home "+dir)
	if err != nil {
		return err
	}
	defer clear(pass)
	a.say("making keys; this takes a second or two")
	seats, err := a.restoreInto(ctx, dir, pass, x.archive, b, at)
	if err != nil {
		return err
	}
	r := restoreReport{Home: dir, Archive: node.ArchivePath(dir), Seats: []restoredLine{}, Next: "parley roster add FILE"}
	t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "device"}, {name: "entries", right: true}, {name: "file"}}}
	for _, s := range seats {
		l := restoredLine{Label: s.Label, Process: s.Process.String(), Seat: s.Seat, Device: s.Device, Entries: s.Entries, Words: []string{}}
		if s.Text != nil {
			l.Words = wordList(deviceWords(s.Text))
		}
		if x.out != "" && s.Text != nil {
			l.File = filepath.Join(x.out, s.Label+".device")
			if err := a.write(l.File, s.Text, "the device", true); err != nil {
				return err
			}
		}
		r.Seats = append(r.Seats, l)
		t.add(l.Label, l.Seat, l.Device, number(l.Entries), l.File)
		if s.Text != nil {
			a.say("the twelve words of device %s of seat %s: %s", l.Device, l.Seat, wordsOf(deviceWords(s.Text)))
		}
	}
	if err := a.emit(report{name: "key.restore", data: r, tables: []table{t}}); err != nil {
		return err
	}
	a.say("on the machine with the root key of the seat, run:")
	a.next(r.Next)
	return nil
}

// vacant makes sure that nothing is in the place of a new home.
func vacant(dir string) error {
	all, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(all) > 0:
		return failure(exitFailed, "%s is not empty; a backup is restored into a new home", dir).hint("choose another folder with --home")
	}
	return nil
}

func (a *app) openBackup(x restoring) (keys.Backup, error) {
	file, err := a.read(x.backup, maxBackup)
	if err != nil {
		return keys.Backup{}, err
	}
	var pass []byte
	switch {
	case x.passphrase != "":
		pass, err = a.readSecret(x.passphrase)
	case a.mayAsk():
		pass, err = a.ask("passphrase of the backup: ")
	default:
		err = failure(exitLocked, "the backup needs its passphrase, and nobody can be asked for it").hint("give it with --backup-passphrase-file FILE; - is the standard input")
	}
	if err != nil {
		return keys.Backup{}, err
	}
	defer clear(pass)
	return keys.Restore(bytes.NewReader(file), pass)
}

// maxBackup is the largest backup that is read, in bytes.
const maxBackup = 16 << 20

// restoreInto makes the home beside its place, and puts it there when it is whole.
func (a *app) restoreInto(ctx context.Context, dir string, pass []byte, archive string, b keys.Backup, at keys.HubAddress) ([]node.Restored, error) {
	if err := durable.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, err
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), ".parley-restore-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(half)
	if archive != "" {
		if err := copyArchive(archive, node.ArchivePath(half)); err != nil {
			return nil, err
		}
	}
	u, err := keys.Create(half, pass, a.cost)
	if err != nil {
		return nil, err
	}
	defer u.Lock()
	h, err := a.open(u, a.now)
	if err != nil {
		return nil, err
	}
	seats, err := node.Restore(ctx, h, b, at)
	if err := errors.Join(err, h.Close()); err != nil {
		return nil, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return seats, durable.Rename(half, dir)
}

// copyArchive copies an archive, with the log that SQLite keeps beside one that was
// not closed.
func copyArchive(from, to string) error {
	if err := copyFile(from, to); err != nil {
		return err
	}
	if err := copyFile(from+"-wal", to+"-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
