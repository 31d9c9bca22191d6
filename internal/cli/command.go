// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// verb is one command as this package writes it down.
type verb struct {
	use     string // with its arguments, as in "show REF"
	short   string
	long    string
	example string
	exits   []int // beside 0, 1, 2 and 130, which every command has
	args    cobra.PositionalArgs
	run     func(ctx context.Context, args []string) error
}

// command makes the command of a verb.
func (a *app) command(v verb) *cobra.Command {
	c := &cobra.Command{
		Use: v.use, Short: v.short, Long: v.long, Example: v.example,
		Annotations: map[string]string{exitsKey: exitList(v.exits)},
		RunE:        func(c *cobra.Command, args []string) error { return v.run(c.Context(), args) },
	}
	check := v.args
	if check == nil {
		check = cobra.NoArgs
	}
	c.Args = func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError("%v; usage: %s", err, c.UseLine()).hint(a.line(strings.TrimPrefix(c.CommandPath(), "parley ") + " --help"))
		}
		return nil
	}
	return c
}

// noun groups verbs.
func (a *app) noun(use, short, long, example string, verbs ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{
		Use: use, Short: short, Long: long, Example: example, Args: cobra.ArbitraryArgs, RunE: nounRun,
		Annotations: map[string]string{exitsKey: exitList(nil)},
	}
	c.AddCommand(verbs...)
	return c
}

// nounRun answers a noun without a verb with its help, and one with a word that
// is no verb with an error that names the verbs.
func nounRun(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	var verbs []string
	for _, v := range c.Commands() {
		if v.IsAvailableCommand() {
			verbs = append(verbs, v.Name())
		}
	}
	c.SuggestionsMinimumDistance = 2
	e := usageError("%q is no command of %q; there are: %s", args[0], c.CommandPath(), strings.Join(verbs, ", "))
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return e.hint(c.CommandPath() + " " + near[0])
	}
	return e.hint(c.CommandPath() + " --help")
}

const exitsKey = "exits"

func exitList(codes []int) string {
	all := append([]int{exitDone, exitFailed, exitUsage, exitInterrupted}, codes...)
	slices.Sort(all)
	var out []string
	for _, c := range slices.Compact(all) {
		out = append(out, strconv.Itoa(c))
	}
	return strings.Join(out, " ")
}

// help prints the help of a command: examples first, exit codes last.
func (a *app) help(c *cobra.Command, _ []string) {
	w := a.out
	fmt.Fprintf(w, "%s\n", c.Short)
	if c.Example != "" {
		fmt.Fprintf(w, "\nExamples\n%s\n", strings.TrimRight(c.Example, "\n"))
	}
	if c.Long != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.Long))
	}
	fmt.Fprintf(w, "\nUsage\n  %s\n", c.UseLine())
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\nCommands\n")
		for _, s := range c.Commands() {
			if s.IsAvailableCommand() {
				fmt.Fprintf(w, "  %-12s %s\n", s.Name(), s.Short)
			}
		}
	}
	if c == c.Root() {
		fmt.Fprintf(w, "\nTopics (parley help TOPIC)\n")
		for _, t := range a.topics() {
			fmt.Fprintf(w, "  %-12s %s\n", t.name, t.short)
		}
	}
	printFlags(w, "Flags", c.LocalNonPersistentFlags())
	if c == c.Root() {
		printFlags(w, "Flags of every command", c.PersistentFlags())
	} else {
		fmt.Fprintf(w, "\nEvery command also has --home, --process, --json, --quiet, --plain, --no-input,\n--passphrase-file and --reveal: see parley --help.\n")
	}
	codes := c.Annotations[exitsKey]
	if codes == "" {
		codes = exitList(nil)
	}
	fmt.Fprintf(w, "\nExit codes\n")
	for _, word := range strings.Fields(codes) {
		n, _ := strconv.Atoi(word)
		fmt.Fprintf(w, "  %-4d %s\n", n, exitMeaning(n))
	}
}

func printFlags(w output, title string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	width := w.width
	if width == 0 {
		width = 100
	}
	usages := set.FlagUsagesWrapped(width)
	fmt.Fprint(w, strings.Replace(usages, `--json fields[="*"]`, "--json[=fields]    ", 1))
}
