// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/node"
	"parley/record"
)

func (a *app) discloseCommands() *cobra.Command {
	return a.noun("disclose", "Ask, permit and show what one side said to another",
		`What one seat says is shown to another only with its permission on the record,
word for word, with proof. The author permits; the reader who was permitted
shows; the new reader can check that nothing was changed.`,
		`  parley disclose ask 7f3a09c41b22 --to delegation-b --why "B asks for your terms"
  parley disclose grant 7f3a09c41b22 --to delegation-b
  parley disclose show 7f3a09c41b22 --to delegation-b`,
		a.discloseAsk(), a.discloseGrant(), a.discloseAdopt(), a.discloseShow(), a.discloseExport())
}

// discloseReport is one step of a disclosure that was written.
type discloseReport struct {
	Wrote   string          `json:"wrote"` // id of the entry written; empty for export
	Kind    string          `json:"kind"`
	Entry   string          `json:"entry"`   // the entry it is about
	Readers []brief.SeatRef `json:"readers"` // of the entry written
	To      []brief.SeatRef `json:"to"`      // seats that are, or may be, shown it
	Parts   []int64         `json:"parts"`   // none: all parts, or the idea
	File    string          `json:"file"`    // of an export
	Next    string          `json:"next"`
}

// disclosing are the flags that the verbs share.
type disclosing struct {
	to    []string
	parts string
	own   bool
	why   string
}

func (x *disclosing) flags(c *cobra.Command, own string) {
	c.Flags().StringSliceVar(&x.to, "to", nil, "`who` is to be shown it; repeat it, or separate with commas")
	c.Flags().StringVar(&x.parts, "parts", "", "`numbers` of the parts, as in 1,3 (default: all)")
	if own != "" {
		c.Flags().BoolVar(&x.own, "own-words", false, own)
	}
}

// numbersOf reads the list of parts, ascending.
func numbersOf(list string) ([]int64, error) {
	if list == "" {
		return nil, nil
	}
	var out []int64
	for _, w := range strings.Split(list, ",") {
		n, err := strconv.ParseInt(w, 10, 64)
		if err != nil || n < 1 || len(out) > 0 && out[len(out)-1] >= n {
			return nil, usageError("--parts %q: want ascending numbers from 1, as in 1,3", list)
		}
		out = append(out, n)
	}
	return out, nil
}

// about opens the process and finds the entry, the parts and the seats that a
// verb names. The own seat is not among those to be shown something.
func (a *app) about(ctx context.Context, word string, x disclosing, needsTo bool) (*desk, opened, []int64, []string, error) {
	fail := func(err error) (*desk, opened, []int64, []string, error) { return nil, opened{}, nil, nil, err }
	parts, err := numbersOf(x.parts)
	if err != nil {
		return fail(err)
	}
	if x.own && len(parts) > 0 {
		return fail(usageError("--own-words shows no part; leave --parts out"))
	}
	if needsTo && len(x.to) == 0 {
		return fail(usageError("say who is to be shown it with --to; there is no default"))
	}
	d, err := a.openDesk(ctx)
	if err != nil {
		return fail(err)
	}
	e, err := d.entry(word)
	if err != nil {
		return fail(err)
	}
	var to []string
	if len(x.to) > 0 {
		all, err := d.audience(x.to)
		if err != nil {
			return fail(err)
		}
		for _, s := range all {
			if s != d.seat.Name {
				to = append(to, s)
			}
		}
		if len(to) == 0 {
			return fail(usageError("--to names only your own seat"))
		}
	}
	return d, e, parts, to, nil
}

// wrote reports the entry that a verb wrote.
func (d *desk) wrote(id record.Hash, kind string, e opened, to []string, parts []int64) error {
	a := d.app
	r := discloseReport{
		Wrote: ref(id), Kind: kind, Entry: ref(e.ID), To: d.refs(to), Parts: append([]int64{}, parts...),
		Readers: []brief.SeatRef{}, Next: a.line("sync"),
	}
	for _, p := range d.node.Outbox() {
		if p.ID == id {
			r.Readers = d.refs(p.Entry.Statement.Audience)
			a.say("can read this: %s", d.names(p.Entry.Statement.Audience))
		}
	}
	t := table{cols: []col{{name: "wrote", ref: true}, {name: "kind"}, {name: "entry", ref: true}, {name: "to"}}}
	t.add(r.Wrote, kind, r.Entry, strings.Join(to, " "))
	head := d.head()
	if err := a.emit(report{name: "disclose", data: r, tables: []table{t}, head: &head}); err != nil {
		return err
	}
	a.say("it waits in the outbox, and can be undone until the next sync")
	a.next(r.Next)
	return nil
}

func (a *app) discloseAsk() *cobra.Command {
	var x disclosing
	var register string
	c := a.command(verb{
		use:   "ask REF --to WHO --why TEXT",
		short: "Ask the author whether an entry may be shown",
		long: `Writes, to the readers of the entry, a request to its author. With --own-words
it asks instead whether the idea may be used in your own words. The author
answers with parley disclose grant, or not at all.`,
		example: "  parley disclose ask 7f3a09c41b22 --to delegation-b --why \"B asks for your terms\"\n  parley disclose ask 7f3a09c41b22 --to delegation-b --own-words",
		exits:   []int{exitLocked, exitConflict, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if err := checkRegister(register); err != nil {
				return err
			}
			d, e, parts, to, err := a.about(ctx, args[0], x, true)
			if err != nil {
				return err
			}
			full, ok := d.node.Entry(e.ID)
			if !ok {
				return brief.ErrNotOpened
			}
			s := full.Statement()
			if len(parts) == 0 && !x.own {
				for i := range s.Parts {
					parts = append(parts, int64(i+1))
				}
			}
			reg, _ := d.register(record.Register(register), d.plenary(nil, s.Audience))
			ask := node.Ask(e.ID, parts, to, x.why)
			id, err := d.node.Post(ctx, node.Draft{Audience: s.Audience, Register: reg, Act: ask})
			if err != nil {
				return err
			}
			return d.wrote(id, ask.Kind(), e, to, parts)
		},
	})
	x.flags(c, "ask to use the idea in your own words; nothing is shown")
	c.Flags().StringVar(&x.why, "why", "", "the reason, for the author to read")
	c.Flags().StringVar(&register, "register", "", "record or wp (default: wp in a caucus, record in the plenary)")
	return c
}

func (a *app) discloseGrant() *cobra.Command {
	var x disclosing
	c := a.command(verb{
		use:   "grant REF --to WHO",
		short: "Permit that an entry of yours be shown",
		long: `Permits, on the record, that parts of an entry of your own seat be shown to the
seats named. The readers of the entry read the permission. With --own-words
nothing may be shown; the mediator may use the idea as its own. An entry without
prejudice also needs parley disclose adopt before its words can be shown.`,
		example: "  parley disclose grant 7f3a09c41b22 --to delegation-b\n  parley disclose grant 7f3a09c41b22 --to delegation-b --own-words",
		exits:   []int{exitLocked, exitConflict, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, e, parts, to, err := a.about(ctx, args[0], x, true)
			if err != nil {
				return err
			}
			if err := d.own(e); err != nil {
				return err
			}
			id, err := d.node.Grant(ctx, record.Grant{Entry: e.ID, Parts: parts, Audience: to, OwnWords: x.own})
			if err != nil {
				return err
			}
			return d.wrote(id, record.KindGrant, e, to, parts)
		},
	})
	x.flags(c, "permit the idea to be used in the mediator's own words; nothing is shown")
	return c
}

// own makes sure that this seat wrote an entry.
func (d *desk) own(e opened) error {
	full, ok := d.node.Entry(e.ID)
	if !ok {
		return brief.ErrNotOpened
	}
	if by := full.Statement().Author.Seat; by != d.seat.Name {
		return failure(exitWithheld, "only its author, %s, can do this with the entry %s", d.name(by), shortRef(e.ID)).
			hint(d.app.line("disclose ask " + shortRef(e.ID) + " --to WHO --why TEXT"))
	}
	return nil
}

func (a *app) discloseAdopt() *cobra.Command {
	return a.command(verb{
		use:   "adopt REF",
		short: "Put words of yours, said without prejudice, on the record",
		long: `Says on the record that an entry which your seat wrote without prejudice is
yours. From then on its readers can prove it to others. It cannot be taken back
after the next sync.`,
		example: "  parley disclose adopt 7f3a09c41b22",
		exits:   []int{exitLocked, exitConflict, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, e, _, _, err := a.about(ctx, args[0], disclosing{}, false)
			if err != nil {
				return err
			}
			if err := d.own(e); err != nil {
				return err
			}
			id, err := d.node.AdoptWords(ctx, e.ID)
			if err != nil {
				return err
			}
			return d.wrote(id, record.KindAdopt, e, nil, nil)
		},
	})
}
