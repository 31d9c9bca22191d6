// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/keys"
	"parley/record"
)

func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (a *app) completionCommand() *cobra.Command {
	var c *cobra.Command
	c = a.command(verb{
		use:   "completion SHELL",
		short: "Print a completion script for bash, zsh, fish or powershell",
		long: `Prints a script that completes commands, flags, topics and, while the keys are
open (parley unlock), processes and seats. It never asks for a passphrase.`,
		example: `  source <(parley completion bash)
  parley completion zsh > "${fpath[1]}/_parley"
  parley completion fish > ~/.config/fish/completions/parley.fish`,
		args: cobra.ExactArgs(1),
		run: func(_ context.Context, args []string) error {
			root := c.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.out)
			}
			return usageError("%q is no shell known here; there are: %s", args[0], strings.Join(shells(), ", "))
		},
	})
	c.ValidArgs = shells()
	return c
}

// complete adds what shells can offer for flags.
func (a *app) complete(root *cobra.Command) {
	words := func(list func() []string) cobra.CompletionFunc {
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return list(), cobra.ShellCompDirectiveNoFileComp
		}
	}
	offers := map[string]func() []string{
		"process": a.labels, "to": a.seatWords, "channel": a.seatWords, "by": a.seatWords, "seat": a.seatWords,
		"register": func() []string { return []string{"record\tsigned", "wp\twithout prejudice"} },
		"role":     func() []string { return []string{"party", "mediator", "guarantor", "observer"} },
		"json":     jsonFields,
		"kind": func() []string {
			return append(act.Kinds(), rosterKind, record.KindGrant, record.KindAdopt, record.KindDisclose)
		},
	}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for name, list := range offers {
			if c.LocalFlags().Lookup(name) != nil {
				// The flag is there and has no other completion: it cannot fail.
				_ = c.RegisterFlagCompletionFunc(name, words(list))
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

func jsonFields() []string {
	var out []string
	for _, r := range reports() {
		out = append(out, fieldNames(reflect.TypeOf(r.data))...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// labels offers the processes of a home whose keys are open.
func (a *app) labels() []string {
	dir, err := a.homeDir()
	if err != nil {
		return nil
	}
	u, err := keys.FromAgent(dir)
	if err != nil {
		return nil
	}
	defer u.Lock()
	ring, err := u.Ring()
	if err != nil {
		return nil
	}
	defer ring.Wipe()
	var out []string
	for _, s := range ring.Seats {
		out = append(out, s.Label)
	}
	return out
}

// quietDesk opens the process where that needs no question, while the keys are
// open.
func (a *app) quietDesk() (*desk, bool) {
	if len(a.labels()) == 0 {
		return nil, false
	}
	a.flags.noInput, a.wait = true, 0
	d, err := a.openDesk(context.Background())
	return d, err == nil && d.view.Roster != nil
}

// entryWords offers the acts of one kind that stand, newest first; without a
// kind, those of every kind that this seat wrote. They are told apart by day and
// author and never by their text: what a shell shows may stay where it was shown.
func (a *app) entryWords(kind string) []string {
	d, ok := a.quietDesk()
	if !ok {
		return nil
	}
	kinds := []string{kind}
	if kind == "" {
		kinds = act.Kinds()
	}
	var out []string
	for _, k := range kinds {
		for _, v := range slices.Backward(d.view.State.Versions(k)) {
			if v.Withdrawn == nil && (kind != "" || v.Author.Seat == d.seat.Name) {
				out = append(out, shortRef(v.ID)+"\t"+k+", written "+v.Time.UTC().Format(time.DateOnly)+" by "+d.view.State.Name(v.Author.Seat))
			}
		}
	}
	return out
}

// seatWords offers the seats of the process, while its keys are open.
func (a *app) seatWords() []string {
	out := []string{"all\tevery seat", "mediator\tthe mediator"}
	d, ok := a.quietDesk()
	if !ok {
		return out
	}
	for _, s := range d.view.Roster.Seats {
		word := s.Name
		if names := d.view.State.Names(s.Name); len(names) > 0 && names[0].Value.Short != "" {
			word = names[0].Value.Short
		}
		out = append(out, word+"\t"+d.view.State.Name(s.Name))
	}
	return out
}
