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
// divided by the sum of their middles, and count as shares where they are ranges;
// worths are divided by 100.
func (c *caseMaker) view(x act.Preference, ranged bool) bargain.View {
	out := bargain.View{
		Name: x.View, Weights: make([]bargain.Number, len(c.out.Issues)), Values: make([][]bargain.Number, len(c.out.Issues)), Shares: ranged,
	}
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
	if ranged && !contradicts(weights, order) {
		out.Order = order
	}
	out.Reservation = c.reservation(x, ranged)
	return out
}

// reservation is the limit of a preference in the model. A worth is one of all
// issues that the party weighs. Where the case counts fewer, it is met or not also
// by how the others are settled: with s as their share of the weights, what the
// counted ones must bring lies between (limit - s) / (1 - s) and limit / (1 - s).
func (c *caseMaker) reservation(x act.Preference, ranged bool) *bargain.Reservation {
	switch {
	case len(x.Limit.Package) > 0:
		if place := c.place(x.Limit.Package); place != nil {
			return &bargain.Reservation{Package: place}
		}
	case x.Limit.Worth != (act.Span{}):
		low, high := spanOf(x.Limit.Worth)
		low.Quo(low, hundred())
		high.Quo(high, hundred())
		s := c.uncounted(x)
		counted := new(big.Rat).Sub(big.NewRat(1, 1), s)
		if counted.Sign() <= 0 {
			return nil // nothing of what it weighs is counted
		}
		low.Sub(low, s)
		return &bargain.Reservation{Value: number(low.Quo(low, counted), high.Quo(high, counted), ranged)}
	}
	return nil
}

// uncounted is the share that issues which a party weighs, and the case does not
// count, have in the sum of its weights at their middle.
func (c *caseMaker) uncounted(x act.Preference) *big.Rat {
	if c.byOrder(x) {
		return c.uncountedPlaces(x)
	}
	out, all := new(big.Rat), new(big.Rat)
	for i := range c.agenda {
		v := &c.agenda[i]
		w, _ := worthOf(v, x)
		if w.Weight == (act.Span{}) {
			continue
		}
		m := middleOf(spanOf(w.Weight))
		all.Add(all, m)
		if !c.counts(v) {
			out.Add(out, m)
		}
	}
	if all.Sign() > 0 {
		out.Quo(out, all)
	}
	return out
}

// uncountedPlaces is uncounted where weights follow from the order.
func (c *caseMaker) uncountedPlaces(x act.Preference) *big.Rat {
	out := new(big.Rat)
	all := centroid(len(x.Order))
	for place, ref := range x.Order {
		id, _ := entryID(ref)
		if !slices.ContainsFunc(c.agenda, func(v process.Version) bool { return v.Is(id) && c.counts(&v) }) {
			out.Add(out, all[place])
		}
	}
	return out
}

// counts reports whether an issue is in the case.
func (c *caseMaker) counts(v *process.Version) bool {
	return slices.ContainsFunc(c.out.Issues, func(k CaseIssue) bool { return k.Issue == process.Ref(v.First) })
}

// weight is what is stated of the weight of one issue of the case.
type weight struct {
	low, high *big.Rat
	unknown   bool // it follows from the order alone; low and high are the centroid
}

// weights returns the weight of every issue of the case, and the order of those
// that are ordered as pairs of neighbours.
func (c *caseMaker) weights(x act.Preference) ([]weight, [][2]int) {
	out := make([]weight, len(c.out.Issues))
	ranks := make([]int, len(out))
	var byRank []int
	for i, issue := range c.out.Issues {
		v := c.versionOf(issue)
		if ranks[i] = rankOf(v, x); ranks[i] >= 0 {
			byRank = append(byRank, i)
		}
		w, _ := worthOf(v, x)
		if w.Weight != (act.Span{}) {
			out[i].low, out[i].high = spanOf(w.Weight)
		}
	}
	slices.SortFunc(byRank, func(a, b int) int { return ranks[a] - ranks[b] })
	var pairs [][2]int
	for n := 1; n < len(byRank); n++ {
		pairs = append(pairs, [2]int{byRank[n-1], byRank[n]})
	}
	if c.byOrder(x) {
		for place, share := range centroid(len(byRank)) {
			out[byRank[place]] = weight{share, share, true}
		}
	}
	return out, pairs
}

// centroid returns the weights of n issues of which only the order is known: the
// centroid of all weights that keep it (Barron and Barrett, Decision quality using
// ranked attribute weights, 1996).
func centroid(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for place := range out {
		share := new(big.Rat)
		for k := place; k < n; k++ {
			share.Add(share, big.NewRat(1, int64(k+1)))
		}
		out[place] = share.Quo(share, big.NewRat(int64(n), 1))
	}
	return out
}

// contradicts reports whether no weights within their ranges keep an order. A
// weight that is not stated contradicts nothing.
func contradicts(weights []weight, order [][2]int) bool {
	for n, pair := range order {
		if weights[pair[0]].unknown || weights[pair[1]].unknown {
			return false
		}
		for _, later := range order[n:] {
			if weights[pair[0]].high.Cmp(weights[later[1]].low) < 0 {
				return true
			}
		}
	}
	return false
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
