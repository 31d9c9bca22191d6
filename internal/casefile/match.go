// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"strings"

	"parley/bargain"
)

// A domain is the issues of a case in the formats that are JSON or YAML, ready to
// be looked up.
type domain struct {
	issues []bargain.Issue
	at     [][]*big.Rat     // the number of each option, nil where it is none
	exact  []map[string]int // per issue, options by their names
	loose  []map[string]int // by their names without blanks around, the first of each; one more than its place
	equal  []map[string]int // by their numbers, likewise
}

// add appends an issue; values are its options in the order of the file.
func (d *domain) add(n *node, name string, values []string, c *Case) error {
	if name == "" {
		return n.fail("an issue has no name")
	}
	if d.issue(name) >= 0 {
		return n.fail("the issue %q appears twice", short(name))
	}
	issue := bargain.Issue{ID: name}
	var at []*big.Rat
	seen := map[string]bool{}
	for _, v := range values {
		if v == "" {
			return n.fail("issue %q has an option without a name", short(name))
		}
		if seen[v] {
			c.repair(n.at(), "the value %q of issue %q appears twice and is one option", short(v), short(name))
			continue
		}
		seen[v] = true
		issue.Options = append(issue.Options, bargain.Option{ID: v})
		x, _ := parseNumber(v)
		at = append(at, x)
	}
	if len(issue.Options) == 0 {
		return n.fail("issue %q has no options", short(name))
	}
	if len(issue.Options) > maxOptions {
		return n.fail("issue %q has %d options, more than %d", short(name), len(issue.Options), maxOptions)
	}
	exact, loose, equal := make(map[string]int, len(at)), make(map[string]int, len(at)), map[string]int{}
	for o, x := range issue.Options {
		exact[x.ID] = o
		if name := strings.TrimSpace(x.ID); loose[name] == 0 {
			loose[name] = o + 1
		}
		if at[o] != nil && equal[at[o].RatString()] == 0 {
			equal[at[o].RatString()] = o + 1
		}
	}
	d.issues, d.at = append(d.issues, issue), append(d.at, at)
	d.exact, d.loose, d.equal = append(d.exact, exact), append(d.loose, loose), append(d.equal, equal)
	return nil
}

// issue finds an issue by name, exactly or else without blanks around it.
func (d *domain) issue(name string) int {
	loose := -1
	for i, x := range d.issues {
		if x.ID == name {
			return i
		}
		if loose < 0 && strings.TrimSpace(x.ID) == strings.TrimSpace(name) {
			loose = i
		}
	}
	return loose
}

// option finds an option by its name: exactly, else without blanks, else as the
// same number in another spelling.
func (d *domain) option(issue int, name string) int {
	if o, ok := d.exact[issue][name]; ok {
		return o
	}
	if o := d.loose[issue][strings.TrimSpace(name)]; o > 0 {
		return o - 1
	}
	if y, err := parseNumber(name); err == nil {
		return d.equal[issue][y.RatString()] - 1
	}
	return -1
}

// same reports whether two domains have the same issues and options, whatever
// their order.
func (d *domain) same(o *domain) bool {
	if len(d.issues) != len(o.issues) {
		return false
	}
	for _, x := range o.issues {
		i := d.issue(x.ID)
		if i < 0 || len(d.issues[i].Options) != len(x.Options) {
			return false
		}
		for _, y := range x.Options {
			if d.option(i, y.ID) < 0 {
				return false
			}
		}
	}
	return true
}

// table reads an object of options and numbers as values of an issue; what it
// leaves out counts 0 and is reported.
func (d *domain) table(n *node, issue int, c *Case) ([]bargain.Number, error) {
	name := d.issues[issue].ID
	if n.kind != object {
		return nil, n.fail("the values of issue %q are %s, want an object of options", short(name), n.kind)
	}
	out := make([]bargain.Number, len(d.issues[issue].Options))
	given := make([]bool, len(out))
	err := n.each(func(k key, v *node) error {
		at := place{n.file.name, k.line}
		o := d.option(issue, k.name)
		if o < 0 {
			c.repair(at, "issue %q has no option %q; its value is left out", short(name), short(k.name))
			return nil
		}
		if given[o] {
			c.repair(at, "option %q of issue %q has two values; the later one counts", short(k.name), short(name))
		}
		x, err := stated(v, fmt.Sprintf("the value of %q", short(k.name)))
		out[o], given[o] = bargain.Rational(x), true
		return err
	})
	for o, ok := range given {
		if !ok && err == nil {
			c.repair(n.at(), "option %q of issue %q has no value; it counts 0", short(d.issues[issue].Options[o].ID), short(name))
		}
	}
	return out, err
}

// stated wants one number, written as a number or as a text.
func stated(n *node, what string) (*big.Rat, error) {
	if n.kind != number && n.kind != text {
		return new(big.Rat), n.fail("%s is %s, want a number", what, n.kind)
	}
	x, err := parseNumber(n.text)
	if err != nil {
		return new(big.Rat), n.fail("%s: %v", what, err)
	}
	return x, nil
}
