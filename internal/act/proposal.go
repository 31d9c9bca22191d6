// SPDX-License-Identifier: Apache-2.0

package act

// The stages of a proposal. An internal one is worked on by its readers; a
// tabled one is put to the parties, and only after the owners of every issue
// that it touches were consulted, or with the reason why not.
const (
	Internal = "internal"
	Tabled   = "tabled"
)

// ProposalStages returns the stages of a proposal.
func ProposalStages() []string { return []string{Internal, Tabled} }

// Proposal is a way to settle one or more issues.
type Proposal struct {
	Amends   string   `json:"amends,omitempty"`
	Stage    string   `json:"stage"`              // internal or tabled
	Title    string   `json:"title"`              // one line, at most 160 characters
	Text     string   `json:"text"`               // at most 8,000 characters
	Issues   []string `json:"issues,omitempty"`   // ids of the issues that it touches, sorted
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
	c.long("text", x.Text, 8000)
	c.refList("issues", x.Issues)
	c.refIf("from", x.From)
	c.longIf("override", x.Override, 1000)
	if x.Stage == Internal && (x.From != "" || x.Override != "") {
		c.fail("stage", "is internal; only a tabled proposal has an origin or an override")
	}
	c.ground(x.Ground)
	return c.done()
}
