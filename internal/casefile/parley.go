// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

// schemaBargain begins every case file of ours.
const schemaBargain = "parley.bargain/1"

// maxOptions bounds the options of an issue, as package bargain does.
const maxOptions = 1 << 16

// parleyReader reads one case file (docs/spec/case.md).
type parleyReader struct {
	c      *Case
	issues []parleyIssue
}

// parleyIssue keeps what the model does not: the numbers of a range.
type parleyIssue struct {
	from, to *big.Rat       // nil unless the issue is a range
	at       []*big.Rat     // the number of each option, nil where it is none
	index    map[string]int // options by their ids
}

func readParley(root *node) (*Case, error) {
	r := &parleyReader{c: &Case{Model: &bargain.Model{}, Format: Parley}}
	if err := root.only("the case", "schema", "name", "comparable_scales", "issues", "parties", "constraints",
		"reference", "social_weights", "rule"); err != nil {
		return nil, err
	}
	if s := root.get("schema"); s == nil || s.text != schemaBargain {
		return nil, root.fail("the case does not begin with \"schema\": %q", schemaBargain)
	}
	for _, step := range []func(*node) error{r.head, r.readIssues, r.readParties, r.readConstraints, r.readRest} {
		if err := step(root); err != nil {
			return nil, err
		}
	}
	return r.c, nil
}

func (r *parleyReader) head(root *node) (err error) {
	if n := root.get("name"); n != nil {
		if r.c.Model.Name, err = n.word("the name of the case"); err != nil {
			return err
		}
	}
	if n := root.get("comparable_scales"); n != nil {
		if n.kind != boolean {
			return n.fail("comparable_scales is %s, want true or false", n.describe())
		}
		r.c.Model.ComparableScales = strings.EqualFold(n.text, "true")
	}
	return nil
}

func (r *parleyReader) readIssues(root *node) error {
	n := root.get("issues")
	if n == nil {
		return root.fail("the case has no issues")
	}
	items, err := n.list("issues")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("the case has no issues")
	}
	seen := map[string]int{}
	for _, item := range items {
		if err := item.only("an issue", "id", "name", "options", "range"); err != nil {
			return err
		}
		var issue bargain.Issue
		if issue.ID, issue.Name, err = identity(item, "issue", seen); err != nil {
			return err
		}
		var more parleyIssue
		switch options, rng := item.get("options"), item.get("range"); {
		case (options == nil) == (rng == nil):
			return item.fail("issue %q needs either options or a range", issue.ID)
		case rng != nil:
			err = more.fromRange(rng, &issue)
		default:
			err = more.fromOptions(options, &issue)
		}
		if err != nil {
			return err
		}
		r.c.Model.Issues = append(r.c.Model.Issues, issue)
		r.issues = append(r.issues, more.indexed(issue))
	}
	return nil
}

// identity reads the id and the name of an issue, option or party.
func identity(n *node, what string, seen map[string]int) (id, name string, err error) {
	i := n.get("id")
	if i == nil {
		return "", "", n.fail("this %s has no id", what)
	}
	if id, err = i.word("the id of a " + what); err != nil {
		return "", "", err
	}
	if id == "" {
		return "", "", i.fail("the id of this %s is empty", what)
	}
	if line, twice := seen[id]; twice {
		return "", "", i.fail("the %s id %q appears twice; it is on line %d already", what, short(id), line)
	}
	seen[id] = i.line
	if m := n.get("name"); m != nil {
		name, err = m.word("the name of a " + what)
	}
	return id, name, err
}

func (m *parleyIssue) fromOptions(n *node, issue *bargain.Issue) error {
	items, err := n.list("options")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("issue %q has no options", issue.ID)
	}
	if len(items) > maxOptions {
		return n.fail("issue %q has %d options, more than %d", issue.ID, len(items), maxOptions)
	}
	seen := map[string]int{}
	for _, item := range items {
		if err := item.only("an option", "id", "name"); err != nil {
			return err
		}
		var o bargain.Option
		if o.ID, o.Name, err = identity(item, "option", seen); err != nil {
			return err
		}
		issue.Options = append(issue.Options, o)
		x, _ := parseNumber(o.ID)
		m.at = append(m.at, x)
	}
	return nil
}

func (m *parleyIssue) fromRange(n *node, issue *bargain.Issue) error {
	if err := n.only("a range", "from", "to", "step"); err != nil {
		return err
	}
	var ends [3]*big.Rat
	for i, name := range []string{"from", "to", "step"} {
		v := n.get(name)
		if v == nil {
			return n.fail("the range of issue %q has no %q", issue.ID, name)
		}
		var err error
		if ends[i], err = exactly(v, name); err != nil {
			return err
		}
	}
	options, err := steps(ends[0], ends[1], ends[2])
	if err != nil {
		return n.fail("issue %q: %v", issue.ID, err)
	}
	m.from, m.to, m.at = ends[0], ends[1], options
	for _, x := range options {
		issue.Options = append(issue.Options, bargain.Option{ID: fraction(x)})
	}
	return nil
}

// indexed is the same with an index of the options.
func (m parleyIssue) indexed(issue bargain.Issue) parleyIssue {
	m.index = make(map[string]int, len(issue.Options))
	for o, x := range issue.Options {
		m.index[x.ID] = o
	}
	return m
}

// exactly wants one number.
func exactly(n *node, what string) (*big.Rat, error) {
	if n.kind != number && n.kind != text {
		return nil, n.fail("%s is %s, want a number", what, n.kind)
	}
	x, err := parseFraction(n.text)
	if err != nil {
		return nil, n.fail("%s: %v", what, err)
	}
	return x, nil
}

// parleyNumber reads a number, a range or nothing known.
func parleyNumber(n *node, what string) (bargain.Number, error) {
	switch n.kind {
	case null:
		return bargain.Unknown(), nil
	case object:
		if err := n.only(what, "between"); err != nil {
			return bargain.Number{}, err
		}
		b := n.get("between")
		if b == nil || b.kind != list || len(b.items) != 2 {
			return bargain.Number{}, n.fail("%s: a range is written {\"between\": [least, greatest]}", what)
		}
		low, err := exactly(b.items[0], what)
		if err != nil {
			return bargain.Number{}, err
		}
		high, err := exactly(b.items[1], what)
		if err != nil {
			return bargain.Number{}, err
		}
		out, err := bargain.Between(bargain.Rational(low), bargain.Rational(high))
		if err != nil {
			return bargain.Number{}, n.fail("%s: the range runs from %s to %s; the lower number comes first", what, fraction(low), fraction(high))
		}
		return out, nil
	}
	x, err := exactly(n, what)
	if err != nil {
		return bargain.Number{}, err
	}
	return bargain.Rational(x), nil
}

// issue finds an issue by its id.
func (r *parleyReader) issue(at place, id string) (int, error) {
	i := slices.IndexFunc(r.c.Model.Issues, func(x bargain.Issue) bool { return x.ID == id })
	if i < 0 {
		var ids []string
		for _, x := range r.c.Model.Issues {
			ids = append(ids, x.ID)
		}
		return 0, at.fail("there is no issue %q; there are: %s", short(id), short(strings.Join(ids, ", ")))
	}
	return i, nil
}

// option finds an option of an issue by its id.
func (r *parleyReader) option(at place, issue int, id string) (int, error) {
	o, ok := r.issues[issue].index[id]
	if !ok {
		return 0, at.fail("issue %q has no option %q", r.c.Model.Issues[issue].ID, short(id))
	}
	return o, nil
}

func (r *parleyReader) repair(at place, what string) {
	r.c.Repairs = append(r.c.Repairs, Repair{at.file, at.line, what})
}
