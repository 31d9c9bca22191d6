// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math"
	"slices"
)

// splitRounds is how often the shares of a sum are improved.
const splitRounds = 200

// split chooses the shares that make the bound of sum k small for the whole case:
// they move from issues whose best option the term accepts to those whose best it
// does not. It stops early if the context ends, with shares that serve less.
func (f *fan) split(ctx context.Context, k int) {
	patterns, n := f.s.patterns, len(f.total)
	var part, least [][]float64
	for t, pat := range patterns {
		part = append(part, nil)
		if f.term[t] != nil && f.term[t][k] > 0 {
			part[t] = slices.Repeat([]float64{1 / float64(len(pat.scope))}, len(pat.scope))
		}
	}
	if !slices.ContainsFunc(part, func(row []float64) bool { return row != nil }) {
		return
	}
	bound := math.Inf(1)
	for round := range splitRounds {
		if round > 0 && ctx.Err() != nil {
			break
		}
		value, pick := f.relax(k, part)
		if value < bound {
			bound, least = value, nil
			for _, row := range part {
				least = append(least, slices.Clone(row))
			}
		}
		down := math.Exp(-1 / (1 + 0.05*float64(round)))
		for t, row := range part {
			sum := 0.0
			for j := range row {
				if patterns[t].sets[j][pick[patterns[t].scope[j]]] {
					row[j] *= down
				}
				row[j] = max(row[j], 1e-6)
				sum += row[j]
			}
			for j := range row {
				row[j] /= sum
			}
		}
	}
	for t, row := range least {
		if row == nil {
			continue
		}
		left := f.term[t][k]
		for j := range row {
			v := min(left, int64(row[j]*float64(f.term[t][k])))
			if j == len(row)-1 {
				v = left
			}
			f.share[t][j*n+k] = v
			left -= v
		}
	}
}

// relax is the bound of sum k for some shares, and the best option of each issue.
func (f *fan) relax(k int, part [][]float64) (value float64, pick Package) {
	n := len(f.total)
	pick = make(Package, len(f.unary))
	for i := range f.unary {
		banned := f.s.p.banned[i]
		score := make([]float64, len(banned))
		for o := range score {
			score[o] = float64(f.unary[i][o*n+k])
		}
		for _, u := range f.s.touch[i] {
			if part[u.pattern] == nil {
				continue
			}
			granted := part[u.pattern][u.place] * float64(f.term[u.pattern][k])
			for o, in := range u.set {
				if in {
					score[o] += granted
				}
			}
		}
		best := math.Inf(-1)
		for o, v := range score {
			if v > best && !banned[o] {
				best, pick[i] = v, o
			}
		}
		value += best
	}
	return value, pick
}
