// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"

	"parley/bargain"
)

// webRoots are the objects of GeniusWeb that hold a profile.
func webRoots() []string {
	return []string{"LinearAdditiveUtilitySpace", "SumOfGroupsUtilitySpace", "DefaultPartialOrdering"}
}

// webProfile is the profile in a file and its kind, or nil if the file is a domain
// or something else.
func webProfile(root *node) (kind string, profile *node) {
	for _, k := range webRoots() {
		if p := root.get(k); p != nil {
			return k, p
		}
	}
	return "", nil
}

// isGeniusWeb reports whether a file is a profile or domain of GeniusWeb.
func isGeniusWeb(root *node) bool {
	_, p := webProfile(root)
	return p != nil || root.get("issuesValues") != nil
}

func webDomain(n *node, c *Case) (*domain, error) {
	values := n.get("issuesValues")
	if values == nil || values.kind != object {
		return nil, n.fail("the domain has no issuesValues")
	}
	d := &domain{}
	err := values.each(func(k key, v *node) error {
		if rng := v.get("range"); rng != nil {
			numbers, err := webRange(rng, k.name)
			if err != nil {
				return err
			}
			return d.add(v, k.name, numbers, c)
		}
		items := v.get("values")
		if items == nil || items.kind != list {
			return v.fail("issue %q has neither values nor a range", short(k.name))
		}
		var names []string
		for _, item := range items.items {
			if item.kind == boolean || item.kind == text || item.kind == number {
				names = append(names, item.text)
				continue
			}
			return item.fail("a value of issue %q is %s, want a text or a number", short(k.name), item.kind)
		}
		return d.add(v, k.name, names, c)
	})
	if err == nil && len(d.issues) == 0 {
		err = values.fail("the domain has no issues")
	}
	return d, err
}

func webRange(n *node, issue string) ([]string, error) {
	if n.kind != list || len(n.items) != 3 {
		return nil, n.fail("the range of issue %q is not [low, high, step]", short(issue))
	}
	var ends [3]*big.Rat
	for i, item := range n.items {
		var err error
		if ends[i], err = stated(item, "the range of "+short(issue)); err != nil {
			return nil, err
		}
	}
	numbers, err := steps(ends[0], ends[1], ends[2])
	if err != nil {
		return nil, n.fail("issue %q: %v", short(issue), err)
	}
	var out []string
	for _, x := range numbers {
		out = append(out, fraction(x))
	}
	return out, nil
}

// webView reads a profile over a domain.
func webView(kind string, p *node, d *domain, c *Case) (v bargain.View, err error) {
	switch kind {
	case "LinearAdditiveUtilitySpace":
		err = webLinear(p, d, &v, c)
	case "SumOfGroupsUtilitySpace":
		err = webGroups(p, d, &v)
	default:
		return webOrdering(p, d, c)
	}
	if err != nil {
		return v, err
	}
	v.Reservation, err = webReservation(p.get("reservationBid"), d, v, c)
	return v, err
}

func webLinear(p *node, d *domain, v *bargain.View, c *Case) error {
	weights, utilities := p.get("issueWeights"), p.get("issueUtilities")
	if weights == nil || utilities == nil || weights.kind != object || utilities.kind != object {
		return p.fail("the profile needs issueWeights and issueUtilities")
	}
	v.Weights = make([]bargain.Number, len(d.issues))
	v.Values = make([][]bargain.Number, len(d.issues))
	weighted := make([]bool, len(d.issues))
	err := weights.each(func(k key, n *node) error {
		i := d.issue(k.name)
		if i < 0 {
			c.repair(place{n.file.name, k.line}, "the domain has no issue %q; its weight is left out", short(k.name))
			return nil
		}
		w, err := stated(n, "the weight of "+short(k.name))
		v.Weights[i], weighted[i] = bargain.Rational(w), true
		return err
	})
	if err != nil {
		return err
	}
	err = utilities.each(func(k key, n *node) error {
		i := d.issue(k.name)
		if i < 0 {
			c.repair(place{n.file.name, k.line}, "the domain has no issue %q; its values are left out", short(k.name))
			return nil
		}
		v.Values[i], err = webValues(n, i, d, c)
		return err
	})
	for i, issue := range d.issues {
		if err == nil && v.Values[i] == nil {
			c.repair(utilities.at(), "the profile says nothing of issue %q; it counts 0", short(issue.ID))
		} else if err == nil && !weighted[i] {
			c.repair(weights.at(), "issue %q has no weight; it counts 0", short(issue.ID))
		}
	}
	return err
}

func webValues(n *node, issue int, d *domain, c *Case) ([]bargain.Number, error) {
	if t := n.first("discreteutils", "DiscreteValueSetUtilities"); t != nil {
		values := t.get("valueUtilities")
		if values == nil {
			values = t
		}
		return d.table(values, issue, c)
	}
	t := n.first("numberutils", "NumberValueSetUtilities")
	if t == nil {
		return nil, n.fail("issue %q has neither discreteutils nor numberutils", short(d.issues[issue].ID))
	}
	var x [4]*big.Rat
	for i, name := range []string{"lowValue", "lowUtility", "highValue", "highUtility"} {
		v := t.get(name)
		if v == nil {
			return nil, t.fail("numberutils has no %q", name)
		}
		var err error
		if x[i], err = stated(v, name); err != nil {
			return nil, err
		}
	}
	out := make([]bargain.Number, len(d.issues[issue].Options))
	width := new(big.Rat).Sub(x[2], x[0])
	for o, at := range d.at[issue] {
		switch {
		case at == nil:
			return nil, t.fail("issue %q has numberutils, but its value %q is no number", short(d.issues[issue].ID), short(d.issues[issue].Options[o].ID))
		case at.Cmp(x[0]) < 0 || at.Cmp(x[2]) > 0:
		case width.Sign() == 0:
			out[o] = bargain.Rational(x[1])
		default:
			y := new(big.Rat).Quo(new(big.Rat).Sub(at, x[0]), width)
			y.Add(y.Mul(y, new(big.Rat).Sub(x[3], x[1])), x[1])
			out[o] = bargain.Rational(y)
		}
	}
	return out, nil
}

// webGroups reads tables over groups of issues, each as one factor.
func webGroups(p *node, d *domain, v *bargain.View) error {
	groups := p.first("partUtilities", "partsutils")
	if groups == nil {
		return p.fail("the profile has no partUtilities")
	}
	list := groups.items
	if groups.get("issues") != nil {
		list = []*node{groups}
	}
	for _, g := range list {
		if in := g.get("partsutils"); in != nil {
			g = in
		}
		issues, rows := g.get("issues"), g.first("utilslist", "utilsList")
		if issues == nil || rows == nil {
			return g.fail("a group needs issues and utilslist")
		}
		var scope []int
		for _, n := range issues.items {
			i := d.issue(n.text)
			if i < 0 {
				return n.fail("the domain has no issue %q", short(n.text))
			}
			scope = append(scope, i)
		}
		for _, row := range rows.items {
			values, util := row.get("values"), row.first("util", "utility")
			if values == nil || util == nil || len(values.items) != len(scope) {
				return row.fail("a row of a group needs one value for each of its %d issues, and util", len(scope))
			}
			x, err := stated(util, "util")
			if err != nil {
				return err
			}
			t := bargain.Term{Add: bargain.Rational(x)}
			for j, n := range values.items {
				o := d.option(scope[j], n.text)
				if o < 0 {
					return n.fail("issue %q has no option %q", short(d.issues[scope[j]].ID), short(n.text))
				}
				t.When = append(t.When, bargain.Match{Issue: scope[j], Options: []int{o}})
			}
			v.Terms = append(v.Terms, t)
		}
	}
	return nil
}

// webReservation reads the bid that is as good as no agreement. One that leaves
// issues open counts what it settles.
func webReservation(n *node, d *domain, v bargain.View, c *Case) (*bargain.Reservation, error) {
	if n == nil || n.kind == null {
		return nil, nil
	}
	values := n.first("issuevalues", "issueValues")
	if values == nil || values.kind != object {
		return nil, n.fail("the reservation bid has no issuevalues")
	}
	if len(values.items) == 0 {
		c.repair(values.at(), "the reservation bid settles no issue; that is read as no reservation stated")
		return nil, nil
	}
	x := make(bargain.Package, len(d.issues))
	given := make([]bool, len(x))
	err := values.each(func(k key, n *node) error {
		at := place{n.file.name, k.line}
		i := d.issue(k.name)
		if i < 0 {
			return at.fail("the domain has no issue %q", short(k.name))
		}
		o := d.option(i, n.text)
		if o < 0 {
			return at.fail("issue %q has no option %s", short(k.name), n.describe())
		}
		x[i], given[i] = o, true
		return nil
	})
	if err != nil {
		return nil, err
	}
	sum, whole := new(big.Rat), true
	for i, ok := range given {
		if ok {
			sum.Add(sum, contribution(v, i, x[i]))
		}
		whole = whole && ok
	}
	if whole {
		return &bargain.Reservation{Package: x}, nil
	}
	for _, t := range v.Terms {
		settled := true
		for _, m := range t.When {
			settled = settled && given[m.Issue]
		}
		if settled && t.When.Matches(x) {
			add, _ := t.Add.Exact()
			sum.Add(sum, add)
		}
	}
	c.repair(values.at(), "the reservation bid leaves issues open; they add nothing to its value, which is %s", fraction(sum))
	return &bargain.Reservation{Value: bargain.Rational(sum)}, nil
}
