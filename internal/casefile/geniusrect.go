// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/bargain"
)

// maxCells bounds the table that stands for a least or greatest of several
// rectangles; a sum needs none.
const maxCells = 20_000

// nonlinear finds the utility of a profile with hyper-rectangles, or nil.
func nonlinear(root *element) (out *element) {
	root.walk(func(e *element) {
		if out == nil && e.name == "utility" && (len(e.named("ufun")) > 0 || len(e.named("hyperRectangle")) > 0) {
			out = e
		}
	})
	if out == nil && len(root.named("ufun")) > 0 {
		out = root
	}
	return out
}

// rectangles reads a profile in which utility is granted where issues lie in
// given ranges. Numbers are kept uncut: View.Most says where the format cuts.
func (d *geniusDomain) rectangles(g *geniusFile, match []int, u *element, v *bargain.View) error {
	s, _ := u.attr("maxutility")
	most, err := parseNumber(s)
	if err != nil || most.Sign() <= 0 {
		return g.at(u).fail("maxutility is %q, want a number above 0", short(s))
	}
	r := rectReader{d: d, g: g, byIndex: map[int]int{}}
	for n, j := range match {
		if j >= 0 && g.issues[j].index >= 0 {
			r.byIndex[g.issues[j].index] = n
		} else if j < 0 && d.file.issues[n].index >= 0 {
			r.byIndex[d.file.issues[n].index] = n
		}
	}
	terms, err := r.all(u, new(big.Rat).Inv(most))
	v.Terms = terms
	return err
}

type rectReader struct {
	d       *geniusDomain
	g       *geniusFile
	byIndex map[int]int // index in the file to issue of the domain
}

// all reads functions and rectangles below an element, times a factor.
func (r *rectReader) all(e *element, factor *big.Rat) (out []bargain.Term, err error) {
	for _, k := range e.kids {
		var terms []bargain.Term
		switch k.name {
		case "ufun":
			w, err := r.factor(k, "weight")
			if err != nil {
				return nil, err
			}
			terms, err = r.function(k, w.Mul(w, factor))
			if err != nil {
				return nil, err
			}
		case "hyperRectangle":
			if terms, err = r.rectangle(k, factor); err != nil {
				return nil, err
			}
		default:
			continue
		}
		out = append(out, terms...)
	}
	return out, nil
}

// factor is a number that is 1 where none is stated.
func (r *rectReader) factor(e *element, name string) (*big.Rat, error) {
	s, ok := e.attr(name)
	if !ok {
		return big.NewRat(1, 1), nil
	}
	x, err := parseNumber(s)
	if err != nil {
		return nil, r.g.at(e).fail("%s of <%s>: %v", name, e.name, err)
	}
	return x, nil
}

func (r *rectReader) function(e *element, factor *big.Rat) ([]bargain.Term, error) {
	kind, _ := e.attr("aggregation")
	kind = strings.ToLower(kind)
	if kind == "" || kind == "sum" || len(e.kids) <= 1 && (kind == "min" || kind == "max") {
		return r.all(e, factor)
	}
	if kind != "min" && kind != "max" {
		return nil, r.g.at(e).fail("<ufun> has the aggregation %q; there are sum, min and max", short(kind))
	}
	var parts [][]bargain.Term
	for _, k := range e.kids {
		one := &element{name: e.name, line: k.line, kids: []*element{k}}
		terms, err := r.all(one, big.NewRat(1, 1))
		if err != nil {
			return nil, err
		}
		parts = append(parts, terms)
	}
	return r.extreme(e, parts, kind == "max", factor)
}

// rectangle is what one rectangle grants.
func (r *rectReader) rectangle(e *element, factor *big.Rat) ([]bargain.Term, error) {
	if _, ok := e.attr("utility"); !ok {
		return nil, r.g.at(e).fail("<hyperRectangle> states no utility")
	}
	add, err := r.factor(e, "utility")
	if err != nil {
		return nil, err
	}
	w, err := r.factor(e, "weight")
	if err != nil {
		return nil, err
	}
	add.Mul(add.Mul(add, w), factor)
	in, err := r.bounds(e.named("INCLUDES"))
	if err != nil {
		return nil, err
	}
	out, err := r.bounds(e.named("EXCLUDES"))
	if err != nil {
		return nil, err
	}
	terms := []bargain.Term{{When: in, Add: bargain.Rational(add)}}
	if len(out) > 0 { // granted unless every one of these bounds holds
		terms = append(terms, bargain.Term{When: append(slices.Clone(in), out...), Add: bargain.Rational(new(big.Rat).Neg(add))})
	}
	return terms, nil
}

func (r *rectReader) bounds(list []*element) (p bargain.Pattern, err error) {
	for _, e := range list {
		s, _ := e.attr("index")
		index, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return nil, r.g.at(e).fail("<%s> has the index %q, want a whole number", e.name, short(s))
		}
		n, ok := r.byIndex[index]
		if !ok {
			return nil, r.g.at(e).fail("<%s> names issue %d, which the domain does not have", e.name, index)
		}
		var ends [2]*big.Rat
		for i, name := range []string{"min", "max"} {
			s, _ := e.attr(name)
			if ends[i], err = parseNumber(s); err != nil {
				return nil, r.g.at(e).fail("%s of <%s>: %v", name, e.name, err)
			}
		}
		m := bargain.Match{Issue: n}
		for o, x := range r.d.at[n] {
			if x == nil {
				return nil, r.g.at(e).fail("<%s> bounds issue %q, whose value %q is no number", e.name, short(r.d.issues[n].ID), short(r.d.issues[n].Options[o].ID))
			}
			if x.Cmp(ends[0]) >= 0 && x.Cmp(ends[1]) <= 0 {
				m.Options = append(m.Options, o)
			}
		}
		p = append(p, m)
	}
	return p, nil
}

// extreme is the least or greatest of several sums as a table over the issues
// that they name.
func (r *rectReader) extreme(e *element, parts [][]bargain.Term, greatest bool, factor *big.Rat) (out []bargain.Term, err error) {
	var scope []int
	cells := 1
	for _, part := range parts {
		for _, t := range part {
			for _, m := range t.When {
				if !slices.Contains(scope, m.Issue) {
					scope = append(scope, m.Issue)
					if cells *= len(r.d.issues[m.Issue].Options); cells > maxCells {
						return nil, r.g.at(e).fail("the least or greatest of several rectangles over so many options needs a table of more than %d rows; only sums are read at this size", maxCells)
					}
				}
			}
		}
	}
	x := make(bargain.Package, len(r.d.issues))
	for range cells {
		var best *big.Rat
		for _, part := range parts {
			sum := new(big.Rat)
			for _, t := range part {
				if t.When.Matches(x) {
					add, _ := t.Add.Exact()
					sum.Add(sum, add)
				}
			}
			if best == nil || greatest && sum.Cmp(best) > 0 || !greatest && sum.Cmp(best) < 0 {
				best = sum
			}
		}
		if best != nil && best.Sign() != 0 {
			t := bargain.Term{Add: bargain.Rational(best.Mul(best, factor))}
			for _, i := range scope {
				t.When = append(t.When, bargain.Match{Issue: i, Options: []int{x[i]}})
			}
			out = append(out, t)
		}
		for _, i := range scope { // the next cell
			if x[i]++; x[i] < len(r.d.issues[i].Options) {
				break
			}
			x[i] = 0
		}
	}
	return out, nil
}
