// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"slices"
	"strings"
)

// Referrer is an act that speaks of earlier entries: a readout of its contact, a
// step of the commitment that it is a step of.
type Referrer interface {
	Act

	// Refs returns the ids of those entries, each 64 hexadecimal digits, without
	// the one that the act amends.
	Refs() []string
}

// Amender is an act that may be written again by the seat that wrote it first.
type Amender interface {
	Act

	// Amended returns the id of the entry whose place this one takes; empty for
	// a first writing.
	Amended() string
}

// Withdrawal takes back an entry of a register. The entry stays in the record,
// and is shown as withdrawn; only the seat that wrote it can withdraw it.
type Withdrawal struct {
	Entry string `json:"entry"`         // id of the entry
	Why   string `json:"why,omitempty"` // at most 2,000 characters
}

// Kind is "withdrawal".
func (Withdrawal) Kind() string { return KindWithdrawal }

// Refs returns the entry that is withdrawn.
func (w Withdrawal) Refs() []string { return refs(w.Entry) }

// Validate checks the reference and the text.
func (w Withdrawal) Validate() error {
	c := &check{kind: KindWithdrawal}
	c.ref("entry", w.Entry)
	c.longIf("why", w.Why, 2000)
	return c.done()
}

// refs returns those of some references that are given.
func refs(all ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
}

// ref checks the id of an entry.
func (c *check) ref(field, id string) {
	if len(id) != 64 || !words(id, 64, "0123456789abcdef") {
		c.fail(field, "is %.80q; want the 64 hexadecimal digits of an entry", id)
	}
}

// refIf checks the id of an entry that may be absent.
func (c *check) refIf(field, id string) {
	if id != "" {
		c.ref(field, id)
	}
}

// maxRefs is the largest number of entries that one field refers to.
const maxRefs = 32

// refList checks ids in ascending order, each once.
func (c *check) refList(field string, ids []string) {
	if len(ids) > maxRefs {
		c.refuse(field, refuse.T("are {count}; the limit is {limit}", "count", len(ids), "limit", maxRefs))
	}
	for i, id := range ids {
		c.ref(fmt.Sprintf("%s[%d]", field, i), id)
		if i > 0 && ids[i-1] >= id {
			c.fail(field, "must be in ascending order, each once")
		}
	}
}

// seatList checks seats in ascending order, each once, from least to 16 of them.
func (c *check) seatList(field string, seats []string, least int) {
	if n := len(seats); n < least || n > maxSeats {
		c.refuse(field, refuse.T("names {count} seats; want {least} to {most}", "count", n, "least", least, "most", maxSeats))
	}
	for i, s := range seats {
		c.seat(field, s)
		if i > 0 && strings.Compare(seats[i-1], s) >= 0 {
			c.fail(field, "must name seats in order, each once")
		}
	}
}

// seatIf checks the name of a seat that may be absent.
func (c *check) seatIf(field, name string) {
	if name != "" {
		c.seat(field, name)
	}
}

// oneOf checks a word of a list.
func (c *check) oneOf(field, word string, list []string) {
	if !slices.Contains(list, word) {
		c.fail(field, "is %.40q; want one of %s", word, strings.Join(list, ", "))
	}
}

// oneOfIf checks a word of a list that may be absent.
func (c *check) oneOfIf(field, word string, list []string) {
	if word != "" {
		c.oneOf(field, word, list)
	}
}

// longIf checks a text of several lines that may be absent.
func (c *check) longIf(field, text string, limit int) {
	if text != "" {
		c.long(field, text, limit)
	}
}
