// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"crypto/sha256"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/record"
)

func (a *app) rosterCommands() *cobra.Command {
	return a.noun("roster", "See and change who takes part, with which keys",
		`The roster is the list of seats with their devices and keys. It is folded from
open entries of the record, so every seat comes to the same one.`,
		"  parley roster show\n  parley roster confirm k7m2p\n  parley roster add laptop.device",
		a.rosterShow(), a.rosterAdd(), a.rosterRemove(), a.rosterConfirm())
}

func (a *app) rosterShow() *cobra.Command {
	return a.command(verb{
		use:     "show",
		short:   "Show seats, devices, key words and rules",
		long:    "Shows who takes part, with the twelve words of each seat's keys, and the rules of\nthe process. Seats whose keys nobody here has confirmed are listed at the end.",
		example: "  parley roster show\n  parley roster show --json=seats",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			if err := d.known(); err != nil {
				return err
			}
			s := brief.RosterReport(d.view.State, d.view.Roster, d.head(), d.view.Withheld)
			r := report{name: "roster.show", data: s, tables: rosterTables(s)}
			r.grounds(s.Footing)
			if err := a.emit(r); err != nil {
				return err
			}
			unconfirmed, err := d.node.Unconfirmed()
			if err != nil {
				return err
			}
			for _, seat := range unconfirmed {
				a.say("nobody here has confirmed the keys of %s; nothing is sealed to them until then", d.name(seat))
				a.next(a.line("roster confirm " + seat))
			}
			return nil
		},
	})
}

func rosterTables(s brief.SeatsReport) []table {
	t := table{title: "seats", cols: []col{
		{name: "name"}, {name: "seat"}, {name: "role"}, {name: "accepted"}, {name: "devices"}, {name: "removed"}, {name: "key", right: true}, {name: "words"},
	}}
	for _, x := range s.Seats {
		t.add(x.Name, x.Seat, x.Role, yes(x.Accepted), strings.Join(x.Labels, " "), strings.Join(x.Retired, " "), number(x.Generation), strings.Join(x.Words, " "))
	}
	rules := table{title: "rules", card: true}
	rules.add("process", processState(s.Open, s.Closed))
	rules.add("founder", seatName(s.Founder))
	rules.add("tick", tickText(s.Policy.Tick)+", "+number(s.Policy.Batch)+" leaves")
	rules.add("quorum", number(s.Quorum)+" of "+number(s.Witnesses)+" witnesses, "+number(s.Policy.Faulty)+" may lie")
	rules.add("roster", s.Roster)
	out := []table{t, rules}
	if len(s.Guarantors) > 0 {
		g := table{title: "witnesses without a seat", cols: []col{{name: "name"}, {name: "key"}}}
		for _, x := range s.Guarantors {
			g.add(x.Name, x.Witness)
		}
		out = append(out, g)
	}
	if len(s.Removed) > 0 {
		g := table{title: "left", cols: []col{{name: "seat"}, {name: "name"}}}
		for _, x := range s.Removed {
			g.add(x.Seat, x.Name)
		}
		out = append(out, g)
	}
	if len(s.Pending) > 0 {
		out = append(out, pendingTable(s.Pending))
	}
	return out
}

func tickText(seconds int64) string {
	if seconds == 0 {
		return "on demand"
	}
	return "every " + number(seconds) + " s"
}

func (a *app) rosterAdd() *cobra.Command {
	var match bool
	c := a.command(verb{
		use:   "add FILE",
		short: "Admit a further device of your own seat",
		long: `Puts a further machine of your seat on the record. FILE is what "parley key
device" made on that machine. Its twelve words must be the same on both
screens. The keys of the seat are changed at the same time, and wrapped to the
new device too: it reads what is written from now on.`,
		example: "  parley roster add laptop.device\n  parley roster add laptop.device --words-match",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			text, err := a.read(args[0], record.MaxJoin)
			if err != nil {
				return err
			}
			_, device, err := record.ParseDeviceText(text)
			if err != nil {
				return failure(exitFailed, "%s holds no device: %v", args[0], err).hint("make the file on the further machine: parley key device --help")
			}
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			if err := a.confirmWords(deviceWords(text), "device "+device.Label, match); err != nil {
				return err
			}
			if err := d.node.AdmitDevice(ctx, hub, text); err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			a.say("on the further machine, run: parley sync")
			return d.emitProcess("admitted device "+device.Label, nil, a.line("roster show"))
		},
	})
	c.Flags().BoolVar(&match, "words-match", false, "say that both screens show the same twelve words")
	return c
}

// deviceWords are the words of a device that is to be admitted.
func deviceWords(text []byte) [12]string {
	return record.Words(sha256.Sum256(append([]byte("parley device words\n"), text...)))
}

func (a *app) rosterRemove() *cobra.Command {
	var sure bool
	c := a.command(verb{
		use:   "remove SEAT | remove SEAT/DEVICE",
		short: "Take a seat, or a device of your own seat, out",
		long: `Ends a seat (a mediator may), or a device of your own seat. A removed device can
still read what it could read; the keys of the seat are changed, so that it
reads nothing new. Neither can be taken back: a label is never used again.`,
		example: "  parley roster remove k7m2p/d2\n  parley roster remove k7m2p --yes",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			if err := d.known(); err != nil {
				return err
			}
			word, device, isDevice := strings.Cut(args[0], "/")
			seat, err := d.resolve(word)
			if err != nil {
				return err
			}
			what := "seat " + d.name(seat)
			if isDevice {
				if seat != d.seat.Name {
					return failure(exitWithheld, "each seat removes its own devices; this is seat %s", d.name(d.seat.Name))
				}
				if s := d.view.Roster.Seat(seat); s.Device(device) == nil {
					return usageError("seat %s has no device %q; see the devices with: %s", seat, device, a.line("roster show"))
				}
				what = "device " + seat + "/" + device
			}
			if err := a.confirm(sure, "yes", "this removes "+what+" and cannot be taken back"); err != nil {
				return err
			}
			if isDevice {
				err = d.node.RemoveDevice(ctx, hub, device)
			} else {
				err = d.node.Change(ctx, hub, record.RemoveSeat(seat))
			}
			if err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			return d.emitProcess("removed "+what, nil, a.line("roster show"))
		},
	})
	c.Flags().BoolVar(&sure, "yes", false, "do not ask")
	return c
}

func (a *app) rosterConfirm() *cobra.Command {
	var match bool
	c := a.command(verb{
		use:   "confirm SEAT",
		short: "Say that you have compared the key words of a seat",
		long: `Records, on this machine, that a person here compared the twelve words of a
seat's keys with its people, over a telephone that is not the hub's. Nothing is
sealed to keys that nobody has confirmed.`,
		example: "  parley roster confirm k7m2p\n  parley roster confirm k7m2p --words-match",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			if err := d.known(); err != nil {
				return err
			}
			seat, err := d.resolve(args[0])
			if err != nil {
				return err
			}
			if err := a.confirmWords(d.view.Roster.Seat(seat).KeyWords(), "seat "+d.name(seat), match); err != nil {
				return err
			}
			if err := d.node.Confirm(ctx, seat); err != nil {
				return err
			}
			return d.emitProcess("confirmed the keys of seat "+seat, nil, a.line("roster show"))
		},
	})
	c.Flags().BoolVar(&match, "words-match", false, "say that both ends have read the same twelve words")
	return c
}
