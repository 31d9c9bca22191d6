// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strings"

	"parley/internal/brief"
)

// orderPage asks what matters most. Issues are taken one after the other, and
// moved by buttons; one that is not taken is not ordered, which is an answer.
type orderPage struct {
	stepPage
	Ordered []orderRow
	Rest    []orderRow
}

type orderRow struct {
	brief.ValuedIssue
	Place       int // in the order, from 1
	First, Last bool
}

func showOrder(e *elicitation, _ int, _ url.Values, wrong mistakes) any {
	out := orderPage{stepPage: e.stepPage(0, 0, wrong)}
	for i, ref := range e.x.Order {
		out.Ordered = append(out.Ordered, orderRow{e.brief.Agenda[e.place(ref)], i + 1, i == 0, i == len(e.x.Order)-1})
	}
	for _, v := range e.brief.Agenda {
		if !slices.Contains(e.x.Order, v.Issue) {
			out.Rest = append(out.Rest, orderRow{ValuedIssue: v})
		}
	}
	return out
}

// takeOrder moves one issue. The button that was used keeps the focus, so that it
// can be used again from the keyboard; where it is gone, the one beside it has it.
func takeOrder(e *elicitation, _ int, do string, _ url.Values) (mistakes, bool) {
	move, issue, ok := strings.Cut(do, ":")
	if !ok || e.place(issue) < 0 {
		return nil, false
	}
	at := slices.Index(e.x.Order, issue)
	focus := do
	switch {
	case move == "next" && at < 0:
		e.x.Order = append(e.x.Order, issue)
		focus = "next:" + e.firstUnordered()
		if focus == "next:" {
			focus = "go"
		}
	case move == "out" && at >= 0:
		e.x.Order = slices.Delete(e.x.Order, at, at+1)
		focus = "next:" + issue
	case move == "up" && at > 0:
		e.x.Order[at-1], e.x.Order[at] = e.x.Order[at], e.x.Order[at-1]
		if at == 1 {
			focus = "down:" + issue
		}
	case move == "down" && at >= 0 && at < len(e.x.Order)-1:
		e.x.Order[at+1], e.x.Order[at] = e.x.Order[at], e.x.Order[at+1]
		if at+1 == len(e.x.Order)-1 {
			focus = "up:" + issue
		}
	}
	e.d.Values[keptFocus] = []string{focus}
	return nil, true
}

// firstUnordered is the first issue of the agenda that is not in the order.
func (e *elicitation) firstUnordered() string {
	for _, v := range e.brief.Agenda {
		if !slices.Contains(e.x.Order, v.Issue) {
			return v.Issue
		}
	}
	return ""
}
