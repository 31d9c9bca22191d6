// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// PreferenceDraft is a preference while it is being stated: what it says on the
// issues that its readers read, what it leaves open, and what in it does not sit
// well together.
type PreferenceDraft struct {
	Agenda    []ValuedIssue  `json:"agenda"` // that every reader reads, and that can be valued
	Bare      []IssueRef     `json:"bare"`   // with fewer than two options
	Hidden    []IssueRef     `json:"hidden"` // that some reader does not read: a draft to it says nothing of them
	Line      PreferenceLine `json:"line"`
	Questions []PairQuestion `json:"questions"`
}

// DraftPreference looks at a preference that is being stated to some readers. It
// need not be complete.
func DraftPreference(s process.State, r *record.Roster, at AsOf, readers []string, x act.Preference) PreferenceDraft {
	f := newFaces(s, r)
	out := PreferenceDraft{Agenda: []ValuedIssue{}, Bare: []IssueRef{}, Hidden: []IssueRef{}}
	all, bare := f.valued(at)
	for _, v := range all {
		if f.readBy(v.Issue, readers) {
			out.Agenda = append(out.Agenda, v)
		} else {
			out.Hidden = append(out.Hidden, v.IssueRef)
		}
	}
	for _, v := range bare {
		if f.readBy(v.Issue, readers) {
			out.Bare = append(out.Bare, v)
		}
	}
	out.Line = f.laid(x, out.Agenda)
	out.Questions = out.Line.Questions()
	return out
}

// readBy reports whether every one of some seats reads an issue.
func (f faces) readBy(issue string, seats []string) bool {
	id, _ := entryID(issue)
	v, ok := f.state.Version(id)
	return ok && !slices.ContainsFunc(seats, func(s string) bool { return !slices.Contains(v.Audience, s) })
}
