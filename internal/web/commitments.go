// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
	"parley/internal/chart"
)

// commitmentsPage is what seats have bound themselves to, and on what each of
// these hangs.
type commitmentsPage struct {
	dayed
	brief.CommitmentsReport
	Chart chart.Figure
	Own   string
}

func buildCommitments(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Commitments(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	mark := func(seat string) int { return slices.Index(marks, r.markOf(seat)) }
	return commitmentsPage{day, rep, chart.Reciprocity(r.p, rep, r.alternat(r.roster()), mark), r.node.Seat()}, r.ownLane(), nil
}
