// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// Round is a confidential acceptance round: a mediator puts packages to several
// seats, each answers to the mediators alone, and what all of them learn is, of
// each package, whether every seat accepts it or not.
type Round struct {
	Amends   string   `json:"amends,omitempty"`
	Title    string   `json:"title"`    // one line, at most 160 characters
	Packages []string `json:"packages"` // ids of proposals with choices, 1 to 12, ascending
	Asked    []string `json:"asked"`    // seats that answer, sorted, at least 2
	Closes   Moment   `json:"closes"`
	Words    string   `json:"words,omitempty"` // at most 2,000 characters
}

// maxPackages is the largest number of packages in a round: more than a dozen
// are not weighed but skimmed.
const maxPackages = 12

// Kind is "round".
func (Round) Kind() string { return KindRound }

// Amended returns the entry whose place this one takes.
func (x Round) Amended() string { return x.Amends }

// Refs returns the packages.
func (x Round) Refs() []string { return refs(x.Packages...) }

// Validate checks texts, packages and seats.
func (x Round) Validate() error {
	c := &check{kind: KindRound}
	c.refIf("amends", x.Amends)
	c.line("title", x.Title, 160)
	if n := len(x.Packages); n < 1 || n > maxPackages {
		c.refuse("packages", refuse.T("are {count}; want 1 to {limit}", "count", n, "limit", maxPackages))
	}
	c.refList("packages", x.Packages)
	c.seatList("asked", x.Asked, 2)
	c.moment("closes", x.Closes)
	c.longIf("words", x.Words, 2000)
	return c.done()
}

// The answers to a package in a round.
const (
	Yes   = "yes"
	YesIf = "yes-if"
	No    = "no"
)

// RoundAnswers returns what a seat can answer to a package.
func RoundAnswers() []string { return []string{Yes, YesIf, No} }

// RoundAnswer is what one seat answers in a round, to the mediators alone.
type RoundAnswer struct {
	Amends  string          `json:"amends,omitempty"`
	Round   string          `json:"round"`           // id of the round
	Answers []PackageAnswer `json:"answers"`         // in ascending order of packages
	Words   string          `json:"words,omitempty"` // to the mediators, at most 2,000 characters
}

// PackageAnswer is the answer to one package.
type PackageAnswer struct {
	Package   string `json:"package"`             // id of the proposal
	Answer    string `json:"answer"`              // a word of [RoundAnswers]
	Condition string `json:"condition,omitempty"` // of "yes-if" always, at most 1,000 characters
}

// Kind is "round.answer".
func (RoundAnswer) Kind() string { return KindRoundAnswer }

// Amended returns the entry whose place this one takes.
func (x RoundAnswer) Amended() string { return x.Amends }

// Refs returns the round and the packages.
func (x RoundAnswer) Refs() []string {
	out := refs(x.Round)
	for _, a := range x.Answers {
		out = append(out, a.Package)
	}
	return out
}

// Validate checks that each package is answered once, and a condition is given
// where the answer has one.
func (x RoundAnswer) Validate() error {
	c := &check{kind: KindRoundAnswer}
	c.refIf("amends", x.Amends)
	c.ref("round", x.Round)
	if len(x.Answers) == 0 {
		c.refuse("answers", refuse.T("are missing"))
	}
	var ids []string
	for n, a := range x.Answers {
		at := fmt.Sprintf("answers[%d]", n)
		c.oneOf(at+".answer", a.Answer, RoundAnswers())
		switch {
		case a.Answer == YesIf:
			c.long(at+".condition", a.Condition, 1000)
		case a.Condition != "":
			c.refuse(at+".condition", refuse.T("is given; only {answer} has a condition", "answer", Term{"accept", YesIf}))
		}
		ids = append(ids, a.Package)
	}
	if len(ids) > maxPackages {
		c.refuse("answers", refuse.T("are {count}; the limit is {limit}", "count", len(ids), "limit", maxPackages))
	}
	c.refList("answers", ids)
	c.longIf("words", x.Words, 2000)
	return c.done()
}

// What all learn of a package.
const (
	AllAccept    = "all-accept"
	NotAllAccept = "not-all-accept"
)

// RoundOutcomes returns what can come of a package in a round. There is no third
// word: how many refused, and who, stays with the mediators.
func RoundOutcomes() []string { return []string{AllAccept, NotAllAccept} }

// RoundResult closes a round: it says of each package whether all accept it.
type RoundResult struct {
	Round    string           `json:"round"`           // id of the round
	Outcomes []PackageOutcome `json:"outcomes"`        // in ascending order of packages
	Words    string           `json:"words,omitempty"` // closing statement, at most 2,000 characters
}

// PackageOutcome is what came of one package.
type PackageOutcome struct {
	Package string `json:"package"` // id of the proposal
	Outcome string `json:"outcome"` // a word of [RoundOutcomes]
}

// Kind is "round.result".
func (RoundResult) Kind() string { return KindRoundResult }

// Refs returns the round and the packages.
func (x RoundResult) Refs() []string {
	out := refs(x.Round)
	for _, o := range x.Outcomes {
		out = append(out, o.Package)
	}
	return out
}

// Validate checks that each package has one outcome.
func (x RoundResult) Validate() error {
	c := &check{kind: KindRoundResult}
	c.ref("round", x.Round)
	if len(x.Outcomes) == 0 {
		c.refuse("outcomes", refuse.T("are missing"))
	}
	if len(x.Outcomes) > maxPackages {
		c.refuse("outcomes", refuse.T("are {count}; the limit is {limit}", "count", len(x.Outcomes), "limit", maxPackages))
	}
	var ids []string
	for n, o := range x.Outcomes {
		c.oneOf(fmt.Sprintf("outcomes[%d].outcome", n), o.Outcome, RoundOutcomes())
		ids = append(ids, o.Package)
	}
	c.refList("outcomes", ids)
	c.longIf("words", x.Words, 2000)
	return c.done()
}
