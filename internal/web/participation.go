// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
)

// consentsPage is who takes part in what, and where the process is.
type consentsPage struct {
	dayed
	brief.ConsentsReport
	Phases brief.PhaseStanding
}

func buildConsents(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Consents(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	slices.SortStableFunc(rep.Process, func(a, b brief.ConsentStand) int {
		return rankOwn(a.Seat.Seat, r.node.Seat()) - rankOwn(b.Seat.Seat, r.node.Seat())
	})
	return consentsPage{day, rep, r.exits(at).Phases}, r.ownLane(), nil
}

// exitPage is what was said of the mediator leaving.
type exitPage struct {
	dayed
	brief.ExitsReport
}

func (r *request) exits(at brief.AsOf) brief.ExitsReport {
	return brief.Exits(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
}

func buildExit(r *request) (any, lane, error) {
	at, day := r.asOf()
	return exitPage{day, r.exits(at)}, r.ownLane(), nil
}
