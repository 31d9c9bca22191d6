// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

// roomFuncs are the functions of the templates about meetings, pressure,
// promises and consultation.
func roomFuncs(p *lang.Printer) template.FuncMap {
	return template.FuncMap{
		"countdown": func(c brief.Clock) string { return countdown(p, c) },
		"clockday":  func(c brief.Clock) template.HTML { return clockDay(p, c) },
		"due":       func(d act.Due) template.HTML { return dueHTML(p, d) },
		"level": func(value string) string {
			if slices.Contains(act.Levels(), value) {
				return termFor(p, "level", value)
			}
			return value
		},
		"levelof": func(aspect, value string) string {
			if aspect == "level" {
				return value
			}
			return ""
		},
		"values": aspectValues,
		"stands": func(v brief.FormatValue, seat string) []standView { return standViews(standsOf(v, seat), false) },
		"beside": func(v brief.FormatValue, keys []brief.SeatRef) []standView {
			return standViews(standsBeside(v, keys), true)
		},
		"spoken":   spokenBy,
		"begin":    beginAbout,
		"file_of":  func(name, query string) tableFile { return tableFile{name, query} },
		"svg":      func(s string) template.HTML { return template.HTML(s) }, // made by package chart, which escapes
		"lanename": func(f *frame, lane string) string { return laneName(f.r, lane) },
		"spokenof": spokenOf,
		"limit": func(n string) string {
			if n == "" {
				return p.T("not stated")
			}
			return n
		},
		"held":         heldBy,
		"packagelinks": (*frame).packageLinks,
		"inagenda":     (*frame).inAgenda,
		"inpoints":     func(f *frame, number string) string { return inPoints(f.r, number) },
		"isolate":      func(s string) template.HTML { return template.HTML("<bdi>" + template.HTMLEscapeString(s) + "</bdi>") },
		"isless":       func(number string) bool { return strings.HasPrefix(number, "-") },
		"band":         func(w, limit *brief.Worth) template.HTML { return template.HTML(chart.WorthBand(w, limit)) },
		"rewritten":    func(again, back bool, entry string) rewritten { return rewritten{again, back, entry} },
	}
}

// standView is how a seat stands, with its name where the place does not tell it.
type standView struct {
	brief.FormatStand
	Named bool
}

func standViews(all []brief.FormatStand, named bool) []standView {
	var out []standView
	for _, s := range all {
		out = append(out, standView{s, named})
	}
	return out
}

// tableFile is a table that can be taken along as a file, of the day of the page.
type tableFile struct{ Name, Query string }

// rewritten is what the buttons to write an entry again need.
type rewritten struct {
	Again, Back bool
	Entry       string
}

// spokenOf is how many entries and claims speak of an issue.
func spokenOf(x brief.AgendaIssue) int {
	return len(x.Announcements) + len(x.Claims) + len(x.Undertakings) + len(x.Commitments) + len(x.Leverage) +
		len(x.Consultations) + len(x.Proposals)
}

// held is somebody with a seat, without one, or with a seat and another name.
type held struct {
	Seat *brief.SeatRef
	Also string // what the seat is called here, when that is not its name
}

func heldBy(seat *brief.SeatRef, name string) held {
	if seat != nil && seat.Name == name {
		name = ""
	}
	return held{seat, name}
}
