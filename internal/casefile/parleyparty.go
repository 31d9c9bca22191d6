// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

func (r *parleyReader) readParties(root *node) error {
	n := root.get("parties")
	if n == nil {
		return root.fail("the case has no parties")
	}
	items, err := n.list("parties")
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return n.fail("the case has no parties")
	}
	seen := map[string]int{}
	for _, item := range items {
		if err := item.only("a party", "id", "name", "reservation", "weights", "values", "tables", "boxes", "order", "profiles"); err != nil {
			return err
		}
		var p bargain.Party
		if p.ID, p.Name, err = identity(item, "party", seen); err != nil {
			return err
		}
		views := []*node{item}
		if profiles := item.get("profiles"); profiles != nil {
			for _, k := range []string{"weights", "values", "tables", "boxes", "order", "reservation"} {
				if v := item.get(k); v != nil {
					return v.fail("party %q has profiles; %q belongs into each of them", p.ID, k)
				}
			}
			if views, err = profiles.list("profiles"); err != nil {
				return err
			}
			if len(views) == 0 {
				return profiles.fail("party %q has an empty list of profiles", p.ID)
			}
		}
		for _, v := range views {
			if v != item {
				if err := v.only("a profile", "name", "reservation", "weights", "values", "tables", "boxes", "order"); err != nil {
					return err
				}
			}
			view, err := r.view(v, p.ID)
			if err != nil {
				return err
			}
			if name := v.get("name"); v != item && name != nil {
				if view.Name, err = name.word("the name of a profile"); err != nil {
					return err
				}
			}
			p.Views = append(p.Views, view)
		}
		r.c.Model.Parties = append(r.c.Model.Parties, p)
		r.c.parties = append(r.c.parties, item.at())
	}
	return nil
}

func (r *parleyReader) view(n *node, party string) (v bargain.View, err error) {
	values, tables, boxes := n.get("values"), n.get("tables"), n.get("boxes")
	if values == nil && tables == nil && boxes == nil {
		return v, n.fail("party %q states no values, tables or boxes; say what it wants, or leave the party out", party)
	}
	if values != nil {
		if err := r.values(values, &v, party); err != nil {
			return v, err
		}
	}
	if err := r.weights(n, &v, party); err != nil {
		return v, err
	}
	if tables != nil {
		if err := r.tables(tables, &v); err != nil {
			return v, err
		}
	}
	if boxes != nil {
		items, err := boxes.list("boxes")
		if err != nil {
			return v, err
		}
		for _, b := range items {
			t, err := r.term(b, "a box")
			if err != nil {
				return v, err
			}
			v.Terms = append(v.Terms, t)
		}
	}
	if res := n.get("reservation"); res != nil && res.kind != null {
		v.Reservation, err = r.reservation(res, party)
	}
	return v, err
}

func (r *parleyReader) values(n *node, v *bargain.View, party string) error {
	if n.kind != object {
		return n.fail("the values of party %q are %s, want an object of issues", party, n.kind)
	}
	v.Values = make([][]bargain.Number, len(r.c.Model.Issues))
	err := n.each(func(k key, of *node) error {
		at := place{n.file.name, k.line}
		i, err := r.issue(at, k.name)
		if err != nil {
			return err
		}
		if v.Values[i] != nil {
			return at.fail("the values of party %q name issue %q twice", party, k.name)
		}
		if lin := of.get("linear"); lin != nil && lin.kind == object && lin.get("between") == nil {
			v.Values[i], err = r.linear(of, lin, i)
			return err
		}
		v.Values[i], err = r.row(of, i, party)
		return err
	})
	if err != nil {
		return err
	}
	for i, row := range v.Values {
		if row == nil {
			r.repair(n.at(), fmt.Sprintf("party %q states no values for issue %q; its options are counted alike, which it has not said", party, r.c.Model.Issues[i].ID))
		}
	}
	return nil
}

// row reads one value for each option.
func (r *parleyReader) row(n *node, issue int, party string) ([]bargain.Number, error) {
	id := r.c.Model.Issues[issue].ID
	if n.kind != object {
		return nil, n.fail("the values for issue %q are %s, want an object of options", id, n.kind)
	}
	out := make([]bargain.Number, len(r.c.Model.Issues[issue].Options))
	given := make([]bool, len(out))
	err := n.each(func(k key, of *node) error {
		at := place{n.file.name, k.line}
		o, err := r.option(at, issue, k.name)
		if err != nil {
			return err
		}
		if given[o] {
			return at.fail("option %q of issue %q has two values", k.name, id)
		}
		given[o] = true
		out[o], err = parleyNumber(of, fmt.Sprintf("the value of option %q", k.name))
		return err
	})
	var missing []string
	for o, ok := range given {
		if !ok {
			missing = append(missing, r.c.Model.Issues[issue].Options[o].ID)
		}
	}
	if len(missing) > 0 {
		r.repair(n.at(), fmt.Sprintf("party %q states no value for %s of issue %q; it counts 0", party, short(strings.Join(missing, ", ")), id))
	}
	return out, err
}

// linear is a value that runs evenly from one end of a range to the other. If the
// ends are ranges, each option has the range between.
func (r *parleyReader) linear(n, lin *node, issue int) ([]bargain.Number, error) {
	id, m := r.c.Model.Issues[issue].ID, r.issues[issue]
	if err := n.only("the values of issue "+id, "linear"); err != nil {
		return nil, err
	}
	if err := lin.only("linear", "at_from", "at_to"); err != nil {
		return nil, err
	}
	if m.from == nil {
		return nil, n.fail("issue %q has options and no range, so its values cannot be linear", id)
	}
	var low, high [2]*big.Rat // of the value at each end
	for i, name := range []string{"at_from", "at_to"} {
		v := lin.get(name)
		if v == nil {
			return nil, lin.fail("linear values of issue %q need %q", id, name)
		}
		x, err := parleyNumber(v, name)
		if err != nil {
			return nil, err
		}
		var known bool
		if low[i], high[i], known = x.Bounds(); !known {
			return nil, v.fail("%s is not known; linear values need a number or a range at both ends", name)
		}
	}
	width := new(big.Rat).Sub(m.to, m.from)
	out := make([]bargain.Number, len(m.at))
	for o, x := range m.at {
		share := new(big.Rat)
		if width.Sign() > 0 {
			share.Quo(share.Sub(x, m.from), width)
		}
		between := func(ends [2]*big.Rat) bargain.Number {
			y := new(big.Rat).Sub(ends[1], ends[0])
			return bargain.Rational(y.Add(y.Mul(y, share), ends[0]))
		}
		var err error
		if out[o], err = bargain.Between(between(low), between(high)); err != nil {
			return nil, lin.fail("linear values of issue %q: %v", id, err)
		}
	}
	return out, nil
}

// weights reads weights and their order. An order alone says that nothing else is
// known of the weights.
func (r *parleyReader) weights(n *node, v *bargain.View, party string) error {
	w, order := n.get("weights"), n.get("order")
	if w == nil && order == nil {
		return nil
	}
	if v.Values == nil {
		return n.fail("party %q has weights or an order, but no values that they could weigh", party)
	}
	v.Weights = make([]bargain.Number, len(r.c.Model.Issues))
	given := make([]bool, len(v.Weights))
	if w != nil {
		if w.kind != object {
			return w.fail("the weights of party %q are %s, want an object of issues", party, w.kind)
		}
		err := w.each(func(k key, of *node) error {
			at := place{w.file.name, k.line}
			i, err := r.issue(at, k.name)
			if err != nil {
				return err
			}
			if given[i] {
				return at.fail("issue %q has two weights", k.name)
			}
			given[i] = true
			v.Weights[i], err = parleyNumber(of, fmt.Sprintf("the weight of issue %q", k.name))
			return err
		})
		if err != nil {
			return err
		}
	}
	for i := range v.Weights {
		switch {
		case given[i] || v.Values[i] == nil:
		case w == nil:
			v.Weights[i] = bargain.Unknown()
		default:
			return w.fail("party %q gives no weight to issue %q, for which it states values", party, r.c.Model.Issues[i].ID)
		}
	}
	if order == nil {
		return nil
	}
	pairs, err := order.list("order")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if p.kind != list || len(p.items) != 2 {
			return p.fail("an order is a list of pairs [more, less] of issues")
		}
		var pair [2]int
		for j, item := range p.items {
			id, err := item.word("an issue of the order")
			if err != nil {
				return err
			}
			if pair[j], err = r.issue(item.at(), id); err != nil {
				return err
			}
		}
		v.Order = append(v.Order, pair)
	}
	return nil
}

func (r *parleyReader) tables(n *node, v *bargain.View) error {
	items, err := n.list("tables")
	if err != nil {
		return err
	}
	for _, t := range items {
		if err := t.only("a table", "issues", "rows"); err != nil {
			return err
		}
		over, rows := t.get("issues"), t.get("rows")
		if over == nil || rows == nil {
			return t.fail("a table needs issues and rows")
		}
		names, err := over.list("the issues of a table")
		if err != nil {
			return err
		}
		var scope []int
		for _, name := range names {
			id, err := name.word("an issue of a table")
			if err != nil {
				return err
			}
			i, err := r.issue(name.at(), id)
			if err != nil {
				return err
			}
			scope = append(scope, i)
		}
		list, err := rows.list("the rows of a table")
		if err != nil {
			return err
		}
		for _, row := range list {
			term, err := r.term(row, "a row of a table")
			if err != nil {
				return err
			}
			for _, m := range term.When {
				if !slices.Contains(scope, m.Issue) {
					return row.fail("the row names issue %q, which its table does not list", r.c.Model.Issues[m.Issue].ID)
				}
			}
			v.Terms = append(v.Terms, term)
		}
	}
	return nil
}

// term reads what is added where a pattern matches.
func (r *parleyReader) term(n *node, what string) (t bargain.Term, err error) {
	if err := n.only(what, "when", "add"); err != nil {
		return t, err
	}
	when, add := n.get("when"), n.get("add")
	if when == nil || add == nil {
		return t, n.fail("%s needs \"when\" and \"add\"", what)
	}
	if t.When, err = r.pattern(when, "when"); err != nil {
		return t, err
	}
	t.Add, err = parleyNumber(add, "add")
	return t, err
}
