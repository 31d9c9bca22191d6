// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// A Division says what each of two parties gets of each item.
type Division struct {
	// First[i] is the share of item i that goes to the first party, from 0 to 1; the
	// rest goes to the second.
	First []*big.Rat
	// Points are what each party gets, in its own points.
	Points [2]*big.Rat
	// Split is the item that is divided, or -1.
	Split int
}

// AdjustedWinner divides items between two parties (Brams and Taylor 1996). Each
// item goes to the party that claims more points for it (to the first if equal);
// then items move from the richer party to the poorer in ascending order of the
// ratio of the richer's points to the poorer's (then by index), the last of them
// in part, until both have the same points. a and b hold one exact number of at
// least 0 for each item, with the same sum; it is an error if not. The result is
// efficient, equitable and envy-free among divisions in which an item may be
// split, for the points that were stated. Cost: sorting the items.
func AdjustedWinner(a, b []Number) (*Division, error) {
	points, err := claims(a, b)
	if err != nil {
		return nil, err
	}
	d := &Division{First: make([]*big.Rat, len(a)), Split: -1}
	for i := range a {
		d.First[i] = new(big.Rat)
		if points[0][i].Cmp(points[1][i]) >= 0 {
			d.First[i].SetInt64(1)
		}
	}
	d.count(points)
	rich := 0
	if d.Points[1].Cmp(d.Points[0]) > 0 {
		rich = 1
	}
	mine, theirs := points[rich], points[1-rich]
	var order []int // what the richer holds and the other wants
	for i, share := range d.First {
		if (share.Sign() > 0) == (rich == 0) && theirs[i].Sign() > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { // mine_i / theirs_i ascending
		return new(big.Rat).Mul(mine[i], theirs[j]).Cmp(new(big.Rat).Mul(mine[j], theirs[i]))
	})
	for _, i := range order {
		gap := new(big.Rat).Sub(d.Points[rich], d.Points[1-rich])
		if gap.Sign() <= 0 {
			break
		}
		part := new(big.Rat).Add(mine[i], theirs[i]) // moving all closes the gap by this much
		part.Quo(gap, part)
		if one := big.NewRat(1, 1); part.Cmp(one) >= 0 {
			part = one
		} else {
			d.Split = i
		}
		if rich == 0 {
			d.First[i].Sub(d.First[i], part)
		} else {
			d.First[i].Add(d.First[i], part)
		}
		d.count(points)
	}
	return d, nil
}

// claims checks the numbers and returns them as rationals.
func claims(a, b []Number) (points [2][]*big.Rat, err error) {
	if len(a) == 0 || len(a) != len(b) {
		return points, fmt.Errorf("there are claims for %d and %d items", len(a), len(b))
	}
	var sums [2]*big.Rat
	for who, list := range [][]Number{a, b} {
		sums[who] = new(big.Rat)
		for i, n := range list {
			v, ok := n.Exact()
			if !ok || v.Sign() < 0 {
				return points, fmt.Errorf("the claim on item %d is %s, want an exact number of at least 0", i, n)
			}
			points[who] = append(points[who], v)
			sums[who].Add(sums[who], v)
		}
	}
	if sums[0].Cmp(sums[1]) != 0 {
		return points, fmt.Errorf("the claims add up to %s and %s, which must be equal", sums[0].RatString(), sums[1].RatString())
	}
	if sums[0].Sign() == 0 {
		return points, errors.New("all claims are 0")
	}
	return points, nil
}

func (d *Division) count(points [2][]*big.Rat) {
	for who := range d.Points {
		sum := new(big.Rat)
		for i, share := range d.First {
			part := new(big.Rat).Set(share)
			if who == 1 {
				part.Sub(big.NewRat(1, 1), share)
			}
			sum.Add(sum, part.Mul(part, points[who][i]))
		}
		d.Points[who] = sum
	}
}

// Fairness are three tests of a division, as numbers so that a near miss shows.
type Fairness struct {
	// Proportional[p] is p's points minus half of its total: negative if p gets less
	// than half by its own account.
	Proportional [2]*big.Rat
	// Envy[p] is what p, by its own points, would get from the other's share minus
	// what it gets: positive if p envies.
	Envy [2]*big.Rat
	// Inequity is the first party's points minus the second's.
	Inequity *big.Rat
}

// Judge tests any division of the items: shares[i] is the first party's share of
// item i, from 0 to 1. The claims are those of [AdjustedWinner].
func Judge(a, b []Number, shares []*big.Rat) (*Fairness, error) {
	points, err := claims(a, b)
	if err != nil {
		return nil, err
	}
	if len(shares) != len(a) {
		return nil, fmt.Errorf("there are shares of %d items of %d", len(shares), len(a))
	}
	for i, s := range shares {
		if s == nil || s.Sign() < 0 || s.Cmp(big.NewRat(1, 1)) > 0 {
			return nil, fmt.Errorf("the share of item %d is %v, want 0 to 1", i, s)
		}
	}
	d := &Division{First: shares}
	d.count(points)
	f := &Fairness{Inequity: new(big.Rat).Sub(d.Points[0], d.Points[1])}
	for who, list := range points {
		total := new(big.Rat)
		for _, v := range list {
			total.Add(total, v)
		}
		half := new(big.Rat).Quo(total, big.NewRat(2, 1))
		f.Proportional[who] = new(big.Rat).Sub(d.Points[who], half)
		f.Envy[who] = new(big.Rat).Sub(total, d.Points[who])
		f.Envy[who].Sub(f.Envy[who], d.Points[who])
	}
	return f, nil
}
