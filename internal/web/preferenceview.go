// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
)

// preferenceFuncs are the functions of the templates about preferences.
func preferenceFuncs() template.FuncMap {
	return template.FuncMap{
		"preferred": preferredOn,
		"bar":       newBar,
		"spanat":    func(s spanView, label any, most string) spanField { return spanField{s, label, most} },
		"methodon":  methodOn,
		"own":       ownWords,
		"stepping":  func(f *frame, x stepPage) stepping { return stepping{f, x} },
	}
}

// spanField is a number or a range, with what it is of and where its scale ends.
type spanField struct {
	spanView
	Label any // in the language of the page
	Most  string
}

// stepping is what the shared parts of a step need.
type stepping struct {
	F *frame
	X stepPage
}

// preferredOn lays a preference out on the agenda that the own seat reads: what
// is silent on an issue is seen to be.
func preferredOn(f *frame, x act.Preference) brief.PreferenceLine {
	at, _ := f.r.asOf()
	return brief.DraftPreference(f.r.view.State, f.r.view.Roster, at, nil, x).Line
}

// ownWords sets words of people apart from a sentence around them, which may run
// the other way.
func ownWords(text string) template.HTML {
	return template.HTML("<bdi>" + template.HTMLEscapeString(text) + "</bdi>")
}

// methodOn is the address of the page about a method; empty where this desk shows
// none.
func methodOn(f *frame, name string) string {
	if !slices.ContainsFunc(pages(), func(p page) bool { return p.path == "/method/{name}" }) {
		return ""
	}
	return f.r.at("/method/" + name)
}

// barView is a number as a bar: as far as it surely goes, and where it may end.
type barView struct{ Sure, From, Open string }

// newBar draws a number or a range on a scale from 0 to most.
func newBar(s act.Span, most float64) *barView {
	if s == (act.Span{}) {
		return nil
	}
	at := func(text string) float64 {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0
		}
		return min(100*x/most, 100)
	}
	print := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	low := at(s.Low)
	out := barView{Sure: print(low), From: print(low), Open: "0"}
	if s.High != "" {
		out.Open = print(at(s.High) - low)
	}
	return &out
}
