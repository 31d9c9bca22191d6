// SPDX-License-Identifier: Apache-2.0

package act

import (
	"strings"
	"time"
)

// Moment is when something happened or is due, as exactly as it is known and no
// more: a day, a span of days, or a clock time with its zone. The zero Moment is
// "not known", and is left out of the printed form.
type Moment struct {
	Day   string `json:"day"`             // YYYY-MM-DD
	Until string `json:"until,omitempty"` // last day of a span, later than Day
	Clock string `json:"clock,omitempty"` // HH:MM on Day; never without Zone
	Zone  string `json:"zone,omitempty"`  // UTC, UTC+03:00, or a name such as Europe/Istanbul
}

// Known reports whether anything is known of the moment.
func (m Moment) Known() bool { return m != Moment{} }

const (
	dateLayout  = "2006-01-02"
	clockLayout = "15:04"
)

func (c *check) date(field, text string) {
	t, err := time.Parse(dateLayout, text)
	if err != nil || t.Format(dateLayout) != text {
		c.refuse(field, refuse.T("is {text}; want a day of the form 2025-05-19", "text", quoted(text)))
	}
}

func (c *check) moment(field string, m Moment) {
	c.date(field+".day", m.Day)
	if m.Until != "" {
		c.date(field+".until", m.Until)
		if m.Until <= m.Day {
			c.refuse(field+".until", refuse.T("is {until}, which is not later than {day}", "until", m.Until, "day", m.Day))
		}
	}
	switch {
	case m.Clock == "" && m.Zone != "":
		c.refuse(field+".zone", refuse.T("is given without a clock time"))
		return
	case m.Clock == "":
		return
	case m.Zone == "":
		c.refuse(field+".zone", refuse.T("is missing; a clock time means nothing without one"))
	case m.Until != "":
		c.refuse(field+".clock", refuse.T("is given for a span of days"))
	}
	if t, err := time.Parse(clockLayout, m.Clock); err != nil || t.Format(clockLayout) != m.Clock {
		c.refuse(field+".clock", refuse.T("is {text}; want a time of the form 18:00", "text", quoted(m.Clock)))
	}
	if !zone(m.Zone) {
		c.refuse(field+".zone", refuse.T("is {text}; want UTC, UTC+03:00, or a name such as Europe/Istanbul", "text", quoted(m.Zone)))
	}
}

// momentIf checks a moment that may be unknown.
func (c *check) momentIf(field string, m Moment) {
	if m.Known() {
		c.moment(field, m)
	}
}

// zone holds the form of a zone only: which names there are depends on the year
// and the machine, and an old entry must read the same everywhere.
func zone(s string) bool {
	if s == "UTC" {
		return true
	}
	if rest, ok := strings.CutPrefix(s, "UTC"); ok {
		if len(rest) != 6 || rest[0] != '+' && rest[0] != '-' {
			return false
		}
		// The zones of the world are between -12:00 and +14:00.
		t, err := time.Parse(clockLayout, rest[1:])
		return err == nil && rest[1:] <= "14:00" && rest[1:] != "00:00" && t.Format(clockLayout) == rest[1:]
	}
	parts := strings.Split(s, "/")
	for _, p := range parts {
		if !words(p, 40, zoneLetters) {
			return false
		}
	}
	return len(s) <= 40 && len(parts) > 1
}

const zoneLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+0123456789"
