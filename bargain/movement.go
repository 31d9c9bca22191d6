// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math/big"
)

// A Kind is the kind of a step between two offers of one party (Hindriks, Jonker
// and Tykhonov 2007). It describes the step, not an intention.
type Kind string

// The kinds, in the order in which they are tested; see [Movement].
const (
	Silent      Kind = "silent"      // neither side's utility changes by the threshold
	Nice        Kind = "nice"        // more for the other at no cost to itself
	Concession  Kind = "concession"  // less for itself, not less for the other
	Unfortunate Kind = "unfortunate" // not more for itself, less for the other
	Selfish     Kind = "selfish"     // more for itself, not more for the other
	Fortunate   Kind = "fortunate"   // more for both
)

// An Offer is a package that a party put forward.
type Offer struct {
	Party   int
	Package Package
}

// A Step is the move from a party's offer to its next one.
type Step struct {
	Party     int
	From, To  int      // indices of the two offers
	Own       *big.Rat // change of the proposer's utility, as a share of its scale
	Other     *big.Rat // change of the counterpart's utility, as a share of its scale
	Kind      Kind
	Responds  int      // the step of the counterpart before it that it may answer, or -1
	Surrender *big.Rat // -Own, if that is positive, else 0
}

// A Movement is the course of an exchange of offers between two parties.
type Movement struct {
	Threshold *big.Rat
	// Utility[i] is the pair of utilities of offer i, the negotiation dance.
	Utility [][2]*big.Rat
	Steps   []Step
	Counts  [2]map[Kind]int // per party of the pair
	// ConcessionRate is, per party of the pair, how much of its scale it has given
	// up from its first offer to its last, per step; nil without a step. Negative:
	// it has raised its demand.
	ConcessionRate [2]*big.Rat
	// Reciprocity is the least-squares slope of a party's surrender on the
	// surrender of the other's step that it may answer; nil if fewer than two such
	// pairs exist or the other's never varies.
	Reciprocity [2]*big.Rat
}

// DefaultThreshold is the usual threshold of the kinds of steps, 0.03 of the scale.
func DefaultThreshold() *big.Rat { return big.NewRat(3, 100) }

// Movement classifies the steps between consecutive offers of each of two parties,
// pair, by the changes ΔS of the proposer's and ΔO of the counterpart's utility,
// each as a share of the scale of that party (least to ideal utility over single
// issues; a constant scale counts as 1). The tests, in this order: Silent if both
// are less than the threshold in size, or unchanged; Nice if |ΔS| is and ΔO > 0; Concession if
// ΔS < 0 and ΔO ≥ 0; Unfortunate if ΔS ≤ 0 and ΔO < 0; Selfish if ΔS > 0 and
// ΔO ≤ 0; Fortunate if both are > 0. A step may answer the last step of the
// counterpart that came, at least lag offers before it, before its later offer;
// lag 1 is the ordinary answer. Offers of other parties than the pair, packages
// that are incomplete, a negative threshold or a lag below 1 are errors. Cost:
// linear in offers times terms.
func (p *Problem) Movement(offers []Offer, pair [2]int, threshold *big.Rat, lag int) (*Movement, error) {
	if pair[0] == pair[1] || min(pair[0], pair[1]) < 0 || max(pair[0], pair[1]) >= p.parties {
		return nil, fmt.Errorf("the pair is %d and %d, want two of %d parties", pair[0], pair[1], p.parties)
	}
	if threshold == nil || threshold.Sign() < 0 || lag < 1 {
		return nil, errors.New("the threshold must be at least 0 and the lag at least 1")
	}
	m := &Movement{Threshold: copyRat(threshold), Counts: [2]map[Kind]int{{}, {}}}
	var scale [2]*big.Rat
	for side, q := range pair {
		scale[side] = new(big.Rat).Mul(new(big.Rat).SetInt64(p.width(q)), p.unit[q])
	}
	last := [2]int{-1, -1}
	for i, offer := range offers {
		side := 0
		switch offer.Party {
		case pair[0]:
		case pair[1]:
			side = 1
		default:
			return nil, fmt.Errorf("offer %d is by party %d, who is not of the pair", i, offer.Party)
		}
		if err := p.model.CheckPackage(offer.Package); err != nil {
			return nil, fmt.Errorf("offer %d: %w", i, err)
		}
		m.Utility = append(m.Utility, [2]*big.Rat{p.utility(pair[0], offer.Package), p.utility(pair[1], offer.Package)})
		if from := last[side]; from >= 0 {
			m.step(side, pair[side], from, i, lag, scale)
		}
		last[side] = i
	}
	for side := range pair {
		m.sum(side, pair)
	}
	return m, nil
}

// width is the span of a party's sums in units, at least 1.
func (p *Problem) width(q int) int64 {
	low, high := int64(0), int64(0)
	for _, row := range p.unary {
		least, most := row[q], row[q]
		for o := q; o < len(row); o += p.parties {
			least, most = min(least, row[o]), max(most, row[o])
		}
		low, high = low+least, high+most
	}
	for _, t := range p.terms {
		low, high = low+min(0, t.add[q]), high+max(0, t.add[q])
	}
	return max(1, high-low)
}

func (m *Movement) step(side, party, from, to, lag int, scale [2]*big.Rat) {
	change := func(who int) *big.Rat {
		d := new(big.Rat).Sub(m.Utility[to][who], m.Utility[from][who])
		return d.Quo(d, scale[who])
	}
	s := Step{Party: party, From: from, To: to, Own: change(side), Other: change(1 - side), Responds: -1, Surrender: new(big.Rat)}
	s.Kind = classify(s.Own, s.Other, m.Threshold)
	if s.Own.Sign() < 0 {
		s.Surrender.Neg(s.Own)
	}
	for j := len(m.Steps) - 1; j >= 0; j-- {
		if m.Steps[j].Party != party && m.Steps[j].To <= to-lag {
			s.Responds = j
			break
		}
	}
	m.Counts[side][s.Kind]++
	m.Steps = append(m.Steps, s)
}

func classify(own, other, threshold *big.Rat) Kind {
	small := func(x *big.Rat) bool { return x.Sign() == 0 || new(big.Rat).Abs(x).Cmp(threshold) < 0 }
	switch s, o := own.Sign(), other.Sign(); {
	case small(own) && small(other):
		return Silent
	case small(own) && o > 0:
		return Nice
	case s < 0 && o >= 0:
		return Concession
	case s <= 0 && o < 0:
		return Unfortunate
	case s > 0 && o <= 0:
		return Selfish
	}
	return Fortunate
}

// sum fills in concession rate and reciprocity of one side.
func (m *Movement) sum(side int, pair [2]int) {
	given, steps := new(big.Rat), int64(0)
	var x, y []*big.Rat
	for _, s := range m.Steps {
		if s.Party != pair[side] {
			continue
		}
		given.Sub(given, s.Own)
		steps++
		if s.Responds >= 0 {
			x, y = append(x, m.Steps[s.Responds].Surrender), append(y, s.Surrender)
		}
	}
	if steps > 0 {
		m.ConcessionRate[side] = given.Quo(given, big.NewRat(steps, 1))
	}
	m.Reciprocity[side] = slope(x, y)
}

// slope is the least-squares slope of y on x, or nil if there is none.
func slope(x, y []*big.Rat) *big.Rat {
	if len(x) < 2 {
		return nil
	}
	n := big.NewRat(int64(len(x)), 1)
	sx, sy, sxx, sxy := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i := range x {
		sx.Add(sx, x[i])
		sy.Add(sy, y[i])
		sxx.Add(sxx, new(big.Rat).Mul(x[i], x[i]))
		sxy.Add(sxy, new(big.Rat).Mul(x[i], y[i]))
	}
	den := new(big.Rat).Sub(new(big.Rat).Mul(n, sxx), new(big.Rat).Mul(sx, sx))
	if den.Sign() == 0 {
		return nil
	}
	num := new(big.Rat).Sub(new(big.Rat).Mul(n, sxy), new(big.Rat).Mul(sx, sy))
	return num.Quo(num, den)
}
