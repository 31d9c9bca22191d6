// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/record"
)

func (a *app) processConsent() *cobra.Command {
	var match bool
	c := a.command(verb{
		use:   "consent REF",
		short: "Consent to a seat or a policy that was proposed",
		long: `Consents, for your seat, to a change of the roster that waits for it; REF is the
beginning of its id, as "parley process show" prints it. Consenting to a seat
vouches for its keys here: compare the twelve words with its people first.`,
		example: "  parley process show\n  parley process consent 7f3a09c41b22 --words-match",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			if err := d.known(); err != nil {
				return err
			}
			p, err := d.proposal(args[0])
			if err != nil {
				return err
			}
			if p.Seat != nil {
				err = a.confirmWords(p.Seat.KeyWords(), "seat "+p.Seat.Seat+" ("+p.Seat.Role+")", match)
			} else if l, ok := d.view.State.Line(p.Entry); ok {
				a.say("the policy proposed: %s", strings.Join(strings.Split(strings.TrimSpace(l.Text), "\n"), "; "))
			}
			if err != nil {
				return err
			}
			if err := d.node.Consent(ctx, hub, p.Entry); err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			return d.emitProcess("consented to "+shortRef(p.Entry), nil, a.line("process show"))
		},
	})
	c.Flags().BoolVar(&match, "words-match", false, "say that both ends have read the same twelve words")
	return c
}

// proposal finds a pending change by the beginning of its id.
func (d *desk) proposal(word string) (record.Proposal, error) {
	var found []record.Proposal
	for _, p := range d.view.Roster.Pending {
		if len(word) >= minRef && strings.HasPrefix(ref(p.Entry), strings.ToLower(word)) {
			found = append(found, p)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	var refs []string
	for _, p := range d.view.Roster.Pending {
		refs = append(refs, shortRef(p.Entry))
	}
	if len(refs) == 0 {
		return record.Proposal{}, failure(exitFailed, "nothing waits for consent").hint(d.app.line("sync"))
	}
	return record.Proposal{}, usageError("%q names no proposal; there are: %s", word, strings.Join(refs, ", "))
}

func (a *app) processAccept() *cobra.Command {
	return a.command(verb{
		use:   "accept",
		short: "Enter the process with the root key of your seat",
		long: `Says on the record, signed by the root key of your seat, that it takes part. From
then on entries can be sealed to it. Compare the twelve words of the process
with your letter first: they stand for its founders, its hub and its rules.`,
		example: "  parley sync\n  parley process accept",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			had, err := d.node.Enter(ctx, hub)
			if err != nil {
				return err
			}
			if had {
				return d.emitProcess("had entered the process before", nil, a.line("process show"))
			}
			if err := d.look(); err != nil {
				return err
			}
			a.say("the words of the process: %s", wordsOf(record.Words(d.node.Process())))
			return d.emitProcess("entered the process", nil, a.line("sync"))
		},
	})
}

func (a *app) processClose() *cobra.Command {
	var sure bool
	c := a.command(verb{
		use:   "close",
		short: "End the process: no entry is accepted after it",
		long: `Puts the end of the process on the record. It cannot be taken back. What is in
the record stays readable to those it was sealed to.`,
		example: "  parley process close\n  parley process close --yes",
		exits:   []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			d, hub, err := a.deskWithHub(ctx)
			if err != nil {
				return err
			}
			if err := a.confirm(sure, "yes", "this ends the process for every seat and cannot be taken back"); err != nil {
				return err
			}
			if err := d.node.Change(ctx, hub, record.Close(d.node.Process())); err != nil {
				return err
			}
			if err := d.look(); err != nil {
				return err
			}
			return d.emitProcess("closed the process", nil, a.line("record export FILE"))
		},
	})
	c.Flags().BoolVar(&sure, "yes", false, "do not ask")
	return c
}

// minRef is the fewest digits by which an entry may be named.
const minRef = 6
