// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
	"parley/internal/sheet"
	"parley/record"
)

func (a *app) entryCommands() *cobra.Command {
	return a.noun("entry", "Write, list and read entries",
		`An entry is what the record holds: a text or an act by one seat, sealed to the
seats it names. REF is the beginning of its id, six hexadecimal digits at least,
or # and its index in the log.`,
		`  parley entry post --to mediator "…"
  parley entry list --channel mediator --limit 10
  parley entry show 7f3a09c41b22`,
		a.entryPost(), a.entryList(), a.entryShow(), a.entryUndo(), a.entryImport())
}

// entryLine is one entry with where it is on its way.
type entryLine struct {
	brief.EntryLine
	State string `json:"state"` // logged; or, in the outbox: queued, acknowledged, refused
}

func (a *app) entryList() *cobra.Command {
	var channel []string
	var kind, by, file string
	var mark bool
	var limit int
	c := a.command(verb{
		use:   "list",
		short: "List the entries that this seat can read",
		long: `Lists entries in the order of the log, then those that wait in the outbox; inside
one tick the order says nothing. --channel takes the seats that read a channel,
as --to does, or "all". Entries of the roster are listed with --kind roster.`,
		example: `  parley entry list --limit 20
  parley entry list --channel mediator
  parley entry list --kind event --json=entry,time,by --reveal
  parley entry list --kind event --csv chronology.csv`,
		exits: []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, _ []string) error {
			if limit < 0 {
				return usageError("--limit is a number of entries, 0 for all")
			}
			if file != "" {
				if err := a.checkOutput(file); err != nil {
					return err
				}
			}
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			q := brief.EntriesQuery{Head: d.head(), Withheld: d.view.Withheld}
			if len(channel) > 0 {
				if q.Channel, err = d.channel(channel); err != nil {
					return err
				}
			}
			if by != "" {
				if q.Author, err = d.resolve(by); err != nil {
					return err
				}
			}
			return d.list(q, kind, limit, file, mark)
		},
	})
	f := c.Flags()
	f.StringSliceVar(&channel, "channel", nil, "`who` reads the channel, as for --to, or the beginning of its id")
	f.StringVar(&kind, "kind", "", "`kind` of entry: roster, disclose, disclose.grant, adopt.words, "+strings.Join(act.Kinds(), ", "))
	f.StringVar(&by, "by", "", "`seat` that wrote it")
	f.IntVar(&limit, "limit", 0, "the newest `n` entries only; 0 is all")
	f.StringVar(&file, "csv", "", "write the list to this `file` as CSV; with --kind event, the chronology with source and certainty; - is the standard output")
	f.BoolVar(&mark, "csv-mark", false, "begin the file with a byte order mark, which some spreadsheet programs need")
	return c
}

const rosterKind = "roster"

func (d *desk) list(q brief.EntriesQuery, kind string, limit int, file string, mark bool) error {
	all := brief.Entries(d.view.State, q)
	lines := []entryLine{}
	ofRoster := func(k string) bool { return strings.HasPrefix(k, rosterKind+".") }
	for _, e := range all.Entries {
		if kind == rosterKind && ofRoster(e.Kind) || e.Kind == kind || kind == "" && !ofRoster(e.Kind) {
			lines = append(lines, entryLine{e, "logged"})
		}
	}
	for _, p := range d.node.Outbox() {
		l := d.outboxLine(p)
		if (kind == "" || l.Kind == kind) && (q.Author == "" || l.By.Seat == q.Author) && (q.Channel == "" || l.Channel == q.Channel) {
			lines = append(lines, l)
		}
	}
	if limit > 0 && len(lines) > limit {
		d.app.say("showing the newest %d of %d entries", limit, len(lines))
		lines = lines[len(lines)-limit:]
	}
	if file != "" {
		return d.app.writeSheet(file, mark, d.entrySheet(lines, kind))
	}
	r := report{name: "entry.list", data: lines, tables: []table{d.entryTable(lines)}}
	if slices.ContainsFunc(lines, func(l entryLine) bool { return l.Says != "" && !ofRoster(l.Kind) }) {
		r.texts = []string{"says"}
	}
	r.grounds(all.Footing)
	return d.app.emit(r)
}

func (d *desk) entryTable(lines []entryLine) table {
	all, _ := d.view.Audience([]string{"all"})
	plenary := ref(record.ChannelID(d.node.Process(), all))
	t := table{cols: []col{{name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "readers"}, {name: "register"}, {name: "kind"}, {name: "state"}, {name: "says"}}}
	for _, l := range lines {
		state, says := l.State, l.Says
		switch {
		case l.Void != "":
			state, says = "void", l.Says+" (changes nothing: "+l.Void+")"
		case l.Relayed:
			state = "relayed"
		}
		readers := seatNames(l.Readers)
		if l.Channel == plenary {
			readers = "all"
		}
		t.add(l.Entry, stamp(l.Time), seatName(l.By), readers, l.Register, l.Kind, state, says)
	}
	return t
}

// entrySheet is the list as a file. Events have columns that an import reads back;
// of other kinds there is the line that says what each does.
func (d *desk) entrySheet(lines []entryLine, kind string) sheet.Table {
	if kind == act.KindEvent {
		var events []act.Event
		for _, line := range lines {
			if l, ok := d.line(line.Entry); ok && line.Void == "" {
				if x, ok := l.Act.(act.Event); ok {
					events = append(events, x)
				}
			}
		}
		return sheet.EventTable(events)
	}
	t := d.entryTable(lines)
	var out sheet.Table
	for _, c := range t.cols {
		out.Columns = append(out.Columns, c.name)
	}
	for _, row := range t.rows {
		out.Lines = append(out.Lines, sheet.Line{Cells: row})
	}
	return out
}

// outboxLine is an entry that the log does not hold yet.
func (d *desk) outboxLine(p node.Pending) entryLine {
	s := p.Entry.Statement
	l := entryLine{State: p.State.String()}
	channel := s.Channel()
	l.Entry, l.Index, l.Time, l.Device = ref(p.ID), -1, s.Time, s.Author.Device
	l.By = d.refs([]string{s.Author.Seat})[0]
	l.Channel, l.Readers, l.Register, l.Kind = ref(channel), d.refs(s.Audience), string(s.Register), s.Kind
	if len(p.Entry.Parts) == 1 {
		l.Says = firstText(p.Entry.Parts[0].Data)
	}
	return l
}

// firstText is the beginning of what an act says, for one that no state has
// taken up yet.
func firstText(body []byte) string {
	ms, err := members(body)
	if err != nil {
		return ""
	}
	for _, m := range ms {
		var text string
		if slices.Contains([]string{"text", "title", "topic", "words", "name", "why"}, m.name) && json.Unmarshal(m.value, &text) == nil {
			line, rest, _ := strings.Cut(text, "\n")
			if r := []rune(line); len(r) > 100 || rest != "" {
				return string(r[:min(len(r), 99)]) + "…"
			}
			return line
		}
	}
	return ""
}

// channel finds the id of the channel that some seats read.
func (d *desk) channel(words []string) (string, error) {
	if len(words) == 1 && len(words[0]) >= minRef && strings.Trim(words[0], "0123456789abcdef") == "" {
		for _, c := range d.view.State.Channels() {
			if strings.HasPrefix(ref(c.ID), words[0]) {
				return ref(c.ID), nil
			}
		}
	}
	audience, err := d.audience(words)
	if err != nil {
		return "", err
	}
	return ref(record.ChannelID(d.node.Process(), audience)), nil
}

// opened is an entry that this seat has opened.
type opened struct {
	ID    record.Hash
	Index int64
}

// entry finds an entry that this seat has opened.
func (d *desk) entry(word string) (opened, error) {
	l, err := d.view.State.Find(word)
	if err == nil {
		return opened{l.ID, l.Index}, nil
	}
	n := 0
	for _, x := range d.view.State.Lines() {
		if strings.HasPrefix(ref(x.ID), strings.ToLower(word)) {
			n++
		}
	}
	digits := strings.TrimPrefix(word, "#")
	if n > 1 || digits == "" || digits == word && len(word) < minRef || strings.Trim(strings.ToLower(digits), "0123456789abcdef") != "" {
		return opened{}, usageError("%v", err).hint(d.app.line("entry list"))
	}
	for _, p := range d.node.Outbox() {
		if strings.HasPrefix(ref(p.ID), strings.ToLower(word)) {
			return opened{}, failure(exitFailed, "the entry %s waits in the outbox and is not in the log yet", word).hint(d.app.line("sync"))
		}
	}
	return opened{}, failure(exitWithheld, "%v; it may be among the leaves that this seat does not open, or not in the record", err).
		hint(d.app.line("entry list"))
}
