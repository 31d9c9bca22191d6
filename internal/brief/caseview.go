// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/big"
	"slices"

	"parley/bargain"
	"parley/internal/act"
	"parley/internal/process"
)

// view is a preference in the model, with utilities from 0 to 1: weights are
// divided by the sum of their middles, worths by 100.
func (c *caseMaker) view(x act.Preference, ranged bool) bargain.View {
	out := bargain.View{Name: x.View, Weights: make([]bargain.Number, len(c.out.Issues)), Values: make([][]bargain.Number, len(c.out.Issues))}
	weights, order := c.weights(x)
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, middleOf(w.low, w.high))
	}
	for i, issue := range c.out.Issues {
		low, high := weights[i].low, weights[i].high
		if sum.Sign() > 0 {
			low, high = new(big.Rat).Quo(low, sum), new(big.Rat).Quo(high, sum)
		}
		switch {
		case ranged && weights[i].unknown:
			out.Weights[i] = bargain.Unknown()
		default:
			out.Weights[i] = number(low, high, ranged)
		}
		w, _ := worthOf(c.versionOf(issue), x)
		for _, o := range issue.Options {
			k, _ := optionWorth(w, o)
			low, high := spanOf(k.Worth)
			out.Values[i] = append(out.Values[i], number(low.Quo(low, hundred()), high.Quo(high, hundred()), ranged))
		}
	}
	if ranged {
		out.Order = order
	}
	switch {
	case len(x.Limit.Package) > 0:
		if place := c.place(x.Limit.Package); place != nil {
			out.Reservation = &bargain.Reservation{Package: place}
		}
	case x.Limit.Worth != (act.Span{}):
		low, high := spanOf(x.Limit.Worth)
		out.Reservation = &bargain.Reservation{Value: number(low.Quo(low, hundred()), high.Quo(high, hundred()), ranged)}
	}
	return out
}

// weight is what is stated of the weight of one issue of the case.
type weight struct {
	low, high *big.Rat
	unknown   bool // it follows from the order alone; low and high are the centroid
}

// weights returns the weight of every issue of the case. Where one is not stated
// all follow from the order: the centroid of the weights that keep it (Barron and
// Barrett, Decision quality using ranked attribute weights, 1996). The second
// result is the order as pairs of neighbours.
func (c *caseMaker) weights(x act.Preference) ([]weight, [][2]int) {
	out := make([]weight, len(c.out.Issues))
	ranks := make([]int, len(out))
	stated := true
	for i, issue := range c.out.Issues {
		v := c.versionOf(issue)
		w, _ := worthOf(v, x)
		ranks[i] = rankOf(v, x)
		if w.Weight == (act.Span{}) {
			stated = false
			continue
		}
		out[i].low, out[i].high = spanOf(w.Weight)
	}
	var byRank []int
	for i, r := range ranks {
		if r >= 0 {
			byRank = append(byRank, i)
		}
	}
	slices.SortFunc(byRank, func(a, b int) int { return ranks[a] - ranks[b] })
	var pairs [][2]int
	for n := 1; n < len(byRank); n++ {
		pairs = append(pairs, [2]int{byRank[n-1], byRank[n]})
	}
	if stated {
		return out, nil
	}
	// An issue that is weighed but not ordered has no place in the order: it comes
	// last, so that no order is read into silence.
	for i, r := range ranks {
		if r < 0 {
			byRank = append(byRank, i)
		}
	}
	for place, i := range byRank {
		share := new(big.Rat)
		for k := place; k < len(byRank); k++ {
			share.Add(share, big.NewRat(1, int64(k+1)))
		}
		share.Quo(share, big.NewRat(int64(len(byRank)), 1))
		out[i] = weight{share, share, true}
	}
	return out, pairs
}

// versionOf is an issue of the case as it stands on the agenda.
func (c *caseMaker) versionOf(issue CaseIssue) *process.Version {
	i := slices.IndexFunc(c.agenda, func(v process.Version) bool { return process.Ref(v.First) == issue.Issue })
	return &c.agenda[i]
}

func hundred() *big.Rat { return big.NewRat(100, 1) }

// spanOf reads a span, whose form the act has checked.
func spanOf(s act.Span) (low, high *big.Rat) {
	low, _ = new(big.Rat).SetString(s.Low)
	if s.High == "" {
		return low, new(big.Rat).Set(low)
	}
	high, _ = new(big.Rat).SetString(s.High)
	return low, high
}

func middleOf(low, high *big.Rat) *big.Rat {
	m := new(big.Rat).Add(low, high)
	return m.Quo(m, big.NewRat(2, 1))
}

// number is a range, or its middle.
func number(low, high *big.Rat, ranged bool) bargain.Number {
	if !ranged {
		return bargain.Rational(middleOf(low, high))
	}
	n, err := bargain.Between(bargain.Rational(low), bargain.Rational(high))
	if err != nil {
		return bargain.Rational(middleOf(low, high)) // ends in the wrong order, which no act has
	}
	return n
}
