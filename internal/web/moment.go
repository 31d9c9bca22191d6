// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"strings"

	"parley/internal/act"
	"parley/internal/lang"
)

// momentFields ask for a moment as exactly as it is known and no more: a day, a
// span of days, or a time of day with its zone.
func momentFields(name, label string, required bool) []field {
	return []field{
		{name: name + ".day", label: label, kind: dateField, required: required},
		{name: name + ".until", label: phrase.T("Last day, if longer"), kind: dateField},
		{name: name + ".clock", label: phrase.T("Time of day"), kind: clockField},
		{name: name + ".zone", label: phrase.T("Its zone"), kind: zoneField},
	}
}

// dueFields ask for a date as it was stated: as a moment, in words, or both.
func dueFields(name string) []field {
	return append(momentFields(name+".when", phrase.T("Due on"), false), field{
		name: name + ".says", label: phrase.T("Due, in the words spoken"), kind: lineField, most: 120,
		hint: phrase.T("Words alone, such as “soon”, are shown as words: they are no date."),
	})
}

// checkMoments says what does not fit together in a moment.
func checkMoments(r *request, fields []field, v values, prefix string) (out mistakes) {
	for _, f := range fields {
		stem, ok := strings.CutSuffix(prefix+f.name, ".clock")
		if !ok || f.kind != clockField {
			continue
		}
		day, until, clock, zone := v.Get(stem+".day"), v.Get(stem+".until"), v.Get(stem+".clock"), v.Get(stem+".zone")
		switch {
		case day == "" && (until != "" || clock != ""):
			out = append(out, mistake{stem + ".day", r.p.T("A last day or a time needs its day too")})
		case until != "" && until <= day:
			out = append(out, mistake{stem + ".until", r.p.T("The last day must be later than the first")})
		case clock != "" && zone == "":
			out = append(out, mistake{stem + ".zone", r.p.T("A time of day needs its zone")})
		case clock != "" && until != "":
			out = append(out, mistake{stem + ".clock", r.p.T("A time of day belongs to one day, not to several")})
		case clock == "" && zone != "":
			out = append(out, mistake{stem + ".clock", r.p.T("A zone needs its time of day")})
		}
	}
	return out
}

// momentHTML shows a moment, or that none was stated.
func momentHTML(p *lang.Printer, m act.Moment) template.HTML {
	if !m.Known() {
		return template.HTML(`<span class="unknown">` + template.HTMLEscapeString(p.T("not stated")) + `</span>`)
	}
	return template.HTML(`<time datetime="` + template.HTMLEscapeString(m.Day) + `">` + template.HTMLEscapeString(momentText(p, m)) + `</time>`)
}

// momentText is a moment in words: a day, a span, or a time with its zone as it
// was stated; nothing is converted.
func momentText(p *lang.Printer, m act.Moment) string {
	switch {
	case m.Until != "":
		return p.Span(m.Day, m.Until)
	case m.Clock != "":
		return p.T("{day}, {clock} ({zone})", "day", p.Day(m.Day), "clock", clockText(p, m.Clock), "zone", m.Zone)
	}
	return p.Day(m.Day)
}

// dueText is a date as it was stated.
func dueText(p *lang.Printer, d act.Due) string {
	switch {
	case !d.Known():
		return ""
	case !d.When.Known():
		return "“" + d.Says + "”"
	case d.Says != "":
		return momentText(p, d.When) + " (“" + d.Says + "”)"
	}
	return momentText(p, d.When)
}
