// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"parley/internal/brief"
)

// modelOutcomePage is one outcome: who could leave it, and what holds it.
type modelOutcomePage struct {
	modelView
	*brief.OutcomeReport // nil: it takes too long
	State                brief.StateNumber
	Name                 string
	FromToday            *brief.WayRow // a shortest way; nil for none
	Pays                 bool          // at every step of it
	NoToday              bool          // the model states none
	ManyWays             bool          // there are too many states to look for ways
	Without              []restsOn     // whether it would hold without what stands for an entry
}

// modelAnswerTime is how long a page may take to answer one question about a model.
const modelAnswerTime = 4 * time.Second

func buildModelOutcome(r *request) (any, lane, error) {
	view, l, err := r.modelView()
	out := modelOutcomePage{modelView: view}
	if err != nil || view.Solved.Fault != nil {
		return out, l, err
	}
	n, err := strconv.ParseUint(r.PathValue("state"), 10, 64)
	if err != nil {
		return nil, lane{}, errNotFound
	}
	m := view.Solved
	s, ok := m.State(brief.StateNumber(n))
	if !ok {
		return nil, lane{}, errNotFound
	}
	out.State = brief.StateNumber(s)
	out.Name = view.outcomeName(r, out.State)
	r.title = r.p.T("Outcome {number} of {model}", "number", strconv.FormatUint(uint64(out.State), 10), "model", view.Line.Title)
	ctx, stop := context.WithTimeout(r.Context(), modelAnswerTime)
	defer stop()
	if out.OutcomeReport, err = m.Outcome(ctx, voice{r.p}, view.Line, s); err != nil {
		if r.Context().Err() != nil || !errors.Is(err, context.DeadlineExceeded) && !brief.TooLarge(err) {
			return nil, lane{}, err
		}
		out.OutcomeReport = nil
		return out, l, nil
	}
	if out.Without, err = r.rests(view, out.State); err != nil {
		return nil, lane{}, err
	}
	ways, err := r.waysOf(view)
	if err != nil {
		return nil, lane{}, err
	}
	_, known := m.Today()
	out.NoToday, out.ManyWays = !known, known && ways == nil
	if ways != nil {
		out.FromToday, out.Pays = ways.Way(out.State)
	}
	return out, l, nil
}

// waysOf are the ways from today, made once for the record and the language; nil
// where there are none to tell.
func (r *request) waysOf(view modelView) (*brief.WaysReport, error) {
	return timed(r, "ways "+view.Line.Entry+" "+r.p.Tag(), modelAnswerTime, func(ctx context.Context) (*brief.WaysReport, error) {
		return view.Solved.Ways(ctx, voice{r.p})
	})
}

// sameReasons are concepts under which somebody stays, or leaves, for the same reason.
type sameReasons struct {
	brief.ReasonPart
	Concepts []string
}

// Grouped puts reasons together that say the same.
func (modelOutcomePage) Grouped(list []brief.ReasonPart) (out []sameReasons) {
	for _, x := range list {
		i := slices.IndexFunc(out, func(y sameReasons) bool { return y.Says == x.Says && y.Stable == x.Stable })
		if i < 0 {
			i = len(out)
			out = append(out, sameReasons{ReasonPart: x})
		}
		out[i].Concepts = append(out[i].Concepts, x.Concept)
	}
	return out
}

// NamesAnswers reports whether reasons name an answer of others.
func (modelOutcomePage) NamesAnswers(list []brief.ReasonPart) bool {
	return slices.ContainsFunc(list, func(x brief.ReasonPart) bool {
		return slices.ContainsFunc(x.Deviations, func(d brief.DeviationPart) bool { return len(d.Sanction) > 0 })
	})
}

// Priced reports whether some decision maker has amounts.
func (p modelOutcomePage) Priced() bool {
	return slices.ContainsFunc(p.DMs, func(d brief.OutcomeDM) bool { return d.Holds != nil })
}

// Ordinal reports whether the model is one of options in which nobody has amounts.
func (p modelOutcomePage) Ordinal() bool { return p.Options != nil && !p.Priced() }

// leadsTo are the outcomes that a reason names: where somebody would go, where
// answers end, and the way out.
func leadsTo(r sameReasons) (out []brief.StateNumber) {
	add := func(s *brief.StateNumber) {
		if s != nil && !slices.Contains(out, *s) {
			out = append(out, *s)
		}
	}
	for _, d := range r.Deviations {
		if r.Stable || !d.Deterred {
			add(&d.To)
			add(d.End)
			add(d.Escape)
		}
	}
	return first(out, 8)
}
