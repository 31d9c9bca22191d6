// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"
	"slices"
	"strconv"

	"parley/bargain"
)

// valueFun reads the value of the options of one issue.
func (r *negmasReader) valueFun(f *node, issue int) ([]bargain.Number, error) {
	kind := f.typeName()
	get := func(name string, missing int64) (*big.Rat, error) {
		v := f.get(name)
		if v == nil || v.kind == null {
			return big.NewRat(missing, 1), nil
		}
		return stated(v, name)
	}
	slope, bias := big.NewRat(1, 1), new(big.Rat)
	var err error
	switch kind {
	case "TableFun", "":
		m := f.get("mapping")
		if m == nil {
			m = f
		}
		return r.d.table(m, issue, r.c)
	case "AffineFun", "LinearFun":
		if slope, err = get("slope", 1); err != nil {
			return nil, err
		}
		if bias, err = get("bias", 0); err != nil {
			return nil, err
		}
	case "ConstFun":
		slope = new(big.Rat)
		if bias, err = get("bias", 0); err != nil {
			return nil, err
		}
	case "IdentityFun":
	default:
		return nil, f.fail("value functions of type %q are not read", short(kind))
	}
	out := make([]bargain.Number, len(r.d.issues[issue].Options))
	for o, x := range r.d.at[issue] {
		if x == nil && slope.Sign() != 0 {
			return nil, f.fail("%s needs numbers, and the value %q of issue %q is none", kind, short(r.d.issues[issue].Options[o].ID), short(r.d.issues[issue].ID))
		}
		y := new(big.Rat).Set(bias)
		if x != nil {
			y.Add(y, new(big.Rat).Mul(slope, x))
		}
		out[o] = bargain.Rational(y)
	}
	return out, nil
}

// affine is a weighted sum of the numbers themselves.
func (r *negmasReader) affine(n *node, v *bargain.View) (err error) {
	if v.Weights, err = r.weights(n); err != nil {
		return err
	}
	for i, issue := range r.d.issues {
		row := make([]bargain.Number, len(issue.Options))
		for o, x := range r.d.at[i] {
			if x == nil {
				return n.fail("%s needs numbers, and the value %q of issue %q is none", n.typeName(), short(issue.Options[o].ID), short(issue.ID))
			}
			row[o] = bargain.Rational(x)
		}
		v.Values = append(v.Values, row)
	}
	return nil
}

// rectangles is a sum of numbers that are granted where issues lie in ranges.
func (r *negmasReader) rectangles(n *node, v *bargain.View) error {
	ranges, grants := n.get("outcome_ranges"), n.first("utilities", "mappings")
	if ranges == nil || grants == nil || ranges.kind != list || grants.kind != list {
		return n.fail("the function needs lists of outcome_ranges and utilities")
	}
	if len(ranges.items) != len(grants.items) {
		return grants.fail("there are %d utilities for %d outcome_ranges", len(grants.items), len(ranges.items))
	}
	weights := n.get("weights")
	if weights != nil && weights.kind != null && len(weights.items) != len(ranges.items) {
		return weights.fail("there are %d weights for %d outcome_ranges", len(weights.items), len(ranges.items))
	}
	for j, g := range grants.items {
		if c := g.get("bias"); g.typeName() == "ConstFun" && c != nil {
			g = c
		}
		if g.kind != number && g.kind != text {
			return g.fail("a rectangle grants %s; only numbers are read", g.kind)
		}
		add, err := stated(g, "the utility of a rectangle")
		if err != nil {
			return err
		}
		if weights != nil && weights.kind == list {
			w, err := stated(weights.items[j], "the weight of a rectangle")
			if err != nil {
				return err
			}
			add.Mul(add, w)
		}
		t := bargain.Term{Add: bargain.Rational(add)}
		if in := ranges.items[j]; in.kind != null {
			if t.When, err = r.outcomeRange(in); err != nil {
				return err
			}
		}
		v.Terms = append(v.Terms, t)
	}
	return nil
}

// outcomeRange reads which options of which issues a rectangle takes in.
func (r *negmasReader) outcomeRange(n *node) (p bargain.Pattern, err error) {
	if n.kind != object {
		return nil, n.fail("an outcome range is %s, want an object", n.kind)
	}
	err = n.each(func(k key, of *node) error {
		at := place{n.file.name, k.line}
		i := r.d.issue(k.name)
		if j, err := strconv.Atoi(k.name); i < 0 && err == nil && j >= 0 && j < len(r.d.issues) {
			i = j
		}
		if i < 0 {
			return at.fail("the outcome space has no issue %q", short(k.name))
		}
		m := bargain.Match{Issue: i}
		switch {
		case of.kind == number || of.kind == text:
			m.Options = []int{r.d.option(i, of.text)}
		case of.kind == list && len(of.items) == 2 && r.numeric(i):
			var ends [2]*big.Rat
			for j, item := range of.items {
				var err error
				if ends[j], err = stated(item, "an outcome range"); err != nil {
					return err
				}
			}
			for o, x := range r.d.at[i] {
				if x.Cmp(ends[0]) >= 0 && x.Cmp(ends[1]) <= 0 {
					m.Options = append(m.Options, o)
				}
			}
		case of.kind == list:
			for _, item := range of.items {
				m.Options = append(m.Options, r.d.option(i, item.text))
			}
		default:
			return of.fail("an outcome range is %s, want [least, greatest]", of.kind)
		}
		if slices.Contains(m.Options, -1) {
			return of.fail("the range of issue %q names a value that the issue does not have", short(r.d.issues[i].ID))
		}
		p = append(p, m)
		return nil
	})
	return p, err
}

// numeric reports whether all options of an issue are numbers.
func (r *negmasReader) numeric(issue int) bool { return !slices.Contains(r.d.at[issue], nil) }
