// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math"
	"slices"
)

// spread grants the shares of every term that may still match and is worth
// something at λ.
func (h *hunt) spread(r *relaxed) {
	h.active, h.worth = h.active[:0], h.worth[:0]
	if len(h.terms) == 0 {
		return
	}
	for _, i := range h.free {
		clear(h.extra[i])
	}
	for t, add := range h.terms {
		if h.s.patterns[t].add == nil || h.s.state(t) != pending {
			continue
		}
		w := 0.0
		for q, l := range r.lambda {
			w += l * add[q]
		}
		if w <= 0 {
			continue
		}
		h.active, h.worth = append(h.active, t), append(h.worth, w)
		pat := h.s.patterns[t]
		sum := 0.0
		for j, i := range pat.scope {
			if h.isFree[i] {
				sum += h.shares[t][j]
			}
		}
		for j, i := range pat.scope {
			if !h.isFree[i] {
				continue
			}
			part := w * h.shares[t][j] / sum
			for o, in := range pat.sets[j] {
				if in {
					h.extra[i][o] += part
				}
			}
		}
	}
}

// collect adds to the gains of the relaxation what the terms grant the options
// that it picked.
func (h *hunt) collect(r *relaxed) {
	for _, t := range h.active {
		pat := h.s.patterns[t]
		sum, got := 0.0, 0.0
		for j, i := range pat.scope {
			if h.isFree[i] {
				sum += h.shares[t][j]
				if pat.sets[j][r.pick[i]] {
					got += h.shares[t][j]
				}
			}
		}
		for q := range r.gain {
			r.gain[q] += h.terms[t][q] * got / sum
		}
	}
}

// moveShares moves shares from issues whose pick a term accepts to those whose
// pick it does not.
func (h *hunt) moveShares(r *relaxed, step float64) {
	down := math.Exp(-2 * step)
	for _, t := range h.active {
		pat := h.s.patterns[t]
		sum := 0.0
		for j, i := range pat.scope {
			if h.isFree[i] && pat.sets[j][r.pick[i]] {
				h.shares[t][j] *= down
			}
			h.shares[t][j] = max(h.shares[t][j], 1e-6)
			sum += h.shares[t][j]
		}
		for j := range pat.scope {
			h.shares[t][j] /= sum
		}
	}
}

// keepShares copies the shares.
func (h *hunt) keepShares(into [][]float64) [][]float64 {
	if into == nil {
		for _, row := range h.shares {
			into = append(into, slices.Clone(row))
		}
		return into
	}
	for t, row := range h.shares {
		copy(into[t], row)
	}
	return into
}
