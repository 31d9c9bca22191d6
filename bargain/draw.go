// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math/big"
)

// drawSteps is the grid of drawn numbers: a range is cut in this many steps, so
// that products of drawn weights and values stay exact in 62 bits.
const drawSteps = 1 << 12

// gibbsRounds is how often each weight under an order is drawn anew; the chain
// mixes in about as many rounds as there are issues.
const gibbsRounds = 40

// A dice is a small deterministic generator (SplitMix64, Steele, Lea and Flood
// 2014): this package takes no randomness from the machine.
type dice struct{ state uint64 }

// newDice gives every sample of a seed a stream of its own.
func newDice(seed uint64, sample int) *dice {
	d := &dice{seed}
	d.state = d.next() ^ uint64(sample)*0x9e3779b97f4a7c15
	d.next()
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1; the bias is less than n/2^64.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// draw is a number from a range, ends included, on the grid.
func (d *dice) draw(low, high *big.Rat) *big.Rat {
	width := new(big.Rat).Sub(high, low)
	if width.Sign() == 0 {
		return copyRat(low)
	}
	width.Mul(width, big.NewRat(int64(d.below(drawSteps+1)), drawSteps))
	return width.Add(width, low)
}

// bounds are the ends of a weight or value; an unknown one lies from 0 to 1.
func bounds(n Number) (low, high *big.Rat) {
	if low, high, known := n.Bounds(); known {
		return low, high
	}
	return new(big.Rat), big.NewRat(1, 1)
}

// sample draws an exact model: for every party one of its views, all equally
// likely, and in it every number that is not exact.
func (m *Model) sample(d *dice) (*Model, error) {
	out := *m
	out.Parties = make([]Party, len(m.Parties))
	for p, party := range m.Parties {
		view, err := party.Views[d.below(len(party.Views))].sample(d, len(m.Issues))
		if err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
		out.Parties[p] = Party{ID: party.ID, Name: party.Name, Views: []View{view}}
	}
	return &out, nil
}

func (v View) sample(d *dice, issues int) (View, error) {
	out := View{Name: v.Name}
	draw := func(n Number) Number {
		if n.isExact() {
			return n
		}
		return Rational(d.draw(bounds(n)))
	}
	var err error
	if out.Weights, err = v.sampleWeights(d, issues); err != nil {
		return View{}, err
	}
	values := v.Values
	if len(v.Better) > 0 {
		if values, err = v.sampleOrdered(d); err != nil {
			return View{}, err
		}
	}
	for _, row := range values {
		var drawn []Number
		for _, n := range row {
			drawn = append(drawn, draw(n))
		}
		out.Values = append(out.Values, drawn)
	}
	for _, t := range v.Terms {
		out.Terms = append(out.Terms, Term{When: t.When, Add: draw(t.Add)})
	}
	switch r := v.Reservation; {
	case r == nil || r.Package == nil && r.Value.unknown:
	case r.Package != nil:
		out.Reservation = r
	default:
		out.Reservation = &Reservation{Value: draw(r.Value)}
	}
	return out, nil
}

// sampleWeights draws uniformly from the boxes of the weights cut by the order
// (Gibbs sampling under an order). If no weight is known at all, or they are shares,
// they are scaled to add up to 1.
func (v View) sampleWeights(d *dice, issues int) ([]Number, error) {
	if v.Weights == nil {
		if len(v.Order) > 0 {
			return nil, errors.New("an order of weights needs weights")
		}
		return nil, nil
	}
	low, high := make([]*big.Rat, issues), make([]*big.Rat, issues)
	unknown := true
	for i, w := range v.Weights {
		low[i], high[i] = bounds(w)
		unknown = unknown && w.unknown
	}
	if err := narrow(v.Order, low, high); err != nil {
		return nil, err
	}
	w := make([]*big.Rat, issues)
	if len(v.Order) == 0 {
		for i := range w {
			w[i] = d.draw(low[i], high[i])
		}
	} else {
		for i := range w {
			w[i] = low[i] // meets the order after narrowing
		}
		for range gibbsRounds + issues {
			v.gibbs(d, w, low, high)
		}
	}
	out := make([]Number, issues)
	sum := new(big.Rat)
	for _, x := range w {
		sum.Add(sum, x)
	}
	for i, x := range w {
		if (unknown || v.Shares) && sum.Sign() > 0 {
			x = new(big.Rat).Quo(x, sum)
		}
		out[i] = Rational(x)
	}
	return out, nil
}

// gibbs draws each weight anew between those that the order puts below and above
// it, on the grid of its own range.
func (v View) gibbs(d *dice, w, low, high []*big.Rat) {
	for i := range w {
		from, to := low[i], high[i]
		for _, pair := range v.Order {
			if pair[0] == i && w[pair[1]].Cmp(from) > 0 {
				from = w[pair[1]]
			}
			if pair[1] == i && w[pair[0]].Cmp(to) < 0 {
				to = w[pair[0]]
			}
		}
		x := d.draw(from, to)
		step := big.NewRat(1, 1<<20) // keeps denominators small; rounding down may leave the range
		x.Quo(x, step)
		x = new(big.Rat).Mul(new(big.Rat).SetInt(new(big.Int).Quo(x.Num(), x.Denom())), step)
		if x.Cmp(from) < 0 {
			x = from
		}
		w[i] = x
	}
}

// narrow draws the bounds together along an order of weights.
func narrow(order [][2]int, low, high []*big.Rat) error {
	for range len(low) + 1 {
		changed := false
		for _, pair := range order {
			a, b := pair[0], pair[1] // a matters at least as much as b
			if low[a].Cmp(low[b]) < 0 {
				low[a], changed = low[b], true
			}
			if high[b].Cmp(high[a]) > 0 {
				high[b], changed = high[a], true
			}
		}
		if !changed {
			break
		}
	}
	for i := range low {
		if low[i].Cmp(high[i]) > 0 {
			return fmt.Errorf("no weight of issue %d fits both its range and the order", i)
		}
	}
	return nil
}
