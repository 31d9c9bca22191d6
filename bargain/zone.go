// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
)

// A Count is a number of packages: exact, or between two proven bounds.
type Count struct {
	Exact           *big.Int // nil if only the bounds are known
	AtLeast, AtMost *big.Int // always set; equal to Exact if that is set
}

func exactly(n *big.Int) Count { return Count{Exact: n, AtLeast: n, AtMost: n} }

// raise takes into account that there are at least n.
func (c *Count) raise(n *big.Int) {
	if c.Exact == nil && c.AtLeast.Cmp(n) < 0 {
		if c.AtLeast = n; n.Cmp(c.AtMost) == 0 {
			*c = exactly(n)
		}
	}
}

// A Zone is the zone of agreement: the feasible packages that give every party
// at least what it has stated as its reservation. A party that has stated none is
// not restricted.
type Zone struct {
	Exists   bool
	Proven   bool // that it exists, or that it does not
	Feasible Count
	Packages Count
	// Best is, per party, the most that a package of the zone gives it; nil if
	// there is none. It is proven if the frontier is.
	Best []*big.Rat
	// Relaxations say, if the zone is empty but some package is feasible, by how
	// much each party would have to lower its reservation to open it alone: nil
	// for a party that cannot (the others exclude each other) or has stated none.
	Relaxations []*big.Rat
	// Nearest is, if the zone is empty, the point of the frontier at which the
	// fewest parties fall short of their reservations, and among those the
	// lexicographically greatest; -1 if the zone exists or nothing is feasible.
	Nearest int
}

// Zone counts the zone of agreement and what would open it. The frontier should
// not be cut to rational packages: then relaxations are not known and stay nil.
// Counting is exact while the distinct undecided sums of stated parties fit in
// maxVectors (0 means one million), else it gives proven bounds. The errors are
// those of the context.
func (f *Frontier) Zone(ctx context.Context, maxVectors int) (*Zone, error) {
	if maxVectors <= 0 {
		maxVectors = 1 << 20
	}
	z := &Zone{Proven: f.proven, Nearest: -1}
	var err error
	if z.Feasible, z.Packages, err = f.p.count(ctx, maxVectors); err != nil {
		return nil, err
	}
	rational := new(big.Int)
	fewest := f.p.parties + 1
	most := make([]int64, f.p.parties) // of a party whose partners are content
	able := make([]bool, f.p.parties)
	for i := range f.Len() {
		u := f.last.at(i)
		short, who := f.p.short(u)
		if short == 0 {
			z.better(f, i)
			if n := f.Packages(i); n != nil {
				rational.Add(rational, n)
			}
		}
		if short == 1 && (!able[who] || u[who] > most[who]) {
			most[who], able[who] = u[who], true
		}
		if short > 0 && short < fewest {
			fewest, z.Nearest = short, i
		}
	}
	z.Packages.raise(rational) // different points are different packages
	if total := f.Total(); total != nil {
		z.Feasible.raise(total)
	}
	z.Exists = z.Best != nil || z.Packages.AtLeast.Sign() > 0
	z.Proven = z.Proven || z.Exists || z.Packages.AtMost.Sign() == 0
	if z.Exists {
		z.Nearest = -1
		return z, nil
	}
	z.Relaxations = make([]*big.Rat, f.p.parties)
	for q, ok := range able {
		if ok && !f.rational {
			z.Relaxations[q] = new(big.Rat).Sub(f.p.limitRat[q], f.p.rat(q, most[q]))
		}
	}
	return z, nil
}

// better takes a point of the zone into account.
func (z *Zone) better(f *Frontier, i int) {
	if z.Best == nil {
		z.Best = f.Point(i).Utility
		return
	}
	for q := range z.Best {
		if f.p.resolution == 0 && f.p.rat(q, f.last.at(i)[q]).Cmp(z.Best[q]) <= 0 {
			continue
		}
		if v := f.Value(i, q); v.Cmp(z.Best[q]) > 0 {
			z.Best[q] = v
		}
	}
}

// short counts the parties whose stated reservation u does not meet, and names
// the last of them.
func (p *Problem) short(u []int64) (n, who int) {
	for q, v := range u {
		if p.stated[q] && (p.hopeless[q] || v < p.limit[q]) {
			n, who = n+1, q
		}
	}
	return n, who
}
