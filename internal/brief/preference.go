// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// PreferencesReport is what the ways to settle the issues are worth to each seat,
// as far as this seat reads it: what a seat said of itself or is reported to have
// said, apart from what somebody estimates.
type PreferencesReport struct {
	Footing
	AsOf      AsOf              `json:"as_of"`
	Agenda    []ValuedIssue     `json:"agenda"`    // issues that can be valued, in the order of the agenda
	Bare      []IssueRef        `json:"bare"`      // issues with fewer than two options: nothing can be valued in them yet
	Seats     []SeatPreferences `json:"seats"`     // the own seat first, then parties, then others of whom something is known
	Withdrawn []PreferenceLine  `json:"withdrawn"` // what was taken back
	Says      string            `json:"says"`
}

const preferenceReportSays = "What a seat said of itself is kept apart from what somebody estimates of it, and numbers of two seats are never added up: " +
	"100 of one is not 100 of another. What is not stated is not stated here; it is not zero, and other channels may hold more."

// ValuedIssue is an issue of the agenda with the ways to settle it.
type ValuedIssue struct {
	IssueRef
	Basket  string   `json:"basket,omitempty"`
	Options []string `json:"options"`
}

// SeatPreferences is what is held of one seat, the newest first.
type SeatPreferences struct {
	Seat      SeatRef          `json:"seat"`
	Role      string           `json:"role,omitempty"` // in the roster; absent for a seat that left
	You       bool             `json:"you"`
	Said      []PreferenceLine `json:"said"`      // by the seat, or as it is reported to have said
	Estimated []PreferenceLine `json:"estimated"` // by whoever entered it; never more than that
}

// PreferenceLine is one statement of what the ways to settle the issues are worth
// to a seat.
type PreferenceLine struct {
	Written
	Of      SeatRef           `json:"of"`
	View    string            `json:"view,omitempty"` // who within the seat sees it so
	Basis   string            `json:"basis"`          // a word of act.PositionBases
	Alone   bool              `json:"alone"`          // no other seat reads it
	Order   []IssueRef        `json:"order"`          // what matters most first
	Issues  []PreferredIssue  `json:"issues"`         // in the order of the agenda; those that are not on it come last
	Limit   PreferenceLimit   `json:"limit"`
	Words   string            `json:"words,omitempty"`
	Stated  int               `json:"stated"`  // issues of the agenda of which it states a weight and what two options are worth
	Agenda  int               `json:"agenda"`  // issues of the agenda that can be valued
	Missing []PreferenceGap   `json:"missing"` // what it does not state
	Doubts  []PreferenceDoubt `json:"doubts"`  // what does not sit well together, as questions
	Earlier []PastPreference  `json:"earlier"` // the earlier ones in whose place it stands, the newest first
}

// PreferredIssue is what one issue is worth to a seat. An issue of the agenda of
// which nothing is stated is there too: silence is shown.
type PreferredIssue struct {
	IssueRef
	Basket  string            `json:"basket,omitempty"`
	Rank    int               `json:"rank,omitempty"` // its place in the order, from 1; absent: not ordered
	Weight  act.Span          `json:"weight,omitzero"`
	Share   act.Span          `json:"share,omitzero"` // of 100 of the whole, by the middles; absent while a weight of the agenda is not stated
	Options []PreferredOption `json:"options"`
	Off     bool              `json:"off,omitempty"` // it is not on the agenda that is read here
}

// PreferredOption is what one option is worth to a seat.
type PreferredOption struct {
	Option string   `json:"option"`
	Worth  act.Span `json:"worth,omitzero"`
	Live   string   `json:"live,omitempty"` // a word of act.LiveWords
	Gone   bool     `json:"gone,omitempty"` // the issue has no such option any more
}

// PreferenceLimit is the least that a seat could live with; all of it is empty
// where it is not stated.
type PreferenceLimit struct {
	Words   string          `json:"words,omitempty"`
	Worth   act.Span        `json:"worth,omitzero"`
	Package []PackageChoice `json:"package"`
}

// PreferenceGap is something that a preference does not state.
type PreferenceGap struct {
	Issue  *IssueRef `json:"issue,omitempty"` // absent: of the whole
	Option string    `json:"option,omitempty"`
	What   string    `json:"what"` // a word of [PreferenceGaps]
}

// The words for what a preference does not state.
const (
	GapIssue  = "issue"  // nothing at all of an issue
	GapWeight = "weight" // of an issue, neither a weight nor a place in the order
	GapWorth  = "worth"  // what an option is worth
	GapLimit  = "limit"  // the least that the seat could live with
)

// PreferenceGaps returns the words for what a preference does not state.
func PreferenceGaps() []string { return []string{GapIssue, GapWeight, GapWorth, GapLimit} }

// PastPreference is a writing that another took the place of.
type PastPreference struct {
	Entry string  `json:"entry"`
	By    SeatRef `json:"by"`
	Day   string  `json:"day"`
}

// Preferences shows what each seat prefers, as far as this seat reads it.
func Preferences(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) PreferencesReport {
	f := newFaces(s, r)
	out := PreferencesReport{
		Footing: footing(h, withheld), AsOf: at, Agenda: []ValuedIssue{}, Bare: []IssueRef{}, Seats: []SeatPreferences{}, Withdrawn: []PreferenceLine{}, Says: preferenceReportSays,
	}
	out.Agenda, out.Bare = f.valued(at)
	known := map[string][]PositionLine{}
	lines := map[string][]PreferenceLine{}
	for _, d := range slices.Backward(inOrder(at, s.Versions(act.KindPreference), onPreference)) {
		line := f.preference(at, d, out.Agenda)
		if line.Withdrawn != nil {
			out.Withdrawn = append(out.Withdrawn, line)
			continue
		}
		lines[d.says.Of] = append(lines[d.says.Of], line)
		known[d.says.Of] = []PositionLine{{}}
	}
	for _, seat := range f.positioned(known) {
		x := SeatPreferences{Seat: f.seat(seat), Role: f.role(seat), You: seat == s.Seat(), Said: []PreferenceLine{}, Estimated: []PreferenceLine{}}
		for _, l := range lines[seat] {
			if l.Basis == act.Inferred {
				x.Estimated = append(x.Estimated, l)
			} else {
				x.Said = append(x.Said, l)
			}
		}
		out.Seats = append(out.Seats, x)
	}
	return out
}

// All returns every line of the report, those taken back last.
func (r PreferencesReport) All() []PreferenceLine {
	out := []PreferenceLine{}
	for _, s := range r.Seats {
		out = append(append(out, s.Said...), s.Estimated...)
	}
	return append(out, r.Withdrawn...)
}

// valued returns the issues of the agenda that have two options or more, and
// those that do not.
func (f faces) valued(at AsOf) (agenda []ValuedIssue, bare []IssueRef) {
	agenda, bare = []ValuedIssue{}, []IssueRef{}
	for _, b := range f.agenda(at) {
		for _, v := range b.issues {
			x, ref := v.Act.(act.Issue), f.issue(process.Ref(v.First))
			if len(x.Options) < 2 {
				bare = append(bare, ref)
				continue
			}
			agenda = append(agenda, ValuedIssue{ref, b.name, x.Options})
		}
	}
	return agenda, bare
}
