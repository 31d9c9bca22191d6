// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/node"
	"parley/record"
)

// offerReport is a seat that is ready to found a process with others.
type offerReport struct {
	Label string   `json:"label"`
	Seat  string   `json:"seat"` // random name in the record
	Role  string   `json:"role"`
	Words []string `json:"words"` // twelve of its keys, to be read to the founder
	File  string   `json:"file"`
	Next  string   `json:"next"` // when the process has been founded
}

func (a *app) processOffer() *cobra.Command {
	var role, url, cert, label, out string
	c := a.command(verb{
		use:   "offer --role ROLE --hub URL --hub-cert HEX --out FILE",
		short: "Make the keys of a seat that founds a process with others",
		long: `Makes the keys of your seat and a file with their public side for whoever founds
the process (parley process create --seat FILE). Nothing is sent. Telephone the
founder and read the twelve words to each other. When the process has been
founded, its identifier comes back to you: parley process adopt takes it.

It may be run again with the same label: the file is then made again.`,
		example: "  parley process offer --role party --hub https://hub.example:8420 --hub-cert 5f0c… --label water --out a.seat",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			switch {
			case out == "":
				return usageError("say where the seat goes with --out FILE")
			case !record.ValidRole(role):
				return usageError("--role %q: a role is a word of 1 to 16 lower-case letters, digits and dots, as in party", role)
			}
			if _, err := address(url, cert); err != nil {
				return err
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			o, err := node.Offer(ctx, h, label, role, url, cert)
			if err != nil {
				return usage(err)
			}
			if err := a.write(out, o.File, "the seat", true); err != nil {
				return err
			}
			r := offerReport{Label: o.Label, Seat: o.Seat, Role: o.Role, Words: o.Words, File: out, Next: a.line("process adopt ID --label " + o.Label)}
			a.say("the twelve words of your keys, to be read to the founder over the telephone:\n\n%s", wordLines(o.Words))
			if out != standard {
				t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "role"}, {name: "file"}}}
				t.add(r.Label, r.Seat, r.Role, out)
				if err := a.emit(report{name: "process.offer", data: r, tables: []table{t}}); err != nil {
					return err
				}
			}
			a.say("when the process has been founded, with the identifier that the founder sends you:")
			a.next(r.Next)
			return nil
		},
	})
	f := c.Flags()
	f.StringVar(&role, "role", "", "`role` of the seat: party, mediator, guarantor, or another word")
	f.StringVar(&url, "hub", "", "https `address` of the hub")
	f.StringVar(&cert, "hub-cert", "", "SHA-256 `hash` of the hub's certificate, 64 hexadecimal digits")
	f.StringVar(&label, "label", "", "your own short `name` for the process")
	f.StringVar(&out, "out", "", "`file` for the seat; - is the standard output")
	return c
}

func (a *app) processAdopt() *cobra.Command {
	var label string
	c := a.command(verb{
		use:   "adopt ID",
		short: "Take up the seat you offered, in the process founded with it",
		long: `Ties the seat of "parley process offer" to the process with that identifier, 64
hexadecimal digits, fetches its beginning and checks that your keys are in it.
It shows the words of every founding seat: compare them with each other over the
telephone. Then enter with "parley process accept".`,
		example: "  parley process adopt 91c0…\n  parley process adopt 91c0… --label water",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if _, err := courier.ParseHex(args[0]); err != nil {
				return usageError("%q is no identifier of a process: it has 64 hexadecimal digits", args[0])
			}
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			if label == "" {
				if label, err = a.offered(h); err != nil {
					return err
				}
			}
			n, err := node.AdoptFounded(ctx, h, label, args[0], nil)
			if err != nil {
				return err
			}
			d, err := a.take(h, n)
			if err != nil {
				return err
			}
			for _, s := range d.view.Roster.Seats {
				a.say("the twelve words of seat %s (%s): %s", s.Name, s.Role, wordsOf(s.KeyWords()))
			}
			a.say("the words of the process: %s", wordsOf(record.Words(n.Process())))
			return d.emitProcess("took up the seat; it has not entered yet", nil, a.line("process accept"))
		},
	})
	c.Flags().StringVar(&label, "label", "", "the `name` that the seat was offered under")
	return c
}

// offered is the label of the one seat of this home that takes part in no process
// yet.
func (a *app) offered(h *node.Home) (string, error) {
	ring, err := h.Keys.Ring()
	if err != nil {
		return "", err
	}
	defer ring.Wipe()
	var labels []string
	for _, s := range ring.Seats {
		if s.Joining() {
			labels = append(labels, s.Label)
		}
	}
	switch len(labels) {
	case 1:
		return labels[0], nil
	case 0:
		return "", usageError("this home has offered no seat").hint(a.line("process offer --role ROLE --hub URL --hub-cert HEX --out FILE"))
	}
	return "", usageError("this home has offered %d seats: say which with --label; there are: %s", len(labels), strings.Join(labels, ", "))
}
