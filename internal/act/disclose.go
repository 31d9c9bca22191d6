// SPDX-License-Identifier: Apache-2.0

package act

// Ask asks the author of an earlier entry whether parts of it may be shown to
// other seats. The author answers with a grant, which is a kind of the record
// and not an act.
type Ask struct {
	Entry string   `json:"entry"`           // id of the entry: 64 lower-case hexadecimal digits
	Parts []int64  `json:"parts,omitempty"` // ascending, from 1; none: may the idea be used in the asker's own words?
	To    []string `json:"to"`              // seats to be shown it: sorted, 1 to 16
	Why   string   `json:"why,omitempty"`   // at most 2,000 characters
}

// Kind is "disclose.ask".
func (Ask) Kind() string { return KindAsk }

// Limits of an ask, those of an entry in the record.
const (
	maxParts = 64
	maxSeats = 16
)

// Validate checks the form of the reference, the part numbers and the seats.
func (a Ask) Validate() error {
	c := &check{kind: KindAsk}
	c.ref("entry", a.Entry)
	if len(a.Parts) > maxParts {
		c.fail("parts", "are %d; an entry has %d at most", len(a.Parts), maxParts)
	}
	for i, p := range a.Parts {
		if p < 1 || p > maxParts || i > 0 && a.Parts[i-1] >= p {
			c.fail("parts", "must be ascending numbers from 1 to %d", maxParts)
		}
	}
	c.seatList("to", a.To, 1)
	c.longIf("why", a.Why, 2000)
	return c.done()
}
