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
	paging
	brief.CommitmentsReport
	Chart chart.Figure
	Own   string
}

func buildCommitments(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Commitments(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	mark := func(seat string) int { return slices.Index(marks, r.markOf(seat)) }
	out := commitmentsPage{dayed: day, Own: r.node.Seat()}
	// A link to one commitment leads to the page on which it stands; without one
	// the newest are shown.
	of := slices.IndexFunc(rep.Commitments, func(c brief.CommitmentStanding) bool { return c.First == r.URL.Query().Get("of") })
	out.paging = r.paging("/commitments", longRows, (of+longRows)/longRows, len(rep.Commitments))
	rep.Commitments = cut(out.paging, rep.Commitments)
	out.CommitmentsReport, out.Chart = rep, chart.Reciprocity(r.p, rep, r.alternat(r.roster()), mark)
	return out, r.ownLane(), nil
}

// Elsewhere reports whether a commitment stands on another page of the register.
func (c commitmentsPage) Elsewhere(first string) bool {
	return !slices.ContainsFunc(c.Commitments, func(x brief.CommitmentStanding) bool { return x.First == first })
}
