// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"math/big"
	"math/bits"
)

// A Rule says which sets of parties can put a package in force.
type Rule struct {
	// AtLeast is the number of parties that must accept; all of them for unanimity,
	// all but k for "all but k".
	AtLeast int
	// Veto lists parties that must be among them.
	Veto []int
}

// Unanimity is the rule that all of n parties must accept.
func Unanimity(n int) Rule { return Rule{AtLeast: n} }

// AllBut is the rule that at most k of n parties, none with a veto, may dissent.
func AllBut(n, k int, veto ...int) Rule { return Rule{AtLeast: n - k, Veto: veto} }

// maxRuleParties bounds the enumeration of coalitions.
const maxRuleParties = 16

// check returns the parties with a veto as a set.
func (r Rule) check(n int) (veto uint32, err error) {
	if n > maxRuleParties {
		return 0, fmt.Errorf("coalitions of %d parties are too many, at most %d", n, maxRuleParties)
	}
	if r.AtLeast < 1 || r.AtLeast > n {
		return 0, fmt.Errorf("the rule asks for %d of %d parties", r.AtLeast, n)
	}
	for _, q := range r.Veto {
		if q < 0 || q >= n {
			return 0, fmt.Errorf("the rule gives a veto to party %d of %d", q, n)
		}
		veto |= 1 << q
	}
	return veto, nil
}

// minimal lists the winning sets of which no proper subset wins.
func (r Rule) minimal(n int, veto uint32) (out []uint32) {
	for s := uint32(1); s < 1<<n; s++ {
		if s&veto == veto && bits.OnesCount32(s) == max(r.AtLeast, bits.OnesCount32(veto)) {
			out = append(out, s)
		}
	}
	return out
}

// wins reports whether a set can put a package in force.
func (r Rule) wins(s, veto uint32) bool {
	return s&veto == veto && bits.OnesCount32(s) >= r.AtLeast
}

func members(s uint32) (out []int) {
	for q := range 32 {
		if s&(1<<q) != 0 {
			out = append(out, q)
		}
	}
	return out
}

// Acceptable counts the feasible packages that the parties who get at least
// their stated reservation can put in force under the rule. A party that has
// stated none accepts every package. The count comes with bounds if some count
// behind it is not exact. Cost: one count of a zone for each set of possible
// dissenters.
func (p *Problem) Acceptable(ctx context.Context, r Rule, maxVectors int) (Count, error) {
	veto, err := r.check(p.parties)
	if err != nil {
		return Count{}, err
	}
	if maxVectors <= 0 {
		maxVectors = 1 << 20
	}
	// A party without a reservation never dissents.
	var doubtful uint32
	for q, stated := range p.stated {
		if stated {
			doubtful |= 1 << q
		}
	}
	all := uint32(1)<<p.parties - 1
	low, high := new(big.Int), new(big.Int)
	asked := map[uint32]Count{}
	for d := uint32(0); d <= all; d++ { // exactly d dissents
		if d&^doubtful != 0 || !r.wins(all&^d, veto) {
			continue
		}
		for e := d; ; e = (e - 1) & d { // every subset of d: inclusion and exclusion
			c, ok := asked[e]
			if !ok {
				if c, err = p.counted(ctx, e, maxVectors); err != nil {
					return Count{}, err
				}
				asked[e] = c
			}
			if bits.OnesCount32(d&^e)%2 == 0 {
				low.Add(low, c.AtLeast)
				high.Add(high, c.AtMost)
			} else {
				low.Sub(low, c.AtMost)
				high.Sub(high, c.AtLeast)
			}
			if e == 0 {
				break
			}
		}
	}
	if low.Sign() < 0 {
		low.SetInt64(0)
	}
	if outcomes := p.Outcomes(); high.Cmp(outcomes) > 0 {
		high = outcomes
	}
	if low.Cmp(high) == 0 {
		return exactly(low), nil
	}
	return Count{AtLeast: low, AtMost: high}, nil
}

// counted counts packages that everybody outside the set e accepts.
func (p *Problem) counted(ctx context.Context, e uint32, maxVectors int) (Count, error) {
	q := *p
	q.stated = append([]bool(nil), p.stated...)
	for _, i := range members(e) {
		q.stated[i] = false
	}
	_, inside, err := q.count(ctx, maxVectors)
	return inside, err
}
