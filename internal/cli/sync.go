// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/node"
	"parley/record"
)

// syncReport is what one sync did.
type syncReport struct {
	Submitted int      `json:"submitted"` // entries that the hub has given a receipt for
	Waiting   int      `json:"waiting"`   // entries that the hub asked to send later
	Refused   int      `json:"refused"`   // entries whose readers are not possible any more
	Leaves    int64    `json:"leaves"`    // new leaves of the log
	Opened    int      `json:"opened"`    // entries newly readable here
	Size      int64    `json:"size"`      // leaves of the log now
	Witnessed bool     `json:"witnessed"` // a quorum has cosigned the log as it is now
	Alarms    []string `json:"alarms"`    // what the rules exclude and the log holds
	Clock     []string `json:"clock"`     // signs that a clock is wrong
	Next      string   `json:"next"`
}

func (a *app) syncCommand() *cobra.Command {
	c := a.command(verb{
		use:   "sync",
		short: "Exchange sealed entries with the hub, or by files",
		long: `Hands the outbox to the hub, fetches what is new, verifies that the log extends
the one read here, and cosigns it. It may be interrupted and run again. Without
a connection, the verbs below do the same by files.`,
		example: `  parley sync
  parley sync status
  parley sync export /media/stick/a.parley
  parley sync import /media/stick/b.parley
  parley sync watch /media/shared`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:  cobra.ArbitraryArgs,
		run:   nil,
	})
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nounRun(c, args)
		}
		return a.sync(c.Context())
	}
	c.AddCommand(a.syncStatus(), a.syncExport(), a.syncImport(), a.syncWatch())
	return c
}

func (a *app) sync(ctx context.Context) error {
	d, hub, err := a.deskWithHub(ctx)
	if err != nil {
		return err
	}
	before := len(d.view.Alarms)
	r, err := d.syncWith(ctx, hub)
	if err != nil {
		return err
	}
	head := d.head()
	t := table{cols: []col{
		{name: "submitted", right: true}, {name: "waiting", right: true}, {name: "refused", right: true},
		{name: "new leaves", right: true}, {name: "opened", right: true}, {name: "size", right: true}, {name: "witnessed"},
	}}
	t.add(number(r.Submitted), number(r.Waiting), number(r.Refused), number(r.Leaves), number(r.Opened), number(r.Size), yes(r.Witnessed))
	if err := a.emit(report{name: "sync", data: r, tables: []table{t}, head: &head}); err != nil {
		return err
	}
	d.afterSync(ctx, r)
	if d.view.Quarantine {
		return node.ErrQuarantine
	}
	return d.forked(before)
}

// forked is the error of a sync that brought evidence of a fork. It is said
// once: the evidence stays in the log, and in record verify.
func (d *desk) forked(before int) error {
	for _, v := range d.view.Alarms[min(before, len(d.view.Alarms)):] {
		if v.Code == record.SplitView || v.Code == record.AuthorFork {
			return failure(exitConflict, "leaf %d, %s: %s", v.Index, v.Code, v.Why).
				hint("keep this archive as evidence, and compare the words of parley witness status with another seat")
		}
	}
	return nil
}

// syncWith syncs once and looks for signs of trouble.
func (d *desk) syncWith(ctx context.Context, hub node.Hub) (syncReport, error) {
	s, err := d.node.Sync(ctx, hub)
	if err != nil {
		return syncReport{}, err
	}
	if err := d.look(); err != nil {
		return syncReport{}, err
	}
	r := syncReport{
		Submitted: s.Submitted, Waiting: s.Waiting, Refused: s.Refused, Leaves: s.Leaves, Opened: s.Opened,
		Size: d.view.Size, Witnessed: s.Witnessed, Alarms: []string{}, Clock: []string{},
	}
	for _, v := range d.view.Alarms {
		r.Alarms = append(r.Alarms, fmt.Sprintf("leaf %d, %s: %s", v.Index, v.Code, v.Why))
	}
	if r.Clock, err = d.clocks(ctx, s.Submitted > 0); err != nil {
		return r, err
	}
	if r.Waiting > 0 {
		r.Next = d.app.line("sync")
	}
	return r, nil
}

// afterSync says what a person should know and do.
func (d *desk) afterSync(ctx context.Context, r syncReport) {
	a := d.app
	for _, c := range r.Clock {
		a.warn("set the clock of this machine if it is the one that is wrong", "%s", c)
	}
	for _, x := range r.Alarms {
		a.warn(a.line("record verify"), "the log holds what the rules exclude: %s", x)
	}
	if r.Waiting > 0 {
		a.warn(a.line("sync"), "%d entries wait until the hub has room", r.Waiting)
	}
	d.refusals()
	if !r.Witnessed {
		a.say("not witnessed yet: other seats must sync too")
	}
	if r.Opened > 0 {
		a.next(a.line("entry list"))
	}
	if n := len(d.node.Outbox()); n > r.Waiting+r.Refused {
		a.say("%d entries have a receipt of the hub and wait for its next tick", n-r.Waiting-r.Refused)
		a.next(a.line("sync"))
		return
	}
	if len(d.node.Outbox()) == 0 {
		d.duties(ctx)
	}
}

// refusals says of each entry that could not be sealed for the present roster
// why, and what helps.
func (d *desk) refusals() {
	a := d.app
	for _, p := range d.node.Outbox() {
		var unconfirmed *node.UnconfirmedError
		switch id := shortRef(p.ID); {
		case p.State != node.Refused:
		case p.Why == nil:
			a.warn(a.line("sync"), "entry %s could not be sent and can be now", id)
		case errors.As(p.Why, &unconfirmed):
			a.warn(a.line("roster confirm "+unconfirmed.Seat), "entry %s waits: %v", id, p.Why)
		default:
			a.warn(a.line("entry undo "+id), "entry %s cannot be sent to the readers it was written for: %v; take it back, and write it anew for others", id, p.Why)
		}
	}
}

// clockSlack is how far two clocks may be apart before it is said.
const clockSlack = 10 * time.Minute

// clocks compares the clock of this machine with that of the hub, where it just
// gave a receipt, and with those of the other witnesses.
func (d *desk) clocks(ctx context.Context, submitted bool) ([]string, error) {
	out := []string{}
	now := d.app.now()
	if submitted {
		r, err := d.node.NewestReceipt(ctx)
		if err != nil {
			return nil, err
		}
		if r != nil {
			if off := now.Sub(r.Received); off.Abs() > clockSlack {
				out = append(out, fmt.Sprintf("the clock of this machine says %s, and the hub's said %s when it took an entry just now", stamp(now), stamp(r.Received)))
			}
		}
	}
	if d.view.Checkpoint == nil {
		return out, nil
	}
	for _, c := range d.view.Checkpoint.Cosignatures {
		if c.Witness != d.seat.Name && c.Time.Sub(now) > clockSlack {
			out = append(out, fmt.Sprintf("the clock of this machine says %s, and %s cosigned the log at %s, which is later", stamp(now), d.name(c.Witness), stamp(c.Time)))
		}
	}
	return out, nil
}

// syncState is what waits here, and the log it would go into.
type syncState struct {
	Size      int64        `json:"size"`
	Witnessed bool         `json:"witnessed"`
	Outbox    []outboxItem `json:"outbox"`
	Next      string       `json:"next"`
}

// outboxItem is one entry that the log does not hold yet, without its text.
type outboxItem struct {
	Entry    string          `json:"entry"`
	State    string          `json:"state"` // queued, acknowledged, refused
	Time     time.Time       `json:"time"`
	Register string          `json:"register"`
	Kind     string          `json:"kind"`
	Readers  []brief.SeatRef `json:"readers"`
}

func (a *app) syncStatus() *cobra.Command {
	return a.command(verb{
		use:     "status",
		short:   "List what waits in the outbox, without asking the hub",
		long:    "Lists the entries that were written here and are not in the log: queued ones can\nbe undone, acknowledged ones have the hub's receipt, refused ones wait for you.",
		example: "  parley sync status\n  parley entry undo 7f3a09c41b22",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			r := syncState{Size: d.view.Size, Witnessed: d.view.Witnessed, Outbox: []outboxItem{}}
			t := table{title: "outbox", cols: []col{{name: "entry", ref: true}, {name: "state"}, {name: "time"}, {name: "register"}, {name: "kind"}, {name: "readers"}}}
			for _, p := range d.node.Outbox() {
				s := p.Entry.Statement
				r.Outbox = append(r.Outbox, outboxItem{ref(p.ID), p.State.String(), s.Time, string(s.Register), s.Kind, d.refs(s.Audience)})
				t.add(ref(p.ID), p.State.String(), stamp(s.Time), string(s.Register), s.Kind, d.names(s.Audience))
			}
			if len(r.Outbox) > 0 {
				r.Next = a.line("sync")
			}
			head := d.head()
			if err := a.emit(report{name: "sync.status", data: r, tables: []table{t}, head: &head}); err != nil {
				return err
			}
			if r.Next != "" {
				a.next(r.Next)
			}
			return nil
		},
	})
}
