// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
)

// modelWritten is a model that was written to a file.
type modelWritten struct {
	Entry string `json:"entry"`
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}

func (a *app) modelWrite() *cobra.Command {
	var out string
	c := a.command(verb{
		use:   "write REF",
		short: "Write a model of the process as a file for parley stability",
		long: `Writes the document of a model as it stands in the record, so that parley
stability answers what parley model show answers, and more. The file does not say
whose picture it is, nor what is an estimate; whoever has it can read it.`,
		example: "  parley model write 7f3a09c41b22 --out model.json\n  parley model write 7f3a09c41b22 --reveal | parley stability explain - --state 5",
		args:    cobra.ExactArgs(1),
		exits:   []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, args []string) error {
			if out == "" {
				out = standard
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			m, f, err := a.modelOf(ctx, args[0])
			if err != nil {
				return err
			}
			data := []byte(strings.TrimRight(m.Document, "\n") + "\n")
			if out == standard {
				if err := a.guard([]string{"document"}); err != nil {
					return err
				}
				return a.write(out, data, "a model file", true)
			}
			r := report{name: "model.write", data: modelWritten{m.Entry, out, len(data)}}
			r.grounds(f)
			t := table{title: "model", card: true}
			t.add("entry", m.Entry)
			t.add("file", out)
			r.tables = []table{t}
			if err := a.mayEmit(r); err != nil {
				return err
			}
			if err := a.write(out, data, "a model file", true); err != nil {
				return err
			}
			if m.Fault != "" {
				a.warn("", "the document cannot be read as a model: %s", m.Fault)
			}
			a.say("%s holds opened text; whoever has the file can read it", out)
			return a.emit(r)
		},
	})
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write (default: the standard output)")
	c.ValidArgsFunction = a.oneEntry(act.KindModel)
	return c
}
