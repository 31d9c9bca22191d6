// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

func (m *Model) keysOf(ctx context.Context, p Preference) (keys, error) {
	switch {
	case p.Statements != nil:
		return m.statementKeys(ctx, p.Statements)
	case p.Weights != nil:
		return m.weightKeys(p.Weights)
	case p.Ranking != nil:
		return m.rankingKeys(p.Ranking)
	}
	return m.payoffKeys(p.Payoffs)
}

// statementKeys reads the truth values as a binary number, first statement first.
func (m *Model) statementKeys(ctx context.Context, all []Condition) (keys, error) {
	if len(all) == 0 {
		return keys{fill: func(_ int, out *block) { *out = block{} }, span: 1}, nil
	}
	if len(all) > 64 { // rank by the first 32, then by that rank and the next 32, …
		ranks := make([]uint64, m.blocks()*64)
		for from := 0; from < len(all); from += 32 {
			part, _ := m.statementKeys(ctx, all[from:min(from+32, len(all))])
			joined := keys{fill: func(at int, out *block) {
				part.fill(at, out)
				for k := range out {
					out[k] |= ranks[at*64+k] << 32
				}
			}}
			r, err := m.newRanker(ctx, joined)
			if err != nil {
				return keys{}, err
			}
			for at := range m.blocks() {
				var out block
				joined.fill(at, &out)
				for k := range out {
					ranks[at*64+k] = uint64(r.rank(out[k]))
				}
			}
		}
		return keys{fill: func(at int, out *block) { copy(out[:], ranks[at*64:]) }, span: uint64(m.count) + 1}, nil
	}
	span := uint64(0)
	if len(all) < 30 {
		span = 1 << uint(len(all))
	}
	return keys{span: span, fill: func(at int, out *block) {
		var w block
		m.options(at, &w)
		*out = block{}
		for k := range all {
			out[len(all)-1-k] = all[k].in(&w)
		}
		transpose(out)
	}}, nil
}

// weightKeys adds the amounts of the conditions that hold.
func (m *Model) weightKeys(all []Weight) (keys, error) {
	amounts := make([]*big.Rat, len(all))
	for k := range all {
		amounts[k] = all[k].Amount
	}
	scaled, unit, err := scale(amounts)
	if err != nil {
		return keys{}, err
	}
	least, most := int64(0), int64(0)
	for _, a := range scaled {
		if a < 0 {
			least += a
		} else {
			most += a
		}
		if least < -maxScaled || most > maxScaled {
			return keys{}, fmt.Errorf("weights: the sum exceeds %d units of 1/%d", int64(maxScaled), unit)
		}
	}
	fill := func(at int, out *block) {
		var w block
		m.options(at, &w)
		for k := range out {
			out[k] = uint64(-least)
		}
		for k := range all {
			for t := all[k].When.in(&w); t != 0; t &= t - 1 {
				out[bits.TrailingZeros64(t)] += uint64(scaled[k])
			}
		}
	}
	return keys{fill: fill, span: uint64(most-least) + 1, unit: unit,
		values: func(key uint64) int64 { return int64(key) + least }}, nil
}

// rankingKeys counts the groups from the worst, and holds the ranking to naming
// every state once.
func (m *Model) rankingKeys(groups [][]State) (keys, error) {
	level := make([]uint64, m.blocks()*64)
	seen := make([]bool, m.size)
	named := 0
	for g, group := range groups {
		for _, s := range group {
			p, err := m.position(s)
			if err != nil {
				return keys{}, fmt.Errorf("ranking: %w", err)
			}
			if seen[p] {
				return keys{}, fmt.Errorf("ranking: state %d is listed twice", s)
			}
			seen[p], level[p] = true, uint64(len(groups)-1-g)
			named++
		}
	}
	if named != m.count {
		return keys{}, fmt.Errorf("ranking: state %d is not listed", m.at(m.firstUnseen(seen)))
	}
	return keys{fill: func(at int, out *block) { copy(out[:], level[at*64:]) }, span: uint64(len(groups))}, nil
}

func (m *Model) firstUnseen(seen []bool) int {
	for p := range seen {
		if !seen[p] && m.isState(p) {
			return p
		}
	}
	return 0
}

func (m *Model) payoffKeys(all []Payoff) (keys, error) {
	amounts := make([]*big.Rat, len(all))
	for k := range all {
		amounts[k] = all[k].Worth
	}
	scaled, unit, err := scale(amounts)
	if err != nil {
		return keys{}, err
	}
	value := make([]uint64, m.blocks()*64)
	seen := make([]bool, m.size)
	least, most := int64(math.MaxInt64), int64(math.MinInt64)
	for k, v := range scaled {
		least, most = min(least, v), max(most, v)
		p, err := m.position(all[k].State)
		if err != nil {
			return keys{}, fmt.Errorf("payoffs: %w", err)
		}
		if seen[p] {
			return keys{}, fmt.Errorf("payoffs: state %d is listed twice", all[k].State)
		}
		seen[p], value[p] = true, uint64(v)
	}
	if len(all) != m.count {
		return keys{}, fmt.Errorf("payoffs: state %d is not listed", m.at(m.firstUnseen(seen)))
	}
	for p := range value {
		value[p] -= uint64(least)
	}
	return keys{fill: func(at int, out *block) { copy(out[:], value[at*64:]) }, span: uint64(most-least) + 1, unit: unit,
		values: func(key uint64) int64 { return int64(key) + least }}, nil
}

// maxScaled bounds worths in units of the common denominator, so that the
// difference of two of them cannot overflow.
const maxScaled = 1 << 61

// scale brings numbers to their common denominator. It refuses what does not
// fit 61 bits: nothing is rounded.
func scale(all []*big.Rat) (scaled []int64, unit int64, err error) {
	common := big.NewInt(1)
	for _, a := range all {
		g := new(big.Int).GCD(nil, nil, common, a.Denom())
		common.Mul(common, g.Div(a.Denom(), g))
		if common.BitLen() > 61 {
			return nil, 0, fmt.Errorf("worths: the common denominator exceeds 61 bits")
		}
	}
	scaled = make([]int64, len(all))
	for k, a := range all {
		n := new(big.Int).Mul(a.Num(), new(big.Int).Div(common, a.Denom()))
		if n.BitLen() > 61 {
			return nil, 0, fmt.Errorf("worths: %s exceeds 61 bits in units of 1/%s", a.RatString(), common)
		}
		scaled[k] = n.Int64()
	}
	return scaled, common.Int64(), nil
}
