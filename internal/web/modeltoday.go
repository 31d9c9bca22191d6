// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"

	"parley/internal/brief"
	"parley/internal/chart"
)

// modelTodayPage says where things could go from today.
type modelTodayPage struct {
	modelView
	Ways    *brief.WaysReport
	NoToday bool
	Steps   []brief.WayRow // of Improvements, those that are shown
	Costly  []brief.WayRow // of Moves
	More    int            // of Improvements, those that are not
	MoreOff int            // of Moves
	To      *brief.WayRow  // the way that is drawn
	Pays    bool
	Name    string
	Figure  chart.Figure
}

// shownWays is how many outcomes of one sort are listed.
const shownWays = 40

func buildModelToday(r *request) (any, lane, error) {
	view, l, err := r.modelView()
	out := modelTodayPage{modelView: view}
	if err != nil || view.Solved.Fault != nil {
		return out, l, err
	}
	_, known := view.Solved.Today()
	out.NoToday = !known
	if out.Ways, err = r.waysOf(view); err != nil || out.Ways == nil {
		return out, l, err
	}
	out.Steps, out.Costly = first(out.Ways.Improvements, shownWays), first(out.Ways.Moves, shownWays)
	out.More, out.MoreOff = len(out.Ways.Improvements)-len(out.Steps), len(out.Ways.Moves)-len(out.Costly)
	if n, err := strconv.ParseUint(r.URL.Query().Get("to"), 10, 64); err == nil {
		out.To, out.Pays = out.Ways.Way(brief.StateNumber(n))
	}
	if out.To == nil && len(out.Steps) > 0 {
		out.To, out.Pays = &out.Steps[0], true
	}
	if out.To == nil {
		return out, l, nil
	}
	out.Name = view.outcomeName(r, out.To.State)
	title := r.p.T("From today to outcome {number}", "number", out.To.State.String())
	says := func(s brief.StateNumber) string { return view.drawnName(r, s) }
	does := func(m brief.ModelMove) string { return view.Solved.ChangeSays(voice{r.p}, m) }
	out.Figure = chart.StatePath(r.p, out.Ways.Today.State, out.To.Path, says, does,
		view.chartWords(r, title, r.p.T("A box is an outcome, an arrow a move and who makes it. The table below says the same.")))
	return out, l, nil
}

func first[T any](list []T, most int) []T { return list[:min(len(list), most)] }
