// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// Row is one entry: who tells whom what, in which register. Its act refers to
// other rows and to seats by their keys (see reference.go).
type Row struct {
	Key      string          `json:"key"`   // how other rows refer to it; may be empty
	On       string          `json:"on"`    // the day of an act that has none of its own
	After    []string        `json:"after"` // rows that must be known first although the act does not refer to them
	To       []string        `json:"to"`    // seat keys, or "all"
	By       string          `json:"by"`
	Register record.Register `json:"register"`
	Kind     string          `json:"kind"`
	Body     json.RawMessage `json:"body"`

	file   string
	number int // in the file, from 1
	tree   any // the body, its sources written out
	refs   []string
	day    string
	wave   int
}

// at says where the row is, for errors.
func (r Row) at() string { return fmt.Sprintf("%s, row %d", r.file, r.number) }

// Act is the act of the row, with references resolved: names returns what a
// reference, "entry-key" or "seat:key", is called in the record.
func (r Row) Act(names func(ref string) (string, error)) (act.Act, error) {
	tree, err := resolve(r.tree, names)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	return act.Read(r.Kind, body)
}

// Day is the day under which the row is told.
func (r Row) Day() string { return r.day }

// Wave is the number of rows that must be known to the writer before this one,
// one after another: rows of one wave refer to none of their own wave.
func (r Row) Wave() int { return r.wave }

// Refs returns the keys of the rows that the act refers to, sorted.
func (r Row) Refs() []string { return slices.Clone(r.refs) }

// Readers returns the keys of the seats that read the row, its author among
// them.
func (r Row) Readers(seats []Seat) []string {
	var out []string
	for _, s := range seats {
		if r.By == s.Key || slices.Contains(r.To, s.Key) || slices.Contains(r.To, everybody) {
			out = append(out, s.Key)
		}
	}
	return out
}

// everybody is how a row addresses every seat.
const everybody = "all"

// parse reads the body and finds what it refers to.
func (r *Row) parse(sources map[string][]string) error {
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	if err := d.Decode(&r.tree); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	var err error
	if r.tree, err = writeOut(r.tree, sources); err != nil {
		return err
	}
	r.writeDocument()
	_, err = resolve(r.tree, func(ref string) (string, error) {
		if _, ok := seatRef(ref); !ok {
			r.refs = append(r.refs, ref)
		}
		return "", nil
	})
	slices.Sort(r.refs)
	r.refs = slices.Compact(r.refs)
	return err
}

// writeDocument makes a text of a file that an act carries and that the row writes
// out as an object, so that people can read it there: the text is as it stands in the
// row, without the margin.
func (r *Row) writeDocument() {
	body, _ := r.tree.(map[string]any)
	if _, ok := body["document"].(map[string]any); !ok {
		return
	}
	var raw struct{ Document json.RawMessage }
	if err := json.Unmarshal(r.Body, &raw); err != nil {
		return // the body was read before
	}
	text := string(raw.Document)
	last := text[strings.LastIndexByte(text, '\n')+1:]
	margin := last[:len(last)-len(strings.TrimLeft(last, " "))]
	body["document"] = strings.ReplaceAll(text, "\n"+margin, "\n")
}

// settleDay takes the day from the act, or from the row when the act has none.
func (r *Row) settleDay(a act.Act) error {
	own := dayOf(a)
	switch {
	case own != "" && r.On != "":
		return fmt.Errorf("on is %s, and the act says itself that it is of %s", r.On, own)
	case own == "" && r.On == "":
		return errors.New("on is missing, and the act has no date of its own")
	}
	r.day = own + r.On
	return nil
}

// dayOf is the day that an act is about; "" when it has none, or may have none
// and does not say it.
func dayOf(a act.Act) string {
	switch x := a.(type) {
	case act.Event:
		return x.Date
	case act.Phase:
		return x.Since
	case act.Contact:
		return x.When.Day
	case act.Readout:
		return x.Given.Day
	case act.Announcement:
		return x.When.Day
	case act.Undertaking:
		return x.Spoken.Day
	case act.UndertakingAnswer:
		return x.On.Day
	case act.Leverage:
		return x.Set.Day
	case act.LeverageStep:
		return x.On.Day
	case act.CommitmentStep:
		return x.On.Day
	case act.FormatPoint:
		return x.On.Day
	case act.Commitment:
		return x.On.Day
	case act.Consultation:
		return x.On.Day
	case act.ConsultationAnswer:
		return x.On.Day
	case act.Consent:
		return x.On.Day
	case act.Exit:
		return x.On.Day
	case act.Position:
		return x.On.Day
	case act.Proposal:
		return x.On.Day
	}
	return ""
}
