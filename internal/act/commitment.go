// SPDX-License-Identifier: Apache-2.0

package act

// Commitment is what a seat binds itself to, on the record or in confidence. It
// may hang on commitments of others: mine holds if yours does.
type Commitment struct {
	Amends    string   `json:"amends,omitempty"`
	By        string   `json:"by"`              // seat that commits itself
	Words     string   `json:"words"`           // at most 2,000 characters
	Issue     string   `json:"issue,omitempty"` // id of the issue
	Due       Due      `json:"due,omitzero"`
	If        []string `json:"if,omitempty"`        // ids of commitments that must stand for this one to stand, sorted
	Condition string   `json:"condition,omitempty"` // a further condition in words, at most 1,000 characters
	On        Moment   `json:"on,omitzero"`         // when it was given, which for a report is not when it is entered
	Ground
}

// Kind is "commitment".
func (Commitment) Kind() string { return KindCommitment }

// Amended returns the entry whose place this one takes.
func (x Commitment) Amended() string { return x.Amends }

// Refs returns the issue and the commitments that this one hangs on.
func (x Commitment) Refs() []string { return append(refs(x.Issue), x.If...) }

// Validate checks texts, seat, references and date.
func (x Commitment) Validate() error {
	c := &check{kind: KindCommitment}
	c.refIf("amends", x.Amends)
	c.seat("by", x.By)
	c.long("words", x.Words, 2000)
	c.refIf("issue", x.Issue)
	c.due("due", x.Due)
	c.refList("if", x.If)
	c.longIf("condition", x.Condition, 1000)
	c.momentIf("on", x.On)
	c.ground(x.Ground)
	return c.done()
}

// CommitmentSteps returns what can become of a commitment. Who says so is the
// author of the step; "kept" by one side and "not-kept" by another are two
// claims that stand side by side.
func CommitmentSteps() []string { return []string{"kept", "partly-kept", "not-kept", "released"} }

// CommitmentStep is what became of a commitment, in the view of its author.
type CommitmentStep struct {
	Commitment string `json:"commitment"`      // id of the commitment
	Step       string `json:"step"`            // a word of [CommitmentSteps]
	On         Moment `json:"on"`              // when
	Words      string `json:"words,omitempty"` // at most 1,000 characters
	Ground
}

// Kind is "commitment.step".
func (CommitmentStep) Kind() string { return KindCommitmentStep }

// Refs returns the commitment.
func (x CommitmentStep) Refs() []string { return refs(x.Commitment) }

// Validate checks the word, the date and the text.
func (x CommitmentStep) Validate() error {
	c := &check{kind: KindCommitmentStep}
	c.ref("commitment", x.Commitment)
	c.oneOf("step", x.Step, CommitmentSteps())
	c.moment("on", x.On)
	c.longIf("words", x.Words, 1000)
	c.ground(x.Ground)
	return c.done()
}
