// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/bits"
)

// big counts are kept aside, because few vectors stand for 2^63 packages.
const aside = 1 << 63

// A tally is a list of counts of any size, one word each while they are small: a
// word with the top bit set is an index into huge.
type tally struct {
	n    []uint64
	huge []*big.Int // shared values are never changed
}

func (t *tally) push(n uint64) { t.n = append(t.n, n) }

// get is the i-th count as a number of any size.
func (t *tally) get(i int) *big.Int {
	if t.n[i]&aside == 0 {
		return new(big.Int).SetUint64(t.n[i])
	}
	return new(big.Int).Set(t.huge[t.n[i]&^aside])
}

// times is the i-th count of t multiplied by k, as a word for the tally into.
func (t *tally) times(i int, k uint64, into *tally) uint64 {
	if hi, lo := bits.Mul64(t.n[i], k); t.n[i]&aside == 0 && hi == 0 && lo&aside == 0 {
		return lo
	}
	v := t.get(i)
	return into.keep(v.Mul(v, new(big.Int).SetUint64(k)))
}

// addLast adds a word, made for t, to its last count.
func (t *tally) addLast(w uint64) {
	last := len(t.n) - 1
	if s := t.n[last] + w; (t.n[last]|w|s)&aside == 0 {
		t.n[last] = s
		return
	}
	v := t.get(last)
	if w&aside == 0 {
		v.Add(v, new(big.Int).SetUint64(w))
	} else {
		v.Add(v, t.huge[w&^aside])
	}
	t.n[last] = t.keep(v)
}

func (t *tally) keep(v *big.Int) uint64 {
	t.huge = append(t.huge, v)
	return aside | uint64(len(t.huge)-1)
}

// extend appends the counts of o whose index is in chosen.
func (t *tally) extend(o *tally, chosen []int32) {
	for _, i := range chosen {
		w := o.n[i]
		if w&aside != 0 {
			w = t.keep(o.huge[w&^aside])
		}
		t.n = append(t.n, w)
	}
}
