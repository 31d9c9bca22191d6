// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// Preference is what the ways to settle the issues are worth to a seat: stated
// by the seat, reported of it, or inferred by somebody, which is an estimate and
// never more. What is not stated is absent, and is not zero.
//
// The worth of a package to the seat is, over all issues, the weight of the issue
// times the worth of the option chosen in it, divided by the sum of the weights:
// 100 is the best option in every issue. Weights are swing weights (von
// Winterfeldt and Edwards, Decision Analysis and Behavioral Research, 1986,
// section 8.3): what going from the worst to the best option of this issue is
// worth beside the same in another.
type Preference struct {
	Amends string       `json:"amends,omitempty"`
	Of     string       `json:"of"`               // seat whose it is
	View   string       `json:"view,omitempty"`   // who within the seat sees it so; advisers may differ
	Basis  string       `json:"basis"`            // a word of [PositionBases]
	Order  []string     `json:"order,omitempty"`  // ids of issues, what matters most first; may leave some out
	Issues []IssueWorth `json:"issues,omitempty"` // in ascending order of issues
	Limit  Limit        `json:"limit,omitzero"`
	Words  string       `json:"words,omitempty"` // at most 2,000 characters
	Ground
}

// IssueWorth is what one issue is worth to a seat.
type IssueWorth struct {
	Issue   string        `json:"issue"`           // id of the issue
	Weight  Span          `json:"weight,omitzero"` // of its swing, 0 to 1000; absent: not stated
	Options []OptionWorth `json:"options,omitempty"`
}

// OptionWorth is what one option is worth to a seat.
type OptionWorth struct {
	Option string `json:"option"`         // in the words of the issue
	Worth  Span   `json:"worth,omitzero"` // 0 to 100 within the issue; absent: not stated
	Live   string `json:"live,omitempty"` // a word of [LiveWords]; absent: not stated
}

// LiveWords returns the answers to whether a seat could live with an option.
func LiveWords() []string { return []string{"yes", "no"} }

// Span is a decimal number, or what it lies between.
type Span struct {
	Low  string `json:"low"`
	High string `json:"high,omitempty"` // absent: exactly Low
}

// Limit is the least that a seat could live with: a worth, or a package that it
// could just live with; words alone state neither.
type Limit struct {
	Words   string   `json:"words,omitempty"`   // at most 1,000 characters
	Worth   Span     `json:"worth,omitzero"`    // 0 to 100 of the whole
	Package []Choice `json:"package,omitempty"` // at most one of worth and package
}

func (l Limit) stated() bool { return l.Words != "" || l.Worth != (Span{}) || len(l.Package) > 0 }

// Kind is "preference".
func (Preference) Kind() string { return KindPreference }

// Amended returns the entry whose place this one takes.
func (x Preference) Amended() string { return x.Amends }

// Refs returns the issues that are ordered, valued or in the limit.
func (x Preference) Refs() []string {
	out := refs(x.Order...)
	for _, i := range x.Issues {
		out = append(out, i.Issue)
	}
	return append(out, chosen(x.Limit.Package)...)
}

// Validate checks that something is stated, that numbers are within their
// scales, and that nothing is stated twice.
func (x Preference) Validate() error {
	c := &check{kind: KindPreference}
	c.refIf("amends", x.Amends)
	c.seat("of", x.Of)
	c.optional("view", x.View, 80)
	c.oneOf("basis", x.Basis, PositionBases())
	if len(x.Order) == 0 && len(x.Issues) == 0 && !x.Limit.stated() {
		c.refuse("issues", refuse.T("are missing; state an order, what an issue is worth, or a limit"))
	}
	c.order(x.Order)
	if len(x.Issues) > maxRefs {
		c.refuse("issues", refuse.T("are {count}; the limit is {limit}", "count", len(x.Issues), "limit", maxRefs))
	}
	for n, i := range x.Issues {
		if n > 0 && x.Issues[n-1].Issue >= i.Issue {
			c.fail("issues", "must be in ascending order of issues, each once")
		}
		c.issueWorth(fmt.Sprintf("issues[%d]", n), i)
	}
	c.longIf("limit.words", x.Limit.Words, 1000)
	c.span("limit.worth", x.Limit.Worth, "100")
	c.choices("limit.package", x.Limit.Package)
	if x.Limit.Worth != (Span{}) && len(x.Limit.Package) > 0 {
		c.refuse("limit.package", refuse.T("is given and so is a worth; a limit is one of the two"))
	}
	c.longIf("words", x.Words, 2000)
	c.ground(x.Ground)
	return c.done()
}

func (c *check) order(ids []string) {
	if len(ids) > maxRefs {
		c.refuse("order", refuse.T("are {count}; the limit is {limit}", "count", len(ids), "limit", maxRefs))
	}
	seen := map[string]bool{}
	for n, id := range ids {
		at := fmt.Sprintf("order[%d]", n)
		c.ref(at, id)
		if seen[id] {
			c.refuse(at, refuse.T("names an issue a second time"))
		}
		seen[id] = true
	}
}

func (c *check) issueWorth(at string, i IssueWorth) {
	c.ref(at+".issue", i.Issue)
	c.span(at+".weight", i.Weight, "1000")
	if i.Weight == (Span{}) && len(i.Options) == 0 {
		c.refuse(at, refuse.T("states nothing of the issue"))
	}
	if len(i.Options) > maxOptions {
		c.refuse(at+".options", refuse.T("are {count}; the limit is {limit}", "count", len(i.Options), "limit", maxOptions))
	}
	seen := map[string]bool{}
	for n, o := range i.Options {
		at := fmt.Sprintf("%s.options[%d]", at, n)
		c.line(at+".option", o.Option, maxOption)
		c.span(at+".worth", o.Worth, "100")
		c.oneOfIf(at+".live", o.Live, LiveWords())
		if o.Worth == (Span{}) && o.Live == "" {
			c.refuse(at, refuse.T("states nothing of the option"))
		}
		if seen[o.Option] {
			c.refuse(at+".option", refuse.T("is stated a second time"))
		}
		seen[o.Option] = true
	}
}

// span checks a number from 0 to most, or what it lies between.
func (c *check) span(field string, s Span, most string) {
	if s == (Span{}) {
		return
	}
	for _, d := range []Facet{{".low", s.Low}, {".high", s.High}} {
		if d.Name == ".high" && d.Value == "" {
			continue
		}
		if !decimal(d.Value) || less(d.Value, "0") || less(most, d.Value) {
			c.refuse(field+d.Name, refuse.T("is {text}; want a decimal number from 0 to {most}", "text", quoted(d.Value), "most", most))
			return
		}
	}
	if s.High != "" && !less(s.Low, s.High) {
		c.refuse(field+".high", refuse.T("is {high}, not more than low, which is {low}", "high", s.High, "low", s.Low))
	}
}
