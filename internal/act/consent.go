// SPDX-License-Identifier: Apache-2.0

package act

// ConsentStands returns how a seat stands to the process or to a format.
func ConsentStands() []string { return []string{"given", "conditional", "withdrawn"} }

// Consent is that the author's seat takes part, in the process as a whole or in
// one format; its withdrawal is a later one, and deletes nothing.
type Consent struct {
	Format    string `json:"format,omitempty"`    // id of the format; absent for the process as a whole
	Stand     string `json:"stand"`               // a word of [ConsentStands]
	Condition string `json:"condition,omitempty"` // at most 1,000 characters
	On        Moment `json:"on"`
	Words     string `json:"words,omitempty"` // at most 1,000 characters
	Ground
}

// Kind is "consent".
func (Consent) Kind() string { return KindConsent }

// Refs returns the format.
func (x Consent) Refs() []string { return refs(x.Format) }

// Validate checks the word, the date, and that a conditional consent says on
// what condition.
func (x Consent) Validate() error {
	c := &check{kind: KindConsent}
	c.refIf("format", x.Format)
	c.oneOf("stand", x.Stand, ConsentStands())
	c.longIf("condition", x.Condition, 1000)
	if (x.Stand == "conditional") != (x.Condition != "") {
		c.fail("condition", "belongs to a consent that is conditional, and to no other")
	}
	c.moment("on", x.On)
	c.longIf("words", x.Words, 1000)
	c.ground(x.Ground)
	return c.done()
}

// ExitStages returns how far a mediator's leaving is.
func ExitStages() []string { return []string{"considered", "announced", "done", "returned"} }

// Exit is that a mediator may leave, leaves, or comes back. The process and its
// record go on; a successor is a seat that has the role already.
type Exit struct {
	Stage     string `json:"stage"`               // a word of [ExitStages]
	Condition string `json:"condition,omitempty"` // on what it hangs, at most 1,000 characters
	On        Moment `json:"on"`                  // when it was said, or came about
	Effect    Due    `json:"effect,omitzero"`     // from when it is to hold
	Successor string `json:"successor,omitempty"` // seat that carries on
	Host      string `json:"host,omitempty"`      // who is to keep the hub, at most 160 characters
	Words     string `json:"words,omitempty"`     // at most 2,000 characters
	Ground
}

// Kind is "mediator.exit".
func (Exit) Kind() string { return KindExit }

// Validate checks words, seat and dates.
func (x Exit) Validate() error {
	c := &check{kind: KindExit}
	c.oneOf("stage", x.Stage, ExitStages())
	c.longIf("condition", x.Condition, 1000)
	c.moment("on", x.On)
	c.due("effect", x.Effect)
	c.seatIf("successor", x.Successor)
	c.optional("host", x.Host, 160)
	c.longIf("words", x.Words, 2000)
	c.ground(x.Ground)
	return c.done()
}
