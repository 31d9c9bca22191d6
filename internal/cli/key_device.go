// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/node"
	"parley/record"
)

// deviceReport is a device that waits for its seat to admit it.
type deviceReport struct {
	Label  string   `json:"label"`
	Seat   string   `json:"seat"`
	Device string   `json:"device"`
	Words  []string `json:"words"` // twelve, the same on the machine that admits it
	File   string   `json:"file"`
	Next   string   `json:"next"` // to be run on the machine with the root key
}

func (a *app) keyDevice() *cobra.Command {
	var id, seat, device, url, cert, label, out string
	c := a.command(verb{
		use:   "device --process-id HEX --seat SEAT --device LABEL --hub URL --hub-cert HEX --out FILE",
		short: "Make, on a further machine, a device of your seat",
		long: `Makes the keys of a further device in this home and writes what the machine with
your root key needs to admit it (parley roster add FILE). "parley key show" on
that machine prints this command with everything filled in.`,
		example: "  parley key device --process-id 91c0… --seat k7m2p --device d2 --hub https://127.0.0.1:8420 --hub-cert 5f0c… --out laptop.device",
		exits:   []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			pid, err := courier.ParseHex(id)
			switch {
			case err != nil:
				return usageError("--process-id is 64 hexadecimal digits, as parley key show prints them")
			case !record.ValidSeat(seat) || !record.ValidDevice(device):
				return usageError("--seat and --device are the words that parley key show prints")
			case out == "":
				return usageError("say where the device goes with --out FILE")
			}
			at, err := address(url, cert)
			if err != nil {
				return err
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			if label, err = a.freeLabel(ctx, h, label); err != nil {
				return err
			}
			text, err := node.NewDevice(h, label, pid, seat, device, at)
			if err != nil {
				return usage(err)
			}
			if err := a.write(out, text, "the device", true); err != nil {
				return err
			}
			words := deviceWords(text)
			r := deviceReport{Label: label, Seat: seat, Device: device, Words: words[:], File: out, Next: "parley roster add " + quoted(out)}
			a.say("the twelve words of this device: %s", wordsOf(words))
			if out != standard {
				t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "device"}, {name: "file"}}}
				t.add(label, seat, device, out)
				if err := a.emit(report{name: "key.device", data: r, tables: []table{t}}); err != nil {
					return err
				}
			}
			a.say("on the machine with your root key, run:")
			a.next(r.Next)
			return nil
		},
	})
	f := c.Flags()
	f.StringVar(&id, "process-id", "", "`identifier` of the process, 64 hexadecimal digits")
	f.StringVar(&seat, "seat", "", "your `seat` in it")
	f.StringVar(&device, "device", "", "`label` of the new device")
	f.StringVar(&url, "hub", "", "https `address` of the hub")
	f.StringVar(&cert, "hub-cert", "", "SHA-256 `hash` of the hub's certificate")
	f.StringVar(&label, "label", "", "your own short `name` for the process")
	f.StringVar(&out, "out", "", "`file` for the device; - is the standard output")
	return c
}
