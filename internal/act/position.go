// SPDX-License-Identifier: Apache-2.0

package act

// The bases of a position: that the seat said it, and that somebody takes it to
// be so. The two are never mixed.
const (
	Said     = "said"
	Inferred = "inferred"
)

// PositionBases returns on what a position can rest.
func PositionBases() []string { return []string{Said, Inferred} }

// RangeSort is the sort of a position that is a span of numbers.
const RangeSort = "range"

// PositionSorts returns what can be known of where a seat stands: what it needs
// and why, what it asks for, what it will not accept, between which numbers it
// can move, and what it does if there is no agreement.
func PositionSorts() []string {
	return []string{"interest", "position", "red-line", RangeSort, "alternative"}
}

// Position is one thing about where a seat stands on an issue, or on the whole.
// Who reads it is the point of it: a delegation keeps its ranges to itself, a
// mediator keeps what it heard of one party from the other.
type Position struct {
	Amends  string `json:"amends,omitempty"`
	Of      string `json:"of"`                // seat whose it is
	Sort    string `json:"sort"`              // a word of [PositionSorts]
	Issue   string `json:"issue,omitempty"`   // id of the issue; absent for what concerns all of them
	Words   string `json:"words,omitempty"`   // at most 2,000 characters; of a range they may be absent
	Quoted  bool   `json:"quoted,omitempty"`  // the words are verbatim
	Number  Figure `json:"number,omitzero"`   // of a range, always
	Basis   string `json:"basis"`             // a word of [PositionBases]
	Contact string `json:"contact,omitempty"` // id of the contact in which it was heard
	On      Moment `json:"on,omitzero"`       // when it was stated
	Ground
}

// Kind is "position".
func (Position) Kind() string { return KindPosition }

// Amended returns the entry whose place this one takes.
func (x Position) Amended() string { return x.Amends }

// Refs returns the issue and the contact.
func (x Position) Refs() []string { return refs(x.Issue, x.Contact) }

// Validate checks that there are words, or the numbers of a range, and that what
// is inferred is not given as verbatim.
func (x Position) Validate() error {
	c := &check{kind: KindPosition}
	c.refIf("amends", x.Amends)
	c.seat("of", x.Of)
	c.oneOf("sort", x.Sort, PositionSorts())
	c.refIf("issue", x.Issue)
	ranged := x.Number != (Figure{})
	switch {
	case x.Sort == RangeSort && !ranged:
		c.fail("number", "is missing; a range says from what to what, at least in words")
	case x.Sort != RangeSort && ranged:
		c.fail("number", "is given; only a %s has one", RangeSort)
	case x.Sort == RangeSort:
		c.figure("number", x.Number)
		c.longIf("words", x.Words, 2000)
	default:
		c.long("words", x.Words, 2000)
	}
	c.oneOf("basis", x.Basis, PositionBases())
	switch {
	case x.Quoted && x.Words == "":
		c.fail("quoted", "is set, and there are no words")
	case x.Quoted && x.Basis == Inferred:
		c.fail("quoted", "is set, and what is inferred was not said in these words")
	}
	c.refIf("contact", x.Contact)
	c.momentIf("on", x.On)
	c.ground(x.Ground)
	return c.done()
}
