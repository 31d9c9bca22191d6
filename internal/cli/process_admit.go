// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/node"
	"parley/record"
)

// requestLine is one request in the waiting room.
type requestLine struct {
	Seat    string   `json:"seat"`
	Role    string   `json:"role"`
	Device  string   `json:"device"`
	Words   []string `json:"words"`   // twelve of its keys, to be read aloud
	Problem string   `json:"problem"` // why it cannot be admitted; empty when it can
}

func (a *app) processRequests() *cobra.Command {
	return a.command(verb{
		use:   "requests",
		short: "List who waits to be admitted, with their twelve words",
		long: `Reads the hub's waiting room and holds each request to the invitation it
answers. Telephone each joiner on a number you know from before and compare the
twelve words before you admit the seat.`,
		example: "  parley process requests\n  parley process admit k7m2p",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			askers, err := d.node.Askers(ctx, hub)
			if err != nil {
				return err
			}
			out := []requestLine{}
			t := table{cols: []col{{name: "seat"}, {name: "role"}, {name: "device"}, {name: "words"}, {name: "problem"}}}
			for _, x := range askers {
				l := requestLine{Seat: x.Seat, Role: x.Role, Device: x.Device, Words: x.Words, Problem: x.Problem}
				out = append(out, l)
				t.add(l.Seat, l.Role, l.Device, strings.Join(l.Words, " "), l.Problem)
			}
			head := d.head()
			if err := a.emit(report{name: "process.requests", data: out, tables: []table{t}, head: &head}); err != nil {
				return err
			}
			for _, l := range out {
				if l.Problem == "" {
					a.next(a.line("process admit " + l.Seat))
				}
			}
			return nil
		},
	})
}

// deskWithHub opens the process and connects to its hub.
func (a *app) deskWithHub(ctx context.Context) (*desk, node.Hub, error) {
	d, err := a.openDesk(ctx)
	if err != nil {
		return nil, nil, err
	}
	hub, err := d.hub()
	return d, hub, err
}

func (a *app) processAdmit() *cobra.Command {
	var file string
	var match bool
	c := a.command(verb{
		use:   "admit SEAT | admit --file REQUEST",
		short: "Admit a seat whose twelve words you have compared",
		long: `Puts a join request on the record. It shows the twelve words of the keys and
asks whether they are the same at the other end; --words-match says so. Where
there are parties, the seat enters when each of them has consented.`,
		example: `  parley process admit k7m2p
  parley process admit --file a.request --words-match`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:  cobra.MaximumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			if (len(args) == 1) == (file != "") {
				return usageError("name the seat in the waiting room, or a request with --file").hint(a.line("process requests"))
			}
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			x, err := d.request(ctx, hub, args, file)
			if err != nil {
				return err
			}
			if err := a.confirmWords([12]string(x.Words), "seat "+x.Seat+" ("+x.Role+")", match); err != nil {
				return err
			}
			waits, err := d.node.AdmitSeat(ctx, hub, x)
			if err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			if len(waits) > 0 {
				a.say("the seat enters when these have consented: %s", d.names(waits))
				a.say("each of them runs: parley sync, then parley process consent REF")
				return d.emitProcess("proposed to admit seat "+x.Seat, waits, a.line("sync"))
			}
			a.say("the seat is in the roster; it reads what is sealed to it from its own acceptance on")
			return d.emitProcess("admitted seat "+x.Seat, nil, a.line("sync"))
		},
	})
	f := c.Flags()
	f.StringVar(&file, "file", "", "`file` with the request; - is the standard input")
	f.BoolVar(&match, "words-match", false, "say that both ends have read the same twelve words")
	return c
}

// request finds a join request, by hand or in the waiting room.
func (d *desk) request(ctx context.Context, hub node.Hub, args []string, file string) (node.Asking, error) {
	var none node.Asking
	if file != "" {
		b, err := d.app.read(file, record.MaxJoin)
		if err != nil {
			return none, err
		}
		x, err := d.node.Asker(ctx, b)
		if err == nil && x.Problem != "" {
			err = errors.New(x.Problem)
		}
		if err != nil {
			return none, failure(exitWithheld, "%s cannot be admitted: %v", file, err).hint("ask for the request again, or invite once more")
		}
		return x, nil
	}
	all, err := d.node.Askers(ctx, hub)
	if err != nil {
		return none, err
	}
	var waiting []string
	var found []node.Asking
	for _, x := range all {
		waiting = append(waiting, x.Seat)
		if x.Seat == args[0] {
			found = append(found, x)
		}
	}
	sound := slices.DeleteFunc(slices.Clone(found), func(x node.Asking) bool { return x.Problem != "" })
	switch {
	case len(sound) == 1:
		return sound[0], nil
	case len(sound) > 1:
		return none, failure(exitConflict, "%d requests wait for the seat %s; one of them is not from whom you invited", len(sound), args[0]).
			hint(d.app.line("process invite --role ROLE --out FILE") + "   (a new seat, by a safer way)")
	case len(found) > 0:
		return none, failure(exitWithheld, "the request for seat %s cannot be admitted: %s", args[0], found[0].Problem)
	case len(waiting) == 0:
		return none, failure(exitFailed, "nobody waits to be admitted").hint(d.app.line("process requests"))
	}
	return none, usageError("no request waits for the seat %q; there are: %s", args[0], strings.Join(waiting, ", "))
}
