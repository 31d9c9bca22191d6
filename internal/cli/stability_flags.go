// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/casefile"
	"parley/stability"
)

// modelFlags change the conventions of a model, which is then told with them.
type modelFlags struct {
	sanction, sequences, moves string
	concepts                   []string
	list                       int
	at, flag                   string // the state that is asked about, and the flag that says it
}

func (f *modelFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.sanction, "sanction", "", "an answer deters if it leaves the mover `not_better` off, or worse off (default: as the model says)")
	c.Flags().StringVar(&f.sequences, "sequences", "", "answers are any `legal` sequence, a single move, or once for each (default: as the model says)")
	c.Flags().StringVar(&f.moves, "coalition-moves", "", "a coalition moves in `sequences`, or in one joint move (default: as the model says)")
	f.list = -1
}

func (f *modelFlags) addConcepts(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.concepts, "concepts", nil, "only these `concepts`, separated by commas: nash, gmr, smr, seq, sseq, sim")
}

func (f *modelFlags) addList(c *cobra.Command) {
	c.Flags().IntVar(&f.list, "list", -1, "list `N` states of a set (default: all up to 100000, else their number)")
}

// addState adds the flag of the one state that a command is about.
func (f *modelFlags) addState(c *cobra.Command, flag, usage string) {
	f.flag = flag
	c.Flags().StringVar(&f.at, flag, "", usage)
}

// state reads the state that a command is about and cannot do without.
func (f *modelFlags) state(c *conflict) (stability.State, error) {
	if f.at == "" {
		return 0, usageError("say which state with --%s: its decimal, or one letter Y or N for each option", f.flag)
	}
	return c.state(f.at, "--"+f.flag)
}

// asked are the concepts that a flag names.
func (f *modelFlags) asked() (out []stability.Concept, err error) {
	for _, word := range f.concepts {
		c, err := conceptOf(word, "--concepts")
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// asking makes a command that reads one model file and answers a question on it.
// What the report prints ends with how the file was read.
func (f *modelFlags) asking(a *app, v verb, answer func(context.Context, *conflict) (report, error)) *cobra.Command {
	v.args = cobra.ExactArgs(1)
	v.run = func(ctx context.Context, args []string) error {
		c, err := f.read(ctx, a, args[0])
		if err != nil {
			return err
		}
		r, err := answer(ctx, c)
		if err != nil {
			return unsupported(a, err)
		}
		r.tables = append(r.tables, c.repairTable()...)
		return a.emit(r)
	}
	c := a.command(v)
	f.add(c)
	return c
}

const maxModelFile = 128 << 20 // bytes

// read reads and compiles a model file under the settings of the flags.
func (f *modelFlags) read(ctx context.Context, a *app, path string) (*conflict, error) {
	if f.list < -1 {
		return nil, usageError("--list %d is no number of states", f.list)
	}
	asked, err := f.asked()
	if err != nil {
		return nil, err
	}
	data, err := a.read(path, maxModelFile)
	if err != nil {
		return nil, err
	}
	c, err := casefile.ReadConflict(casefile.File{Name: path, Data: data})
	if err != nil {
		return nil, modelError(a, err)
	}
	replace := strings.NewReplacer("-", "_", "<=", "not_better", "<", "worse")
	c.Definition.Settings, err = casefile.ParseSettings(c.Definition.Settings, replace.Replace(f.sanction), f.sequences, f.moves)
	if err != nil {
		return nil, usageError("%v", err)
	}
	m, err := c.Compile(ctx)
	if err != nil {
		return nil, modelError(a, err)
	}
	return &conflict{c, m, asked}, nil
}
