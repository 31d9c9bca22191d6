// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/record"
)

func (a *app) discloseShow() *cobra.Command {
	var x disclosing
	c := a.command(verb{
		use:   "show REF --to WHO",
		short: "Show an entry to other seats, with proof and permission",
		long: `Writes a disclosure to the seats named: the words as their author signed them,
the proof that they are in the record, and the author's permission. Without a
permission that covers these seats and parts it is refused.`,
		example: "  parley disclose show 7f3a09c41b22 --to delegation-b",
		exits:   []int{exitLocked, exitConflict, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, e, parts, to, err := a.about(ctx, args[0], x, true)
			if err != nil {
				return err
			}
			id, err := d.node.Disclose(ctx, e.ID, parts, to)
			if err != nil {
				return err
			}
			return d.wrote(id, record.KindDisclose, e, to, parts)
		},
	})
	x.flags(c, "")
	return c
}

func (a *app) discloseExport() *cobra.Command {
	var x disclosing
	var out string
	c := a.command(verb{
		use:   "export REF --out FILE",
		short: "Write a disclosure to a file, for somebody outside",
		long: `Writes the disclosure of an entry to a file: its words, the proof and the
author's permission. Whoever has the file can read those words, and can check
them with "parley-verify -disclosure FILE BUNDLE" against an export of the
record. For words of another seat a permission is needed.`,
		example: "  parley disclose export 7f3a09c41b22 --out shown.disclosure\n  parley record export sealed.parley\n  parley-verify -disclosure shown.disclosure sealed.parley",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if out == "" {
				return usageError("say where it goes with --out FILE")
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			if out == standard {
				if err := a.guard([]string{"the disclosure"}); err != nil {
					return err
				}
			}
			d, e, parts, to, err := a.about(ctx, args[0], x, false)
			if err != nil {
				return err
			}
			disclosure, err := d.node.Disclosure(e.ID, parts, to)
			if err != nil {
				return err
			}
			if err := a.write(out, disclosure.Bytes(), "a disclosure", false); err != nil {
				return err
			}
			if out == standard {
				return nil
			}
			r := discloseReport{
				Kind: "export", Entry: ref(e.ID), To: d.refs(to), Readers: []brief.SeatRef{}, Parts: append([]int64{}, parts...), File: out,
				Next: "parley-verify -disclosure " + quoted(out) + " BUNDLE",
			}
			t := table{cols: []col{{name: "entry", ref: true}, {name: "file"}}}
			t.add(r.Entry, out)
			head := d.head()
			if err := a.emit(report{name: "disclose", data: r, tables: []table{t}, head: &head}); err != nil {
				return err
			}
			a.say("whoever has %s can read what it shows", out)
			a.next(r.Next)
			return nil
		},
	})
	x.flags(c, "")
	c.Flags().StringVar(&out, "out", "", "`file` for the disclosure; - is the standard output")
	return c
}
