// SPDX-License-Identifier: Apache-2.0

package act

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

// Validate checks the texts and dates, and that the mark has what it rests on:
// an account without a source is uncertain, and an invented one claims no more
// than that and names none.
func (e Event) Validate() error {
	c := &check{kind: KindEvent}
	c.date("date", e.Date)
	if e.Until != "" {
		c.date("until", e.Until)
		if e.Until <= e.Date {
			c.refuse("until", refuse.T("is {until}, which is not later than {day}", "until", e.Until, "day", e.Date))
		}
	}
	c.line("title", e.Title, 160)
	c.long("text", e.Text, 4000)
	c.account(Ground{e.Mark, e.Teller, e.Sources, e.Illustrative})
	return c.done()
}
