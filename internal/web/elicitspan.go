// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strings"

	"parley/internal/act"
)

// spanView is a number, or a range, as it is asked for: two boxes, and where the
// scale ends at 100 a slider that says the same as the first of them. Without
// script, whichever of the two was changed is what counts.
type spanView struct {
	Name      string
	Low, High string
	Slide     string // where the slider stands
	Shown     string // all three as the page shows them, to tell what was changed
	Mistake   string
}

func viewSpan(name string, s act.Span, sent url.Values, wrong mistakes) spanView {
	out := spanView{Name: name, Low: s.Low, High: s.High, Slide: slideOf(s.Low), Mistake: wrong.at(name)}
	out.Shown = strings.Join([]string{out.Low, out.High, out.Slide}, " ")
	if sent.Has(name + ".low") {
		out.Low, out.High = sent.Get(name+".low"), sent.Get(name+".high")
	}
	return out
}

// slideOf is where a slider stands that is at a number, or at none: a slider
// stands somewhere, and says nothing until it is moved.
func slideOf(low string) string {
	if low == "" {
		return "50"
	}
	return low
}

// takeSpan reads what was typed or slid in the place of what was stated before.
// The boxes count, unless they are as they were shown and the slider is not.
func takeSpan(name string, before act.Span, sent url.Values) act.Span {
	if !sent.Has(name + ".low") {
		return before
	}
	out := act.Span{Low: number(sent.Get(name + ".low")), High: number(sent.Get(name + ".high"))}
	shown := strings.Split(sent.Get(name+".shown"), " ")
	if slid := number(sent.Get(name + ".slide")); len(shown) == 3 && slid != "" && slid != shown[2] && out == (act.Span{Low: shown[0], High: shown[1]}) {
		return act.Span{Low: slid}
	}
	if out.Low == out.High {
		out.High = ""
	}
	return out
}

// number brings what people type into the form in which acts have numbers.
func number(typed string) string {
	s := strings.ReplaceAll(strings.TrimSpace(typed), ",", ".")
	if whole, part, dot := strings.Cut(s, "."); dot {
		s = strings.TrimSuffix(whole+"."+strings.TrimRight(part, "0"), ".")
	}
	for len(s) > 1 && s[0] == '0' && s[1] != '.' {
		s = s[1:]
	}
	return s
}

// badSpan says what is wrong with a number or a range, or nothing. What an act
// would refuse is refused here.
func (e *elicitation) badSpan(s act.Span, most string) string {
	x := act.Preference{Of: e.r.node.Seat(), Basis: act.Said}
	w := act.IssueWorth{Issue: strings.Repeat("0", 64), Weight: s}
	if most == "100" {
		w = act.IssueWorth{Issue: w.Issue, Options: []act.OptionWorth{{Option: "x", Worth: s, Live: "yes"}}}
	} else if s == (act.Span{}) {
		return ""
	}
	x.Issues = []act.IssueWorth{w}
	if x.Validate() == nil {
		return ""
	}
	return e.r.p.T("Give a number from 0 to {most}, or two of which the second is more", "most", most)
}
