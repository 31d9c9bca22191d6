// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/node"
	"parley/record"
)

// inviteReport is an invitation that was made.
type inviteReport struct {
	Seat    string    `json:"seat"` // random name in the record
	Role    string    `json:"role"`
	Name    string    `json:"name"`    // what it will be called; empty when nothing was said
	Code    string    `json:"code"`    // short code that file and letter share
	Words   []string  `json:"words"`   // twelve, of the process
	Expires time.Time `json:"expires"` // after this, the hub lets no request in
	File    string    `json:"file"`
	Letter  string    `json:"letter"` // empty when none was asked for
	Next    string    `json:"next"`
}

func (a *app) processInvite() *cobra.Command {
	var role, name, expires, out, letter string
	var offline bool
	c := a.command(verb{
		use:   "invite --role ROLE --out FILE",
		short: "Invite a seat: a file, and a letter to print",
		long: `Makes an invitation with a one-time token. Whoever has the file can ask for the
seat, and is admitted only after two people have read twelve words to each
other over the telephone (parley process admit). The letter is the same in
print, with a short code that both share.

Roles the record knows: mediator, party (must consent to every further seat)
and guarantor (a neutral witness). Any other word, such as observer, is a role
without a say in who is admitted. With --name, the name is kept here until the
seat has accepted; then "parley process name" says it to every seat.`,
		example: `  parley process invite --role party --name "Delegation A" --out a.invitation --letter a.txt
  parley process invite --role guarantor --expires 2d --out g.invitation
  parley process invite --role party --out a.invitation --offline`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			switch {
			case out == "":
				return usageError("say where the invitation goes with --out FILE")
			case !record.ValidRole(role):
				return usageError("--role %q: a role is a word of 1 to 16 lower-case letters, digits and dots, as in party", role)
			case letter != "" && (letter == out || sameFile(letter, out)):
				return usageError("--out and --letter name one file")
			}
			open, err := span(expires)
			if err != nil {
				return err
			}
			for _, f := range []string{out, letter} {
				if f != "" {
					if err := a.checkOutput(f); err != nil {
						return err
					}
				}
			}
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			return d.invite(ctx, role, name, a.now().Add(open), out, letter, offline)
		},
	})
	f := c.Flags()
	f.StringVar(&role, "role", "", "`role` of the seat: party, mediator, guarantor, or another word")
	f.StringVar(&name, "name", "", "what the seat will be called")
	f.StringVar(&expires, "expires", "7d", "`time` until the invitation ends, as in 12h or 7d, at most 90d")
	f.StringVar(&out, "out", "", "`file` for the invitation; - is the standard output")
	f.StringVar(&letter, "letter", "", "`file` for a letter to print")
	f.BoolVar(&offline, "offline", false, "do not tell the hub; the answer comes back as a file")
	return c
}

// span reads a time such as 90m, 12h or 7d.
func span(s string) (time.Duration, error) {
	var d time.Duration
	var err error
	if days, ok := strings.CutSuffix(s, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		if n > 366 {
			n = 366
		}
		d = time.Duration(n) * 24 * time.Hour
	} else {
		d, err = time.ParseDuration(s)
	}
	if err != nil || d <= 0 || d > node.MaxInvitation {
		return 0, usageError("--expires %q: want a time such as 12h or 7d, at most 90d", s)
	}
	return d, nil
}

func (d *desk) invite(ctx context.Context, role, name string, until time.Time, out, letter string, offline bool) error {
	a := d.app
	if err := d.known(); err != nil {
		return err
	}
	var hub node.Hub
	if !offline {
		c, err := d.hub()
		if err != nil {
			return err
		}
		hub = c
	}
	l, err := d.node.InviteSeat(ctx, hub, role, name, until)
	if err != nil {
		return err
	}
	if letter != "" {
		if err := a.write(letter, []byte(letterText(l)), "the letter", true); err != nil {
			return err
		}
	}
	if err := a.write(out, l.File, "the invitation", true); err != nil {
		if letter != "" && letter != standard {
			err = errors.Join(err, os.Remove(letter)) // half an invitation is none
		}
		return err
	}
	r := inviteReport{
		Seat: l.Seat, Role: role, Name: name, Code: l.Code, Words: l.ProcessWords, Expires: l.Expires,
		File: out, Letter: letter, Next: a.line("process requests"),
	}
	a.say("the invitation holds a token: send it as you would send a key, and by another way than the letter")
	if out != standard {
		t := table{cols: []col{{name: "seat"}, {name: "role"}, {name: "code"}, {name: "expires"}, {name: "file"}}}
		t.add(l.Seat, role, r.Code, stamp(r.Expires), out)
		if err := a.emit(report{name: "process.invite", data: r, tables: []table{t}}); err != nil {
			return err
		}
	}
	a.next(r.Next)
	return nil
}

// letterText is an invitation in print.
func letterText(l node.Letter) string {
	title, name, from := l.Title, l.Name, l.From
	if title == "" {
		title = "(the process has no title yet)"
	}
	if name == "" {
		name = "(not given)"
	}
	if l.FromName != l.From {
		from = fmt.Sprintf("%s (%s)", l.FromName, l.From)
	}
	return fmt.Sprintf(`INVITATION TO A MEDIATED PROCESS

Process      %s
Your seat    %s
             called %s, with the role %s
From         %s
Open until   %s
Short code   %s   (the invitation file shows the same)

The twelve words of the process:

%s
The twelve words of the keys of the inviting seat:

%s
WHAT TO DO

 1. On the machine of your delegation, make a home:        parley init
 2. Answer the invitation file:                            parley process join FILE
    It shows the short code above, and the words of the process.
 3. Telephone the inviting seat, on a number you know from before. Read your own
    twelve words to each other. Only if every word is the same are you admitted.
 4. Fetch the record and enter:                            parley sync
                                                           parley process accept

In a browser it is the same, after 1:                     parley serve --open

If no file came with this letter, type the lines between the marks into one,
exactly, and end it with a line feed:

----------------------------------------------------------------
%s----------------------------------------------------------------

This sheet holds a one-time token. Whoever has it can ask for the seat, but is
not admitted without the telephone call. Keep it as you would keep a key, and
destroy it when you have joined.
`, title, l.Seat, name, l.Role, from, stamp(l.Expires), l.Code,
		wordLines(l.ProcessWords), wordLines(l.FromWords), l.File)
}

func wordList(words [12]string) []string { return words[:] }
