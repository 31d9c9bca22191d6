// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// positionsPage is where seats stand, three baskets at a time: the own delegation
// first, or for a mediator each party in turn.
type positionsPage struct {
	dayed
	brief.PositionsReport
	Stands    []positionsOf
	Sheet     int // from 1
	Others    []sheetLink
	Delegates bool // this seat is a party

	r *request
}

// positionsOf is what of one seat stands on the sheet that is shown.
type positionsOf struct {
	brief.SeatPositions
	Baskets []brief.PositionBasket
	Empty   bool // nothing is said or inferred of it on any sheet
}

func buildPositions(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Positions(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	out := positionsPage{dayed: day, PositionsReport: rep, Sheet: 1, Delegates: r.role() == roleParty, r: r}
	all := rep.All()
	var sheets []brief.PositionSheet
	if len(rep.Seats) > 0 {
		sheets = rep.Seats[0].Sheets
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("sheet")); err == nil {
		out.Sheet = min(max(n, 1), max(len(sheets), 1))
	}
	for i, s := range sheets {
		x := sheetLink{Number: i + 1, Here: i+1 == out.Sheet}
		for _, b := range s.Baskets {
			name := b.Basket
			if name == "" {
				name = r.p.T("In no basket")
			}
			x.Names = append(x.Names, name)
		}
		out.Others = append(out.Others, x)
	}
	for _, s := range rep.Seats {
		x := positionsOf{SeatPositions: s, Empty: !slices.ContainsFunc(all, func(l brief.PositionLine) bool {
			return l.Of.Seat == s.Seat.Seat && l.Withdrawn == nil
		})}
		for i, sheet := range s.Sheets {
			if i+1 == out.Sheet || r.whole {
				x.Baskets = append(x.Baskets, sheet.Baskets...)
			}
		}
		out.Stands = append(out.Stands, x)
	}
	return out, r.ownLane(), nil
}

// The roles of the roster that pages tell apart.
const (
	roleParty    = "party"
	roleMediator = "mediator"
)

// role is that of the own seat; empty while it is not in the roster.
func (r *request) role() string {
	if r.view.Roster != nil {
		if me := r.view.Roster.Seat(r.node.Seat()); me != nil {
			return me.Role
		}
	}
	return ""
}

// Enter begins an entry that nobody but the own seat reads. Of another seat it
// begins with what was heard, or with what is inferred.
func (p positionsPage) Enter(seat, basis, issue string) begun {
	t := p.r.p.T
	b := begun{
		Form: "position", Register: "wp", Readers: p.r.refs([]string{p.r.node.Seat()}),
		Values: [][2]string{{"of", seat}, {"basis", basis}, {"issue", issue}},
	}
	switch {
	case seat == p.r.node.Seat():
		b.Label = t("Save our range")
		b.Values = append(b.Values, [2]string{"sort", act.RangeSort})
	case basis == act.Inferred:
		b.Label = t("Record what you infer")
	default:
		b.Label = t("Record what you heard")
		b.Values = append(b.Values, [2]string{"mark", string(act.Uncertain)})
	}
	return b
}

// Share begins the same position once more, for the mediators: sharing is
// writing it again, and the first entry stays where it is. Where no mediator can
// read, there is no button.
func (p positionsPage) Share(x brief.PositionLine) *begun {
	if !x.Alone || x.Of.Seat != p.r.node.Seat() {
		return nil
	}
	var readers []string
	for _, seat := range p.r.view.Roster.Seats {
		if seat.Role == roleMediator && seat.Accepted && seat.Name != p.r.node.Seat() {
			readers = append(readers, seat.Name)
		}
	}
	id, err := p.r.view.State.Find(x.Entry)
	if err != nil || len(readers) == 0 {
		return nil
	}
	a, ok := id.Act.(act.Position)
	if !ok {
		return nil
	}
	a.Amends = "" // it takes nobody's place in the other channel
	f := findForm("position")
	v, err := valuesOf(a, f.fields)
	if err != nil {
		return nil
	}
	b := begun{
		Form: f.name, Label: p.r.p.T("Share it with {seats}", "seats", p.r.names(readers)), Register: "wp",
		Readers: p.r.refs(append(readers, p.r.node.Seat())),
	}
	for _, x := range f.fields {
		for _, value := range v[x.name] {
			b.Values = append(b.Values, [2]string{x.name, value})
		}
	}
	return &b
}
