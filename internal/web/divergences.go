// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/act"
	"parley/internal/brief"
)

// divergencesPage is where accounts depart from each other, contact by contact.
type divergencesPage struct {
	brief.DivergencesReport
	paging
	Meetings []contactDepartures
	Facet    string // the one that is asked for; empty for all
	Facets   []option
	Days     days
	Filtered bool
}

// pageContacts is how many contacts stand on one page with their differences.
const pageContacts = 20

// contactDepartures is where the accounts of one contact depart.
type contactDepartures struct {
	Contact  brief.ContactLine
	Departs  []departure
	Overlaps []departure
	Silences []brief.Silence
}

func buildDivergences(r *request) (any, lane, error) {
	out := divergencesPage{Facet: r.URL.Query().Get("facet"), Days: r.days()}
	out.Filtered = out.Facet != "" || out.Days.set()
	for _, f := range (act.Claim{}).Facets() {
		out.Facets = append(out.Facets, option{f.Name, facetTerm(r.p, f.Name)})
	}
	out.DivergencesReport = brief.Divergences(r.view.State, r.view.Roster, r.head, r.view.Withheld, brief.DivergencesQuery{
		From: out.Days.From, Until: out.Days.Until,
	})
	for _, c := range out.Contacts {
		x := contactDepartures{c.Contact, out.only(departures(c.Divergences)), out.only(departures(c.Compatible)), c.Silences}
		if out.Facet != "" {
			x.Silences = nil
		}
		if len(x.Departs)+len(x.Overlaps)+len(x.Silences) > 0 {
			out.Meetings = append(out.Meetings, x)
		}
	}
	out.Meetings, out.paging = paged(r, "/divergences", out.Meetings, pageContacts)
	return out, r.ownLane(), nil
}

// only keeps the departures on the facet that is asked for.
func (d divergencesPage) only(list []departure) []departure {
	var out []departure
	for _, x := range list {
		if d.Facet == "" || x.Facet == d.Facet {
			out = append(out, x)
		}
	}
	return out
}

// buildMethod is the page on how accounts are compared. It rests on nothing.
func buildMethod(r *request) (any, lane, error) {
	return nil, r.machineLane(), nil
}
