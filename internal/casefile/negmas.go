// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"math/big"
	"strings"

	"parley/bargain"
)

// isSpaceType reports whether a type is an outcome space of NegMAS.
func isSpaceType(kind string) bool { return strings.Contains(kind, "OutcomeSpace") }

// isFunType reports whether a type is a utility function of NegMAS.
func isFunType(kind string) bool {
	return !isSpaceType(kind) && strings.Contains(strings.ToLower(kind), "fun")
}

// typeLine is the last part of the type of a YAML file that is an object, as its
// text shows it, or "".
func typeLine(data []byte) string {
	const mark = "type:"
	at := 0
	if !bytes.HasPrefix(data, []byte(mark)) {
		if at = bytes.Index(data, []byte("\n"+mark)); at < 0 {
			return ""
		}
		at++
	}
	line, _, _ := strings.Cut(string(data[at+len(mark):min(at+300, len(data))]), "\n")
	line = strings.Trim(line, " \t\r\"'")
	return line[strings.LastIndexByte(line, '.')+1:]
}

func negmasDomain(root *node, c *Case) (*domain, error) {
	issues := root.get("issues")
	if issues == nil || issues.kind != list {
		return nil, root.fail("the outcome space has no list of issues")
	}
	d := &domain{}
	for _, n := range issues.items {
		name := ""
		if m := n.get("name"); m != nil {
			name = m.text
		}
		values := n.get("values")
		if values == nil {
			return nil, n.fail("issue %q has no values", short(name))
		}
		names, err := negmasValues(n, name, values, c)
		if err != nil {
			return nil, err
		}
		if err := d.add(n, name, names, c); err != nil {
			return nil, err
		}
	}
	if len(d.issues) == 0 {
		return nil, issues.fail("the outcome space has no issues")
	}
	return d, nil
}

// negmasValues lists the options of an issue.
func negmasValues(n *node, name string, values *node, c *Case) ([]string, error) {
	numbered := strings.Contains(n.typeName(), "Contiguous") || strings.Contains(n.typeName(), "Continuous")
	var ends []*big.Rat
	switch {
	case values.kind == number: // a count: 0, 1, … below it
		x, err := stated(values, "the values of "+short(name))
		if err != nil {
			return nil, err
		}
		ends, numbered = []*big.Rat{new(big.Rat), x.Sub(x, big.NewRat(1, 1))}, true
	case values.kind != list:
		return nil, values.fail("the values of issue %q are %s, want a list", short(name), values.kind)
	case !numbered:
		var out []string
		for _, v := range values.items {
			if v.kind != text && v.kind != number && v.kind != boolean {
				return nil, v.fail("a value of issue %q is %s, want a text or a number", short(name), v.kind)
			}
			out = append(out, v.text)
		}
		return out, nil
	case len(values.items) != 2:
		return nil, values.fail("the values of issue %q are not [least, greatest]", short(name))
	default:
		for _, v := range values.items {
			x, err := stated(v, "the values of "+short(name))
			if err != nil {
				return nil, err
			}
			ends = append(ends, x)
		}
	}
	var all []*big.Rat
	if strings.Contains(n.typeName(), "Continuous") && ends[0].Cmp(ends[1]) <= 0 {
		all = evenly(ends[0], ends[1])
		c.repair(n.at(), "issue %q has real numbers without a step; %d evenly spaced ones stand for it", short(name), len(all))
	} else {
		var err error
		if all, err = steps(ends[0], ends[1], big.NewRat(1, 1)); err != nil {
			return nil, values.fail("issue %q: %v", short(name), err)
		}
	}
	var out []string
	for _, x := range all {
		out = append(out, fraction(x))
	}
	return out, nil
}

// negmasReader reads one utility function.
type negmasReader struct {
	d *domain
	c *Case
}

func (r *negmasReader) view(n *node) (v bargain.View, err error) {
	kind := n.typeName()
	if strings.Contains(kind, "Discounted") {
		inner := n.get("ufun")
		if inner == nil {
			return v, n.fail("%s has no ufun", kind)
		}
		r.c.repair(n.at(), "the discount of %s is left out: packages are compared as if agreed at once", kind)
		v, err = r.view(inner)
		if err == nil && v.Reservation == nil {
			v.Reservation, err = r.reservation(n)
		}
		return v, err
	}
	switch kind {
	case "LinearAdditiveUtilityFunction":
		err = r.additive(n, &v)
	case "AffineUtilityFunction", "LinearUtilityFunction":
		err = r.affine(n, &v)
	case "HyperRectangleUtilityFunction":
		err = r.rectangles(n, &v)
	default:
		return v, n.fail("utility functions of type %q are not read", short(kind))
	}
	if err != nil {
		return v, err
	}
	if b := n.get("bias"); b != nil && b.kind != null {
		x, err := stated(b, "bias")
		if err != nil {
			return v, err
		}
		if x.Sign() != 0 {
			v.Terms = append(v.Terms, bargain.Term{Add: bargain.Rational(x)})
		}
	}
	v.Reservation, err = r.reservation(n)
	return v, err
}

// reservation is what no agreement is worth; minus infinity, nothing and no word
// of it all mean that the party is not restricted.
func (r *negmasReader) reservation(n *node) (*bargain.Reservation, error) {
	v := n.first("reserved_value", "_reserved_value")
	if v == nil || v.kind == null {
		return nil, nil
	}
	switch strings.ToLower(v.text) {
	case "-inf", "-.inf", "-infinity":
		return nil, nil
	}
	x, err := stated(v, "reserved_value")
	return &bargain.Reservation{Value: bargain.Rational(x)}, err
}

// perIssue finds what a function holds for each issue: a list in their order, or
// an object of their names.
func (r *negmasReader) perIssue(n *node, what string) ([]*node, error) {
	v := n.get(what)
	if v == nil || v.kind == null {
		return nil, nil
	}
	out := make([]*node, len(r.d.issues))
	switch v.kind {
	case list:
		if len(v.items) != len(out) {
			return nil, v.fail("there are %d %s for %d issues", len(v.items), what, len(out))
		}
		copy(out, v.items)
		return out, nil
	case object:
		err := v.each(func(k key, of *node) error {
			i := r.d.issue(k.name)
			if i < 0 {
				return place{v.file.name, k.line}.fail("the outcome space has no issue %q", short(k.name))
			}
			out[i] = of
			return nil
		})
		return out, err
	}
	return nil, v.fail("%s are %s, want a list", what, v.kind)
}

// weights reads one weight for each issue; 1 where none are given.
func (r *negmasReader) weights(n *node) ([]bargain.Number, error) {
	nodes, err := r.perIssue(n, "weights")
	if err != nil {
		return nil, err
	}
	out := make([]bargain.Number, len(r.d.issues))
	for i := range out {
		out[i] = bargain.Int(1)
		if nodes == nil {
			continue
		}
		if nodes[i] == nil {
			return nil, n.fail("issue %q has no weight", short(r.d.issues[i].ID))
		}
		x, err := stated(nodes[i], "the weight of "+short(r.d.issues[i].ID))
		if err != nil {
			return nil, err
		}
		out[i] = bargain.Rational(x)
	}
	return out, nil
}

func (r *negmasReader) additive(n *node, v *bargain.View) (err error) {
	if v.Weights, err = r.weights(n); err != nil {
		return err
	}
	values, err := r.perIssue(n, "values")
	if err != nil {
		return err
	}
	if values == nil {
		return n.fail("the function has no values")
	}
	v.Values = make([][]bargain.Number, len(r.d.issues))
	for i, f := range values {
		if f == nil {
			r.c.repair(n.at(), "the function says nothing of issue %q; it counts 0", short(r.d.issues[i].ID))
			continue
		}
		if v.Values[i], err = r.valueFun(f, i); err != nil {
			return err
		}
	}
	return nil
}
