// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/node"
	"parley/internal/scenario"
	"parley/internal/web"
)

// demoReport is a played process, from the view of each seat.
type demoReport struct {
	Dir     string     `json:"dir"`
	Process string     `json:"process"` // identifier, base64
	Seconds float64    `json:"seconds"` // it took
	Seats   []demoSeat `json:"seats"`
	Notes   []string   `json:"notes"` // what the data is and is not
	Try     []string   `json:"try"`   // commands that open the seats
}

// demoSeat is what one seat can know of the played process.
type demoSeat struct {
	Key      string               `json:"key"`
	Name     string               `json:"name"`
	Role     string               `json:"role"`
	Home     string               `json:"home"`
	Entries  int                  `json:"entries"`  // opened here, those of the roster included
	Withheld int64                `json:"withheld"` // leaves not opened here
	Standing brief.StandingReport `json:"standing"`
}

func demoNotes() []string {
	return []string{
		"This is a demonstration. No seat here acts for the state or the leaders it is named after.",
		"Facts come from public sources and carry a mark that says how well they are known. Rows marked illustrative are invented.",
		"The keys are throw-away keys, under a passphrase that is written beside them, with a low cost for each guess.",
	}
}

func (a *app) demoCommand() *cobra.Command {
	var dir string
	var noServe bool
	var f listenFlags
	c := a.command(verb{
		use:   "demo",
		short: "Play the 2025 process through real seats and show each side of the table",
		long: `Starts a hub and five seats on this machine, plays the negotiation of 2025 from
public sources through them, and prints how it stands from each seat: what that
seat can read, and how many leaves it cannot open. Then it serves the pages of
all five seats on this machine, until it is interrupted; the address that it
prints lets one browser in, once. With --no-serve it prints and ends.

The homes and the hub stay in the folder, so that every other command can be
tried on them afterwards. It needs no network beyond this machine.`,
		example: `  parley demo --open
  parley demo --dir demo --no-serve
  parley --home demo/seats/russia --passphrase-file demo/seats/russia/passphrase status`,
		run: func(ctx context.Context, _ []string) error { return a.demo(ctx, dir, !noServe, f) },
	})
	c.Flags().StringVar(&dir, "dir", "", "empty `folder` to play in (default: a new one among the temporary files)")
	c.Flags().BoolVar(&noServe, "no-serve", false, "print and end")
	f.flags(c)
	return c
}

func (a *app) demo(ctx context.Context, dir string, serve bool, f listenFlags) (err error) {
	start := time.Now()
	p, err := scenario.Load2025()
	if err != nil {
		return err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "parley-demo-"); err != nil {
			return err
		}
		a.say("playing in %s, which you may delete afterwards", dir)
	} else if ok, err := scenario.Empty(dir); err != nil {
		return err
	} else if !ok {
		return usageError("%s is not empty; choose another folder with --dir", dir)
	}
	for _, n := range demoNotes() {
		a.say("%s", n)
	}
	played, err := scenario.Play(ctx, p, scenario.Options{Dir: dir, Now: a.now, Step: func(step string) { a.say("%s", step) }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, played.Close()) }()
	r, tables, err := a.looked(played)
	if err != nil {
		return err
	}
	r.Seconds = time.Since(start).Round(time.Millisecond).Seconds()
	// The facts are public and the rest is invented: no guard here.
	if err := a.emit(report{name: "demo", data: r, tables: tables}); err != nil {
		return err
	}
	a.say("it took %.1f seconds; look at any seat with the same commands that a delegation uses:", r.Seconds)
	for _, t := range r.Try {
		a.next(t)
	}
	if !serve {
		return nil
	}
	return a.serveDesks(ctx, f, web.Options{Desks: demoDesks(played), Demo: true, Idle: -1})
}

// demoDesks are the seats of a played process as desks of one server.
func demoDesks(p *scenario.Played) []*web.Desk {
	var out []*web.Desk
	for _, s := range p.Seats {
		out = append(out, &web.Desk{
			Key: s.Key, Label: s.Seat.Name, Node: s.Node, Hub: s.Hub,
			Unlock: func(ctx context.Context, passphrase []byte) (*node.Node, node.Hub, error) {
				n, err := s.Reopen(ctx, passphrase)
				return n, s.Hub, err
			},
		})
	}
	return out
}

// daysShown is how many days of disputed accounts are printed for each seat:
// five standings are read one after another here.
const daysShown = 2

// looked looks at the process from every seat.
func (a *app) looked(p *scenario.Played) (demoReport, []table, error) {
	r := demoReport{Dir: p.Dir, Process: p.ID.String(), Seats: []demoSeat{}, Notes: demoNotes(), Try: []string{}}
	var tables []table
	compare := table{title: "what each seat can read", cols: []col{
		{name: "seat"}, {name: "role"}, {name: "entries read here", right: true}, {name: "leaves not opened", right: true}, {name: "leaves of the record", right: true},
	}, note: "Every seat holds the same record. A leaf that a seat does not open is an entry of a channel it does not read, or cover; which, it cannot tell."}
	for _, s := range p.Seats {
		v, err := s.Node.View()
		if err != nil {
			return r, nil, err
		}
		standing := brief.Standing(v.State, v.Roster, headOf(p.ID, v), v.Withheld)
		x := demoSeat{s.Key, s.Seat.Name, s.Role, s.Dir, v.State.Len(), v.Withheld, standing}
		r.Seats = append(r.Seats, x)
		shown := standing
		shown.Disputed = standing.Disputed[:min(len(standing.Disputed), daysShown)]
		for _, t := range standingTables(shown) {
			t.title = x.Name + ": " + t.title
			tables = append(tables, t)
		}
		if more := len(standing.Disputed) - len(shown.Disputed); more > 0 {
			tables = append(tables, table{title: x.Name + ": further disputed accounts",
				body: number(more) + " more days hold accounts that are disputed. The command status shows them all."})
		}
		tables = append(tables, table{title: x.Name + ": not opened here", body: standing.Withheld.Says})
		compare.add(x.Name, x.Role, number(x.Entries), number(x.Withheld), number(v.Size))
		r.Try = append(r.Try, openSeat(s.Dir, "status"))
	}
	if len(p.Seats) > 1 {
		r.Try = append(r.Try, openSeat(p.Seats[1].Dir, "entry list --limit 10"))
	}
	r.Try = append(r.Try, "parley hub serve --dir "+quoted(filepath.Join(p.Dir, "hub")))
	return r, append(tables, compare), nil
}

// openSeat writes a command that opens a played home.
func openSeat(home, command string) string {
	return "parley --home " + quoted(home) + " --passphrase-file " + quoted(filepath.Join(home, "passphrase")) + " " + command
}
