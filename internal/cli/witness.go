// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) witnessCommands() *cobra.Command {
	return a.noun("witness", "Follow the log and cosign it, and see who has",
		`Every seat is a witness: it cosigns a log only when that log extends all that it
cosigned before. A checkpoint with a quorum of cosignatures cannot be shown in
two versions without somebody being caught. See "parley help witness".`,
		"  parley witness status\n  parley witness run",
		a.witnessStatus(), a.witnessRun())
}

// witnessReport is who has cosigned the newest log known here.
type witnessReport struct {
	Size       int64         `json:"size"`
	Root       string        `json:"root"`
	Words      []string      `json:"words"` // twelve, of the checkpoint; the same at every seat
	Witnessed  bool          `json:"witnessed"`
	Quorum     int           `json:"quorum"`
	Guaranteed bool          `json:"guaranteed"` // a neutral guarantor takes part
	Cosigned   []cosignature `json:"cosigned"`
	Missing    []string      `json:"missing"` // witnesses that have not cosigned it
}

// cosignature is one witness of a checkpoint.
type cosignature struct {
	Witness string    `json:"witness"` // seat or guarantor
	Name    string    `json:"name"`
	Time    time.Time `json:"time"` // by its own clock
}

func (a *app) witnessStatus() *cobra.Command {
	return a.command(verb{
		use:     "status",
		short:   "Show who has cosigned the newest log known here",
		long:    "Shows the newest checkpoint with its cosignatures, and twelve words that are the\nsame at every seat that has read the same log: read them to each other in the\nroom or over the telephone.",
		example: "  parley sync\n  parley witness status",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			if err := d.known(); err != nil {
				return err
			}
			return d.witnesses()
		},
	})
}

func (d *desk) witnesses() error {
	roster, c := d.view.Roster, d.view.Checkpoint
	r := witnessReport{
		Size: d.view.Size, Root: d.view.Root.String(), Words: []string{}, Witnessed: d.view.Witnessed, Quorum: roster.Quorum(),
		Guaranteed: roster.Guaranteed(), Cosigned: []cosignature{}, Missing: []string{},
	}
	all := roster.Names()
	for _, g := range roster.Guarantors {
		all = append(all, g.Name)
	}
	t := table{title: "cosigned by", cols: []col{{name: "witness"}, {name: "time"}}}
	if c != nil {
		r.Size, r.Root, r.Words = c.Size, c.Root.String(), wordList(c.CheckWords())
		for _, x := range c.Cosignatures {
			r.Cosigned = append(r.Cosigned, cosignature{x.Witness, d.view.State.Name(x.Witness), x.Time})
			t.add(d.name(x.Witness), stamp(x.Time))
		}
	}
	for _, w := range all {
		if !slices.ContainsFunc(r.Cosigned, func(x cosignature) bool { return x.Witness == w }) {
			r.Missing = append(r.Missing, w)
			t.add(d.name(w), "not yet")
		}
	}
	card := table{title: "checkpoint", card: true}
	card.add("leaves", number(r.Size))
	card.add("root", r.Root)
	card.add("words", strings.Join(r.Words, " "))
	card.add("witnessed", yes(r.Witnessed)+", "+number(len(r.Cosigned))+" of "+number(r.Quorum)+" that are asked for")
	head := d.head()
	if err := d.app.emit(report{name: "witness.status", data: r, tables: []table{card, t}, head: &head}); err != nil {
		return err
	}
	if !r.Guaranteed {
		d.app.warn("", "no neutral guarantor takes part: a checkpoint is witnessed only when every seat has cosigned it")
	}
	return nil
}

func (a *app) witnessRun() *cobra.Command {
	var every time.Duration
	var once bool
	c := a.command(verb{
		use:   "run",
		short: "Keep following and cosigning the log, until interrupted",
		long: `Syncs at every tick of the process and cosigns what extends the log seen so far.
A line is printed when the log has grown, and when a quorum has cosigned it.
It ends with code 0 when it is interrupted, and with 5 when the hub shows a log
that it must not cosign. While the hub cannot be reached it waits longer and
longer, five minutes at most. Other commands may be used meanwhile.`,
		example: "  parley witness run\n  parley witness run --every 10s",
		exits:   []int{exitLocked, exitConflict, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			if every != 0 && every < minWait {
				return usageError("--every is %v; want %v or more", every, minWait)
			}
			wait := restWait
			var told *syncReport
			a.say("following the log; interrupt to stop")
			return a.every(ctx, func() time.Duration { return wait }, once, func(d *desk) error {
				r, err := d.syncRound(ctx)
				if err != nil {
					return err
				}
				switch tick := d.view.Roster.Policy.Tick; {
				case every > 0:
					wait = every
				case tick > 0:
					wait = time.Duration(tick) * time.Second
				}
				// A log that has not grown is news once more: when the last
				// cosignature that was missing has come.
				if told != nil && told.Size == r.Size && told.Witnessed == r.Witnessed {
					return nil
				}
				told = &r
				return d.cosigned(r)
			})
		},
	})
	c.Flags().DurationVar(&every, "every", 0, "`time` between two looks (default: the tick of the process)")
	c.Flags().BoolVar(&once, "once", false, "look once and end")
	return c
}

// witnessRound is one line of witness run.
type witnessRound struct {
	Time      time.Time `json:"time"`
	Size      int64     `json:"size"`
	Root      string    `json:"root"`
	Witnessed bool      `json:"witnessed"`
}

func (d *desk) cosigned(r syncReport) error {
	x := witnessRound{Time: d.app.now().UTC().Truncate(time.Second), Size: r.Size, Root: d.view.Root.String(), Witnessed: r.Witnessed}
	t := table{cols: []col{{name: "time"}, {name: "leaves", right: true}, {name: "root"}, {name: "witnessed"}}}
	t.add(stamp(x.Time), number(x.Size), x.Root, yes(x.Witnessed))
	head := d.head()
	return d.app.emit(report{name: "witness.run", data: x, tables: []table{t}, head: &head})
}
