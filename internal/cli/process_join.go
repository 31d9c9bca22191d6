// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"parley/internal/node"
	"parley/record"
)

// joinReport is a seat that was asked for.
type joinReport struct {
	Label        string   `json:"label"`
	Process      string   `json:"process"`
	ProcessWords []string `json:"process_words"` // twelve, to be compared with the letter
	Code         string   `json:"code"`          // short code of the invitation
	Seat         string   `json:"seat"`
	Role         string   `json:"role"`
	Words        []string `json:"words"`   // twelve of the new keys, to be read to the inviter
	Sent         bool     `json:"sent"`    // the request lies in the hub's waiting room
	Request      string   `json:"request"` // file with the request; empty when none was written
	Next         string   `json:"next"`
}

func (a *app) processJoin() *cobra.Command {
	var label, out string
	var offline bool
	c := a.command(verb{
		use:   "join INVITATION",
		short: "Ask for the seat you were invited to",
		long: `Makes the keys of the seat on this machine and leaves a request in the hub's
waiting room. Where there is no hub, or with --offline, the request goes into a
file that you send to the inviter by hand. Then telephone the inviter and read
the twelve words of your keys to each other. It may be run again with the same
invitation: the request is then sent again.`,
		example: `  parley process join a.invitation
  parley process join a.invitation --offline --out a.request`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:  cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if out != "" {
				if err := a.checkOutput(out, args[0]); err != nil {
					return err
				}
			}
			b, err := a.read(args[0], record.MaxJoin)
			if err != nil {
				return err
			}
			l, err := node.ReadInvitation(b)
			if err != nil {
				return failure(exitFailed, "%s is no invitation: %v", args[0], err).hint("ask for the file again, or type it from the letter")
			}
			if a.now().After(l.Expires) {
				return failure(exitWithheld, "the invitation ended at %s; the clock of this machine says %s", stamp(l.Expires), stamp(a.now())).
					hint("set the clock if it is wrong, or ask for another invitation")
			}
			overHub := !offline && l.HubURL != ""
			if !overHub && out == "" {
				return usageError("without a hub the request needs a file: give --out FILE")
			}
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			return a.join(ctx, h, b, label, out, overHub)
		},
	})
	f := c.Flags()
	f.StringVar(&label, "label", "", "your own short `name` for the process")
	f.StringVar(&out, "out", "", "`file` for the request; - is the standard output")
	f.BoolVar(&offline, "offline", false, "send nothing; the request goes into --out")
	return c
}

func (a *app) join(ctx context.Context, h *node.Home, file []byte, label, out string, overHub bool) error {
	j, err := node.JoinWith(ctx, h, label, file, !overHub, nil)
	switch {
	case errors.Is(err, node.ErrOtherSeat):
		return usageError("%v", err).hint(a.line("process list"))
	case errors.Is(err, node.ErrLabel):
		return usageError("--label %q: %v", label, err)
	case err != nil:
		return err
	}
	if j.Dropped {
		a.say("an earlier command was cut short while it made %q; its keys are dropped and made anew", j.Label)
	}
	if err := a.use(h, j.Label); err != nil {
		return err
	}
	if out != "" {
		if err := a.write(out, j.File, "the request", true); err != nil {
			return err
		}
	}
	l := j.Letter
	r := joinReport{
		Label: j.Label, Process: l.Process, ProcessWords: l.ProcessWords, Code: l.Code, Seat: l.Seat, Role: l.Role,
		Words: j.Words, Sent: j.Sent, Request: out, Next: a.line("sync"),
	}
	if a.flags.json == "" && !a.flags.quiet {
		fmt.Fprintf(a.err, "the process, as your letter has it:\n\n%s\nyour keys, to read to the inviter over the telephone:\n\n%s\n",
			wordLines(l.ProcessWords), wordLines(j.Words))
	}
	if out != standard {
		t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "role"}, {name: "code"}, {name: "sent"}, {name: "request"}}}
		t.add(j.Label, l.Seat, l.Role, r.Code, yes(j.Sent), out)
		if err := a.emit(report{name: "process.join", data: r, tables: []table{t}}); err != nil {
			return err
		}
	}
	a.say("when the inviter has admitted you, fetch the record and enter the process:")
	a.next(r.Next)
	a.next(a.line("process accept"))
	return nil
}
