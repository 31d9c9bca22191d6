// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/keys"
	"parley/internal/node"
)

// statusReport is how a home stands, without a word of what was said in it.
type statusReport struct {
	Home      string          `json:"home"`
	Agent     bool            `json:"agent"` // an unlock agent holds the keys
	Processes []processStatus `json:"processes"`
}

// processStatus is one process of a home in figures.
type processStatus struct {
	Label        string          `json:"label"`
	Title        string          `json:"title"`
	Seat         string          `json:"seat"`
	Name         string          `json:"name"`
	Role         string          `json:"role"`     // empty while the seat is not admitted
	State        string          `json:"state"`    // open, closed, not open yet, not admitted yet, not fetched yet
	Entries      int             `json:"entries"`  // opened here, those of the roster included
	Withheld     int64           `json:"withheld"` // leaves not opened here: one number, never split
	Waiting      int64           `json:"waiting"`  // entries here whose chain has a gap
	Outbox       int             `json:"outbox"`   // entries written here and not in the log yet
	Size         int64           `json:"size"`     // leaves of the log
	Witnessed    bool            `json:"witnessed"`
	Cosignatures int             `json:"cosignatures"`
	Quorum       int             `json:"quorum"`
	Quarantine   bool            `json:"quarantine"`
	Alarms       []string        `json:"alarms"` // what the rules exclude and the log holds
	Warnings     []brief.Warning `json:"warnings"`
}

func (a *app) statusCommand() *cobra.Command {
	return a.command(verb{
		use:   "status",
		short: "Show how this home and its processes stand",
		long: `Shows each process of this home in figures: entries that this seat opened, leaves
that it did not, what waits, and what to know before relying on the record. It
prints nothing of what was said; see "parley process show" for that.`,
		example: "  parley status\n  parley status --json=processes",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			r := statusReport{Home: h.Keys.Dir(), Processes: []processStatus{}}
			if u, err := keys.FromAgent(r.Home); err == nil {
				u.Lock()
				r.Agent = true
			}
			ring, err := h.Keys.Ring()
			if err != nil {
				return err
			}
			defer ring.Wipe()
			wanted := a.flags.process
			for _, s := range ring.Seats {
				if wanted != "" && s.Label != wanted {
					continue
				}
				x, err := a.statusOf(ctx, h, s)
				if err != nil {
					return fmt.Errorf("%s: %w", s.Label, err)
				}
				r.Processes = append(r.Processes, x)
			}
			if wanted != "" && len(r.Processes) == 0 {
				return fmt.Errorf("%w: %q", node.ErrNoProcess, wanted)
			}
			if err := a.emit(report{name: "status", data: r, tables: statusTables(r)}); err != nil {
				return err
			}
			switch {
			case len(r.Processes) == 0:
				a.next(a.line("process create --hub URL --hub-cert HEX"))
				a.next(a.line("process join INVITATION"))
			case len(r.Processes) == 1:
				a.next(a.line("process show"))
			default:
				a.next(a.line("--process " + r.Processes[0].Label + " process show"))
			}
			return nil
		},
	})
}

func (a *app) statusOf(ctx context.Context, h *node.Home, s keys.Seat) (processStatus, error) {
	x := processStatus{Label: s.Label, Seat: s.Name, Name: s.Name, State: "joining", Alarms: []string{}, Warnings: []brief.Warning{}}
	if s.Joining() {
		return x, nil
	}
	n, err := node.Open(ctx, h, s.Label)
	if err != nil {
		return x, err
	}
	defer n.Lock()
	v, err := n.View()
	if err != nil {
		return x, err
	}
	head := headOf(n.Process(), v)
	standing := brief.Standing(v.State, v.Roster, head, v.Withheld)
	x.Title, x.Name, x.Warnings = standing.Title, v.State.Name(s.Name), standing.Warnings
	x.Entries, x.Withheld, x.Waiting, x.Outbox = v.State.Len(), v.Withheld, v.Waiting, len(n.Outbox())
	x.Size, x.Witnessed, x.Cosignatures, x.Quorum = head.Size, head.Witnessed, head.Cosignatures, head.Quorum
	x.Quarantine = v.Quarantine
	for _, alarm := range v.Alarms {
		x.Alarms = append(x.Alarms, fmt.Sprintf("leaf %d, %s: %s", alarm.Index, alarm.Code, alarm.Why))
	}
	switch {
	case v.Roster == nil:
		x.State = "not fetched yet"
	case v.Roster.Seat(s.Name) == nil:
		x.State = "not admitted yet, or removed"
	default:
		x.State = processState(v.Roster.Opened, v.Roster.Closed)
		x.Role = v.Roster.Seat(s.Name).Role
	}
	return x, nil
}

func statusTables(r statusReport) []table {
	home := table{title: "home", card: true}
	home.add("folder", r.Home)
	home.add("agent", yes(r.Agent))
	t := table{title: "processes", cols: []col{
		{name: "label"}, {name: "seat"}, {name: "role"}, {name: "state"}, {name: "entries", right: true}, {name: "not opened", right: true},
		{name: "outbox", right: true}, {name: "witnessed"}, {name: "title"},
	}}
	notes := table{title: "to know before you rely on this", cols: []col{{name: "label"}, {name: "code"}, {name: "what"}}}
	for _, p := range r.Processes {
		t.add(p.Label, p.Name, p.Role, p.State, number(p.Entries), number(p.Withheld), number(p.Outbox),
			fmt.Sprintf("%s: %d/%d", yes(p.Witnessed), p.Cosignatures, p.Quorum), p.Title)
		if p.Quarantine {
			notes.add(p.Label, "quarantine", node.ErrQuarantine.Error())
		}
		if p.Waiting > 0 {
			notes.add(p.Label, "waiting", number(p.Waiting)+" entries follow one that is not here yet")
		}
		for _, alarm := range p.Alarms {
			notes.add(p.Label, "alarm", alarm)
		}
		for _, w := range p.Warnings {
			notes.add(p.Label, w.Code, w.Says)
		}
	}
	if len(r.Processes) > 0 {
		t.note = "Leaves not opened are entries of channels that this seat does not read, and cover; which, cannot be told from here."
	}
	out := []table{home, t}
	if len(notes.rows) > 0 {
		out = append(out, notes)
	}
	return out
}
