// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
	"parley/internal/chart"
)

// timelinePage is the process as it went, in lanes.
type timelinePage struct {
	dayed
	paging
	brief.TimelineReport
	Chart    chart.Figure
	Disputed []brief.Dispute
}

func buildTimeline(r *request) (any, lane, error) {
	at, day := r.asOf()
	rep := brief.Timeline(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	// The picture is of the whole process; the tables are those of some days.
	out := timelinePage{dayed: day, Chart: chart.Timeline(r.p, rep)}
	var days []string
	for _, l := range rep.Lanes {
		for _, x := range l.Items {
			days = append(days, x.Day)
		}
	}
	slices.Sort(days)
	out.paging = r.paging("/timeline", pageRows, 0, len(days))
	shown := out.span(days)
	for i := range rep.Lanes {
		rep.Lanes[i].Items = slices.DeleteFunc(rep.Lanes[i].Items, func(x brief.TimelineItem) bool { return !shown(x.Day) })
	}
	out.TimelineReport = rep
	out.Disputed = slices.DeleteFunc(brief.Disputes(r.view.State, r.view.Roster), func(d brief.Dispute) bool { return !shown(d.Date) })
	return out, r.ownLane(), nil
}

// span says which days stand on a page, of all days in order, a day with several
// entries so many times. No day is torn: a page begins with the day after that
// on which the page before it ends.
func (t *timelinePage) span(days []string) func(day string) bool {
	if len(days) == 0 {
		return func(string) bool { return true }
	}
	after, until := "", ""
	if from := (t.Page - 1) * t.rows; from > 0 {
		after = days[from-1]
	}
	if to := t.Page * t.rows; to < len(days) {
		until = days[to-1]
	}
	return func(day string) bool { return day > after && (until == "" || day <= until) }
}

// laneName names a lane of the timeline.
func laneName(r *request, lane string) string { return chart.LaneName(r.p, lane) }
