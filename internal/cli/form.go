// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/internal/act"
)

// form is a command that writes an act: one flag for each field of the act, and
// the flags that every such command has. An amendment begins as what it amends,
// --file gives the whole act, and flags say what they say.
//
// What was typed is kept as typed until the desk is open, since seats and
// entries go by names that only the record knows.
type form struct {
	app   *app
	flags *pflag.FlagSet

	act    func() act.Act                  // as filled in until now
	begin  func(act.Act) bool              // puts an earlier act in its place
	decode func([]byte) error              // puts the act of a file in its place
	where  func(field any) string          // name of the field that a pointer is to
	amends *string                         // the field of that name; nil where nothing is amended
	fields []field                         // in the order of the help
	words  []argument                      // arguments after the command
	start  func(d *desk, ref string) error // before the flags; nil for most
	last   func()                          // when all else is filled in; nil for most
	check  func(context.Context) error     // what takes long, at the end; nil for most

	to                   []string
	register, file, what string
	amend                string
	dry                  bool
	cleared              bool // passages from other channels may be told to these readers
	opened               bool // the act began as one of the record
}

// field is one flag of a form.
type field struct {
	flag, name string              // name is that of the field in the act
	fill       func() error        // from the flag
	settle     func(d *desk) error // puts texts, seats and entries into the form of the act
	offer      cobra.CompletionFunc
}

// argument is one word after the command.
type argument struct {
	name   string // as in the usage
	needed bool   // also with --file
	kept   bool   // an amendment may leave it as it was
	set    func(word string)
	offer  func() []string
}

// newForm makes the form of one kind of act, to be filled into x.
func newForm[A act.Act](a *app, x *A) *form {
	f := &form{app: a, flags: pflag.NewFlagSet("", pflag.ContinueOnError), what: (*x).Kind()}
	f.act = func() act.Act { return *x }
	f.begin = func(old act.Act) bool {
		v, ok := old.(A)
		if ok {
			*x = v
		}
		return ok
	}
	f.decode = func(b []byte) error { return decodeAct(b, x) }
	f.where = func(p any) string { return fieldAt(reflect.ValueOf(x).Elem(), p) }
	f.flags.StringSliceVar(&f.to, "to", nil, "`who` may read it; repeat it, or separate with commas")
	f.flags.StringVar(&f.register, "register", "", "record or wp (default: wp in a caucus, record in the plenary)")
	f.flags.StringVar(&f.file, "file", "", "`file` with the whole act as JSON (parley help writing); - is the standard input")
	f.flags.BoolVar(&f.dry, "dry-run", false, "print what would be written, and write nothing")
	f.flags.BoolVar(&f.cleared, "cleared", false, clearedFlag)
	if _, ok := any(*x).(act.Amender); ok {
		f.amends, _ = reflect.ValueOf(x).Elem().FieldByName("Amends").Addr().Interface().(*string)
		f.flags.StringVar(&f.amend, "amend", "", "entry `REF` of your seat whose place this one takes; it begins as that one")
	}
	return f
}

// fieldAt finds the name in JSON of the field of a struct that p points to.
func fieldAt(x reflect.Value, p any) string {
	for i := range x.NumField() {
		f := x.Type().Field(i)
		if f.Anonymous {
			if name := fieldAt(x.Field(i), p); name != "" {
				return name
			}
		}
		if x.Field(i).Addr().Interface() == p {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			return name
		}
	}
	return ""
}

// add puts a field on the form. p points to it.
func (f *form) add(p any, flag string, fill func() error, settle func(*desk) error) *field {
	f.fields = append(f.fields, field{flag: flag, name: f.where(p), fill: fill, settle: settle})
	return &f.fields[len(f.fields)-1]
}

// command makes the command of a form.
func (f *form) command(v verb) *cobra.Command {
	v.exits = []int{exitLocked, exitConflict, exitWithheld}
	v.args = f.checkArgs
	v.run = f.run
	v.long = strings.TrimRight(v.long, "\n") + "\n\nThe entry waits in the outbox and can be undone until the next sync. For days,\nseats, sources, --amend and --file see \"parley help writing\"."
	c := f.app.command(v)
	c.Flags().AddFlagSet(f.flags)
	for _, x := range f.fields {
		if x.offer != nil {
			// The flag is there and has no other completion: it cannot fail.
			_ = c.RegisterFlagCompletionFunc(x.flag, x.offer)
		}
	}
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= len(f.words) || f.words[len(args)].offer == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return f.words[len(args)].offer(), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// checkArgs wants every argument, and with --file those that the file cannot
// give.
func (f *form) checkArgs(_ *cobra.Command, args []string) error {
	for i, w := range f.words {
		if i >= len(args) && (w.needed || f.file == "" && (f.amend == "" || !w.kept)) {
			return fmt.Errorf("%s is missing", w.name)
		}
	}
	if len(args) > len(f.words) {
		return fmt.Errorf("%q is one word too many", args[len(f.words)])
	}
	return nil
}

func (f *form) run(ctx context.Context, args []string) error {
	if err := f.app.checkTo(f.to); err != nil {
		return err
	}
	if err := checkRegister(f.register); err != nil {
		return err
	}
	if f.file != "" {
		for _, x := range f.fields {
			if f.flags.Changed(x.flag) {
				return usageError("--file gives the whole act; leave --%s out", x.flag)
			}
		}
	}
	d, err := f.app.openDesk(ctx)
	if err != nil {
		return err
	}
	if err := d.known(); err != nil {
		return err
	}
	if err := f.fillIn(d, args); err != nil {
		return err
	}
	if f.check != nil {
		if err := f.check(ctx); err != nil {
			return err
		}
	}
	return d.write(ctx, draft{f.to, f.register, f.act(), f.dry, f.cleared, f.opened})
}

// fillIn makes the act from what was typed.
func (f *form) fillIn(d *desk, args []string) error {
	if f.start != nil {
		if err := f.start(d, args[0]); err != nil {
			return err
		}
	}
	amends, err := f.beginAmendment(d)
	if err != nil {
		return err
	}
	if f.file != "" {
		b, err := f.app.read(f.file, maxNoteFile)
		if err != nil {
			return err
		}
		if err := f.decode(b); err != nil {
			return usageError("%s: %v", f.file, err).hint("parley help writing")
		}
		f.opened = false
	}
	for i, word := range args {
		f.words[i].set(word)
	}
	for _, x := range f.fields {
		if x.fill != nil && f.flags.Changed(x.flag) {
			if err := x.fill(); err != nil {
				return err
			}
		}
	}
	for _, x := range f.fields {
		// What an amendment leaves as it was is in its form, and may name seats
		// that have left.
		typed := x.flag == "" || f.file != "" || f.flags.Changed(x.flag)
		if x.settle != nil && typed {
			if err := x.settle(d); err != nil {
				return err
			}
		}
	}
	if f.amends != nil {
		*f.amends = amends
	}
	if f.last != nil {
		f.last()
	}
	return f.inFlags(f.act().Validate())
}

// beginAmendment puts the writing in force in the place of the empty act, and
// returns its id.
func (f *form) beginAmendment(d *desk) (string, error) {
	if f.amend == "" {
		return "", nil
	}
	e, err := d.entry(f.amend)
	if err != nil {
		return "", err
	}
	v, ok := d.view.State.Version(e.ID)
	if !ok || !f.begin(v.Act) {
		l, _ := d.view.State.Line(e.ID)
		return "", usageError("--amend %s: that entry is of the kind %s; want %s", f.amend, l.Kind, f.what)
	}
	f.opened = true
	return ref(v.ID), nil
}

// inFlags says of a fault in a field which flag it came from.
func (f *form) inFlags(err error) error {
	var fault *act.Error
	if !errors.As(err, &fault) {
		return err
	}
	name, rest, _ := strings.Cut(fault.Field, ".")
	name, _, _ = strings.Cut(name, "[")
	for _, x := range f.fields {
		if x.name == name && x.flag != "" && f.file == "" && (rest != "says" || strings.HasSuffix(x.flag, "-says")) {
			return usageError("--%s: %s %s", x.flag, fault.Field, fault.Msg).hint("parley help writing")
		}
	}
	return usageError("%v", err).hint("parley help writing")
}
