// SPDX-License-Identifier: Apache-2.0

package act

import (
	"slices"
	"strings"
)

// SeatName says what a seat is called. The name in the roster is random, so that
// the hub learns nothing from it; this one lives inside sealed entries.
type SeatName struct {
	Seat  string `json:"seat"`            // name in the roster
	Name  string `json:"name"`            // one line, at most 80 characters
	Says  string `json:"says,omitempty"`  // how the role is shown, at most 80 characters
	Short string `json:"short,omitempty"` // alias for the command line
}

// Kind is "seat.name".
func (SeatName) Kind() string { return KindSeat }

// Reserved are the words that address more than one seat, or a seat by its
// role, and so can be the name or alias of none.
func Reserved() []string { return []string{"all", "plenary"} }

// Validate checks the texts and that the alias is a word that can be typed:
// 1 to 16 lower-case letters, digits and hyphens, a letter or digit at either
// end.
func (n SeatName) Validate() error {
	c := &check{kind: KindSeat}
	c.seat("seat", n.Seat)
	c.line("name", n.Name, 80)
	c.optional("says", n.Says, 80)
	if n.Short != "" {
		if !words(n.Short, 16, "abcdefghijklmnopqrstuvwxyz0123456789-") ||
			strings.HasPrefix(n.Short, "-") || strings.HasSuffix(n.Short, "-") {
			c.fail("short", "is %.40q; an alias has 1 to 16 lower-case letters, digits and hyphens, no hyphen at either end", n.Short)
		}
		if slices.Contains(Reserved(), n.Short) {
			c.fail("short", "is %q, a word that addresses every seat", n.Short)
		}
	}
	if slices.Contains(Reserved(), strings.ToLower(n.Name)) {
		c.fail("name", "is %q, a word that addresses every seat", n.Name)
	}
	return c.done()
}
