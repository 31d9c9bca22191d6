// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// Phases returns the words for where a process is, in the order in which a
// process that meets no trouble goes through them.
func Phases() []string {
	return []string{"contact", "design", "confidence", "positions", "text", "pressure", "signature", "implementation", "breakdown"}
}

// Phase says where the process is, in the view of a mediator.
type Phase struct {
	Phase string `json:"phase"`           // a word of [Phases]
	Since string `json:"since"`           // YYYY-MM-DD
	Words string `json:"words,omitempty"` // at most 1,000 characters
}

// Kind is "process.phase".
func (Phase) Kind() string { return KindPhase }

// Validate checks the word, the day and the text.
func (p Phase) Validate() error {
	c := &check{kind: KindPhase}
	c.oneOf("phase", p.Phase, Phases())
	c.date("since", p.Since)
	c.longIf("words", p.Words, 1000)
	return c.done()
}

// Issue is something that the parties could settle in more than one way. Its
// owners are the seats without which nothing about it is put forward.
type Issue struct {
	Amends  string   `json:"amends,omitempty"`
	Title   string   `json:"title"`             // one line, at most 120 characters
	Says    string   `json:"says,omitempty"`    // at most 4,000 characters
	Basket  string   `json:"basket,omitempty"`  // group of issues that are worked on together
	Owners  []string `json:"owners,omitempty"`  // seats, sorted
	Options []string `json:"options,omitempty"` // ways to settle it, at most 24, one line each
	Links   []string `json:"links,omitempty"`   // ids of issues that it hangs together with, sorted
}

// Kind is "issue".
func (Issue) Kind() string { return KindIssue }

// Amended returns the entry whose place this one takes.
func (i Issue) Amended() string { return i.Amends }

// Refs returns the linked issues.
func (i Issue) Refs() []string { return refs(i.Links...) }

const (
	maxOptions = 24
	maxOption  = 200 // characters of one
)

// Validate checks texts, seats and links.
func (i Issue) Validate() error {
	c := &check{kind: KindIssue}
	c.refIf("amends", i.Amends)
	c.line("title", i.Title, 120)
	c.longIf("says", i.Says, 4000)
	c.optional("basket", i.Basket, 80)
	c.seatList("owners", i.Owners, 0)
	if len(i.Options) > maxOptions {
		c.refuse("options", refuse.T("are {count}; the limit is {limit}", "count", len(i.Options), "limit", maxOptions))
	}
	for n, o := range i.Options {
		c.line(fmt.Sprintf("options[%d]", n), o, maxOption)
	}
	c.refList("links", i.Links)
	return c.done()
}
