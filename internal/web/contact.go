// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
	"parley/internal/node"
)

// contactPage is one contact with what each side says of it.
type contactPage struct {
	brief.ContactReport
	Columns  []brief.ContactAccount // of the table
	Departs  []departure
	Overlaps []departure
	Hearing  []hearing
	Again    bool // this seat may write the contact again
	Back     bool
	Own      map[string]bool // accounts that this seat may write again
}

// Entry is the writing of the contact in force.
func (c contactPage) Entry() string { return c.Contact.Entry }

// departure is where accounts depart from each other on one facet: each value
// once, with those who state it.
type departure struct {
	Point, Facet string
	Values       []statedValue
	Rules        []string
	More         int
}

type statedValue struct {
	Value   string
	Tellers []brief.StatedValue
}

// hearing is who hears one entry: its readers, and those to whom it was released.
type hearing struct {
	Entry, Kind, Teller string
	Readers             []brief.SeatRef
	Shown               []brief.SeatRef // with proof
	May                 []brief.SeatRef // may be shown it, or told the idea
	Asked               int             // requests without an answer
}

func buildContact(r *request) (any, lane, error) {
	id, err := node.ParseID(r.PathValue("ref"))
	if err != nil {
		return nil, lane{}, brief.ErrNotOpened
	}
	rep, err := brief.Contact(r.view.State, r.view.Roster, r.head, r.view.Withheld, id, r.server.opt.Now())
	if err != nil {
		return nil, lane{}, err
	}
	out := contactPage{ContactReport: rep, Departs: departures(rep.Divergences), Overlaps: departures(rep.Compatible), Own: map[string]bool{}}
	// Points on which accounts depart stand on top.
	slices.SortStableFunc(out.Table.Rows, func(a, b brief.PointRow) int { return min(len(b.Differs), 1) - min(len(a.Differs), 1) })
	for _, column := range rep.Table.Columns {
		for _, a := range rep.Accounts {
			if a.Entry == column {
				out.Columns = append(out.Columns, a)
			}
		}
	}
	out.Hearing = append(out.Hearing, r.hearing(rep.Contact.Written, "contact", rep.Released))
	for _, a := range rep.Accounts {
		out.Hearing = append(out.Hearing, r.hearing(a.Written, "readout", rep.Released))
		out.Own[a.Entry], _ = r.rewrites(a.Entry)
	}
	out.Again, out.Back = r.rewrites(rep.Contact.Entry)
	if r.title = rep.Contact.Title; r.title == "" {
		r.title = r.p.T("A contact that is not opened here")
	}
	return out, r.ownLane(), nil
}

// departures groups the values of each divergence by what they state.
func departures(list []brief.Divergence) []departure {
	var out []departure
	for _, d := range list {
		x := departure{Point: d.Point, Facet: d.Facet, Rules: d.Rules, More: d.More}
		places := map[int]int{}
		for _, v := range d.Values {
			at, ok := places[v.Form]
			if !ok {
				at = len(x.Values)
				places[v.Form] = at
				x.Values = append(x.Values, statedValue{Value: v.Value})
			}
			x.Values[at].Tellers = append(x.Values[at].Tellers, v)
		}
		out = append(out, x)
	}
	return out
}

// hearing says who hears an entry, from its readers and what was released of it.
func (r *request) hearing(w brief.Written, kind string, released []brief.ReleasedEntry) hearing {
	out := hearing{Entry: w.Entry, Kind: kind, Teller: w.Teller, Readers: w.Readers}
	reads := map[string]bool{}
	for _, s := range w.Readers {
		reads[s.Seat] = true
	}
	add := func(list *[]brief.SeatRef, seats []brief.SeatRef) {
		for _, s := range seats {
			if !reads[s.Seat] && !slices.Contains(*list, s) {
				*list = append(*list, s)
			}
		}
	}
	for _, rel := range released {
		if rel.Entry != w.Entry {
			continue
		}
		for _, d := range rel.Disclosed {
			add(&out.Shown, d.To)
		}
		for _, g := range rel.Granted {
			add(&out.May, g.To)
		}
		for _, a := range rel.Asked {
			if !a.Answered {
				out.Asked++
			}
		}
	}
	return out
}
