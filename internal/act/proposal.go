// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"slices"
)

// The stages of a proposal. An internal one is worked on by its readers; a
// tabled one is put to the parties, and only after the owners of every issue
// that it touches were consulted, or with the reason why not.
const (
	Internal = "internal"
	Tabled   = "tabled"
)

// ProposalStages returns the stages of a proposal.
func ProposalStages() []string { return []string{Internal, Tabled} }

// Proposal is a way to settle one or more issues: in words, or as a package that
// chooses one option of each.
type Proposal struct {
	Amends   string   `json:"amends,omitempty"`
	Stage    string   `json:"stage"`              // internal or tabled
	Title    string   `json:"title"`              // one line, at most 160 characters
	Text     string   `json:"text,omitempty"`     // at most 8,000 characters; of a package it may be absent
	Issues   []string `json:"issues,omitempty"`   // ids of the issues that it touches, sorted
	Choices  []Choice `json:"choices,omitempty"`  // of a package: in ascending order of issues, which are all among Issues
	By       string   `json:"by,omitempty"`       // seat whose offer it is; absent: nobody's, as a mediator's suggestion
	On       Moment   `json:"on,omitzero"`        // when it was made, which for a report is not when it is entered
	From     string   `json:"from,omitempty"`     // id of the internal proposal that is tabled
	Override string   `json:"override,omitempty"` // why it is tabled although an owner was not consulted
	Ground
}

// Kind is "proposal".
func (Proposal) Kind() string { return KindProposal }

// Amended returns the entry whose place this one takes.
func (x Proposal) Amended() string { return x.Amends }

// Refs returns the issues and the proposal that it comes from.
func (x Proposal) Refs() []string { return append(refs(x.From), x.Issues...) }

// Validate checks texts and references, and that only a tabled proposal has an
// origin or an override.
func (x Proposal) Validate() error {
	c := &check{kind: KindProposal}
	c.refIf("amends", x.Amends)
	c.oneOf("stage", x.Stage, ProposalStages())
	c.line("title", x.Title, 160)
	if len(x.Choices) > 0 {
		c.longIf("text", x.Text, 8000)
	} else {
		c.long("text", x.Text, 8000)
	}
	c.refList("issues", x.Issues)
	c.choices("choices", x.Choices)
	for n, k := range x.Choices {
		if !slices.Contains(x.Issues, k.Issue) {
			c.refuse(fmt.Sprintf("choices[%d].issue", n), refuse.T("is not among issues, which name all that the proposal touches"))
		}
	}
	c.seatIf("by", x.By)
	c.momentIf("on", x.On)
	c.refIf("from", x.From)
	c.longIf("override", x.Override, 1000)
	if x.Stage == Internal && (x.From != "" || x.Override != "") {
		c.refuse("stage", refuse.T("is internal; only a tabled proposal has an origin or an override"))
	}
	c.ground(x.Ground)
	return c.done()
}
