// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
)

// casePage is what the pages about one case of packages share: whose numbers it is
// made of, on which day, and what they rest on.
type casePage struct {
	dayed
	Case   *brief.SolvedCase
	Prefer string
	Picks  []casePick // parties of which a preference is held; more than two can be chosen among

	r *request
}

// casePick is one party that can be in the case.
type casePick struct {
	Seat   brief.SeatRef
	Chosen bool
}

// casePage reads which case is asked for. The address or the form names seats and a
// basis, and no number of anybody.
func (r *request) casePage() (casePage, error) {
	at, day := r.asOf()
	out := casePage{dayed: day, Prefer: preferred(r.FormValue("prefer")), r: r}
	q := brief.CaseQuery{Prefer: out.Prefer}
	all, err := remembered(r, fmt.Sprint("case ", at, " ", out.Prefer), func() (*brief.HeldCase, error) {
		return brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, q), nil
	})
	if err != nil {
		return casePage{}, err
	}
	asked := r.Form["party"]
	var chosen []string
	for _, p := range all.Parties {
		take := len(asked) == 0 || slices.Contains(asked, p.Seat.Seat)
		out.Picks = append(out.Picks, casePick{p.Seat, take})
		if take {
			chosen = append(chosen, p.Seat.Seat)
		}
	}
	if len(chosen) == 0 || len(chosen) == len(out.Picks) {
		for i := range out.Picks {
			out.Picks[i].Chosen = true
		}
	} else {
		q.Parties = chosen
	}
	out.Case, err = r.solvedCase(at, q)
	return out, err
}

// chosenKey is one word for some seats, which have no blanks in their names.
func chosenKey(seats []string) string { return strings.Join(seats, " ") }

// Query keeps what is asked for in an address.
func (c casePage) Query() string {
	v := url.Values{}
	if c.On != "" {
		v.Set("on", c.On)
	}
	if c.Prefer != act.Said {
		v.Set("prefer", c.Prefer)
	}
	for _, p := range c.Picks {
		if p.Chosen && len(c.Case.Parties) < len(c.Picks) {
			v.Add("party", p.Seat.Seat)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// Estimates reports whether some party's numbers are somebody else's estimate.
func (c casePage) Estimates() bool {
	return slices.ContainsFunc(c.Case.Parties, func(p brief.CaseParty) bool { return p.Estimate })
}

// Limited reports whether some party has stated a limit that can be measured.
func (c casePage) Limited() bool {
	return slices.ContainsFunc(c.Case.Parties, func(p brief.CaseParty) bool { return p.Limit == "worth" || p.Limit == "package" })
}

// chartView names the parties of a chart as this page does.
func (c casePage) chartView() chart.PackageView {
	v := chart.PackageView{Parties: []string{}, Seats: []int{}}
	for _, p := range c.Case.Parties {
		name := p.Seat.Name
		if p.Estimate {
			name = c.r.p.T("{party} (estimate)", "party", name)
		}
		v.Parties, v.Seats = append(v.Parties, name), append(v.Seats, slices.Index(marks, c.r.markOf(p.Seat.Seat)))
	}
	return v
}

// worth is what something is worth to a party of the case.
type worth struct {
	Seat      brief.SeatRef
	Low, High string // in points of 100; High is empty for one number
	Estimate  bool
}

// worths puts utilities beside the parties.
func (c casePage) worths(u []string) []worth {
	var out []worth
	for i, x := range u {
		out = append(out, worth{Seat: c.Case.Parties[i].Seat, Low: x, Estimate: c.Case.Parties[i].Estimate})
	}
	return out
}
