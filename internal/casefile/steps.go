// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
)

// steps lists the numbers of a range: from, from + step, and so on, up to the last
// that is not above to.
func steps(from, to, step *big.Rat) ([]*big.Rat, error) {
	if step.Sign() <= 0 {
		return nil, fmt.Errorf("the step of the range is %s, want a number above 0", fraction(step))
	}
	if from.Cmp(to) > 0 {
		return nil, fmt.Errorf("the range runs from %s down to %s; the lower number comes first", fraction(from), fraction(to))
	}
	n := new(big.Rat).Quo(new(big.Rat).Sub(to, from), step)
	count := new(big.Int).Quo(n.Num(), n.Denom())
	if !count.IsInt64() || count.Int64() >= maxOptions {
		return nil, fmt.Errorf("the range has more than %d steps", maxOptions)
	}
	out := make([]*big.Rat, count.Int64()+1)
	for i := range out {
		x := new(big.Rat).SetInt64(int64(i))
		out[i] = x.Add(x.Mul(x, step), from)
	}
	return out, nil
}

// realSteps is how many options stand for an issue of real numbers without a
// step: Genius, too, looks at 21 points of such an issue.
const realSteps = 21

// evenly lists realSteps numbers from one end to the other.
func evenly(from, to *big.Rat) []*big.Rat {
	if from.Cmp(to) == 0 {
		return []*big.Rat{from}
	}
	step := new(big.Rat).Sub(to, from)
	step.Quo(step, big.NewRat(realSteps-1, 1))
	out := make([]*big.Rat, realSteps)
	for i := range out {
		x := big.NewRat(int64(i), 1)
		out[i] = x.Add(x.Mul(x, step), from)
	}
	return out
}
