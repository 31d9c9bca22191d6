// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
)

// A Contribution is what one issue, or one term over several, adds to a party's
// utility of a package.
type Contribution struct {
	Issue int // -1 for a term
	Term  int // -1 for an issue
	// Middle is what it adds at the middle of what is stated, Low and High the ends.
	Middle, Low, High *big.Rat
	// Least and Most are what the party's worst and best option would add at the
	// middle; for a term, with and without it.
	Least, Most *big.Rat
	Silent      bool // the party states nothing on the issue
}

// Contributions takes a party's utility of a package apart, by its first view: one
// entry for each issue, then one for each term. At the middle they add up to the
// utility. It is an error if the model is faulty, x does not settle every issue or
// there is no such party. Cost: linear in the numbers of the view.
func (m *Model) Contributions(x Package, party int) ([]Contribution, error) {
	middle, err := m.Middle()
	if err != nil {
		return nil, err
	}
	if err := m.CheckPackage(x); err != nil {
		return nil, err
	}
	if party < 0 || party >= len(m.Parties) {
		return nil, fmt.Errorf("party %d of %d", party, len(m.Parties))
	}
	v, mid := m.Parties[party].Views[0], middle.Parties[party].Views[0]
	weights, err := v.weightSpans(len(m.Issues))
	if err != nil {
		return nil, err
	}
	if v.Shares {
		weights = shares(weights)
	}
	var out []Contribution
	for i := range m.Issues {
		c := Contribution{Issue: i, Term: -1, Silent: v.Values == nil || v.Values[i] == nil}
		if c.Silent {
			c.Middle, c.Low, c.High, c.Least, c.Most = new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
			out = append(out, c)
			continue
		}
		for o, n := range mid.Values[i] {
			worth := n.exact()
			if mid.Weights != nil {
				worth = new(big.Rat).Mul(mid.Weights[i].exact(), worth)
			}
			c.Least, c.Most = least(c.Least, worth), greatest(c.Most, worth)
			if o == x[i] {
				c.Middle = copyRat(worth)
			}
		}
		c.Low, c.High = bounds(v.Values[i][x[i]])
		if v.Weights != nil {
			c.Low, c.High = product(weights[i], c.Low, c.High)
		}
		out = append(out, c)
	}
	for t, term := range v.Terms {
		c := Contribution{Issue: -1, Term: t, Middle: new(big.Rat), Low: new(big.Rat), High: new(big.Rat)}
		full := copyRat(mid.Terms[t].Add.exact())
		c.Least, c.Most = least(full, new(big.Rat)), greatest(full, new(big.Rat))
		if term.When.Matches(x) {
			c.Middle = full
			c.Low, c.High = bounds(term.Add)
		}
		out = append(out, c)
	}
	return out, nil
}
