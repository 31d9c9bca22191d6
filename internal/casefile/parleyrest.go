// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"
	"strconv"

	"parley/bargain"
)

// pattern reads which packages match: for each issue one option, a list of them,
// or an interval of numbers.
func (r *parleyReader) pattern(n *node, what string) (p bargain.Pattern, err error) {
	if n.kind != object {
		return nil, n.fail("%s is %s, want an object of issues", what, n.kind)
	}
	seen := map[int]bool{}
	err = n.each(func(k key, v *node) error {
		at := place{n.file.name, k.line}
		i, err := r.issue(at, k.name)
		if err != nil {
			return err
		}
		if seen[i] {
			return at.fail("%s names issue %q twice", what, k.name)
		}
		seen[i] = true
		m := bargain.Match{Issue: i}
		switch v.kind {
		case object:
			m.Options, err = r.interval(v, i)
		case list:
			for _, item := range v.items {
				o, err := r.named(item, i)
				if err != nil {
					return err
				}
				m.Options = append(m.Options, o)
			}
		default:
			o, err := r.named(v, i)
			if err != nil {
				return err
			}
			m.Options = []int{o}
		}
		if err == nil && len(m.Options) == 0 {
			err = v.fail("%s names no option of issue %q, so nothing can match it", what, k.name)
		}
		p = append(p, m)
		return err
	})
	return p, err
}

// named is the option that a text or number names.
func (r *parleyReader) named(n *node, issue int) (int, error) {
	id, err := n.word("an option")
	if err != nil {
		return 0, err
	}
	if n.kind == number { // 5.0 is the option 5
		for o, x := range r.issues[issue].at {
			if y, err := parseNumber(id); err == nil && x != nil && x.Cmp(y) == 0 {
				return o, nil
			}
		}
	}
	return r.option(n.at(), issue, id)
}

func (r *parleyReader) interval(n *node, issue int) (out []int, err error) {
	if err := n.only("an interval", "from", "to"); err != nil {
		return nil, err
	}
	ends := [2]*big.Rat{}
	for i, name := range []string{"from", "to"} {
		v := n.get(name)
		if v == nil {
			return nil, n.fail("an interval needs %q", name)
		}
		if ends[i], err = exactly(v, name); err != nil {
			return nil, err
		}
	}
	for o, x := range r.issues[issue].at {
		if x == nil {
			return nil, n.fail("option %q of issue %q is no number, so an interval says nothing about it",
				r.c.Model.Issues[issue].Options[o].ID, r.c.Model.Issues[issue].ID)
		}
		if x.Cmp(ends[0]) >= 0 && x.Cmp(ends[1]) <= 0 {
			out = append(out, o)
		}
	}
	return out, nil
}

// whole reads a package: one option for every issue.
func (r *parleyReader) whole(n *node, what string) (bargain.Package, error) {
	if n.kind != object {
		return nil, n.fail("%s is %s, want an object with one option for each issue", what, n.kind)
	}
	x := make(bargain.Package, len(r.c.Model.Issues))
	given := make([]bool, len(x))
	err := n.each(func(k key, v *node) error {
		at := place{n.file.name, k.line}
		i, err := r.issue(at, k.name)
		if err != nil {
			return err
		}
		if given[i] {
			return at.fail("%s settles issue %q twice", what, k.name)
		}
		given[i] = true
		x[i], err = r.named(v, i)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, ok := range given {
		if !ok {
			return nil, n.fail("%s does not settle issue %q", what, r.c.Model.Issues[i].ID)
		}
	}
	return x, nil
}

func (r *parleyReader) reservation(n *node, party string) (*bargain.Reservation, error) {
	if p := n.get("package"); p != nil {
		if err := n.only("a reservation", "package"); err != nil {
			return nil, err
		}
		x, err := r.whole(p, "the reservation of party "+strconv.Quote(party))
		return &bargain.Reservation{Package: x}, err
	}
	v, err := parleyNumber(n, "the reservation of party "+strconv.Quote(party))
	return &bargain.Reservation{Value: v}, err
}

func (r *parleyReader) readConstraints(root *node) error {
	n := root.get("constraints")
	if n == nil {
		return nil
	}
	items, err := n.list("constraints")
	if err != nil {
		return err
	}
	for _, item := range items {
		if err := item.only("a constraint", "forbid", "if", "then", "why"); err != nil {
			return err
		}
		var c bargain.Constraint
		if why := item.get("why"); why != nil {
			if c.Why, err = why.word("why"); err != nil {
				return err
			}
		}
		forbid, if_, then := item.get("forbid"), item.get("if"), item.get("then")
		switch {
		case forbid != nil && if_ == nil && then == nil:
			if c.If, err = r.pattern(forbid, "forbid"); err != nil {
				return err
			}
			if len(c.If) == 0 {
				return forbid.fail("this constraint names no issue, so it would exclude every package")
			}
		case forbid == nil && if_ != nil && then != nil:
			if c.If, err = r.pattern(if_, "if"); err != nil {
				return err
			}
			if c.Then, err = r.pattern(then, "then"); err != nil {
				return err
			}
			if len(c.Then) == 0 {
				return then.fail("\"then\" names no issue, so it asks for nothing")
			}
		default:
			return item.fail("a constraint is either \"forbid\", or \"if\" with \"then\"")
		}
		r.c.Model.Constraints = append(r.c.Model.Constraints, c)
	}
	return nil
}

// readRest reads what may come last: where charts start, weights of parties and
// the rule of agreement.
func (r *parleyReader) readRest(root *node) (err error) {
	if n := root.get("reference"); n != nil {
		if r.c.Reference, err = r.whole(n, "the reference"); err != nil {
			return err
		}
	}
	if n := root.get("social_weights"); n != nil {
		if err := r.social(n); err != nil {
			return err
		}
	}
	if n := root.get("rule"); n != nil {
		r.c.Rule, err = r.rule(n)
	}
	return err
}

func (r *parleyReader) party(at place, id string) (int, error) {
	for p, party := range r.c.Model.Parties {
		if party.ID == id {
			return p, nil
		}
	}
	return 0, at.fail("there is no party %q", short(id))
}

func (r *parleyReader) social(n *node) error {
	if n.kind != object {
		return n.fail("social_weights are %s, want an object of parties", n.kind)
	}
	w := make([]bargain.Number, len(r.c.Model.Parties))
	given := make([]bool, len(w))
	err := n.each(func(k key, v *node) error {
		at := place{n.file.name, k.line}
		p, err := r.party(at, k.name)
		if err != nil {
			return err
		}
		if given[p] {
			return at.fail("party %q has two social weights", k.name)
		}
		given[p] = true
		x, err := exactly(v, "the social weight of party "+strconv.Quote(k.name))
		if err == nil && x.Sign() < 0 {
			err = v.fail("the social weight of party %q is negative", k.name)
		}
		if err == nil {
			w[p] = bargain.Rational(x)
		}
		return err
	})
	for p, ok := range given {
		if err == nil && !ok {
			return n.fail("party %q has no social weight; give one to each party, or none", r.c.Model.Parties[p].ID)
		}
	}
	r.c.Model.SocialWeights = w
	return err
}

func (r *parleyReader) rule(n *node) (*bargain.Rule, error) {
	if err := n.only("the rule", "kind", "k", "at_least", "veto"); err != nil {
		return nil, err
	}
	parties := len(r.c.Model.Parties)
	whole := func(name string) (int, error) {
		v := n.get(name)
		if v == nil {
			return 0, n.fail("this kind of rule needs %q", name)
		}
		k, err := strconv.Atoi(v.text)
		if err != nil || k < 0 || k > parties {
			return 0, v.fail("%s is %s, want a whole number from 0 to %d", name, v.describe(), parties)
		}
		return k, nil
	}
	var out bargain.Rule
	k := n.get("kind")
	if k == nil {
		return nil, n.fail("the rule has no kind")
	}
	switch k.text {
	case "unanimity":
		out = bargain.Unanimity(parties)
	case "all_but":
		m, err := whole("k")
		if err != nil {
			return nil, err
		}
		out = bargain.AllBut(parties, m)
	case "quorum":
		m, err := whole("at_least")
		if err != nil {
			return nil, err
		}
		out.AtLeast = m
	default:
		return nil, k.fail("the rule is of kind %s; there are unanimity, all_but and quorum", k.describe())
	}
	if out.AtLeast < 1 {
		return nil, n.fail("under this rule nobody would have to accept")
	}
	if veto := n.get("veto"); veto != nil {
		items, err := veto.list("veto")
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			id, err := item.word("a party with a veto")
			if err != nil {
				return nil, err
			}
			p, err := r.party(item.at(), id)
			if err != nil {
				return nil, err
			}
			out.Veto = append(out.Veto, p)
		}
	}
	return &out, nil
}
