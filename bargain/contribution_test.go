// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// Contributions add up to the utility at the middle, and their ends hold it.
func TestContributionsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		m := uncertain(r)
		middle, err := m.Middle()
		if err != nil {
			t.Fatal(err)
		}
		p, err := Compile(middle)
		if err != nil {
			t.Fatal(err)
		}
		x := make(Package, len(m.Issues))
		for i := range x {
			x[i] = r.IntN(len(m.Issues[i].Options))
		}
		u, err := p.Utility(x)
		if err != nil {
			t.Fatal(err)
		}
		for q := range m.Parties {
			list, err := m.Contributions(x, q)
			if err != nil {
				t.Fatal(err)
			}
			sum := new(big.Rat)
			for _, c := range list {
				sum.Add(sum, c.Middle)
				if c.Low.Cmp(c.High) > 0 || c.Middle.Cmp(c.Least) < 0 || c.Middle.Cmp(c.Most) > 0 {
					t.Fatalf("%+v is out of order", c)
				}
			}
			if sum.Cmp(u[q]) != 0 {
				t.Fatalf("contributions add up to %s, not %s", sum, u[q])
			}
		}
		if _, err := m.Contributions(x, 9); err == nil {
			t.Error("a party that is not there has contributions")
		}
	}
}
