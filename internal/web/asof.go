// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// dayed is the day of a page: today, or an earlier one that its address asks
// for with ?on=.
type dayed struct {
	On    string // empty for today
	Wrong string // why what was asked for is no day
}

// asOf is the day that a page is asked for. Of an earlier day the page shows
// what is known now of what was so then.
func (r *request) asOf() (brief.AsOf, dayed) {
	at := brief.AsOf{Today: r.server.opt.Now().UTC().Format(time.DateOnly)}
	on := r.URL.Query().Get("on")
	if on == "" {
		return at, dayed{}
	}
	if t, err := time.Parse(time.DateOnly, on); err != nil || t.Format(time.DateOnly) != on {
		return at, dayed{Wrong: r.p.T("{field} must be a day such as 2025-05-19", "field", r.p.T("As it stood on"))}
	}
	return brief.AsOf{Today: on, Until: on}, dayed{On: on}
}

// Query keeps the day of a page in the address of another.
func (d dayed) Query() string {
	if d.On == "" {
		return ""
	}
	return "?on=" + d.On
}

// countdown says how far off a date is, and of what has none or waits no more
// that it does not.
func countdown(p *lang.Printer, c brief.Clock) string {
	switch c.State {
	case brief.ClockNone:
		return p.T("no date was stated")
	case brief.ClockClosed:
		return p.T("nothing waits for it any more")
	case brief.ClockUnasked:
		return p.T("not counted")
	}
	return dueIn(p, c)
}

// clockDay is the day or the span of days of a clock.
func clockDay(p *lang.Printer, c brief.Clock) template.HTML {
	if c.Day == "" {
		return ""
	}
	return momentHTML(p, act.Moment{Day: c.Day, Until: c.Until})
}

// dueHTML is a date as it was stated: as a moment, in words, or both.
func dueHTML(p *lang.Printer, d act.Due) template.HTML {
	switch {
	case !d.Known():
		return template.HTML(`<span class="unknown">` + template.HTMLEscapeString(p.T("no date")) + `</span>`)
	case !d.When.Known():
		return wordsOfDate(p, d.Says)
	case d.Says != "":
		return momentHTML(p, d.When) + ` <span class="src"><q dir="auto">` + template.HTML(template.HTMLEscapeString(d.Says)) + `</q></span>`
	}
	return momentHTML(p, d.When)
}

// wordsOfDate shows words that were said of a date and are none.
func wordsOfDate(p *lang.Printer, says string) template.HTML {
	return template.HTML(`<q dir="auto">` + template.HTMLEscapeString(says) + `</q> <span class="unknown">` + template.HTMLEscapeString(p.T("is no date")) + `</span>`)
}
