// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ChangesQuery says from where on entries are new: from a size of the log that
// was seen before, or from a time when there is none.
type ChangesQuery struct {
	Size  int64     // leaves that were seen; an entry is new when it could be read only with a later one
	Since time.Time // with no size: entries whose author claims a later time
	Limit int       // entries at most, the newest; 0 is no limit
}

// ChangesReport is what is new to this seat.
type ChangesReport struct {
	Footing
	Size   int64         `json:"size"`            // leaves that were seen before
	Since  string        `json:"since,omitempty"` // RFC 3339
	Found  int           `json:"found"`
	More   bool          `json:"more"` // older ones are not shown
	Groups []ChangeGroup `json:"groups"`
}

// ChangeGroup is what is new in one register, the newest first.
type ChangeGroup struct {
	Group   string   `json:"group"` // a word of [ChangeGroups]
	Changes []Change `json:"changes"`
}

// Change is one new entry with what it belongs to.
type Change struct {
	EntryLine
	You     bool       `json:"you,omitempty"`     // this seat wrote it
	Subject *EntryLink `json:"subject,omitempty"` // the act that it is about or amends
}

// ChangeGroups returns the registers that changes are grouped by, in the order
// in which a report has them.
func ChangeGroups() []string {
	return []string{
		"process", "contacts", "announcements", "undertakings", "formats", "leverage", "commitments",
		"consultation", "issues", "positions", "packages", "models", "events", "notes", "release", "roster", "other",
	}
}

// groupOf is the register that an entry of a kind belongs to.
func groupOf(kind string) string {
	switch kind {
	case act.KindTitle, act.KindSeat, act.KindPhase, act.KindConsent, act.KindExit:
		return "process"
	case act.KindContact, act.KindReadout:
		return "contacts"
	case act.KindAnnouncement:
		return "announcements"
	case act.KindUndertaking, act.KindUndertakingAnswer:
		return "undertakings"
	case act.KindFormat, act.KindFormatPoint:
		return "formats"
	case act.KindLeverage, act.KindLeverageStep:
		return "leverage"
	case act.KindCommitment, act.KindCommitmentStep:
		return "commitments"
	case act.KindConsultation, act.KindConsultationAnswer, act.KindProposal:
		return "consultation"
	case act.KindIssue:
		return "issues"
	case act.KindPosition, act.KindPreference:
		return "positions"
	case act.KindModel:
		return "models"
	case act.KindRound, act.KindRoundAnswer, act.KindRoundResult:
		return "packages"
	case act.KindEvent:
		return "events"
	case act.KindNote:
		return "notes"
	case act.KindAsk, record.KindGrant, record.KindAdopt, record.KindDisclose:
		return "release"
	}
	if strings.HasPrefix(kind, "roster.") {
		return "roster"
	}
	return "other"
}

// Changes lists what is new since the last visit.
func Changes(s process.State, r *record.Roster, h Head, withheld int64, q ChangesQuery) ChangesReport {
	f := newFaces(s, r)
	out := ChangesReport{Footing: footing(h, withheld), Size: max(q.Size, 0), Groups: []ChangeGroup{}}
	if q.Size <= 0 && !q.Since.IsZero() {
		out.Since = q.Since.UTC().Format(time.RFC3339)
	}
	fresh := fresh(s.Lines(), q)
	out.Found = len(fresh)
	if q.Limit > 0 && len(fresh) > q.Limit {
		out.More = true
		fresh = fresh[len(fresh)-q.Limit:]
	}
	groups, subjects := map[string][]Change{}, map[string]*EntryLink{}
	for _, l := range slices.Backward(fresh) {
		about := subject(l.Act)
		if _, ok := subjects[about]; !ok {
			subjects[about] = f.link(about)
		}
		c := Change{EntryLine: f.entry(l), You: l.Author.Seat == s.Seat(), Subject: subjects[about]}
		group := groupOf(l.Kind)
		if w, ok := l.Act.(act.Withdrawal); ok {
			if id, ok := entryID(w.Entry); ok {
				if old, ok := s.Line(id); ok {
					group = groupOf(old.Kind)
				}
			}
		}
		groups[group] = append(groups[group], c)
	}
	for _, g := range ChangeGroups() {
		if len(groups[g]) > 0 {
			out.Groups = append(out.Groups, ChangeGroup{g, groups[g]})
		}
	}
	return out
}

// fresh returns the lines that are new, in the order in which they could be
// read. A line may stand early in the log and be readable only with a later
// leaf, so the highest index up to it decides, and not its own.
func fresh(lines []process.Line, q ChangesQuery) []process.Line {
	if q.Size > 0 || q.Since.IsZero() {
		for i := range lines {
			if lines[i].Index >= q.Size {
				return lines[i:]
			}
		}
		return nil
	}
	var out []process.Line
	for i := range lines {
		if lines[i].Time.After(q.Since) {
			out = append(out, lines[i])
		}
	}
	return out
}

// subject is the entry that an act is about: what it amends or takes back, else
// the first that it refers to.
func subject(a act.Act) string {
	if x, ok := a.(act.Amender); ok && x.Amended() != "" {
		return x.Amended()
	}
	switch x := a.(type) {
	case act.Issue: // its references are other issues, none of which it is about
		return ""
	case act.Round: // it is about all of its packages, in an order that says nothing
		return ""
	case act.Referrer:
		if refs := x.Refs(); len(refs) > 0 {
			return refs[0]
		}
	}
	return ""
}
