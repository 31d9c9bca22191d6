// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

func (a *app) keyCommands() *cobra.Command {
	return a.noun("key", "Look after the keys of your seat",
		`A seat has a root key, which speaks for it in its own affairs, the keys that
entries are sealed to, and on each machine the keys of that device. There is no
reset: what no key opens stays closed.`,
		"  parley key show\n  parley key backup /media/stick/parley-backup.age\n  parley key rotate",
		a.keyShow(), a.keyRotate(), a.keyBackup(), a.keyRestore(), a.keyDevice())
}

// keyReport is what the keys of the own seat are called; no secret is in it.
type keyReport struct {
	Label      string   `json:"label"`
	Process    string   `json:"process"` // identifier, hexadecimal, as key device wants it
	Seat       string   `json:"seat"`
	Device     string   `json:"device"` // of this machine
	Root       bool     `json:"root"`   // the root key is on this machine
	Generation int64    `json:"generation"`
	Words      []string `json:"words"`   // twelve, of all public keys of the seat
	Devices    []string `json:"devices"` // active ones
	Hub        string   `json:"hub"`
	HubCert    string   `json:"hub_cert"`
	Next       string   `json:"next"` // makes a further device, to be run on its machine
}

func (a *app) keyShow() *cobra.Command {
	return a.command(verb{
		use:     "show",
		short:   "Show the words and devices of your seat's keys",
		long:    "Shows the twelve words of the public keys of your seat, for reading them aloud,\nand its devices. Secrets are never printed.",
		example: "  parley key show",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			return d.keys()
		},
	})
}

func (d *desk) keys() error {
	a, pid := d.app, d.node.Process()
	r := keyReport{
		Label: d.seat.Label, Process: hex.EncodeToString(pid[:]), Seat: d.seat.Name, Device: d.seat.Device,
		Root: len(d.seat.Root) > 0, Words: []string{}, Devices: []string{}, Hub: d.seat.Hub.URL, HubCert: hex.EncodeToString(d.seat.Hub.Cert[:]),
	}
	if n := len(d.seat.Generations); n > 0 {
		r.Generation = int64(d.seat.Generations[n-1].Number)
	}
	if d.view.Roster != nil {
		if me := d.view.Roster.Seat(d.seat.Name); me != nil {
			r.Words, r.Generation = wordList(me.KeyWords()), me.Key.Generation
			for _, x := range me.Devices {
				r.Devices = append(r.Devices, x.Label)
			}
			r.Next = fmt.Sprintf("parley key device --process-id %s --seat %s --device %s --hub %s --hub-cert %s --out FILE",
				r.Process, r.Seat, freeDevice(me), r.Hub, r.HubCert)
		}
	}
	t := table{title: "keys", card: true}
	t.add("seat", d.name(r.Seat))
	t.add("words", strings.Join(r.Words, " "))
	t.add("this device", r.Device)
	t.add("devices", strings.Join(r.Devices, " "))
	t.add("root key", "on this machine: "+yes(r.Root))
	t.add("seat key", "generation "+number(r.Generation))
	t.add("process", r.Process)
	t.add("hub", r.Hub+" "+r.HubCert)
	if err := a.emit(report{name: "key.show", data: r, tables: []table{t}}); err != nil {
		return err
	}
	if r.Next != "" {
		a.say("to add a further machine of your seat, run there, after parley init:")
		a.next(r.Next)
	}
	return nil
}

// freeDevice is a label that the seat has never used.
func freeDevice(s *record.Seat) string {
	for n := 1; ; n++ {
		label := fmt.Sprintf("d%d", n)
		if s.Device(label) == nil && !slices.Contains(s.Retired, label) {
			return label
		}
	}
}

func (a *app) keyRotate() *cobra.Command {
	var device, sure bool
	c := a.command(verb{
		use:   "rotate",
		short: "Change the keys of your seat, or those of this device",
		long: `Makes the next generation of the keys that entries are sealed to, for all devices
of your seat. With --device, this machine gets new device keys under a new
label, admitted by the root key, and the old ones end: the way out when this
machine was restored from a copy, or when somebody may have had its keys. What
waits in the outbox is dropped then, and has to be written again.`,
		example: "  parley key rotate\n  parley key rotate --device",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			if !device {
				if err := d.node.RotateSeatKey(ctx, hub); err != nil {
					return err
				}
				if err := d.look(); err != nil {
					return err
				}
				return d.emitProcess("changed the keys of the seat", nil, a.line("key show"))
			}
			if n := len(d.node.Outbox()); n > 0 {
				if err := a.confirm(sure, "yes", fmt.Sprintf("%d entries in the outbox will be dropped", n)); err != nil {
					return err
				}
			}
			dropped, err := d.node.ReplaceDevice(ctx, func(s keys.Seat) (node.Hub, error) {
				c, err := node.ConnectSeat(s)
				if err == nil {
					a.cleanup = append(a.cleanup, c.Close)
				}
				return c, err
			})
			if err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			if dropped > 0 {
				a.warn("", "%d entries of the old device were never sent and are dropped", dropped)
			}
			a.say("other seats are asked to confirm the new keys of your seat")
			return d.emitProcess("replaced the keys of this device", nil, a.line("key show"))
		},
	})
	c.Flags().BoolVar(&device, "device", false, "replace the keys of this device")
	c.Flags().BoolVar(&sure, "yes", false, "do not ask")
	return c
}

// backupReport is a backup that was written.
type backupReport struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}

func (a *app) keyBackup() *cobra.Command {
	var file string
	c := a.command(verb{
		use:   "backup FILE",
		short: "Write what reads the archive to a file under its own passphrase",
		long: `Writes the keys that read this home's archive to an age file with a passphrase of
its own. The keys of devices and the root key are not in it: a restored machine
joins as a new device (parley key restore). Keep it, and a copy of the archive,
away from this machine.`,
		example: "  parley key backup /media/stick/parley-backup.age\n  parley key backup - --backup-passphrase-file b.txt > backup.age",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if err := a.checkOutput(args[0], file); err != nil {
				return err
			}
			u, err := a.unlockedKeys()
			if err != nil {
				return err
			}
			defer u.Lock()
			pass, err := a.newPassphrase(file, "the backup")
			if err != nil {
				return err
			}
			defer clear(pass)
			var b bytes.Buffer
			if err := u.Backup(&b, pass, a.cost); err != nil {
				return err
			}
			if err := a.write(args[0], b.Bytes(), "a backup", false); err != nil || args[0] == standard {
				return err
			}
			t := table{cols: []col{{name: "file"}, {name: "bytes", right: true}}}
			t.add(args[0], number(int64(b.Len())))
			return a.emit(report{name: "key.backup", data: backupReport{args[0], b.Len()}, tables: []table{t}})
		},
	})
	c.Flags().StringVar(&file, "backup-passphrase-file", "", "`file` with the passphrase of the backup; - is the standard input")
	return c
}
