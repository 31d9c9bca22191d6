// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"math/big"
	"math/bits"
	"slices"
)

// A wide is a whole number that is not negative, the highest word first, with as
// many words as the sums that it is added in need: that is several times faster
// than a big.Int, and lists of them compare as their words do.
type wide []uint64

// maxWords bounds a wide: nothing that people or programs state needs more.
const maxWords = 64

// add puts the sum of a and b into a third of the same length, which holds it.
func (a wide) add(b, into wide) {
	var carry uint64
	for i := len(a) - 1; i >= 0; i-- {
		into[i], carry = bits.Add64(a[i], b[i], carry)
	}
}

func (a wide) compare(b wide) int { return slices.Compare(a, b) }

// newWide is x in a number of words, if it fits.
func newWide(x *big.Int, words int) (w wide, ok bool) {
	if x.Sign() < 0 || x.BitLen() > 64*words {
		return nil, false
	}
	b := make([]byte, 8*words)
	x.FillBytes(b)
	w = make(wide, words)
	for i, c := range b {
		w[i/8] = w[i/8]<<8 | uint64(c)
	}
	return w, true
}

func (a wide) big() *big.Int {
	b := make([]byte, 8*len(a))
	for i := range b {
		b[i] = byte(a[i/8] >> (56 - 8*(i%8)))
	}
	return new(big.Int).SetBytes(b)
}
