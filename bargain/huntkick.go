// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math"
	"slices"
)

// mostKicks bounds how many packages near the best one are tried before branching,
// where patterns join issues and a package that no single change improves may be
// far from the best.
const mostKicks = 600

// kick looks for better packages by iterated local search (Lourenço, Martin and
// Stützle 2003): a few issues are changed at random, then single changes improve
// what they can; what is no worse is the next start. The dice are always the same.
func (h *hunt) kick(ctx context.Context) {
	if h.best == nil {
		return
	}
	p := h.s.p
	d := newDice(0, 0)
	at, worth := slices.Clone(h.bestAt), h.smooth(h.best)
	x := slices.Clone(at)
	kicks := 0
	for _, k := range p.sizes {
		kicks += 2 * k
	}
	for range min(kicks, mostKicks) {
		if ctx.Err() != nil {
			return
		}
		copy(x, at)
		for range 2 + d.below(3) {
			i := d.below(len(x))
			if o := d.below(p.sizes[i]); !p.banned[i][o] {
				x[i] = o
			}
		}
		if !p.feasible(x) {
			continue
		}
		now := h.settleDown(x, d)
		if h.value(p.sums(x)) > h.bestIs {
			h.offer(x)
		}
		if now >= worth {
			copy(at, x)
			worth = now
		}
	}
}

// settleDown makes single changes to x, beginning with some issue, until none
// improves it.
func (h *hunt) settleDown(x Package, d *dice) float64 {
	p := h.s.p
	best := h.smooth(p.sums(x))
	n := len(x)
	for still, i := 0, d.below(n); still < n; still, i = still+1, (i+1)%n {
		was := x[i]
		for o := range p.sizes[i] {
			if o == was || p.banned[i][o] {
				continue
			}
			x[i] = o
			if v := h.smooth(p.sums(x)); v > best && p.feasible(x) {
				best, was, still = v, o, 0
			}
		}
		x[i] = was
	}
	return best
}

// smooth is the objective with a little of every gain, so that a change counts
// that helps a party which does not decide it yet.
func (h *hunt) smooth(u []int64) float64 {
	least, sum := math.Inf(1), 0.0
	for q := range u {
		g := float64(u[q]-h.limits[q]) * h.unit[q]
		least, sum = min(least, g), sum+g
	}
	if h.d.aim == aimLeast || least < 0 {
		return least + 0.01*sum
	}
	return h.value(u)
}
