// SPDX-License-Identifier: Apache-2.0

package act

// Undertaking is what somebody said they would do, in the words as spoken. Until
// it has been read back and confirmed it rests on the notes of whoever enters
// it.
type Undertaking struct {
	Amends  string   `json:"amends,omitempty"`
	By      string   `json:"by"`               // seat that undertakes
	To      []string `json:"to,omitempty"`     // seats it was said to, sorted
	Words   string   `json:"words"`            // at most 2,000 characters
	Quoted  bool     `json:"quoted,omitempty"` // the words are verbatim
	Spoken  Moment   `json:"spoken,omitzero"`  // when it was said
	Contact string   `json:"contact,omitempty"`
	Issue   string   `json:"issue,omitempty"`
	Due     Due      `json:"due,omitzero"`
	Ground
}

// Due is a date as it was stated: as a moment, in words, or both. Words alone
// are no date, and are shown as such.
type Due struct {
	When Moment `json:"when,omitzero"`
	Says string `json:"says,omitempty"` // one line, at most 120 characters
}

// Known reports whether anything was said of a date.
func (d Due) Known() bool { return d != Due{} }

func (c *check) due(field string, d Due) {
	c.momentIf(field+".when", d.When)
	c.optional(field+".says", d.Says, 120)
}

// Kind is "undertaking".
func (Undertaking) Kind() string { return KindUndertaking }

// Amended returns the entry whose place this one takes.
func (x Undertaking) Amended() string { return x.Amends }

// Refs returns the contact and the issue.
func (x Undertaking) Refs() []string { return refs(x.Contact, x.Issue) }

// Validate checks texts, seats, references and dates.
func (x Undertaking) Validate() error {
	c := &check{kind: KindUndertaking}
	c.refIf("amends", x.Amends)
	c.seat("by", x.By)
	c.seatList("to", x.To, 0)
	c.long("words", x.Words, 2000)
	c.momentIf("spoken", x.Spoken)
	c.refIf("contact", x.Contact)
	c.refIf("issue", x.Issue)
	c.due("due", x.Due)
	c.ground(x.Ground)
	return c.done()
}

// UndertakingAnswers returns what can be said to an undertaking: its words were
// read back to the seat that undertook; that seat confirms, corrects or does
// not own them; it was kept or not, in the view of the author.
func UndertakingAnswers() []string {
	return []string{"read-back", "confirmed", "corrected", "disowned", "kept", "not-kept"}
}

// UndertakingAnswer answers an undertaking.
type UndertakingAnswer struct {
	Undertaking string `json:"undertaking"`     // id of the undertaking
	Answer      string `json:"answer"`          // a word of [UndertakingAnswers]
	Words       string `json:"words,omitempty"` // the right words of a correction; else a remark
	On          Moment `json:"on,omitzero"`
	Ground
}

// Kind is "undertaking.answer".
func (UndertakingAnswer) Kind() string { return KindUndertakingAnswer }

// Refs returns the undertaking.
func (x UndertakingAnswer) Refs() []string { return refs(x.Undertaking) }

// Validate checks the reference, the word, and that a correction has words.
func (x UndertakingAnswer) Validate() error {
	c := &check{kind: KindUndertakingAnswer}
	c.ref("undertaking", x.Undertaking)
	c.oneOf("answer", x.Answer, UndertakingAnswers())
	c.longIf("words", x.Words, 2000)
	if x.Answer == "corrected" && x.Words == "" {
		c.fail("words", "are missing; a correction says what the words were")
	}
	c.momentIf("on", x.On)
	c.ground(x.Ground)
	return c.done()
}
