// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/node"
	"parley/internal/process"
)

func (a *app) recordCommands() *cobra.Command {
	return a.noun("record", "Verify, prove and export the record itself",
		`The record is the log of sealed entries with its proofs. These commands show how
an entry stands in it, without its text, and check what cannot be seen in a text.`,
		`  parley record verify
  parley record export sealed.parley
  parley record prove 7f3a09c41b22`,
		a.recordList(), a.recordShow(), a.recordVerify(), a.recordProve(), a.recordExport(), a.recordImport())
}

// recordLine is one opened entry as the log has it, without its text.
type recordLine struct {
	Index    int64     `json:"index"`
	Entry    string    `json:"entry"`
	Time     time.Time `json:"time"` // the author's claim
	Author   string    `json:"author"`
	Register string    `json:"register"`
	Kind     string    `json:"kind"`
	Readers  []string  `json:"readers"`
	Relayed  bool      `json:"relayed"` // its author is not authenticated to this seat
}

func recordLineOf(l process.Line) recordLine {
	return recordLine{
		Index: l.Index, Entry: ref(l.ID), Time: l.Time, Author: l.Author.String(),
		Register: string(l.Register), Kind: l.Kind, Readers: append([]string{}, l.Audience...), Relayed: l.Relayed,
	}
}

func (a *app) recordList() *cobra.Command {
	return a.command(verb{
		use:     "list",
		short:   "List the opened entries as the log has them, without text",
		long:    "Lists every entry of the log that this seat opens, those of the roster included,\nwith index, id, author, register, kind and readers.",
		example: "  parley record list\n  parley record list --json=index,entry,kind",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			out := []recordLine{}
			for _, l := range d.view.State.Lines() {
				out = append(out, recordLineOf(l))
			}
			slices.SortFunc(out, func(x, y recordLine) int { return int(x.Index - y.Index) })
			t := table{cols: []col{{name: "index", right: true}, {name: "entry", ref: true}, {name: "time"}, {name: "author"}, {name: "register"}, {name: "kind"}, {name: "readers"}}}
			for _, l := range out {
				t.add(number(l.Index), l.Entry, stamp(l.Time), l.Author, l.Register, l.Kind, strings.Join(l.Readers, " "))
			}
			head := d.head()
			return a.emit(report{name: "record.list", data: out, tables: []table{t}, head: &head, withheld: d.withheld()})
		},
	})
}

// recordEntry is what the record says of one entry, without its text.
type recordEntry struct {
	recordLine
	Statement string `json:"statement"` // the exact text that was signed or authenticated; it holds no words of the entry
	Seq       int64  `json:"seq"`       // number in its chain
	Prev      string `json:"prev"`      // entry before it in the chain
	Seen      int64  `json:"seen"`      // leaves that its author had verified
	Sealed    bool   `json:"sealed"`
	Bytes     int    `json:"bytes"` // of the envelope
}

func (a *app) recordShow() *cobra.Command {
	return a.command(verb{
		use:     "show REF",
		short:   "Show what the record says of an entry, without its text",
		long:    "Shows the signed statement of an entry: author, audience, chain, and the\ncommitments to its parts. The words of the entry are not in it.",
		example: "  parley record show 7f3a09c41b22\n  parley record show '#41' --json",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			o, err := d.entry(args[0])
			if err != nil {
				return err
			}
			e, ok := d.node.Entry(o.ID)
			if !ok {
				return brief.ErrNotOpened
			}
			l, _ := d.view.State.Line(o.ID)
			chain, envelope := e.Chain(), e.Opened().Envelope
			r := recordEntry{
				recordLine: recordLineOf(l), Statement: string(e.Opened().Text()),
				Seq: chain.Seq, Prev: ref(chain.Prev), Seen: chain.SeenSize, Sealed: !envelope.Open(), Bytes: len(envelope.Bytes()),
			}
			t := table{title: "entry", card: true, body: r.Statement}
			t.add("id", r.Entry)
			t.add("index", number(r.Index))
			t.add("chain", "number "+number(r.Seq)+", after "+r.Prev)
			t.add("seen", number(r.Seen)+" leaves")
			t.add("envelope", number(int64(r.Bytes))+" bytes, sealed: "+yes(r.Sealed))
			head := d.head()
			return a.emit(report{name: "record.show", data: r, tables: []table{t}, head: &head})
		},
	})
}

// verifyReport is what a verification found.
type verifyReport struct {
	Process   string   `json:"process"`
	From      string   `json:"from"` // seat
	Leaves    int64    `json:"leaves"`
	Entries   int      `json:"entries"`  // verified, those of the roster included
	Withheld  int64    `json:"withheld"` // leaves that nothing here opens
	Waiting   int64    `json:"waiting"`
	Receipts  int64    `json:"receipts"` // that hold
	Witnessed bool     `json:"witnessed"`
	Words     []string `json:"words"` // twelve, of the newest checkpoint; for comparing with other seats
	Holds     bool     `json:"holds"`
	Problems  []string `json:"problems"` // what does not hold, in the order found
}

func (a *app) recordVerify() *cobra.Command {
	return a.command(verb{
		use:   "verify [FILE]",
		short: "Check the whole record, from its first entry",
		long: `Checks this seat's own archive, or an exported file, from its genesis: the log,
each checkpoint and cosignature, each entry that can be opened, each receipt and
each disclosure. A file needs no keys. The exit code is 3 when something does
not hold; the first bad entry is named. "parley-verify" does the same for files
in a program that an auditor can read in an afternoon.`,
		example: "  parley record verify\n  parley record verify sealed.parley",
		exits:   []int{exitNegative, exitLocked},
		args:    cobra.MaximumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			var in io.Reader
			switch {
			case len(args) == 0:
				d, err := a.openDesk(ctx)
				if err != nil {
					return err
				}
				if err := d.known(); err != nil {
					return err
				}
				v, err := d.node.Verify(ctx)
				if err != nil {
					return err
				}
				return a.verdict(v)
			case args[0] == standard:
				b, err := a.read(standard, maxBundle)
				if err != nil {
					return err
				}
				in = bytes.NewReader(b)
			default:
				f, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer f.Close()
				in = f
			}
			v, err := node.VerifyBundle(in)
			if err != nil {
				return err
			}
			return a.verdict(v)
		},
	})
}

func (a *app) verdict(x node.Verification) error {
	r := verifyReport{
		Process: x.Process, From: x.From, Leaves: x.Leaves, Entries: x.Entries, Withheld: x.Withheld,
		Waiting: x.Waiting, Receipts: x.Receipts, Witnessed: x.Witnessed, Words: append([]string{}, x.Words...), Holds: x.Holds, Problems: []string{},
	}
	for _, p := range x.Problems {
		r.Problems = append(r.Problems, p.Text)
	}
	t := table{title: "verification", card: true}
	t.add("process", r.Process)
	t.add("from", "seat "+r.From)
	t.add("leaves", number(r.Leaves))
	t.add("entries", number(r.Entries)+" verified")
	t.add("not opened", number(r.Withheld)+" leaves; how many are entries and how many cover cannot be told")
	if r.Waiting > 0 {
		t.add("waiting", number(r.Waiting)+" entries follow one that is not here")
	}
	t.add("receipts", number(r.Receipts)+" hold")
	t.add("witnessed", yes(r.Witnessed))
	t.add("words", strings.Join(r.Words, " "))
	t.add("holds", yes(r.Holds))
	tables := []table{t}
	if len(r.Problems) > 0 {
		p := table{title: "does not hold", cols: []col{{name: "what"}}}
		for _, what := range r.Problems {
			p.add(what)
		}
		tables = append(tables, p)
	}
	if err := a.emit(report{name: "record.verify", data: r, tables: tables}); err != nil {
		return err
	}
	if !r.Holds {
		return failure(exitNegative, "the record does not hold: %s", r.Problems[0]).hint("keep this copy as evidence, and compare with another seat")
	}
	return nil
}
