// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// doubtsPage asks whether what is stated is what is meant: what does not sit well
// together, and what follows from the numbers. People may mean exactly what they
// said, so nothing here holds them up.
type doubtsPage struct {
	stepPage
	Doubts    []doubtRow
	Questions []questionRow
	Missing   []missingRow
}

type doubtRow struct {
	Says  string
	Links []stepLink
}

// stepLink leads back to a step.
type stepLink struct{ Path, Name string }

type questionRow struct {
	brief.PairQuestion
	Field, Answer string
}

type missingRow struct {
	Issue   *brief.IssueRef // nil: of the whole
	What    string
	Options []string
	Link    stepLink
}

// pairAnswers are the answers to whether one package is preferred to another.
func pairAnswers() []string { return []string{"yes", "no", "unsure"} }

func showDoubts(e *elicitation, _ int, _ url.Values, wrong mistakes) any {
	out := doubtsPage{stepPage: e.stepPage(5, 0, wrong)}
	for _, d := range e.brief.Line.Doubts {
		out.Doubts = append(out.Doubts, doubtRow{doubtText(e.r.p, d), e.doubtLinks(d)})
	}
	for i, q := range e.brief.Questions {
		out.Questions = append(out.Questions, questionRow{q, "q." + strconv.Itoa(i), e.answer(q.Key)})
	}
	out.Missing = e.missing()
	return out
}

func takeAnswers(e *elicitation, _ int, do string, sent url.Values) (mistakes, bool) {
	again := false
	var kept []string
	for i, q := range e.brief.Questions {
		answer := e.answer(q.Key)
		if field := "q." + strconv.Itoa(i); sent.Get(field+".key") == q.Key {
			was := answer
			if answer = sent.Get(field); !slices.Contains(pairAnswers(), answer) {
				answer = ""
			}
			again = again || answer == "no" && was != "no"
		}
		if answer != "" {
			kept = append(kept, q.Key, answer)
		}
	}
	delete(e.d.Values, keptAnswers)
	if kept != nil {
		e.d.Values[keptAnswers] = kept
	}
	return nil, again && do != "stop"
}

// link leads back to a step, to that of an issue where it has one.
func (e *elicitation) link(step string, issue *brief.IssueRef) stepLink {
	for _, s := range elicitSteps() {
		if s.name != step {
			continue
		}
		x := stepLink{preferenceHome + e.d.ID + "/" + s.name, e.r.p.T(s.title)}
		if step == "worth" {
			n := 0
			if issue != nil {
				n = max(e.place(issue.Issue), 0)
			}
			x.Path = preferenceHome + e.d.ID + "/" + s.at(n)
		}
		return x
	}
	return stepLink{}
}

// doubtLinks lead to where one side or the other of a doubt is stated.
func (e *elicitation) doubtLinks(d brief.PreferenceDoubt) []stepLink {
	switch d.Code {
	case brief.DoubtOrder:
		return []stepLink{e.link("order", nil), e.link("weight", nil)}
	case brief.DoubtBest, brief.DoubtWorst, brief.DoubtEqual:
		return []stepLink{e.link("worth", d.Issue)}
	case brief.DoubtRefused:
		return []stepLink{e.link("worth", d.Issue), e.link("live", nil)}
	case brief.DoubtNoOption:
		return []stepLink{e.link("live", nil)}
	}
	return []stepLink{e.link("live", nil), e.link("limit", nil)}
}

// doubtText puts a doubt into a sentence of the page's language.
func doubtText(p *lang.Printer, d brief.PreferenceDoubt) string {
	issue, other, option, beside := "", "", apart(d.Option), apart(d.Beside)
	if d.Issue != nil {
		issue = apart(d.Issue.Title)
	}
	if d.Other != nil {
		other = apart(d.Other.Title)
	}
	switch d.Code {
	case brief.DoubtOrder:
		return p.T("In the order {issue} comes before {other}; by the weights it counts for less: {weight} beside {more}. Which of the two is meant?", "issue", issue, "other", other, "weight", d.Worth, "more", d.Limit)
	case brief.DoubtBest:
		return p.T("The best option of {issue}, {option}, is worth {worth} and not 100. Is there a better one, or is it 100?", "issue", issue, "option", option, "worth", d.Worth)
	case brief.DoubtWorst:
		return p.T("The worst option of {issue}, {option}, is worth {worth} and not 0. Is there a worse one, or is it 0?", "issue", issue, "option", option, "worth", d.Worth)
	case brief.DoubtEqual:
		return p.T("All options of {issue} are worth the same. Then nothing is to be gained in it, whatever its weight. Is that so?", "issue", issue)
	case brief.DoubtRefused:
		return p.T("In {issue}, {option} could not be lived with, and is worth more than {other}, which could. Is that so?", "issue", issue, "option", option, "other", beside)
	case brief.DoubtNoOption:
		return p.T("No option of {issue} is left that could be lived with. Is another one missing on the agenda?", "issue", issue)
	case brief.DoubtInLimit:
		return p.T("{option} in {issue} could not be lived with, and is in the package that could just be lived with. Which of the two is meant?", "issue", issue, "option", option)
	case brief.DoubtTooHigh:
		return p.T("The best package without what could not be lived with is worth {worth} of 100, less than the limit of {limit}. Is the limit too high, or too much refused?", "worth", d.Worth, "limit", d.Limit)
	case brief.DoubtTogether:
		return p.T("The least of what could be lived with in each issue is, taken together, worth {worth} of 100, less than the limit of {limit}. Each one alone, but not all at once: is that so?", "worth", d.Worth, "limit", d.Limit)
	}
	return d.Says
}

// apart isolates words of people in a sentence that may run the other way.
func apart(text string) string { return "\u2068" + text + "\u2069" }

// missing lists what is not stated, one line for an issue.
func (e *elicitation) missing() []missingRow {
	var out []missingRow
	for _, g := range e.brief.Line.Missing {
		step := map[string]string{brief.GapIssue: "worth", brief.GapWeight: "weight", brief.GapWorth: "worth", brief.GapLimit: "limit"}[g.What]
		if n := len(out) - 1; g.What == brief.GapWorth && n >= 0 && out[n].What == g.What && out[n].Issue.Issue == g.Issue.Issue {
			out[n].Options = append(out[n].Options, g.Option)
			continue
		}
		x := missingRow{Issue: g.Issue, What: g.What, Link: e.link(step, g.Issue)}
		if g.Option != "" {
			x.Options = []string{g.Option}
		}
		out = append(out, x)
	}
	return out
}

// summaryPage is all that is stated, as its readers will see it, with what is not.
type summaryPage struct {
	stepPage
	Act     act.Preference
	Missing []missingRow
	Doubts  int
	Unsure  int // questions that were answered with no
}

// Open is how many questions of the step before are open.
func (p summaryPage) Open() int { return p.Doubts + p.Unsure }

func showSummary(e *elicitation, _ int, _ url.Values, wrong mistakes) any {
	out := summaryPage{stepPage: e.stepPage(6, 0, wrong), Act: trimmed(e.x), Missing: e.missing(), Doubts: len(e.brief.Line.Doubts)}
	for _, q := range e.brief.Questions {
		if e.answer(q.Key) == "no" {
			out.Unsure++
		}
	}
	return out
}

// takeSummary goes on to the check, when there is something to seal.
func takeSummary(e *elicitation, _ int, do string, _ url.Values) (mistakes, bool) {
	x := trimmed(e.x)
	if do != "stop" && len(x.Order) == 0 && len(x.Issues) == 0 && x.Limit.Words == "" && x.Limit.Worth == (act.Span{}) && len(x.Limit.Package) == 0 {
		return mistakes{{"summary", e.r.p.T("Nothing is stated yet: an order, what an option is worth, or a limit is enough")}}, true
	}
	return nil, false
}
