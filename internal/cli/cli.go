// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"parley/internal/keys"
	"parley/internal/node"
)

// Main runs one command line on the standard streams and returns the exit code
// of the program. It ends early, with the code of an interruption, when ctx
// does.
func Main(ctx context.Context, args []string, stdin, stdout, stderr *os.File) int {
	a := newApp(stdin, stdout, stderr)
	a.in.terminal = term.IsTerminal(int(stdin.Fd()))
	a.out.terminal = term.IsTerminal(int(stdout.Fd()))
	if w, _, err := term.GetSize(int(stdout.Fd())); err == nil {
		a.out.width = w
	}
	a.hidden = func() ([]byte, error) { return term.ReadPassword(int(stdin.Fd())) }
	return a.run(ctx, args)
}

// app is one run of the program: its streams, what it takes from outside, and
// the flags that all commands share.
type app struct {
	in     input
	out    output
	err    io.Writer
	env    func(string) string
	now    func() time.Time
	cost   keys.Cost     // of new key files; tests set a low one
	wait   time.Duration // for another command that has the archive open
	open   func(*keys.Unlocked, func() time.Time) (*node.Home, error)
	hidden func() ([]byte, error)

	flags globals

	// cleanup runs when the command is done, last added first.
	cleanup []func()
}

type input struct {
	io.Reader
	terminal bool
}

type output struct {
	io.Writer
	terminal bool
	width    int // columns of the terminal; 0 is unknown, and no line is wrapped
}

// globals are the flags that every command has.
type globals struct {
	home, process  string
	json           string
	quiet, plain   bool
	noInput        bool
	passphraseFile string
	reveal         bool
}

func newApp(in io.Reader, out, err io.Writer) *app {
	return &app{
		in: input{Reader: in}, out: output{Writer: out}, err: err,
		env: os.Getenv, now: time.Now, wait: archiveWait, open: node.OpenHome,
		hidden: func() ([]byte, error) { return nil, errors.New("there is no terminal to read a passphrase from") },
	}
}

// run executes a command line, prints its error and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	for _, f := range slices.Backward(a.cleanup) {
		f()
	}
	if ctx.Err() != nil && err != nil {
		err = &Error{Code: exitInterrupted, Msg: "interrupted; what was done until then is kept"}
	}
	if err == nil {
		return exitDone
	}
	e := a.explain(err)
	// The flags may not have been read: a command line that is wrong asks for
	// JSON all the same.
	asked := slices.ContainsFunc(args, func(s string) bool { return s == "--json" || strings.HasPrefix(s, "--json=") })
	a.complain(e, a.flags.json != "" || asked)
	return e.Code
}

// root builds the command tree. Nothing of it outlives the run.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "parley",
		Short: "A sealed record for mediated negotiations",
		Long: `Parley keeps the record of a mediated process: entries that are sealed to the
seats you name, put in one order by a hub that can read none of them, and
witnessed by every seat. See "parley help lanes" for who can read what.`,
		Example: `  parley demo --open                    look at a played process from every seat
  parley serve --open                   work at your own seat in a browser
  parley init                           make a home: keys and archive on this machine
  parley process join invitation.txt    take the seat you were invited to
  parley entry post --to mediator "…"   write to the mediator alone`,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.ArbitraryArgs,
		RunE: nounRun,
	}
	c.CompletionOptions.DisableDefaultCmd = true
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError("%v", err).hint(a.line(strings.TrimPrefix(c.CommandPath(), "parley ") + " --help"))
	})
	c.SetHelpFunc(a.help)
	c.SetHelpCommand(a.helpCommand())
	f := c.PersistentFlags()
	f.StringVar(&a.flags.home, "home", "", "`folder` with your keys and archive (default $PARLEY_HOME, else parley in the user's configuration folder)")
	f.StringVar(&a.flags.process, "process", "", "`label` of the process (default: the only one)")
	f.StringVar(&a.flags.json, "json", "", "print JSON; with `fields`, only those (see parley help json)")
	f.Lookup("json").NoOptDefVal = allFields
	f.BoolVar(&a.flags.quiet, "quiet", false, "print no messages but warnings and errors")
	f.BoolVar(&a.flags.plain, "plain", false, "print tab-separated lines on a terminal too")
	f.BoolVar(&a.flags.noInput, "no-input", false, "never ask; fail where a question would be needed")
	f.StringVar(&a.flags.passphraseFile, "passphrase-file", "", "`file` with the passphrase of the home; - is the standard input")
	f.BoolVar(&a.flags.reveal, "reveal", false, "print opened text even where the output is not a terminal")
	c.AddCommand(
		a.initCommand(), a.statusCommand(), a.unlockCommand(), a.lockCommand(), a.agentCommand(),
		a.processCommands(), a.rosterCommands(), a.entryCommands(), a.discloseCommands(),
		a.contactCommands(), a.announcementCommands(), a.formatCommands(), a.leverageCommands(), a.commitmentCommands(),
		a.undertakeCommands(), a.consultCommands(), a.proposalCommands(), a.issueCommands(), a.positionCommands(), a.preferenceCommands(), a.packageCommands(), a.modelCommands(), a.roundCommands(), a.consentCommands(),
		a.phaseCommands(), a.exitCommands(), a.standingCommand(), a.releaseCommands(), a.balanceCommand(), a.changesCommand(), a.withdrawCommand(),
		a.syncCommand(), a.recordCommands(), a.witnessCommands(), a.hubCommands(), a.keyCommands(),
		a.bargainCommands(), a.stabilityCommands(), a.demoCommand(), a.serveCommand(), a.versionCommand(), a.completionCommand(),
	)
	a.complete(c)
	return c
}

// complain prints an error: a sentence and its hints, or one line of JSON.
func (a *app) complain(e *Error, asJSON bool) {
	if asJSON {
		line, err := json.Marshal(struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
			Hint    string `json:"hint,omitempty"`
		}{e.Code, e.Msg, strings.Join(e.Hints, "\n")})
		if err == nil {
			fmt.Fprintf(a.err, "%s\n", line)
		}
		return
	}
	fmt.Fprintf(a.err, "parley: %s\n", safeLine(e.Msg))
	for _, h := range e.Hints {
		fmt.Fprintf(a.err, "hint: %s\n", safeLine(h))
	}
}

// say prints a message, unless it would be in the way.
func (a *app) say(format string, args ...any) {
	if !a.flags.quiet && a.flags.json == "" {
		fmt.Fprintf(a.err, "parley: %s\n", safeLine(fmt.Sprintf(format, args...)))
	}
}

// warn prints what a person must not miss.
func (a *app) warn(hint, format string, args ...any) {
	e := &Error{Code: exitDone, Msg: fmt.Sprintf(format, args...)}
	if hint != "" {
		e.Hints = []string{hint}
	}
	a.complain(e, a.flags.json != "")
}

// next prints the command that is of use now.
func (a *app) next(command string) {
	if !a.flags.quiet && a.flags.json == "" {
		fmt.Fprintf(a.err, "hint: %s\n", command)
	}
}

// line writes a command of this program as it has to be typed here, with what
// was chosen by flags.
func (a *app) line(command string) string {
	out := "parley"
	if a.flags.home != "" {
		out += " --home " + quoted(a.flags.home)
	}
	if a.flags.process != "" {
		out += " --process " + quoted(a.flags.process)
	}
	if f := a.flags.passphraseFile; f != "" && f != standard {
		out += " --passphrase-file " + quoted(f)
	}
	return out + " " + command
}

func quoted(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
