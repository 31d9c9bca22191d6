// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"slices"

	"parley/bargain"
)

// schemaDivide begins a file of goods that two parties divide.
const schemaDivide = "parley.divide/1"

// A Division is goods and what two parties claim of each, in points.
type Division struct {
	Items   []string
	Parties [2]string
	Claims  [2][]bargain.Number
}

// ReadDivision reads {"schema": "parley.divide/1", "items": [NAME, …], "claims":
// {PARTY: {ITEM: POINTS, …}, PARTY: {…}}}. Every item needs a claim of both.
func ReadDivision(f File) (*Division, error) {
	root, err := parseTree(f)
	if err != nil {
		return nil, err
	}
	if err := root.only("the division", "schema", "items", "claims"); err != nil {
		return nil, err
	}
	if s := root.get("schema"); s == nil || s.text != schemaDivide {
		return nil, root.fail("the file does not begin with \"schema\": %q", schemaDivide)
	}
	items, claims := root.get("items"), root.get("claims")
	if items == nil || claims == nil {
		return nil, root.fail("a division needs items and claims")
	}
	list, err := items.list("items")
	if err != nil {
		return nil, err
	}
	d := &Division{}
	for _, n := range list {
		name, err := n.word("an item")
		if err != nil {
			return nil, err
		}
		if name == "" || slices.Contains(d.Items, name) {
			return nil, n.fail("the item %q is empty or appears twice", short(name))
		}
		d.Items = append(d.Items, name)
	}
	if claims.kind != object || len(claims.items) != 2 {
		return nil, claims.fail("claims are those of two parties")
	}
	for q, of := range claims.items {
		d.Parties[q] = claims.keys[q].name
		if of.kind != object {
			return nil, of.fail("the claims of %q are %s, want an object of items", short(d.Parties[q]), of.kind)
		}
		d.Claims[q] = make([]bargain.Number, len(d.Items))
		given := make([]bool, len(d.Items))
		if err := of.each(func(k key, v *node) error {
			i := slices.Index(d.Items, k.name)
			if i < 0 || given[i] {
				return place{of.file.name, k.line}.fail("%q is no item, or is claimed twice", short(k.name))
			}
			x, err := exactly(v, fmt.Sprintf("the claim for %q", short(k.name)))
			if err == nil && x.Sign() < 0 {
				err = v.fail("the claim for %q is negative", short(k.name))
			}
			if err == nil {
				d.Claims[q][i], given[i] = bargain.Rational(x), true
			}
			return err
		}); err != nil {
			return nil, err
		}
		if i := slices.Index(given, false); i >= 0 {
			return nil, of.fail("%q claims nothing for %q; write 0 if that is meant", short(d.Parties[q]), d.Items[i])
		}
	}
	if d.Parties[0] == d.Parties[1] {
		return nil, claims.fail("the party %q appears twice", short(d.Parties[0]))
	}
	return d, nil
}
