// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"slices"
	"strings"
)

// Mark is the standing of an account: how well it is known.
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

// maxSources is the largest number of sources of one act.
const maxSources = 12

// Ground is what an act rests on. Without a mark the act rests on itself: what
// it says is said here, by its author. With a mark it reports something that
// happened or was said outside the record.
type Ground struct {
	Mark         Mark     `json:"mark,omitempty"`
	Teller       string   `json:"teller,omitempty"`       // whose account it is, at most 120 characters
	Sources      []Source `json:"sources,omitempty"`      // at most 12
	Illustrative bool     `json:"illustrative,omitempty"` // invented, to show what an entry looks like
}

// ground checks that a mark has what it rests on: an account without a source
// is uncertain, and an invented one claims no more than that and names none.
func (c *check) ground(g Ground) {
	if g.Mark == "" {
		c.optional("teller", g.Teller, 120)
		c.sources(g.Sources)
		if g.Illustrative {
			c.refuse("mark", refuse.T("is missing; what is illustrative is marked uncertain"))
		}
		return
	}
	c.account(g)
}

// account is ground for an act that always reports.
func (c *check) account(g Ground) {
	if !slices.Contains(Marks(), g.Mark) {
		c.fail("mark", "is %.40q; want one of %s", string(g.Mark), marks())
	}
	c.optional("teller", g.Teller, 120)
	c.sources(g.Sources)
	switch {
	case g.Illustrative && g.Mark != Uncertain:
		c.refuse("mark", refuse.T("is {mark}; what is illustrative is uncertain", "mark", Term{Word: string(g.Mark)}))
	case g.Illustrative && len(g.Sources) > 0:
		c.refuse("sources", refuse.T("are given; what is illustrative has none"))
	case !g.Illustrative && len(g.Sources) == 0 && g.Mark != Uncertain:
		c.refuse("sources", refuse.T("are missing; an account that is {mark} names at least one, or it is marked uncertain", "mark", Term{Word: string(g.Mark)}))
	}
}

func (c *check) sources(sources []Source) {
	if len(sources) > maxSources {
		c.refuse("sources", refuse.T("are {count}; the limit is {limit}", "count", len(sources), "limit", maxSources))
	}
	for i, s := range sources {
		c.line(fmt.Sprintf("sources[%d].key", i), s.Key, 16)
		c.line(fmt.Sprintf("sources[%d].at", i), s.At, 300)
	}
}

func marks() string {
	var out []string
	for _, m := range Marks() {
		out = append(out, string(m))
	}
	return strings.Join(out, ", ")
}
