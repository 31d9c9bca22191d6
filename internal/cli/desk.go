// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"strings"

	"parley/internal/brief"
	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// desk is one seat at work: its home, its keys and its node.
type desk struct {
	app  *app
	home *node.Home
	seat keys.Seat
	node *node.Node
	view node.View // as it was when last looked at
}

// openDesk opens the process that the command is about.
func (a *app) openDesk(ctx context.Context) (*desk, error) {
	h, err := a.openHome(ctx)
	if err != nil {
		return nil, err
	}
	d, err := a.sitDown(ctx, h)
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, d.node.Lock)
	return d, nil
}

// sitDown opens the process in a home that is open.
func (a *app) sitDown(ctx context.Context, h *node.Home) (*desk, error) {
	seat, err := a.chooseSeat(h.Keys)
	if err != nil {
		return nil, err
	}
	n, err := node.Open(ctx, h, seat.Label)
	if err != nil {
		return nil, err
	}
	d := &desk{app: a, home: h, seat: seat, node: n}
	return d, d.look()
}

// look takes the present view.
func (d *desk) look() (err error) {
	d.view, err = d.node.View()
	return err
}

// known makes sure that something of the process has been read here.
func (d *desk) known() error {
	if d.view.Roster == nil {
		return failure(exitFailed, "nothing of this process has been fetched yet").hint(d.app.line("sync"))
	}
	return nil
}

// hub connects to the hub of the process. Nothing is sent yet.
func (d *desk) hub() (*courier.Client, error) {
	if d.seat.Hub.URL == "" {
		return nil, failure(exitUnreachable, "no hub is known for this process; its files travel by hand").hint(d.app.line("sync export FILE"))
	}
	c, err := node.ConnectSeat(d.seat)
	if err != nil {
		return nil, err
	}
	d.app.cleanup = append(d.app.cleanup, c.Close)
	return c, nil
}

// head is the log that reports of this view rest on.
func (d *desk) head() brief.Head { return headOf(d.node.Process(), d.view) }

func headOf(pid record.Hash, v node.View) brief.Head {
	return brief.NewHead(pid, v.Size, v.Root, v.Roster, v.Checkpoint, v.Witnessed)
}

// name is how a seat is shown: what it is called, and its word in the roster.
func (d *desk) name(seat string) string {
	if n := d.view.State.Name(seat); n != seat {
		return fmt.Sprintf("%s (%s)", n, seat)
	}
	return seat
}

func (d *desk) names(seats []string) string {
	var out []string
	for _, s := range seats {
		out = append(out, d.name(s))
	}
	return strings.Join(out, ", ")
}

// resolve finds the one seat that a word names.
func (d *desk) resolve(word string) (string, error) {
	seats, ok := d.view.State.Resolve(word)
	switch {
	case !ok:
		var known []string
		if d.view.Roster != nil {
			known = d.view.Roster.Names()
		}
		return "", usageError("%q names no seat; there are: %s", word, d.names(known)).hint(d.app.line("roster show"))
	case len(seats) > 1:
		return "", usageError("%q names the seats %s; use the word of the roster", word, strings.Join(seats, " and "))
	}
	return seats[0], nil
}

// audience turns the words of an address into seats.
func (d *desk) audience(words []string) ([]string, error) {
	if err := d.known(); err != nil {
		return nil, err
	}
	if len(words) == 0 {
		_, err := d.view.Audience(nil)
		return nil, usageError("%v", err)
	}
	if err := d.view.Roster.Readable(nil); err != nil {
		return nil, failure(exitWithheld, "%v", err).hint(d.app.line("process show"))
	}
	seats, err := d.view.Audience(words)
	if err != nil {
		return nil, usageError("%v", err).hint(d.app.line("roster show"))
	}
	return seats, nil
}
