// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"time"

	"parley/internal/lang"
)

// minutesText says how long something lasted, or how long ago it was, in the
// largest whole unit below which nothing is lost that matters: minutes up to two
// hours, hours up to two days, then days.
func minutesText(p *lang.Printer, minutes int64) string {
	switch {
	case minutes < 120:
		return p.N("{n} minutes", minutes)
	case minutes < 48*60:
		return p.N("{n} hours", minutes/60)
	}
	return p.N("{n} days", minutes/(24*60))
}

// lengthHTML is how long a contact lasted, as it was stated. A limit of 0 was not
// stated, and is not zero.
func lengthHTML(p *lang.Printer, least, most int64) template.HTML {
	text := ""
	switch {
	case least == 0 && most == 0:
		return template.HTML(`<span class="unknown">` + template.HTMLEscapeString(p.T("not stated")) + `</span>`)
	case most == 0:
		text = p.N("at least {n} minutes", least)
	case least == 0:
		text = p.N("at most {n} minutes", most)
	case least == most:
		text = p.N("{n} minutes", least)
	default:
		text = p.N("{least} to {n} minutes", most, "least", p.Number(least))
	}
	return template.HTML(template.HTMLEscapeString(text))
}

// clockText writes a time of day of the form 16:05 with the digits of a
// language.
func clockText(p *lang.Printer, clock string) string {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return clock
	}
	return p.Clock(t)
}
