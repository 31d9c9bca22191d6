// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Mark is the standing of an account of an event: how well it is known.
type Mark string

// The marks, from best to least supported; measured is of figures that were
// taken from a data set.
const (
	Confirmed Mark = "confirmed"
	OneSource Mark = "one-source"
	Disputed  Mark = "disputed"
	Uncertain Mark = "uncertain"
	Measured  Mark = "measured"
)

// Marks returns every mark, in a fixed order.
func Marks() []Mark { return []Mark{Confirmed, OneSource, Disputed, Uncertain, Measured} }

// Source is where an account can be checked.
type Source struct {
	Key string `json:"key"` // short name of the source, at most 16 characters
	At  string `json:"at"`  // address or place in it, at most 300 characters
}

// Event is one account of something that happened outside the record. Two
// accounts of one event are two entries: they are set side by side, never
// merged, and their figures never added.
type Event struct {
	Date         string   `json:"date"`            // YYYY-MM-DD
	Until        string   `json:"until,omitempty"` // last day of a span, later than Date
	Title        string   `json:"title"`           // one line, at most 160 characters
	Text         string   `json:"text"`            // at most 4,000 characters
	Mark         Mark     `json:"mark"`
	Teller       string   `json:"teller,omitempty"`       // whose account it is, at most 120 characters
	Sources      []Source `json:"sources,omitempty"`      // at most 12
	Illustrative bool     `json:"illustrative,omitempty"` // invented, to show what an entry looks like
}

// Kind is "event".
func (Event) Kind() string { return KindEvent }

const (
	dateLayout = "2006-01-02"
	maxSources = 12
)

// Validate checks the texts and dates, and that the mark has what it rests on:
// an account without a source is uncertain, and an invented one claims no more
// than that and names none.
func (e Event) Validate() error {
	c := &check{kind: KindEvent}
	c.date("date", e.Date)
	if e.Until != "" {
		c.date("until", e.Until)
		if e.Until <= e.Date {
			c.fail("until", "is %s, which is not later than %s", e.Until, e.Date)
		}
	}
	c.line("title", e.Title, 160)
	c.long("text", e.Text, 4000)
	if !slices.Contains(Marks(), e.Mark) {
		c.fail("mark", "is %.40q; want one of %s", string(e.Mark), marks())
	}
	c.optional("teller", e.Teller, 120)
	if len(e.Sources) > maxSources {
		c.fail("sources", "are %d; the limit is %d", len(e.Sources), maxSources)
	}
	for i, s := range e.Sources {
		c.line(fmt.Sprintf("sources[%d].key", i), s.Key, 16)
		c.line(fmt.Sprintf("sources[%d].at", i), s.At, 300)
	}
	switch {
	case e.Illustrative && e.Mark != Uncertain:
		c.fail("mark", "is %s; an illustrative event is uncertain", e.Mark)
	case e.Illustrative && len(e.Sources) > 0:
		c.fail("sources", "are given; an illustrative event has none")
	case !e.Illustrative && len(e.Sources) == 0 && e.Mark != Uncertain:
		c.fail("sources", "are missing; an account that is %s names at least one, or it is marked uncertain", e.Mark)
	}
	return c.done()
}

func (c *check) date(field, text string) {
	t, err := time.Parse(dateLayout, text)
	if err != nil || t.Format(dateLayout) != text {
		c.fail(field, "is %.40q; want a day of the form 2025-05-19", text)
	}
}

func marks() string {
	var out []string
	for _, m := range Marks() {
		out = append(out, string(m))
	}
	return strings.Join(out, ", ")
}
