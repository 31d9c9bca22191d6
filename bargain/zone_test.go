// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"testing"
)

// shortOf lists the parties whose stated reservation u does not meet.
func (b *brute) shortOf(u []*big.Rat) (short []int) {
	for q, d := range b.limit {
		if d != nil && u[q].Cmp(d) < 0 {
			short = append(short, q)
		}
	}
	return short
}

// sameZone compares existence, counts, the best of each party, what would open an
// empty zone, and the point nearest to one.
func sameZone(t *testing.T, c *proof) {
	z, err := c.f.Zone(t.Context(), 0)
	c.fatal(t, err)
	seed, b := c.seed, c.b
	inside := int64(0)
	relax := make([]*big.Rat, len(b.limit))
	var best, nearest []*big.Rat
	for i, u := range b.utility {
		short := b.shortOf(u)
		switch len(short) {
		case 0:
			inside++
			if best == nil {
				best = append(best, u...)
			}
			for q := range best {
				if u[q].Cmp(best[q]) > 0 {
					best[q] = u[q]
				}
			}
		case 1:
			q := short[0]
			if r := new(big.Rat).Sub(b.limit[q], u[q]); relax[q] == nil || r.Cmp(relax[q]) < 0 {
				relax[q] = r
			}
		}
		if b.efficient[i] && (nearest == nil || len(short) < len(b.shortOf(nearest)) ||
			len(short) == len(b.shortOf(nearest)) && compareLists(u, nearest) > 0) {
			nearest = u
		}
	}
	feasible := int64(len(b.packages))
	if z.Feasible.Exact.Int64() != feasible || z.Packages.Exact.Int64() != inside || z.Exists != (inside > 0) || !z.Proven {
		t.Fatalf("seed %d: zone %s of %s packages, exists %v; brute force %d of %d", seed, z.Packages.Exact, z.Feasible.Exact, z.Exists, inside, feasible)
	}
	switch {
	case inside > 0:
		if ratKey(z.Best) != ratKey(best) || z.Nearest != -1 {
			t.Fatalf("seed %d: best %s, brute force %s", seed, ratKey(z.Best), ratKey(best))
		}
	default:
		for q, r := range relax {
			if (r == nil) != (z.Relaxations[q] == nil) || r != nil && r.Cmp(z.Relaxations[q]) != 0 {
				t.Fatalf("seed %d: relaxation of party %d is %v, brute force %v", seed, q, z.Relaxations[q], r)
			}
		}
		if (nearest == nil) != (z.Nearest < 0) || nearest != nil && ratKey(c.f.Point(z.Nearest).Utility) != ratKey(nearest) {
			t.Fatalf("seed %d: nearest is point %d, brute force %v", seed, z.Nearest, nearest)
		}
	}
	_, narrow, err := c.p.count(t.Context(), 1) // bounds instead of a count
	if err != nil || narrow.AtLeast.Cmp(z.Packages.Exact) > 0 || narrow.AtMost.Cmp(z.Packages.Exact) < 0 ||
		narrow.Exact != nil && narrow.Exact.Cmp(z.Packages.Exact) != 0 {
		t.Fatalf("seed %d: bounds %s to %s do not hold %s (%v)", seed, narrow.AtLeast, narrow.AtMost, z.Packages.Exact, err)
	}
}
