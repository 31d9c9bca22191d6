// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/lang"
)

// modelStarted is the frame of a model that was made of the process.
type modelStarted struct {
	File    string          `json:"file"`
	Title   string          `json:"title"`
	Today   string          `json:"today"` // a letter Y or N for each option
	Options []startedOption `json:"options"`
	DMs     []brief.DraftDM `json:"dms"`
	Words   string          `json:"words"`
	Add     string          `json:"add"` // the command that keeps it, when preferences are stated
}

type startedOption struct {
	brief.DraftOption
	Taken bool `json:"taken"`
}

func (a *app) modelStart() *cobra.Command {
	var out string
	var to []string
	c := a.command(verb{
		use:   "start --out FILE",
		short: "Begin a model from the process, as a file without preferences",
		long: `Writes the frame of a model of what you read of the process: parties and holders
of threats and incentives decide; what is in force, promised and tabled are their
options; today is as the entries stand. It states no preference, so nothing reads
it until you add one for each decision maker (parley help model-files). Then keep
it with the command that is printed, which says who is who and what stands for
what. With --to, only what all of those readers read is taken.`,
		example: "  parley model start --out frame.json\n  parley model start --out frame.json --to mediator",
		args:    cobra.NoArgs,
		exits:   []int{exitNegative, exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			if out == "" {
				return usageError("name a file with --out")
			}
			if err := a.checkOutput(out); err != nil {
				return err
			}
			d, err := a.readingDesk(ctx)
			if err != nil {
				return err
			}
			if len(to) == 0 {
				to = []string{d.seat.Name}
			}
			readers, err := d.audience(to)
			if err != nil {
				return err
			}
			s, r, h, w := d.basis()
			draft := brief.StartModel(s, r, a.today(), readers, lang.For("en"))
			if len(draft.Options) == 0 {
				return failure(exitNegative, "nothing that is read here is an option of anybody: no threat or incentive of a seat is in force or open, nothing is promised, and nothing is tabled").
					hint(a.line("leverage list"))
			}
			return a.writeStart(draft, to, out, brief.Models(s, r, h, w, a.today()).Footing)
		},
	})
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write; - is the standard output")
	c.Flags().StringSliceVar(&to, "to", nil, "`who` will read the model (default: your own seat)")
	return c
}

// writeStart writes the frame and says how it is kept.
func (a *app) writeStart(draft brief.ModelDraft, to []string, out string, f brief.Footing) error {
	data, err := frameOf(&draft)
	if err != nil {
		return err
	}
	if out == standard {
		if err := a.guard([]string{"options"}); err != nil {
			return err
		}
		return a.write(out, data, "a model file", true)
	}
	x := modelStarted{File: out, Title: draft.Title, Today: draft.Today, DMs: draft.DMs, Words: draft.Words, Add: a.line("model add " + quoted(out) + addFlags(&draft, to))}
	for k, o := range draft.Options {
		x.Options = append(x.Options, startedOption{o, draft.Today[k] == 'Y'})
	}
	r := report{name: "model.start", data: x, texts: []string{"title", "options", "dms", "words", "add"}}
	r.grounds(f)
	open := a.out.terminal || a.flags.reveal // ids are made of the words of entries
	if a.flags.json == "" {
		r.texts = nil
		r.tables = startTables(&x, open)
	}
	if err := a.mayEmit(r); err != nil {
		return err
	}
	if err := a.write(out, data, "a model file", true); err != nil {
		return err
	}
	a.say("%s holds opened text; whoever has the file can read it", out)
	if err := a.emit(r); err != nil {
		return err
	}
	if open {
		a.next(x.Add)
	} else {
		a.next(a.line("model start --out " + quoted(out) + " --reveal"))
	}
	return nil
}

// frameOf is a draft as a model file to which preferences can be added by hand.
func frameOf(d *brief.ModelDraft) ([]byte, error) {
	type option struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Direction string `json:"direction,omitempty"`
	}
	type dm struct {
		ID      string   `json:"id"`
		Name    string   `json:"name"`
		Options []string `json:"options"`
	}
	out := struct {
		Schema  string   `json:"schema"`
		Name    string   `json:"name"`
		Options []option `json:"options"`
		DMs     []dm     `json:"dms"`
		Today   string   `json:"status_quo"`
	}{"parley.stability/1", d.Title, nil, nil, d.Today}
	for _, o := range d.Options {
		out.Options = append(out.Options, option{o.ID, o.Name, o.Direction})
	}
	for _, x := range d.DMs {
		own := []string{}
		for _, o := range d.Options {
			if o.DM == x.ID {
				own = append(own, o.ID)
			}
		}
		out.DMs = append(out.DMs, dm{x.ID, x.Name, own})
	}
	return encode(out)
}

// addFlags are the flags with which the frame is kept: what a model file has no
// place for.
func addFlags(d *brief.ModelDraft, to []string) string {
	var b strings.Builder
	for _, x := range d.DMs {
		value := x.Basis
		if x.Seat != "" {
			value = x.Seat + ":" + value
		}
		b.WriteString(" --dm " + quoted(x.ID+"="+value))
	}
	for _, o := range d.Options {
		if o.Entry != "" {
			b.WriteString(" --stands " + quoted(o.ID+"="+o.Entry[:refDigits]))
		}
	}
	return b.String() + " --to " + quoted(strings.Join(to, ","))
}

func startTables(x *modelStarted, open bool) []table {
	head := table{title: "model", card: true}
	head.add("file", x.File)
	head.add("decision makers", number(len(x.DMs)))
	head.add("options", number(len(x.Options)))
	if !open {
		return []table{head}
	}
	head.body = x.Words
	dms := table{title: "decision makers", cols: []col{{name: "id"}, {name: "name"}, {name: "rests on"}}}
	for _, d := range x.DMs {
		dms.add(d.ID, d.Name, restsOn(d.Basis))
	}
	options := table{title: "options", cols: []col{{name: "of"}, {name: "id"}, {name: "name"}, {name: "today"}, {name: "stands for", ref: true}}}
	for _, o := range x.Options {
		options.add(o.DM, o.ID, o.Name, map[bool]string{true: "taken", false: "not taken"}[o.Taken], o.Entry)
	}
	return []table{head, dms, options}
}
