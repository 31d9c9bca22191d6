// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// DivergencesQuery chooses contacts. Its zero value asks for all of them.
type DivergencesQuery struct {
	Contact string // id
	From    string // first day, YYYY-MM-DD
	Until   string // last day
}

// DivergencesReport is where the accounts of contacts depart from each other, by
// contact, the newest first. The figures count what the comparison found; they
// say nothing of who is right.
type DivergencesReport struct {
	Footing
	Found      int                 `json:"found"`      // divergences
	Points     int                 `json:"points"`     // that they are on
	Compatible int                 `json:"compatible"` // values that differ and can both hold
	Silences   int                 `json:"silences"`   // points of which one account alone speaks
	Facets     []FacetCount        `json:"facets"`
	Contacts   []ContactDivergence `json:"contacts"` // those with several accounts
}

// FacetCount is how many divergences there are on one facet.
type FacetCount struct {
	Facet       string `json:"facet"`
	Divergences int    `json:"divergences"`
	Compatible  int    `json:"compatible"`
}

// ContactDivergence is where the accounts of one contact depart from each other.
type ContactDivergence struct {
	Contact     ContactLine  `json:"contact"`
	Divergences []Divergence `json:"divergences"`
	Compatible  []Divergence `json:"compatible"`
	Silences    []Silence    `json:"silences"`
}

// Divergences compares the accounts of every contact.
func Divergences(s process.State, r *record.Roster, h Head, withheld int64, q DivergencesQuery) DivergencesReport {
	out := DivergencesReport{Footing: footing(h, withheld), Facets: []FacetCount{}, Contacts: []ContactDivergence{}}
	for _, f := range (act.Claim{}).Facets() {
		out.Facets = append(out.Facets, FacetCount{Facet: f.Name})
	}
	for _, x := range newMeetings(newFaces(s, r)).all() {
		if !q.takes(x) || x.line.Accounts < 2 {
			continue
		}
		out.Contacts = append(out.Contacts, ContactDivergence{x.line, x.divergences, x.compatible, x.silences})
		out.Found += len(x.divergences)
		out.Compatible += len(x.compatible)
		out.Silences += len(x.silences)
		out.Points += x.line.Differing
		for i := range out.Facets {
			out.Facets[i].Divergences += countFacet(x.divergences, out.Facets[i].Facet)
			out.Facets[i].Compatible += countFacet(x.compatible, out.Facets[i].Facet)
		}
	}
	return out
}

func (q DivergencesQuery) takes(x *meeting) bool {
	if q.Contact != "" {
		if id, ok := entryID(q.Contact); !ok || id != x.version.First && (x.version.Act == nil || !x.version.Is(id)) {
			return false
		}
	}
	// A contact whose day is not known here is in no span of days.
	return q.From == "" && q.Until == "" || x.line.When.Known() && spans(x.line.When, q.From, q.Until)
}

func countFacet(all []Divergence, facet string) int {
	n := 0
	for i := range all {
		if all[i].Facet == facet {
			n++
		}
	}
	return n
}
