// SPDX-License-Identifier: Apache-2.0

package web

import "parley/internal/brief"

// packagesPage is every package side by side.
type packagesPage struct {
	dayed
	*brief.HeldCase
}

func buildPackages(r *request) (any, lane, error) {
	at, day := r.asOf()
	return packagesPage{day, brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, brief.CaseQuery{})}, r.ownLane(), nil
}
