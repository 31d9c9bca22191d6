// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
)

// topic is a page of help that belongs to no single command.
type topic struct{ name, short, text string }

func (a *app) topics() []topic {
	return []topic{
		{"lanes", "who can read what, and what the hub sees", `A lane is the set of seats that can read an entry. You choose it before you
write, with --to, and it has no default. Everybody in it can read the entry,
nobody else can, and it cannot be widened later: to show an entry to others, ask
its author and disclose it (parley disclose).

  --to mediator        every mediator seat, and you: a caucus
  --to a,b             the seats a and b, and you
  --to all             every seat that has accepted: the plenary

The hub sees that something sealed was handed in, by which device, for which
seats' pigeon-holes, and how large it is in coarse steps. It cannot open it. Other
seats see a log that grows at a fixed pace, entries and cover alike; how much
others write, they cannot see.

Whoever can read an entry can retell it. No program can stop that. Lock forgets
keys; it does not remove the files from this machine.`},
		{"registers", "on the record, and without prejudice", `record   Signed. Every reader is sure that it is yours, and a reader who shows
         it to others can prove it. The default in the plenary.
wp       Without prejudice. Every reader is sure that it is yours, and none of
         them can prove it to anybody else, because each reader could have made
         it. The default in a caucus. It is deniable by its mathematics, not
         before a newspaper.

Your own later word can put an entry on the record: parley disclose adopt REF.
Nothing takes it back again.`},
		{"writing", "days, persons, sources, claims and files of the commands that write", writingTopic},
		{"witness", "what cosignatures are for", `Every seat follows the log and cosigns its head, but only one that extends all
that it cosigned before, and it remembers that on disk. When a quorum has
cosigned, two seats cannot have been shown two histories unless witnesses lie
together. With a neutral guarantor the quorum is more than half of all, with room
for the witnesses that may lie; without one, it is everybody.

A seat that finds its own cosignature ahead of its archive was restored from a
copy or cloned. It then reads, and neither writes nor cosigns, until its device
keys were replaced: parley key rotate --device.

  parley witness status   who has cosigned, and twelve words to compare aloud
  parley witness run      keep cosigning at every tick`},
		{"packages", "the words of parley bargain: limit, frontier, fair point", packagesTopic},
		{"case-files", "files that parley bargain reads and writes", caseFilesTopic},
		{"conflicts", "the words of parley stability: stable, nash, seq, sanction", conflictsTopic},
		{"model-files", "files that parley stability reads and writes", modelFilesTopic},
		{"trouble", "what goes wrong, and what to do about it", troubleTopic},
		{"exit-codes", "what the exit codes mean", exitTopic()},
		{"environment", "what is read from the environment", `PARLEY_HOME   the home, when --home is not given
NO_COLOR      heeded: no command prints colours

Where neither is set, the home is the folder parley in the user's configuration
folder, as the system has it. Passphrases and other secrets are never read from
the environment. No command looks for updates or reports anything to anybody.`},
		{"json", "the JSON envelope, and the fields of each report", jsonTopic()},
	}
}

func exitTopic() string {
	var b strings.Builder
	for _, c := range exitCodes() {
		fmt.Fprintf(&b, "%-4d %s\n", c, exitMeaning(c))
	}
	b.WriteString(`
Commands that run until they are interrupted (hub serve, witness run, sync
watch) end with 0 when they are.`)
	return b.String()
}

func jsonTopic() string {
	var b strings.Builder
	b.WriteString(`--json prints one object: {"schema", "head", "withheld", "data"}. head is the log
that the data rests on, withheld the one number of leaves not opened here; both
are null where a report rests on no record. --json=f1,f2 keeps those fields of
data or, where data is a list, of each record in it. With --json, the standard
error has one JSON object per line: {"code", "message", "hint"}; a warning has
the code 0. Opened text needs --reveal unless the output is a terminal.

`)
	for _, r := range reports() {
		fmt.Fprintf(&b, "parley.%s/v1\n", r.name)
		for _, line := range wrap("of "+r.from, 78) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		for _, line := range wrap(strings.Join(fieldNames(reflect.TypeOf(r.data)), ", "), 74) {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	return b.String()
}

// helpCommand is "parley help COMMAND" and "parley help TOPIC".
func (a *app) helpCommand() *cobra.Command {
	c := &cobra.Command{
		Use:         "help [COMMAND | TOPIC]",
		Short:       "Explain a command or a topic",
		Long:        "Explains a command, or one of the topics that \"parley help\" lists.",
		Example:     "  parley help entry post\n  parley help lanes\n  parley help exit-codes",
		Annotations: map[string]string{exitsKey: exitList(nil)},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				for _, t := range a.topics() {
					if t.name == args[0] {
						_, err := fmt.Fprintf(a.out, "%s: %s\n\n%s\n", t.name, t.short, strings.TrimRight(t.text, "\n"))
						return err
					}
				}
			}
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				var names []string
				for _, t := range a.topics() {
					names = append(names, t.name)
				}
				return usageError("there is no command or topic %q; topics are: %s", strings.Join(args, " "), strings.Join(names, ", ")).hint("parley --help")
			}
			return found.Help()
		},
	}
	c.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		var out []string
		if len(args) == 0 {
			for _, t := range a.topics() {
				out = append(out, t.name+"\t"+t.short)
			}
		}
		at, _, err := c.Root().Find(args)
		if err == nil {
			for _, s := range at.Commands() {
				if s.IsAvailableCommand() {
					out = append(out, s.Name()+"\t"+s.Short)
				}
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	return c
}
