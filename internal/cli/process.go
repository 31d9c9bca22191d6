// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

func (a *app) processCommands() *cobra.Command {
	return a.noun("process", "Found, join and look after a process",
		`A process is one negotiation with its record: its seats, its hub and its
entries. Each home may take part in several, each under a label of your own.`,
		`  parley process create --hub https://127.0.0.1:8420 --hub-cert HEX --title "Water talks"
  parley process invite --role party --name "Delegation A" --out a.invitation --letter a.txt
  parley process show`,
		a.processCreate(), a.processOffer(), a.processAdopt(), a.processList(), a.processShow(), a.processName(), a.processInvite(), a.processJoin(),
		a.processRequests(), a.processAdmit(), a.processConsent(), a.processAccept(), a.processClose())
}

// processLine is one process of a home, from the key ring alone.
type processLine struct {
	Label   string `json:"label"`
	Process string `json:"process"` // identifier, base64; empty while joining
	Seat    string `json:"seat"`
	Device  string `json:"device"`
	Hub     string `json:"hub"`
	Root    bool   `json:"root"` // the seat's root key is on this machine
}

func lineOf(s keys.Seat) processLine {
	l := processLine{Label: s.Label, Seat: s.Name, Device: s.Device, Hub: s.Hub.URL, Root: len(s.Root) > 0}
	if !s.Joining() {
		l.Process = record.Hash(s.Process).String()
	}
	return l
}

func (a *app) processList() *cobra.Command {
	return a.command(verb{
		use:     "list",
		short:   "List the processes of this home",
		long:    "Lists what the key ring of this home holds. Nothing is fetched and no entry is\nopened.",
		example: "  parley process list\n  parley process list --json=label,hub",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			u, err := a.unlockedKeys()
			if err != nil {
				return err
			}
			defer u.Lock()
			ring, err := u.Ring()
			if err != nil {
				return err
			}
			defer ring.Wipe()
			out := []processLine{}
			t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "device"}, {name: "hub"}, {name: "process"}}}
			for _, s := range ring.Seats {
				l := lineOf(s)
				out = append(out, l)
				t.add(l.Label, l.Seat, l.Device, l.Hub, l.Process)
			}
			if err := a.emit(report{name: "process.list", data: out, tables: []table{t}}); err != nil {
				return err
			}
			if len(out) == 0 {
				a.next(a.line("process create --hub URL --hub-cert HEX"))
				a.next(a.line("process join INVITATION"))
			}
			return nil
		},
	})
}

func (a *app) processShow() *cobra.Command {
	return a.command(verb{
		use:   "show",
		short: "Show how a process stands, as far as this seat can know",
		long: `Shows the seats, the channels that this seat reads with their newest events,
disputed accounts side by side, what is asked and permitted, what waits for
consent, and what to know before relying on any of it. Other channels exist;
what they hold, and how much, this seat cannot see.`,
		example: "  parley process show\n  parley process show --json=title,seats,warnings",
		exits:   []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			s := brief.Standing(d.view.State, d.view.Roster, d.head(), d.view.Withheld)
			r := report{name: "process.show", data: s, tables: standingTables(s), texts: standingTexts(s)}
			r.grounds(s.Footing)
			if err := a.emit(r); err != nil {
				return err
			}
			d.duties(ctx)
			return nil
		},
	})
}

// processDone is what a command that founds, joins or changes a process answers.
type processDone struct {
	Label   string   `json:"label"`
	Process string   `json:"process"` // identifier, base64
	Words   []string `json:"words"`   // twelve, of the identifier
	Seat    string   `json:"seat"`    // of this home
	Done    string   `json:"done"`    // what was done, in words
	Waits   []string `json:"waits"`   // seats whose consent is missing
	Next    string   `json:"next"`    // the command of use now
}

// emitProcess prints what was done to a process and what comes next.
func (d *desk) emitProcess(done string, waits []string, next string) error {
	a := d.app
	words := record.Words(d.node.Process())
	r := processDone{
		Label: d.seat.Label, Process: d.node.Process().String(), Words: words[:], Seat: d.seat.Name,
		Done: done, Waits: append([]string{}, waits...), Next: next,
	}
	t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "done"}, {name: "process"}}}
	t.add(r.Label, r.Seat, r.Done, r.Process)
	head := d.head()
	if err := a.emit(report{name: "change", data: r, tables: []table{t}, head: &head}); err != nil {
		return err
	}
	if next != "" {
		a.next(next)
	}
	return nil
}

// duties says what waits for this seat, as commands.
func (d *desk) duties(ctx context.Context) {
	a, r := d.app, d.view.Roster
	switch {
	case r == nil:
		a.next(a.line("sync"))
		return
	case d.view.Quarantine:
		a.warn(a.line("key rotate --device"), "%v", node.ErrQuarantine)
	case r.Closed:
		return
	}
	if me := r.Seat(d.seat.Name); me != nil && !me.Accepted {
		a.next(a.line("process accept"))
	}
	for _, p := range r.Pending {
		if slices.Contains(p.Waits, d.seat.Name) {
			a.next(a.line("process consent " + shortRef(p.Entry)))
		}
	}
	if me := r.Seat(d.seat.Name); me != nil && me.Role == record.RoleMediator {
		if untold, err := d.node.Untold(ctx); err == nil && len(untold) > 0 {
			a.say("some seats have not been told what the process or a seat is called")
			a.next(a.line("process name"))
		}
	}
	if n := len(d.node.Outbox()); n > 0 {
		a.say("%d entries wait in the outbox", n)
		a.next(a.line("sync"))
	}
}

// freeLabel finds the local label of a new seat, and says so when it takes one
// back.
func (a *app) freeLabel(ctx context.Context, h *node.Home, wanted string) (string, error) {
	label, dropped, err := node.FreeLabel(ctx, h, wanted)
	if errors.Is(err, node.ErrLabel) {
		return "", usageError("--label %q: %v", wanted, err)
	}
	if dropped {
		a.say("an earlier command was cut short while it made %q; its keys are dropped and made anew", wanted)
	}
	return label, err
}
