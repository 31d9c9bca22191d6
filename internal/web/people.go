// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// patience is how long a page waits for the hub where a person asked for
// something that only the hub can do.
const patience = 30 * time.Second

// peoplePage is who takes part, with the keys that people compare.
type peoplePage struct {
	brief.SeatsReport
	Unconfirmed map[string]bool // seats whose present keys nobody here has compared
	Accepted    bool            // this seat has accepted the process
	ByHand      bool
	Done        string
}

func buildPeople(r *request) (any, lane, error) {
	out := peoplePage{
		SeatsReport: brief.RosterReport(r.view.State, r.view.Roster, r.head, r.view.Withheld),
		Unconfirmed: map[string]bool{}, ByHand: r.hub == nil, Done: r.URL.Query().Get("done"),
	}
	list, err := r.node.Unconfirmed()
	if err != nil {
		return nil, lane{}, err
	}
	for _, s := range list {
		out.Unconfirmed[s] = true
	}
	// The own seat first, as in each party's own copy of a text.
	slices.SortStableFunc(out.Seats, func(a, b brief.SeatDetail) int {
		return rankOwn(a.Seat, r.node.Seat()) - rankOwn(b.Seat, r.node.Seat())
	})
	for _, s := range out.Seats {
		out.Accepted = out.Accepted || s.You && s.Accepted
	}
	return out, r.rosterLane(), nil
}

// needHub is the error of what cannot be done by hand.
func (r *request) needHub() error {
	if r.hub != nil {
		return nil
	}
	return &wrong{problem{
		409,
		func(p *lang.Printer) string { return p.T("This needs the hub") },
		func(p *lang.Printer) string { return p.T("No hub is known at this desk: its files travel by hand.") },
		func(p *lang.Printer) string { return p.T("Use the command line where a hub can be reached.") },
	}, errors.New("no hub is known at this desk")}
}

// confirmKeys notes that people have compared the key words of a seat.
func confirmKeys(r *request) (answer, error) {
	if !slices.Contains(r.roster(), r.PostForm.Get("seat")) {
		return answer{}, errNotFound
	}
	if r.PostForm.Get("compared") != "yes" {
		return answer{to: "/people?done=compare"}, nil
	}
	return answer{to: "/people?done=confirmed"}, r.node.Confirm(r.Context(), r.PostForm.Get("seat"))
}

// acceptProcess enters the process with the root key of the seat.
func acceptProcess(r *request) (answer, error) {
	if err := r.needHub(); err != nil {
		return answer{}, err
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	err := r.node.Accept(ctx, r.hub)
	r.desk.tell()
	r.desk.ask()
	return answer{to: "/people?done=accepted"}, err
}

// consent agrees to a change of the roster that waits for this seat.
func consent(r *request) (answer, error) {
	if err := r.needHub(); err != nil {
		return answer{}, err
	}
	if r.PostForm.Get("compared") != "yes" {
		return answer{to: "/people?done=compare#pending"}, nil
	}
	id, err := node.ParseID(r.PostForm.Get("entry"))
	if err != nil {
		return answer{}, errNotFound
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	err = r.node.Consent(ctx, r.hub, id)
	r.desk.tell()
	r.desk.ask()
	return answer{to: "/people?done=consented"}, err
}

// accessPage is who can open what.
type accessPage struct {
	brief.LanesReport
	Order []int // columns, the own seat first
}

func buildAccess(r *request) (any, lane, error) {
	out := accessPage{LanesReport: brief.Lanes(r.view.State, r.view.Roster, r.head, r.view.Withheld)}
	for i := range out.Seats {
		out.Order = append(out.Order, i)
	}
	slices.SortStableFunc(out.Order, func(a, b int) int {
		return rankOwn(out.Seats[a].Seat, r.node.Seat()) - rankOwn(out.Seats[b].Seat, r.node.Seat())
	})
	return out, r.ownLane(), nil
}

// Readers are the seats of one row, the own one first.
func (p accessPage) Readers(x brief.Lane) []brief.SeatRef {
	var out []brief.SeatRef
	for _, i := range p.Order {
		if x.Opens[i] {
			out = append(out, p.Seats[i].SeatRef)
		}
	}
	return out
}
