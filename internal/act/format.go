// SPDX-License-Identifier: Apache-2.0

package act

// Format is a meeting that may take place: a round of talks, a leaders' meeting.
// What is known of its venue, level, date, participants and agenda is said in
// format points, by each side for itself; what nobody has said is unknown.
type Format struct {
	Amends  string   `json:"amends,omitempty"`
	Title   string   `json:"title"`             // one line, at most 160 characters
	Purpose string   `json:"purpose,omitempty"` // at most 2,000 characters
	Keys    []string `json:"keys"`              // seats that must confirm a point for it to be agreed: two at least, sorted
	Ground
}

// Kind is "format".
func (Format) Kind() string { return KindFormat }

// Amended returns the entry whose place this one takes.
func (x Format) Amended() string { return x.Amends }

// Validate checks texts and that two keys at least are named.
func (x Format) Validate() error {
	c := &check{kind: KindFormat}
	c.refIf("amends", x.Amends)
	c.line("title", x.Title, 160)
	c.longIf("purpose", x.Purpose, 2000)
	c.seatList("keys", x.Keys, 2)
	c.ground(x.Ground)
	return c.done()
}

// Aspects returns what has to be known of a meeting.
func Aspects() []string { return []string{"venue", "level", "date", "participants", "agenda"} }

// FormatStands returns how a seat stands to a value: it offers it, reports it as
// settled, confirms it, objects, or takes back what it said of it.
func FormatStands() []string {
	return []string{"offered", "claimed", "confirmed", "objected", "withdrawn"}
}

// FormatPoint is how one seat stands to one value of one aspect of a meeting.
type FormatPoint struct {
	Format string `json:"format"`          // id of the format
	Aspect string `json:"aspect"`          // a word of [Aspects]
	Value  string `json:"value"`           // one line, at most 200 characters; for a level, a word of [Levels]
	When   Moment `json:"when,omitzero"`   // of an aspect "date" that is a date and not words
	Stand  string `json:"stand"`           // a word of [FormatStands]
	For    string `json:"for,omitempty"`   // seat whose stand is reported; absent when it is the author's own
	Words  string `json:"words,omitempty"` // reason or quotation, at most 1,000 characters
	On     Moment `json:"on,omitzero"`     // when it was said, which for a report is not when it is entered
	Ground
}

// Kind is "format.point".
func (FormatPoint) Kind() string { return KindFormatPoint }

// Refs returns the format.
func (x FormatPoint) Refs() []string { return refs(x.Format) }

// Validate checks words and texts, and that only a date has a moment.
func (x FormatPoint) Validate() error {
	c := &check{kind: KindFormatPoint}
	c.ref("format", x.Format)
	c.oneOf("aspect", x.Aspect, Aspects())
	c.line("value", x.Value, 200)
	if x.Aspect == "level" {
		c.oneOf("value", x.Value, Levels())
	}
	c.momentIf("when", x.When)
	if x.When.Known() && x.Aspect != "date" {
		c.fail("when", "is given for the aspect %.20s", x.Aspect)
	}
	c.oneOf("stand", x.Stand, FormatStands())
	c.seatIf("for", x.For)
	c.longIf("words", x.Words, 1000)
	c.momentIf("on", x.On)
	c.ground(x.Ground)
	return c.done()
}
