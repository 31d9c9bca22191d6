// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"parley/internal/keys"
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
			i, err := record.ParseInvitation(b)
			if err != nil {
				return failure(exitFailed, "%s is no invitation: %v", args[0], err).hint("ask for the file again, or type it from the letter")
			}
			if a.now().After(i.Expires) {
				return failure(exitWithheld, "the invitation ended at %s; the clock of this machine says %s", stamp(i.Expires), stamp(a.now())).
					hint("set the clock if it is wrong, or ask for another invitation")
			}
			overHub := !offline && i.Hub != ""
			if !overHub && out == "" {
				return usageError("without a hub the request needs a file: give --out FILE")
			}
			h, err := a.openHome(ctx)
			if err != nil {
				return err
			}
			return a.join(ctx, h, i, b, label, out, overHub)
		},
	})
	f := c.Flags()
	f.StringVar(&label, "label", "", "your own short `name` for the process")
	f.StringVar(&out, "out", "", "`file` for the request; - is the standard output")
	f.BoolVar(&offline, "offline", false, "send nothing; the request goes into --out")
	return c
}

func (a *app) join(ctx context.Context, h *node.Home, i *record.Invitation, text []byte, label, out string, overHub bool) error {
	j, label, err := a.request(ctx, h, i, label, overHub)
	if err != nil {
		return err
	}
	if err := a.use(h, label); err != nil {
		return err
	}
	if out != "" {
		if err := a.write(out, j.Bytes(), "the request", true); err != nil {
			return err
		}
	}
	process, own := record.Words(i.Process), j.Enrolment.KeyWords()
	r := joinReport{
		Label: label, Process: i.Process.String(), ProcessWords: process[:], Code: shortCode(text), Seat: i.Seat, Role: i.Role,
		Words: own[:], Sent: overHub, Request: out, Next: a.line("sync"),
	}
	if a.flags.json == "" && !a.flags.quiet {
		fmt.Fprintf(a.err, "the process, as your letter has it:\n\n%s\nyour keys, to read to the inviter over the telephone:\n\n%s\n",
			wordLines(process[:]), wordLines(own[:]))
	}
	if out != standard {
		t := table{cols: []col{{name: "label"}, {name: "seat"}, {name: "role"}, {name: "code"}, {name: "sent"}, {name: "request"}}}
		t.add(label, i.Seat, i.Role, r.Code, yes(overHub), out)
		if err := a.emit(report{name: "process.join", data: r, tables: []table{t}}); err != nil {
			return err
		}
	}
	a.say("when the inviter has admitted you, fetch the record and enter the process:")
	a.next(r.Next)
	a.next(a.line("process accept"))
	return nil
}

// request makes the join request. A seat that an earlier run made for the same
// invitation is used again.
func (a *app) request(ctx context.Context, h *node.Home, i *record.Invitation, label string, overHub bool) (*record.JoinRequest, string, error) {
	ring, err := h.Keys.Ring()
	if err != nil {
		return nil, "", err
	}
	defer ring.Wipe()
	for _, s := range ring.Seats {
		if s.Process != [32]byte(i.Process) {
			continue
		}
		if s.Name != i.Seat {
			return nil, "", usageError("this home has the seat %s in this process already, as %q", s.Name, s.Label).hint(a.line("process list"))
		}
		e, err := node.EnrolmentOf(h, s.Label, i.Role)
		if err != nil {
			return nil, "", err
		}
		j, err := record.NewJoinRequest(i, e)
		if err != nil || !overHub {
			return j, s.Label, err
		}
		hub, err := node.ConnectSeat(s)
		if err != nil {
			return nil, "", err
		}
		defer hub.Close()
		return j, s.Label, hub.Join(ctx, i.Process, j.TokenHash, j.Bytes())
	}
	if label, err = a.freeLabel(h, label); err != nil {
		return nil, "", err
	}
	var connect func(keys.Seat) (node.Hub, error)
	if overHub {
		connect = func(s keys.Seat) (node.Hub, error) { return node.ConnectSeat(s) }
	}
	j, err := node.Join(ctx, h, label, i, connect)
	return j, label, err
}
