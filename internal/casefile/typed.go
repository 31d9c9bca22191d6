// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

// ParsePackage reads a package as a person types it: issue=option pairs with
// commas between them, or a JSON object. Every issue must be settled.
func ParsePackage(m *bargain.Model, s string) (bargain.Package, error) {
	pairs, err := typedPairs(s)
	if err != nil {
		return nil, err
	}
	x := make(bargain.Package, len(m.Issues))
	given := make([]bool, len(x))
	for _, pair := range pairs {
		i, o, err := find(m, pair[0], pair[1])
		if err != nil {
			return nil, err
		}
		if given[i] {
			return nil, fmt.Errorf("issue %q is settled twice", pair[0])
		}
		x[i], given[i] = o, true
	}
	if i := slices.Index(given, false); i >= 0 {
		return nil, fmt.Errorf("issue %q is not settled", m.Issues[i].ID)
	}
	return x, nil
}

// ParseChoice reads one issue=option pair.
func ParseChoice(m *bargain.Model, s string) (issue, option int, err error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok {
		return 0, 0, fmt.Errorf("%q is not ISSUE=OPTION", short(s))
	}
	return find(m, strings.TrimSpace(name), strings.TrimSpace(value))
}

func typedPairs(s string) (out [][2]string, err error) {
	if strings.HasPrefix(strings.TrimSpace(s), "{") {
		root, err := parseJSON(&source{"the package"}, []byte(s))
		if err != nil {
			return nil, err
		}
		for i, k := range root.keys {
			out = append(out, [2]string{k.name, root.items[i].text})
		}
		return out, nil
	}
	for _, part := range strings.Split(s, ",") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not ISSUE=OPTION", short(part))
		}
		out = append(out, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return out, nil
}

// find looks up an issue and its option by id, or else by name.
func find(m *bargain.Model, issue, option string) (i, o int, err error) {
	i = slices.IndexFunc(m.Issues, func(x bargain.Issue) bool { return x.ID == issue })
	if i < 0 {
		i = slices.IndexFunc(m.Issues, func(x bargain.Issue) bool { return x.Name != "" && x.Name == issue })
	}
	if i < 0 {
		var ids []string
		for _, x := range m.Issues {
			ids = append(ids, x.ID)
		}
		return 0, 0, fmt.Errorf("there is no issue %q; there are: %s", short(issue), strings.Join(ids, ", "))
	}
	options := m.Issues[i].Options
	o = slices.IndexFunc(options, func(x bargain.Option) bool { return x.ID == option })
	if o < 0 {
		o = slices.IndexFunc(options, func(x bargain.Option) bool {
			return x.Name != "" && x.Name == option || sameNumber(x.ID, option)
		})
	}
	if o < 0 {
		var ids []string
		for _, x := range options {
			ids = append(ids, x.ID)
		}
		return 0, 0, fmt.Errorf("issue %q has no option %q; it has: %s", issue, short(option), short(strings.Join(ids, ", ")))
	}
	return i, o, nil
}

// ParseNumber reads a decimal or a fraction of whole numbers exactly.
func ParseNumber(s string) (*big.Rat, error) { return parseFraction(s) }

// schemaOffers begins a file of offers.
const schemaOffers = "parley.offers/1"

// Offers are the offers of an exchange in their order.
type Offers struct {
	Case   string // the case file that they are about, or ""
	Offers []bargain.Offer

	root *node
}

// ReadOffers reads a file of offers, {"schema": "parley.offers/1", "case": FILE,
// "offers": [{"party": ID, "package": {…}}, …]}. [Offers.Over] names the case.
func ReadOffers(f File) (*Offers, error) {
	root, err := parseTree(f)
	if err != nil {
		return nil, err
	}
	if err := root.only("the file of offers", "schema", "case", "offers"); err != nil {
		return nil, err
	}
	if s := root.get("schema"); s == nil || s.text != schemaOffers {
		return nil, root.fail("the file does not begin with \"schema\": %q", schemaOffers)
	}
	o := &Offers{root: root}
	if c := root.get("case"); c != nil {
		if o.Case, err = c.word("case"); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// Over reads the offers over the issues and parties of a case.
func (o *Offers) Over(c *Case) error {
	n := o.root.get("offers")
	if n == nil {
		return o.root.fail("the file has no offers")
	}
	items, err := n.list("offers")
	if err != nil {
		return err
	}
	r := &parleyReader{c: c}
	for _, i := range c.Model.Issues {
		var more parleyIssue
		for _, x := range i.Options {
			at, _ := parseNumber(x.ID)
			more.at = append(more.at, at)
		}
		r.issues = append(r.issues, more.indexed(i))
	}
	for _, item := range items {
		if err := item.only("an offer", "party", "package"); err != nil {
			return err
		}
		party, x := item.get("party"), item.get("package")
		if party == nil || x == nil {
			return item.fail("an offer needs a party and a package")
		}
		p, err := r.party(party.at(), party.text)
		if err != nil {
			return err
		}
		whole, err := r.whole(x, "an offer")
		if err != nil {
			return err
		}
		o.Offers = append(o.Offers, bargain.Offer{Party: p, Package: whole})
	}
	return nil
}
