// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// Model is somebody's picture of who could move away from an outcome and who
// would answer: decision makers, what each could do, and what each prefers, as a
// model file of package stability. It is an analysis and no report: what it says
// of others is its author's, and no party but its author reads it.
type Model struct {
	Amends   string      `json:"amends,omitempty"`
	Title    string      `json:"title"`           // what it asks, one line, at most 160 characters
	Document string      `json:"document"`        // a model file in JSON (docs/spec/model.md), at most 40,000 characters
	DMs      []ModelDM   `json:"dms,omitempty"`   // who the decision makers are and what their preferences rest on; at most 16
	Links    []ModelLink `json:"links,omitempty"` // options and instruments that stand for entries; at most 64
	Words    string      `json:"words,omitempty"` // what should be known beside it, at most 2,000 characters
	Ground
}

// ModelDM is one decision maker of a model.
type ModelDM struct {
	ID    string `json:"id"`              // as the document has it
	Seat  string `json:"seat,omitempty"`  // absent: it has no seat in the process
	Basis string `json:"basis"`           // a word of [PositionBases]: what its preferences rest on
	Words string `json:"words,omitempty"` // why it is thought to prefer so, at most 1,000 characters
}

// ModelLink says that an option or an instrument of a model stands for an entry of
// the process: a threat or incentive, a commitment, a proposal.
type ModelLink struct {
	Item  string `json:"item"`  // id of an option or instrument, as the document has it
	Entry string `json:"entry"` // id of the entry
}

// MaxDocument is how many characters the document of a model may have.
const MaxDocument = 40_000

// Other limits of a model.
const (
	maxModelDMs   = 16
	maxModelLinks = 64
	maxItem       = 64
)

// Kind is "model".
func (Model) Kind() string { return KindModel }

// Amended returns the entry whose place this one takes.
func (x Model) Amended() string { return x.Amends }

// Refs returns the entries that options and instruments stand for.
func (x Model) Refs() []string {
	var list []string
	for _, l := range x.Links {
		list = append(list, l.Entry)
	}
	return refs(list...)
}

// Validate checks texts, names and references. It does not read the document: an
// act knows no engine, and a document that no reader understands is shown as that.
func (x Model) Validate() error {
	c := &check{kind: KindModel}
	c.refIf("amends", x.Amends)
	c.line("title", x.Title, 160)
	c.long("document", x.Document, MaxDocument)
	if len(x.DMs) > maxModelDMs {
		c.refuse("dms", refuse.T("are {count}; the limit is {limit}", "count", len(x.DMs), "limit", maxModelDMs))
	}
	seen, seats := map[string]bool{}, map[string]bool{}
	for n, d := range x.DMs {
		at := fmt.Sprintf("dms[%d]", n)
		c.line(at+".id", d.ID, maxItem)
		c.seatIf(at+".seat", d.Seat)
		c.oneOf(at+".basis", d.Basis, PositionBases())
		c.longIf(at+".words", d.Words, 1000)
		if seen[d.ID] {
			c.refuse(at+".id", refuse.T("is described a second time"))
		}
		if d.Seat != "" && seats[d.Seat] {
			c.refuse(at+".seat", refuse.T("is a decision maker already"))
		}
		seen[d.ID], seats[d.Seat] = true, true
	}
	if len(x.Links) > maxModelLinks {
		c.refuse("links", refuse.T("are {count}; the limit is {limit}", "count", len(x.Links), "limit", maxModelLinks))
	}
	linked := map[ModelLink]bool{}
	for n, l := range x.Links {
		at := fmt.Sprintf("links[%d]", n)
		c.line(at+".item", l.Item, maxItem)
		c.ref(at+".entry", l.Entry)
		if linked[l] {
			c.refuse(at, refuse.T("is there a second time"))
		}
		linked[l] = true
	}
	c.longIf("words", x.Words, 2000)
	c.ground(x.Ground)
	return c.done()
}
