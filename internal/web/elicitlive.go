// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// livePage asks of every option whether it could be lived with. To say nothing
// is an answer.
type livePage struct {
	stepPage
	Issues []liveIssue
}

type liveIssue struct {
	brief.ValuedIssue
	Field string
	Rows  []liveRow
}

type liveRow struct {
	Option, Field, Live string
	Worth               act.Span
}

func showLive(e *elicitation, _ int, _ url.Values, wrong mistakes) any {
	out := livePage{stepPage: e.stepPage(3, 0, wrong)}
	for n, w := range e.x.Issues {
		x := liveIssue{ValuedIssue: e.brief.Agenda[n], Field: "l." + strconv.Itoa(n)}
		for i, o := range w.Options {
			x.Rows = append(x.Rows, liveRow{o.Option, x.Field + "." + strconv.Itoa(i), o.Live, o.Worth})
		}
		out.Issues = append(out.Issues, x)
	}
	return out
}

func takeLive(e *elicitation, _ int, _ string, sent url.Values) (mistakes, bool) {
	for n := range e.brief.Agenda {
		field := "l." + strconv.Itoa(n)
		at := e.place(sent.Get(field + ".issue"))
		if at < 0 {
			continue
		}
		options := e.x.Issues[at].Options
		for i := range options {
			row := field + "." + strconv.Itoa(i)
			k := slices.IndexFunc(options, func(o act.OptionWorth) bool { return o.Option == sent.Get(row+".option") })
			live := sent.Get(row)
			if k >= 0 && (live == "" || slices.Contains(act.LiveWords(), live)) {
				options[k].Live = live
			}
		}
	}
	return nil, false
}

// limitPage asks for the least that could be lived with: in words, as a package
// or as a worth of the whole.
type limitPage struct {
	stepPage
	Words  string
	Kind   string // "", "package" or "worth"
	Wrong  string
	Worth  spanView
	Issues []limitIssue
}

type limitIssue struct {
	brief.ValuedIssue
	Field, Chosen string
}

func showLimit(e *elicitation, _ int, sent url.Values, wrong mistakes) any {
	l := e.x.Limit
	out := limitPage{stepPage: e.stepPage(4, 0, wrong), Words: l.Words, Worth: viewSpan("worth", l.Worth, sent, wrong), Wrong: wrong.at("kind")}
	switch {
	case len(l.Package) > 0:
		out.Kind = "package"
	case l.Worth != (act.Span{}):
		out.Kind = "worth"
	}
	if sent.Has("kind") {
		out.Kind, out.Words = sent.Get("kind"), sent.Get("words")
	}
	for n, v := range e.brief.Agenda {
		x := limitIssue{ValuedIssue: v, Field: "p." + strconv.Itoa(n)}
		for _, k := range l.Package {
			if k.Issue == v.Issue {
				x.Chosen = k.Option
			}
		}
		out.Issues = append(out.Issues, x)
	}
	return out
}

func takeLimit(e *elicitation, _ int, _ string, sent url.Values) (wrong mistakes, again bool) {
	if !sent.Has("kind") {
		return nil, false
	}
	p, out := e.r.p, act.Limit{Words: act.Tidy(sent.Get("words"))}
	if n := len([]rune(out.Words)); n > maxLimitWords {
		wrong = append(wrong, mistake{"words", p.T("{field} has {count} characters; at most {limit} are possible", "field", p.T("In words"),
			"count", p.Number(int64(n)), "limit", p.Number(maxLimitWords))})
		out.Words = e.x.Limit.Words
	}
	switch sent.Get("kind") {
	case "worth":
		s := takeSpan("worth", e.x.Limit.Worth, sent)
		if text := e.badSpan(s, "100"); text != "" || s == (act.Span{}) {
			return append(wrong, mistake{"worth", p.T("Give a number from 0 to {most}, or two of which the second is more", "most", "100")}), true
		}
		out.Worth = s
	case "package":
		for n := range e.brief.Agenda {
			field := "p." + strconv.Itoa(n)
			at := e.place(sent.Get(field + ".issue"))
			if option := sent.Get(field); at >= 0 && slices.Contains(e.brief.Agenda[at].Options, option) {
				out.Package = append(out.Package, act.Choice{Issue: e.brief.Agenda[at].Issue, Option: option})
			}
		}
		if len(out.Package) == 0 {
			wrong = append(wrong, mistake{"kind", p.T("Choose an option of at least one issue, or say that it is not stated")})
		}
	}
	e.x.Limit = out
	return wrong, false
}

// maxLimitWords is how long the words of a limit may be, as acts have it.
const maxLimitWords = 1000
