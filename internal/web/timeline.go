// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/brief"
	"parley/internal/chart"
)

// timelinePage is the process as it went, in lanes.
type timelinePage struct {
	dayed
	brief.TimelineReport
	Chart    chart.Figure
	Items    int
	Disputed []brief.Dispute
}

func buildTimeline(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Timeline(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	out := timelinePage{dayed: day, TimelineReport: rep, Chart: chart.Timeline(r.p, rep)}
	for _, l := range rep.Lanes {
		out.Items += len(l.Items)
	}
	out.Disputed = brief.StandingAt(r.view.State, r.view.Roster, r.head, r.view.Withheld, at).Disputed
	return out, r.ownLane(), nil
}

// laneName names a lane of the timeline.
func laneName(r *request, lane string) string { return chart.LaneName(r.p, lane) }
