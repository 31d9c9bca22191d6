// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/record"
)

func (a *app) entryShow() *cobra.Command {
	return a.command(verb{
		use:     "show REF",
		short:   "Show one entry in full, and what became of it",
		long:    "Shows an entry that this seat can read, in full: its text, its readers, and what\nwas asked, permitted and shown of it.",
		example: "  parley entry show 7f3a09c41b22\n  parley entry show '#41' --json --reveal",
		exits:   []int{exitLocked, exitWithheld},
		args:    cobra.ExactArgs(1),
		run: func(ctx context.Context, args []string) error {
			d, err := a.openDesk(ctx)
			if err != nil {
				return err
			}
			e, err := d.entry(args[0])
			if err != nil {
				return err
			}
			s, err := brief.EntryShow(d.view.State, d.view.Roster, d.head(), d.view.Withheld, e.ID)
			if err != nil {
				return err
			}
			r := report{name: "entry.show", data: s, tables: entryTables(s), texts: []string{"says", "act", "shown", "release"}}
			r.grounds(s.Footing)
			if err := a.emit(r); err != nil {
				return err
			}
			for _, x := range s.Release.Asked {
				if x.You {
					a.next(a.line("disclose grant " + s.Entry[:refDigits] + " --to " + strings.Join(seatWords(x.To), ",")))
				}
			}
			return nil
		},
	})
}

func seatWords(seats []brief.SeatRef) []string {
	var out []string
	for _, s := range seats {
		out = append(out, s.Seat)
	}
	return out
}

func entryTables(s brief.EntryReport) []table {
	t := table{title: "entry", card: true}
	t.add("id", s.Entry)
	t.add("index", number(s.Index))
	t.add("time", stamp(s.Time)+", as its author claims")
	t.add("by", seatName(s.By)+", device "+s.Device)
	t.add("readers", seatNames(s.Readers))
	t.add("register", s.Register+": "+strings.SplitN(meansRegister(record.Register(s.Register)), ":", 2)[0])
	t.add("kind", s.Kind)
	if s.Relayed {
		t.add("author", "rests on the word of another reader")
	}
	if s.Void != "" {
		t.add("void", s.Void)
	}
	body, fields := actFields(s.Act)
	for _, f := range fields {
		t.add(f.name, string(f.value))
	}
	if s.Grant != nil {
		t.add("permits", partsMeant(s.Grant.Parts)+" of "+s.Grant.Entry+" to "+seatNames(s.Grant.To))
	}
	if s.Adopts != "" {
		t.add("adopts", s.Adopts)
	}
	t.body = body
	out := []table{t}
	if s.Shown != nil {
		out = append(out, shownTable(s.Shown))
	}
	if len(s.Release.Asked) > 0 {
		out = append(out, askTable(s.Release.Asked))
	}
	if len(s.Release.Granted) > 0 {
		out = append(out, grantTable(s.Release.Granted))
	}
	if len(s.Release.Disclosed) > 0 {
		t := table{title: "shown to others", cols: []col{{name: "disclosure", ref: true}, {name: "time"}, {name: "by"}, {name: "to"}, {name: "what"}, {name: "permitted"}}}
		for _, x := range s.Release.Disclosed {
			t.add(x.Disclosure, stamp(x.Time), seatName(x.By), seatNames(x.To), partsMeant(x.Parts), yes(x.Permitted))
		}
		out = append(out, t)
	}
	return out
}

func shownTable(s *brief.ShownEntry) table {
	t := table{title: "shown here, word for word", card: true}
	t.add("entry", s.Entry)
	t.add("by", seatName(s.By)+", device "+s.Device)
	t.add("time", stamp(s.Time)+", as its author claims")
	t.add("readers", seatNames(s.Readers))
	t.add("permitted", yes(s.Permitted))
	for _, p := range s.Parts {
		body, fields := actFields(p.Act)
		for _, f := range fields {
			t.add(f.name, string(f.value))
		}
		switch {
		case p.Act != nil:
			t.body += body
		case p.Text != "":
			t.body += p.Text
		default:
			t.add(fmt.Sprintf("part %d", p.Number), fmt.Sprintf("%d bytes of %s", len(p.Bytes), p.Media))
		}
	}
	return t
}

// actFields takes an act apart for people: its longer text, and its other
// fields, a list of objects as one field for each.
func actFields(act any) (body string, fields []member) {
	if act == nil {
		return "", nil
	}
	raw, err := encode(act)
	if err != nil {
		return "", nil
	}
	ms, err := members(raw)
	if err != nil {
		return "", nil
	}
	for _, m := range ms {
		var list []json.RawMessage
		switch {
		case m.name == "text" && json.Unmarshal(m.value, &body) == nil:
		case json.Unmarshal(m.value, &list) == nil && len(list) > 0 && list[0][0] == '{':
			for _, x := range list {
				fields = append(fields, member{m.name, json.RawMessage(inWords(x))})
			}
		default:
			fields = append(fields, member{m.name, json.RawMessage(inWords(m.value))})
		}
	}
	return body, fields
}

// inWords prints a JSON value without its signs.
func inWords(value json.RawMessage) string {
	var text string
	var list []json.RawMessage
	var parts []string
	switch {
	case json.Unmarshal(value, &text) == nil:
		return text
	case json.Unmarshal(value, &list) == nil:
		for _, x := range list {
			parts = append(parts, inWords(x))
		}
		return strings.Join(parts, ", ")
	}
	ms, err := members(value)
	if err != nil {
		return string(value)
	}
	for _, m := range ms {
		parts = append(parts, m.name+" "+inWords(m.value))
	}
	return strings.Join(parts, "; ")
}
