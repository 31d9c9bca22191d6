// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
)

// formatsPage is every meeting that may take place.
type formatsPage struct {
	dayed
	brief.FormatsReport
}

func buildFormats(r *request) (any, lane, error) {
	at, day := r.asOf()
	return formatsPage{day, brief.Formats(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)}, r.ownLane(), nil
}

// formatPage is one meeting: what was said of each aspect, and by whom.
type formatPage struct {
	dayed
	brief.FormatPlan
	Says    string
	Mine    bool // this seat entered it
	Again   bool
	Back    bool
	KeyHere bool // this seat is one of those that must confirm
	Own     string
}

func buildFormat(r *request) (any, lane, error) {
	l, err := r.view.State.Find(r.PathValue("ref"))
	if err != nil {
		return nil, lane{}, brief.ErrNotOpened
	}
	at, day := r.asOf()
	rep, err := brief.Format(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, l.ID)
	if err != nil {
		return nil, lane{}, err
	}
	out := formatPage{dayed: day, FormatPlan: rep.Format, Says: rep.Says, Own: r.node.Seat()}
	out.Keys = r.refs(seatNames(out.Keys))
	out.KeyHere = slices.Contains(seatNames(out.Keys), out.Own)
	out.Mine = out.By.Seat == out.Own
	out.Again, out.Back = r.rewrites(out.Entry)
	r.title = out.Title
	return out, r.entryLaneOf(out.Entry), nil
}

// seatNames are the names of seats in the roster.
func seatNames(list []brief.SeatRef) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.Seat)
	}
	return out
}

// standsOf is how one seat stands to a value, by itself and as reported; it is what a
// cell of the page of a meeting shows.
func standsOf(v brief.FormatValue, seat string) []brief.FormatStand {
	return slices.DeleteFunc(slices.Clone(v.Stands), func(s brief.FormatStand) bool { return s.Seat.Seat != seat })
}

// standsBeside are the stands of the seats whose key is not asked for.
func standsBeside(v brief.FormatValue, keys []brief.SeatRef) []brief.FormatStand {
	return slices.DeleteFunc(slices.Clone(v.Stands), func(s brief.FormatStand) bool { return slices.Contains(seatNames(keys), s.Seat.Seat) })
}

// aspectValues are the values of one aspect for which something stands.
func aspectValues(p brief.FormatPlan, aspect string) []brief.FormatValue {
	for _, a := range p.Aspects {
		if a.Aspect == aspect {
			return slices.DeleteFunc(slices.Clone(a.Values), func(v brief.FormatValue) bool { return len(v.Stands) == 0 })
		}
	}
	return nil
}

// spokenBy reports whether a seat itself has a stand to a value now, and which.
func spokenBy(v brief.FormatValue, seat string) string {
	for _, s := range v.Stands {
		if s.Self && s.Seat.Seat == seat {
			return s.Stand
		}
	}
	return ""
}
