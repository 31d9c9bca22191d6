// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/brief"
)

// standingPage is where every role begins: how things stand for this seat.
type standingPage struct {
	brief.StandingReport
	Unconfirmed []brief.SeatRef // seats whose keys nobody here has compared
	Alarms      []string
	Quarantine  bool
}

func buildStanding(r *request) (any, lane, error) {
	v := r.view
	out := standingPage{
		StandingReport: brief.Standing(v.State, v.Roster, r.head, v.Withheld), Quarantine: v.Quarantine,
	}
	unconfirmed, err := r.node.Unconfirmed()
	if err != nil {
		return nil, lane{}, err
	}
	out.Unconfirmed = r.refs(unconfirmed)
	for _, a := range v.Alarms {
		out.Alarms = append(out.Alarms, r.p.T("Leaf {index}: {why}", "index", a.Index, "why", a.Why))
	}
	return out, r.ownLane(), nil
}
