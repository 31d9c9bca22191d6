// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"math/big"
	"strings"
)

// Readout is one account of a contact, split into claims on named points.
// Accounts stand side by side: where they state a point differently is computed
// from the claims and never typed in.
type Readout struct {
	Amends  string  `json:"amends,omitempty"`
	Contact string  `json:"contact"`          // id of the contact
	Side    string  `json:"side,omitempty"`   // seat whose account it is, when it is a seat's
	Given   Moment  `json:"given,omitzero"`   // when the account was given
	Text    string  `json:"text,omitempty"`   // the account as a whole, at most 8,000 characters
	Claims  []Claim `json:"claims,omitempty"` // at most 40, each on another point
	Ground          // with a teller, always
}

// Claim is what an account says on one point. Point and at least one of the
// words and facets are given; a facet that is not stated is absent. Facets are
// compared, words are shown.
type Claim struct {
	Point     string `json:"point"`               // name of the point, at most 80 characters
	Words     string `json:"words,omitempty"`     // at most 1,000 characters
	Quoted    bool   `json:"quoted,omitempty"`    // the words are verbatim, else a paraphrase
	Issue     string `json:"issue,omitempty"`     // id of the issue that the point belongs to
	Number    Figure `json:"number,omitzero"`     // how many, how long, how much
	Scope     string `json:"scope,omitempty"`     // what it covers
	Time      string `json:"time,omitempty"`      // from when, until when
	Condition string `json:"condition,omitempty"` // on what it hangs; [NoCondition] when the account states the point outright
	Actor     string `json:"actor,omitempty"`     // who is to act, or did
	Status    string `json:"status,omitempty"`    // a word of [Statuses]
}

// NoCondition as a condition says that the account states the point and names
// none. It is a statement about the account; silence on conditions is an absent
// condition.
const NoCondition = "none"

// Statuses returns the words for how far a point is, in the view of an account.
func Statuses() []string {
	return []string{"requested", "proposed", "noted", "agreed", "announced", "refused", "done"}
}

// Figure is a number as an account gives it. Low and High are decimal strings;
// one of them absent leaves that side open, both absent leaves the words alone.
type Figure struct {
	Says string `json:"says"`           // in the words of the account, at most 120 characters
	Low  string `json:"low,omitempty"`  // at least
	High string `json:"high,omitempty"` // at most
	Unit string `json:"unit,omitempty"` // of what, at most 40 characters
}

// Facet is one comparable part of a claim.
type Facet struct {
	Name  string // number, scope, time, condition, actor or status
	Value string // as the account gives it; empty when it does not state it
}

// Facets returns the comparable parts of a claim, stated or not, in a fixed
// order.
func (x Claim) Facets() []Facet {
	return []Facet{
		{"number", x.Number.Says}, {"scope", x.Scope}, {"time", x.Time},
		{"condition", x.Condition}, {"actor", x.Actor}, {"status", x.Status},
	}
}

// Kind is "readout".
func (Readout) Kind() string { return KindReadout }

// Amended returns the entry whose place this one takes.
func (x Readout) Amended() string { return x.Amends }

// Refs returns the contact and the issues of the claims.
func (x Readout) Refs() []string {
	out := []string{x.Contact}
	for _, k := range x.Claims {
		out = append(out, refs(k.Issue)...)
	}
	return out
}

const maxClaims = 40

// Validate checks that there is a teller and something told, that each point is
// claimed once, and the form of every facet.
func (x Readout) Validate() error {
	c := &check{kind: KindReadout}
	c.refIf("amends", x.Amends)
	c.ref("contact", x.Contact)
	c.seatIf("side", x.Side)
	c.momentIf("given", x.Given)
	c.longIf("text", x.Text, 8000)
	c.line("teller", x.Teller, 120)
	if x.Text == "" && len(x.Claims) == 0 {
		c.fail("claims", "are missing, and so is a text: the account says nothing")
	}
	if len(x.Claims) > maxClaims {
		c.refuse("claims", refuse.T("are {count}; the limit is {limit}", "count", len(x.Claims), "limit", maxClaims))
	}
	seen := map[string]bool{}
	for i, k := range x.Claims {
		c.claim(fmt.Sprintf("claims[%d]", i), k)
		// Two names that look alike are one.
		point := strings.ToLower(strings.Join(strings.Fields(k.Point), " "))
		if seen[point] {
			c.fail("claims", "speak twice of the point %.80q", k.Point)
		}
		seen[point] = true
	}
	c.ground(x.Ground)
	return c.done()
}

func (c *check) claim(field string, k Claim) {
	c.line(field+".point", k.Point, 80)
	c.longIf(field+".words", k.Words, 1000)
	if k.Quoted && k.Words == "" {
		c.fail(field+".quoted", "is set, and there are no words")
	}
	c.refIf(field+".issue", k.Issue)
	said := k.Words != ""
	for _, f := range k.Facets() {
		said = said || f.Value != ""
	}
	c.optional(field+".scope", k.Scope, 200)
	c.optional(field+".time", k.Time, 200)
	c.optional(field+".condition", k.Condition, 200)
	c.optional(field+".actor", k.Actor, 200)
	if !said {
		c.fail(field, "says nothing on the point %.80q", k.Point)
	}
	c.oneOfIf(field+".status", k.Status, Statuses())
	c.figure(field+".number", k.Number)
}

func (c *check) figure(field string, f Figure) {
	if f == (Figure{}) {
		return
	}
	c.line(field+".says", f.Says, 120)
	c.optional(field+".unit", f.Unit, 40)
	for _, d := range []Facet{{".low", f.Low}, {".high", f.High}} {
		if d.Value != "" && !decimal(d.Value) {
			c.fail(field+d.Name, "is %.40q; want a decimal number such as 120 or 0.5", d.Value)
			return
		}
	}
	if f.Low != "" && f.High != "" && less(f.High, f.Low) {
		c.fail(field+".high", "is %s, less than low, which is %s", f.High, f.Low)
	}
}

// less compares two decimal numbers exactly.
func less(a, b string) bool {
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	return x.Cmp(y) < 0
}

// decimal reports whether s is a plain decimal number in its shortest form, at
// most 20 characters.
func decimal(s string) bool {
	number := strings.TrimPrefix(s, "-")
	whole, part, dot := strings.Cut(number, ".")
	switch {
	case s == "-0", len(s) > 20 || !words(whole, 20, "0123456789") || len(whole) > 1 && whole[0] == '0':
		return false
	case dot && (!words(part, 20, "0123456789") || strings.HasSuffix(part, "0")):
		return false
	}
	return true
}
