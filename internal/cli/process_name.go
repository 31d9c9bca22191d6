// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/node"
	"parley/record"
)

// namingReport is what process name said, or would say.
type namingReport struct {
	Said []string `json:"said"` // one sentence for each entry written
	To   []string `json:"to"`   // seats that will read them
	Next string   `json:"next"`
}

func (a *app) processName() *cobra.Command {
	var title, summary, seat, name, says, short string
	c := a.command(verb{
		use:   "name",
		short: "Say what the process and its seats are called",
		long: `Names in the roster are random words, so that the hub learns nothing from them.
What people call the process and its seats is said in entries that every seat
reads. Without flags, this tells every seat what some seat has not been told
yet: a seat that joins later cannot read what was said before it came.

A seat may name itself; a mediator may name the process and any seat.`,
		example: `  parley process name
  parley process name --title "Water talks" --summary "Sharing of the lower basin"
  parley process name --seat k7m2p --name "Delegation A" --short a`,
		exits: []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			all, err := d.audience([]string{"all"})
			if err != nil {
				return err
			}
			var drafts []node.Draft
			if title != "" || summary != "" {
				drafts = append(drafts, node.Draft{Act: node.Title(title, summary)})
			}
			if name != "" {
				who := d.seat.Name
				if seat != "" {
					if who, err = d.resolve(seat); err != nil {
						return err
					}
				}
				drafts = append(drafts, node.Draft{Act: node.SeatName(who, name, says, short)})
			} else if seat != "" || says != "" || short != "" {
				return usageError("--seat, --says and --short go with --name")
			}
			if len(drafts) == 0 {
				if drafts, err = d.node.Untold(ctx); err != nil {
					return err
				}
			}
			return d.sayNames(ctx, drafts, all)
		},
	})
	f := c.Flags()
	f.StringVar(&title, "title", "", "what the process is called")
	f.StringVar(&summary, "summary", "", "what it is about, in a few sentences")
	f.StringVar(&seat, "seat", "", "the `seat` to be named (default: your own)")
	f.StringVar(&name, "name", "", "what the seat is called")
	f.StringVar(&says, "says", "", "how its role is shown, as in \"host and guarantor\"")
	f.StringVar(&short, "short", "", "an `alias` for the command line")
	return c
}

func (d *desk) sayNames(ctx context.Context, drafts []node.Draft, all []string) error {
	a := d.app
	r := namingReport{Said: []string{}, To: all, Next: a.line("sync")}
	me := d.view.Roster.Seat(d.seat.Name)
	for i := range drafts {
		drafts[i].Audience, drafts[i].Register = all, record.OnRecord
		if me != nil {
			if err := d.view.State.MayAct(d.seat.Name, me.Role, drafts[i].Act, all); err != nil {
				return failure(exitWithheld, "%v", err)
			}
		}
		// All are checked before the first is written.
		if _, err := d.node.Check(drafts[i]); err != nil {
			return err
		}
	}
	t := table{cols: []col{{name: "entry", ref: true}, {name: "kind"}}}
	for _, x := range drafts {
		id, err := d.node.Post(ctx, x)
		if err != nil {
			return err
		}
		r.Said = append(r.Said, x.Act.Kind()+" "+ref(id))
		t.add(ref(id), x.Act.Kind())
	}
	if len(drafts) == 0 {
		r.Next = ""
		a.say("every seat has been told all the names that are known here")
	}
	head := d.head()
	if err := a.emit(report{name: "process.name", data: r, tables: []table{t}, head: &head}); err != nil {
		return err
	}
	if r.Next != "" {
		a.next(r.Next)
	}
	return nil
}
