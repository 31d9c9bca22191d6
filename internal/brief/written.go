// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// Written is how an act of a register stands in the record: who entered it, who
// reads it, what it rests on and what became of it.
type Written struct {
	Entry        string       `json:"entry"`    // the writing in force
	First        string       `json:"first"`    // the first writing, an id that stays
	By           SeatRef      `json:"by"`       // the seat that entered it
	Time         time.Time    `json:"time"`     // when, as its author claims
	Register     string       `json:"register"` // record or wp
	Readers      []SeatRef    `json:"readers"`
	Mark         string       `json:"mark,omitempty"` // of what is reported; absent for what is said here
	Teller       string       `json:"teller,omitempty"`
	Sources      []act.Source `json:"sources"`
	Illustrative bool         `json:"illustrative,omitempty"`
	Writings     int          `json:"writings"`            // 1 when it was never amended
	Rivals       []string     `json:"rivals"`              // writings beside the one in force, none of whose authors had seen the other
	Withdrawn    *Taken       `json:"withdrawn,omitempty"` // set when the seat took it back
}

// Taken is that a seat took an entry back.
type Taken struct {
	Entry string    `json:"entry"` // the withdrawal
	Time  time.Time `json:"time"`
	Why   string    `json:"why,omitempty"`
}

func (f faces) written(v process.Version, g act.Ground) Written {
	out := Written{
		Entry: process.Ref(v.ID), First: process.Ref(v.First), By: f.seat(v.Author.Seat), Time: v.Time,
		Register: string(v.Register), Readers: f.readers(v.Line), Mark: string(g.Mark), Teller: g.Teller,
		Sources: list(g.Sources), Illustrative: g.Illustrative, Writings: 1 + len(v.Earlier) + len(v.Rivals), Rivals: []string{},
	}
	for _, r := range v.Rivals {
		out.Rivals = append(out.Rivals, process.Ref(r.ID))
	}
	if w := v.Withdrawn; w != nil {
		x, _ := w.Act.(act.Withdrawal)
		out.Withdrawn = &Taken{process.Ref(w.ID), w.Time, x.Why}
	}
	return out
}

// seatIf names a seat when there is one to name.
func (f faces) seatIf(name string) *SeatRef {
	if name == "" {
		return nil
	}
	ref := f.seat(name)
	return &ref
}

// IssueRef names an issue. Its title is empty when the issue is not opened here.
type IssueRef struct {
	Issue  string `json:"issue"` // id
	Title  string `json:"title"`
	Opened bool   `json:"opened"`
}

func (f faces) issue(ref string) IssueRef {
	v, x, ok := lookup[act.Issue](f.state, ref)
	if !ok {
		return IssueRef{Issue: ref}
	}
	return IssueRef{process.Ref(v.First), x.Title, true}
}

func (f faces) issues(refs []string) []IssueRef {
	out := make([]IssueRef, 0, len(refs))
	for _, r := range refs {
		out = append(out, f.issue(r))
	}
	return out
}

func (f faces) issueIf(ref string) *IssueRef {
	if ref == "" {
		return nil
	}
	out := f.issue(ref)
	return &out
}

// lookup finds the act of which an id names a writing, as it stands; ok is false
// when it is not opened here or is another kind of act.
func lookup[A act.Act](s process.State, ref string) (process.Version, A, bool) {
	var none A
	var id record.Hash
	if n, err := hex.Decode(id[:], []byte(ref[:min(len(ref), 2*len(id))])); err != nil || n != len(id) || len(ref) != 2*len(id) {
		return process.Version{}, none, false
	}
	v, ok := s.Version(id)
	if !ok {
		return process.Version{}, none, false
	}
	x, ok := v.Act.(A)
	return v, x, ok
}

// fold brings words that people type into a form in which small differences of
// typing do not count: case, spaces and punctuation. Other words stay other
// words.
func fold(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	}), " ")
}
