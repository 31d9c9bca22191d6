// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/brief"
)

// trustPage says in plain words what a person relies on.
type trustPage struct {
	Guarantors []brief.GuarantorStanding
	Seats      int
	Quorum     int
	Faulty     int64
	ByHand     bool
}

func buildTrust(r *request) (any, lane, error) {
	rep := brief.RosterReport(r.view.State, r.view.Roster, r.head, r.view.Withheld)
	return trustPage{
		Guarantors: rep.Guarantors, Seats: len(rep.Seats), Quorum: rep.Quorum, Faulty: rep.Policy.Faulty, ByHand: r.hub == nil,
	}, r.machineLane(), nil
}

// keysPage lists what the keyboard does.
type keysPage struct {
	Go []paletteLink // after g
}

func buildKeys(r *request) (any, lane, error) {
	var out keysPage
	for _, p := range pages() {
		if p.key != "" {
			out.Go = append(out.Go, paletteLink{r.at(p.path), r.p.T(p.title), p.key})
		}
	}
	return out, r.machineLane(), nil
}

// madePage says what a page rests on.
type madePage struct {
	Page    string // its title; empty when it is not known
	Path    string
	Opened  int
	Kinds   int
	Waiting int64
}

func buildMade(r *request) (any, lane, error) {
	out := madePage{Path: back(r.URL.Query().Get("page")), Opened: r.view.State.Len(), Waiting: r.view.Waiting}
	for _, p := range pages() {
		if r.at(p.path) == out.Path {
			out.Page = r.p.T(p.title)
		}
	}
	if !strings.HasPrefix(out.Path, r.at("/")) {
		out.Path = r.at("/standing")
	}
	kinds := map[string]bool{}
	for _, l := range r.view.State.Lines() {
		kinds[l.Kind] = true
	}
	out.Kinds = len(kinds)
	return out, r.machineLane(), nil
}
