// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// A chooser selects points of the rational frontier by exact rules. A rule's
// floating-point key only sorts out points that cannot be best: gains are exact
// integers times one rounded unit, so a key is off by less than 1e-13 of its size,
// and whatever lies within slack of the best is compared exactly.
type chooser struct {
	p      *Problem
	f      *Frontier
	rows   []int
	limits []int64
	ideal  []int64
	unit   []float64
}

const slack = 1e-11

// A rule says which of two points is better.
type rule struct {
	key     func(u []int64) float64 // greater is better
	size    func(u []int64) float64 // what the error of key is relative to
	compare func(a, b []int64) int  // exact
}

// choose returns the index of the best point and the number of others as good.
func (c *chooser) choose(r rule) (index, ties int) {
	best, tolerance := math.Inf(-1), 0.0
	keys := make([]float64, len(c.rows))
	for j, i := range c.rows {
		u := c.f.last.at(i)
		keys[j] = r.key(u)
		best, tolerance = max(best, keys[j]), max(tolerance, r.size(u))
	}
	tolerance *= slack
	index = -1
	for j, i := range c.rows {
		if keys[j] < best-tolerance {
			continue
		}
		if index < 0 {
			index = i
			continue
		}
		u, v := c.f.last.at(i), c.f.last.at(index)
		switch r.compare(u, v) {
		case 1:
			index, ties = i, 0
		case 0:
			ties++
			if compareLists(c.sortedGains(u), c.sortedGains(v)) > 0 {
				index = i
			}
		}
	}
	return index, ties
}

func (c *chooser) gain(u []int64, q int) float64 { return float64(u[q]-c.limits[q]) * c.unit[q] }

func (c *chooser) exactGain(u []int64, q int) *big.Rat {
	g := new(big.Rat).SetInt64(u[q] - c.limits[q])
	return g.Mul(g, c.p.unit[q])
}

func (c *chooser) sortedGains(u []int64) []*big.Rat {
	out := make([]*big.Rat, len(u))
	for q := range u {
		out[q] = c.exactGain(u, q)
	}
	slices.SortFunc(out, (*big.Rat).Cmp)
	return out
}

func compareLists(a, b []*big.Rat) int {
	return slices.CompareFunc(a, b, (*big.Rat).Cmp)
}

// nash compares the number of parties with a gain, then the product of gains of
// those: for positive gains of all that is the product.
func (c *chooser) nash() rule {
	gainers := func(u []int64) (n int) {
		for q := range u {
			if u[q] > c.limits[q] {
				n++
			}
		}
		return n
	}
	most := 0
	for _, i := range c.rows {
		most = max(most, gainers(c.f.last.at(i)))
	}
	key := func(u []int64) float64 {
		if gainers(u) < most {
			return math.Inf(-1)
		}
		sum := 0.0 // of logarithms: a product of 64 gains may leave the range of floats
		for q := range u {
			if u[q] > c.limits[q] {
				sum += math.Log(c.gain(u, q))
			}
		}
		return sum
	}
	product := func(u []int64) *big.Rat {
		v := big.NewRat(1, 1)
		for q := range u {
			if u[q] > c.limits[q] {
				v.Mul(v, c.exactGain(u, q))
			}
		}
		return v
	}
	size := func([]int64) float64 { return 64 * 64 } // logarithms of 64-bit numbers
	compare := func(a, b []int64) int {
		if d := cmp.Compare(gainers(a), gainers(b)); d != 0 {
			return d
		}
		return product(a).Cmp(product(b))
	}
	return rule{key, size, compare}
}

func (c *chooser) egalitarian() rule {
	return rule{
		key: func(u []int64) float64 {
			least := math.Inf(1)
			for q := range u {
				least = min(least, c.gain(u, q))
			}
			return least
		},
		size:    c.size,
		compare: func(a, b []int64) int { return compareLists(c.sortedGains(a), c.sortedGains(b)) },
	}
}

// size is the greatest gain of a point.
func (c *chooser) size(u []int64) float64 {
	most := 0.0
	for q := range u {
		most = max(most, c.gain(u, q))
	}
	return most
}

func (c *chooser) equalGain() rule {
	spread := func(u []int64) *big.Rat {
		g := c.sortedGains(u)
		return new(big.Rat).Sub(g[len(g)-1], g[0])
	}
	return rule{
		key: func(u []int64) float64 {
			least, most := math.Inf(1), math.Inf(-1)
			for q := range u {
				g := c.gain(u, q)
				least, most = min(least, g), max(most, g)
			}
			return least - most
		},
		size:    c.size,
		compare: func(a, b []int64) int { return spread(b).Cmp(spread(a)) },
	}
}

func (c *chooser) canKalaiSmorodinsky() bool {
	for q, most := range c.ideal {
		if most <= c.limits[q] {
			return false
		}
	}
	return true
}

func (c *chooser) kalaiSmorodinsky() rule {
	ratios := func(u []int64) []*big.Rat {
		out := make([]*big.Rat, len(u))
		for q := range u {
			out[q] = big.NewRat(u[q]-c.limits[q], c.ideal[q]-c.limits[q])
		}
		slices.SortFunc(out, (*big.Rat).Cmp)
		return out
	}
	return rule{
		key: func(u []int64) float64 {
			least := math.Inf(1)
			for q := range u {
				least = min(least, float64(u[q]-c.limits[q])/float64(c.ideal[q]-c.limits[q]))
			}
			return least
		},
		size:    func([]int64) float64 { return 1 },
		compare: func(a, b []int64) int { return compareLists(ratios(a), ratios(b)) },
	}
}

func (c *chooser) utilitarian() rule {
	weight := make([]*big.Rat, c.p.parties)
	rounded := make([]float64, c.p.parties)
	for q := range weight {
		weight[q] = copyRat(c.p.unit[q])
		if w := c.p.model.SocialWeights; w != nil {
			weight[q].Mul(weight[q], w[q].exact())
		}
		rounded[q], _ = weight[q].Float64()
	}
	sum := func(u []int64) *big.Rat {
		s := new(big.Rat)
		for q := range u {
			v := new(big.Rat).SetInt64(u[q])
			s.Add(s, v.Mul(v, weight[q]))
		}
		return s
	}
	return rule{
		key: func(u []int64) (s float64) {
			for q := range u {
				s += float64(u[q]) * rounded[q]
			}
			return s
		},
		size: func(u []int64) (s float64) {
			for q := range u {
				s += math.Abs(float64(u[q]) * rounded[q])
			}
			return s
		},
		compare: func(a, b []int64) int { return sum(a).Cmp(sum(b)) },
	}
}
