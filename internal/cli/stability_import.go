// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/casefile"
)

type modelImportReport struct {
	Model    string          `json:"model"`
	From     string          `json:"from"` // stability or gmcr
	File     *string         `json:"file"` // nil: not written
	Options  []string        `json:"options"`
	DMs      []string        `json:"dms"`
	Feasible int             `json:"feasible"`
	Written  json.RawMessage `json:"written"` // the model file itself
	repaired
}

func (a *app) stabilityImport() *cobra.Command {
	var f modelFlags
	var out string
	c := a.command(verb{
		use:   "import FILE",
		short: "Turn a .gmcr file into a model file",
		long: `Reads a .gmcr file of GMCR+ and the programs after it and writes a model file of
ours, which can be edited by hand. Decisions that this took are listed, above
all where rankings name states by numbers that were saved before options were
put into another order. Without --out the model goes to the standard output. All
commands read .gmcr files as they are, too.`,
		example: "  parley stability import elmira.gmcr --out elmira.json\n  parley stability import elmira.gmcr --json",
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			target := out
			if target == "" && a.flags.json == "" {
				target = standard
			}
			if target != "" {
				if err := a.checkOutput(target, args...); err != nil {
					return err
				}
			}
			cf, err := f.read(ctx, a, args[0])
			if err != nil {
				return err
			}
			data, err := casefile.WriteConflict(cf.Conflict)
			if err != nil {
				return err
			}
			if target != "" {
				if err := a.write(target, data, "a model file", true); err != nil {
					return err
				}
			}
			if target == standard {
				for _, r := range cf.Repairs {
					a.warn("", "%s", r)
				}
				return nil
			}
			r := modelImportReport{Model: cf.Definition.Name, From: string(cf.Format), Options: []string{}, DMs: []string{}, Feasible: cf.m.Len(),
				Written: data, repaired: cf.repairs()}
			if target != "" {
				r.File = &target
			}
			r.Options = append(r.Options, cf.optionIDs()...)
			for _, dm := range cf.Definition.DMs {
				r.DMs = append(r.DMs, dm.ID)
			}
			t := table{title: "import", card: true}
			t.add("model", r.Model)
			t.add("from", r.From)
			t.add("file", out)
			t.add("decision makers", strings.Join(r.DMs, ", "))
			t.add("options", strings.Join(r.Options, ", "))
			t.add("states", number(r.Feasible))
			return a.emit(report{name: "stability.import", data: r, tables: append([]table{t}, cf.repairTable()...)})
		},
	})
	f.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	return c
}

type modelExportReport struct {
	Model  string   `json:"model"`
	Format string   `json:"format"`
	File   string   `json:"file"`
	Bytes  int      `json:"bytes"`
	Lost   []string `json:"lost"` // what the format has no place for
	repaired
}

func (a *app) stabilityExport() *cobra.Command {
	var f modelFlags
	var format, out string
	c := a.command(verb{
		use:   "export FILE --format FORMAT",
		short: "Write a model for another program: nfg, gmcr, or our own format",
		long: `nfg is a game in normal form for Gambit, for models in which every setting of
the options is a state and every option can be taken back; its equilibria in
pure strategies are the nash equilibria here. gmcr is the save file of GMCR+ and
the programs after it; preferences become rankings. stability is our own format.
What a format has no place for is said, and what would become another model is
refused.`,
		example: "  parley stability export model.json --format nfg --out game.nfg\n  parley stability export model.json --format gmcr --out model.gmcr",
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			if out == "" {
				out = standard
			}
			if err := a.checkOutput(out, args...); err != nil {
				return err
			}
			cf, err := f.read(ctx, a, args[0])
			if err != nil {
				return err
			}
			var data []byte
			var lost []string
			switch format {
			case "nfg":
				data, lost, err = casefile.WriteNFG(cf.Conflict, cf.m)
			case "gmcr":
				data, lost, err = casefile.WriteGMCR(cf.Conflict, cf.m)
			case string(casefile.Stability):
				data, err = casefile.WriteConflict(cf.Conflict)
			default:
				return usageError("there is no format %q; there are nfg, gmcr and stability", format)
			}
			if err != nil {
				return failure(exitFailed, "%v", err)
			}
			if err := a.write(out, data, "a model file", true); err != nil {
				return err
			}
			for _, s := range lost {
				a.warn("", "%s", s)
			}
			if out == standard {
				return nil
			}
			r := modelExportReport{Model: cf.Definition.Name, Format: format, File: out, Bytes: len(data), Lost: append([]string{}, lost...), repaired: cf.repairs()}
			t := table{title: "export", card: true}
			t.add("model", r.Model)
			t.add("format", r.Format)
			t.add("file", r.File)
			return a.emit(report{name: "stability.export", data: r, tables: append([]table{t}, cf.repairTable()...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&format, "format", "", "`nfg`, gmcr or stability")
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write (default: the standard output)")
	return c
}
