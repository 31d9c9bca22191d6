// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// worthPage asks of one issue which option is best and which is worst, and then
// what those between are worth. The best is worth 100 and the worst 0: so that
// issues are weighed by what lies between the two.
type worthPage struct {
	stepPage
	Issue       brief.ValuedIssue
	Place, All  int
	Best, Worst string
	Options     []worthRow
	Between     bool // numbers are asked for
	Same        string
}

type worthRow struct {
	Option string
	Field  string // its name in the form
	Fixed  string // 100 or 0: it is the best or the worst
	Span   spanView
}

func showWorth(e *elicitation, n int, sent url.Values, wrong mistakes) any {
	out := worthPage{stepPage: e.stepPage(1, n, wrong), Issue: e.brief.Agenda[n], Place: n + 1, All: len(e.brief.Agenda)}
	out.Best, out.Worst = e.ends(n)
	out.Same = wrong.at("best")
	if sent.Has("best") {
		out.Best, out.Worst = sent.Get("best"), sent.Get("worst")
	}
	for i, o := range e.x.Issues[n].Options {
		x := worthRow{Option: o.Option, Field: "w." + strconv.Itoa(i)}
		switch o.Option {
		case out.Best:
			x.Fixed = "100"
		case out.Worst:
			x.Fixed = "0"
		default:
			x.Span = viewSpan(x.Field, o.Worth, sent, wrong)
		}
		out.Between = out.Between || o.Worth != (act.Span{}) || sent.Has(x.Field+".option")
		out.Options = append(out.Options, x)
	}
	out.Between = out.Between && len(out.Options) > 2
	return out
}

// ends are the options that are said to be best and worst.
func (e *elicitation) ends(n int) (best, worst string) {
	for _, o := range e.x.Issues[n].Options {
		if best == "" && o.Worth == (act.Span{Low: "100"}) {
			best = o.Option
		}
		if worst == "" && o.Worth == (act.Span{Low: "0"}) {
			worst = o.Option
		}
	}
	return best, worst
}

func takeWorth(e *elicitation, n int, do string, sent url.Values) (wrong mistakes, again bool) {
	if !sent.Has("best") && !sent.Has("worst") {
		return nil, false
	}
	wasBest, wasWorst := e.ends(n)
	best, worst := sent.Get("best"), sent.Get("worst")
	if best != "" && best == worst {
		return mistakes{{"best", e.r.p.T("The same option cannot be the best and the worst. If all are worth the same, leave both out.")}}, true
	}
	options, between := e.x.Issues[n].Options, false
	asked := map[string]string{}
	for i := range options {
		field := "w." + strconv.Itoa(i)
		asked[sent.Get(field+".option")] = field
	}
	for i := range options {
		o := &options[i]
		field, ok := asked[o.Option]
		switch {
		case o.Option == best:
			o.Worth = act.Span{Low: "100"}
		case o.Option == worst:
			o.Worth = act.Span{Low: "0"}
		case ok:
			s := takeSpan(field, o.Worth, sent)
			if text := e.badSpan(s, "100"); text != "" {
				wrong = append(wrong, mistake{field, o.Option + ": " + text})
				continue
			}
			o.Worth = s
		default:
			between = true
			if o.Option == wasBest || o.Option == wasWorst {
				o.Worth = act.Span{} // it was an end, and is none any more
			}
		}
	}
	// What lies between new ends is asked for on the same page.
	return wrong, between && (best != "" || worst != "") && do != "stop"
}
