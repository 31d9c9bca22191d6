// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// weightPage asks what going from the worst to the best option of an issue is
// worth beside the same in one of them, which counts 100.
type weightPage struct {
	stepPage
	Beside *weightRow // the issue that counts 100
	Rows   []weightRow
	Words  bool // answers in words are offered: the one beside counts 100
}

type weightRow struct {
	brief.ValuedIssue
	Field       string
	Best, Worst string // empty: not stated
	Word        string // the answer: a word, "number" or ""
	Span        spanView
}

// swingWord is an answer in words to what a swing is worth beside another.
type swingWord struct{ Word, Says, Weight string }

// swingWords returns the answers in words.
func swingWords() []swingWord {
	return []swingWord{
		{"as-much", phrase.T("as much"), "100"},
		{"three-quarters", phrase.T("three quarters of it"), "75"},
		{"half", phrase.T("half of it"), "50"},
		{"quarter", phrase.T("a quarter of it"), "25"},
		{"hardly", phrase.T("hardly anything beside it"), "5"},
	}
}

// SwingWords are the answers in words, for the template.
func (weightPage) SwingWords() []swingWord { return swingWords() }

func showWeight(e *elicitation, _ int, sent url.Values, wrong mistakes) any {
	out := weightPage{stepPage: e.stepPage(2, 0, wrong)}
	reference := e.reference()
	for _, n := range e.inOrder() {
		w := e.x.Issues[n].Weight
		x := weightRow{ValuedIssue: e.brief.Agenda[n], Field: "w." + strconv.Itoa(n)}
		x.Best, x.Worst = e.ends(n)
		x.Span = viewSpan(x.Field, w, sent, wrong)
		x.Word = wordOfWeight(w)
		if sent.Has(x.Field + ".word") {
			x.Word = sent.Get(x.Field + ".word")
		}
		if x.Word != "number" && x.Word != "" {
			x.Span.Low = ""
		}
		if n == reference && (w == (act.Span{}) || w == (act.Span{Low: "100"})) {
			out.Beside, out.Words = &x, true
			continue
		}
		out.Rows = append(out.Rows, x)
	}
	return out
}

func wordOfWeight(w act.Span) string {
	if w == (act.Span{}) {
		return ""
	}
	for _, s := range swingWords() {
		if w == (act.Span{Low: s.Weight}) {
			return s.Word
		}
	}
	return "number"
}

func takeWeight(e *elicitation, _ int, _ string, sent url.Values) (wrong mistakes, again bool) {
	reference, stated := e.reference(), 0
	asked := map[string]string{}
	for n := range e.brief.Agenda {
		field := "w." + strconv.Itoa(n)
		asked[sent.Get(field+".issue")] = field
	}
	for n := range e.x.Issues {
		i := &e.x.Issues[n]
		field, ok := asked[i.Issue]
		if !ok {
			continue
		}
		s := weightOf(field, i.Weight, sent)
		text := e.badSpan(s, "1000")
		if text == "" && s == (act.Span{}) && sent.Get(field+".word") == "number" {
			text = e.r.p.T("Give a number from 0 to {most}, or two of which the second is more", "most", "1000")
		}
		if text != "" {
			wrong = append(wrong, mistake{field, e.title(n) + ": " + text})
			continue
		}
		i.Weight = s
		if s != (act.Span{}) {
			stated++
		}
	}
	// Beside nothing, 100 says nothing: it is stated with the first of the others.
	if first := &e.x.Issues[reference].Weight; *first == (act.Span{}) && (stated > 0 || len(e.x.Issues) == 1) {
		*first = act.Span{Low: "100"}
	} else if *first == (act.Span{Low: "100"}) && stated == 0 && len(e.x.Issues) > 1 && len(wrong) == 0 {
		*first = act.Span{}
	}
	return wrong, false
}

// weightOf reads the answer of one issue: a word, or the boxes when they were
// chosen or filled in.
func weightOf(field string, before act.Span, sent url.Values) act.Span {
	typed := act.Span{Low: number(sent.Get(field + ".low")), High: number(sent.Get(field + ".high"))}
	if typed.Low == typed.High {
		typed.High = ""
	}
	word := sent.Get(field + ".word")
	if word == "number" || typed != (act.Span{}) && typed != before && word == wordOfWeight(before) {
		return typed
	}
	for _, s := range swingWords() {
		if s.Word == word {
			return act.Span{Low: s.Weight}
		}
	}
	return act.Span{}
}
