// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"cmp"
	"math/big"
	"math/bits"
)

// A wide is a whole number from 0 to 2^256 - 1, the lowest word first: sums of
// decimals with as many digits as floating point prints, times others of the same
// kind, fit in it, and it is several times faster than a big.Int.
type wide [4]uint64

// plus adds, and reports whether the sum fits.
func (a wide) plus(b wide) (s wide, ok bool) {
	var carry uint64
	for i := range a {
		s[i], carry = bits.Add64(a[i], b[i], carry)
	}
	return s, carry == 0
}

func (a wide) compare(b wide) int {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] != b[i] {
			return cmp.Compare(a[i], b[i])
		}
	}
	return 0
}

// newWide is x, if it fits.
func newWide(x *big.Int) (w wide, ok bool) {
	if x.Sign() < 0 || x.BitLen() > 256 {
		return w, false
	}
	var b [32]byte
	x.FillBytes(b[:])
	for i := range w {
		for j := range 8 {
			w[i] |= uint64(b[31-8*i-j]) << (8 * j)
		}
	}
	return w, true
}

func (a wide) big() *big.Int {
	var b [32]byte
	for i := range a {
		for j := range 8 {
			b[31-8*i-j] = byte(a[i] >> (8 * j))
		}
	}
	return new(big.Int).SetBytes(b[:])
}
