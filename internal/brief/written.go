// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"parley/internal/act"
	"parley/internal/process"
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
	return f.writtenAt(AsOf{}, &v, g)
}

// writtenAt leaves out a withdrawal that came after the days that are looked at.
func (f faces) writtenAt(at AsOf, v *process.Version, g act.Ground) Written {
	out := Written{
		Entry: process.Ref(v.ID), By: f.seat(v.Author.Seat), Time: v.Time,
		Register: string(v.Register), Readers: f.readers(v.Line), Mark: string(g.Mark), Teller: g.Teller,
		Sources: list(g.Sources), Illustrative: g.Illustrative, Writings: 1 + len(v.Earlier) + len(v.Rivals), Rivals: []string{},
	}
	out.First = out.Entry
	if v.First != v.ID {
		out.First = process.Ref(v.First)
	}
	for _, r := range v.Rivals {
		out.Rivals = append(out.Rivals, process.Ref(r.ID))
	}
	if w := v.Withdrawn; w != nil && at.withdrawn(v) {
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

// issue names an issue by the id of any writing of it. All issues are looked up
// at once, since each is spoken of by many entries.
func (f faces) issue(ref string) IssueRef {
	if len(f.topics) == 0 {
		for _, v := range f.state.Versions(act.KindIssue) {
			x, _ := v.Act.(act.Issue)
			for _, id := range writings(v) {
				f.topics[process.Ref(id)] = IssueRef{process.Ref(v.First), x.Title, true}
			}
		}
	}
	if known, ok := f.topics[ref]; ok {
		return known
	}
	return IssueRef{Issue: ref}
}

// issues names issues by title: ids are in an order that says nothing.
func (f faces) issues(refs []string) []IssueRef {
	out := make([]IssueRef, 0, len(refs))
	for _, r := range refs {
		out = append(out, f.issue(r))
	}
	slices.SortStableFunc(out, func(a, b IssueRef) int { return strings.Compare(a.Title, b.Title) })
	return out
}

func (f faces) issueIf(ref string) *IssueRef {
	if ref == "" {
		return nil
	}
	out := f.issue(ref)
	return &out
}

// fold brings words that people type into a form in which small differences of
// typing do not count: case, spaces and punctuation. Other words stay other
// words.
func fold(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	}), " ")
}
