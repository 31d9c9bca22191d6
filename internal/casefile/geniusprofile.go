// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/bargain"
)

// match finds, for each issue of the domain, the issue of a profile: the one with
// its index if the names agree, else the one with its name, else the one with its
// index if they have a value in common. -1 is none.
func (d *geniusDomain) match(g *geniusFile) []int {
	byIndex, byName := map[int]int{}, map[string]int{}
	for j, i := range g.issues {
		if _, twice := byIndex[i.index]; i.index >= 0 && !twice {
			byIndex[i.index] = j
		}
		if _, twice := byName[strings.TrimSpace(i.name)]; !twice {
			byName[strings.TrimSpace(i.name)] = j
		}
	}
	out := make([]int, len(d.issues))
	for n := range out {
		own := d.file.issues[n]
		j, ok := byIndex[own.index]
		named, has := byName[strings.TrimSpace(own.name)]
		switch {
		case ok && strings.TrimSpace(g.issues[j].name) == strings.TrimSpace(own.name):
			out[n] = j
		case has:
			out[n] = named
		case ok && d.shares(n, g.issues[j]):
			out[n] = j
		default:
			out[n] = -1
		}
	}
	return out
}

// shares reports whether an issue of a profile could be the n-th of the domain:
// they have a value in common.
func (d *geniusDomain) shares(n int, i geniusIssue) bool {
	if i.kind != "discrete" {
		return slices.ContainsFunc(d.at[n], func(x *big.Rat) bool {
			return x != nil && (i.from == nil || x.Cmp(i.from) >= 0 && x.Cmp(i.to) <= 0)
		})
	}
	for _, item := range i.items {
		if d.option(n, item.value) >= 0 {
			return true
		}
	}
	return false
}

// option finds an option by its value, exactly or else without blanks around it.
func (d *geniusDomain) option(n int, value string) int {
	if o, ok := d.exact[n][value]; ok {
		return o
	}
	for o, x := range d.issues[n].Options {
		if strings.TrimSpace(x.ID) == strings.TrimSpace(value) {
			return o
		}
	}
	return -1
}

// belongs reports whether a profile is one of this domain: most issues are found,
// and most of those share a value.
func (d *geniusDomain) belongs(g *geniusFile) bool {
	if len(g.issues) == 0 {
		return false
	}
	found := 0
	for n, j := range d.match(g) {
		if j >= 0 && d.shares(n, g.issues[j]) {
			found++
		}
	}
	return 2*found > len(d.issues)
}

// view reads a profile.
func (d *geniusDomain) view(g *geniusFile, c *Case) (v bargain.View, err error) {
	var strange *element
	g.root.walk(func(e *element) {
		if strange == nil && (strings.Contains(strings.ToLower(e.name), "constraint")) {
			strange = e
		}
	})
	kind, _ := g.root.attr("type")
	if strange != nil {
		return v, g.at(strange).fail("the profile has <%s>; profiles with constraints are not read", strange.name)
	}
	if strings.EqualFold(kind, "constraint") {
		return v, g.at(g.root).fail("the profile is of type %q; profiles with constraints are not read", kind)
	}
	if strings.EqualFold(kind, "uncertain") {
		c.repair(g.at(g.root), "the profile is of type %q; the true profile in the same file is read, what a party may know of it is left out", kind)
	}
	match := d.match(g)
	if rects := nonlinear(g.root); rects != nil {
		err = d.rectangles(g, match, rects, &v)
	} else {
		err = d.linear(g, match, &v, c)
	}
	if err != nil {
		return v, err
	}
	one := bargain.Int(1)
	v.Most = &one
	v.Reservation = &bargain.Reservation{Value: bargain.Int(0)}
	for _, e := range g.root.named("reservation") {
		s, _ := e.attr("value")
		x, err := parseNumber(s)
		if err != nil {
			c.repair(g.at(e), "the reservation %q is no number; 0 stands for it", short(s))
			continue
		}
		v.Reservation.Value = bargain.Rational(x)
	}
	for _, e := range g.root.named("discount_factor") {
		s, _ := e.attr("value")
		if x, err := parseNumber(s); err == nil && x.Sign() > 0 && x.Cmp(big.NewRat(1, 1)) < 0 {
			c.repair(g.at(e), "the discount factor %s is left out: packages are compared as if agreed at once", fraction(x))
		}
	}
	return v, nil
}

// linear is the sum over issues of weight times evaluation.
func (d *geniusDomain) linear(g *geniusFile, match []int, v *bargain.View, c *Case) error {
	v.Weights = make([]bargain.Number, len(d.issues))
	v.Values = make([][]bargain.Number, len(d.issues))
	used := make([]bool, len(g.issues))
	for n, j := range match {
		if j < 0 {
			c.repair(place{g.name, g.root.line}, "the profile says nothing of issue %q; it counts 0", short(d.issues[n].ID))
			continue
		}
		used[j] = true
		w, err := g.weight(g.issues[j], c)
		if err != nil {
			return err
		}
		v.Weights[n] = bargain.Rational(w)
		if v.Values[n], err = d.evaluations(g, n, g.issues[j], c); err != nil {
			return err
		}
	}
	for j, ok := range used {
		if !ok {
			c.repair(g.at(g.issues[j].e), "the domain has no issue %q; it is left out", short(g.issues[j].name))
		}
	}
	return nil
}

// weight is the weight with the index of an issue, first among the children of
// its objective, because an objective may bear the same number.
func (g *geniusFile) weight(i geniusIssue, c *Case) (*big.Rat, error) {
	find := func(in []*element) *element {
		for _, e := range in {
			s, _ := e.attr("index")
			if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n == i.index {
				return e
			}
		}
		return nil
	}
	e := find(i.parent.named("weight"))
	if e == nil {
		var all []*element
		g.root.walk(func(e *element) {
			if e.name == "weight" {
				all = append(all, e)
			}
		})
		e = find(all)
	}
	if e == nil {
		c.repair(g.at(i.e), "issue %q has no weight; it counts 0", short(i.name))
		return new(big.Rat), nil
	}
	s, _ := e.attr("value")
	w, err := parseNumber(s)
	if err != nil {
		return nil, g.at(e).fail("the weight of issue %q: %v", short(i.name), err)
	}
	return w, nil
}

// small is the greatest evaluation below which an issue counts as worth nothing.
func small() *big.Rat { return big.NewRat(1, 100_000) }

// evaluations are the values of one issue: for items their evaluation over the
// greatest of the issue, whether the domain has that item or not. An item that
// stands twice counts as it stands last, there too.
func (d *geniusDomain) evaluations(g *geniusFile, n int, i geniusIssue, c *Case) ([]bargain.Number, error) {
	out := make([]bargain.Number, len(d.issues[n].Options))
	if i.kind != "discrete" {
		return out, d.evaluator(g, n, i, out, c)
	}
	stated := make(map[string]*big.Rat, len(i.items))
	for _, item := range i.items {
		s, ok := item.e.attr("evaluation")
		x := new(big.Rat)
		if !ok || s == "" || strings.EqualFold(s, "null") {
			c.repair(g.at(item.e), "%q of issue %q has no evaluation; it counts 0", short(item.value), short(i.name))
		} else {
			var err error
			if x, err = parseNumber(s); err != nil {
				return nil, g.at(item.e).fail("the evaluation of %q: %v", short(item.value), err)
			}
		}
		if old := stated[item.value]; old != nil && old.Cmp(x) != 0 {
			c.repair(g.at(item.e), "%q of issue %q has two evaluations; the later one counts", short(item.value), short(i.name))
		}
		stated[item.value] = x
	}
	most := new(big.Rat)
	for _, x := range stated {
		if x.Cmp(most) > 0 {
			most = x
		}
	}
	values := make([]*big.Rat, len(out))
	for value, x := range stated { // a value that agrees exactly wins
		if o, exact := d.exact[n][value]; exact {
			values[o] = x
		}
	}
	loose := make([]*big.Rat, len(out))
	for _, item := range i.items {
		if _, exact := d.exact[n][item.value]; !exact {
			d.lenient(g, n, item, i, stated[item.value], values, loose, c)
		}
	}
	for o, x := range loose {
		if values[o] == nil {
			values[o] = x
		}
	}
	for o, x := range values {
		if x == nil {
			c.repair(g.at(i.e), "the profile has no value %q of issue %q; it counts 0", short(d.issues[n].Options[o].ID), short(i.name))
		} else if most.Cmp(small()) >= 0 {
			out[o] = bargain.Rational(new(big.Rat).Quo(x, most))
		}
	}
	return out, nil
}

// lenient gives the evaluation of an item that the domain spells with other blanks.
func (d *geniusDomain) lenient(g *geniusFile, n int, item geniusItem, i geniusIssue, x *big.Rat, exact, loose []*big.Rat, c *Case) {
	found := false
	for o, option := range d.issues[n].Options {
		if strings.TrimSpace(option.ID) != strings.TrimSpace(item.value) {
			continue
		}
		found = true
		if exact[o] == nil {
			loose[o] = x
			c.repair(g.at(item.e), "%q of issue %q is taken as %q of the domain, which differs in blanks", short(item.value), short(i.name), short(option.ID))
		}
	}
	if !found && item.value != "" {
		c.repair(g.at(item.e), "the domain has no value %q of issue %q; it is left out", short(item.value), short(i.name))
	}
}

// evaluator is the value of numbers: a line, a constant or a triangle.
func (d *geniusDomain) evaluator(g *geniusFile, n int, i geniusIssue, out []bargain.Number, c *Case) error {
	var e *element
	for _, k := range i.e.named("evaluator") {
		e = k
	}
	if e == nil {
		c.repair(g.at(i.e), "issue %q has no evaluator; it counts 0", short(i.name))
		return nil
	}
	var failed error
	get := func(names ...string) *big.Rat {
		for _, name := range names {
			if s, ok := e.attr(name); ok {
				x, err := parseNumber(s)
				if err != nil && failed == nil {
					failed = g.at(e).fail("%s of the evaluator of issue %q: %v", name, short(i.name), err)
				}
				if err == nil {
					return x
				}
			}
		}
		return new(big.Rat)
	}
	from := i.from
	if from == nil {
		from = d.file.issues[n].from
		c.repair(g.at(i.e), "issue %q states no bounds; those of the domain count", short(i.name))
	}
	kind, _ := e.attr("ftype")
	var value func(x *big.Rat) *big.Rat
	switch a, b := get("slope", "parameter1"), get("offset", "parameter0"); {
	case kind == "linear" && i.kind == "integer":
		value = func(x *big.Rat) *big.Rat {
			y := new(big.Rat).Sub(x, from)
			return y.Add(y.Mul(y, a), b)
		}
	case kind == "linear":
		value = func(x *big.Rat) *big.Rat { return new(big.Rat).Add(new(big.Rat).Mul(a, x), b) }
	case kind == "constant":
		value = func(*big.Rat) *big.Rat { return b }
	case kind == "triangular":
		value = triangle(get("parameter0"), get("parameter1"), get("parameter2"))
	default:
		return g.at(e).fail("the evaluator of issue %q is of type %q; there are linear, constant and triangular", short(i.name), short(kind))
	}
	for o, x := range d.at[n] {
		if x == nil {
			continue
		}
		y := value(x)
		if y.Sign() < 0 {
			y = new(big.Rat)
		} else if y.Cmp(big.NewRat(1, 1)) > 0 {
			y = big.NewRat(1, 1)
		}
		out[o] = bargain.Rational(y)
	}
	return failed
}

// triangle rises from low to top and falls from there to high.
func triangle(low, high, top *big.Rat) func(*big.Rat) *big.Rat {
	return func(x *big.Rat) *big.Rat {
		switch {
		case x.Cmp(low) < 0 || x.Cmp(high) > 0:
			return new(big.Rat)
		case x.Cmp(top) == 0:
			return big.NewRat(1, 1)
		case x.Cmp(top) < 0:
			return new(big.Rat).Quo(new(big.Rat).Sub(x, low), new(big.Rat).Sub(top, low))
		}
		return new(big.Rat).Quo(new(big.Rat).Sub(high, x), new(big.Rat).Sub(high, top))
	}
}
