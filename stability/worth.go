// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"sync/atomic"
)

// narrowLevels is the most different worths for 16-bit levels: the doubled
// scale of the setting Worse must still fit.
const narrowLevels = 16000

// widestBitmap bounds the range of keys that are ranked through a bitmap.
const widestBitmap = 1 << 29

// worth is the preference of one decision maker: the rank of each position
// among the worths that occur, 0 the worst.
type worth struct {
	l16    []int16 // one of the two
	l32    []int32
	levels int
	values []int64 // cardinal: the worth of each level in units of 1/unit; nil if ordinal
	unit   int64
}

// level returns the rank of position p for DM i; greater is better.
func (m *Model) level(i, p int) int32 {
	if m.narrow {
		return int32(m.worth[i].l16[p])
	}
	return m.worth[i].l32[p]
}

// keys are the positions' worths as unsigned numbers, 64 positions at a time.
type keys struct {
	fill   func(at int, out *block) // at: position divided by 64
	span   uint64                   // keys are below it; 0 if not known or too large to matter
	values func(key uint64) int64   // nil if ordinal
	unit   int64
}

// prefer compiles the preference of every DM.
func (m *Model) prefer(ctx context.Context, wide bool) error {
	m.worth = make([]worth, len(m.def.DMs))
	sorted := make([]*ranker, len(m.def.DMs))
	m.narrow = !wide
	for i := range m.def.DMs {
		k, err := m.keysOf(ctx, m.def.DMs[i].Preference)
		if err != nil {
			return m.fault(i, err)
		}
		if sorted[i], err = m.newRanker(ctx, k); err != nil {
			return err
		}
		m.narrow = m.narrow && sorted[i].count <= narrowLevels
	}
	for i, r := range sorted {
		if err := m.fill(ctx, &m.worth[i], r); err != nil {
			return err
		}
		sorted[i] = nil
	}
	return nil
}

func (m *Model) blocks() int { return (m.size + 63) / 64 }

// options loads the options of the 64 positions from 64·at.
func (m *Model) options(at int, w *block) {
	if m.kind == cube {
		w.cells(uint64(at) << 6)
		return
	}
	w.states(m.decimal[at*64 : min(at*64+64, m.size)])
}

// valid is the set of those 64 positions that are states.
func (m *Model) valid(at int) uint64 {
	v := ^uint64(0)
	if m.feas != nil {
		v = m.feas[at]
	}
	if rest := m.size - at*64; rest < 64 {
		v &= 1<<uint(rest) - 1
	}
	return v
}

// ranker turns keys into dense ranks.
type ranker struct {
	keys
	count  int
	bitmap []uint64 // of the keys that occur
	before []int32  // number of them before each word
	sorted []uint64 // instead of a bitmap, where the span is large
}

func (m *Model) newRanker(ctx context.Context, k keys) (*ranker, error) {
	r := &ranker{keys: k}
	if k.span == 0 || k.span > widestBitmap {
		if need := int64(m.size) * 16; need > m.def.Limits.Bytes {
			return nil, fmt.Errorf("ranking %d worths needs %d bytes: %w", m.size, need, ErrBudget)
		}
		r.sorted = make([]uint64, 0, m.count)
		err := parallel(ctx, 1, m.blocks(), 1<<8, func(from, to int) {
			var out block
			for at := from; at < to; at++ {
				k.fill(at, &out)
				for v := m.valid(at); v != 0; v &= v - 1 {
					r.sorted = append(r.sorted, out[bits.TrailingZeros64(v)])
				}
			}
		})
		r.sorted = sortFunc(ctx, r.sorted, cmp.Compare[uint64])
		r.sorted = slices.Compact(r.sorted)
		r.count = len(r.sorted)
		return r, err
	}
	r.bitmap = make([]uint64, (k.span+63)/64)
	err := parallel(ctx, m.def.Limits.Workers, m.blocks(), 1<<8, func(from, to int) {
		var out block
		for at := from; at < to; at++ {
			k.fill(at, &out)
			for v := m.valid(at); v != 0; v &= v - 1 {
				key := out[bits.TrailingZeros64(v)]
				if bit := uint64(1) << (key & 63); atomic.LoadUint64(&r.bitmap[key>>6])&bit == 0 {
					atomic.OrUint64(&r.bitmap[key>>6], bit)
				}
			}
		}
	})
	r.before = make([]int32, len(r.bitmap))
	for w := range r.bitmap {
		r.before[w] = int32(r.count)
		r.count += bits.OnesCount64(r.bitmap[w])
	}
	return r, err
}

func (r *ranker) rank(key uint64) int {
	if r.sorted != nil {
		k, _ := slices.BinarySearch(r.sorted, key)
		return k
	}
	w := key >> 6
	return int(r.before[w]) + bits.OnesCount64(r.bitmap[w]&(1<<(key&63)-1))
}

// fill writes the levels of one decision maker. Holes of a cube get level 0.
func (m *Model) fill(ctx context.Context, u *worth, r *ranker) error {
	u.levels, u.unit = r.count, r.unit
	if m.narrow {
		u.l16 = make([]int16, m.size)
	} else {
		u.l32 = make([]int32, m.size)
	}
	if r.values != nil {
		u.values = make([]int64, 0, r.count)
		for w, word := range r.bitmap {
			for ; word != 0; word &= word - 1 {
				u.values = append(u.values, r.values(uint64(w*64+bits.TrailingZeros64(word))))
			}
		}
		for _, key := range r.sorted {
			u.values = append(u.values, r.values(key))
		}
	}
	return parallel(ctx, m.def.Limits.Workers, m.blocks(), 1<<8, func(from, to int) {
		var out block
		for at := from; at < to; at++ {
			r.keys.fill(at, &out)
			for v := m.valid(at); v != 0; v &= v - 1 {
				k := bits.TrailingZeros64(v)
				if m.narrow {
					u.l16[at*64+k] = int16(r.rank(out[k]))
				} else {
					u.l32[at*64+k] = int32(r.rank(out[k]))
				}
			}
		}
	})
}

// worthOf is the exact worth of a level: for ordinal preferences its rank.
func (u *worth) worthOf(level int32) *big.Rat {
	if u.values == nil {
		return big.NewRat(int64(level), 1)
	}
	return big.NewRat(u.values[level], u.unit)
}

// Worth returns the worth of state s for DM i and whether it is cardinal. An
// ordinal worth is the rank among the worths that occur, 0 the worst.
func (m *Model) Worth(i int, s State) (worth *big.Rat, cardinal bool, err error) {
	p, err := m.position(s)
	if err != nil {
		return nil, false, err
	}
	u := &m.worth[i]
	return u.worthOf(m.level(i, p)), u.values != nil, nil
}
