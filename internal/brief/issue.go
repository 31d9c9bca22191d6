// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// sheetBaskets is how many baskets are shown together at the most: more than
// three cannot be weighed at a time.
const sheetBaskets = 3

// IssuesReport is the agenda: the issues in baskets, and what was said on each.
type IssuesReport struct {
	Footing
	AsOf      AsOf          `json:"as_of"`
	Sheets    []AgendaSheet `json:"sheets"`    // baskets that are shown together
	Withdrawn []AgendaIssue `json:"withdrawn"` // issues that were taken back
	Says      string        `json:"says"`
}

const issueSays = "An issue is something that could be settled in more than one way. Who reads an issue is named with it; others may be on the agenda of channels that this seat does not read."

// AgendaSheet is three baskets at the most.
type AgendaSheet struct {
	Baskets []Basket `json:"baskets"`
}

// Basket is a group of issues that are worked on together.
type Basket struct {
	Basket string        `json:"basket"` // empty for issues that are in none
	Issues []AgendaIssue `json:"issues"` // by when they were entered
}

// AgendaIssue is one issue, and where something was said on it.
type AgendaIssue struct {
	Written
	Title   string     `json:"title"`
	Text    string     `json:"text,omitempty"`
	Basket  string     `json:"basket,omitempty"`
	Owners  []SeatRef  `json:"owners"`
	Options []string   `json:"options"`
	Links   []IssueRef `json:"links"` // issues that it hangs together with, named by it or naming it

	Announcements []IssueWord `json:"announcements"`
	Claims        []IssueWord `json:"claims"` // in accounts of contacts
	Undertakings  []IssueWord `json:"undertakings"`
	Commitments   []IssueWord `json:"commitments"`
	Leverage      []IssueWord `json:"leverage"`
	Consultations []IssueWord `json:"consultations"`
	Proposals     []IssueWord `json:"proposals"`
}

// IssueWord is one entry that speaks of an issue, in one line.
type IssueWord struct {
	Entry        string  `json:"entry"` // the writing in force
	Day          string  `json:"day"`   // that it states, else on which it was entered
	By           SeatRef `json:"by"`    // the seat that entered it
	Who          string  `json:"who,omitempty"`
	Says         string  `json:"says"`
	Mark         string  `json:"mark,omitempty"`
	Illustrative bool    `json:"illustrative,omitempty"`
}

// Issues shows the agenda. An issue has no day: a report of a day shows what was
// said on it until then.
func Issues(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) IssuesReport {
	f := newFaces(s, r)
	out := IssuesReport{Footing: footing(h, withheld), AsOf: at, Sheets: []AgendaSheet{}, Withdrawn: []AgendaIssue{}, Says: issueSays}
	linked := f.linksBack()
	issue := func(v process.Version) AgendaIssue {
		x, _ := v.Act.(act.Issue)
		return f.agendaIssue(at, v, x, linked[process.Ref(v.First)])
	}
	for _, v := range s.Versions(act.KindIssue) {
		if at.withdrawn(&v) {
			out.Withdrawn = append(out.Withdrawn, issue(v))
		}
	}
	for some := range slices.Chunk(f.agenda(at), sheetBaskets) {
		sheet := AgendaSheet{}
		for _, b := range some {
			x := Basket{b.name, []AgendaIssue{}}
			for _, v := range b.issues {
				x.Issues = append(x.Issues, issue(v))
			}
			sheet.Baskets = append(sheet.Baskets, x)
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	return out
}

// agendaBasket is a basket with the issues that stand in it.
type agendaBasket struct {
	name   string
	issues []process.Version
}

// agenda returns the baskets as they appeared; issues in none come last.
func (f faces) agenda(at AsOf) []agendaBasket {
	var out []agendaBasket
	place := map[string]int{}
	for _, v := range f.state.Versions(act.KindIssue) {
		x, ok := v.Act.(act.Issue)
		if !ok || at.withdrawn(&v) {
			continue
		}
		key := fold(x.Basket)
		n, known := place[key]
		if !known {
			n = len(out)
			place[key] = n
			out = append(out, agendaBasket{name: x.Basket})
		}
		out[n].issues = append(out[n].issues, v)
	}
	slices.SortStableFunc(out, func(a, b agendaBasket) int {
		switch {
		case (a.name == "") == (b.name == ""):
			return 0
		case a.name == "":
			return 1
		}
		return -1
	})
	return out
}

// linksBack returns, for each issue, the issues that name it as linked.
func (f faces) linksBack() map[string][]string {
	out := map[string][]string{}
	for _, v := range f.state.Versions(act.KindIssue) {
		x, ok := v.Act.(act.Issue)
		if !ok || v.Withdrawn != nil {
			continue
		}
		for _, ref := range x.Links {
			if to := f.issue(ref); to.Opened {
				out[to.Issue] = append(out[to.Issue], process.Ref(v.First))
			}
		}
	}
	return out
}

func (f faces) agendaIssue(at AsOf, v process.Version, x act.Issue, back []string) AgendaIssue {
	out := AgendaIssue{
		Written: f.writtenAt(at, &v, act.Ground{}), Title: x.Title, Text: x.Says, Basket: x.Basket,
		Owners: f.seats(x.Owners), Options: list(x.Options), Links: f.issues(x.Links),
	}
	for _, ref := range back {
		if link := f.issue(ref); !slices.Contains(out.Links, link) {
			out.Links = append(out.Links, link)
		}
	}
	for _, k := range []struct {
		kind string
		to   *[]IssueWord
	}{
		{act.KindAnnouncement, &out.Announcements}, {act.KindReadout, &out.Claims}, {act.KindUndertaking, &out.Undertakings},
		{act.KindCommitment, &out.Commitments}, {act.KindLeverage, &out.Leverage},
		{act.KindConsultation, &out.Consultations}, {act.KindProposal, &out.Proposals},
	} {
		*k.to = []IssueWord{}
		for _, w := range f.state.About(v, k.kind) {
			if !at.withdrawn(&w) {
				*k.to = append(*k.to, f.issueWords(at, &v, &w)...)
			}
		}
		slices.SortStableFunc(*k.to, func(a, b IssueWord) int { return strings.Compare(a.Day, b.Day) })
	}
	return out
}

// issueWords is what an act says on an issue: one line, or one for each claim of
// an account.
func (f faces) issueWords(at AsOf, issue, w *process.Version) []IssueWord {
	word := func(on act.Moment, g act.Ground, who, says string) []IssueWord {
		if !at.takes(on, g, &w.Line) {
			return nil
		}
		return []IssueWord{{
			process.Ref(w.ID), happens(on, &w.Line).day, f.seat(w.Author.Seat), who, firstLine(says), string(g.Mark), g.Illustrative,
		}}
	}
	switch x := w.Act.(type) {
	case act.Announcement:
		return word(x.When, x.Ground, x.Speaker.Name, x.Words)
	case act.Readout:
		var out []IssueWord
		for _, k := range x.Claims {
			if ref := f.issueIf(k.Issue); ref != nil && ref.Issue == process.Ref(issue.First) {
				out = append(out, word(x.Given, x.Ground, x.Teller, k.Point+": "+claimWords(k))...)
			}
		}
		return out
	case act.Undertaking:
		return word(x.Spoken, x.Ground, f.seat(x.By).Name, x.Words)
	case act.Commitment:
		return word(x.On, x.Ground, f.seat(x.By).Name, x.Words)
	case act.Leverage:
		return word(x.Set, x.Ground, x.Holder, x.Title)
	case act.Consultation:
		return word(x.On, x.Ground, "", x.Topic)
	case act.Proposal:
		return word(act.Moment{}, x.Ground, "", x.Stage+": "+x.Title)
	}
	return nil
}

// claimWords is what a claim says, in its words or else in its facets.
func claimWords(k act.Claim) string {
	if k.Words != "" {
		return k.Words
	}
	var out []string
	for _, x := range k.Facets() {
		if x.Value != "" {
			out = append(out, x.Name+" "+x.Value)
		}
	}
	return strings.Join(out, ", ")
}
