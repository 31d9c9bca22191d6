// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

// withheld is the one number of leaves that were not opened here, as every
// report says it.
func (d *desk) withheld() *brief.Withheld {
	r := brief.Entries(d.view.State, brief.EntriesQuery{Head: d.head(), Withheld: d.view.Withheld, Limit: 1})
	return &r.Withheld
}

// proofReport is a proof that an entry is in the record.
type proofReport struct {
	Entry string `json:"entry"`
	Index int64  `json:"index"`
	Proof string `json:"proof"` // c2sp.org/tlog-proof@v1
	File  string `json:"file"`  // empty when it was printed
}

func (a *app) recordProve() *cobra.Command {
	out := standard
	c := a.command(verb{
		use:   "prove REF",
		short: "Prove that an entry is in the witnessed record",
		long: `Prints a C2SP tlog-proof: the hashes that lead from the entry to a checkpoint
that a quorum has cosigned. It says nothing of what the entry says.`,
		example: "  parley record prove 7f3a09c41b22\n  parley record prove 7f3a09c41b22 --out entry.proof",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if out != standard {
				if err := a.checkOutput(out); err != nil {
					return err
				}
			}
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			e, err := d.entry(args[0])
			if err != nil {
				return err
			}
			p, err := d.node.Prove(e.Index)
			if err != nil {
				return err
			}
			r := proofReport{Entry: ref(e.ID), Index: e.Index, Proof: string(p.Text())}
			if out == standard && a.flags.json == "" {
				_, err := a.out.Write(p.Text())
				return err
			}
			if out != standard {
				r.File = out
				if err := a.write(out, p.Text(), "the proof", true); err != nil {
					return err
				}
			}
			head := d.head()
			t := table{cols: []col{{name: "entry", ref: true}, {name: "index", right: true}, {name: "file"}}}
			t.add(r.Entry, number(r.Index), r.File)
			return a.emit(report{name: "record.prove", data: r, tables: []table{t}, head: &head})
		},
	})
	c.Flags().StringVar(&out, "out", out, "`file` for the proof; - is the standard output")
	return c
}

func (a *app) recordExport() *cobra.Command {
	var open bool
	c := a.command(verb{
		use:   "export FILE",
		short: "Write the record to a file that anyone can verify",
		long: `Writes the log, its newest checkpoint, the receipts and every sealed entry held
here. Sealed, it shows nobody what was said, and can be verified all the same.
With --open it also holds what opens the entries of this seat: whoever has the
file can read them.`,
		example: "  parley record export sealed.parley\n  parley record export --open archive.parley\n  parley-verify sealed.parley",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if open && args[0] == standard {
				if err := a.guard([]string{"what opens the entries"}); err != nil {
					return err
				}
			}
			return a.export(ctx, args[0], open, false)
		},
	})
	c.Flags().BoolVar(&open, "open", false, "include what opens the entries of this seat")
	return c
}

func (a *app) recordImport() *cobra.Command {
	return a.command(verb{
		use:     "import FILE",
		short:   "Take in an exported record",
		long:    "Verifies an exported record as strictly as what a hub sends, and takes in what is\nnew to this archive. The hub is not asked.",
		example: "  parley record import sealed.parley",
		exits:   []int{exitLocked, exitConflict},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			return a.importBundle(ctx, args[0], false)
		},
	})
}
