// SPDX-License-Identifier: Apache-2.0

// Parley-verify checks an exported record with nothing else at hand: the log
// from its genesis, the checkpoints and cosignatures, the receipts, every
// statement that the bundle opens, and every disclosure. It imports package
// record and the standard library alone, opens no connection and writes no
// file, so that an auditor can read all of it.
//
//	parley-verify [-v] BUNDLE
//	parley-verify -disclosure FILE BUNDLE
//
// Exit status: 0 everything holds; 1 the file cannot be read; 2 the command
// line is wrong; 3 something does not hold.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"parley/record"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// maxDisclosure is the largest disclosure file read, in bytes.
const maxDisclosure = 1 << 20

func run(args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("parley-verify", flag.ContinueOnError)
	f.SetOutput(stderr)
	verbose := f.Bool("v", false, "list every entry that the bundle opens")
	disclosure := f.String("disclosure", "", "a disclosure `file` to check against the bundle's log")
	f.Usage = func() {
		fmt.Fprint(stderr, `usage: parley-verify [-v] [-disclosure FILE] BUNDLE

Verifies a record that was exported with "parley record export", offline.
It checks the log from its first entry, each checkpoint and cosignature, each
receipt, each entry that the bundle can open, and each disclosure. BUNDLE may
be - for the standard input.

exit status: 0 everything holds, 1 the file cannot be read, 2 usage,
3 something does not hold; the first bad entry is named.
`)
		f.PrintDefaults()
	}
	if err := f.Parse(args); err != nil {
		return 2
	}
	if f.NArg() != 1 {
		f.Usage()
		return 2
	}
	in := io.Reader(os.Stdin)
	if name := f.Arg(0); name != "-" {
		file, err := os.Open(name)
		if err != nil {
			fmt.Fprintln(stderr, "parley-verify:", err)
			return 1
		}
		defer file.Close()
		in = file
	}
	a, err := record.AuditBundle(in)
	if err != nil {
		fmt.Fprintf(stderr, "parley-verify: %v\nhint: ask for the file again; it was damaged, cut short, or is not an export of Parley\n", err)
		return 1
	}
	report(stdout, a, *verbose)
	bad := len(a.Problems) > 0
	if *disclosure != "" {
		ok, err := checkDisclosure(stdout, a, *disclosure)
		if err != nil {
			fmt.Fprintln(stderr, "parley-verify:", err)
			return 1
		}
		bad = bad || !ok
	}
	if bad {
		return 3
	}
	return 0
}

func report(w io.Writer, a *record.Audit, verbose bool) {
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	row("process", "%s", a.Manifest.Process)
	row("from", "seat %s, %s", a.Manifest.From, a.Manifest.Created.Format("2006-01-02 15:04:05 UTC"))
	words := record.Words(a.Sum)
	row("file", "%s", strings.Join(words[:], " "))
	row("log", "%d leaves", a.Leaves)
	if c := a.Checkpoint; c != nil {
		var names []string
		for _, x := range c.Cosignatures {
			names = append(names, x.Witness)
		}
		witnessed := "short of a quorum"
		if a.Witnessed {
			witnessed = "witnessed"
		}
		row("checkpoint", "%d leaves, root %s", c.Size, c.Root)
		room := c.CheckWords()
		row("room words", "%s", strings.Join(room[:], " "))
		row("cosigned by", "%s (%d of %d needed: %s)", strings.Join(names, " "), len(names), a.Roster.Quorum(), witnessed)
	}
	if a.Roster != nil {
		row("seats", "%s", strings.Join(a.Roster.Names(), " "))
		if !a.Roster.Guaranteed() {
			row("warning", "no neutral guarantor witnesses this process; every seat must cosign")
		}
	}
	open, relayed := 0, 0
	for _, e := range a.Accepted {
		if e.Relayed() {
			relayed++
		}
		if e.Opened().Envelope.Open() {
			open++
		}
	}
	row("entries", "%d verified: %d of the roster, %d opened by this bundle", len(a.Accepted), open, len(a.Accepted)-open)
	if relayed > 0 {
		row("", "%d of them without prejudice: their words are right, their author is not authenticated to an outsider", relayed)
	}
	row("withheld", "%d leaves are not opened here; how many are entries and how many cover cannot be told", a.Withheld)
	if a.Waiting > 0 {
		row("waiting", "%d entries follow one that this bundle does not open", a.Waiting)
	}
	row("receipts", "%d hold", a.Receipts)
	if verbose {
		for _, e := range a.Accepted {
			s := e.Statement()
			fmt.Fprintf(w, "%8d %s %s %s %s → %s\n", e.Index(), s.Time.Format("2006-01-02T15:04:05Z"),
				s.Author, s.Register, s.Kind, strings.Join(s.Audience, " "))
		}
	}
	for _, p := range a.Problems {
		fmt.Fprintf(w, "%-12s %s\n", "DOES NOT HOLD", p)
	}
	if len(a.Problems) == 0 {
		fmt.Fprintln(w, "everything that this bundle shows holds")
	}
}

func checkDisclosure(w io.Writer, a *record.Audit, name string) (bool, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	if len(b) > maxDisclosure {
		return false, fmt.Errorf("%s is larger than any disclosure", name)
	}
	d, err := record.ParseDisclosure(b)
	if err == nil {
		err = a.Reader.CheckDisclosure(d, "")
	}
	if err != nil {
		fmt.Fprintf(w, "%-12s %s: %v\n", "DOES NOT HOLD", name, err)
		return false, nil
	}
	fmt.Fprintf(w, "%-12s entry %s by %s: %d of %d parts, verbatim and permitted by its author\n",
		"disclosure", d.ID(), d.Statement.Author, len(d.Parts), len(d.Statement.Parts))
	return true, nil
}
