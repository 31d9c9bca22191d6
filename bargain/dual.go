// SPDX-License-Identifier: Apache-2.0

package bargain

import "math"

// A dual bounds what any completion of a partial package can reach. For
// multipliers λ ≥ 0 the greatest Σ λ·gain over all completions, L(λ), is a sum of
// maxima over issues (Lagrangian relaxation, Held and Karp 1970), and
//
//   - the least gain is at most L(λ) if λ sums to 1;
//   - Σ log gain is at most L(λ) - n - Σ log λ (tangents of the logarithm);
//   - Σ c·gain is at most L(λ) if λ ≥ c, where gains may not be negative, λ = c
//     elsewhere.
//
// A term that may still match, worth w > 0 at λ, is split into shares of w, one for
// each of its open issues, granted to the options that it accepts there: the sum
// of shares granted is at least what the term adds. The shares are chosen to make
// the bound small, like λ (cost splitting; Cooper and Schiex 2004).
type dual struct {
	h     *hunt
	aim   aim
	c     []float64 // weights of a sum
	bound []bool    // parties whose gain may not be negative
}

// An aim is what a hunt maximises.
type aim int

const (
	aimLeast   aim = iota // the least gain
	aimProduct            // the product of gains
	aimSum                // a weighted sum of gains
)

// A relaxed is the value of L at one λ.
type relaxed struct {
	lambda []float64
	value  float64 // the bound, for the aim
	gain   []float64
	pick   []int     // option of each issue
	error  float64   // bound of the rounding error of value
	score  []float64 // per issue, the λ-score of its best option
}

// evaluate computes L and the bound at r.lambda.
func (d *dual) evaluate(r *relaxed) {
	h := d.h
	n := len(r.lambda)
	total, size := 0.0, 0.0
	for q, l := range r.lambda {
		g := float64(h.s.sum[q]-h.limits[q]) * h.unit[q]
		r.gain[q] = g
		total += l * g
		size += math.Abs(l * g)
	}
	h.spread(r)
	for _, i := range h.free {
		row, extra := h.unary[i], h.extra[i]
		best, pick := math.Inf(-1), -1
		for o := range h.s.p.sizes[i] {
			if h.s.p.banned[i][o] {
				continue
			}
			score := extra[o]
			for q, l := range r.lambda {
				score += l * row[o*n+q]
			}
			if score > best {
				best, pick = score, o
			}
		}
		if pick < 0 {
			r.value = math.Inf(-1)
			return
		}
		r.pick[i], r.score[i] = pick, best
		total += best
		size += math.Abs(best)
		for q := range r.gain {
			r.gain[q] += row[pick*n+q]
		}
	}
	h.collect(r)
	if d.aim == aimProduct {
		total -= float64(n)
		for _, l := range r.lambda {
			total -= math.Log(l)
			size += math.Abs(math.Log(l)) + 1
		}
	}
	r.value, r.error = total, size*1e-12
}

// move makes λ for the next round from the gains of the last: towards parties
// that the relaxation gives least.
func (d *dual) move(r *relaxed, step float64) {
	n := len(r.lambda)
	switch d.aim {
	case aimLeast:
		mean, spread := 0.0, 1e-300
		for _, g := range r.gain {
			mean += g / float64(n)
		}
		for _, g := range r.gain {
			spread = max(spread, math.Abs(g-mean))
		}
		sum := 0.0
		for q, g := range r.gain {
			r.lambda[q] = max(r.lambda[q], 1e-9) * math.Exp(-step*(g-mean)/spread)
			sum += r.lambda[q]
		}
		for q := range r.lambda {
			r.lambda[q] /= sum
		}
	case aimProduct:
		for q, g := range r.gain { // towards 1/λ = gain, damped
			y := 1 / r.lambda[q]
			y = max(y+step*(g-y), y/4)
			r.lambda[q] = 1 / y
		}
	case aimSum:
		size := 1e-300
		for _, g := range r.gain {
			size = max(size, math.Abs(g))
		}
		for q, g := range r.gain {
			if d.bound[q] {
				r.lambda[q] = max(d.c[q], r.lambda[q]-step*g/size)
			}
		}
	}
}
