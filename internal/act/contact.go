// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// ContactForms returns the ways in which people of two or more sides meet.
func ContactForms() []string { return []string{"call", "meeting", "visit", "message"} }

// Levels returns the levels of a contact or of a planned meeting.
func Levels() []string { return []string{"leaders", "ministers", "envoys", "delegations", "experts"} }

// Person is somebody who took part or spoke.
type Person struct {
	Name     string `json:"name"`               // one line, at most 120 characters
	Seat     string `json:"seat,omitempty"`     // whom the person acted for
	Capacity string `json:"capacity,omitempty"` // in what capacity, at most 120 characters
}

func (c *check) person(field string, p Person) {
	c.line(field+".name", p.Name, 120)
	c.seatIf(field+".seat", p.Seat)
	c.optional(field+".capacity", p.Capacity, 120)
}

// Contact is one call, meeting, visit or message between sides. What was said
// in it is told in readouts, one for each account.
type Contact struct {
	Amends  string   `json:"amends,omitempty"`
	Form    string   `json:"form"`               // a word of [ContactForms]
	Title   string   `json:"title"`              // one line, at most 160 characters
	When    Moment   `json:"when"`               // always known: at least a day
	Level   string   `json:"level,omitempty"`    // a word of [Levels]
	AtLeast int64    `json:"at_least,omitempty"` // minutes that it lasted at the least
	AtMost  int64    `json:"at_most,omitempty"`  // minutes that it lasted at the most
	Place   string   `json:"place,omitempty"`    // at most 160 characters
	Through string   `json:"through,omitempty"`  // through whom or what, at most 160 characters
	Seats   []string `json:"seats,omitempty"`    // seats that took part, sorted
	Who     []Person `json:"who,omitempty"`      // at most 24
	About   string   `json:"about,omitempty"`    // at most 4,000 characters
	Ground
}

// Kind is "contact".
func (Contact) Kind() string { return KindContact }

// Amended returns the entry whose place this one takes.
func (x Contact) Amended() string { return x.Amends }

const (
	maxPersons = 24
	maxMinutes = 60 * 24 * 31
)

// Validate checks texts, words, moment and length.
func (x Contact) Validate() error {
	c := &check{kind: KindContact}
	c.refIf("amends", x.Amends)
	c.oneOf("form", x.Form, ContactForms())
	c.line("title", x.Title, 160)
	c.moment("when", x.When)
	c.oneOfIf("level", x.Level, Levels())
	c.minutes("at_least", x.AtLeast)
	c.minutes("at_most", x.AtMost)
	if x.AtMost != 0 && x.AtMost < x.AtLeast {
		c.fail("at_most", "is %d minutes, fewer than at_least", x.AtMost)
	}
	c.optional("place", x.Place, 160)
	c.optional("through", x.Through, 160)
	c.seatList("seats", x.Seats, 0)
	if len(x.Who) > maxPersons {
		c.fail("who", "names %d persons; the limit is %d", len(x.Who), maxPersons)
	}
	for i, p := range x.Who {
		c.person(fmt.Sprintf("who[%d]", i), p)
	}
	c.longIf("about", x.About, 4000)
	c.ground(x.Ground)
	return c.done()
}

func (c *check) minutes(field string, n int64) {
	if n < 0 || n > maxMinutes {
		c.fail(field, "is %d minutes; want 1 to %d, or nothing when it is not known", n, maxMinutes)
	}
}
