// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"

	"parley/internal/brief"
	"parley/internal/chart"
)

// balancePage sets side by side how each seat was dealt with.
type balancePage struct {
	brief.BalanceReport
	Rows    []brief.SeatBalance // parties first
	Days    days
	Picture template.HTML
}

func buildBalance(r *request) (any, lane, error) {
	out := balancePage{Days: r.days()}
	out.BalanceReport = brief.Balance(r.view.State, r.view.Roster, r.head, r.view.Withheld, out.Days.From, out.Days.Until)
	out.Rows = append(append(out.Rows, out.Parties...), out.Others...)
	// The picture is made here and escapes what it is given.
	out.Picture = template.HTML(chart.Balance(out.BalanceReport, r.p))
	return out, r.ownLane(), nil
}
