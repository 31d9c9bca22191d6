// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
)

// leveragePage is every threat and incentive, and what became of each.
type leveragePage struct {
	dayed
	paging
	brief.LeveragesReport
	Chart chart.Figure
}

func (r *request) leverages() (brief.LeveragesReport, dayed) {
	at, day := r.asOf()
	return brief.Leverages(r.view.State, r.view.Roster, r.head, r.view.Withheld, at), day
}

func buildLeverages(r *request) (any, lane, error) {
	rep, day := r.leverages()
	out := leveragePage{dayed: day, paging: r.paging("/leverage", longRows, 0, len(rep.Leverages))}
	rep.Leverages = cut(out.paging, rep.Leverages)
	shown := map[string]bool{}
	for i := range rep.Leverages {
		shown[rep.Leverages[i].First] = true
	}
	rep.Timeline = slices.DeleteFunc(rep.Timeline, func(m brief.LeverageMoment) bool { return !shown[m.Leverage] })
	out.LeveragesReport, out.Chart = rep, chart.Leverage(r.p, rep)
	return out, r.ownLane(), nil
}

// deadlinePage is one threat or incentive with its one deadline.
type deadlinePage struct {
	dayed
	brief.LeverageStanding
	Says  string
	Chart chart.Figure
	Again bool
	Back  bool
}

func buildLeverage(r *request) (any, lane, error) {
	first, err := r.firstOf(act.KindLeverage)
	if err != nil {
		return nil, lane{}, err
	}
	rep, day := r.leverages()
	i := slices.IndexFunc(rep.Leverages, func(l brief.LeverageStanding) bool { return l.First == first })
	if i < 0 {
		// It was set after the day that is asked for.
		return nil, lane{}, errNotFound
	}
	out := deadlinePage{dayed: day, LeverageStanding: rep.Leverages[i], Says: rep.Says}
	rep.Leverages = rep.Leverages[i : i+1]
	out.Chart = chart.Leverage(r.p, rep)
	out.Again, out.Back = r.rewrites(out.Entry)
	r.title = out.Title
	return out, r.entryLaneOf(out.Entry), nil
}
